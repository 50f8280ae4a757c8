"""Condition: no notification is lost, and the lock is held whenever wait() ends."""

import asyncio

import pytest
from eras import need

import legacyco


async def settle(aio, turns=6):
    for _ in range(turns):
        await aio.sleep(0)


async def wait_on(condition, name, order):
    async with condition:
        await condition.wait()
        order.append(name)


def waiters(aio, condition, names, order):
    return [aio.ensure_future(wait_on(condition, name, order)) for name in names]


async def notify(condition, n=1):
    async with condition:
        condition.notify(n)


async def cancelled(task):
    with pytest.raises(asyncio.CancelledError):
        await task


def test_a_condition_shows_its_lock_and_its_waiters(aio, aio_loop):
    need(aio, "Runner")

    async def main():
        condition = aio.Condition()
        assert repr(condition).endswith("[unlocked]>")
        tasks = waiters(aio, condition, "ab", [])
        await settle(aio)
        async with condition:
            assert condition.locked()
            assert repr(condition).endswith("[locked, waiters:2]>")
            condition.notify_all()
        await aio.gather(*tasks)

    aio_loop.run_until_complete(main())


def test_notify_wakes_as_many_as_it_is_told_in_the_order_of_arrival(aio, aio_loop):
    async def main():
        condition, order = aio.Condition(), []
        tasks = waiters(aio, condition, "abcde", order)
        await settle(aio)
        await notify(condition)
        await settle(aio)
        assert order == ["a"]
        await notify(condition, 2)
        await settle(aio, 10)
        assert order == ["a", "b", "c"]
        await notify(condition, 0)
        await settle(aio)
        assert order == ["a", "b", "c"]
        await notify(condition, 100)
        await aio.gather(*tasks)
        assert order == list("abcde")

    aio_loop.run_until_complete(main())


def test_notify_all_wakes_all_of_now_and_nobody_of_later(aio, aio_loop):
    async def main():
        condition, order = aio.Condition(), []
        tasks = waiters(aio, condition, "abc", order)
        await settle(aio)
        async with condition:
            condition.notify_all()
        late = aio.ensure_future(wait_on(condition, "late", order))
        await aio.gather(*tasks)
        await settle(aio)
        assert order == ["a", "b", "c"]
        assert not late.done()
        await notify(condition)
        await late

    aio_loop.run_until_complete(main())


def test_notifying_without_anybody_is_forgotten(aio, aio_loop):
    async def main():
        condition, order = aio.Condition(), []
        await notify(condition, 3)
        (task,) = waiters(aio, condition, "a", order)
        await settle(aio)
        assert order == []
        await notify(condition)
        await task

    aio_loop.run_until_complete(main())


def test_wait_returns_true_and_holds_the_lock(aio, aio_loop):
    async def main():
        condition = aio.Condition()
        async with condition:
            notifier = aio.ensure_future(notify(condition))
            assert await condition.wait() is True
            assert condition.locked()
            await notifier
        assert not condition.locked()

    aio_loop.run_until_complete(main())


def test_wait_for_asks_again_after_each_notification_and_returns_the_value(aio, aio_loop):
    async def main():
        condition, values = aio.Condition(), [0, "", None, "done"]

        async def wait():
            async with condition:
                return await condition.wait_for(lambda: values.pop(0))

        task = aio.ensure_future(wait())
        for left in (3, 2, 1):
            await settle(aio)
            assert len(values) == left
            await notify(condition)
        assert await task == "done"
        assert values == []

    aio_loop.run_until_complete(main())


def test_without_the_lock_nobody_waits_or_notifies(aio, aio_loop):
    async def main():
        condition = aio.Condition()
        with pytest.raises(RuntimeError, match="^cannot wait on un-acquired lock$"):
            await condition.wait()
        with pytest.raises(RuntimeError, match="^cannot wait on un-acquired lock$"):
            await condition.wait_for(lambda: False)
        with pytest.raises(RuntimeError, match="^cannot notify on un-acquired lock$"):
            condition.notify()
        with pytest.raises(RuntimeError, match="^cannot notify on un-acquired lock$"):
            condition.notify_all()

    aio_loop.run_until_complete(main())


def test_the_lock_may_be_one_that_is_there_already(aio, aio_loop):
    async def main():
        lock = aio.Lock()
        first, second = aio.Condition(lock), aio.Condition(lock)
        async with first:
            assert lock.locked() and second.locked()
            task = aio.ensure_future(wait_on(second, "a", []))
        await settle(aio)
        await notify(second)
        await task

    aio_loop.run_until_complete(main())


def test_a_lock_of_another_loop_is_refused(loop):
    other = legacyco.new_event_loop()
    lock = legacyco.Lock(loop=other)
    with pytest.raises(ValueError, match="^loop argument must agree with lock$"):
        legacyco.Condition(lock, loop=loop)
    assert legacyco.Condition(lock, loop=other)._loop is other
    assert legacyco.Condition(lock)._lock is lock
    other.close()


def test_a_condition_of_another_loop_keeps_the_lock_when_it_refuses_to_wait(loop):
    other = legacyco.new_event_loop()
    condition = legacyco.Condition(loop=other)

    async def main():
        async with condition:
            with pytest.raises(RuntimeError, match="is bound to a different event loop"):
                await condition.wait()
            assert condition.locked()

    loop.run_until_complete(main())
    other.close()


def test_a_lock_of_asyncio_will_do(loop):
    async def main():
        condition, order = legacyco.Condition(asyncio.Lock()), []
        tasks = waiters(legacyco, condition, "ab", order)
        await settle(legacyco)
        await notify(condition, 2)
        await legacyco.gather(*tasks)
        assert order == ["a", "b"]

    loop.run_until_complete(main())


# --- cancellation ---------------------------------------------------------------------------


def test_a_cancelled_wait_holds_the_lock_when_it_ends(aio, aio_loop):
    async def main():
        condition = aio.Condition()
        seen = []

        async def wait():
            async with condition:
                try:
                    await condition.wait()
                finally:
                    seen.append(condition.locked())

        task = aio.ensure_future(wait())
        await settle(aio)
        task.cancel()
        await cancelled(task)
        assert seen == [True]
        assert not condition.locked()
        assert not condition._waiters

    aio_loop.run_until_complete(main())


def test_a_cancelled_wait_ends_only_when_the_lock_is_free(aio, aio_loop):
    async def main():
        condition = aio.Condition()
        (task,) = waiters(aio, condition, "a", [])
        await settle(aio)
        await condition.acquire()
        task.cancel()
        await settle(aio)
        assert not task.done()
        condition.release()
        await cancelled(task)

    aio_loop.run_until_complete(main())


def test_a_notification_of_one_that_is_cancelled_is_for_the_next(aio, aio_loop):
    # gh-112202
    need(aio, "QueueShutDown")

    async def main():
        condition, order = aio.Condition(), []
        first, second = waiters(aio, condition, "ab", order)
        await settle(aio)
        await notify(condition)
        first.cancel()
        await cancelled(first)
        await aio.wait_for(second, 1)
        assert order == ["b"]

    aio_loop.run_until_complete(main())


def test_a_notification_of_one_that_is_cancelled_on_its_way_to_the_lock_is_for_the_next(
    aio, aio_loop
):
    # gh-112202
    need(aio, "QueueShutDown")

    async def main():
        condition, order = aio.Condition(), []
        first, second = waiters(aio, condition, "ab", order)
        await settle(aio)
        await condition.acquire()
        condition.notify()
        await settle(aio)
        # Notified, it stands in the line for the lock now.
        first.cancel()
        condition.release()
        await cancelled(first)
        await aio.wait_for(second, 1)
        assert order == ["b"]

    aio_loop.run_until_complete(main())


def test_a_timeout_takes_no_notification_along(aio_fake_loop, aio):
    need(aio, "QueueShutDown")

    async def main():
        condition, order = aio.Condition(), []
        hasty = aio.ensure_future(aio.wait_for(wait_on(condition, "hasty", order), 10))
        (patient,) = waiters(aio, condition, ["patient"], order)
        await settle(aio)
        await condition.acquire()
        condition.notify()
        await aio.sleep(20)
        condition.release()
        with pytest.raises(asyncio.TimeoutError):
            await hasty
        await patient
        assert order == ["patient"]

    aio_fake_loop.run_until_complete(main())


def test_a_cancellation_while_the_lock_is_taken_again_is_the_one_that_counts(aio, aio_loop):
    # gh-111693
    need(aio, "QueueShutDown")

    async def main():
        condition = aio.Condition()
        (task,) = waiters(aio, condition, "a", [])
        await settle(aio)
        await condition.acquire()
        task.cancel(msg="first")
        await settle(aio)
        task.cancel(msg="second")
        await settle(aio)
        task.cancel(msg="third")
        await settle(aio)
        assert not task.done()
        condition.release()
        with pytest.raises(asyncio.CancelledError, match="^third$"):
            await task
        assert not condition.locked()

    aio_loop.run_until_complete(main())


def test_the_cancellation_that_was_thrown_is_the_one_that_comes_out(loop):
    # gh-111693
    async def main():
        condition = legacyco.Condition()
        (task,) = waiters(legacyco, condition, "a", [])
        await settle(legacyco)
        await condition.acquire()
        task.cancel(msg="reason")
        await settle(legacyco)
        condition.release()
        with pytest.raises(legacyco.CancelledError, match="^reason$"):
            await task

    loop.run_until_complete(main())


# --- dialects -------------------------------------------------------------------------------


def plain_wait(condition, order):
    with (yield from condition):
        yield from condition.wait()
        order.append("plain")


@legacyco.coroutine
def decorated_wait(condition, order):
    with (yield from condition):
        yield from condition.wait_for(lambda: order)
        order.append("decorated")


async def native_wait(condition, order):
    async with condition:
        await condition.wait_for(lambda: len(order) == 2)
        order.append("native")


def plain_notify(condition):
    with (yield from condition):
        condition.notify_all()


decorated_notify = legacyco.coroutine(plain_notify)


async def native_notify(condition):
    with await condition:
        condition.notify_all()


@pytest.mark.parametrize("notify_all", [plain_notify, decorated_notify, native_notify])
def test_dialects_wait_for_and_notify_each_other(notify_all, loop):
    async def main():
        condition, order = legacyco.Condition(), []
        tasks = [
            legacyco.ensure_future(wait(condition, order))
            for wait in (native_wait, decorated_wait, plain_wait)
        ]
        await settle(legacyco)
        for _ in range(3):
            await legacyco.ensure_future(notify_all(condition))
            await settle(legacyco)
        await legacyco.gather(*tasks)
        return order

    assert loop.run_until_complete(main()) == ["plain", "decorated", "native"]
