"""Lock and Event: who gets it when, whatever happens to those who wait."""

import asyncio
import gc

import pytest
from eras import need

import legacyco
from legacyco import mixins


async def settle(aio, turns=4):
    for _ in range(turns):
        await aio.sleep(0)


async def take(lock, name, order):
    await lock.acquire()
    order.append(name)


async def cancelled(*tasks):
    """Return whether all the tasks end by being cancelled."""
    for task in tasks:
        try:
            await task
        except asyncio.CancelledError:
            pass
        else:
            return False
    return True


# --- Lock -----------------------------------------------------------------------------------


def test_a_lock_is_free_at_first_and_shows_its_state(aio, aio_loop):
    need(aio, "Runner")

    async def main():
        lock = aio.Lock()
        assert not lock.locked()
        assert repr(lock).endswith("[unlocked]>")
        assert await lock.acquire() is True
        assert lock.locked()
        assert repr(lock).endswith("[locked]>")
        waiting = aio.ensure_future(lock.acquire())
        await aio.sleep(0)
        assert repr(lock).endswith("[locked, waiters:1]>")
        lock.release()
        assert await waiting is True
        lock.release()
        assert not lock.locked()

    aio_loop.run_until_complete(main())


def test_releasing_a_lock_twice_is_an_error(aio, aio_loop):
    async def main():
        lock = aio.Lock()
        await lock.acquire()
        lock.release()
        with pytest.raises(RuntimeError, match=r"^Lock is not acquired\.$"):
            lock.release()
        assert not lock.locked()

    aio_loop.run_until_complete(main())


def test_a_lock_is_given_in_the_order_of_arrival(aio, aio_loop):
    async def main():
        lock, order = aio.Lock(), []
        await lock.acquire()
        tasks = [aio.ensure_future(take(lock, name, order)) for name in "abc"]
        await settle(aio)
        assert order == []
        for count in (1, 2, 3):
            lock.release()
            await settle(aio)
            assert order == list("abc")[:count]
        await aio.gather(*tasks)

    aio_loop.run_until_complete(main())


def test_nobody_overtakes_one_that_was_woken_and_has_not_run_yet(aio, aio_loop):
    async def main():
        lock, order = aio.Lock(), []
        await lock.acquire()
        first = aio.ensure_future(take(lock, "first", order))
        await aio.sleep(0)
        lock.release()
        assert not lock.locked()
        # Free, but promised: this one has to stand behind.
        mine = take(lock, "mine", order)
        second = aio.ensure_future(mine)
        await settle(aio)
        assert order == ["first"]
        lock.release()
        await aio.gather(first, second)
        assert order == ["first", "mine"]

    aio_loop.run_until_complete(main())


def test_a_holder_that_comes_back_at_once_stands_behind_those_who_wait(aio, aio_loop):
    async def again_and_again(lock, name, order):
        for _ in range(3):
            async with lock:
                order.append(name)
                await aio.sleep(0)

    async def main():
        lock, order = aio.Lock(), []
        # gather() itself starts them in any order on 3.6.
        tasks = [aio.ensure_future(again_and_again(lock, name, order)) for name in "abc"]
        await aio.gather(*tasks)
        assert "".join(order) == "abcabcabc"

    aio_loop.run_until_complete(main())


def test_a_waiter_that_is_cancelled_takes_no_turn(aio, aio_loop):
    async def main():
        lock, order = aio.Lock(), []
        await lock.acquire()
        tasks = [aio.ensure_future(take(lock, name, order)) for name in "abc"]
        await aio.sleep(0)
        tasks[0].cancel()
        assert await cancelled(tasks[0])
        assert order == []
        lock.release()
        await tasks[1]
        lock.release()
        await tasks[2]
        assert order == ["b", "c"]

    aio_loop.run_until_complete(main())


def test_a_lock_is_not_lost_by_one_that_is_cancelled_after_it_was_woken(aio, aio_loop):
    # bpo-27585, bpo-32734
    async def main():
        lock, order = aio.Lock(), []
        await lock.acquire()
        first, second = [aio.ensure_future(take(lock, name, order)) for name in "ab"]
        await aio.sleep(0)
        lock.release()
        first.cancel()
        await aio.wait_for(second, 1)
        assert await cancelled(first)
        assert order == ["b"]
        assert lock.locked()
        lock.release()
        assert not lock.locked()

    aio_loop.run_until_complete(main())


def test_a_lock_is_free_when_all_that_were_woken_are_cancelled(aio, aio_loop):
    async def main():
        lock = aio.Lock()
        await lock.acquire()
        tasks = [aio.ensure_future(lock.acquire()) for _ in range(3)]
        await aio.sleep(0)
        lock.release()
        for task in tasks:
            task.cancel()
        assert await cancelled(*tasks)
        assert not lock.locked()
        assert not lock._waiters
        await aio.wait_for(lock.acquire(), 1)

    aio_loop.run_until_complete(main())


def test_a_lock_whose_waiters_are_all_cancelled_but_have_not_run_is_taken_at_once(aio, aio_loop):
    async def main():
        lock = aio.Lock()
        await lock.acquire()
        waiting = aio.ensure_future(lock.acquire())
        await aio.sleep(0)
        waiting.cancel()
        lock.release()
        # The one that waits is still in the line, and must neither block nor be woken.
        with pytest.raises(StopIteration):
            lock.acquire().send(None)
        assert await cancelled(waiting)
        assert lock.locked()

    aio_loop.run_until_complete(main())


def test_a_lock_is_released_by_the_end_of_the_block_in_which_the_holder_is_cancelled(aio, aio_loop):
    async def hold(lock):
        async with lock:
            await aio.get_event_loop().create_future()

    async def main():
        lock = aio.Lock()
        holder = aio.ensure_future(hold(lock))
        waiting = aio.ensure_future(lock.acquire())
        await settle(aio)
        holder.cancel()
        assert await cancelled(holder)
        assert await aio.wait_for(waiting, 1) is True

    aio_loop.run_until_complete(main())


def test_wait_for_gives_up_a_lock_without_harm(aio_fake_loop, aio):
    need(aio, "Runner")

    async def main():
        lock = aio.Lock()
        await lock.acquire()
        with pytest.raises(asyncio.TimeoutError):
            await aio.wait_for(lock.acquire(), 10)
        assert not lock._waiters
        lock.release()
        assert await aio.wait_for(lock.acquire(), 10) is True

    aio_fake_loop.run_until_complete(main())


def test_the_message_of_a_cancellation_reaches_the_one_that_waits(aio, aio_loop):
    need(aio, "Runner")

    async def main():
        lock = aio.Lock()
        await lock.acquire()
        waiting = aio.ensure_future(lock.acquire())
        await aio.sleep(0)
        waiting.cancel("enough")
        with pytest.raises(asyncio.CancelledError, match="^enough$"):
            await waiting

    aio_loop.run_until_complete(main())


class OldLock(legacyco.Lock):
    """A lock as published packages derive them, with what was in a Lock of Python 3.6."""

    @legacyco.coroutine
    def acquire(self):
        if not self._locked and all(waiter.cancelled() for waiter in self._waiters):
            self._locked = True
            return True
        waiter = self._loop.create_future()
        self._waiters.append(waiter)
        try:
            yield from waiter
            self._locked = True
            return True
        finally:
            self._waiters.remove(waiter)


def test_a_derived_lock_finds_the_waiters_of_old(loop):
    async def main():
        lock, order = OldLock(), []
        async with lock:
            tasks = [loop.create_task(take(lock, name, order)) for name in "ab"]
            await settle(legacyco)
            assert len(lock._waiters) == 2
        await tasks[0]
        lock.release()
        await tasks[1]
        assert order == ["a", "b"]

    loop.run_until_complete(main())


def test_acquiring_and_releasing_leaves_no_garbage(loop):
    async def main():
        lock = legacyco.Lock()
        await lock.acquire()
        waiting = legacyco.ensure_future(lock.acquire())
        await legacyco.sleep(0)
        waiting.cancel()
        assert await cancelled(waiting)
        lock.release()

    loop.run_until_complete(main())
    gc.collect()
    gc.disable()
    try:
        loop.run_until_complete(main())
        garbage = gc.collect()
    finally:
        gc.enable()
    # PyPy's collector does not count.
    assert not garbage


# --- Event ----------------------------------------------------------------------------------


def test_an_event_wakes_all_who_wait_and_lets_pass_who_comes_later(aio, aio_loop):
    need(aio, "Runner")

    async def main():
        event = aio.Event()
        assert not event.is_set()
        tasks = [aio.ensure_future(event.wait()) for _ in range(3)]
        await aio.sleep(0)
        assert repr(event).endswith("[unset, waiters:3]>")
        event.set()
        assert event.is_set()
        assert await aio.gather(*tasks) == [True] * 3
        assert await event.wait() is True
        assert repr(event).endswith("[set]>")
        event.clear()
        assert not event.is_set()

    aio_loop.run_until_complete(main())


def test_an_event_that_is_cleared_at_once_has_still_woken_those_who_waited(aio, aio_loop):
    async def main():
        event = aio.Event()
        waiting = aio.ensure_future(event.wait())
        await aio.sleep(0)
        event.set()
        event.clear()
        assert await aio.wait_for(waiting, 1) is True
        late = aio.ensure_future(event.wait())
        await settle(aio)
        assert not late.done()
        event.set()
        await late

    aio_loop.run_until_complete(main())


def test_setting_an_event_skips_the_ones_that_were_cancelled(aio, aio_loop):
    async def main():
        event = aio.Event()
        first, second = [aio.ensure_future(event.wait()) for _ in range(2)]
        await aio.sleep(0)
        first.cancel()
        event.set()
        assert await second is True
        assert await cancelled(first)
        assert not event._waiters

    aio_loop.run_until_complete(main())


# --- loops ----------------------------------------------------------------------------------


@pytest.fixture
def other_loop(aio):
    loop = aio.new_event_loop()
    yield loop
    loop.close()


WAITS = {
    "Lock": lambda lock: lock.acquire(),
    "Event": lambda event: event.wait(),
    "Semaphore": lambda semaphore: semaphore.acquire(),
    "Queue": lambda queue: queue.get(),
}


def make_contended(aio, name):
    arguments = {"Semaphore": (0,)}.get(name, ())
    made = getattr(aio, name)(*arguments)
    if name == "Lock":
        made._locked = True
    return made


@pytest.mark.parametrize("name", sorted(WAITS))
def test_the_first_loop_to_wait_in_is_the_one_it_belongs_to(name, aio, aio_loop, other_loop):
    need(aio, "Runner")
    made = make_contended(aio, name)

    async def main():
        waiting = aio.ensure_future(WAITS[name](made))
        await aio.sleep(0)
        waiting.cancel()
        assert await cancelled(waiting)

    async def elsewhere():
        await WAITS[name](made)

    aio_loop.run_until_complete(main())
    assert made._loop is aio_loop
    with pytest.raises(RuntimeError, match=r"^<.*%s.*> is bound to a different event loop$" % name):
        other_loop.run_until_complete(elsewhere())


def test_a_lock_that_never_has_to_wait_serves_several_loops(aio, aio_loop, other_loop):
    need(aio, "Runner")
    lock = aio.Lock()

    async def hold():
        async with lock:
            assert lock.locked()

    aio_loop.run_until_complete(hold())
    other_loop.run_until_complete(hold())
    assert not lock.locked()


MAKERS = {
    "Lock": legacyco.Lock,
    "Event": legacyco.Event,
    "Condition": legacyco.Condition,
    "Semaphore": legacyco.Semaphore,
    "BoundedSemaphore": legacyco.BoundedSemaphore,
    "Barrier": lambda **kwargs: legacyco.Barrier(2, **kwargs),
    "Queue": legacyco.Queue,
    "PriorityQueue": legacyco.PriorityQueue,
    "LifoQueue": legacyco.LifoQueue,
    "JoinableQueue": legacyco.JoinableQueue,
}


@pytest.mark.parametrize("make", list(MAKERS.values()), ids=list(MAKERS))
def test_loop_is_accepted_and_kept_and_none_is_the_current_one(make, loop):
    other = legacyco.new_event_loop()
    assert make(loop=other)._loop is other
    assert make(loop=None)._loop is loop
    assert make()._loop is loop
    other.close()


def test_a_lock_of_one_loop_cannot_wait_in_another(loop):
    other = legacyco.new_event_loop()
    lock = legacyco.Lock(loop=other)

    async def main():
        async with lock:
            await lock.acquire()

    with pytest.raises(RuntimeError, match="is bound to a different event loop"):
        loop.run_until_complete(main())
    assert not lock.locked()
    assert not lock._waiters
    other.close()


def test_the_loop_of_a_lock_can_be_changed_as_long_as_nobody_waits(loop):
    lock = legacyco.Lock(loop=loop)
    other = legacyco.new_event_loop()
    lock._loop = other

    async def main():
        await lock.acquire()
        waiting = legacyco.ensure_future(lock.acquire())
        await legacyco.sleep(0)
        lock.release()
        return await waiting

    assert other.run_until_complete(main()) is True
    other.close()


def test_a_lock_that_another_thread_binds_in_this_very_moment_is_bound_to_its_loop(
    loop, monkeypatch
):
    lock = legacyco.Lock()
    lock._locked = True
    other = legacyco.new_event_loop()

    class OtherThreadIsFaster:
        def __enter__(self):
            lock._bound_loop = other

        def __exit__(self, *args):
            pass

    monkeypatch.setattr(mixins, "_global_lock", OtherThreadIsFaster())
    with pytest.raises(RuntimeError, match="is bound to a different event loop"):
        loop.run_until_complete(lock.acquire())
    assert lock._loop is other
    other.close()


def test_waiting_outside_of_a_loop_goes_on_by_hand_in_that_of_the_thread(loop):
    lock = legacyco.Lock()
    lock._locked = True
    waiting = lock.acquire()
    waiter = next(waiting)
    assert waiter.get_loop() is loop
    lock.release()
    with pytest.raises(StopIteration) as caught:
        next(waiting)
    assert caught.value.value is True


def test_locks_work_for_tasks_of_asyncio_on_a_loop_of_asyncio():
    async def main():
        lock, order = legacyco.Lock(), []
        await lock.acquire()
        theirs = asyncio.ensure_future(take(lock, "theirs", order))
        ours = legacyco.create_task(take(lock, "ours", order))
        gone = asyncio.ensure_future(take(lock, "gone", order))
        await asyncio.sleep(0)
        gone.cancel()
        lock.release()
        await theirs
        lock.release()
        await ours
        assert await cancelled(gone)
        return order

    loop = asyncio.new_event_loop()
    try:
        assert loop.run_until_complete(main()) == ["theirs", "ours"]
    finally:
        loop.close()


def test_a_lock_of_asyncio_serves_our_tasks(loop):
    async def main():
        lock, order = asyncio.Lock(), []
        await lock.acquire()
        tasks = [legacyco.ensure_future(take(lock, name, order)) for name in "abc"]
        await legacyco.sleep(0)
        tasks[0].cancel()
        for task in tasks[1:]:
            lock.release()
            await task
        assert await cancelled(tasks[0])
        return order

    assert loop.run_until_complete(main()) == ["b", "c"]
