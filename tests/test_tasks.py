"""Task: what drives a coroutine, of either dialect and on any loop."""

import asyncio
import contextvars
import gc
import io
import re
import sys
import weakref

import pytest
from eras import need

import legacyco

value = contextvars.ContextVar("value", default="unset")


@legacyco.coroutine
def old(result):
    yield
    return result


async def new(result):
    await legacyco.sleep(0)
    return result


def plain(result):
    yield from legacyco.sleep(0)
    return result


@pytest.fixture(params=[old, new, plain], ids=["old", "new", "plain"])
def dialect(request):
    return request.param


@pytest.fixture(params=[False, True], ids=["plain", "debug"])
def any_loop(loop, request):
    """A legacyco loop, with debug mode off and on."""
    loop.set_debug(request.param)
    loop.slow_callback_duration = 1000.0
    return loop


def run_once(loop):
    loop.call_soon(loop.stop)
    loop.run_forever()


def names_of(frames):
    return [frame.f_code.co_name for frame in frames]


# --- a life ---------------------------------------------------------------------------------


def test_a_task_is_a_future_of_what_its_coroutine_returns(any_loop, dialect):
    task = legacyco.Task(dialect("result"), loop=any_loop)

    assert isinstance(task, legacyco.Future) and asyncio.isfuture(task)
    assert not task.done()
    assert any_loop.run_until_complete(task) == "result"
    assert task.done() and task.result() == "result" and task.exception() is None


def test_a_task_takes_its_first_step_later(any_loop):
    started = []

    @legacyco.coroutine
    def start():
        started.append(True)
        yield

    task = any_loop.create_task(start())
    assert not started
    any_loop.run_until_complete(task)
    assert started


def test_the_exception_of_the_coroutine_is_that_of_the_task(any_loop):
    @legacyco.coroutine
    def fail():
        yield
        raise LookupError("from a task")

    task = any_loop.create_task(fail())
    with pytest.raises(LookupError, match="from a task"):
        any_loop.run_until_complete(task)
    assert isinstance(task.exception(), LookupError)


@pytest.mark.parametrize("wrong", [None, 1, new, legacyco.Future])
def test_what_is_no_coroutine_is_refused(loop, wrong):
    with pytest.raises(TypeError, match="a coroutine was expected, got"):
        legacyco.Task(wrong, loop=loop)


def test_a_task_refuses_to_be_told_its_result(any_loop):
    task = any_loop.create_task(old(1))
    with pytest.raises(RuntimeError, match="Task does not support set_result operation"):
        task.set_result(2)
    with pytest.raises(RuntimeError, match="Task does not support set_exception operation"):
        task.set_exception(ValueError())
    assert any_loop.run_until_complete(task) == 1


def test_names_are_given_or_counted_and_can_be_changed(loop):
    first, second = loop.create_task(old(1)), legacyco.Task(old(2), loop=loop)
    named = loop.create_task(old(3), name=3.5)

    numbers = [re.match(r"Task-(\d+)$", task.get_name()).group(1) for task in (first, second)]
    assert int(numbers[1]) == int(numbers[0]) + 1
    assert named.get_name() == "3.5"
    named.set_name("other")
    assert named.get_name() == "other"
    loop.run_until_complete(legacyco.gather(first, second, named))


def test_a_name_and_a_context_are_given_in_a_running_loop(loop):
    variable = contextvars.ContextVar("variable", default="outside")
    context = contextvars.copy_context()
    context.run(variable.set, "inside")

    async def look():
        return variable.get()

    async def main():
        numbered = [legacyco.create_task(look())]
        named = legacyco.create_task(look(), name=3.5)
        inside = loop.create_task(look(), name="inside", context=context)
        numbered.append(legacyco.create_task(look(), name=None, context=None))
        assert inside.get_context() is context
        numbers = [int(task.get_name()[len("Task-") :]) for task in numbered]
        assert numbers[1] == numbers[0] + 1
        assert [named.get_name(), inside.get_name()] == ["3.5", "inside"]
        assert {named, inside} < legacyco.all_tasks()
        return await legacyco.gather(named, inside, *numbered)

    assert loop.run_until_complete(main()) == ["outside", "inside", "outside", "outside"]


@pytest.mark.parametrize("make", [legacyco.create_task, legacyco.Task])
def test_a_name_that_cannot_be_shown_leaves_no_task(loop, make):
    class Nameless:
        def __str__(self):
            raise ZeroDivisionError

    async def main():
        coro = never_starts()
        with pytest.raises(ZeroDivisionError):
            make(coro, name=Nameless())
        coro.close()
        gc.collect()
        assert len(legacyco.all_tasks()) == 1

    async def never_starts():
        raise AssertionError

    # A report of a pending task that was destroyed would fail the test.
    loop.run_until_complete(main())


def test_get_coro_returns_what_the_task_was_made_of(loop, dialect):
    coro = dialect(1)
    task = loop.create_task(coro)
    assert task.get_coro() is coro
    loop.run_until_complete(task)


# --- contexts -------------------------------------------------------------------------------


def test_a_task_runs_in_a_copy_of_the_context_it_was_made_in(any_loop):
    @legacyco.coroutine
    def change():
        before = value.get()
        value.set("changed")
        yield
        return before, value.get()

    context = contextvars.copy_context()
    context.run(value.set, "made in")
    task = context.run(any_loop.create_task, change())

    assert any_loop.run_until_complete(task) == ("made in", "changed")
    assert context[value] == "made in"
    assert value.get() == "unset"


def test_a_task_runs_in_the_context_it_is_given(any_loop):
    @legacyco.coroutine
    def change():
        yield
        value.set("changed")
        yield from legacyco.sleep(0)
        return value.get()

    context = contextvars.copy_context()
    task = any_loop.create_task(change(), context=context)

    assert task.get_context() is context
    assert any_loop.run_until_complete(task) == "changed"
    assert context[value] == "changed"


# --- cancellation ---------------------------------------------------------------------------


def test_a_task_that_waits_is_cancelled_through_what_it_waits_for(aio, aio_loop):
    future = aio_loop.create_future()

    async def wait():
        await future

    task = aio_loop.create_task(wait())
    run_once(aio_loop)
    assert task.cancel()
    assert future.cancelled() and not task.done()

    with pytest.raises(aio.CancelledError):
        aio_loop.run_until_complete(task)
    assert task.cancelled() and not task.cancel()


def test_a_task_that_never_started_is_cancelled_without_a_step(aio, aio_loop):
    started = []

    async def start():
        started.append(True)

    task = aio_loop.create_task(start())
    task.cancel()
    with pytest.raises(aio.CancelledError):
        aio_loop.run_until_complete(task)
    assert not started


def test_a_coroutine_may_catch_its_cancellation_and_return(aio, aio_loop):
    async def stubborn():
        try:
            await aio.sleep(3600)
        except aio.CancelledError:
            return "caught"

    task = aio_loop.create_task(stubborn())
    run_once(aio_loop)
    task.cancel()

    assert aio_loop.run_until_complete(task) == "caught"
    assert not task.cancelled()


def test_a_cancellation_reaches_the_innermost_coroutine_of_any_dialect(any_loop):
    seen = []

    def sleeper():
        try:
            yield from legacyco.sleep(3600)
        finally:
            seen.append("plain")

    @legacyco.coroutine
    def inner():
        try:
            yield from sleeper()
        finally:
            seen.append("old")

    async def outer():
        try:
            await inner()
        finally:
            seen.append("new")

    task = any_loop.create_task(outer())
    run_once(any_loop)
    task.cancel()
    with pytest.raises(legacyco.CancelledError):
        any_loop.run_until_complete(task)
    assert seen == ["plain", "old", "new"]


def test_of_two_cancels_before_the_next_step_the_first_has_the_message(any_loop):
    async def wait():
        await any_loop.create_future()

    task = any_loop.create_task(wait())
    run_once(any_loop)
    assert task.cancel("one") and task.cancel("two")
    with pytest.raises(legacyco.CancelledError) as caught:
        any_loop.run_until_complete(task)
    assert caught.value.args == ("one",)
    assert task.cancelling() == 2


def test_a_cancel_message_arrives_in_the_coroutine(any_loop):
    @legacyco.coroutine
    def wait():
        try:
            yield from any_loop.create_future()
        except legacyco.CancelledError as exc:
            return exc.args

    task = any_loop.create_task(wait())
    run_once(any_loop)
    task.cancel("because")
    assert any_loop.run_until_complete(task) == ("because",)


def test_cancels_are_counted_and_taken_back(any_loop):
    @legacyco.coroutine
    def wait():
        try:
            yield from any_loop.create_future()
        except legacyco.CancelledError:
            task = legacyco.current_task()
            counts = [task.cancelling(), task.uncancel(), task.uncancel(), task.uncancel()]
            yield from legacyco.sleep(0)
            return counts

    task = any_loop.create_task(wait())
    run_once(any_loop)
    assert task.cancelling() == 0
    task.cancel()
    task.cancel()
    assert any_loop.run_until_complete(task) == [2, 1, 0, 0]


def test_a_cancel_that_is_taken_back_before_the_first_step_is_no_cancel(any_loop):
    task = any_loop.create_task(old("ran"))
    task.cancel()
    assert task.uncancel() == 0
    assert any_loop.run_until_complete(task) == "ran"


def test_a_task_may_cancel_itself(aio, aio_loop):
    reached = []

    async def suicidal():
        task.cancel()
        reached.append("the next wait")
        await aio.sleep(0)
        reached.append("too far")

    task = aio_loop.create_task(suicidal())
    with pytest.raises(aio.CancelledError):
        aio_loop.run_until_complete(task)
    assert reached == ["the next wait"]


def test_a_task_that_cancels_itself_in_its_last_step_ends_cancelled(any_loop):
    async def last():
        legacyco.current_task().cancel("at last")

    task = any_loop.create_task(last())
    with pytest.raises(legacyco.CancelledError, match="at last"):
        any_loop.run_until_complete(task)
    assert task.cancelled()


def test_cancelling_a_task_cancels_the_task_it_waits_for(aio, aio_loop):
    async def inner():
        await aio.sleep(3600)

    async def outer(inner_task):
        await inner_task

    inner_task = aio_loop.create_task(inner())
    outer_task = aio_loop.create_task(outer(inner_task))
    run_once(aio_loop)
    outer_task.cancel()
    with pytest.raises(aio.CancelledError):
        aio_loop.run_until_complete(outer_task)
    assert inner_task.cancelled()


# --- bad yields -----------------------------------------------------------------------------


def bad_yields(loop):
    done = loop.create_future()
    done.set_result(None)
    return [
        (lambda: 42, "Task got bad yield: 42"),
        (lambda: done, "yield was used instead of yield from in task <Task .*> with <Future .*>"),
        (
            lambda: (each for each in ()),
            "yield was used instead of yield from for generator in task <.*> with <generator .*>",
        ),
    ]


@pytest.mark.parametrize("number", range(3))
def test_a_bad_yield_is_answered_in_the_coroutine_with_what_is_wrong(any_loop, number):
    make, text = bad_yields(any_loop)[number]

    @legacyco.coroutine
    def wrong():
        try:
            yield make()
        except RuntimeError as exc:
            yield from legacyco.sleep(0)
            return str(exc)

    assert re.match(text, any_loop.run_until_complete(wrong()))


def test_a_task_that_waits_for_itself_is_told_so(aio, aio_loop):
    async def wait():
        await task

    task = aio_loop.create_task(wait())
    with pytest.raises(RuntimeError, match="Task cannot await on itself: <Task "):
        aio_loop.run_until_complete(task)


# --- stacks ---------------------------------------------------------------------------------


def make_chain(loop):
    @legacyco.coroutine
    def level_3():
        yield from loop.create_future()

    async def level_2():
        await level_3()

    @legacyco.coroutine
    def level_0():
        yield from level_2()

    return level_0()


def test_the_stack_of_a_suspended_task_is_the_whole_chain(any_loop):
    task = any_loop.create_task(make_chain(any_loop))
    run_once(any_loop)

    assert names_of(task.get_stack()) == ["level_0", "level_2", "level_3"]
    assert names_of(task.get_stack(limit=2)) == ["level_2", "level_3"]
    printed = io.StringIO()
    task.print_stack(file=printed)
    assert printed.getvalue().startswith("Stack for <Task pending")
    assert re.findall(r"in (\w+)\n +(\S.*)", printed.getvalue()) == [
        ("level_0", "yield from level_2()"),
        ("level_2", "await level_3()"),
        ("level_3", "yield from loop.create_future()"),
    ]
    task.cancel()
    with pytest.raises(legacyco.CancelledError):
        any_loop.run_until_complete(task)


def test_the_stack_goes_through_plain_generators_and_legacycos_own(any_loop):
    def generator():
        yield from legacyco.sleep(3600)

    async def outer():
        await legacyco.wait_for(generator(), 3600)

    task = any_loop.create_task(outer())
    run_once(any_loop)
    assert names_of(task.get_stack())[0] == "outer"
    assert names_of(task.get_stack())[-2:] == ["generator", "sleep"]
    task.cancel()
    run_once(any_loop)


def test_the_stack_of_a_failed_task_is_that_of_its_exception(any_loop):
    async def inner():
        raise ValueError("deep")

    @legacyco.coroutine
    def outer():
        yield from inner()

    task = any_loop.create_task(outer())
    with pytest.raises(ValueError, match="deep"):
        any_loop.run_until_complete(task)

    # 3.6 has a wrapper between them in debug mode.
    names = names_of(task.get_stack())
    assert [name for name in names if name in ("outer", "inner")] == ["outer", "inner"]
    printed = io.StringIO()
    task.print_stack(file=printed)
    assert printed.getvalue().startswith("Traceback for <Task finished")
    assert printed.getvalue().endswith("ValueError: deep\n")


def test_a_finished_task_has_no_stack(any_loop):
    task = any_loop.create_task(old(1))
    any_loop.run_until_complete(task)
    printed = io.StringIO()
    task.print_stack(file=printed)

    assert task.get_stack() == []
    assert printed.getvalue().startswith("No stack for <Task finished")


# --- who holds it ---------------------------------------------------------------------------


def test_tasks_that_nobody_holds_are_not_collected_in_the_middle_of_their_work(any_loop):
    finished = []

    async def wait_for_a_cycle():
        # Nobody but the future, the task and its frame refer to each other.
        future = any_loop.create_future()
        wakers.append(weakref.ref(future))
        await future
        finished.append(True)

    @legacyco.coroutine
    def main():
        for _ in range(10):
            any_loop.create_task(wait_for_a_cycle())
        yield
        gc.collect()
        for waker in wakers:
            waker().set_result(None)
        yield
        yield

    wakers = []
    any_loop.run_until_complete(main())
    assert len(finished) == 10


def test_a_pending_task_that_outlives_its_loop_is_reported(loop, expect_log):
    expect_log("Task was destroyed but it is pending!", times=1)

    async def wait():
        await loop.create_future()

    task = loop.create_task(wait())
    run_once(loop)
    loop.close()
    del task
    gc.collect()


def test_an_exception_that_nobody_retrieves_is_logged_with_the_task(any_loop, expect_log):
    expect_log("Task exception was never retrieved", times=1)

    async def fail():
        raise LookupError("lost")

    any_loop.create_task(fail())
    run_once(any_loop)
    run_once(any_loop)
    gc.collect()


@pytest.mark.skipif(sys.implementation.name != "cpython", reason="needs reference counting")
@pytest.mark.parametrize("error", [ValueError, legacyco.CancelledError])
def test_a_task_that_failed_leaves_no_reference_cycle(loop, error):
    class Canary:
        pass

    @legacyco.coroutine
    def fail(canary):
        yield
        raise error("failed")

    async def main():
        canary = Canary()
        task = loop.create_task(fail(canary))
        await legacyco.wait([task])
        assert task.cancelled() or isinstance(task.exception(), error)
        return weakref.ref(canary), weakref.ref(task)

    gc.collect()
    gc.disable()
    try:
        canary, task = loop.run_until_complete(main())
        assert canary() is None
        assert task() is None
    finally:
        gc.enable()


@pytest.mark.skipif(sys.implementation.name != "cpython", reason="needs reference counting")
def test_the_loop_does_not_hold_a_future_that_a_task_is_done_with(loop):
    class Canary:
        pass

    async def main():
        # As often as it takes until many batches are run at a time.
        for _ in range(100):
            await legacyco.sleep(0)
        future = loop.create_future()
        loop.call_soon(future.set_result, Canary())
        canary = weakref.ref(await future)
        del future
        return canary()

    assert loop.run_until_complete(main()) is None


# --- going through --------------------------------------------------------------------------


@pytest.mark.parametrize("interruption", [KeyboardInterrupt, SystemExit])
def test_an_interruption_goes_through_the_loop_and_ends_the_task(any_loop, interruption):
    @legacyco.coroutine
    def interrupt():
        yield
        raise interruption("now")

    task = any_loop.create_task(interrupt())
    with pytest.raises(interruption, match="now"):
        any_loop.run_forever()
    assert isinstance(task.exception(), interruption)
    # The loop is none the worse for it.
    assert any_loop.run_until_complete(old("after")) == "after"


# --- an eager start -------------------------------------------------------------------------


def test_an_eager_task_takes_its_first_step_at_once_on_every_python(any_loop):
    steps = []

    @legacyco.coroutine
    def step():
        steps.append(legacyco.current_task())
        yield
        return "done"

    async def main():
        me = legacyco.current_task()
        task = legacyco.Task(step(), loop=any_loop, eager_start=True)
        assert steps == [task]
        assert legacyco.current_task() is me
        assert task in legacyco.all_tasks()
        return await task

    assert any_loop.run_until_complete(main()) == "done"


def test_an_eager_task_that_never_waits_is_done_at_once(any_loop):
    async def main():
        async def at_once():
            return "at once"

        task = legacyco.Task(at_once(), loop=any_loop, eager_start=True)
        assert task.done()
        return task.result()

    assert any_loop.run_until_complete(main()) == "at once"


def test_an_eager_task_factory_makes_every_task_eager(any_loop):
    async def main():
        started = []

        async def start():
            started.append(True)

        task = legacyco.create_task(start())
        assert started
        await task

    any_loop.set_task_factory(legacyco.eager_task_factory)
    any_loop.run_until_complete(main())


# --- what others think ----------------------------------------------------------------------


def test_asyncio_and_legacyco_agree_on_the_current_task_and_on_all_of_them(any_loop):
    need(asyncio, "current_task")

    async def main():
        other = any_loop.create_task(old(1))
        assert asyncio.current_task() is legacyco.current_task() is legacyco.Task.current_task()
        assert asyncio.all_tasks() == legacyco.all_tasks() == {other, legacyco.current_task()}
        await other
        assert asyncio.all_tasks() == legacyco.all_tasks() == {legacyco.current_task()}
        assert legacyco.current_task() in legacyco.Task.all_tasks()
        return legacyco.current_task()

    task = any_loop.create_task(main())
    assert any_loop.run_until_complete(task) is task
    assert legacyco.current_task(any_loop) is None


def test_the_old_all_tasks_has_what_is_done_and_still_exists(any_loop, dialect):
    class Derived(legacyco.Task):
        pass

    async def main():
        tasks = [
            any_loop.create_task(dialect(1)),
            any_loop.create_task(dialect(2), name="named"),
            Derived(dialect(3), loop=any_loop),
            legacyco.Task(dialect(4), loop=any_loop, eager_start=True),
            asyncio.Task(new(5), loop=any_loop),
        ]
        cancelled = any_loop.create_task(dialect(6))
        cancelled.cancel()
        await legacyco.wait(tasks + [cancelled])
        expected = {*tasks, cancelled, legacyco.current_task()}
        assert legacyco.Task.all_tasks() == legacyco.Task.all_tasks(any_loop) == expected
        assert legacyco.all_tasks() == {legacyco.current_task()}
        return tasks

    tasks = any_loop.run_until_complete(main())
    # As programs did at their end, where there is nothing left to wait for.
    done, pending = any_loop.run_until_complete(legacyco.wait(legacyco.Task.all_tasks()))
    assert set(tasks) <= done and not pending


def test_the_old_all_tasks_has_neither_what_is_gone_nor_what_is_of_another_loop(loop):
    other_loop = legacyco.new_event_loop()
    other = other_loop.create_task(old(1))
    other_loop.run_until_complete(other)
    other_loop.close()

    async def main():
        await loop.create_task(old(1))
        gc.collect()
        return legacyco.Task.all_tasks() == {legacyco.current_task()}

    assert loop.run_until_complete(main())
    assert legacyco.Task.all_tasks(other_loop) == {other}


def test_a_task_of_asyncio_works_on_our_loop(any_loop):
    need(asyncio, "current_task")

    async def main():
        assert asyncio.current_task() is legacyco.current_task() is task
        future = any_loop.create_future()
        any_loop.call_soon(future.set_result, "ours")
        other = any_loop.create_task(old("task"))
        return await future, await other, await old("old")

    task = asyncio.Task(main(), loop=any_loop)
    assert any_loop.run_until_complete(task) == ("ours", "task", "old")


def test_our_task_works_on_a_loop_of_asyncio():
    need(asyncio, "current_task")

    @legacyco.coroutine
    def main():
        assert asyncio.current_task() is legacyco.current_task() is task
        assert task in asyncio.all_tasks()
        future = loop.create_future()
        loop.call_soon(future.set_result, "theirs")
        theirs = loop.create_task(new("task"))
        ours = legacyco.Task(plain("ours"), loop=loop)
        slept = yield from asyncio.sleep(0, "slept")
        return [(yield from future), (yield from theirs), (yield from ours), slept]

    loop = asyncio.new_event_loop()
    try:
        task = legacyco.Task(main(), loop=loop)
        assert loop.run_until_complete(task) == ["theirs", "task", "ours", "slept"]
    finally:
        loop.close()


def test_our_task_works_on_uvloop():
    uvloop = pytest.importorskip("uvloop")

    @legacyco.coroutine
    def main():
        assert asyncio.current_task() is legacyco.current_task() is task
        yield from legacyco.sleep(0.001)
        with pytest.raises(legacyco.TimeoutError):
            yield from legacyco.wait_for(loop.create_future(), 0.001)
        return (yield from legacyco.gather(old(1), new(2), plain(3)))

    loop = uvloop.new_event_loop()
    try:
        task = legacyco.Task(main(), loop=loop)
        assert loop.run_until_complete(task) == [1, 2, 3]
    finally:
        loop.close()


def test_asyncios_own_functions_take_our_tasks_and_ours_take_theirs(any_loop):
    need(asyncio, "current_task")

    async def main():
        ours, theirs = any_loop.create_task(old(1)), asyncio.Task(new(2), loop=any_loop)
        by_asyncio = await asyncio.gather(ours, theirs)
        by_us = await legacyco.gather(ours, theirs)
        done, pending = await asyncio.wait([ours, theirs])
        assert done == {ours, theirs} and not pending
        done, pending = await legacyco.wait([ours, theirs])
        assert done == {ours, theirs} and not pending
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(any_loop.create_task(legacyco.sleep(3600)), 0.001)
        return by_asyncio, by_us

    assert any_loop.run_until_complete(main()) == ([1, 2], [1, 2])


def test_asyncios_timeout_cancels_our_task_and_nobody_else():
    need(asyncio, "timeout")

    async def main():
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.001):
                await legacyco.sleep(3600)
        assert legacyco.current_task().cancelling() == 0
        return "after"

    assert legacyco.run(main()) == "after"


def test_a_task_can_be_run_by_a_loop_that_somebody_derived_from_ours(loop):
    class Task(legacyco.Task):
        steps = 0

    def factory(loop, coro, **kwargs):
        return Task(coro, loop=loop, **kwargs)

    loop.set_task_factory(factory)
    task = loop.create_task(old(1), name="named")
    assert type(task) is Task and task.get_name() == "named"
    assert loop.run_until_complete(task) == 1


class FailsToBegin(legacyco.Task):
    def __init__(self):
        raise ZeroDivisionError


@pytest.mark.parametrize(
    "make, error", [(legacyco.Task, TypeError), (FailsToBegin, ZeroDivisionError)]
)
def test_a_task_that_could_not_be_made_has_nothing_to_report(make, error):
    # A finalizer that raises would fail the test.
    with pytest.raises(error):
        make()
    gc.collect()


def test_a_cancelled_gather_of_asyncio_ends_though_the_last_child_ended_well(loop):
    async def main():
        children = [legacyco.sleep(3600), new(1)]
        gathered = asyncio.gather(*map(legacyco.create_task, children), return_exceptions=True)
        await legacyco.sleep(0.001)
        gathered.cancel()
        await gathered

    with pytest.raises(legacyco.CancelledError):
        loop.run_until_complete(legacyco.wait_for(main(), 5))
