"""The event loop without its selector: legacyco's, for generators of the dialect as well."""

import asyncio
import functools
import socket
import types
from collections import OrderedDict as OrderedDict

from .. import base_events as _base_events
from .._coroutine_functions import coroutine_function
from .._passthrough import pass_on
from ..log import logger as logger
from .coroutines import (
    From as From,
    Return as Return,
    as_driven,
    coroutine as coroutine,
)
from .executor import get_default_executor as get_default_executor
from .time_monotonic import (
    time_monotonic as time_monotonic,
    time_monotonic_resolution as time_monotonic_resolution,
)

__all__ = ("BaseEventLoop",)


class Server(_base_events.Server):
    """A server that loop.create_server() or start_server() started."""

    @property
    def sockets(self):
        """The sockets that it listens on, a list; None when it is closed."""
        return None if self._sockets is None else list(self._sockets)


class BaseEventLoop(_base_events.BaseEventLoop):
    """legacyco's event loop, whose tasks run undecorated generators that wait by ``yield`` too."""

    # What a task does not keep to itself: since 3.8 only SystemExit and KeyboardInterrupt.
    _passes_on = BaseException

    def create_task(self, coro, **kwargs):
        """Schedule a coroutine or a generator; return its Task, or what the task factory makes."""
        return super().create_task(as_driven(coro), **kwargs)

    @coroutine_function
    def sock_connect(self, sock, address):
        """Connect a socket; in debug mode, ValueError if the address is a name.

        Like the other methods below it returns a future.
        """
        if self.get_debug():
            _check_resolved_address(sock, address)
        return (yield from super().sock_connect(sock, address))


def _check_resolved_address(sock, address):
    if sock.family in (socket.AF_INET, socket.AF_INET6):
        host = address[0].partition("%")[0]
        try:
            socket.inet_pton(sock.family, host)
        except OSError:
            raise ValueError(
                "address must be resolved (IP address), got host {!r}".format(host)
            ) from None


# --- what asyncio's loop has otherwise --------------------------------------------------------

# Coroutines by now; trollius's programs cancel what these return, and add callbacks to it.
_RETURN_FUTURES = (
    "getaddrinfo",
    "getnameinfo",
    "sock_accept",
    "sock_connect",
    "sock_recv",
    "sock_sendall",
)


def _return_future(name):
    """Have a method of BaseEventLoop return a future."""
    own = vars(BaseEventLoop).get(name)

    # Not with what marks a coroutine function.
    @functools.wraps(own or getattr(_base_events.BaseEventLoop, name), updated=())
    def method(self, *args, **kwargs):
        start = getattr(super(BaseEventLoop, self), name) if own is None else own.__get__(self)
        return _base_events.ensure_future(start(*args, **kwargs), loop=self)

    setattr(BaseEventLoop, name, method)


def _return_own_server(name):
    """Have a method of BaseEventLoop return a Server of this module."""

    @coroutine_function
    @functools.wraps(getattr(_base_events.BaseEventLoop, name), updated=())
    def method(self, *args, **kwargs):
        server = yield from getattr(super(BaseEventLoop, self), name)(*args, **kwargs)
        if isinstance(server, _base_events.Server):
            server.__class__ = Server
        return server

    setattr(BaseEventLoop, name, method)


for _name in _RETURN_FUTURES:
    _return_future(_name)
for _name in ("create_server", "create_unix_server"):
    _return_own_server(_name)

pass_on(globals(), _base_events)

# By the logger of this module, in which tests look for it.
BaseEventLoop.default_exception_handler = types.FunctionType(
    asyncio.BaseEventLoop.default_exception_handler.__code__,
    globals(),
    "default_exception_handler",
)
