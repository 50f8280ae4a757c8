"""asyncio's own event loop and tasks, unmodified."""

import asyncio
import sys
import threading

import inside
import pytest

import legacyco

PACKAGES = ["asyncio"]


@pytest.fixture
def run(debug):
    return lambda main: asyncio.run(patient(main), debug=debug)


async def patient(main):
    """Run a coroutine where debug mode does not warn of a busy machine."""
    asyncio.get_running_loop().slow_callback_duration = 60
    return await main


@legacyco.coroutine
def double(value):
    yield from legacyco.sleep(0)
    return 2 * value


@legacyco.coroutine
def without_yield(value):
    return 2 * value


def test_old_in_new_asyncio_run_takes_a_decorated_function(debug):
    @legacyco.coroutine
    def main():
        return (yield from patient(inside.old()))

    assert asyncio.run(double(21), debug=debug) == 42
    assert asyncio.run(without_yield(21), debug=debug) == 42
    task = asyncio.run(main(), debug=debug)
    assert type(task) is asyncio.Task


def test_old_in_new_every_function_that_makes_tasks_or_waits(run):
    async def main():
        loop = asyncio.get_running_loop()
        assert await asyncio.create_task(double(1)) == 2
        assert await loop.create_task(without_yield(1)) == 2
        assert await asyncio.ensure_future(double(2)) == 4
        assert await asyncio.gather(double(3), without_yield(4)) == [6, 8]
        assert await asyncio.wait_for(double(5), 1) == 10
        assert await asyncio.shield(double(6)) == 12
        assert sorted([await each for each in asyncio.as_completed([double(1), double(2)])]) == [
            2,
            4,
        ]
        done, pending = await asyncio.wait([asyncio.create_task(double(7))])
        assert [each.result() for each in done] == [14] and not pending

    run(main())


@pytest.mark.skipif(sys.version_info < (3, 11), reason="asyncio has no TaskGroup before 3.11")
def test_old_in_new_task_groups_and_timeouts(run):
    @legacyco.coroutine
    def fail():
        yield from legacyco.sleep(0)
        raise LookupError("old")

    async def main():
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(double(each)) for each in range(3)]
        assert [each.result() for each in tasks] == [0, 2, 4]
        with pytest.raises(legacyco.ExceptionGroup) as caught:
            async with asyncio.TaskGroup() as group:
                group.create_task(fail())
                waiting = group.create_task(wait_forever())
        assert [type(each) for each in caught.value.exceptions] == [LookupError]
        assert waiting.cancelled()
        with pytest.raises(asyncio.TimeoutError):
            async with asyncio.timeout(0.001):
                await wait_forever()
        async with asyncio.timeout(60):
            await inside.old()

    @legacyco.coroutine
    def wait_forever():
        yield from legacyco.Event().wait()

    run(main())


def test_old_in_new_run_coroutine_threadsafe(run):
    async def main():
        loop, results = asyncio.get_running_loop(), []

        def other_thread():
            results.append(asyncio.run_coroutine_threadsafe(double(21), loop).result())
            results.append(legacyco.run_coroutine_threadsafe(double(4), loop).result())

        await asyncio.to_thread(other_thread)
        return results

    assert run(main()) == [42, 8]


def test_old_in_new_the_callback_of_start_server(run):
    tasks = []

    @legacyco.coroutine
    def shout(reader, writer):
        tasks.append((yield from inside.old()))
        line = yield from reader.readline()
        writer.write(line.upper())
        yield from writer.drain()
        writer.close()

    async def main():
        server = await asyncio.start_server(shout, "127.0.0.1", 0)
        async with server:
            host, port = server.sockets[0].getsockname()
            reader, writer = await asyncio.open_connection(host, port)
            writer.write(b"old\n")
            text = await reader.read()
            writer.close()
            await writer.wait_closed()
            return text

    assert run(main()) == b"OLD\n"
    assert len(tasks) == 1


def test_old_in_new_the_methods_of_a_protocol_start_old_functions(run):
    class Shout(asyncio.Protocol):
        def connection_made(self, transport):
            self.transport = transport

        def data_received(self, data):
            self.task = asyncio.ensure_future(self.answer(data))

        @legacyco.coroutine
        def answer(self, data):
            yield from legacyco.sleep(0)
            self.transport.write(data.upper())
            self.transport.close()

    async def main():
        loop = asyncio.get_running_loop()
        server = await loop.create_server(Shout, "127.0.0.1", 0)
        async with server:
            port = server.sockets[0].getsockname()[1]
            reader, writer = await legacyco.open_connection("127.0.0.1", port)
            writer.write(b"old")
            text = await reader.read()
            writer.close()
            await writer.wait_closed()
            return text

    assert run(main()) == b"OLD"


def test_new_in_old_everything_of_asyncio_can_be_yielded_from(run):
    @legacyco.coroutine
    def main():
        assert (yield from asyncio.sleep(0, "slept")) == "slept"
        assert (yield from asyncio.create_task(double(1))) == 2
        assert (yield from asyncio.gather(double(1), inside_async())) == [2, "async"]
        assert (yield from asyncio.wait_for(double(2), 1)) == 4
        queue, lock, event = asyncio.Queue(), asyncio.Lock(), asyncio.Event()
        yield from queue.put("item")
        assert (yield from queue.get()) == "item"
        yield from lock.acquire()
        lock.release()
        asyncio.get_running_loop().call_soon(event.set)
        yield from event.wait()
        process = yield from asyncio.create_subprocess_exec(sys.executable, "-c", "")
        assert (yield from process.wait()) == 0

    async def inside_async():
        await asyncio.sleep(0)
        return "async"

    run(main())


def test_the_functions_of_legacyco_work_on_the_loop(run):
    @legacyco.coroutine
    def main():
        assert (yield from legacyco.gather(double(1), double(2))) == [2, 4]
        assert (yield from legacyco.wait_for(double(3), 1)) == 6
        assert (yield from legacyco.to_thread(threading.get_ident)) != threading.get_ident()
        done, _ = yield from legacyco.wait([double(4)], timeout=1)
        assert [each.result() for each in done] == [8]
        queue, lock = legacyco.Queue(), legacyco.Lock()
        getter = legacyco.create_task(queue.get())
        yield from queue.put("item")
        assert (yield from getter) == "item"
        yield from lock.acquire()
        lock.release()
        yield from in_a_group()

    async def in_a_group():
        async with legacyco.TaskGroup() as group:
            task = group.create_task(double(5))
        assert task.result() == 10
        with pytest.raises(legacyco.TimeoutError):
            async with legacyco.timeout(0):
                await legacyco.Event().wait()

    run(main())


def test_tasks_and_futures_of_both_await_each_other(run):
    async def main():
        loop = asyncio.get_running_loop()
        ours = legacyco.Task(inside.old(), loop=loop)
        theirs = asyncio.Task(inside.new(), loop=loop)
        assert await ours is ours
        assert await theirs is theirs
        assert type(ours) is legacyco.Task

        future = legacyco.Future(loop=loop)
        waiters = [asyncio.Task(wait_for(future)), legacyco.Task(wait_for(future), loop=loop)]
        await asyncio.sleep(0)
        future.set_result("ours")
        assert await asyncio.gather(*waiters) == ["ours", "ours"]

        future = asyncio.Future()
        waiters = [asyncio.Task(wait_for(future)), legacyco.Task(wait_for(future), loop=loop)]
        await asyncio.sleep(0)
        future.set_exception(LookupError("theirs"))
        for waiter in waiters:
            with pytest.raises(LookupError, match="theirs"):
                await waiter

        cancelled = legacyco.Task(wait_for(asyncio.Future()), loop=loop)
        await asyncio.sleep(0)
        cancelled.cancel()
        with pytest.raises(asyncio.CancelledError):
            await cancelled

    @legacyco.coroutine
    def wait_for(future):
        return (yield from future)

    run(main())
