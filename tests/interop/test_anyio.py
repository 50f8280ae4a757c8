"""anyio and sniffio on our loop."""

import asyncio
import threading

import anyio
import anyio.from_thread
import anyio.to_thread
import inside
import pytest
import sniffio

import legacyco

PACKAGES = ["anyio", "sniffio"]

# asyncio's tasks count their cancellations since 3.11.
COUNTS = hasattr(asyncio.Task, "uncancel")


@legacyco.coroutine
def double(value, found):
    yield from anyio.sleep(0)
    found.append(2 * value)


def test_old_in_new_task_groups_start_old_functions(run):
    @legacyco.coroutine
    def ready(*, task_status):
        assert sniffio.current_async_library() == "asyncio"
        yield from inside.old()
        task_status.started("ready")

    async def main():
        found = []
        async with anyio.create_task_group() as group:
            group.start_soon(double, 1, found)
            group.start_soon(double, 2, found)
            assert await group.start(ready) == "ready"
        assert found == [2, 4]

    run(main())


def test_old_in_new_cancel_scopes_end_old_functions(run):
    ended = []

    @legacyco.coroutine
    def forever(name):
        try:
            yield from asyncio.get_running_loop().create_future()
        finally:
            ended.append(name)

    async def main():
        with anyio.move_on_after(0.001) as scope:
            await forever("moved on")
        assert scope.cancelled_caught
        with pytest.raises(TimeoutError):
            with anyio.fail_after(0.001):
                await forever("failed")
        async with anyio.create_task_group() as group:
            group.start_soon(forever, "cancelled")
            await anyio.sleep(0)
            group.cancel_scope.cancel()
        with anyio.move_on_after(0.001):
            with anyio.CancelScope(shield=True):
                await anyio.sleep(0.002)
                ended.append("shielded")
            await forever("after the shield")
        await inside.new()

    run(main())
    assert ended == ["moved on", "failed", "cancelled", "shielded", "after the shield"]


@legacyco.coroutine
def forever():
    yield from asyncio.get_running_loop().create_future()


async def moved_on():
    """Be cancelled by a scope, which catches it; return the count of cancellations."""
    with anyio.move_on_after(0.001) as scope:
        await forever()
    assert scope.cancelled_caught
    return asyncio.current_task().cancelling()


needs_counts = pytest.mark.skipif(not COUNTS, reason="anyio does not count before 3.11")


@needs_counts
def test_old_in_new_cancellations_are_counted_back(run):
    async def main():
        assert await moved_on() == 0
        with anyio.move_on_after(0.001):
            with anyio.CancelScope(shield=True):
                await anyio.sleep(0.002)
            await forever()
        assert asyncio.current_task().cancelling() == 0

    run(main())


@needs_counts
def test_old_in_new_a_scope_below_a_timeout_of_ours(run):
    async def main():
        with pytest.raises(legacyco.TimeoutError):
            async with legacyco.timeout(None) as deadline:
                await moved_on()
                deadline.reschedule(0)
                await forever()
        assert asyncio.current_task().cancelling() == 0

    run(main())


@pytest.mark.skipif(COUNTS, reason="anyio counts since 3.11")
@pytest.mark.does_not(
    "counts of cancellations on Python 3.10: asyncio's tasks have none there, so anyio does not "
    "take back what its scopes have caught; ``cancelling()`` stays above 0, and a "
    "``legacyco.timeout()`` around such a scope ends in a ``CancelledError``",
    package="anyio",
)
def test_its_cancellations_remain_counted(run):
    async def main():
        assert await moved_on() > 0
        count = asyncio.current_task().cancelling()
        with pytest.raises(asyncio.CancelledError):
            async with legacyco.timeout(None) as deadline:
                await moved_on()
                # Not before: on 3.10 a scope takes what arrives with its own for its own.
                deadline.reschedule(0)
                await forever()
        assert asyncio.current_task().cancelling() > count

    run(main())


def test_new_in_old_threads_both_ways(run):
    found = []

    def in_a_thread():
        anyio.from_thread.run(double, 21, found)
        return threading.current_thread()

    @legacyco.coroutine
    def main():
        thread = yield from anyio.to_thread.run_sync(in_a_thread)
        assert thread is not threading.current_thread()

    run(main())
    assert found == [42]


def test_new_in_old_events_locks_and_streams(run):
    @legacyco.coroutine
    def main():
        event, lock = anyio.Event(), anyio.Lock()
        legacyco.get_event_loop().call_soon(event.set)
        yield from event.wait()
        yield from lock.acquire()
        lock.release()
        send, receive = anyio.create_memory_object_stream(1)
        yield from send.send("item")
        assert (yield from receive.receive()) == "item"
        send.close()
        receive.close()

    run(main())


def test_anyio_run_on_our_loop(debug):
    @legacyco.coroutine
    def main():
        assert sniffio.current_async_library() == "asyncio"
        assert anyio.get_current_task().name.endswith("main")
        assert isinstance((yield from inside.old()), legacyco.Task)
        return type(asyncio.get_running_loop())

    options = {"loop_factory": legacyco.new_event_loop, "debug": debug}
    assert anyio.run(main, backend_options=options) is legacyco.EventLoop
