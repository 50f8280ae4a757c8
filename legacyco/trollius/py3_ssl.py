"""What the ssl module of Python 2 lacked: the interpreter's own."""

import ssl
from ssl import SSLContext, SSLEOFError, SSLWantReadError, SSLWantWriteError

__all__ = (
    "SSLContext",
    "BACKPORT_SSL_ERRORS",
    "BACKPORT_SSL_CONTEXT",
    "SSLWantReadError",
    "SSLWantWriteError",
    "SSLEOFError",
)

BACKPORT_SSL_ERRORS = False
BACKPORT_SSL_CONTEXT = False


def wrap_socket(
    sock,
    keyfile=None,
    certfile=None,
    server_side=False,
    cert_reqs=ssl.CERT_NONE,
    ssl_version=None,
    ca_certs=None,
    do_handshake_on_connect=True,
    suppress_ragged_eofs=True,
    ciphers=None,
):
    """Return a socket that speaks TLS over *sock*; ssl.wrap_socket(), which is gone since 3.12.

    It checks no host name, and with the default *cert_reqs* no certificate.
    """
    if ssl_version is None:
        ssl_version = ssl.PROTOCOL_TLS_SERVER if server_side else ssl.PROTOCOL_TLS_CLIENT
    context = SSLContext(ssl_version)
    context.check_hostname = False
    context.verify_mode = cert_reqs
    if ca_certs:
        context.load_verify_locations(ca_certs)
    if certfile:
        context.load_cert_chain(certfile, keyfile)
    if ciphers:
        context.set_ciphers(ciphers)
    return context.wrap_socket(
        sock,
        server_side=server_side,
        do_handshake_on_connect=do_handshake_on_connect,
        suppress_ragged_eofs=suppress_ragged_eofs,
    )


def wrap_ssl_error(func, *args, **kw):
    """Call *func*, whose errors are the ssl module's own already."""
    return func(*args, **kw)
