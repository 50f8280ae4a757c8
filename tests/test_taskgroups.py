"""TaskGroup, alike on legacyco, on asyncio, and legacyco's on asyncio's loop and tasks."""

import asyncio
import contextvars
import gc
import weakref

import asyncio_facts
import pytest
from eras import WORLDS, need, open_world

import legacyco
from legacyco import BaseExceptionGroup, ExceptionGroup

value = contextvars.ContextVar("value", default="unset")


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


def decorated_sum(a, b):
    yield from legacyco.sleep(1)
    return a + b


# --- success --------------------------------------------------------------------------------


def test_a_group_waits_for_all_its_tasks(world):
    async def main():
        async with world.library.TaskGroup() as group:
            tasks = [group.create_task(legacyco.coroutine(decorated_sum)(n, n)) for n in range(3)]
            assert not any(task.done() for task in tasks)
        return [task.result() for task in tasks]

    assert world.run(main()) == [0, 2, 4]


def test_a_group_takes_plain_generators(fake_loop):
    async def main():
        async with legacyco.TaskGroup() as group:
            task = group.create_task(decorated_sum(2, 3))
        return task.result()

    assert fake_loop.run_until_complete(main()) == 5
    loop = asyncio.new_event_loop()
    try:
        assert loop.run_until_complete(main()) == 5
    finally:
        loop.close()


def test_a_group_works_on_uvloop():
    uvloop = pytest.importorskip("uvloop")
    cancelled = []

    async def main():
        try:
            async with legacyco.TaskGroup() as group:
                group.create_task(sleep_for_ever(cancelled))
                group.create_task(decorated_sum(1, 2))
                group.create_task(fail())
        except ExceptionGroup as errors:
            return [type(error) for error in errors.exceptions]

    assert legacyco.run(main(), loop_factory=uvloop.new_event_loop) == [Boom]
    assert cancelled == [True]


def test_an_empty_group_does_nothing(world):
    async def main():
        async with world.library.TaskGroup():
            pass

    world.run(main())


def test_tasks_may_add_tasks_while_the_group_exits(world):
    results = []

    async def grow(group, depth):
        await legacyco.sleep(1)
        results.append(depth)
        if depth:
            group.create_task(grow(group, depth - 1))

    async def main():
        async with world.library.TaskGroup() as group:
            group.create_task(grow(group, 3))

    world.run(main())
    assert results == [3, 2, 1, 0]


def test_names_and_contexts_are_the_tasks(world):
    async def get_value():
        await legacyco.sleep(0)
        return value.get()

    context = contextvars.copy_context()
    context.run(value.set, "from the context")

    async def main():
        async with world.library.TaskGroup() as group:
            task = group.create_task(get_value(), name="named", context=context)
        return task.get_name(), task.result()

    assert world.run(main()) == ("named", "from the context")


def test_groups_nest(world):
    order = []

    async def append(name, delay):
        await legacyco.sleep(delay)
        order.append(name)

    async def main():
        async with world.library.TaskGroup() as outer:
            outer.create_task(append("outer", 3))
            async with world.library.TaskGroup() as inner:
                inner.create_task(append("inner", 2))
            order.append("between")
        order.append("after")

    world.run(main())
    assert order == ["inner", "between", "outer", "after"]


# --- failure --------------------------------------------------------------------------------


def test_the_first_failure_cancels_the_others_and_the_block(world):
    cancelled = []

    async def main():
        with pytest.raises(ExceptionGroup, match="unhandled errors in a TaskGroup") as caught:
            async with world.library.TaskGroup() as group:
                group.create_task(sleep_for_ever(cancelled))
                group.create_task(fail(1))
                await sleep_for_ever(cancelled)
        # The group's own cancellation is over.
        await legacyco.sleep(0)
        return caught.value.exceptions

    errors = world.run(main())
    assert [repr(error).rstrip(",)") for error in errors] == ["Boom('after 1'"]
    assert cancelled == [True, True]
    assert world.loop.time() == 1


def test_a_failing_block_cancels_the_tasks(world):
    cancelled = []

    async def main():
        with pytest.raises(ExceptionGroup) as caught:
            async with world.library.TaskGroup() as group:
                group.create_task(sleep_for_ever(cancelled))
                await legacyco.sleep(0)
                raise Boom
        return caught.value

    errors = world.run(main())
    assert [type(error) for error in errors.exceptions] == [Boom]
    assert errors.__cause__ is None and errors.__suppress_context__
    assert cancelled == [True]


def test_all_failures_are_in_the_group(world):
    async def fail_when_cancelled():
        try:
            await sleep_for_ever()
        finally:
            raise ZeroDivisionError

    async def main():
        with pytest.raises(ExceptionGroup) as caught:
            async with world.library.TaskGroup() as group:
                group.create_task(fail_when_cancelled())
                group.create_task(fail())
                await legacyco.sleep(3600)
        return [type(error) for error in caught.value.exceptions]

    assert world.run(main()) == [Boom, ZeroDivisionError]


def test_a_failure_while_the_group_exits_cancels_the_rest(world):
    cancelled = []

    async def main():
        with pytest.raises(ExceptionGroup):
            async with world.library.TaskGroup() as group:
                group.create_task(fail(2))
                group.create_task(sleep_for_ever(cancelled))
        await legacyco.sleep(1)
        return world.loop.time()

    assert world.run(main()) == 3
    assert cancelled == [True]


def test_a_task_that_is_cancelled_is_no_failure(world):
    async def main():
        async with world.library.TaskGroup() as group:
            task = group.create_task(sleep_for_ever())
            await legacyco.sleep(0)
            task.cancel()
            group.create_task(legacyco.coroutine(decorated_sum)(1, 1))
        return task.cancelled()

    assert world.run(main()) is True


def test_failures_of_nested_groups_nest(world):
    async def main():
        with pytest.raises(ExceptionGroup) as caught:
            async with world.library.TaskGroup() as outer:
                outer.create_task(fail(5))
                async with world.library.TaskGroup() as inner:
                    inner.create_task(fail(1, ZeroDivisionError))
        return caught.value

    (inner,) = world.run(main()).exceptions
    assert [type(error) for error in inner.exceptions] == [ZeroDivisionError]


def test_an_outer_failure_cancels_the_inner_group(world):
    cancelled = []

    async def main():
        with pytest.raises(ExceptionGroup) as caught:
            async with world.library.TaskGroup() as outer:
                outer.create_task(fail(1))
                async with world.library.TaskGroup() as inner:
                    inner.create_task(sleep_for_ever(cancelled))
        return [type(error) for error in caught.value.exceptions]

    assert world.run(main()) == [Boom]
    assert cancelled == [True]


def test_failures_in_both_groups_at_once_are_both_told(world):
    world.need_library_that(asyncio_facts.groups_fail_together)

    async def main():
        with pytest.raises(ExceptionGroup) as caught:
            async with world.library.TaskGroup() as outer:
                async with world.library.TaskGroup() as inner:
                    inner.create_task(fail(1, ZeroDivisionError))
                    outer.create_task(fail(1))
                    await sleep_for_ever()
        return {type(error) for error in caught.value.exceptions}

    assert world.run(main()) == {Boom, ExceptionGroup}


@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit])
def test_base_exceptions_go_through_as_they_are(world, error):
    cancelled = []

    async def main():
        async with world.library.TaskGroup() as group:
            group.create_task(sleep_for_ever(cancelled))
            group.create_task(fail(0, error))
            await sleep_for_ever()

    task = world.loop.create_task(main())
    with pytest.raises(error):
        world.run(task)
    # It came out of the loop at once; the group ends when the loop goes on.
    with pytest.raises(error):
        world.run(task)
    assert isinstance(task.exception(), error)
    assert cancelled == [True]


def test_a_base_exception_of_the_block_goes_through_as_it_is(world):
    async def main():
        async with world.library.TaskGroup() as group:
            group.create_task(sleep_for_ever())
            await legacyco.sleep(0)
            raise KeyboardInterrupt

    task = world.loop.create_task(main())
    with pytest.raises(KeyboardInterrupt):
        world.run(task)
    assert isinstance(task.exception(), KeyboardInterrupt)


def test_other_base_exceptions_make_a_base_exception_group(world):
    class Stop(BaseException):
        pass

    async def main():
        async with world.library.TaskGroup() as group:
            group.create_task(fail(0, Stop))

    with pytest.raises(BaseExceptionGroup) as caught:
        world.run(main())
    assert not isinstance(caught.value, Exception)


def test_a_generator_that_is_closed_within_its_group_closes_silently(world):
    world.need_library_that(asyncio_facts.groups_end_with_their_generator)
    cancelled = []

    async def numbers():
        async with world.library.TaskGroup() as group:
            group.create_task(sleep_for_ever(cancelled))
            await legacyco.sleep(0)
            yield 1

    async def main():
        generator = numbers()
        assert await generator.__anext__() == 1
        await generator.aclose()

    world.run(main())
    assert cancelled == [True]


# --- misuse ---------------------------------------------------------------------------------


def test_a_group_takes_no_task_before_it_is_entered(world):
    world.need_library_that(asyncio_facts.groups_close_what_they_refuse)
    group = world.library.TaskGroup()
    with pytest.raises(RuntimeError, match="TaskGroup <TaskGroup> has not been entered"):
        group.create_task(sleep_for_ever())


def test_a_group_takes_no_task_after_its_end(world):
    world.need_library_that(asyncio_facts.groups_close_what_they_refuse)

    async def main():
        async with world.library.TaskGroup() as group:
            pass
        group.create_task(sleep_for_ever())

    with pytest.raises(RuntimeError, match="TaskGroup <TaskGroup entered> is finished"):
        world.run(main())


def test_a_group_takes_no_task_while_it_is_being_cancelled(world):
    world.need_library_that(asyncio_facts.groups_close_what_they_refuse)

    async def add_when_cancelled(group):
        try:
            await sleep_for_ever()
        finally:
            group.create_task(sleep_for_ever())

    async def main():
        async with world.library.TaskGroup() as group:
            group.create_task(add_when_cancelled(group))
            group.create_task(fail())

    with pytest.raises(ExceptionGroup) as caught:
        world.run(main())
    assert [str(error) for error in caught.value.exceptions] == [
        "after 0",
        "TaskGroup <TaskGroup tasks=1 errors=1 cancelling> is shutting down",
    ]


def test_a_group_cannot_be_entered_twice(world):
    async def main():
        async with world.library.TaskGroup() as group:
            async with group:
                pass

    with pytest.raises(ExceptionGroup) as caught:
        world.run(main())
    (error,) = caught.value.exceptions
    # asyncio's words are in another order in some patch releases of 3.11.
    said = str(error).replace("been already", "already been")
    assert said == "TaskGroup <TaskGroup entered> has already been entered"


def test_a_group_needs_a_task(world):
    world.need_library_that(asyncio_facts.groups_that_no_task_enters_are_not_entered)
    group = world.library.TaskGroup()

    def enter():
        entering = group.__aenter__()
        try:
            entering.send(None)
        except RuntimeError as error:
            errors.append(error)
        finally:
            world.loop.stop()

    errors = []
    world.loop.call_soon(enter)
    world.loop.run_forever()
    assert [str(error) for error in errors] == [
        "TaskGroup <TaskGroup> cannot determine the parent task"
    ]


def test_a_group_shows_what_it_does(world):
    async def main():
        group = world.library.TaskGroup()
        seen = [repr(group)]
        with pytest.raises(ExceptionGroup):
            async with group:
                seen.append(repr(group))
                group.create_task(sleep_for_ever())
                group.create_task(fail(1))
                seen.append(repr(group))
                try:
                    await sleep_for_ever()
                finally:
                    seen.append(repr(group))
        return seen

    assert world.run(main()) == [
        "<TaskGroup>",
        "<TaskGroup entered>",
        "<TaskGroup tasks=2 entered>",
        "<TaskGroup tasks=1 errors=1 cancelling>",
    ]


def test_what_is_no_coroutine_is_refused(fake_loop):
    async def main():
        async with legacyco.TaskGroup() as group:
            group.create_task(42)

    with pytest.raises(ExceptionGroup) as caught:
        fake_loop.run_until_complete(main())
    (error,) = caught.value.exceptions
    assert str(error) == "a coroutine was expected, got 42"


# --- what stays behind ----------------------------------------------------------------------


def test_nothing_keeps_failed_tasks_or_the_group_alive(fake_loop):
    if not hasattr(gc, "freeze"):
        pytest.skip("only reference counting frees at once")

    async def main():
        group = legacyco.TaskGroup()
        task = None
        try:
            async with group:
                task = weakref.ref(group.create_task(fail()))
        except ExceptionGroup:
            pass
        kept = weakref.ref(group)
        del group
        return task, kept

    gc.disable()
    try:
        task, group = fake_loop.run_until_complete(main())
        assert task() is None
        assert group() is None
    finally:
        gc.enable()


# --- eager tasks ----------------------------------------------------------------------------


@pytest.fixture
def eager(world):
    need(world.library, "eager_task_factory")
    world.loop.set_task_factory(world.library.eager_task_factory)
    return world


def test_eager_tasks_that_end_at_once_belong_to_the_group_too(eager):
    async def at_once():
        return "at once"

    async def main():
        async with eager.library.TaskGroup() as group:
            task = group.create_task(at_once(), name="eager")
            assert task.done()
        return task.result(), task.get_name()

    assert eager.run(main()) == ("at once", "eager")


def test_an_eager_task_that_fails_at_once_cancels_the_block_at_its_next_wait(eager):
    events = []

    async def fail_at_once():
        raise Boom

    async def main():
        async with eager.library.TaskGroup() as group:
            group.create_task(fail_at_once())
            events.append("goes on")
            await legacyco.sleep(0)
            await legacyco.sleep(0)
            events.append("must not be reached")

    with pytest.raises(ExceptionGroup):
        eager.run(main())
    assert events == ["goes on"]


def test_an_eager_task_that_cancels_the_group_is_cancelled_as_well(eager):
    need(eager.library, "TaskGroup.cancel")

    async def cancel(group):
        group.cancel()
        await sleep_for_ever()

    async def main():
        async with eager.library.TaskGroup() as group:
            task = group.create_task(cancel(group))
        return task.cancelled()

    assert eager.run(main()) is True
