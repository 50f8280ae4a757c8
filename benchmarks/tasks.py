"""Tasks: giving way, being made, being deep, being many, taking room."""

from .workload import workload

_WALKERS = 100
_DEPTH = 30
_ROUNDS_WHILE_LIVE = 3


async def walk(run, steps):
    sleep = run.aio.sleep
    for _ in range(steps):
        await sleep(0)
    return steps


@workload("switch", size=200000, answer=lambda size: size, unit="switches/s")
async def switch(run):
    """100 tasks give way to each other with ``sleep(0)``."""
    with run.timed(run.size):
        steps = run.size // _WALKERS
        tasks = [run.spawn(walk(run, steps)) for _ in range(_WALKERS)]
        return sum(await run.aio.gather(*tasks))


async def child(run, value):
    # Never taken.  Without an await in it this would not be a generator in the decorated
    # dialect, and the two dialects would not be the same program.
    if value < 0:
        await run.aio.sleep(0)
    return value


@workload("spawn", size=50000, answer=lambda size: size * (size - 1) // 2, unit="tasks/s")
async def spawn(run):
    """A task is made, runs to its end at its first step, and is awaited; 100 at a time."""
    total = 0
    with run.timed(run.size):
        for start in range(0, run.size, 100):
            values = range(start, start + 100)
            for task in [run.spawn(child(run, value)) for value in values]:
                total += await task
    return total


async def descend(run, depth, steps):
    if depth == 0:
        return await walk(run, steps)
    return await descend(run, depth - 1, steps)


@workload("chain", size=50000, answer=lambda size: size, unit="switches/s")
async def chain(run):
    """One task that is 30 nested awaits deep gives way with ``sleep(0)``."""
    with run.timed(run.size):
        # walk and sleep are the two innermost of the thirty.
        return await run.spawn(descend(run, _DEPTH - 3, run.size))


@workload("live", size=200000, answer=lambda size: size * _ROUNDS_WHILE_LIVE, unit="switches/s")
async def live(run):
    """200,000 tasks are alive at once and each gives way three times."""
    with run.timed(run.size * _ROUNDS_WHILE_LIVE):
        tasks = [run.spawn(walk(run, _ROUNDS_WHILE_LIVE)) for _ in range(run.size)]
        return sum(await run.aio.gather(*tasks))


async def attend(waiter):
    return await waiter


@workload("memory", size=100000, answer=lambda size: size, unit="tasks/MiB", warms_up=False)
async def memory(run):
    """100,000 tasks are suspended, each at a future of its own."""
    waiters = []
    with run.weighed(run.size):
        tasks = []
        for _ in range(run.size):
            waiter = run.loop.create_future()
            waiters.append(waiter)
            tasks.append(run.spawn(attend(waiter)))
        # Twice: each task has now run its first step, whichever end of the queue it is at.
        await run.aio.sleep(0)
        await run.aio.sleep(0)
    for waiter in waiters:
        waiter.set_result(1)
    return sum(await run.aio.gather(*tasks))
