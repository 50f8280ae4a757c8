"""What programs make of Queue: it keeps to the methods that a subclass overrides, as asyncio does.

And who may use a queue: every dialect, on every loop.
"""

import asyncio
import collections

import pytest
from eras import need

import legacyco


async def settle(aio, turns=4):
    for _ in range(turns):
        await aio.sleep(0)


async def pass_through(aio, queue, items):
    """Put the items one after the other by a task, take them all by another; return them."""

    async def produce():
        for item in items:
            await queue.put(item)

    producer = aio.ensure_future(produce())
    await settle(aio)
    taken = []
    while not (producer.done() and queue.empty()):
        taken.append(await aio.wait_for(queue.get(), 1))
        await settle(aio)
    await producer
    return taken


def test_a_subclass_may_store_its_items_in_another_way(aio, aio_loop):
    class Distinct(aio.Queue):
        def _init(self, maxsize):
            self._queue = collections.OrderedDict()

        def _put(self, item):
            self._queue[item] = None

        def _get(self):
            return self._queue.popitem(last=False)[0]

    async def main():
        queue = Distinct()
        for item in "abracadabra":
            await queue.put(item)
        assert queue.qsize() == 5
        assert [await queue.get() for _ in range(5)] == list("abrcd")
        assert await pass_through(aio, Distinct(1), "abab") == list("abab")

    aio_loop.run_until_complete(main())


def test_a_subclass_may_decide_when_it_is_full(aio, aio_loop):
    class Weighted(aio.Queue):
        def full(self):
            return sum(map(len, self._queue)) >= self.maxsize

    async def main():
        queue = Weighted(4)
        await queue.put("aaa")
        await queue.put("bbb")
        with pytest.raises(asyncio.QueueFull):
            queue.put_nowait("c")
        waiting = aio.ensure_future(queue.put("c"))
        await settle(aio)
        assert not waiting.done()
        assert await queue.get() == "aaa"
        await waiting
        assert await pass_through(aio, Weighted(4), ["aaaa", "b", "cccc"]) == ["aaaa", "b", "cccc"]

    aio_loop.run_until_complete(main())


def test_a_subclass_may_count_and_be_empty_in_its_own_way(aio, aio_loop):
    class Lanes(aio.Queue):
        """Two lanes, the fast one first."""

        def _init(self, maxsize):
            self._lanes = collections.deque(), collections.deque()
            self._queue = None

        def qsize(self):
            return sum(map(len, self._lanes))

        def empty(self):
            return not self.qsize()

        def _put(self, item):
            self._lanes[item % 2].append(item)

        def _get(self):
            return (self._lanes[0] or self._lanes[1]).popleft()

    async def main():
        queue = Lanes(4)
        for item in (1, 3, 2, 4):
            await queue.put(item)
        assert queue.full()
        waiting = aio.ensure_future(queue.put(6))
        await settle(aio)
        assert not waiting.done()
        assert [await queue.get() for _ in range(2)] == [2, 4]
        await waiting
        assert [await queue.get() for _ in range(3)] == [6, 1, 3]
        assert await pass_through(aio, Lanes(1), [5, 4, 3]) == [5, 4, 3]

    aio_loop.run_until_complete(main())


def test_what_waits_goes_through_the_methods_that_do_not(aio, aio_loop):
    class Recording(aio.Queue):
        def put_nowait(self, item):
            calls.append(("put", item))
            super().put_nowait(item)

        def get_nowait(self):
            item = super().get_nowait()
            calls.append(("get", item))
            return item

    calls = []

    async def main():
        assert await pass_through(aio, Recording(1), "ab") == ["a", "b"]

    aio_loop.run_until_complete(main())
    assert calls == [("put", "a"), ("get", "a"), ("put", "b"), ("get", "b")]


def test_a_subclass_may_wrap_put_and_get(aio, aio_loop):
    class Doubling(aio.Queue):
        async def put(self, item):
            await super().put(item * 2)

        async def get(self):
            return await super().get(), "taken"

    async def main():
        assert await pass_through(aio, Doubling(1), [1, 2]) == [(2, "taken"), (4, "taken")]

    aio_loop.run_until_complete(main())


def test_a_subclass_of_a_subclass_counts_too(aio, aio_loop):
    class Capped(aio.PriorityQueue):
        def full(self):
            return self.qsize() >= 1

    class More(Capped):
        pass

    async def main():
        queue = More()
        await queue.put(2)
        waiting = aio.ensure_future(queue.put(1))
        await settle(aio)
        assert not waiting.done()
        assert await queue.get() == 2
        await waiting
        assert await queue.get() == 1

    aio_loop.run_until_complete(main())


def test_a_queue_that_looks_false_works_all_the_same(aio, aio_loop):
    class Sized(aio.Queue):
        def __len__(self):
            return self.qsize()

    async def main():
        queue = Sized(1)
        assert not queue
        assert await pass_through(aio, queue, "abc") == list("abc")
        queue.put_nowait("d")
        assert len(queue) == 1

    aio_loop.run_until_complete(main())


def test_the_deque_inside_may_be_used_and_be_replaced(aio, aio_loop):
    async def main():
        queue = aio.Queue(3)
        for item in "abc":
            await queue.put(item)
        queue._queue.rotate(1)
        assert await queue.get() == "c"
        queue._queue = collections.deque("xy")
        assert [await queue.get() for _ in range(2)] == ["x", "y"]
        queue._maxsize = 1
        await queue.put("z")
        assert queue.full()

    aio_loop.run_until_complete(main())


# --- dialects and loops ---------------------------------------------------------------------


async def native_producer(queue, items):
    for item in items:
        await queue.put(item)


def plain_producer(queue, items):
    for item in items:
        yield from queue.put(item)


decorated_producer = legacyco.coroutine(plain_producer)


async def native_consumer(queue, count):
    taken = []
    for _ in range(count):
        taken.append(await queue.get())
        queue.task_done()
    return taken


def plain_consumer(queue, count):
    taken = []
    for _ in range(count):
        taken.append((yield from queue.get()))
        queue.task_done()
    return taken


decorated_consumer = legacyco.coroutine(plain_consumer)

PRODUCERS = {"native": native_producer, "decorated": decorated_producer, "plain": plain_producer}
CONSUMERS = {"native": native_consumer, "decorated": decorated_consumer, "plain": plain_consumer}


@pytest.mark.parametrize("consume", list(CONSUMERS.values()), ids=list(CONSUMERS))
@pytest.mark.parametrize("produce", list(PRODUCERS.values()), ids=list(PRODUCERS))
@pytest.mark.parametrize("make", [legacyco.Queue, legacyco.LifoQueue, legacyco.PriorityQueue])
def test_a_queue_leads_from_any_dialect_to_any(make, produce, consume, loop):
    async def main():
        queue = make(1, loop=loop)
        producer = legacyco.ensure_future(produce(queue, range(10)))
        taken = await legacyco.ensure_future(consume(queue, 10))
        await queue.join()
        await producer
        return taken

    assert loop.run_until_complete(main()) == list(range(10))


def plain_join(queue):
    yield from queue.join()
    return "joined"


@legacyco.coroutine
def decorated_join(queue):
    yield from queue.join()
    return "joined"


async def native_join(queue):
    await queue.join()
    return "joined"


@pytest.mark.parametrize("join", [plain_join, decorated_join, native_join])
def test_every_dialect_may_join(join, loop):
    async def main():
        queue = legacyco.Queue()
        queue.put_nowait(1)
        joining = legacyco.ensure_future(join(queue))
        await settle(legacyco)
        assert not joining.done()
        queue.task_done()
        return await joining

    assert loop.run_until_complete(main()) == "joined"


def test_a_queue_serves_tasks_of_asyncio_on_a_loop_of_asyncio():
    async def main():
        queue = legacyco.Queue(1)
        theirs = asyncio.ensure_future(native_producer(queue, range(10)))
        ours = legacyco.ensure_future(decorated_consumer(queue, 10))
        assert await ours == list(range(10))
        await theirs
        gone = asyncio.ensure_future(queue.get())
        await asyncio.sleep(0)
        gone.cancel()
        with pytest.raises(asyncio.CancelledError):
            await gone
        assert not queue._getters

    loop = asyncio.new_event_loop()
    try:
        loop.run_until_complete(main())
    finally:
        loop.close()


def test_a_queue_of_asyncio_serves_our_tasks(loop):
    async def main():
        queue = asyncio.Queue(1)
        producer = legacyco.ensure_future(native_producer(queue, range(10)))
        assert await native_consumer(queue, 10) == list(range(10))
        await producer

    loop.run_until_complete(main())


def test_a_queue_of_one_loop_cannot_wait_in_another(aio, aio_loop):
    need(aio, "Runner")
    queue = aio.Queue()
    queue._loop = other = aio.new_event_loop()

    async def main():
        await queue.put("room is there")
        assert await queue.get() == "room is there"
        with pytest.raises(RuntimeError, match="is bound to a different event loop$"):
            await queue.get()
        assert not queue._getters

    aio_loop.run_until_complete(main())
    other.close()
