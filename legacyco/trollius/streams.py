"""Streams: legacyco's, with *loop* by position as well."""

import socket

from .. import streams as _streams
from .._passthrough import pass_on
from ..streams import _DEFAULT_LIMIT, IncompleteReadError, StreamReaderProtocol, StreamWriter
from . import events as events
from ._classes import StandsForEngine
from .coroutines import (
    From as From,
    Return as Return,
    as_driven,
    coroutine as coroutine,
)

__all__ = (
    "StreamReader",
    "StreamWriter",
    "StreamReaderProtocol",
    "open_connection",
    "start_server",
    "IncompleteReadError",
)


class StreamReader(_streams.StreamReader, metaclass=StandsForEngine):
    """What a connection has received; *limit* is in bytes."""

    _stands_for = _streams.StreamReader

    def __init__(self, limit=_DEFAULT_LIMIT, loop=None):
        super().__init__(limit, loop=events.get_event_loop() if loop is None else loop)

    def readexactly(self, n):
        """Read *n* bytes; nothing for a number below 0, which trollius accepts."""
        return super().readexactly(max(n, 0))


def open_connection(host=None, port=None, loop=None, limit=_DEFAULT_LIMIT, **kwds):
    """Connect to *host* and *port*; return a StreamReader and a StreamWriter."""
    return _streams.open_connection(host, port, loop=loop, limit=limit, **kwds)


def start_server(
    client_connected_cb, host=None, port=None, loop=None, limit=_DEFAULT_LIMIT, **kwds
):
    """Start a server that calls ``client_connected_cb(reader, writer)``; return it.

    What that returns is run as a task, if it is a coroutine or a generator.
    """
    callback = _driving(client_connected_cb)
    return _streams.start_server(callback, host, port, loop=loop, limit=limit, **kwds)


def _driving(callback):
    """Return a callback of a server's whose generators wait by ``yield`` on any loop."""
    return lambda reader, writer: as_driven(callback(reader, writer))


if hasattr(socket, "AF_UNIX"):
    __all__ += ("open_unix_connection", "start_unix_server")

    def open_unix_connection(path, loop=None, limit=_DEFAULT_LIMIT, **kwds):
        """Like open_connection(), to a Unix socket at *path*."""
        return _streams.open_unix_connection(path, loop=loop, limit=limit, **kwds)

    def start_unix_server(client_connected_cb, path, loop=None, limit=_DEFAULT_LIMIT, **kwds):
        """Like start_server(), on a Unix socket at *path*."""
        callback = _driving(client_connected_cb)
        return _streams.start_unix_server(callback, path, loop=loop, limit=limit, **kwds)


pass_on(globals(), _streams)
