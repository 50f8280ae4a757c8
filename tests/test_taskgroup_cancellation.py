"""Who cancels a TaskGroup, or its parent, and what becomes of it."""

import asyncio_facts
import pytest
from eras import WORLDS, need, open_world

import legacyco
from legacyco import ExceptionGroup


@pytest.fixture(params=WORLDS)
def world(request):
    yield from open_world(request.param, "TaskGroup")


class Boom(Exception):
    pass


async def fail(delay=0, error=Boom):
    await legacyco.sleep(delay)
    raise error("after %r" % delay)


async def sleep_for_ever(cancelled=None):
    try:
        await legacyco.sleep(3600)
    finally:
        if cancelled is not None:
            cancelled.append(True)


# --- cancellation from outside --------------------------------------------------------------


@pytest.mark.parametrize("within", ["block", "exit"])
def test_cancelling_the_parent_cancels_the_group(world, within):
    cancelled = []

    async def main():
        async with world.library.TaskGroup() as group:
            group.create_task(sleep_for_ever(cancelled))
            if within == "block":
                await sleep_for_ever(cancelled)

    task = world.start(main)
    task.cancel()
    with pytest.raises(legacyco.CancelledError):
        world.run(task)
    assert cancelled == [True] * (2 if within == "block" else 1)


def test_cancelling_the_parent_again_does_not_stop_the_waiting(world):
    events = []

    async def stubborn():
        try:
            await sleep_for_ever()
        except legacyco.CancelledError:
            await legacyco.sleep(10)
            events.append("ended in its own time")

    async def main():
        async with world.library.TaskGroup() as group:
            group.create_task(stubborn())

    task = world.start(main)
    task.cancel()
    world.run(legacyco.sleep(1))
    task.cancel()
    with pytest.raises(legacyco.CancelledError):
        world.run(task)
    assert events == ["ended in its own time"]


def test_a_failure_wins_over_a_cancellation_which_is_raised_by_the_next_wait(world):
    world.need_tasks_that(asyncio_facts.tasks_take_a_cancellation_back)
    events = []

    async def fail_when_cancelled():
        try:
            await sleep_for_ever()
        finally:
            raise Boom

    async def main():
        try:
            async with world.library.TaskGroup() as group:
                group.create_task(fail_when_cancelled())
        except ExceptionGroup as errors:
            events.extend(type(error) for error in errors.exceptions)
        await legacyco.sleep(0)
        events.append("must not be reached")

    task = world.start(main)
    task.cancel()
    with pytest.raises(legacyco.CancelledError):
        world.run(task)
    assert events == [Boom]


def test_a_cancellation_beside_the_groups_own_is_not_lost(world):
    world.need_tasks_that(asyncio_facts.tasks_take_a_cancellation_back)

    async def stubborn():
        try:
            await sleep_for_ever()
        except legacyco.CancelledError:
            await legacyco.sleep(10)

    async def main():
        try:
            async with world.library.TaskGroup() as group:
                group.create_task(stubborn())
                group.create_task(fail(1))
        except ExceptionGroup:
            await legacyco.sleep(0)

    task = world.start(main)
    # The group has cancelled its parent by then, and waits for the stubborn one.
    world.loop.call_at(5, task.cancel)
    with pytest.raises(legacyco.CancelledError):
        world.run(task)
    assert world.loop.time() == 11


def test_a_cancellation_that_arrives_together_with_the_groups_own_is_not_lost(world):
    world.need_tasks_that(asyncio_facts.tasks_take_a_cancellation_back)

    async def main():
        # The task is done by then: the parent is cancelled first, then told of the failure.
        try:
            async with world.library.TaskGroup() as group:
                group.create_task(fail(1))
                world.loop.call_at(1, world.loop.call_soon, task.cancel)
                await sleep_for_ever()
        except ExceptionGroup:
            await legacyco.sleep(0)

    task = world.loop.create_task(main())
    with pytest.raises(legacyco.CancelledError):
        world.run(task)


def test_the_count_of_cancellations_is_as_before(world):
    world.need_tasks_that(asyncio_facts.tasks_take_a_cancellation_back)

    async def main():
        task = legacyco.current_task()
        with pytest.raises(ExceptionGroup):
            async with world.library.TaskGroup() as group:
                group.create_task(fail())
                await sleep_for_ever()
        counts.append(task.cancelling())
        task.cancel()
        with pytest.raises(legacyco.CancelledError):
            await legacyco.sleep(0)
        with pytest.raises(ExceptionGroup):
            async with world.library.TaskGroup() as group:
                group.create_task(fail())
                try:
                    await sleep_for_ever()
                except legacyco.CancelledError:
                    pass
        counts.append(task.cancelling())
        counts.append(task.uncancel())

    counts = []
    task = world.loop.create_task(main())
    world.run(task)
    assert counts == [0, 1, 0]


def test_a_group_within_a_timeout_ends_with_it(world):
    need(world.library, "timeout")
    cancelled = []

    async def main():
        async with world.library.timeout(5):
            async with world.library.TaskGroup() as group:
                group.create_task(sleep_for_ever(cancelled))

    with pytest.raises(legacyco.TimeoutError):
        world.run(main())
    assert cancelled == [True]
    assert world.loop.time() == 5


def test_a_timeout_within_a_group_is_a_failure_of_the_block(world):
    need(world.library, "timeout")

    async def main():
        async with world.library.TaskGroup() as group:
            group.create_task(sleep_for_ever())
            async with world.library.timeout(5):
                await sleep_for_ever()

    with pytest.raises(ExceptionGroup) as caught:
        world.run(main())
    assert [type(error) for error in caught.value.exceptions] == [legacyco.TimeoutError]


# --- cancel() -------------------------------------------------------------------------------


@pytest.fixture
def cancellable(world):
    need(world.library, "TaskGroup.cancel")
    return world


def test_cancel_ends_tasks_and_block_without_an_exception(cancellable):
    world, cancelled = cancellable, []

    async def main():
        async with world.library.TaskGroup() as group:
            group.create_task(sleep_for_ever(cancelled))
            world.loop.call_later(1, group.cancel)
            await sleep_for_ever(cancelled)
        await legacyco.sleep(1)
        return world.loop.time()

    assert world.run(main()) == 2
    assert cancelled == [True, True]


def test_cancel_within_the_block_stops_it_at_the_next_wait(cancellable):
    world, events = cancellable, []

    async def main():
        async with world.library.TaskGroup() as group:
            group.cancel()
            group.cancel()
            events.append("goes on")
            await legacyco.sleep(0)
            events.append("must not be reached")
        events.append("after")

    world.run(main())
    assert events == ["goes on", "after"]


def test_cancel_by_a_task_while_the_group_exits(cancellable):
    world, cancelled = cancellable, []

    async def cancel(group):
        await legacyco.sleep(1)
        group.cancel()

    async def main():
        async with world.library.TaskGroup() as group:
            group.create_task(sleep_for_ever(cancelled))
            group.create_task(cancel(group))

    world.run(main())
    assert cancelled == [True]


def test_cancel_before_the_block_cancels_it_on_entering(cancellable):
    world, events = cancellable, []

    async def main():
        group = world.library.TaskGroup()
        group.cancel()
        async with group:
            events.append("entered")
            await legacyco.sleep(0)
            events.append("must not be reached")
        events.append("after")

    world.run(main())
    assert events == ["entered", "after"]


def test_cancel_after_the_end_does_nothing(cancellable):
    world = cancellable

    async def main():
        async with world.library.TaskGroup() as group:
            pass
        group.cancel()
        await legacyco.sleep(0)

    world.run(main())


def test_failures_after_cancel_are_still_raised(cancellable):
    world = cancellable

    async def fail_when_cancelled():
        try:
            await sleep_for_ever()
        finally:
            raise Boom

    async def main():
        async with world.library.TaskGroup() as group:
            group.create_task(fail_when_cancelled())
            await legacyco.sleep(0)
            group.cancel()

    with pytest.raises(ExceptionGroup) as caught:
        world.run(main())
    assert [type(error) for error in caught.value.exceptions] == [Boom]


def test_cancel_does_not_hide_a_cancellation_from_outside(cancellable):
    world = cancellable

    async def stubborn():
        try:
            await sleep_for_ever()
        except legacyco.CancelledError:
            await legacyco.sleep(10)

    async def main():
        async with world.library.TaskGroup() as group:
            group.create_task(stubborn())
            world.loop.call_at(1, group.cancel)

    task = world.start(main)
    world.loop.call_at(2, task.cancel)
    with pytest.raises(legacyco.CancelledError):
        world.run(task)
