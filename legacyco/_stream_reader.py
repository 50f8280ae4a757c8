"""StreamReader: the reading half of a stream.

A reader is in one of these states:

1. Open: the transport is reading, and what it feeds is collected in ``_buffer``.
2. Paused (``_paused``): the buffer grew beyond twice ``_limit`` and the transport was told to stop;
   it goes on when a reading method leaves no more than ``_limit``, or has to wait.
3. Ended (``_eof``), with what is left in the buffer.  Nothing may be fed any more.

``_exception``, once set, is raised by every read; ``_waiter`` is the future of the one coroutine
that waits for data, or None.
"""

import asyncio
import sys
import types

from . import events, exceptions
from ._compat import extract_stack
from ._coroutine_functions import coroutine_function

# Bytes.
_DEFAULT_LIMIT = 2**16
# Bytes.  asyncio's transports ask the system for 256 KiB at a time, for which malloc() has to map
# fresh memory, page by page, in every single call: five times the cost of a small read.
_MAX_RECEIVE_SIZE = 2**16

if hasattr(bytearray, "take_bytes"):
    _take = bytearray.take_bytes  # New in 3.15: without a copy.
else:

    def _take(buffer, size):
        """Remove the first *size* bytes of a bytearray; return them as bytes."""
        if size == len(buffer):
            data = bytes(buffer)
            buffer.clear()
        else:
            # On PyPy a memoryview would keep the buffer from shrinking until it is collected.
            data = bytes(buffer[:size])
            del buffer[:size]
        return data


def _receive_less_at_once(transport):
    """Bring a transport's reads down to a size that the memory allocator has at hand."""
    size = getattr(transport, "max_size", None)
    if type(size) is int and size > _MAX_RECEIVE_SIZE:
        transport.max_size = _MAX_RECEIVE_SIZE


def _sorted_separators(separator):
    """Return readuntil()'s argument as a sequence of separators, the shortest first."""
    separators = sorted(separator, key=len) if isinstance(separator, tuple) else (separator,)
    if not separators:
        raise ValueError("Separator should contain at least one element")
    if not separators[0]:
        raise ValueError("Separator should be at least one-byte string")
    return separators


class StreamReader(asyncio.StreamReader):
    """What a connection or a pipe brings in, to be read in pieces.

    *limit* is what readline() and readuntil() may return at most, without the separator; the buffer
    grows to twice of it before the transport is paused.  In bytes.  *loop* is the event loop, by
    default that of get_event_loop().  Raises ValueError if *limit* is not above 0.

    ``async for line in reader`` reads lines until the end.
    """

    _source_traceback = None

    def __init__(self, limit=_DEFAULT_LIMIT, loop=None):
        if limit <= 0:
            raise ValueError("Limit cannot be <= 0")
        self._limit = limit
        self._loop = events.get_event_loop() if loop is None else loop
        self._buffer = bytearray()
        self._eof = False
        self._waiter = None
        self._exception = None
        self._transport = None
        self._paused = False
        if self._loop.get_debug():
            self._source_traceback = extract_stack(sys._getframe(1))

    def __repr__(self):
        info = ["StreamReader"]
        if self._buffer:
            info.append("%d bytes" % len(self._buffer))
        if self._eof:
            info.append("eof")
        if self._limit != _DEFAULT_LIMIT:
            info.append("limit=%d" % self._limit)
        for name in ("waiter", "exception", "transport"):
            value = getattr(self, "_" + name)
            if value:
                info.append("{}={!r}".format(name, value))
        if self._paused:
            info.append("paused")
        return "<%s>" % " ".join(info)

    # --- what the protocol calls ---

    def set_transport(self, transport):
        """Name the transport that is to be paused when the buffer is full.

        Raises RuntimeError if there is one already.
        """
        if self._transport is not None:
            raise RuntimeError("Transport already set")
        _receive_less_at_once(transport)
        self._transport = transport

    def _replace_transport(self, transport):
        self._transport = transport

    def feed_data(self, data):
        """Add bytes to the buffer and wake up the coroutine that waits for them.

        Raises RuntimeError after feed_eof().
        """
        if self._eof:
            raise RuntimeError("feed_data after feed_eof")
        if not data:
            return
        self._buffer += data
        waiter = self._waiter
        if waiter is not None:
            self._waiter = None
            if not waiter.done():
                waiter.set_result(None)
        if len(self._buffer) > 2 * self._limit:
            self._pause_transport()

    def feed_eof(self):
        """Say that there will be no more data."""
        self._eof = True
        self._wakeup_waiter()

    def set_exception(self, exc):
        """Make every read, also one that waits now, raise *exc*."""
        self._exception = exc
        waiter = self._waiter
        if waiter is not None:
            self._waiter = None
            if not waiter.done():
                waiter.set_exception(exc)

    def _wakeup_waiter(self):
        waiter = self._waiter
        if waiter is not None:
            self._waiter = None
            if not waiter.done():
                waiter.set_result(None)

    def _pause_transport(self):
        if self._transport is None or self._paused:
            return
        try:
            self._transport.pause_reading()
        except NotImplementedError:
            # It cannot be paused, and need not be asked again: everything will be buffered.
            self._transport = None
        else:
            self._paused = True

    def _maybe_resume_transport(self):
        if self._paused and len(self._buffer) <= self._limit:
            self._paused = False
            self._transport.resume_reading()

    # --- what the user calls ---

    def exception(self):
        """Return the exception that reads raise, or None."""
        return self._exception

    def at_eof(self):
        """Return True if the stream has ended and the buffer is empty."""
        return self._eof and not self._buffer

    @types.coroutine
    def _wait_for_data(self, func_name):
        """Wait until something is fed: data, the end or an exception."""
        if self._waiter is not None:
            # It would be anybody's guess who gets which part of the data.
            raise RuntimeError(
                func_name + "() called while another coroutine is already waiting for incoming data"
            )
        if self._paused:
            # readexactly() may want more than the limit.
            self._paused = False
            self._transport.resume_reading()
        waiter = self._waiter = self._loop.create_future()
        # As ``yield from waiter``, without a generator between the reader and the task.
        waiter._asyncio_future_blocking = True
        try:
            yield waiter
            waiter.result()
        finally:
            self._waiter = None

    @coroutine_function
    def read(self, n=-1):
        """Read up to *n* bytes: what there is, waiting if there is nothing; b"" at the end.

        Without *n*, or with -1, reads until the end.
        """
        if self._exception is not None:
            raise self._exception
        if n == 0:
            return b""
        if n < 0:
            return (yield from self._read_all())
        if not self._buffer and not self._eof:
            yield from self._wait_for_data("read")
        data = _take(self._buffer, min(len(self._buffer), n))
        if self._paused:
            self._maybe_resume_transport()
        return data

    @types.coroutine
    def _read_all(self):
        # In blocks: waiting for the end with a full, paused buffer would be a deadlock.
        blocks = []
        while True:
            block = yield from self.read(self._limit)
            if not block:
                return b"".join(blocks)
            blocks.append(block)

    @coroutine_function
    def readexactly(self, n):
        """Read exactly *n* bytes, whatever the limit.

        Raises IncompleteReadError, with the bytes in its ``partial``, if the stream ends before;
        ValueError if *n* is negative.
        """
        if n < 0:
            raise ValueError("readexactly size can not be less than zero")
        if self._exception is not None:
            raise self._exception
        if n == 0:
            return b""
        while len(self._buffer) < n:
            if self._eof:
                partial = _take(self._buffer, len(self._buffer))
                raise exceptions.IncompleteReadError(partial, n)
            yield from self._wait_for_data("readexactly")
        data = _take(self._buffer, n)
        if self._paused:
            self._maybe_resume_transport()
        return data

    @coroutine_function
    def readline(self):
        r"""Read up to and including the next b"\n"; less at the end of the stream, then b"".

        Raises ValueError if the line is longer than the limit; such a line is dropped, as far as it
        has arrived.
        """
        separator = b"\n"
        try:
            return (yield from self.readuntil(separator))
        except exceptions.IncompleteReadError as exc:
            return exc.partial
        except exceptions.LimitOverrunError as exc:
            if self._buffer.startswith(separator, exc.consumed):
                del self._buffer[: exc.consumed + len(separator)]
            else:
                self._buffer.clear()
            self._maybe_resume_transport()
            raise ValueError(exc.args[0])  # noqa: B904 as asyncio: the cause is its context

    @coroutine_function
    def readuntil(self, separator=b"\n"):
        r"""Read up to and including *separator*, b"\n" by default.

        With a tuple of separators (asyncio: since 3.13), up to the one that ends first.

        Raises IncompleteReadError, with the bytes in its ``partial``, if the stream ends before;
        LimitOverrunError if it would be more than the limit, and leaves the data in the buffer;
        ValueError for an empty separator or tuple.
        """
        separators = _sorted_separators(separator)
        if self._exception is not None:
            raise self._exception
        shortest, longest = len(separators[0]), len(separators[-1])
        # No separator begins before this.
        searched = 0
        while True:
            size = len(self._buffer)
            if size - searched >= shortest:
                start, end = self._find(separators, searched)
                if end:
                    break
                # The last bytes may be the first of a separator.
                searched = max(0, size + 1 - longest)
                if searched > self._limit:
                    raise exceptions.LimitOverrunError(
                        "Separator is not found, and chunk exceed the limit", searched
                    )
            # Not before the search: the last data may have completed a separator.
            if self._eof:
                raise exceptions.IncompleteReadError(_take(self._buffer, size), None)
            yield from self._wait_for_data("readuntil")
        if start > self._limit:
            raise exceptions.LimitOverrunError(
                "Separator is found, but chunk is longer than limit", start
            )
        chunk = _take(self._buffer, end)
        if self._paused:
            self._maybe_resume_transport()
        return chunk

    def _find(self, separators, offset):
        """Return where the separator that ends first starts and ends; (0, 0) if there is none."""
        start = end = 0
        for separator in separators:
            found = self._buffer.find(separator, offset)
            if found >= 0 and (not end or found + len(separator) < end):
                start, end = found, found + len(separator)
        return start, end

    def __aiter__(self):
        return self

    @coroutine_function
    def __anext__(self):
        line = yield from self.readline()
        if line == b"":
            raise StopAsyncIteration
        return line
