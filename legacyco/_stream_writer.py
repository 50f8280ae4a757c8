"""The writing half of a stream: flow control, and StreamWriter."""

import asyncio
import collections
import functools
import types
import warnings
from asyncio.log import logger

from . import events
from ._compat import TLS_HAS_SHUTDOWN_TIMEOUT
from ._connections import ConnectionMethods
from ._coroutine_functions import coroutine_function
from .tasks import _wrap_awaitable, shield


class FlowControlMixin(asyncio.streams.FlowControlMixin):
    """A protocol whose writers can wait until the transport takes more: StreamWriter.drain().

    *loop* is the event loop, by default that of get_event_loop().  Subclasses that override a
    method call it, too.
    """

    def __init__(self, loop=None):
        self._loop = events.get_event_loop() if loop is None else loop
        self._paused = False
        self._drain_waiters = collections.deque()
        self._connection_lost = False

    def pause_writing(self):
        """Let drain() wait."""
        self._paused = True
        if self._loop.get_debug():
            logger.debug("%r pauses writing", self)

    def resume_writing(self):
        """Wake up what drain() holds."""
        self._paused = False
        if self._loop.get_debug():
            logger.debug("%r resumes writing", self)
        for waiter in self._drain_waiters:
            if not waiter.done():
                waiter.set_result(None)

    def connection_lost(self, exc):
        """Wake up what drain() holds, with the exception if there is one."""
        self._connection_lost = True
        if not self._paused:
            return
        for waiter in self._drain_waiters:
            if not waiter.done():
                if exc is None:
                    waiter.set_result(None)
                else:
                    waiter.set_exception(exc)

    @types.coroutine
    def _drain_helper(self):
        if self._connection_lost:
            raise ConnectionResetError("Connection lost")
        if not self._paused:
            return
        waiter = self._loop.create_future()
        self._drain_waiters.append(waiter)
        try:
            yield from waiter
        finally:
            self._drain_waiters.remove(waiter)

    def _get_close_waiter(self, stream):
        raise NotImplementedError


class StreamWriter(asyncio.StreamWriter):
    """What is written to a connection or a pipe.

    *transport* takes the data, *protocol* (a FlowControlMixin) says when to wait; *reader* is the
    StreamReader of the same connection, or None; *loop* is the event loop.
    """

    def __init__(self, transport, protocol, reader, loop):
        self._transport = transport
        self._protocol = protocol
        if reader is not None and not callable(getattr(reader, "exception", None)):
            raise TypeError("a StreamReader or None was expected, got {!r}".format(reader))
        self._reader = reader
        self._loop = loop

    def __repr__(self):
        info = [self.__class__.__name__, "transport={!r}".format(self._transport)]
        if self._reader is not None:
            info.append("reader={!r}".format(self._reader))
        return "<%s>" % " ".join(info)

    @property
    def transport(self):
        """The transport."""
        return self._transport

    def get_extra_info(self, name, default=None):
        """Return what the transport knows of *name*: "peername", "socket", "ssl_object", ..."""
        return self._transport.get_extra_info(name, default)

    def write(self, data):
        """Send bytes as soon as possible.  Followed by drain(), it does not fill the memory."""
        self._transport.write(data)

    def writelines(self, data):
        """Send an iterable of bytes as soon as possible."""
        self._transport.writelines(data)

    def write_eof(self):
        """Close the writing end once everything is sent; reading goes on."""
        return self._transport.write_eof()

    def can_write_eof(self):
        """Return True if the transport supports write_eof(); TLS does not."""
        return self._transport.can_write_eof()

    def close(self):
        """Close the connection once everything is sent.  See wait_closed()."""
        return self._transport.close()

    def is_closing(self):
        """Return True if the connection is closed or being closed (asyncio: since 3.7)."""
        return self._transport.is_closing()

    @coroutine_function
    def wait_closed(self):
        """Wait until the connection is closed (asyncio: since 3.7).

        Raises the exception that ended it, if there was one.
        """
        # The future is everybody's: whoever gives up waiting must not cancel it.
        yield from shield(self._protocol._get_close_waiter(self), loop=self._loop)

    @coroutine_function
    def drain(self):
        """Wait until the transport is ready to take more data.

        Raises the exception that ended the connection, or ConnectionResetError if it is closed.
        """
        if self._reader is not None:
            exc = self._reader.exception()
            if exc is not None:
                raise exc
        if self._transport.is_closing():
            # For connection_lost() to be called: who writes and drains in a loop would else never
            # leave it, nor learn that the connection is closed.
            yield
        yield from self._protocol._drain_helper()

    @coroutine_function
    def start_tls(
        self,
        sslcontext,
        *,
        server_hostname=None,
        ssl_handshake_timeout=None,
        ssl_shutdown_timeout=None,
    ):
        """Go on with TLS on the same connection (asyncio: since 3.11).

        *sslcontext* is an ssl.SSLContext, *server_hostname* the name that the server's certificate
        must have; the timeouts are in seconds.  *ssl_handshake_timeout* needs the TLS of Python
        3.7, and *ssl_shutdown_timeout* that of 3.11; before, they have no effect.
        """
        protocol = self._protocol
        options = {
            "server_side": protocol._client_connected_cb is not None,
            "server_hostname": server_hostname,
        }
        if ssl_handshake_timeout is not None or TLS_HAS_SHUTDOWN_TIMEOUT:
            options["ssl_handshake_timeout"] = ssl_handshake_timeout
        if TLS_HAS_SHUTDOWN_TIMEOUT:
            options["ssl_shutdown_timeout"] = ssl_shutdown_timeout
        yield from self.drain()
        # asyncio's loop of 3.6 has none.
        start_tls = getattr(self._loop, "start_tls", None) or functools.partial(
            ConnectionMethods.start_tls, self._loop
        )
        transport = yield from _wrap_awaitable(
            start_tls(self._transport, protocol, sslcontext, **options)
        )
        self._transport = transport
        protocol._replace_transport(transport)

    def __del__(self, warnings=warnings):
        if not hasattr(self, "_loop") or self.is_closing():
            return
        if self._loop.is_closed():
            warnings.warn("loop is closed", ResourceWarning)
        else:
            self.close()
            warnings.warn("unclosed {!r}".format(self), ResourceWarning)
