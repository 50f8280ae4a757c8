"""HTTP servers in a thread, for test_utils: each answers every request with ``Test message``."""

import contextlib
import io
import os
import socket
import socketserver
import ssl
import tempfile
import threading
from http.server import HTTPServer
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

# Seconds that a client may keep the server waiting, and that the server takes to see its end.
_REQUEST_TIMEOUT = 2
_POLL_INTERVAL = 0.05


class SilentWSGIRequestHandler(WSGIRequestHandler):
    """A request handler that prints nothing."""

    def get_stderr(self):
        """Return a file that nobody reads."""
        return io.StringIO()

    def log_message(self, format, *args):
        """Do nothing."""


class _SilentMixin:
    """Prints nothing, and speaks TLS if it is given an ``ssl_context``."""

    ssl_context = None

    def finish_request(self, request, client_address):
        """Answer, after the TLS handshake if there is to be one."""
        if self.ssl_context is None:
            super().finish_request(request, client_address)
            return
        # A client that goes away is its own business.
        with contextlib.suppress(OSError):
            with self.ssl_context.wrap_socket(request, server_side=True) as tls:
                super().finish_request(tls, client_address)

    def handle_error(self, request, client_address):
        """Do nothing."""


class SilentWSGIServer(_SilentMixin, WSGIServer):
    """A WSGI server that prints nothing, and speaks TLS if it is given an ``ssl_context``."""

    request_timeout = _REQUEST_TIMEOUT

    def get_request(self):
        """Accept a connection that does not last."""
        request, address = super().get_request()
        request.settimeout(self.request_timeout)
        return request, address


def _app(environ, start_response):
    start_response("200 OK", [("Content-type", "text/plain")])
    return [b"Test message"]


def _serve(server_class, address, ssl_context):
    server = server_class(address, SilentWSGIRequestHandler)
    server.ssl_context = ssl_context
    server.set_app(_app)
    server.address = server.server_address
    thread = threading.Thread(target=server.serve_forever, args=(_POLL_INTERVAL,))
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _context(use_ssl):
    """Return the server's SSLContext, or None; *use_ssl* is a context or whether to have one."""
    if not use_ssl or isinstance(use_ssl, ssl.SSLContext):
        return use_ssl or None
    # asyncio took the certificate of the interpreter's own tests too.
    from test import support

    folder = os.path.dirname(os.path.dirname(support.__file__))
    for names in (("certdata", "keycert.pem"), ("keycert.pem",)):
        path = os.path.join(folder, *names)
        if os.path.isfile(path):
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(path)
            return context
    raise FileNotFoundError("keycert.pem in {}".format(folder))


@contextlib.contextmanager
def run_test_server(*, host="127.0.0.1", port=0, use_ssl=False):
    """Serve within a block; gives the server, whose ``address`` is (host, port).

    *use_ssl* is True for TLS with the certificate of the interpreter's own tests, or an SSLContext.
    """
    yield from _serve(SilentWSGIServer, (host, port), _context(use_ssl))


if hasattr(socket, "AF_UNIX"):

    class UnixHTTPServer(socketserver.UnixStreamServer, HTTPServer):
        """An HTTP server on a Unix socket."""

        def server_bind(self):
            """Bind, and take a name and port that no Unix socket has."""
            socketserver.UnixStreamServer.server_bind(self)
            self.server_name, self.server_port = "127.0.0.1", 80

    class UnixWSGIServer(UnixHTTPServer, WSGIServer):
        """A WSGI server on a Unix socket."""

        request_timeout = _REQUEST_TIMEOUT

        def server_bind(self):
            """Bind, and tell the application the name and port."""
            UnixHTTPServer.server_bind(self)
            self.setup_environ()

        def get_request(self):
            """Accept a connection that does not last, from an address as WSGI wants one."""
            request, _ = super().get_request()
            request.settimeout(self.request_timeout)
            return request, ("127.0.0.1", "")

    class SilentUnixWSGIServer(_SilentMixin, UnixWSGIServer):
        """A server on a Unix socket that prints nothing, and speaks TLS if it has a context."""

    def gen_unix_socket_path():
        """Return the path of a file that does not exist."""
        with tempfile.NamedTemporaryFile() as file:
            return file.name

    @contextlib.contextmanager
    def unix_socket_path():
        """Give a path to bind to; it is removed after the block."""
        path = gen_unix_socket_path()
        try:
            yield path
        finally:
            with contextlib.suppress(OSError):
                os.unlink(path)

    @contextlib.contextmanager
    def run_test_unix_server(*, use_ssl=False):
        """As run_test_server(), on a Unix socket; the server's ``address`` is its path."""
        with unix_socket_path() as path:
            yield from _serve(SilentUnixWSGIServer, path, _context(use_ssl))
