"""Streams: connections and servers that are read and written by coroutines.

All the functions and methods that wait can be awaited, and yielded from in decorated and in plain
generators.  They run on the loop that is given, or else on the one that runs: legacyco's or any
other of asyncio's kind.
"""

import asyncio
import socket
import types
import weakref

from . import coroutines, events
from ._coroutine_functions import coroutine_function
from ._server import as_server
from ._stream_reader import _DEFAULT_LIMIT, StreamReader
from ._stream_writer import FlowControlMixin, StreamWriter
from .exceptions import IncompleteReadError, LimitOverrunError
from .tasks import _wrap_awaitable, ensure_future

__all__ = (
    "IncompleteReadError",
    "LimitOverrunError",
    "StreamReader",
    "StreamReaderProtocol",
    "StreamWriter",
    "open_connection",
    "start_server",
)

if hasattr(socket, "AF_UNIX"):
    __all__ += ("open_unix_connection", "start_unix_server")


class StreamReaderProtocol(FlowControlMixin, asyncio.StreamReaderProtocol):
    """A protocol that feeds a StreamReader.

    *stream_reader* is the reader, or None; *loop* the event loop, by default that of
    get_event_loop().  On the side of a server, *client_connected_cb* is called with the reader and
    a StreamWriter for each connection; a coroutine or a generator that it returns is run as a task.
    """

    _source_traceback = None
    # Of a failed constructor, for __del__.
    _closed = None
    _stream_reader_wr = _stream_writer_wr = None
    # What somebody else has set.
    _set_reader = _set_writer = None

    def __init__(self, stream_reader, client_connected_cb=None, loop=None):
        super().__init__(loop=loop)
        # Weak: what nobody can read any more need not be collected.
        self._stream_reader_wr = self._stream_writer_wr = None
        if stream_reader is not None:
            self._stream_reader_wr = weakref.ref(stream_reader)
            self._source_traceback = getattr(stream_reader, "_source_traceback", None)
        if type(self) is not StreamReaderProtocol:
            # Subclasses read from ``self._stream_reader``, which is strong up to 3.7.
            self._set_reader = stream_reader
        elif client_connected_cb is not None:
            # Nobody else has it until the connection is made.
            self._strong_reader = stream_reader
        self._reject_connection = False
        self._task = None
        self._transport = None
        self._client_connected_cb = client_connected_cb
        self._over_ssl = False
        self._closed = self._loop.create_future()

    @property
    def _stream_reader(self):
        return None if self._stream_reader_wr is None else self._stream_reader_wr()

    # aiosmtplib 1.0 and others set these, also before __init__() (asyncio: the reader up to 3.7,
    # the writer up to 3.12).  What somebody else has set is held.
    @_stream_reader.setter
    def _stream_reader(self, reader):
        self._set_reader = reader
        self._stream_reader_wr = None if reader is None else weakref.ref(reader)

    @property
    def _stream_writer(self):
        return None if self._stream_writer_wr is None else self._stream_writer_wr()

    @_stream_writer.setter
    def _stream_writer(self, writer):
        self._set_writer = writer
        self._stream_writer_wr = None if writer is None else weakref.ref(writer)

    def _replace_writer(self, writer):
        """Go on with another writer, as in 3.11 and 3.12."""
        self._stream_writer = writer
        self._replace_transport(writer.transport)

    def _replace_transport(self, transport):
        self._transport = transport
        self._over_ssl = transport.get_extra_info("sslcontext") is not None
        reader = self._stream_reader
        if reader is not None:
            reader._replace_transport(transport)

    def connection_made(self, transport):
        """Give the transport to the reader, and call the server's callback."""
        if self._reject_connection:
            return self._reject(transport)
        self._transport = transport
        reader = self._stream_reader
        if reader is not None:
            reader.set_transport(transport)
        self._over_ssl = transport.get_extra_info("sslcontext") is not None
        if self._client_connected_cb is not None:
            writer = StreamWriter(transport, self, reader, self._loop)
            self._stream_writer_wr = weakref.ref(writer)
            if type(self) is not StreamReaderProtocol:
                # Subclasses go on with ``self._stream_writer``, and their callback may drop it.
                self._stream_writer = writer
            self._serve(writer, reader)
            self._strong_reader = None

    def _reject(self, transport):
        context = {
            "message": "An open stream was garbage collected prior to establishing network "
            'connection; call "stream.close()" explicitly.'
        }
        if self._source_traceback:
            context["source_traceback"] = self._source_traceback
        self._loop.call_exception_handler(context)
        transport.abort()

    def _serve(self, writer, reader):
        """Call the server's callback and run what it returns."""
        transport = self._transport
        try:
            result = self._client_connected_cb(reader, writer)
        except Exception as exc:
            self._report_callback(exc, transport)
            return

        def on_done(task):
            if task.cancelled():
                transport.close()
            elif task.exception() is not None:
                self._report_callback(task.exception(), transport)

        if coroutines.iscoroutine(result):
            self._task = ensure_future(result, loop=self._loop)
            self._task.add_done_callback(on_done)

    def _report_callback(self, exc, transport):
        context = {
            "message": "Unhandled exception in client_connected_cb",
            "exception": exc,
            "transport": transport,
        }
        self._loop.call_exception_handler(context)
        transport.close()

    def connection_lost(self, exc):
        """Tell the reader, drain() and wait_closed()."""
        reader = self._stream_reader
        if reader is not None:
            if exc is None:
                reader.feed_eof()
            else:
                reader.set_exception(exc)
        if not self._closed.done():
            if exc is None:
                self._closed.set_result(None)
            else:
                self._closed.set_exception(exc)
        super().connection_lost(exc)
        transport = self._transport
        if self._over_ssl and transport is not None and not transport.is_closing():
            # TLS transports up to 3.10 do not know that the other side has closed, and would
            # complain of it when they are collected.
            transport.close()
        self._stream_reader = self._stream_writer = None
        self._task = None
        self._transport = None

    def data_received(self, data):
        """Feed the reader."""
        # Not through the property: this is called for every piece of data.
        reader = self._stream_reader_wr
        if reader is not None:
            reader = reader()
            if reader is not None:
                reader.feed_data(data)

    def eof_received(self):
        """Tell the reader; keep the connection open for writing unless it is TLS."""
        reader = self._stream_reader
        if reader is not None:
            reader.feed_eof()
        # TLS cannot be half-closed, and warns of a True.
        return not self._over_ssl

    def _get_close_waiter(self, stream):
        return self._closed

    def __del__(self):
        # Nobody has to call wait_closed(): its exception counts as retrieved.
        closed = self._closed
        if closed is not None and closed.done() and not closed.cancelled():
            closed.exception()


@types.coroutine
def _connect(connect, loop, limit, *args, **kwds):
    """Return the reader and the writer of the connection that a method of the loop makes."""
    reader = StreamReader(limit=limit, loop=loop)
    protocol = StreamReaderProtocol(reader, loop=loop)
    transport, _ = yield from _wrap_awaitable(connect(lambda: protocol, *args, **kwds))
    return reader, StreamWriter(transport, protocol, reader, loop)


@types.coroutine
def _serve(serve, client_connected_cb, loop, limit, *args, **kwds):
    """Return the server that a method of the loop makes."""

    def factory():
        reader = StreamReader(limit=limit, loop=loop)
        return StreamReaderProtocol(reader, client_connected_cb, loop=loop)

    return as_server((yield from _wrap_awaitable(serve(factory, *args, **kwds))))


@coroutine_function
def open_connection(host=None, port=None, *, loop=None, limit=_DEFAULT_LIMIT, **kwds):
    """Connect to *host* and *port*; return (reader, writer), a StreamReader and a StreamWriter.

    *limit*, in bytes, is the reader's; the other arguments are those of loop.create_connection().
    """
    if loop is None:
        loop = events.get_event_loop()
    return (yield from _connect(loop.create_connection, loop, limit, host, port, **kwds))


@coroutine_function
def start_server(
    client_connected_cb, host=None, port=None, *, loop=None, limit=_DEFAULT_LIMIT, **kwds
):
    """Start a server on *host* and *port*; return it, a Server.

    ``client_connected_cb(reader, writer)`` is called for each connection.  It may be a plain
    function, a coroutine function of either kind or a generator function; what it leaves to run is
    run as a task, and an exception of either is reported to the loop's exception handler and closes
    the connection.

    *limit*, in bytes, is the readers'; the other arguments are those of loop.create_server().
    """
    if loop is None:
        loop = events.get_event_loop()
    serve = loop.create_server
    return (yield from _serve(serve, client_connected_cb, loop, limit, host, port, **kwds))


if hasattr(socket, "AF_UNIX"):

    @coroutine_function
    def open_unix_connection(path=None, *, loop=None, limit=_DEFAULT_LIMIT, **kwds):
        """Like open_connection(), to a Unix socket at *path*."""
        if loop is None:
            loop = events.get_event_loop()
        return (yield from _connect(loop.create_unix_connection, loop, limit, path, **kwds))

    @coroutine_function
    def start_unix_server(
        client_connected_cb, path=None, *, loop=None, limit=_DEFAULT_LIMIT, **kwds
    ):
        """Like start_server(), on a Unix socket at *path*."""
        if loop is None:
            loop = events.get_event_loop()
        serve = loop.create_unix_server
        return (yield from _serve(serve, client_connected_cb, loop, limit, path, **kwds))
