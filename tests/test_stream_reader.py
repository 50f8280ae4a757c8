"""StreamReader alone: what is fed comes out in pieces, and the transport is paused."""

import asyncio

import pytest

import legacyco
from legacyco import streams


class PausableTransport(asyncio.Transport):
    """Record what the reader wants of it."""

    def __init__(self):
        super().__init__()
        self.calls = []

    def pause_reading(self):
        self.calls.append("pause")

    def resume_reading(self):
        self.calls.append("resume")


class UnpausableTransport(asyncio.Transport):
    asked = 0

    def pause_reading(self):
        self.asked += 1
        raise NotImplementedError


def new_reader(loop, *chunks, eof=True, **kwargs):
    """Return a legacyco reader that was fed the chunks, and by default the end."""
    reader = legacyco.StreamReader(loop=loop, **kwargs)
    for chunk in chunks:
        reader.feed_data(chunk)
    if eof:
        reader.feed_eof()
    return reader


@pytest.fixture
def read(loop):
    """Run a reader's method in a task, and return its result."""
    return loop.run_until_complete


# --- pieces, on both libraries --------------------------------------------------------------


@pytest.mark.parametrize(
    "method, args, expected, left",
    [
        ("read", (), b"one\ntwo\nthree", b""),
        ("read", (-1,), b"one\ntwo\nthree", b""),
        ("read", (0,), b"", b"one\ntwo\nthree"),
        ("read", (5,), b"one\nt", b"wo\nthree"),
        ("read", (100,), b"one\ntwo\nthree", b""),
        ("readexactly", (0,), b"", b"one\ntwo\nthree"),
        ("readexactly", (5,), b"one\nt", b"wo\nthree"),
        ("readexactly", (13,), b"one\ntwo\nthree", b""),
        ("readline", (), b"one\n", b"two\nthree"),
        ("readuntil", (), b"one\n", b"two\nthree"),
        ("readuntil", (b"\nth",), b"one\ntwo\nth", b"ree"),
        ("readuntil", (b"three",), b"one\ntwo\nthree", b""),
    ],
)
@pytest.mark.parametrize("cuts", [(), (5,), range(1, 13)], ids=["whole", "halves", "bytes"])
def test_what_is_fed_in_any_pieces_is_read_as_asked(
    aio, aio_loop, method, args, expected, left, cuts
):
    data = b"one\ntwo\nthree"

    async def main():
        reader = aio.StreamReader(loop=aio_loop)
        reading = aio.ensure_future(getattr(reader, method)(*args))
        edges = [0] + list(cuts) + [len(data)]
        for start, end in zip(edges, edges[1:]):
            await aio.sleep(0)
            reader.feed_data(data[start:end])
        reader.feed_eof()
        first = await reading
        assert type(first) is bytes
        return first, await reader.read()

    first, rest = aio_loop.run_until_complete(main())
    if method == "read" and args and args[0] > 0 and cuts:
        # As soon as there is anything.
        assert first == data[: cuts[0]]
        assert first + rest == data
    else:
        assert (first, rest) == (expected, left)


def test_lines_end_with_the_stream_and_then_are_empty(aio, aio_loop):
    async def main():
        reader = aio.StreamReader(loop=aio_loop)
        reader.feed_data(b"one\ntwo")
        reader.feed_eof()
        assert not reader.at_eof()
        lines = [await reader.readline() for _ in range(3)]
        assert reader.at_eof()
        return lines

    assert aio_loop.run_until_complete(main()) == [b"one\n", b"two", b""]


def test_async_for_yields_the_lines(aio, aio_loop):
    async def main():
        reader = aio.StreamReader(loop=aio_loop)
        reader.feed_data(b"one\n\ntwo")
        reader.feed_eof()
        return [line async for line in reader]

    assert aio_loop.run_until_complete(main()) == [b"one\n", b"\n", b"two"]


@pytest.mark.parametrize(
    "method, args, expected", [("readexactly", (9,), 9), ("readuntil", (), None)]
)
def test_an_early_end_gives_the_part_that_came(aio, aio_loop, method, args, expected):
    async def main():
        reader = aio.StreamReader(loop=aio_loop)
        reader.feed_data(b"part")
        reader.feed_eof()
        with pytest.raises(aio.IncompleteReadError, match="4 bytes read on a total of") as info:
            await getattr(reader, method)(*args)
        assert await reader.read() == b""
        return info.value

    exc = aio_loop.run_until_complete(main())
    assert exc.partial == b"part"
    assert exc.expected == expected


# --- separators -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "separators, expected, left",
    [
        ((b"\r\n", b"\n"), b"one\r\n", b"two;three"),
        ((b";", b"\n", b"\r\n"), b"one\r\n", b"two;three"),
        ((b"three", b";"), b"one\r\ntwo;", b"three"),
        ((b"ne\r", b"n"), b"on", b"e\r\ntwo;three"),
        ((b"one\r", b"ne\r\n", b"e\r"), b"one\r", b"\ntwo;three"),
        ((b";",), b"one\r\ntwo;", b"three"),
    ],
)
@pytest.mark.parametrize("size", [1, 4, 100])
def test_of_several_separators_the_one_that_ends_first_counts(
    loop, separators, expected, left, size
):
    data = b"one\r\ntwo;three"

    async def main():
        reader = legacyco.StreamReader(loop=loop)
        reading = legacyco.create_task(reader.readuntil(separators))
        for start in range(0, len(data), size):
            await legacyco.sleep(0)
            reader.feed_data(data[start : start + size])
        reader.feed_eof()
        return await reading, await reader.read()

    first, rest = loop.run_until_complete(main())
    if size == 100:
        assert (first, rest) == (expected, left)
    else:
        # Byte by byte, a shorter one may be complete before a longer one is.
        assert any(first.endswith(each) for each in separators)
        assert first + rest == data


@pytest.mark.parametrize(
    "separator, message",
    [
        (b"", "Separator should be at least one-byte string"),
        ((), "Separator should contain at least one element"),
        ((b"\n", b""), "Separator should be at least one-byte string"),
    ],
)
def test_an_empty_separator_is_an_error(loop, read, separator, message):
    with pytest.raises(ValueError, match=message):
        read(new_reader(loop, b"data").readuntil(separator))


# --- limits ---------------------------------------------------------------------------------


@pytest.mark.parametrize("limit", [0, -1])
def test_a_limit_has_to_be_positive(aio, aio_loop, limit):
    with pytest.raises(ValueError, match="Limit cannot be <= 0"):
        aio.StreamReader(limit, aio_loop)


def test_too_long_a_chunk_is_left_in_the_buffer(aio, aio_loop):
    async def main():
        reader = aio.StreamReader(3, aio_loop)
        reader.feed_data(b"12345")
        with pytest.raises(aio.LimitOverrunError, match="not found, and chunk exceed") as missing:
            await reader.readuntil(b"\n\n")
        reader.feed_data(b"\n\n")
        with pytest.raises(aio.LimitOverrunError, match="found, but chunk is longer") as found:
            await reader.readuntil(b"\n\n")
        rest = await reader.readexactly(7)
        return missing.value.consumed, found.value.consumed, rest

    assert aio_loop.run_until_complete(main()) == (4, 5, b"12345\n\n")


def test_too_long_a_line_is_dropped(aio, aio_loop):
    async def main():
        reader = aio.StreamReader(3, aio_loop)
        reader.feed_data(b"12345\n67\n")
        with pytest.raises(ValueError, match="Separator is found, but chunk is longer than limit"):
            await reader.readline()
        second = await reader.readline()
        reader.feed_data(b"12345")
        with pytest.raises(ValueError, match="Separator is not found, and chunk exceed the limit"):
            await reader.readline()
        reader.feed_eof()
        return second, await reader.read()

    assert aio_loop.run_until_complete(main()) == (b"67\n", b"")


def test_a_full_buffer_pauses_the_transport_until_it_is_read(loop, read):
    reader = new_reader(loop, limit=4, eof=False)
    transport = PausableTransport()
    reader.set_transport(transport)
    reader.feed_data(b"12345678")
    assert transport.calls == []
    reader.feed_data(b"9")
    reader.feed_data(b"0")
    assert transport.calls == ["pause"]
    assert read(reader.read(5)) == b"12345"
    assert transport.calls == ["pause"]
    assert read(reader.readexactly(1)) == b"6"
    assert transport.calls == ["pause", "resume"]


@pytest.mark.parametrize("method", ["readuntil", "readline"])
def test_lines_too_resume_the_transport(loop, read, method):
    reader = new_reader(loop, limit=4, eof=False)
    reader.set_transport(PausableTransport())
    reader.feed_data(b"123\n456\n789\n")
    assert read(getattr(reader, method)()) == b"123\n"
    assert reader._transport.calls == ["pause"]
    assert read(getattr(reader, method)()) == b"456\n"
    assert reader._transport.calls == ["pause", "resume"]


def test_more_than_the_limit_can_be_read_exactly(loop):
    async def main():
        reader = legacyco.StreamReader(limit=2, loop=loop)
        reader.set_transport(PausableTransport())
        reader.feed_data(b"12345")
        reading = legacyco.create_task(reader.readexactly(8))
        await legacyco.sleep(0)
        # Waiting for data from a paused transport would be a deadlock.
        assert reader._transport.calls == ["pause", "resume"]
        reader.feed_data(b"678")
        return await reading

    assert loop.run_until_complete(main()) == b"12345678"


def test_a_transport_that_cannot_be_paused_is_asked_once(loop, read):
    reader = new_reader(loop, limit=1, eof=False)
    transport = UnpausableTransport()
    reader.set_transport(transport)
    for _ in range(5):
        reader.feed_data(b"12345")
    reader.feed_eof()
    assert read(reader.read()) == b"12345" * 5
    assert transport.asked == 1


def test_a_transport_that_maps_memory_for_each_read_is_told_to_read_less(loop):
    class Transport(asyncio.Transport):
        max_size = 256 * 1024

    class SmallTransport(asyncio.Transport):
        max_size = 1024

    for cls, size in ((Transport, 64 * 1024), (SmallTransport, 1024)):
        reader = new_reader(loop)
        reader.set_transport(cls())
        assert reader._transport.max_size == size
    assert Transport.max_size == 256 * 1024


# --- waiting --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "method, args", [("read", ()), ("read", (1,)), ("readexactly", (1,)), ("readline", ())]
)
def test_two_coroutines_cannot_wait_at_once(aio, aio_loop, method, args):
    async def main():
        reader = aio.StreamReader(loop=aio_loop)
        first = aio.ensure_future(reader.read(10))
        await aio.sleep(0)
        with pytest.raises(RuntimeError, match="called while another coroutine is already waiting"):
            await getattr(reader, method)(*args)
        reader.feed_data(b"data")
        return await first

    assert aio_loop.run_until_complete(main()) == b"data"


def test_a_cancelled_read_leaves_the_data_to_the_next(aio, aio_loop):
    async def main():
        reader = aio.StreamReader(loop=aio_loop)
        cancelled = aio.ensure_future(reader.readexactly(4))
        reader.feed_data(b"12")
        await aio.sleep(0)
        cancelled.cancel()
        # Cancelled and woken up in the same turn.
        reader.feed_data(b"34")
        with pytest.raises(aio.CancelledError):
            await cancelled
        return await reader.readexactly(4)

    assert aio_loop.run_until_complete(main()) == b"1234"


def test_an_exception_wakes_the_reader_and_stays(aio, aio_loop):
    async def main():
        reader = aio.StreamReader(loop=aio_loop)
        reading = aio.ensure_future(reader.read(1))
        await aio.sleep(0)
        assert reader.exception() is None
        reader.set_exception(ZeroDivisionError("connection"))
        with pytest.raises(ZeroDivisionError, match="connection"):
            await reading
        for method, args in (("read", (1,)), ("readexactly", (1,)), ("readline", ())):
            with pytest.raises(ZeroDivisionError, match="connection"):
                await getattr(reader, method)(*args)
        assert isinstance(reader.exception(), ZeroDivisionError)

    aio_loop.run_until_complete(main())


def test_an_exception_after_a_cancelled_read_is_not_set_on_its_future(loop):
    async def main():
        reader = legacyco.StreamReader(loop=loop)
        reading = legacyco.create_task(reader.read(1))
        await legacyco.sleep(0)
        reading.cancel()
        reader.set_exception(ZeroDivisionError())
        with pytest.raises(legacyco.CancelledError):
            await reading
        assert reader._waiter is None

    loop.run_until_complete(main())


# --- misuse, names --------------------------------------------------------------------------


def test_nothing_can_be_fed_after_the_end(loop):
    with pytest.raises(RuntimeError, match="feed_data after feed_eof"):
        new_reader(loop).feed_data(b"more")


def test_there_is_one_transport(loop):
    reader = new_reader(loop)
    reader.set_transport(PausableTransport())
    with pytest.raises(RuntimeError, match="Transport already set"):
        reader.set_transport(PausableTransport())


def test_a_negative_number_of_exact_bytes_is_an_error(loop, read):
    with pytest.raises(ValueError, match="readexactly size can not be less than zero"):
        read(new_reader(loop).readexactly(-1))


def test_the_loop_is_the_one_given_or_else_the_threads(loop):
    other = legacyco.new_event_loop()
    try:
        assert legacyco.StreamReader()._loop is loop
        assert legacyco.StreamReader(10, other)._loop is other
        assert legacyco.StreamReader(limit=10, loop=other)._limit == 10
    finally:
        other.close()


def test_the_repr_tells_the_state(loop):
    assert repr(new_reader(loop, eof=False)) == "<StreamReader>"
    reader = new_reader(loop, b"data", limit=1)
    reader.set_exception(ZeroDivisionError())
    assert repr(reader).startswith("<StreamReader 4 bytes eof limit=1 exception=ZeroDivisionError(")
    reader = new_reader(loop, limit=2, eof=False)
    reader.set_transport(PausableTransport())
    reader.feed_data(b"data!")
    assert repr(reader).startswith("<StreamReader 5 bytes limit=2 transport=<")
    assert repr(reader).endswith(" paused>")


def test_asyncios_isinstance_checks_accept_the_classes():
    assert issubclass(legacyco.StreamReader, asyncio.StreamReader)
    assert issubclass(legacyco.StreamWriter, asyncio.StreamWriter)
    assert issubclass(legacyco.StreamReaderProtocol, asyncio.StreamReaderProtocol)
    assert issubclass(streams.FlowControlMixin, asyncio.streams.FlowControlMixin)


def test_old_private_names_keep_their_meaning(loop):
    assert streams._DEFAULT_LIMIT == 2**16
    reader = new_reader(loop, b"data")
    assert reader._buffer == bytearray(b"data")
    assert (reader._limit, reader._eof, reader._transport) == (2**16, True, None)
    reader._maybe_resume_transport()
    assert streams.IncompleteReadError is legacyco.IncompleteReadError
    assert streams.LimitOverrunError is legacyco.LimitOverrunError


@pytest.mark.parametrize("debug", [False, True])
def test_in_debug_mode_the_origin_is_recorded(loop, debug):
    loop.set_debug(debug)
    reader = legacyco.StreamReader(loop=loop)
    assert bool(reader._source_traceback) is debug
    if debug:
        assert reader._source_traceback[-1][2] == "test_in_debug_mode_the_origin_is_recorded"
