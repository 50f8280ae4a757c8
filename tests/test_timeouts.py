"""timeout(), timeout_at() and Timeout, alike on legacyco, on asyncio, and across."""

import asyncio_facts
import pytest
from eras import WORLDS, need, open_world

import legacyco
from legacyco import ExceptionGroup


@pytest.fixture(params=WORLDS)
def world(request):
    yield from open_world(request.param, "timeout")


def test_overdue_work_is_cancelled_and_times_out(world):
    world.need_library_that(asyncio_facts.timeouts_tell_their_cause)
    events = []

    async def main():
        with pytest.raises(legacyco.TimeoutError) as caught:
            async with world.library.timeout(10) as deadline:
                try:
                    await legacyco.sleep(3600)
                except legacyco.CancelledError:
                    events.append(world.loop.time())
                    raise
        assert deadline.expired()
        assert deadline.when() == 10
        # It is over: the next wait is not cancelled.
        await legacyco.sleep(1)
        return caught.value.__cause__

    assert isinstance(world.run(main()), legacyco.CancelledError)
    assert events == [10]


def test_work_in_time_is_left_alone(world):
    async def main():
        async with world.library.timeout(10) as deadline:
            await legacyco.sleep(9)
        await legacyco.sleep(9)
        return deadline.expired(), world.loop.time()

    assert world.run(main()) == (False, 18)


def test_timeout_at_takes_a_time_of_the_loops_clock(world):
    async def main():
        await legacyco.sleep(5)
        async with world.library.timeout_at(7) as deadline:
            assert deadline.when() == 7
            await legacyco.sleep(3600)

    with pytest.raises(legacyco.TimeoutError):
        world.run(main())
    assert world.loop.time() == 7


@pytest.mark.parametrize("make", ["timeout", "timeout_at"])
def test_none_is_no_deadline(world, make):
    async def main():
        async with getattr(world.library, make)(None) as deadline:
            await legacyco.sleep(3600)
        return deadline.when(), deadline.expired()

    assert world.run(main()) == (None, False)


@pytest.mark.parametrize("delay", [0, -1])
def test_a_deadline_that_has_passed_ends_the_first_wait(world, delay):
    events = []

    async def main():
        async with world.library.timeout(delay):
            events.append("entered")
            await legacyco.sleep(3600)

    with pytest.raises(legacyco.TimeoutError):
        world.run(main())
    assert events == ["entered"]
    assert world.loop.time() == 0


def test_a_block_that_never_waits_is_not_cancelled(world):
    async def main():
        async with world.library.timeout(0) as deadline:
            pass
        await legacyco.sleep(1)
        return deadline.expired()

    assert world.run(main()) is False


def test_the_innermost_overdue_block_times_out(world):
    async def main():
        async with world.library.timeout(20) as outer:
            with pytest.raises(legacyco.TimeoutError):
                async with world.library.timeout(10) as inner:
                    await legacyco.sleep(3600)
        return outer.expired(), inner.expired()

    assert world.run(main()) == (False, True)


def test_the_outer_block_may_be_the_overdue_one(world):
    async def main():
        with pytest.raises(legacyco.TimeoutError):
            async with world.library.timeout(10) as outer:
                async with world.library.timeout(20) as inner:
                    await legacyco.sleep(3600)
        return outer.expired(), inner.expired()

    assert world.run(main()) == (True, False)


def test_a_foreign_cancellation_stays_one(world):
    async def main():
        async with world.library.timeout(10):
            await legacyco.sleep(3600)

    task = world.loop.create_task(main())
    world.loop.call_at(5, task.cancel)
    with pytest.raises(legacyco.CancelledError):
        world.run(task)


def test_a_foreign_cancellation_at_the_deadline_wins(world):
    world.need_tasks_that(asyncio_facts.tasks_count_cancellations)

    async def main():
        async with world.library.timeout(10):
            await legacyco.sleep(3600)

    task = world.loop.create_task(main())
    world.run(legacyco.sleep(1))
    world.loop.call_at(10, task.cancel)
    with pytest.raises(legacyco.CancelledError):
        world.run(task)


def test_a_foreign_cancellation_that_the_deadline_finds_on_its_way_is_not_taken_for_it(world):
    deadlines = []

    async def main():
        async with world.library.timeout(10) as deadline:
            deadlines.append(deadline)
            await world.loop.create_future()

    def cancel_and_expire():
        # The deadline comes after the cancellation, and before the task feels it.
        deadlines[0].reschedule(world.loop.time())
        task.cancel()

    task = world.start(main)
    world.loop.call_soon(cancel_and_expire)
    world.run(legacyco.wait([task]))
    assert task.cancelled()


def test_a_task_that_was_cancelled_before_can_still_time_out(world):
    world.need_library_that(asyncio_facts.timeouts_tell_older_cancellations_from_theirs)

    async def main():
        world.library.current_task().cancel()
        with pytest.raises(legacyco.CancelledError):
            await legacyco.sleep(0)
        async with world.library.timeout(10):
            await legacyco.sleep(3600)

    with pytest.raises(legacyco.TimeoutError):
        world.run(main())


def test_a_cancellation_that_the_block_swallows_still_counts_as_expired(world):
    async def main():
        async with world.library.timeout(10) as deadline:
            try:
                await legacyco.sleep(3600)
            except legacyco.CancelledError:
                pass
        return deadline.expired()

    assert world.run(main()) is True


def test_another_error_at_the_deadline_has_the_timeout_in_its_context(world):
    world.need_library_that(asyncio_facts.timeouts_are_the_context_of_other_errors)

    async def main():
        async with world.library.timeout(10):
            try:
                await legacyco.sleep(3600)
            finally:
                raise ValueError("while cleaning up")

    with pytest.raises(ValueError, match="while cleaning up") as caught:
        world.run(main())
    timed_out = caught.value.__context__
    assert isinstance(timed_out, legacyco.TimeoutError)
    assert isinstance(timed_out.__cause__, legacyco.CancelledError)


def test_errors_of_a_group_at_the_deadline_have_the_timeout_in_their_contexts(world):
    world.need_library_that(asyncio_facts.timeouts_are_the_context_of_other_errors)

    async def main():
        async with world.library.timeout(10):
            try:
                await legacyco.sleep(3600)
            finally:
                try:
                    raise ValueError("within")
                except ValueError as error:
                    raise ExceptionGroup("all of them", [error])  # noqa: B904

    with pytest.raises(ExceptionGroup) as caught:
        world.run(main())
    (error,) = caught.value.exceptions
    assert isinstance(error.__context__, legacyco.TimeoutError)


def test_errors_that_merely_have_exceptions_are_not_taken_for_groups(fake_loop):
    class Unusual(Exception):
        def exceptions(self):
            raise AssertionError("nobody's business")

    async def main():
        async with legacyco.timeout(10):
            try:
                await legacyco.sleep(3600)
            finally:
                raise Unusual

    with pytest.raises(Unusual):
        fake_loop.run_until_complete(main())


# --- reschedule() ---------------------------------------------------------------------------


@pytest.mark.parametrize("when, ended", [(20, 20), (5, 5), (1, 2), (None, 3602)])
def test_reschedule_moves_the_deadline(world, when, ended):
    async def main():
        async with world.library.timeout(10) as deadline:
            await legacyco.sleep(2)
            deadline.reschedule(when)
            assert deadline.when() == when
            await legacyco.sleep(3600)

    if when is None:
        world.run(main())
    else:
        with pytest.raises(legacyco.TimeoutError):
            world.run(main())
    assert world.loop.time() == ended


def test_reschedule_gives_a_deadline_to_one_that_had_none(world):
    async def main():
        async with world.library.timeout(None) as deadline:
            deadline.reschedule(3)
            await legacyco.sleep(3600)

    with pytest.raises(legacyco.TimeoutError):
        world.run(main())
    assert world.loop.time() == 3


def test_reschedule_is_for_the_time_of_the_block(world):
    world.need_library_that(asyncio_facts.timeouts_say_that_they_were_not_entered)

    async def main():
        deadline = world.library.timeout(10)
        with pytest.raises(RuntimeError, match="Timeout has not been entered"):
            deadline.reschedule(20)
        async with deadline:
            pass
        with pytest.raises(RuntimeError, match="Cannot change state of finished Timeout"):
            deadline.reschedule(20)
        with pytest.raises(legacyco.TimeoutError):
            async with world.library.timeout(0) as deadline:
                try:
                    await legacyco.sleep(1)
                finally:
                    with pytest.raises(
                        RuntimeError, match="Cannot change state of expiring Timeout"
                    ):
                        deadline.reschedule(20)
        with pytest.raises(RuntimeError, match="Cannot change state of expired Timeout"):
            deadline.reschedule(20)

    world.run(main())


# --- misuse and looks -----------------------------------------------------------------------


def test_a_timeout_cannot_be_entered_twice(world):
    world.need_library_that(asyncio_facts.timeouts_are_entered_once)

    async def main():
        deadline = world.library.timeout(10)
        async with deadline:
            pass
        async with deadline:
            pass

    with pytest.raises(RuntimeError, match="Timeout has already been entered"):
        world.run(main())


def test_a_timeout_needs_a_task(world):
    deadline = world.library.timeout_at(10)
    errors = []

    def enter():
        try:
            deadline.__aenter__().send(None)
        except RuntimeError as error:
            errors.append(str(error))
        finally:
            world.loop.stop()

    world.loop.call_soon(enter)
    world.loop.run_forever()
    assert errors == ["Timeout should be used inside a task"]


def test_timeout_needs_a_running_loop(aio):
    need(aio, "timeout")
    with pytest.raises(RuntimeError, match="no running event loop"):
        aio.timeout(10)


def test_a_timeout_shows_its_state(world):
    async def main():
        deadline = world.library.timeout(10.12345)
        seen = [repr(deadline)]
        async with deadline:
            seen.append(repr(deadline))
            deadline.reschedule(None)
            seen.append(repr(deadline))
        seen.append(repr(deadline))
        with pytest.raises(legacyco.TimeoutError):
            async with world.library.timeout(0) as deadline:
                try:
                    await legacyco.sleep(1)
                finally:
                    seen.append(repr(deadline))
        seen.append(repr(deadline))
        return seen

    assert world.run(main()) == [
        "<Timeout [created]>",
        "<Timeout [active] when=10.123>",
        "<Timeout [active] when=None>",
        "<Timeout [finished]>",
        "<Timeout [expiring]>",
        "<Timeout [expired]>",
    ]


# --- dialects -------------------------------------------------------------------------------


def test_a_decorated_generator_can_write_the_block_out(fake_loop):
    @legacyco.coroutine
    def main():
        deadline = legacyco.timeout(10)
        yield from deadline.__aenter__()
        try:
            yield from legacyco.sleep(3600)
        except legacyco.CancelledError as error:
            yield from deadline.__aexit__(type(error), error, error.__traceback__)

    with pytest.raises(legacyco.TimeoutError):
        fake_loop.run_until_complete(main())


def test_a_timeout_cancels_what_generators_wait_for(fake_loop):
    events = []

    def plain():
        try:
            yield from legacyco.sleep(3600)
        finally:
            events.append(fake_loop.time())

    async def main():
        async with legacyco.timeout(10):
            await legacyco.coroutine(plain)()

    with pytest.raises(legacyco.TimeoutError):
        fake_loop.run_until_complete(main())
    assert events == [10]


def test_timeouts_work_on_uvloop():
    uvloop = pytest.importorskip("uvloop")

    async def main():
        async with legacyco.timeout(0):
            await legacyco.sleep(3600)

    with pytest.raises(legacyco.TimeoutError):
        legacyco.run(main(), loop_factory=uvloop.new_event_loop)
