"""Queue.shutdown(), new in 3.13: nobody waits any more, and join() ends when the rest is done."""

import asyncio

import pytest
from eras import need

import legacyco
from legacyco import QueueShutDown

KINDS = ["Queue", "LifoQueue", "PriorityQueue"]


@pytest.fixture(params=KINDS)
def kind(request, aio):
    """A class of queues, of legacyco and then of asyncio."""
    need(aio, "QueueShutDown")
    return getattr(aio, request.param)


async def settle(aio, turns=4):
    for _ in range(turns):
        await aio.sleep(0)


async def refuses_to_give(queue):
    with pytest.raises(QueueShutDown):
        await queue.get()
    with pytest.raises(QueueShutDown):
        queue.get_nowait()


async def refuses_to_take(queue):
    with pytest.raises(QueueShutDown):
        await queue.put("late")
    with pytest.raises(QueueShutDown):
        queue.put_nowait("late")


def test_the_exception_is_the_interpreters_own_where_it_has_one():
    assert getattr(asyncio, "QueueShutDown", QueueShutDown) is QueueShutDown
    assert legacyco.queues.QueueShutDown is QueueShutDown


def test_what_is_in_the_queue_can_still_be_taken(kind, aio, aio_loop):
    async def main():
        queue = kind(3)
        for item in (1, 2, 3):
            await queue.put(item)
        queue.shutdown()
        await refuses_to_take(queue)
        assert queue.full()
        taken = [await queue.get(), queue.get_nowait()]
        await refuses_to_take(queue)
        taken.append(await queue.get())
        assert sorted(taken) == [1, 2, 3]
        await refuses_to_give(queue)

    aio_loop.run_until_complete(main())


def test_immediately_there_is_nothing_left_to_take(kind, aio, aio_loop):
    async def main():
        queue = kind()
        await queue.put(1)
        await queue.put(2)
        queue.shutdown(immediate=True)
        assert queue.empty()
        assert queue.qsize() == 0
        await refuses_to_give(queue)
        await refuses_to_take(queue)
        await aio.wait_for(queue.join(), 1)

    aio_loop.run_until_complete(main())


def test_it_can_be_shut_down_twice_and_then_at_once(kind, aio, aio_loop):
    async def main():
        queue = kind()
        await queue.put(1)
        queue.shutdown()
        queue.shutdown()
        assert not queue.empty()
        queue.shutdown(True)
        assert queue.empty()
        await refuses_to_give(queue)

    aio_loop.run_until_complete(main())


@pytest.mark.parametrize("immediate", [False, True])
def test_all_who_wait_for_an_item_are_told(immediate, kind, aio, aio_loop):
    async def main():
        queue = kind()
        tasks = [aio.ensure_future(queue.get()) for _ in range(3)]
        await settle(aio)
        tasks[1].cancel()
        queue.shutdown(immediate)
        for task in (tasks[0], tasks[2]):
            with pytest.raises(QueueShutDown):
                await task
        with pytest.raises(asyncio.CancelledError):
            await tasks[1]
        assert not queue._getters

    aio_loop.run_until_complete(main())


@pytest.mark.parametrize("immediate", [False, True])
def test_all_who_wait_for_room_are_told_and_their_items_are_not_put(immediate, kind, aio, aio_loop):
    async def main():
        queue = kind(1)
        await queue.put("there")
        tasks = [aio.ensure_future(queue.put(item)) for item in "abc"]
        await settle(aio)
        tasks[1].cancel()
        queue.shutdown(immediate)
        if not immediate:
            # There is room now, but not for those who waited.
            assert queue.get_nowait() == "there"
        for task in (tasks[0], tasks[2]):
            with pytest.raises(QueueShutDown):
                await task
        with pytest.raises(asyncio.CancelledError):
            await tasks[1]
        assert queue.empty()
        assert not queue._putters

    aio_loop.run_until_complete(main())


def test_an_item_that_somebody_was_woken_for_still_reaches_him(kind, aio, aio_loop):
    async def main():
        queue = kind()
        first, second = [aio.ensure_future(queue.get()) for _ in range(2)]
        await settle(aio)
        queue.put_nowait("item")
        queue.shutdown()
        assert await first == "item"
        with pytest.raises(QueueShutDown):
            await second

    aio_loop.run_until_complete(main())


def test_join_waits_for_what_was_left_in_the_queue(kind, aio, aio_loop):
    async def main():
        queue = kind()
        await queue.put(1)
        await queue.put(2)
        joining = aio.ensure_future(queue.join())
        queue.shutdown()
        await queue.get()
        queue.task_done()
        await settle(aio)
        assert not joining.done()
        await queue.get()
        queue.task_done()
        await joining

    aio_loop.run_until_complete(main())


def test_immediately_join_ends_if_nothing_was_taken(kind, aio, aio_loop):
    async def main():
        queue = kind()
        await queue.put(1)
        joining = aio.ensure_future(queue.join())
        await settle(aio)
        queue.shutdown(immediate=True)
        await aio.wait_for(joining, 1)

    aio_loop.run_until_complete(main())


def test_immediately_join_waits_only_for_what_was_taken_before(kind, aio, aio_loop):
    async def main():
        queue = kind()
        await queue.put(1)
        await queue.put(2)
        await queue.get()
        joining = aio.ensure_future(queue.join())
        queue.shutdown(immediate=True)
        await settle(aio)
        assert not joining.done()
        queue.task_done()
        await joining
        with pytest.raises(ValueError, match=r"^task_done\(\) called too many times$"):
            queue.task_done()

    aio_loop.run_until_complete(main())


def test_old_code_meets_a_queue_that_new_code_shuts_down(loop):
    taken = []

    @legacyco.coroutine
    def old_consumer(queue):
        while True:
            try:
                taken.append((yield from queue.get()))
            except QueueShutDown:
                return "told"
            queue.task_done()

    def plain_producer(queue):
        for item in range(5):
            yield from queue.put(item)

    async def main():
        queue = legacyco.JoinableQueue(2)
        consumer = legacyco.ensure_future(old_consumer(queue))
        await legacyco.ensure_future(plain_producer(queue))
        await queue.join()
        queue.shutdown()
        return await consumer

    assert loop.run_until_complete(main()) == "told"
    assert taken == [0, 1, 2, 3, 4]
