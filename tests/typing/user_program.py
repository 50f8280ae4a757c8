"""A typed program in both dialects, for mypy: what a decorator keeps, and what it refuses.

Each ``type: ignore`` is a mistake that mypy has to see; with warn_unused_ignores it complains where
it does not.
"""

import asyncio as stdlib
import sys
from collections.abc import Awaitable, Generator
from typing import Any

from typing_extensions import assert_type

import legacyco as asyncio


@asyncio.coroutine
def old(count: int, *, text: str = "") -> Generator[Any, Any, str]:
    slept = yield from asyncio.sleep(0.1, count)
    assert_type(slept, int)
    answer = yield from asyncio.ensure_future(new(text))
    assert_type(answer, bytes)
    assert_type((yield from older(b"")), float)
    return text * slept


@asyncio.coroutine
def older(data: bytes) -> Generator[Any, Any, float]:
    lock = asyncio.Lock()
    with (yield from lock):
        queue: asyncio.Queue[float] = asyncio.Queue(loop=asyncio.get_event_loop())
        yield from queue.put(1.0)
        return (yield from queue.get())


@asyncio.coroutine
def without_yield(count: int) -> int:
    return count


@asyncio.coroutine
def that_returns_a_future(text: str) -> "asyncio.Future[str]":
    future = asyncio.get_event_loop().create_future()
    future.set_result(text)
    return future


@asyncio.coroutine
async def decorated_twice_over(count: int) -> int:
    return count


def undecorated(count: int) -> Generator[Any, Any, int]:
    return (yield from asyncio.sleep(0.1, count))


async def new(text: str) -> bytes:
    assert_type(await old(1, text=text), str)
    assert_type(await without_yield(1), int)
    assert_type(await that_returns_a_future(text), str)
    assert_type(await decorated_twice_over(1), int)
    old("1")  # type: ignore[arg-type]
    old(1, txt=text)  # type: ignore[call-arg]
    wrong: int = await old(1)  # type: ignore[assignment]
    return bytes(wrong)


class Service:
    @asyncio.coroutine
    def method(self, count: int) -> Generator[Any, Any, str]:
        return (yield from old(count))

    @classmethod
    @asyncio.coroutine
    def of_class(cls, count: int) -> Generator[Any, Any, "Service"]:
        yield from undecorated(count)
        return cls()

    @staticmethod
    @asyncio.coroutine
    def static(count: int) -> Generator[Any, Any, int]:
        yield from ()
        return count


async def methods() -> None:
    service = await Service.of_class(1)
    assert_type(service, Service)
    assert_type(await service.method(1), str)
    assert_type(await Service.static(1), int)
    service.method("1")  # type: ignore[arg-type]


async def combinations() -> None:
    assert_type(await asyncio.gather(old(1), new(""), asyncio.sleep(1)), tuple[str, bytes, None])
    assert_type(await asyncio.wait_for(old(1), timeout=1), str)
    assert_type(await asyncio.shield(older(b"")), float)
    task = asyncio.create_task(old(1))
    assert_type(task.result(), str)
    done, pending = await asyncio.wait({task}, timeout=1)
    assert_type(done.pop().result(), str)
    async with asyncio.timeout(1), asyncio.TaskGroup() as group:
        assert_type(group.create_task(old(1)).result(), str)
    reader, writer = await asyncio.open_connection("localhost", 80)
    assert_type(await reader.readline(), bytes)


@asyncio.coroutine
def over_the_network() -> Generator[Any, Any, bytes]:
    reader, writer = yield from asyncio.open_connection("localhost", 80)
    yield from writer.drain()
    return (yield from reader.readexactly(3))


def accepts(awaitable: Awaitable[str]) -> None:
    """Somebody else's function."""


# What a decorated function returns is a coroutine to everybody.
accepts(old(1))
assert_type(stdlib.run(old(1)), str)
assert_type(asyncio.run(old(1)), str)
assert_type(asyncio.get_event_loop().run_until_complete(older(b"")), float)


# --- every part of the library ------------------------------------------------------------------


async def futures_and_tasks() -> None:
    loop = asyncio.get_running_loop()
    future: asyncio.Future[int] = loop.create_future()
    future.add_done_callback(lambda done: print(done.result() + 1))
    assert_type(asyncio.ensure_future(future), asyncio.Future[int])
    assert_type(asyncio.async_(old(1)), asyncio.Task[str])
    assert_type(asyncio.ensure_future(undecorated(1), loop=loop), asyncio.Task[int])
    assert_type(loop.create_task(undecorated(1), name="one").get_name(), str)
    assert_type(asyncio.Task.all_tasks(), set[asyncio.Task[Any]])
    assert_type(asyncio.current_task(), asyncio.Task[Any] | None)
    assert_type(await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(new(""), loop)), bytes)
    assert_type(asyncio.eager_task_factory(loop, old(1)), asyncio.Task[str])
    loop.set_task_factory(asyncio.create_eager_task_factory(asyncio.Task))
    future.set_result("1")  # type: ignore[arg-type]
    asyncio.Task(1)  # type: ignore[arg-type]


@asyncio.coroutine
def waiting_in_the_old_way() -> Generator[Any, Any, None]:
    loop = asyncio.get_event_loop()
    done, pending = yield from asyncio.wait([old(1)], loop=loop, timeout=1)
    assert_type(done, set[asyncio.Task[str]])
    for each in asyncio.as_completed([old(1), old(2)], loop=loop):
        assert_type((yield from each), str)
    assert_type((yield from asyncio.wait_for(undecorated(1), 1, loop=loop)), int)
    first, second = yield from asyncio.gather(undecorated(1), old(1), return_exceptions=True)
    assert_type(second, str | BaseException)
    assert_type((yield from asyncio.gather(*[undecorated(1), undecorated(2)])), list[int])
    assert_type((yield from loop.run_in_executor(None, len, "abc")), int)
    yield from asyncio.sleep("1")  # type: ignore[call-overload]


async def waiting_in_the_new_way() -> None:
    async for each in asyncio.as_completed([old(1), old(2)]):
        assert_type(each.result(), str)
    assert_type(await asyncio.to_thread(divmod, 7, 2), tuple[int, int])
    async with asyncio.timeout_at(None) as deadline:
        deadline.reschedule(1.5)
        assert_type(deadline.expired(), bool)
    async with asyncio.TaskGroup() as group:
        group.cancel()


@asyncio.coroutine
def locks_in_the_old_way() -> Generator[Any, Any, None]:
    condition = asyncio.Condition(asyncio.Lock(), loop=asyncio.get_event_loop())
    with (yield from condition):
        assert_type((yield from condition.wait_for(lambda: "ready")), str)
        condition.notify_all()
    semaphore = asyncio.BoundedSemaphore(2)
    yield from semaphore.acquire()
    semaphore.release()
    queue: asyncio.JoinableQueue[str] = asyncio.JoinableQueue()
    queue.put_nowait("")
    assert_type(queue.get_nowait(), str)
    queue.put_nowait(1)  # type: ignore[arg-type]
    yield from queue.join()


async def locks_in_the_new_way() -> None:
    async with asyncio.Lock(), asyncio.Semaphore(2), asyncio.Barrier(1) as place:
        assert_type(place, int)
    with await asyncio.Lock():
        pass
    event = asyncio.Event()
    await event.wait()
    queue: asyncio.PriorityQueue[tuple[int, str]] = asyncio.PriorityQueue()
    queue.shutdown(immediate=True)
    try:
        assert_type(await queue.get(), tuple[int, str])
    except asyncio.QueueShutDown:
        pass


class Echo(asyncio.Protocol):
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport


@asyncio.coroutine
def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> Generator[Any, Any, None]:
    line = yield from reader.readuntil(b"\r\n")
    writer.write(line)
    yield from writer.wait_closed()


@asyncio.coroutine
def network_in_the_old_way() -> Generator[Any, Any, None]:
    loop = asyncio.get_event_loop()
    transport, protocol = yield from loop.create_connection(Echo, "localhost", 80)
    assert_type(transport, asyncio.Transport)
    assert_type(protocol, Echo)
    server = yield from asyncio.start_server(serve, "localhost", 0, loop=loop)
    assert_type(server, asyncio.Server)
    yield from server.wait_closed()
    assert_type((yield from loop.getnameinfo(("localhost", 80))), tuple[str, str])


async def network_in_the_new_way() -> None:
    async def native(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        async for line in reader:
            assert_type(line, bytes)

    async with await asyncio.start_server(native, "localhost", 0) as server:
        assert_type(server.get_loop(), asyncio.AbstractEventLoop)
        await server.serve_forever()


@asyncio.coroutine
def processes() -> Generator[Any, Any, int]:
    process = yield from asyncio.create_subprocess_exec(
        "true", stdout=asyncio.subprocess.PIPE, loop=asyncio.get_event_loop()
    )
    assert_type(process, asyncio.subprocess.Process)
    output, errors = yield from process.communicate(b"")
    assert_type(output, bytes)
    return (yield from process.wait())


def loops_and_policies() -> None:
    policy = asyncio.get_event_loop_policy()
    asyncio.set_event_loop_policy(asyncio.DefaultEventLoopPolicy())
    loop = policy.new_event_loop()
    loop.call_later(0.1, print, "text").cancel()
    loop.call_soon(divmod, 1)  # type: ignore[arg-type]
    asyncio.set_event_loop(loop)
    asyncio.get_child_watcher().attach_loop(loop)
    with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
        assert_type(runner.run(undecorated(1)), int)
    if sys.version_info >= (3, 11):
        assert_type(stdlib.Runner(loop_factory=asyncio.EventLoop).run(new("")), bytes)


def call_graphs(task: "asyncio.Task[str]", theirs: "stdlib.Task[str]") -> None:
    graph = asyncio.capture_call_graph(task)
    if graph is not None:
        print(graph.awaited_by[0].call_stack[0].frame.f_lineno)
    asyncio.print_call_graph(theirs, limit=3)
    asyncio.future_add_to_awaited_by(task, theirs)


def what_is_a_coroutine(value: object) -> None:
    if asyncio.iscoroutine(value):
        asyncio.create_task(value)
    if asyncio.isfuture(value):
        value.add_done_callback(print)


def submodules(gen: Generator[Any, Any, int]) -> None:
    assert_type(asyncio.coroutines.CoroWrapper(gen), asyncio.coroutines.CoroWrapper[int])
    assert_type(asyncio.compat.flatten_list_bytes([b"", b""]), bytes)
    with asyncio.test_utils.disable_logger():
        asyncio.test_utils.run_briefly(asyncio.test_utils.TestLoop())
    asyncio.log.logger.info("")
    raise asyncio.exceptions.ExceptionGroup("", [asyncio.IncompleteReadError(b"", 1)])
