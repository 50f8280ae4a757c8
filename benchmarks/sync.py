"""Synchronisation: a bounded queue between two tasks, a lock that many want."""

from .workload import workload

_BOUND = 10
_RIVALS = 100


async def produce(queue, count):
    for value in range(count):
        await queue.put(value)


async def consume(queue, count):
    total = 0
    for _ in range(count):
        total += await queue.get()
    return total


@workload("queue", size=100000, answer=lambda size: size * (size - 1) // 2, unit="items/s")
async def queue(run):
    """One task hands items to another through a queue of at most ten."""
    with run.timed(run.size):
        items = run.aio.Queue(_BOUND)
        producer = run.spawn(produce(items, run.size))
        total = await run.spawn(consume(items, run.size))
        await producer
    return total


async def contend(run, lock, shared, count):
    for _ in range(count):
        async with lock:
            # The value is read before giving way and written after: without the lock
            # the increments of the others would be lost, and the answer be wrong.
            value = shared["value"]
            await run.aio.sleep(0)
            shared["value"] = value + 1


@workload("lock", size=20000, answer=lambda size: size, unit="acquisitions/s")
async def lock(run):
    """100 tasks want one lock and give way while they hold it."""
    with run.timed(run.size):
        shared = {"value": 0}
        mutex = run.aio.Lock()
        rivals = [
            run.spawn(contend(run, mutex, shared, run.size // _RIVALS)) for _ in range(_RIVALS)
        ]
        await run.aio.gather(*rivals)
    return shared["value"]
