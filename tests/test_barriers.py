"""Barrier: tasks pass together, or none does."""

import asyncio

import pytest
from eras import need

import legacyco


@pytest.fixture(autouse=True)
def barriers_only(request):
    if "aio" in request.fixturenames:
        need(request.getfixturevalue("aio"), "Barrier")


async def settle(aio, turns=8):
    for _ in range(turns):
        await aio.sleep(0)


def passers(aio, barrier, count):
    return [aio.ensure_future(barrier.wait()) for _ in range(count)]


async def broken(aio, task, text):
    with pytest.raises(legacyco.BrokenBarrierError, match="^%s$" % text):
        await task


@pytest.mark.parametrize("parties", [0, -4])
def test_a_barrier_needs_somebody(parties):
    with pytest.raises(ValueError, match="^parties must be >= 1$"):
        legacyco.Barrier(parties)


def test_a_barrier_opens_when_all_are_there_and_gives_each_a_number(aio, aio_loop):
    async def main():
        barrier = aio.Barrier(3)
        assert (barrier.parties, barrier.n_waiting, barrier.broken) == (3, 0, False)
        assert repr(barrier).endswith("[filling, waiters:0/3]>")
        tasks = passers(aio, barrier, 2)
        await settle(aio)
        assert barrier.n_waiting == 2
        assert repr(barrier).endswith("[filling, waiters:2/3]>")
        assert not any(task.done() for task in tasks)
        assert await barrier.wait() == 2
        assert await aio.gather(*tasks) == [0, 1]
        assert barrier.n_waiting == 0

    aio_loop.run_until_complete(main())


def test_a_barrier_for_one_is_always_open(aio, aio_loop):
    async def main():
        barrier = aio.Barrier(1)
        assert await barrier.wait() == 0
        async with barrier as number:
            assert number == 0

    aio_loop.run_until_complete(main())


def test_a_block_begins_when_all_are_there(aio, aio_loop):
    async def work(barrier, steps, name):
        steps.append("%s comes" % name)
        async with barrier as number:
            assert number in (0, 1)
            steps.append("%s works" % name)

    async def main():
        barrier, steps = aio.Barrier(2), []
        first = aio.ensure_future(work(barrier, steps, "a"))
        await settle(aio)
        assert steps == ["a comes"]
        await work(barrier, steps, "b")
        await first
        assert sorted(steps[2:]) == ["a works", "b works"]

    aio_loop.run_until_complete(main())


def test_who_comes_while_the_others_leave_waits_for_the_next_round(aio, aio_loop):
    async def main():
        barrier = aio.Barrier(2)
        tasks = passers(aio, barrier, 5)
        await settle(aio, 20)
        assert sum(task.done() for task in tasks) == 4
        assert barrier.n_waiting == 1
        await barrier.wait()
        assert sorted(await aio.gather(*tasks)) == [0, 0, 0, 1, 1]

    aio_loop.run_until_complete(main())


def test_reset_breaks_this_round_and_the_next_one_works(aio, aio_loop):
    async def main():
        barrier = aio.Barrier(2)
        (task,) = passers(aio, barrier, 1)
        await settle(aio)
        await barrier.reset()
        await broken(aio, task, "Abort or reset of barrier")
        assert not barrier.broken
        assert await aio.wait_for(aio.gather(*passers(aio, barrier, 2)), 1) == [0, 1]

    aio_loop.run_until_complete(main())


def test_a_barrier_that_is_reset_with_nobody_in_it_is_as_before(aio, aio_loop):
    async def main():
        barrier = aio.Barrier(2)
        await barrier.reset()
        assert await aio.gather(*passers(aio, barrier, 2)) == [0, 1]

    aio_loop.run_until_complete(main())


def test_abort_breaks_the_barrier_until_it_is_reset(aio, aio_loop):
    async def main():
        barrier = aio.Barrier(2)
        (task,) = passers(aio, barrier, 1)
        await settle(aio)
        await barrier.abort()
        assert barrier.broken
        assert repr(barrier).endswith("[broken]>")
        await broken(aio, task, "Abort or reset of barrier")
        await broken(aio, barrier.wait(), "Barrier aborted")
        with pytest.raises(legacyco.BrokenBarrierError, match="^Barrier aborted$"):
            async with barrier:
                pytest.fail("entered")
        await barrier.reset()
        assert not barrier.broken
        assert await aio.gather(*passers(aio, barrier, 2)) == [0, 1]

    aio_loop.run_until_complete(main())


def test_one_that_is_cancelled_makes_room_for_another(aio, aio_loop):
    async def main():
        barrier = aio.Barrier(2)
        (gone,) = passers(aio, barrier, 1)
        await settle(aio)
        gone.cancel()
        with pytest.raises(asyncio.CancelledError):
            await gone
        assert barrier.n_waiting == 0
        (stays,) = passers(aio, barrier, 1)
        await settle(aio)
        assert not stays.done()
        await barrier.wait()
        await stays

    aio_loop.run_until_complete(main())


def test_one_that_is_cancelled_while_it_waits_for_the_next_round_is_not_counted(aio, aio_loop):
    async def main():
        barrier = aio.Barrier(2)
        first, second, third = passers(aio, barrier, 3)
        await aio.sleep(0)
        third.cancel()
        assert sorted(await aio.gather(first, second)) == [0, 1]
        with pytest.raises(asyncio.CancelledError):
            await third
        assert barrier.n_waiting == 0
        assert await aio.gather(*passers(aio, barrier, 2)) == [0, 1]

    aio_loop.run_until_complete(main())


def test_a_timeout_leaves_the_barrier_usable(aio_fake_loop, aio):
    async def main():
        barrier = aio.Barrier(2)
        with pytest.raises(asyncio.TimeoutError):
            await aio.wait_for(barrier.wait(), 10)
        assert barrier.n_waiting == 0
        assert await aio.gather(*passers(aio, barrier, 2)) == [0, 1]

    aio_fake_loop.run_until_complete(main())


def test_old_and_new_meet_at_a_barrier(loop):
    async def native(barrier):
        return await barrier.wait()

    @legacyco.coroutine
    def decorated(barrier):
        return (yield from barrier.wait())

    def plain(barrier):
        return (yield from barrier.wait())

    async def block(barrier):
        async with barrier as number:
            return number

    @legacyco.coroutine
    def repair(barrier):
        yield from barrier.abort()
        assert barrier.broken
        yield from barrier.reset()

    async def main():
        barrier = legacyco.Barrier(4)
        await repair(barrier)
        tasks = [way(barrier) for way in (native, decorated, plain, block)]
        tasks = [legacyco.ensure_future(task) for task in tasks]
        return await legacyco.wait_for(legacyco.gather(*tasks), 1)

    assert loop.run_until_complete(main()) == [0, 1, 2, 3]
