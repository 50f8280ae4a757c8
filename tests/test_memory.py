"""What a burst took is given back, and cancelled timers do not pile up."""

import asyncio
import gc

import pytest

import legacyco
from legacyco import scheduler

BURST = 2000


async def _wait(future):
    return await future


async def _burst(loop):
    """BURST tasks that wait at once, BURST callbacks, and BURST calls from a thread."""
    futures = [loop.create_future() for _ in range(BURST)]
    tasks = [loop.create_task(_wait(future)) for future in futures]
    await legacyco.sleep(0)
    for future in futures:
        loop.call_soon(future.set_result, None)
    await legacyco.gather(*tasks)
    await loop.run_in_executor(None, _call, loop)
    # The thread may have been so quick that nobody had to wait for it, and its calls still do.
    await legacyco.sleep(0)


def _call(loop):
    for _ in range(BURST):
        loop.call_soon_threadsafe(int)


def test_memory_returns_after_a_burst(loop):
    tracemalloc = pytest.importorskip("tracemalloc")

    async def main():
        # The first one makes what the loop keeps: a thread, a selector's event list.
        await _burst(loop)
        gc.collect()
        tracemalloc.start()
        try:
            before, _ = tracemalloc.get_traced_memory()
            await _burst(loop)
            gc.collect()
            after, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        return after - before, peak - before

    left, peak = loop.run_until_complete(main())
    # Not a task or a handle for each operation. The two sets that the tasks were in may have grown:
    # their tables have 64 bytes for each at the most, and stay.
    assert peak > BURST * 500
    assert left < BURST * 2 * 64 + BURST * 50


def _bytes_each(make):
    tracemalloc = pytest.importorskip("tracemalloc")
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        kept = [make() for _ in range(BURST)]
        after, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    return (after - before) / len(kept)


def test_a_future_takes_less_memory_than_the_one_in_c(loop):
    if not hasattr(asyncio.futures, "_CFuture"):
        pytest.skip("this asyncio has none in C")
    assert _bytes_each(loop.create_future) < _bytes_each(lambda: asyncio.Future(loop=loop))


@pytest.mark.parametrize("name", ["Future", "Task"])
def test_the_interpreter_keeps_no_room_for_attributes_that_have_slots(name):
    assert "__static_attributes__" not in vars(getattr(legacyco, name))


def test_tasks_of_a_burst_are_forgotten(loop):
    async def main():
        await _burst(loop)
        return legacyco.all_tasks()

    assert len(loop.run_until_complete(main())) == 1
    assert not loop._ready


def test_cancelled_timers_are_swept_long_before_their_time(loop):
    """A hundred thousand timers of an hour, of which 99 in 100 are cancelled: timeouts, mostly."""
    live, most = [], 0

    async def main():
        nonlocal most
        for _ in range(0, 100000, 1000):
            timers = [loop.call_later(3600, int) for _ in range(1000)]
            for number, timer in enumerate(timers):
                if number % 100:
                    timer.cancel()
                else:
                    live.append(timer)
            # The sweep comes with the selector's turn; see the scheduler's Rule 2.
            for _turn in range(scheduler.POLL_INTERVAL + 2):
                await legacyco.sleep(0)
            most = max(most, len(loop._timer_heap))

    loop.run_until_complete(main())
    assert len(live) == 1000
    # Never more cancelled ones than live ones, but for the few that do not pay for a sweep.
    assert most <= 2 * len(live) + 2 * scheduler.MIN_CANCELLED_TIMERS
    assert len(loop._timer_heap) - loop._timer_cancelled_count == len(live)
    for timer in live:
        timer.cancel()
