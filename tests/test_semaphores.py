"""Semaphore and BoundedSemaphore: the count is right and the line is kept, whoever is cancelled."""

import asyncio

import pytest
from eras import need

import legacyco


async def settle(aio, turns=6):
    for _ in range(turns):
        await aio.sleep(0)


async def take(semaphore, name, order):
    await semaphore.acquire()
    order.append(name)


def takers(aio, semaphore, names, order):
    return [aio.ensure_future(take(semaphore, name, order)) for name in names]


async def cancelled(*tasks):
    for task in tasks:
        with pytest.raises(asyncio.CancelledError):
            await task


KINDS = ["Semaphore", "BoundedSemaphore"]


@pytest.mark.parametrize("kind", KINDS)
def test_as_many_as_the_value_may_hold_it(kind, aio, aio_loop):
    async def main():
        semaphore, order = getattr(aio, kind)(2), []
        tasks = takers(aio, semaphore, "abcd", order)
        await settle(aio)
        assert order == ["a", "b"]
        assert semaphore.locked()
        semaphore.release()
        await settle(aio)
        assert order == ["a", "b", "c"]
        semaphore.release()
        await aio.gather(*tasks)
        semaphore.release()
        semaphore.release()
        assert not semaphore.locked()
        assert await semaphore.acquire() is True

    aio_loop.run_until_complete(main())


@pytest.mark.parametrize("kind", KINDS)
def test_a_negative_value_is_refused(kind, aio, aio_loop):
    with pytest.raises(ValueError, match="^Semaphore initial value must be >= 0$"):
        getattr(aio, kind)(-1)


def test_the_default_is_one(aio, aio_loop):
    async def main():
        semaphore = aio.Semaphore()
        async with semaphore:
            assert semaphore.locked()
        assert not semaphore.locked()

    aio_loop.run_until_complete(main())


def test_a_semaphore_shows_its_state(aio, aio_loop):
    need(aio, "Runner")

    async def main():
        semaphore = aio.Semaphore(1)
        assert repr(semaphore).endswith("[unlocked, value:1]>")
        await semaphore.acquire()
        assert repr(semaphore).endswith("[locked]>")
        tasks = takers(aio, semaphore, "ab", [])
        await settle(aio)
        assert repr(semaphore).endswith("[locked, waiters:2]>")
        semaphore.release()
        semaphore.release()
        await aio.gather(*tasks)

    aio_loop.run_until_complete(main())


def test_a_semaphore_may_be_released_more_often_than_it_was_acquired(aio, aio_loop):
    async def main():
        semaphore = aio.Semaphore(0)
        semaphore.release()
        semaphore.release()
        await semaphore.acquire()
        await semaphore.acquire()
        assert semaphore.locked()

    aio_loop.run_until_complete(main())


def test_a_bounded_semaphore_may_not(aio, aio_loop):
    async def main():
        semaphore = aio.BoundedSemaphore(2)
        await semaphore.acquire()
        semaphore.release()
        with pytest.raises(ValueError, match="^BoundedSemaphore released too many times$"):
            semaphore.release()
        await semaphore.acquire()
        await semaphore.acquire()
        assert semaphore.locked()

    aio_loop.run_until_complete(main())


def test_nobody_overtakes_one_that_was_woken_and_has_not_run_yet(aio, aio_loop):
    need(aio, "QueueShutDown")

    async def main():
        semaphore, order = aio.Semaphore(0), []
        first = takers(aio, semaphore, "a", order)
        await settle(aio)
        semaphore.release()
        assert semaphore.locked()
        second = takers(aio, semaphore, "b", order)
        await settle(aio)
        assert order == ["a"]
        semaphore.release()
        await aio.gather(*(first + second))
        assert order == ["a", "b"]

    aio_loop.run_until_complete(main())


def test_nobody_overtakes_even_if_there_is_room_for_both(aio, aio_loop):
    need(aio, "QueueShutDown")

    async def main():
        semaphore, order = aio.Semaphore(0), []
        first = takers(aio, semaphore, "a", order)
        await settle(aio)
        semaphore.release()
        semaphore.release()
        assert semaphore.locked()
        await take(semaphore, "b", order)
        await aio.gather(*first)
        assert order == ["a", "b"]

    aio_loop.run_until_complete(main())


def test_one_that_comes_back_at_once_stands_behind_those_who_wait(aio, aio_loop):
    # gh-90155, bpo-45997
    need(aio, "QueueShutDown")

    async def again_and_again(semaphore, name, order):
        for _ in range(3):
            async with semaphore:
                order.append(name)
                await aio.sleep(0)

    async def main():
        semaphore, order = aio.Semaphore(1), []
        tasks = [aio.ensure_future(again_and_again(semaphore, name, order)) for name in "abc"]
        await aio.gather(*tasks)
        assert "".join(order) == "abcabcabc"

    aio_loop.run_until_complete(main())


def test_the_order_of_arrival_holds_when_several_are_released_at_once(aio, aio_loop):
    need(aio, "QueueShutDown")

    async def main():
        semaphore, order = aio.Semaphore(0), []
        tasks = takers(aio, semaphore, "abcdef", order)
        await settle(aio)
        for _ in range(3):
            semaphore.release()
        late = takers(aio, semaphore, "g", order)
        await settle(aio)
        assert order == ["a", "b", "c"]
        for _ in range(4):
            semaphore.release()
        await aio.gather(*(tasks + late))
        assert "".join(order) == "abcdefg"

    aio_loop.run_until_complete(main())


def test_a_release_that_meets_a_cancelled_one_is_for_the_next(aio, aio_loop):
    async def main():
        semaphore, order = aio.Semaphore(0), []
        first, second = takers(aio, semaphore, "ab", order)
        await settle(aio)
        first.cancel()
        semaphore.release()
        await aio.wait_for(second, 1)
        await cancelled(first)
        assert order == ["b"]
        assert semaphore.locked()

    aio_loop.run_until_complete(main())


def test_one_that_is_cancelled_after_it_was_woken_gives_its_turn_away(aio, aio_loop):
    # gh-90155
    need(aio, "QueueShutDown")

    async def main():
        semaphore, order = aio.Semaphore(0), []
        first, second = takers(aio, semaphore, "ab", order)
        await settle(aio)
        semaphore.release()
        first.cancel()
        await cancelled(first)
        await aio.wait_for(second, 1)
        assert order == ["b"]
        assert semaphore.locked()
        semaphore.release()
        assert not semaphore.locked()

    aio_loop.run_until_complete(main())


def test_the_count_is_right_when_all_that_were_woken_are_cancelled(aio, aio_loop):
    need(aio, "QueueShutDown")

    async def main():
        semaphore = aio.Semaphore(0)
        tasks = takers(aio, semaphore, "abc", [])
        await settle(aio)
        semaphore.release()
        semaphore.release()
        for task in tasks:
            task.cancel()
        await cancelled(*tasks)
        assert not semaphore.locked()
        await semaphore.acquire()
        await semaphore.acquire()
        assert semaphore.locked()
        assert not semaphore._waiters

    aio_loop.run_until_complete(main())


def test_those_behind_a_cancelled_one_are_woken_while_there_is_room(aio, aio_loop):
    # gh-90155: the one in front was all that kept them waiting.
    need(aio, "QueueShutDown")

    async def main():
        semaphore, order = aio.Semaphore(1), []
        (first,) = takers(aio, semaphore, "a", order)
        second, third = takers(aio, semaphore, "bc", order)
        await settle(aio)
        second.cancel()
        semaphore.release()
        semaphore.release()
        await aio.wait_for(third, 1)
        await cancelled(second)
        assert order == ["a", "c"]
        assert not semaphore.locked()

    aio_loop.run_until_complete(main())


def test_a_timeout_leaves_no_trace(aio_fake_loop, aio):
    need(aio, "QueueShutDown")

    async def main():
        semaphore = aio.Semaphore(1)
        async with semaphore:
            with pytest.raises(asyncio.TimeoutError):
                await aio.wait_for(semaphore.acquire(), 10)
            assert semaphore.locked()
        assert not semaphore.locked()
        assert await aio.wait_for(semaphore.acquire(), 10) is True

    aio_fake_loop.run_until_complete(main())


def test_under_storms_of_cancellation_nobody_is_forgotten_and_the_count_comes_out_right(loop):
    async def hold(semaphore, held, number):
        async with semaphore:
            held.append(number)
            assert len(held) <= 3
            for _ in range(number % 3):
                await legacyco.sleep(0)
            held.remove(number)

    async def main():
        semaphore, held = legacyco.BoundedSemaphore(3), []
        tasks = [legacyco.create_task(hold(semaphore, held, n)) for n in range(60)]
        for turn in range(20):
            await legacyco.sleep(0)
            tasks[turn * 3 % 60].cancel()
            tasks[turn * 7 % 60].cancel()
        outcomes = await legacyco.wait_for(legacyco.gather(*tasks, return_exceptions=True), 5)
        assert any(outcome is None for outcome in outcomes)
        assert any(isinstance(outcome, legacyco.CancelledError) for outcome in outcomes)
        assert semaphore._value == 3
        assert not semaphore._waiters

    loop.run_until_complete(main())


@pytest.mark.parametrize("kind", KINDS)
def test_old_and_new_take_turns(kind, loop):
    order = []

    @legacyco.coroutine
    def decorated(semaphore):
        with (yield from semaphore):
            order.append("decorated")
            yield from legacyco.sleep(0)

    def plain(semaphore):
        yield from semaphore.acquire()
        order.append("plain")
        yield from legacyco.sleep(0)
        semaphore.release()

    async def native(semaphore):
        async with semaphore:
            order.append("native")
            await legacyco.sleep(0)

    async def main():
        semaphore = getattr(legacyco, kind)(1)
        ways = (decorated, native, plain, native, decorated)
        await legacyco.wait([way(semaphore) for way in ways])
        assert not semaphore.locked()

    loop.run_until_complete(main())
    assert order == ["decorated", "native", "plain", "native", "decorated"]
