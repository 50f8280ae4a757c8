"""Tasks that take their first step at once, on legacyco, on asyncio, and across."""

import asyncio
import contextvars

import pytest
from eras import WORLDS, open_world

import legacyco

value = contextvars.ContextVar("value", default="unset")


@pytest.fixture(params=WORLDS)
def world(request):
    for world in open_world(request.param, "eager_task_factory"):
        world.loop.set_task_factory(world.library.eager_task_factory)
        yield world


async def at_once(result):
    return result


@legacyco.coroutine
def decorated_at_once(result):
    return result
    yield


@pytest.mark.parametrize("main", [at_once, decorated_at_once])
def test_a_task_that_does_not_wait_is_done_when_it_is_made(world, main):
    async def create():
        task = world.loop.create_task(main("result"))
        return task.done(), task.result()

    assert world.run(create()) == (True, "result")


def test_plain_generators_start_eagerly_too(fake_loop):
    def plain():
        started.append(legacyco.current_task())
        yield from legacyco.sleep(1)
        return "result"

    async def create():
        task = legacyco.create_task(plain(), eager_start=True)
        assert started == [task]
        return await task

    started = []
    assert fake_loop.run_until_complete(create()) == "result"


def test_a_task_that_waits_goes_on_later(world):
    order = []

    async def main():
        order.append("first step")
        await legacyco.sleep(1)
        order.append("second step")
        return "result"

    async def create():
        task = world.loop.create_task(main())
        order.append("made")
        assert not task.done()
        return await task

    assert world.run(create()) == "result"
    assert order == ["first step", "made", "second step"]


def test_the_first_step_is_the_tasks_own(world):
    seen = []

    async def main():
        seen.append(world.library.current_task())
        await legacyco.sleep(0)
        seen.append(world.library.current_task())

    async def create():
        outer = world.library.current_task()
        task = world.loop.create_task(main())
        assert world.library.current_task() is outer
        assert task in world.library.all_tasks()
        await task
        assert task not in world.library.all_tasks()
        return task

    task = world.run(create())
    assert seen == [task, task]


def test_the_first_step_may_start_others(world):
    async def main(depth):
        if depth == 0:
            return [world.library.current_task()]
        task = world.loop.create_task(main(depth - 1))
        return [world.library.current_task()] + task.result()

    tasks = world.run(main(3))
    assert len(set(tasks)) == 4


def test_the_first_step_runs_in_the_tasks_context(world):
    async def main():
        value.set("set by the task")

    async def create():
        await world.loop.create_task(main())
        return value.get()

    assert world.run(create()) == "unset"


def test_a_task_that_fails_in_its_first_step_keeps_the_exception(world):
    async def main():
        raise ValueError("at once")

    async def create():
        task = world.loop.create_task(main())
        assert task.done()
        with pytest.raises(ValueError, match="at once"):
            await task

    world.run(create())


def test_a_task_that_cancels_itself_in_its_first_step_is_cancelled_at_its_first_wait(world):
    reached = []

    async def main():
        world.library.current_task().cancel()
        reached.append("goes on")
        await legacyco.sleep(1)
        reached.append("must not be reached")

    async def create():
        task = world.loop.create_task(main())
        with pytest.raises(legacyco.CancelledError):
            await task
        return task.cancelled()

    assert world.run(create()) is True
    assert reached == ["goes on"]


def test_an_interrupt_in_the_first_step_comes_out_of_create_task(world, expect_log):
    expect_log("Task exception was never retrieved", logger="asyncio", times=1)

    async def main():
        raise KeyboardInterrupt

    async def create():
        with pytest.raises(KeyboardInterrupt):
            world.loop.create_task(main())

    world.run(create())


def test_gather_and_wait_for_need_no_turn_of_the_loop_for_what_is_done(world):
    async def main():
        both = await world.library.gather(at_once(1), at_once(2))
        return both + [await world.library.wait_for(at_once(3), 10)]

    assert world.run(main()) == [1, 2, 3]


def test_tasks_made_outside_the_running_loop_wait_for_it(fake_loop):
    fake_loop.set_task_factory(legacyco.eager_task_factory)
    started = []

    async def main():
        started.append(True)

    task = fake_loop.create_task(main())
    assert not started
    fake_loop.run_until_complete(task)
    assert started


def test_custom_constructors_make_the_tasks(fake_loop):
    class MyTask(legacyco.Task):
        pass

    fake_loop.set_task_factory(legacyco.create_eager_task_factory(MyTask))

    async def main():
        task = legacyco.create_task(at_once("result"), name="mine")
        later = legacyco.create_task(at_once("later"), eager_start=False)
        assert (type(task), task.get_name(), task.done()) == (MyTask, "mine", True)
        assert (type(later), later.done()) == (MyTask, False)
        return await later

    assert fake_loop.run_until_complete(main()) == "later"


def test_any_task_can_be_started_eagerly(fake_loop):
    async def main():
        eager = fake_loop.create_task(at_once(1), eager_start=True)
        lazy = fake_loop.create_task(at_once(2))
        return eager.done(), lazy.done()

    assert fake_loop.run_until_complete(main()) == (True, False)


def test_asyncios_own_factory_works_on_legacycos_loop(fake_loop):
    factory = getattr(asyncio, "eager_task_factory", None)
    if factory is None:
        pytest.skip("asyncio has eager tasks since 3.12")
    fake_loop.set_task_factory(factory)

    async def main():
        task = legacyco.create_task(at_once("result"), name="theirs")
        assert type(task) is asyncio.Task
        # asyncio's tasks take no generators, which these are.
        both = await legacyco.gather(legacyco.sleep(1, 1), legacyco.sleep(1, 2))
        return task.done(), task.get_name(), both

    assert fake_loop.run_until_complete(main()) == (True, "theirs", [1, 2])


@pytest.mark.parametrize("takes_name", [True, False])
def test_a_factory_gets_the_name_if_it_takes_one(fake_loop, takes_name):
    received = []

    def with_name(loop, coro, *, name=None):
        received.append(name)
        return legacyco.Task(coro, loop=loop, name=name)

    def without(loop, coro):
        received.append("nothing")
        return legacyco.Task(coro, loop=loop)

    fake_loop.set_task_factory(with_name if takes_name else without)

    async def main():
        return (await legacyco.create_task(named(), name="named"), received[1:])

    async def named():
        return legacyco.current_task().get_name()

    assert fake_loop.run_until_complete(main()) == (
        "named",
        ["named" if takes_name else "nothing"],
    )


def test_a_factory_that_takes_no_context_makes_the_task_within_it(fake_loop):
    context = contextvars.copy_context()
    context.run(value.set, "from the context")
    fake_loop.set_task_factory(lambda loop, coro: legacyco.Task(coro, loop=loop))

    async def get_value():
        return value.get()

    async def main():
        return await fake_loop.create_task(get_value(), context=context)

    assert fake_loop.run_until_complete(main()) == "from the context"


def test_what_cannot_be_called_is_no_factory(aio_loop):
    with pytest.raises(TypeError, match="task factory must be a callable or None"):
        aio_loop.set_task_factory(42)
    aio_loop.set_task_factory(None)
    assert aio_loop.get_task_factory() is None
