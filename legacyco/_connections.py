"""The loop's methods that connect and serve, in the form and with the arguments of every era.

They were generators, or returned futures, when old code was written, and are ``async def`` in the
interpreters of today: a plain generator needs them in another form.  And they have got arguments
that the running interpreter may not know; see NEWER_ARGUMENTS.
"""

import asyncio
import functools
import inspect
import types

from . import futures
from ._coroutine_functions import coroutine_function
from ._server import as_server
from .coroutines import mark_own

__all__ = ()

COROUTINE_METHODS = (
    "connect_accepted_socket",
    "connect_read_pipe",
    "connect_write_pipe",
    "create_connection",
    "create_server",
    "create_unix_connection",
    "create_unix_server",
    "getaddrinfo",
    "getnameinfo",
    "sendfile",
    "shutdown_asyncgens",
    "sock_accept",
    "sock_connect",
    "sock_recv",
    "sock_recv_into",
    "sock_recvfrom",
    "sock_recvfrom_into",
    "sock_sendall",
    "sock_sendfile",
    "sock_sendto",
    "start_tls",
    "subprocess_exec",
    "subprocess_shell",
)

_TLS = {"ssl_handshake_timeout": None, "ssl_shutdown_timeout": None}

# Arguments with their defaults that not every interpreter knows.  Where it does not, they are
# accepted and have no effect: the connection is made as that interpreter makes it.
NEWER_ARGUMENTS = {
    "connect_accepted_socket": _TLS,
    "create_connection": dict(_TLS, happy_eyeballs_delay=None, interleave=None, all_errors=False),
    "create_server": dict(_TLS, start_serving=True, keep_alive=None),
    "create_unix_connection": _TLS,
    "create_unix_server": dict(_TLS, start_serving=True, cleanup_socket=True),
    "start_tls": _TLS,
    "subprocess_exec": {"encoding": None, "errors": None, "text": None},
    "subprocess_shell": {"encoding": None, "errors": None, "text": None},
}

# Loops name the argument otherwise than the abstract loop does.
_RENAMED = {"sock_recv": {"nbytes": "n"}}

# 3.6 wants it even where there is a socket.
_OPTIONAL_PATH = ("create_unix_connection", "create_unix_server")


def _accepting(original, newer):
    """Return the signature of a method with the arguments of *newer* that it lacks, and those."""
    signature = inspect.signature(original)
    parameters = list(signature.parameters.values())
    known = set(signature.parameters)
    lacking = [name for name in newer if name not in known]
    if original.__name__ in _OPTIONAL_PATH:
        parameters = [p.replace(default=None) if p.name == "path" else p for p in parameters]
    rest = [p for p in parameters if p.kind is p.VAR_KEYWORD]
    parameters = [p for p in parameters if p.kind is not p.VAR_KEYWORD]
    parameters += [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=newer[name])
        for name in lacking
    ]
    return signature.replace(parameters=parameters + rest), lacking


def _adapted(owner, name):
    """Return asyncio's method *name* for *owner*: yieldable, and with the arguments of all eras."""
    original = getattr(asyncio.SelectorEventLoop, name)
    signature, lacking = _accepting(original, NEWER_ARGUMENTS.get(name, {}))

    def method(self, *args, **kwargs):
        for argument in lacking:
            kwargs.pop(argument, None)
        _rename(name, kwargs)
        if name in _OPTIONAL_PATH and len(args) < 2:
            kwargs.setdefault("path", None)
        result = yield from getattr(super(owner, self), name)(*args, **kwargs)
        return as_server(result) if name.endswith("_server") else result

    return coroutine_function(_shown_as(method, owner, original, signature))


def _marked(owner, name):
    """Return asyncio's method *name* for *owner*, which returns a future, marked as the others."""
    original = getattr(asyncio.SelectorEventLoop, name)

    def method(self, *args, **kwargs):
        _rename(name, kwargs)
        return getattr(super(owner, self), name)(*args, **kwargs)

    return mark_own(_shown_as(method, owner, original, inspect.signature(original)))


def _rename(name, kwargs):
    """Give arguments of the method *name* the names that the loop's own has for them."""
    for new, old in _RENAMED.get(name, {}).items():
        if new in kwargs:
            kwargs[old] = kwargs.pop(new)


def _shown_as(method, owner, original, signature):
    functools.update_wrapper(method, original)
    del method.__wrapped__
    if original.__name__ not in _RENAMED:
        method.__signature__ = signature
    method.__qualname__ = "%s.%s" % (owner.__name__, original.__name__)
    return method


def adapt_methods(owner):
    """Give the loop class *owner* the methods of COROUTINE_METHODS, where asyncio has them.

    Those that return futures, as up to 3.6, serve every dialect as they are.
    """
    for name in COROUTINE_METHODS:
        original = getattr(asyncio.SelectorEventLoop, name, None)
        if original is None or name in vars(owner):
            continue
        if inspect.iscoroutinefunction(original) or name in NEWER_ARGUMENTS:
            setattr(owner, name, _adapted(owner, name))
        else:
            setattr(owner, name, _marked(owner, name))


def _check_part(file, offset, count):
    """Raise what is wrong with the arguments of sendfile(), as asyncio does."""
    if "b" not in getattr(file, "mode", "b"):
        raise ValueError("file should be opened in binary mode")
    if count is not None:
        _check_integer("count", count, 1, "positive")
    _check_integer("offset", offset, 0, "non-negative")


def _check_integer(name, value, least, kind):
    if not isinstance(value, int) or value < least:
        error = ValueError if isinstance(value, int) else TypeError
        raise error("{} must be a {} integer (got {!r})".format(name, kind, value))


class ConnectionMethods:
    """Loop methods that the running interpreter may lack, or knows with fewer arguments."""

    @coroutine_function
    def create_datagram_endpoint(
        self, protocol_factory, local_addr=None, remote_addr=None, *, reuse_address=None, **kwargs
    ):
        """Create a datagram connection; return (transport, protocol).

        *reuse_address* is accepted as up to 3.10, and refused if it is true, as since 3.9:
        SO_REUSEADDR lets another user's process read what is sent here.
        """
        if reuse_address:
            raise ValueError(
                "Passing `reuse_address=True` is no longer supported, as the usage of "
                "SO_REUSEPORT in UDP poses a significant security concern."
            )
        create = super().create_datagram_endpoint
        return (yield from create(protocol_factory, local_addr, remote_addr, **kwargs))

    if not hasattr(asyncio.SelectorEventLoop, "start_tls"):

        @coroutine_function
        def start_tls(
            self,
            transport,
            protocol,
            sslcontext,
            *,
            server_side=False,
            server_hostname=None,
            ssl_handshake_timeout=None,
            ssl_shutdown_timeout=None,
        ):
            """Upgrade a transport to TLS; return the new transport (asyncio: since 3.7)."""
            waiter = self.create_future()
            tls = asyncio.sslproto.SSLProtocol(
                self,
                protocol,
                sslcontext,
                waiter,
                server_side,
                server_hostname,
                call_connection_made=False,
            )
            # Nothing must be read before the new protocol is there to take it.
            transport.pause_reading()
            transport.set_protocol(tls)
            self.call_soon(tls.connection_made, transport)
            self.call_soon(transport.resume_reading)
            try:
                yield from waiter
            except BaseException:
                transport.close()
                raise
            return tls._app_transport

    if not hasattr(asyncio.SelectorEventLoop, "sendfile"):

        @coroutine_function
        def sendfile(self, transport, file, offset=0, count=None, *, fallback=True):
            """Send a file over a transport; return the number of bytes (asyncio: since 3.7).

            *offset* and *count* are in bytes; afterwards the file stands behind what was sent.
            Raises RuntimeError if the transport is closing, or without *fallback*: there is no
            system call for it here.  ConnectionError if the connection ends meanwhile, ValueError
            and TypeError for a file of text and what is no place in a file.
            """
            if transport.is_closing():
                raise RuntimeError("Transport is closing")
            if not fallback:
                raise RuntimeError(
                    "fallback is disabled and native sendfile is not supported "
                    "for transport {!r}".format(transport)
                )
            _check_part(file, offset, count)
            # Also to 0: the system call does not care where the file stands.
            file.seek(offset)
            sent = 0
            try:
                while count is None or sent < count:
                    size = 16384 if count is None else min(16384, count - sent)
                    data = yield from self.run_in_executor(None, file.read, size)
                    if not data:
                        break
                    if transport.is_closing():
                        raise ConnectionError("Connection closed by peer")
                    transport.write(data)
                    sent += len(data)
                    yield from self._let_buffer_drain(transport)
            finally:
                file.seek(offset + sent)
            return sent

    @types.coroutine
    def _let_buffer_drain(self, transport):
        """Wait until the transport has room for more."""
        _, high = transport.get_write_buffer_limits()
        while transport.get_write_buffer_size() > high and not transport.is_closing():
            waiter = self.create_future()
            self.call_later(0.001, futures._set_result_unless_cancelled, waiter, None)
            yield from waiter
