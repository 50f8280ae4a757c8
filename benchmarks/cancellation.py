"""Timeouts and cancellation."""

from .workload import workload

_BATCH = 100


async def pause(run, value):
    await run.aio.sleep(0)
    return value


@workload("wait_for", size=20000, answer=lambda size: size * (size - 1) // 2, unit="waits/s")
async def wait_for(run):
    """A task waits, with a timeout that does not strike, for a coroutine that gives way."""
    limit = run.aio.wait_for
    total = 0
    with run.timed(run.size):
        for value in range(run.size):
            total += await limit(pause(run, value), 60)
    return total


async def until_cancelled(run, waiter):
    try:
        await waiter
    finally:
        run.cleaned_up += 1


@workload("cancel", size=20000, answer=lambda size: (size, size), unit="tasks/s")
async def cancel(run):
    """Tasks that wait for a future are cancelled, clean up, and are awaited; 100 at a time."""
    run.cleaned_up = 0
    cancelled = 0
    with run.timed(run.size):
        for _ in range(run.size // _BATCH):
            tasks = [
                run.spawn(until_cancelled(run, run.loop.create_future())) for _ in range(_BATCH)
            ]
            await run.aio.sleep(0)
            for task in tasks:
                task.cancel()
            for task in tasks:
                try:
                    await task
                except run.aio.CancelledError:
                    cancelled += 1
    return run.cleaned_up, cancelled
