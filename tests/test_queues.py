"""Queues: every item reaches one taker, in order, whoever is cancelled or shuts the queue down."""

import asyncio
import collections
import sys

import pytest
from eras import need

import legacyco


async def settle(aio, turns=4):
    for _ in range(turns):
        await aio.sleep(0)


async def cancelled(*tasks):
    for task in tasks:
        task.cancel()
    for task in tasks:
        with pytest.raises(asyncio.CancelledError):
            await task


async def drained(queue):
    items = []
    while not queue.empty():
        items.append(await queue.get())
    return items


KINDS = ["Queue", "LifoQueue", "PriorityQueue"]


# --- what is in it --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "kind, order", [("Queue", [2, 1, 3]), ("LifoQueue", [3, 1, 2]), ("PriorityQueue", [1, 2, 3])]
)
def test_items_are_taken_in_the_order_of_their_kind(kind, order, aio, aio_loop):
    async def main():
        queue = getattr(aio, kind)()
        for item in (2, 1, 3):
            await queue.put(item)
        assert queue.qsize() == 3
        assert await drained(queue) == order
        for item in (2, 1, 3):
            queue.put_nowait(item)
        assert [queue.get_nowait() for _ in order] == order

    aio_loop.run_until_complete(main())


def test_equal_priorities_are_told_apart_by_what_follows(aio, aio_loop):
    async def main():
        queue = aio.PriorityQueue()
        for item in ((1, "b"), (0, "z"), (1, "a")):
            await queue.put(item)
        assert await drained(queue) == [(0, "z"), (1, "a"), (1, "b")]

    aio_loop.run_until_complete(main())


@pytest.mark.parametrize("kind", KINDS)
def test_a_bounded_queue_is_full_at_its_size(kind, aio, aio_loop):
    async def main():
        queue = getattr(aio, kind)(2)
        assert queue.maxsize == 2
        assert queue.empty() and not queue.full()
        queue.put_nowait(1)
        assert not queue.empty() and not queue.full()
        await queue.put(2)
        assert queue.full()
        with pytest.raises(asyncio.QueueFull):
            queue.put_nowait(3)
        assert sorted(await drained(queue)) == [1, 2]
        with pytest.raises(asyncio.QueueEmpty):
            queue.get_nowait()

    aio_loop.run_until_complete(main())


@pytest.mark.parametrize("maxsize", [0, -1])
def test_a_queue_without_a_bound_is_never_full(maxsize, aio, aio_loop):
    async def main():
        queue = aio.Queue(maxsize)
        for item in range(100):
            await queue.put(item)
        assert not queue.full()
        assert await drained(queue) == list(range(100))

    aio_loop.run_until_complete(main())


def test_a_bound_may_be_a_fraction(aio, aio_loop):
    async def main():
        queue = aio.Queue(1.5)
        await queue.put(1)
        assert not queue.full()
        await queue.put(2)
        assert queue.full()
        with pytest.raises(asyncio.QueueFull):
            queue.put_nowait(3)

    aio_loop.run_until_complete(main())


def test_a_queue_shows_what_is_in_it_and_who_waits(aio, aio_loop):
    need(aio, "QueueShutDown")

    async def main():
        queue = aio.Queue(1)
        assert str(queue) == "<Queue maxsize=1>"
        getter = aio.ensure_future(queue.get())
        await settle(aio)
        assert str(queue) == "<Queue maxsize=1 _getters[1]>"
        putters = [aio.ensure_future(queue.put(item)) for item in "abc"]
        await settle(aio)
        assert await getter == "a"
        assert str(queue) == "<Queue maxsize=1 _queue=['b'] _putters[1] tasks=2>"
        assert await queue.get() == "b"
        await aio.gather(*putters)
        queue.shutdown(immediate=True)
        assert repr(queue) == "<Queue at %#x maxsize=1 tasks=2 shutdown>" % id(queue)

    aio_loop.run_until_complete(main())


# --- waiting --------------------------------------------------------------------------------


@pytest.mark.parametrize("bound", [1, 2, 10])
def test_items_pass_from_task_to_task_in_order(bound, aio, aio_loop):
    async def produce(queue):
        for item in range(100):
            await queue.put(item)
            assert queue.qsize() <= bound

    async def main():
        queue = aio.Queue(bound)
        producer = aio.ensure_future(produce(queue))
        assert [await queue.get() for _ in range(100)] == list(range(100))
        await producer
        assert queue.empty()

    aio_loop.run_until_complete(main())


def test_takers_are_served_in_the_order_of_arrival(aio, aio_loop):
    async def main():
        queue = aio.Queue()
        tasks = [aio.ensure_future(queue.get()) for _ in range(3)]
        await settle(aio)
        for item in "abc":
            queue.put_nowait(item)
        assert await aio.gather(*tasks) == ["a", "b", "c"]

    aio_loop.run_until_complete(main())


def test_givers_are_served_in_the_order_of_arrival(aio, aio_loop):
    async def main():
        queue = aio.Queue(1)
        await queue.put("first")
        tasks = [aio.ensure_future(queue.put(item)) for item in "abc"]
        await settle(aio)
        assert [await queue.get() for _ in range(4)] == ["first", "a", "b", "c"]
        await aio.gather(*tasks)

    aio_loop.run_until_complete(main())


def test_one_item_wakes_one_taker(aio, aio_loop):
    async def main():
        queue = aio.Queue()
        first, second = [aio.ensure_future(queue.get()) for _ in range(2)]
        await settle(aio)
        await queue.put("item")
        assert len(queue._getters) == 1
        assert await first == "item"
        await settle(aio)
        assert not second.done()
        await cancelled(second)
        assert not queue._getters

    aio_loop.run_until_complete(main())


def test_one_that_was_woken_and_finds_nothing_waits_again(aio, aio_loop):
    async def main():
        queue = aio.Queue()
        task = aio.ensure_future(queue.get())
        await settle(aio)
        queue.put_nowait("stolen")
        assert queue.get_nowait() == "stolen"
        await settle(aio)
        assert not task.done()
        queue.put_nowait("given")
        assert await task == "given"

    aio_loop.run_until_complete(main())


# --- cancellation ---------------------------------------------------------------------------


def test_a_cancelled_taker_leaves_the_line(aio, aio_loop):
    async def main():
        queue = aio.Queue()
        first, second = [aio.ensure_future(queue.get()) for _ in range(2)]
        await settle(aio)
        await cancelled(first)
        assert len(queue._getters) == 1
        queue.put_nowait("item")
        assert await second == "item"

    aio_loop.run_until_complete(main())


def test_an_item_is_not_lost_by_a_taker_that_is_cancelled_after_it_was_woken(aio, aio_loop):
    async def main():
        queue = aio.Queue()
        first, second = [aio.ensure_future(queue.get()) for _ in range(2)]
        await settle(aio)
        queue.put_nowait("item")
        await cancelled(first)
        assert await aio.wait_for(second, 1) == "item"

    aio_loop.run_until_complete(main())


def test_room_is_not_lost_by_a_giver_that_is_cancelled_after_it_was_woken(aio, aio_loop):
    async def main():
        queue = aio.Queue(1)
        queue.put_nowait("there")
        first, second = [aio.ensure_future(queue.put(item)) for item in "ab"]
        await settle(aio)
        assert queue.get_nowait() == "there"
        await cancelled(first)
        await aio.wait_for(second, 1)
        assert queue.get_nowait() == "b"

    aio_loop.run_until_complete(main())


def test_a_cancelled_giver_gives_nothing_and_leaves_the_line(aio, aio_loop):
    need(aio, "Runner")

    async def main():
        queue = aio.Queue(1)
        queue.put_nowait("there")
        giver = aio.ensure_future(queue.put("late"))
        await settle(aio)
        await cancelled(giver)
        assert not queue._putters
        assert await drained(queue) == ["there"]

    aio_loop.run_until_complete(main())


def test_a_cancelled_taker_is_no_obstacle_for_the_one_behind(aio, aio_loop):
    async def main():
        queue = aio.Queue()
        first, second = [aio.ensure_future(queue.get()) for _ in range(2)]
        await settle(aio)
        first.cancel()
        # It is still in the line when the item comes.
        queue.put_nowait("item")
        assert await aio.wait_for(second, 1) == "item"
        await cancelled(first)

    aio_loop.run_until_complete(main())


async def keep_their_places(aio, queue, tasks):
    """Whoever is woken without an item goes to the end of the line: see that nobody was."""
    await settle(aio)
    for number, task in enumerate(tasks):
        queue.put_nowait(number)
        assert await aio.wait_for(task, 1) == number


def test_without_an_item_a_cancelled_taker_wakes_nobody(aio, aio_loop):
    async def main():
        queue = aio.Queue()
        first, *others = [aio.ensure_future(queue.get()) for _ in range(3)]
        await settle(aio)
        queue.put_nowait("item")
        assert queue.get_nowait() == "item"
        await cancelled(first)
        await keep_their_places(aio, queue, others)

    aio_loop.run_until_complete(main())


def test_a_taker_that_is_cancelled_before_it_is_woken_wakes_nobody(aio, aio_loop):
    async def main():
        queue = aio.Queue()
        first, second, *others = [aio.ensure_future(queue.get()) for _ in range(4)]
        await settle(aio)
        first.cancel()
        queue.put_nowait("item")
        assert await second == "item"
        await cancelled(first)
        await keep_their_places(aio, queue, others)

    aio_loop.run_until_complete(main())


def test_a_taker_that_is_closed_leaves_the_line_and_wakes_nobody(aio, aio_loop):
    async def main():
        queue = aio.Queue()
        first = aio.ensure_future(queue.get())
        await settle(aio)
        closed = queue.get()
        closed.send(None)
        others = [aio.ensure_future(queue.get()) for _ in range(2)]
        await settle(aio)
        queue.put_nowait("item")
        closed.close()
        assert await first == "item"
        await keep_their_places(aio, queue, others)

    aio_loop.run_until_complete(main())


@pytest.mark.parametrize("kind", KINDS)
def test_a_timeout_costs_no_item(kind, aio_fake_loop, aio):
    async def main():
        queue = getattr(aio, kind)(1)
        with pytest.raises(asyncio.TimeoutError):
            await aio.wait_for(queue.get(), 10)
        queue.put_nowait("item")
        with pytest.raises(asyncio.TimeoutError):
            await aio.wait_for(queue.put("late"), 10)
        assert await drained(queue) == ["item"]

    aio_fake_loop.run_until_complete(main())


def test_under_storms_of_cancellation_every_item_is_taken_once(loop):
    taken = []

    async def take(queue):
        while True:
            taken.append(await queue.get())

    async def give(queue, items):
        for item in items:
            await queue.put(item)

    async def main():
        queue = legacyco.Queue(2)
        takers = collections.deque(legacyco.create_task(take(queue)) for _ in range(5))
        givers = [legacyco.create_task(give(queue, range(n, 300, 3))) for n in range(3)]
        while len(taken) < 300:
            takers[0].cancel()
            takers.rotate(-1)
            await legacyco.sleep(0)
            takers[-1] = legacyco.create_task(take(queue))
            await legacyco.sleep(0)
        await legacyco.gather(*givers)
        await cancelled(*takers)
        assert sorted(taken) == list(range(300))
        assert not queue._getters and not queue._putters

    loop.run_until_complete(legacyco.wait_for(main(), 20))


# --- join -----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_join_waits_until_every_item_is_done_with(kind, aio, aio_loop):
    async def main():
        queue = getattr(aio, kind)()
        await aio.wait_for(queue.join(), 1)
        await queue.put(1)
        queue.put_nowait(2)
        joining = aio.ensure_future(queue.join())
        await queue.get()
        queue.task_done()
        await queue.get()
        await settle(aio)
        assert not joining.done()
        queue.task_done()
        await joining
        await queue.put(3)
        again = aio.ensure_future(queue.join())
        await settle(aio)
        assert not again.done()
        queue.task_done()
        await again

    aio_loop.run_until_complete(main())


def test_more_is_done_than_was_put(aio, aio_loop):
    async def main():
        queue = aio.Queue()
        await queue.put(1)
        queue.task_done()
        with pytest.raises(ValueError, match=r"^task_done\(\) called too many times$"):
            queue.task_done()

    aio_loop.run_until_complete(main())


def test_a_joinable_queue_is_a_queue():
    assert legacyco.JoinableQueue is legacyco.Queue


@pytest.mark.skipif(sys.version_info < (3, 7), reason="the interpreter subscripts no classes")
def test_a_queue_can_be_subscripted_in_annotations():
    assert legacyco.Queue[int] == legacyco.Queue[int]
    assert legacyco.LifoQueue[int] is not None
