"""Connections and servers through streams, on real sockets, in every dialect, on every loop."""

import asyncio
import contextlib
import functools
import gc
import os
import socket
import struct
import sys
import weakref

import pytest

import legacyco
from legacyco import streams

LOCALHOST = "127.0.0.1"


def address_of(server):
    """Return the host and port of a server."""
    return server.sockets[0].getsockname()[:2]


async def stop(server):
    """Close a server, as plainly as every Python can."""
    server.close()
    await server.wait_closed()


async def close(writer):
    writer.close()
    await writer.wait_closed()


def reset(writer):
    """Make the other side see a reset connection."""
    sock = writer.get_extra_info("socket")
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


@pytest.fixture
def unhandled(loop):
    """The contexts that the loop's exception handler was called with."""
    contexts = []
    loop.set_exception_handler(lambda loop, context: contexts.append(context))
    return contexts


# --- dialects -------------------------------------------------------------------------------


async def echo_natively(reader, writer):
    """Send every line back, until the end; then close."""
    async for line in reader:
        writer.write(line)
        await writer.drain()
    writer.close()
    await writer.wait_closed()


def echo_plainly(reader, writer):
    """The same as a generator function that nobody decorated."""
    while True:
        line = yield from reader.readline()
        if not line:
            break
        writer.write(line)
        yield from writer.drain()
    writer.close()
    yield from writer.wait_closed()


echo_decorated = legacyco.coroutine(echo_plainly)


def echo_in_a_task(reader, writer):
    """The same as a plain function that makes the task itself."""
    legacyco.ensure_future(echo_natively(reader, writer))


class Service:
    """The same as methods."""

    def plain_method(self, reader, writer):
        return (yield from echo_plainly(reader, writer))

    async def native_method(self, reader, writer):
        await echo_natively(reader, writer)

    @legacyco.coroutine
    def decorated_method(self, reader, writer):
        yield from echo_plainly(reader, writer)

    def __call__(self, reader, writer):
        return echo_plainly(reader, writer)


def echo_with(prefix, reader, writer, suffix):
    assert (prefix, suffix) == ("prefix", "suffix")
    return (yield from echo_plainly(reader, writer))


CALLBACKS = [
    echo_natively,
    echo_plainly,
    echo_decorated,
    echo_in_a_task,
    Service().plain_method,
    Service().native_method,
    Service().decorated_method,
    pytest.param(Service(), id="object"),
    pytest.param(functools.partial(echo_with, "prefix", suffix="suffix"), id="partial"),
]


async def talk_natively(host, port):
    reader, writer = await legacyco.open_connection(host, port)
    answers = []
    for line in (b"one\n", b"two\n"):
        writer.write(line)
        await writer.drain()
        answers.append(await reader.readline())
    writer.write_eof()
    answers.append(await reader.read())
    writer.close()
    await writer.wait_closed()
    return answers


def talk_plainly(host, port):
    reader, writer = yield from legacyco.open_connection(host, port)
    answers = []
    for line in (b"one\n", b"two\n"):
        writer.write(line)
        yield from writer.drain()
        answers.append((yield from reader.readline()))
    writer.write_eof()
    answers.append((yield from reader.read()))
    writer.close()
    yield from writer.wait_closed()
    return answers


talk_decorated = legacyco.coroutine(talk_plainly)


@pytest.mark.parametrize("callback", CALLBACKS, ids=lambda each: each.__name__)
def test_a_server_runs_callbacks_of_every_kind(loop, callback):
    async def main():
        server = await legacyco.start_server(callback, LOCALHOST, 0)
        answers = await talk_natively(*address_of(server))
        await stop(server)
        return answers

    assert loop.run_until_complete(main()) == [b"one\n", b"two\n", b""]


@pytest.mark.parametrize("talk", [talk_natively, talk_plainly, talk_decorated])
def test_a_client_speaks_every_dialect(loop, talk):
    server = loop.run_until_complete(legacyco.start_server(echo_plainly, LOCALHOST, 0))
    assert loop.run_until_complete(talk(*address_of(server))) == [b"one\n", b"two\n", b""]
    loop.run_until_complete(stop(server))


@pytest.mark.parametrize("serve", [echo_natively, echo_plainly], ids=lambda each: each.__name__)
def test_many_connections_at_once(loop, serve):
    async def main():
        server = await legacyco.start_server(serve, LOCALHOST, 0)
        host, port = address_of(server)
        talks = [talk_natively(host, port), talk_plainly(host, port), talk_decorated(host, port)]
        answers = await legacyco.gather(*talks, *[talk_natively(host, port) for _ in range(20)])
        await stop(server)
        return answers

    assert loop.run_until_complete(main()) == [[b"one\n", b"two\n", b""]] * 23


# --- loops ----------------------------------------------------------------------------------


def new_uvloop():
    return pytest.importorskip("uvloop").new_event_loop()


@pytest.fixture(params=[legacyco.new_event_loop, asyncio.new_event_loop, new_uvloop])
def any_loop(request):
    """A loop of legacyco, of asyncio and of uvloop, which is nobody's current one."""
    loop = request.param()
    yield loop
    loop.close()


def test_streams_run_on_any_loop(any_loop):
    async def main():
        server = await legacyco.start_server(echo_plainly, LOCALHOST, 0)
        host, port = address_of(server)
        answers = [await talk_natively(host, port)]
        answers.append(await legacyco.ensure_future(talk_plainly(host, port)))
        await stop(server)
        return answers

    assert any_loop.run_until_complete(main()) == [[b"one\n", b"two\n", b""]] * 2


def test_the_loop_can_be_given_everywhere(any_loop):
    async def main():
        server = await legacyco.start_server(echo_natively, LOCALHOST, 0, loop=any_loop)
        reader, writer = await legacyco.open_connection(*address_of(server), loop=any_loop)
        writer.write(b"one\n")
        answer = await reader.readline()
        await close(writer)
        await stop(server)
        return answer

    assert any_loop.run_until_complete(main()) == b"one\n"


def test_callbacks_run_as_tasks_of_their_loop(any_loop):
    tasks = []

    def callback(reader, writer):
        tasks.append(legacyco.current_task(any_loop))
        yield from reader.read()
        writer.close()

    async def main():
        server = await legacyco.start_server(callback, LOCALHOST, 0)
        reader, writer = await legacyco.open_connection(*address_of(server))
        writer.write_eof()
        await reader.read()
        await close(writer)
        await stop(server)

    any_loop.run_until_complete(main())
    assert [type(task) for task in tasks] == [legacyco.Task]


# --- the server's callback fails ------------------------------------------------------------


def fail_at_once(reader, writer):
    raise ZeroDivisionError("at once")


async def fail_natively(reader, writer):
    await reader.readline()
    raise ZeroDivisionError("natively")


def fail_plainly(reader, writer):
    yield from reader.readline()
    raise ZeroDivisionError("plainly")


fail_decorated = legacyco.coroutine(fail_plainly)


@pytest.mark.parametrize("callback", [fail_at_once, fail_natively, fail_plainly, fail_decorated])
def test_an_exception_of_a_callback_is_reported_and_closes_the_connection(
    loop, unhandled, callback
):
    async def main():
        server = await legacyco.start_server(callback, LOCALHOST, 0)
        reader, writer = await legacyco.open_connection(*address_of(server))
        writer.write(b"line\n")
        with contextlib.suppress(ConnectionResetError):
            # Reset instead of closed where the line was not read.
            assert await reader.read() == b""
        writer.close()
        with contextlib.suppress(ConnectionResetError):
            await writer.wait_closed()
        await stop(server)

    loop.run_until_complete(main())
    (context,) = unhandled
    assert context["message"] == "Unhandled exception in client_connected_cb"
    assert isinstance(context["exception"], ZeroDivisionError)
    assert isinstance(context["transport"], asyncio.Transport)


def test_a_cancelled_callback_closes_the_connection_in_silence(loop, unhandled):
    def callback(reader, writer):
        yield from reader.readline()
        legacyco.current_task().cancel()
        yield from legacyco.sleep(3600)

    async def main():
        server = await legacyco.start_server(callback, LOCALHOST, 0)
        reader, writer = await legacyco.open_connection(*address_of(server))
        writer.write(b"line\n")
        assert await reader.read() == b""
        await close(writer)
        await stop(server)

    loop.run_until_complete(main())
    assert unhandled == []


# --- closing --------------------------------------------------------------------------------


@contextlib.contextmanager
def connected(loop, **kwargs):
    """Give the reader and the writer of a client, and those of the server's side."""

    async def start():
        accepted = loop.create_future()
        server = await legacyco.start_server(
            lambda *pair: accepted.set_result(pair), LOCALHOST, 0, **kwargs
        )
        pair = await legacyco.open_connection(*address_of(server))
        return server, pair + await accepted

    server, pairs = loop.run_until_complete(start())
    try:
        yield pairs
    finally:
        for writer in pairs[1::2]:
            writer.close()
        # What wait_closed() raises belongs to the test.
        closed = [writer.wait_closed() for writer in pairs[1::2]]
        loop.run_until_complete(legacyco.gather(*closed, return_exceptions=True))
        loop.run_until_complete(stop(server))


def test_a_reset_connection_is_an_error_of_both_ends(loop):
    async def main(reader, writer, peer):
        reset(peer)
        with pytest.raises(ConnectionResetError):
            await reader.read()
        with pytest.raises(ConnectionResetError):
            await writer.drain()
        with pytest.raises(ConnectionResetError):
            await writer.wait_closed()
        assert isinstance(reader.exception(), ConnectionResetError)
        assert writer.is_closing()

    with connected(loop) as (reader, writer, _, peer):
        loop.run_until_complete(main(reader, writer, peer))


def test_nobody_has_to_ask_how_the_connection_ended(loop, unhandled):
    async def main(reader, peer):
        reset(peer)
        with pytest.raises(ConnectionResetError):
            await reader.read()

    with connected(loop) as (reader, writer, _, peer):
        loop.run_until_complete(main(reader, peer))
        protocol = weakref.ref(writer._protocol)
    del reader, writer, peer, _
    for _ in range(3):
        gc.collect()
    assert protocol() is None
    assert unhandled == []


def test_who_gives_up_waiting_for_the_end_does_not_take_it_from_others(loop):
    async def main(writer):
        first = legacyco.create_task(writer.wait_closed())
        second = legacyco.create_task(writer.wait_closed())
        await legacyco.sleep(0)
        first.cancel()
        with pytest.raises(legacyco.CancelledError):
            await first
        writer.close()
        await second
        await writer.wait_closed()

    with connected(loop) as (_, writer, _, _):
        loop.run_until_complete(main(writer))


def test_who_writes_and_drains_in_a_loop_learns_that_the_connection_is_closed(loop):
    async def main(writer):
        writer.close()
        assert writer.is_closing()
        with pytest.raises(ConnectionResetError, match="Connection lost"):
            while True:
                writer.write(b"data")
                await writer.drain()

    with connected(loop) as (_, writer, _, _):
        loop.run_until_complete(main(writer))


def test_the_end_of_one_direction_leaves_the_other_open(loop):
    async def main(reader, writer, peer_reader, peer):
        assert writer.can_write_eof()
        writer.writelines([b"a", bytearray(b"b"), memoryview(b"c")])
        writer.write_eof()
        assert await peer_reader.read() == b"abc"
        assert peer_reader.at_eof()
        assert not peer.is_closing()
        peer.write(b"answer")
        peer.close()
        return await reader.read()

    with connected(loop) as pairs:
        assert loop.run_until_complete(main(*pairs)) == b"answer"


def test_a_writer_that_nobody_keeps_closes_its_connection_and_warns(loop):
    def callback(reader, writer):
        called.set_result(None)

    async def main():
        server = await legacyco.start_server(callback, LOCALHOST, 0)
        reader, writer = await legacyco.open_connection(*address_of(server))
        await called
        gc.collect()
        assert await reader.read() == b""
        await close(writer)
        await stop(server)

    called = loop.create_future()
    with pytest.warns(ResourceWarning, match="unclosed <StreamWriter"):
        loop.run_until_complete(main())


def test_a_writer_that_outlives_its_loop_warns_of_that(loop):
    class OpenTransport(asyncio.Transport):
        def is_closing(self):
            return False

    writer = legacyco.StreamWriter(OpenTransport(), None, None, loop)
    loop.close()
    with pytest.warns(ResourceWarning, match="loop is closed"):
        del writer
        gc.collect()


# --- flow control ---------------------------------------------------------------------------


def fill(writer):
    """Write until the transport wants no more."""
    while not writer._protocol._paused:
        writer.write(bytes(2**20))


def test_drain_waits_until_the_other_side_reads(loop):
    async def main(writer, peer_reader):
        fill(writer)
        drains = [legacyco.create_task(writer.drain()) for _ in range(3)]
        await legacyco.sleep(0)
        assert not any(drain.done() for drain in drains)
        drains[0].cancel()
        reading = legacyco.create_task(peer_reader.read())
        await drains[1]
        await drains[2]
        writer.close()
        await reading
        assert drains[0].cancelled()
        assert not writer._protocol._drain_waiters

    with connected(loop) as (_, writer, peer_reader, _):
        loop.run_until_complete(main(writer, peer_reader))


def test_a_lost_connection_ends_every_drain(loop):
    async def main(writer, peer):
        fill(writer)
        drains = [legacyco.create_task(writer.drain()) for _ in range(2)]
        await legacyco.sleep(0)
        reset(peer)
        for drain in drains:
            with pytest.raises((ConnectionResetError, BrokenPipeError)):
                await drain

    with connected(loop) as (_, writer, _, peer):
        loop.run_until_complete(main(writer, peer))


def test_what_is_not_read_stops_the_other_side(loop):
    async def main(reader, writer, peer):
        sending = legacyco.create_task(send(peer))
        received = 0
        while True:
            data = await reader.read(1000)
            assert len(reader._buffer) <= 2 * 1000 + 2**16
            if not data:
                break
            received += len(data)
        await sending
        return received

    async def send(peer):
        for _ in range(100):
            peer.write(bytes(10000))
            await peer.drain()
        peer.close()

    with connected(loop, limit=1000) as (_, writer, reader, peer):
        # The limit is that of the server's readers.
        assert loop.run_until_complete(main(reader, peer, writer)) == 100 * 10000


# --- Unix sockets and pipes -----------------------------------------------------------------


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="there are no Unix sockets")
@pytest.mark.parametrize("callback", [echo_natively, echo_plainly, echo_decorated])
def test_unix_sockets(any_loop, tmp_path, callback):
    path = str(tmp_path / "socket")

    def main():
        server = yield from legacyco.start_unix_server(callback, path, loop=any_loop)
        reader, writer = yield from legacyco.open_unix_connection(path, loop=any_loop, limit=100)
        assert reader._limit == 100
        writer.write(b"one\n")
        answer = yield from reader.readline()
        writer.close()
        yield from writer.wait_closed()
        yield from legacyco.ensure_future(stop(server))
        return answer

    task = legacyco.Task(main(), loop=any_loop)
    assert any_loop.run_until_complete(task) == b"one\n"


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="there are no pipe transports")
def test_a_stream_over_a_pipe_as_the_recipes_make_it(loop):
    async def main():
        read_end, write_end = os.pipe()
        reader = legacyco.StreamReader()
        protocol = legacyco.StreamReaderProtocol(reader)
        input, _ = await loop.connect_read_pipe(lambda: protocol, os.fdopen(read_end, "rb"))
        output, flow = await loop.connect_write_pipe(
            streams.FlowControlMixin, os.fdopen(write_end, "wb")
        )
        writer = legacyco.StreamWriter(output, flow, None, loop)
        writer.write(b"through the pipe\n")
        await writer.drain()
        line = await reader.readline()
        writer.close()
        rest = await reader.read()
        input.close()
        return line, rest

    assert loop.run_until_complete(main()) == (b"through the pipe\n", b"")


# --- protocols ------------------------------------------------------------------------------


def test_subclasses_see_the_data_first(loop):
    class Shouting(legacyco.StreamReaderProtocol):
        def data_received(self, data):
            super().data_received(data.upper())

    async def main():
        server = await legacyco.start_server(echo_natively, LOCALHOST, 0)
        reader = legacyco.StreamReader(loop=loop)
        transport, protocol = await loop.create_connection(
            lambda: Shouting(reader, loop=loop), *address_of(server)
        )
        writer = legacyco.StreamWriter(transport, protocol, reader, loop)
        writer.write(b"quiet\n")
        line = await reader.readline()
        await close(writer)
        await stop(server)
        return line

    assert loop.run_until_complete(main()) == b"QUIET\n"


def test_a_reader_that_nobody_holds_collects_nothing(loop):
    reader = legacyco.StreamReader(loop=loop)
    protocol = legacyco.StreamReaderProtocol(reader, loop=loop)
    assert protocol._stream_reader is reader
    del reader
    gc.collect()
    assert protocol._stream_reader is None
    protocol.data_received(b"data")
    assert protocol.eof_received() is True


def test_the_reader_of_a_server_lives_until_there_is_a_connection(loop):
    protocol = legacyco.StreamReaderProtocol(
        legacyco.StreamReader(loop=loop), lambda reader, writer: None, loop
    )
    gc.collect()
    assert protocol._stream_reader is not None


@pytest.mark.skipif(sys.implementation.name == "pypy", reason="does not count references")
def test_a_finished_connection_leaves_no_cycles(loop):
    async def main():
        server = await legacyco.start_server(echo_plainly, LOCALHOST, 0)
        reader, writer = await legacyco.open_connection(*address_of(server))
        writer.write(b"one\n")
        await reader.readline()
        await close(writer)
        await stop(server)
        # The transport is the interpreter's, and one of 3.11 is a cycle by itself.
        return [weakref.ref(each) for each in (reader, writer, writer._protocol)]

    gc.collect()
    gc.disable()
    try:
        left = loop.run_until_complete(main())
        # The handle that closed the transport holds it for as long as it runs.
        loop.run_until_complete(legacyco.sleep(0))
        assert [each() for each in left] == [None] * 3
    finally:
        gc.enable()


def test_a_writer_needs_a_reader_that_knows_of_exceptions(loop):
    with pytest.raises(TypeError, match="a StreamReader or None was expected, got 42"):
        legacyco.StreamWriter(asyncio.Transport(), None, 42, loop)


def test_the_writer_shows_its_transport_and_reader(loop):
    with connected(loop) as (reader, writer, _, peer):
        assert repr(writer) == "<StreamWriter transport={!r} reader={!r}>".format(
            writer.transport, reader
        )
        assert writer.get_extra_info("peername") == peer.get_extra_info("sockname")
        assert writer.get_extra_info("nothing", "default") == "default"
