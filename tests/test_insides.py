"""Attributes with one underscore that published code uses are there, and do what they did."""

import asyncio
import heapq
import sys

import pytest
from insides import INSIDES

import legacyco
from legacyco import events

HERE = sys.version_info[:2]


async def _connect(library):
    """Return a server, and both ends of a connection to it."""
    accepted = library.get_event_loop().create_future()

    async def serve(reader, writer):
        accepted.set_result((reader, writer))

    server = await library.start_server(serve, "127.0.0.1", 0)
    ours = await library.open_connection(*server.sockets[0].getsockname()[:2])
    return server, ours, await accepted


async def _end(server, *ends):
    for _, writer in ends:
        writer.close()
    server.close()
    await legacyco.sleep(0.01)


async def _names(library):
    """Return which attributes of the table each kind of object has in *library*."""
    pure = library is asyncio
    loop = library.get_event_loop()
    server, ours, theirs = await _connect(library)
    process = await library.subprocess.create_subprocess_exec(
        sys.executable, "-c", "", stdin=library.subprocess.PIPE
    )
    # asyncio's in C have fewer.
    future = (library.futures._PyFuture if pure else library.Future)(loop=loop)
    done = (library.futures._PyFuture if pure else library.Future)(loop=loop)
    done.set_result(1)
    task = (library.tasks._PyTask if pure else library.Task)(_nothing(), loop=loop)
    await task
    objects = {
        "future": future,
        "done future": done,
        "task": task,
        "handle": loop.call_soon(len, ()),
        "timer": loop.call_later(0, len, ()),
        "lock": library.Lock(),
        "event": library.Event(),
        "condition": library.Condition(),
        "semaphore": library.Semaphore(),
        "bounded semaphore": library.BoundedSemaphore(),
        "queue": library.Queue(),
        "reader": theirs[0],
        "writer": theirs[1],
        "protocol": theirs[1]._protocol,
        "transport": theirs[1].transport,
        "process": process,
        "server": server,
        "loop": loop,
        "events": library.events,
    }
    if not pure or HERE < (3, 14):
        objects["policy"] = library.DefaultEventLoopPolicy()
    if hasattr(library, "TaskGroup"):
        objects["group"] = library.TaskGroup()
        objects["deadline"] = library.timeout(1)
        objects["runner"] = library.Runner()
    found = {kind: {n for n in _asked(kind) if hasattr(each, n)} for kind, each in objects.items()}
    process.stdin.close()
    await process.wait()
    await _end(server, ours, theirs)
    return found


async def _nothing():
    pass


def _asked(kind):
    return [each.name for each in INSIDES if each.object == kind]


@pytest.fixture(scope="module")
def ours():
    loop = legacyco.new_event_loop()
    legacyco.set_event_loop(loop)
    yield loop.run_until_complete(_names(legacyco))
    loop.close()
    legacyco.set_event_loop(None)


@pytest.mark.parametrize(
    "inside", INSIDES, ids=lambda each: "{0.object}.{0.name}".format(each).replace(" ", "-")
)
def test_an_attribute_of_any_version_is_there_on_every_python(ours, inside):
    assert inside.name in ours[inside.object]


def test_the_table_says_of_the_running_asyncio_what_is_so(asyncio_loop):
    found = asyncio_loop.run_until_complete(_names(asyncio))
    # Every policy that asyncio has left is private.
    asked = [each for each in INSIDES if each.object in found]
    lacking = [each for each in asked if _is_of(each) and each.name not in found[each.object]]
    assert lacking == []
    assert [each for each in asked if not _is_of(each) and each.name in found[each.object]] == []


def _is_of(inside):
    """Return whether this version of asyncio has it."""
    return inside.since <= HERE and (inside.until is None or HERE <= inside.until)


@pytest.fixture
def asyncio_loop():
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    yield loop
    loop.close()
    asyncio.set_event_loop(None)


# --- streams ----------------------------------------------------------------------------------


class OldProtocol(legacyco.StreamReaderProtocol):
    """Keeps its reader and its writer as aiosmtplib 1.0 does."""

    def __init__(self, reader, loop):
        self._stream_reader = None
        self._stream_writer = None
        self._loop = loop
        super().__init__(reader, client_connected_cb=self.on_connect, loop=loop)

    def on_connect(self, reader, writer):
        self._stream_reader = reader
        self._stream_writer = writer


class OwnWriter(legacyco.StreamReaderProtocol):
    """Makes its own writer, and replaces the transport of both, as aiopop3 0.1 does."""

    def __init__(self, loop):
        super().__init__(legacyco.StreamReader(loop=loop), loop=loop)
        self.kept = self._stream_reader
        self._over_ssl = False

    def connection_made(self, transport):
        super().connection_made(transport)
        assert self._stream_writer is None
        self._stream_writer = legacyco.StreamWriter(
            transport, self, self._stream_reader, self._loop
        )
        self._stream_reader._transport = transport
        self._stream_writer._transport = transport


class NoWriterKept(legacyco.StreamReaderProtocol):
    """Has a callback that drops what it gets, and goes on with the protocol's writer."""

    def __init__(self, loop):
        super().__init__(legacyco.StreamReader(loop=loop), lambda *args: None, loop=loop)

    def connection_made(self, transport):
        super().connection_made(transport)
        self._stream_writer.write(b"welcome")


PROTOCOLS = {
    "set before": lambda loop: OldProtocol(legacyco.StreamReader(loop=loop), loop),
    "its own": OwnWriter,
    "not kept": NoWriterKept,
}


@pytest.mark.parametrize("kind", sorted(PROTOCOLS))
def test_a_protocol_has_the_reader_and_the_writer_that_it_was_given(loop, kind):
    made = []

    def factory():
        made.append(PROTOCOLS[kind](loop))
        return made[-1]

    async def main():
        server = await loop.create_server(factory, "127.0.0.1", 0)
        reader, writer = await legacyco.open_connection(*server.sockets[0].getsockname()[:2])
        while not made or made[0]._stream_writer is None:
            await legacyco.sleep(0)
        protocol = made[0]
        assert type(protocol._stream_writer) is legacyco.StreamWriter
        if kind != "not kept":
            protocol._stream_writer.write(b"welcome")
        assert await reader.readexactly(7) == b"welcome"
        if kind != "not kept":
            writer.write(b"line\n")
            assert await protocol._stream_reader.readline() == b"line\n"
        await _end(server, (protocol._stream_reader, protocol._stream_writer), (reader, writer))
        assert protocol._stream_writer is None

    loop.run_until_complete(main())


def test_a_reader_that_is_set_in_the_place_of_another_is_fed_and_held(loop):
    first = legacyco.StreamReader(loop=loop)
    protocol = legacyco.StreamReaderProtocol(first, loop=loop)
    protocol._stream_reader = legacyco.StreamReader(loop=loop)
    protocol.data_received(b"abc")
    assert protocol._stream_reader._buffer == b"abc"
    assert not first._buffer


def test_a_protocol_goes_on_with_another_writer(loop):
    async def main():
        server, ours, theirs = await _connect(legacyco)
        protocol = theirs[1]._protocol
        assert protocol._stream_writer is theirs[1]
        assert ours[1]._protocol._stream_writer is None
        other = legacyco.StreamWriter(ours[1].transport, protocol, theirs[0], loop)
        protocol._replace_writer(other)
        assert protocol._stream_writer is other
        assert protocol._transport is ours[1].transport
        await _end(server, ours, theirs)

    loop.run_until_complete(main())


def test_a_reader_is_emptied_and_gets_another_limit(aio, aio_loop):
    reader = aio.StreamReader(limit=4, loop=aio_loop)
    reader.feed_data(b"abc")
    reader._buffer.clear()
    reader._limit = 1000
    reader.feed_data(b"12345678\n")
    assert aio_loop.run_until_complete(reader.readline()) == b"12345678\n"
    reader._eof = True
    assert reader.at_eof()


def test_who_waits_for_room_is_seen(loop):
    async def main():
        server, ours, theirs = await _connect(legacyco)
        protocol = theirs[1]._protocol
        assert protocol._drain_waiter is None
        protocol.pause_writing()
        task = loop.create_task(protocol._drain_helper())
        await legacyco.sleep(0)
        assert protocol._drain_waiter is protocol._drain_waiters[0]
        protocol.resume_writing()
        await task
        assert server._active_count == 1
        await _end(server, ours, theirs)
        assert server._active_count == 0

    loop.run_until_complete(main())


# --- futures, locks, queues -------------------------------------------------------------------


def test_a_future_of_the_first_years(loop):
    future = legacyco.Future(loop=loop)
    assert future._tb_logger is None
    future._blocking = True
    assert future._asyncio_future_blocking is future._blocking is True
    future._blocking = False
    future._schedule_callbacks()
    called = []
    future.add_done_callback(called.append)
    future._state = "FINISHED"
    future._result = 1
    future._schedule_callbacks()
    loop.run_until_complete(legacyco.sleep(0))
    assert called == [future]
    assert future.result() == 1


def test_the_current_task_is_taken_away_for_a_while(loop):
    async def main():
        task = legacyco.Task._current_tasks.pop(loop)
        assert legacyco.current_task() is None
        legacyco.Task._current_tasks[loop] = task
        assert task in legacyco.Task._all_tasks
        return task is legacyco.current_task()

    assert loop.run_until_complete(main())


def test_a_semaphore_and_a_lock_are_opened_by_force(aio, aio_loop):
    async def main():
        lock, semaphore, event = aio.Lock(), aio.Semaphore(0), aio.Event()
        await lock.acquire()
        lock._locked = False
        semaphore._value = 1
        event._value = True
        await lock.acquire()
        await semaphore.acquire()
        await event.wait()

    aio_loop.run_until_complete(main())


def test_a_queue_is_emptied_and_filled_at_the_front(aio, aio_loop):
    async def main():
        queue = aio.Queue()
        queue.put_nowait(1)
        queue._queue.clear()
        queue._unfinished_tasks = 0
        queue._finished.set()
        await queue.join()
        getter = aio_loop.create_task(queue.get())
        await aio.sleep(0)
        queue._queue.appendleft(2)
        queue._unfinished_tasks += 1
        queue._finished.clear()
        queue._wakeup_next(queue._getters)
        assert await getter == 2

    aio_loop.run_until_complete(main())


def test_a_queue_of_2014_drops_who_has_given_up(loop):
    queue = legacyco.Queue()
    given_up, waiting = loop.create_future(), loop.create_future()
    given_up.cancel()
    for waiters, discard in (
        (queue._getters, queue._consume_done_getters),
        (queue._putters, queue._consume_done_putters),
    ):
        waiters.extend([given_up, waiting])
        discard()
        assert list(waiters) == [waiting]


def test_the_policy_is_remembered_and_put_back(loop):
    events._init_event_loop_policy()
    before = legacyco.get_event_loop_policy()
    legacyco.set_event_loop_policy(before)
    assert events._event_loop_policy is before
    legacyco.set_event_loop_policy(None)
    assert events._event_loop_policy is None
    legacyco.get_event_loop_policy()
    assert events._event_loop_policy is legacyco.get_event_loop_policy()
    legacyco.set_event_loop_policy(before)


# --- loops ------------------------------------------------------------------------------------


def test_what_is_scheduled_are_timers(aio, aio_fake_loop):
    loop = aio_fake_loop
    timers = [loop.call_later(delay, len, ()) for delay in (3, 1, 2)]
    task = loop.create_task(aio.sleep(2.5))
    loop.run_until_complete(aio.sleep(0))

    assert len(loop._scheduled) == 4
    assert all(isinstance(each, asyncio.TimerHandle) for each in loop._scheduled)
    assert timers[0] in loop._scheduled
    assert loop._scheduled[0] is timers[1]
    start = loop.time()
    due = [round(each._when - start, 6) for each in sorted(loop._scheduled)]
    assert due == [1, 2, 2.5, 3]
    if aio is legacyco:
        # asyncio: since 3.7.
        assert all(each.when() == each._when for each in loop._scheduled)
        assert not any(each.cancelled() for each in loop._scheduled)
    for each in list(loop._scheduled):
        assert each._callback is not None
        each.cancel()
        assert each._cancelled
    task.cancel()


def test_timers_are_fired_before_their_time(aio, aio_fake_loop):
    # Home Assistant's tests do.
    loop = aio_fake_loop
    called = []
    loop.call_later(3600, called.append, 1)
    task = loop.create_task(aio.sleep(3600, 2))
    loop.run_until_complete(aio.sleep(0))
    for timer in list(loop._scheduled):
        timer._run()
        timer.cancel()
    assert loop.run_until_complete(task) == 2
    assert called == [1]
    assert loop.time() < 3600


def test_timers_are_taken_out_and_put_in(aio, aio_fake_loop):
    loop = aio_fake_loop
    called = []
    timers = [loop.call_later(delay, called.append, delay) for delay in (1, 2, 3)]
    loop._scheduled.remove(timers[1])
    heapq.heapify(loop._scheduled)
    timer = asyncio.TimerHandle(loop.time() + 0.5, called.append, ("pushed",), loop)
    heapq.heappush(loop._scheduled, timer)
    assert heapq.heappop(loop._scheduled) is timer
    heapq.heappush(loop._scheduled, timer)
    loop.run_until_complete(aio.sleep(5))
    assert called == ["pushed", 1, 3]
    assert list(loop._scheduled) == []


def test_a_list_of_timers_that_is_kept_stays_true(fake_loop):
    scheduled = fake_loop._scheduled
    timer = fake_loop.call_later(1, len, ())
    fake_loop.run_until_complete(legacyco.sleep(0))
    assert scheduled == [timer]
    assert fake_loop._scheduled is scheduled
    fake_loop.run_until_complete(legacyco.sleep(2))
    assert scheduled == []
    scheduled.append(timer)
    fake_loop._scheduled = []
    assert fake_loop._scheduled == []


def test_another_thread_only_looks_at_the_timers_of_a_loop_that_runs(loop):
    async def main():
        timer = loop.call_later(3600, len, ())
        seen = await loop.run_in_executor(None, lambda: loop._scheduled)
        assert seen == [timer]
        assert "_poll" not in vars(loop)
        seen.clear()
        await legacyco.sleep(0)
        assert loop._scheduled == [timer]
        timer.cancel()

    loop.run_until_complete(main())


@pytest.mark.skipif(hasattr(sys, "pypy_version_info"), reason="PyPy collects later")
def test_a_loop_that_was_asked_for_its_timers_forgets_it(fake_loop):
    fake_loop.call_later(1, len, ())
    assert len(fake_loop._scheduled) == 1
    assert "_poll" in vars(fake_loop)
    fake_loop.run_until_complete(legacyco.sleep(0))
    assert "_poll" not in vars(fake_loop)


def test_a_loop_whose_timers_and_queue_are_cleared_does_nothing_more(aio, aio_loop):
    aio_loop.call_later(0, pytest.fail)
    aio_loop.call_soon(pytest.fail)
    for entry in list(aio_loop._scheduled) + list(aio_loop._ready):
        entry.cancel()
    aio_loop._scheduled.clear()
    aio_loop._ready.clear()
    aio_loop.run_until_complete(aio.sleep(0.001))


def test_what_is_ready_are_handles(aio, aio_loop):
    async def main():
        handle = aio_loop.call_soon(len, ())
        task = aio_loop.create_task(_nothing())
        gathered = aio.gather(task, aio_loop.create_future())
        await aio.sleep(0)
        assert handle not in aio_loop._ready
        assert not any(each._cancelled for each in aio_loop._ready)
        assert all(callable(each._callback) for each in aio_loop._ready)
        assert all(type(each._args) is tuple for each in aio_loop._ready)
        gathered.cancel()
        other = aio_loop.create_task(_nothing())
        owners = [getattr(each._callback, "__self__", None) for each in aio_loop._ready]
        assert other in owners
        await other
        with pytest.raises(aio.CancelledError):
            await gathered

    aio_loop.run_until_complete(main())


def _derive_pushing(base):
    """Return a loop that makes its timers itself."""

    class Loop(base):
        def call_at(self, when, callback, *args, **kwargs):
            timer = asyncio.TimerHandle(when, callback, args, self, **kwargs)
            heapq.heappush(self._scheduled, timer)
            timer._scheduled = True
            return timer

    return Loop()


def _derive_turning(base):
    """Return a loop with a _run_once() like nest_asyncio's."""

    class Loop(base):
        def _run_once(self):
            ready, scheduled = self._ready, self._scheduled
            while scheduled and scheduled[0]._cancelled:
                heapq.heappop(scheduled)
            timeout = None
            if ready or self._stopping:
                timeout = 0
            elif scheduled:
                timeout = max(scheduled[0]._when - self.time(), 0)
            self._process_events(self._selector.select(timeout))
            end = self.time() + self._clock_resolution
            while scheduled and scheduled[0]._when < end:
                ready.append(heapq.heappop(scheduled))
            for _ in range(len(ready)):
                handle = ready.popleft()
                if not handle._cancelled:
                    handle._run()

    return Loop()


def test_a_timer_of_asyncios_that_is_due_can_still_be_cancelled(aio, aio_fake_loop):
    loop = aio_fake_loop
    timer = asyncio.TimerHandle(loop.time() + 1, pytest.fail, (), loop)
    loop.call_at(loop.time() + 1, timer.cancel)
    heapq.heappush(loop._scheduled, timer)
    assert timer in loop._scheduled
    loop.run_until_complete(aio.sleep(2))
    assert timer._cancelled


@pytest.mark.parametrize("derive", [_derive_pushing, _derive_turning])
def test_a_loop_that_reaches_into_its_queues_works(aio, derive):
    loop = derive(aio.SelectorEventLoop)

    async def main():
        called = []
        loop.call_later(0.02, called.append, 2)
        first = loop.call_later(0.01, called.append, 1)
        loop.call_later(0.001, first.cancel)
        await aio.gather(*[aio.sleep(0.03) for _ in range(3)])
        with pytest.raises(aio.TimeoutError):
            await aio.wait_for(loop.create_future(), 0.001)
        return called

    try:
        assert loop.run_until_complete(main()) == [2]
    finally:
        loop.close()
