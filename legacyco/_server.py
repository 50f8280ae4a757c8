"""The Server: what listens, and the connections that came of it.

asyncio's loops make asyncio's servers; as_server() turns one into the Server here, which does what
the newest Python's does on every Python.  Nothing of its state is lost thereby: the attributes are
the same.
"""

import asyncio

from . import exceptions
from ._coroutine_functions import coroutine_function
from .tasks import sleep

_Base = asyncio.base_events.Server

# Up to 3.12 a transport does not say which one it is when it comes and goes.
_TRANSPORTS_ARE_NAMED = hasattr(_Base, "close_clients")
# 3.6 has no servers that do not serve yet, and knows nothing of what they would need.
_SERVES_LATER = hasattr(_Base, "start_serving")
# What it wants to know besides the loop and the sockets.
_BASE_OPTIONS = _Base.__init__.__code__.co_argcount - 3


def _shown(sock):
    """Return what users get to see of a socket; up to 3.7 itself."""
    return asyncio.trsock.TransportSocket(sock) if hasattr(asyncio, "trsock") else sock


class Server(_Base):
    """A server that loop.create_server() or start_server() started.

    In ``async with server`` it is closed at the end of the block.
    """

    def __init__(
        self,
        loop,
        sockets,
        protocol_factory,
        ssl_context,
        backlog,
        ssl_handshake_timeout,
        ssl_shutdown_timeout=None,
    ):
        options = (
            protocol_factory,
            ssl_context,
            backlog,
            ssl_handshake_timeout,
            ssl_shutdown_timeout,
        )
        super().__init__(loop, sockets, *options[:_BASE_OPTIONS])
        if not _SERVES_LATER:
            self._protocol_factory, self._ssl_context, self._backlog = options[:3]
            self._serving, self._serving_forever_fut = False, None

    @property
    def sockets(self):
        """The sockets that it listens on, a tuple; empty when it is closed."""
        return tuple(_shown(sock) for sock in self._sockets or ())

    if not _SERVES_LATER:

        @sockets.setter
        def sockets(self, sockets):
            self._sockets = sockets

    def get_loop(self):
        """Return the event loop that it belongs to (asyncio: since 3.7)."""
        return self._loop

    def is_serving(self):
        """Return True if it accepts connections (asyncio: since 3.7)."""
        return self._serving

    # --- connections ---

    if not _TRANSPORTS_ARE_NAMED:

        @property
        def _clients(self):
            transports = list(getattr(self._loop, "_transports", {}).values())
            return {each for each in transports if getattr(each, "_server", None) is self}

        def _attach(self):
            self._active_count += 1

        def _detach(self):
            self._active_count -= 1
            if self._sockets is None and not self._active_count:
                self._wakeup()

    def _has_clients(self):
        return bool(self._clients if _TRANSPORTS_ARE_NAMED else self._active_count)

    def close_clients(self):
        """Close all connections once everything is sent (asyncio: since 3.13)."""
        for transport in set(self._clients):
            transport.close()

    def abort_clients(self):
        """Close all connections at once (asyncio: since 3.13)."""
        for transport in set(self._clients):
            transport.abort()

    # --- the end ---

    def close(self):
        """Stop listening; connections are left open.  See wait_closed()."""
        sockets = self._sockets
        if sockets is None:
            return
        self._sockets = None
        for sock in sockets:
            self._loop._stop_serving(sock)
        self._serving = False
        if self._serving_forever_fut is not None and not self._serving_forever_fut.done():
            self._serving_forever_fut.cancel()
            self._serving_forever_fut = None
        if not self._has_clients():
            self._wakeup()

    def _wakeup(self):
        waiters = self._waiters
        self._waiters = None
        for waiter in waiters:
            if not waiter.done():
                waiter.set_result(None)

    @coroutine_function
    def wait_closed(self):
        """Wait until close() was called and the last connection is closed.

        asyncio's did not wait for connections up to 3.11.
        """
        if self._waiters is not None:
            waiter = self._loop.create_future()
            self._waiters.append(waiter)
            yield from waiter

    # --- serving ---

    if not _SERVES_LATER:

        def _start_serving(self):
            self._serving = True
            for sock in self._sockets:
                sock.listen(self._backlog)
                sock.setblocking(False)
                self._loop._start_serving(
                    self._protocol_factory, sock, self._ssl_context, self, self._backlog
                )

    def _serve(self):
        if self._sockets is None:
            raise RuntimeError("server {!r} is closed".format(self))
        if not self._serving:
            self._start_serving()

    @coroutine_function
    def start_serving(self):
        """Accept connections, if ``start_serving=False`` kept it from that (asyncio: since 3.7).

        Raises RuntimeError if it is closed.
        """
        self._serve()
        # So that the loop knows of them.
        yield from sleep(0)

    @coroutine_function
    def serve_forever(self):
        """Accept connections until the task is cancelled, then close everything.

        Raises RuntimeError if it is closed, or if somebody does this already.  asyncio: since 3.7.
        """
        if self._serving_forever_fut is not None:
            raise RuntimeError(
                "server {!r} is already being awaited on serve_forever()".format(self)
            )
        self._serve()
        self._serving_forever_fut = self._loop.create_future()
        try:
            yield from self._serving_forever_fut
        except exceptions.CancelledError:
            try:
                self.close()
                self.close_clients()
                yield from self.wait_closed()
            finally:
                raise
        finally:
            self._serving_forever_fut = None

    async def __aenter__(self):
        return self

    async def __aexit__(self, *exc_info):
        self.close()
        await self.wait_closed()


def as_server(server):
    """Return asyncio's server as a Server; one of another loop's kind as it is."""
    if type(server) is _Base:
        server.__class__ = Server
        if not _SERVES_LATER:
            server._sockets = vars(server).pop("sockets")
            server._serving, server._serving_forever_fut = True, None
    return server
