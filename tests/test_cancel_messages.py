"""What a cancellation says: the argument of the CancelledError, and when it is gone."""

import sys

import pytest

import legacyco


@pytest.fixture
def world(aio, aio_fake_loop):
    """The library, on a loop with a fake clock; asyncio's where it says what the newest does."""
    if aio is not legacyco and sys.version_info < (3, 11):
        pytest.skip("asyncio's messages are as today since 3.11")
    return aio, aio_fake_loop


def outcome_of(aio, loop, task):
    """Await a cancelled task; return the arguments of the error."""

    async def wait():
        try:
            await task
        except aio.CancelledError as exc:
            return exc.args

    return loop.run_until_complete(wait())


async def wait_for_ever(aio):
    await aio.get_running_loop().create_future()


async def cancel_itself_and_wait(aio):
    aio.current_task().cancel("why")
    await aio.sleep(3600)


async def cancel_itself_and_wait_for_a_task(aio):
    other = aio.ensure_future(wait_for_ever(aio))
    aio.current_task().cancel("why")
    await other


async def survive_once(aio, wait=wait_for_ever):
    try:
        await wait(aio)
    except aio.CancelledError:
        pass
    raise aio.CancelledError


def turn(loop):
    loop.call_soon(loop.stop)
    loop.run_forever()


def test_a_task_cancelled_before_its_first_step_says_it_once(world):
    aio, loop = world
    task = loop.create_task(wait_for_ever(aio))
    task.cancel("why")
    assert [outcome_of(aio, loop, task) for _ in range(3)] == [("why",), (), ()]


@pytest.mark.parametrize("body", [cancel_itself_and_wait, cancel_itself_and_wait_for_a_task])
def test_a_task_that_cancels_itself_says_it_once(world, body):
    aio, loop = world
    task = loop.create_task(body(aio))
    assert [outcome_of(aio, loop, task) for _ in range(3)] == [("why",), (), ()]


def test_a_task_cancelled_in_its_last_step_says_it_each_time(world):
    aio, loop = world

    async def main():
        aio.current_task().cancel("why")

    task = loop.create_task(main())
    assert [outcome_of(aio, loop, task) for _ in range(3)] == [("why",)] * 3


def test_a_message_that_was_survived_is_not_said_later(world):
    aio, loop = world
    task = loop.create_task(survive_once(aio, cancel_itself_and_wait))
    assert [outcome_of(aio, loop, task) for _ in range(2)] == [(), ()]

    task = loop.create_task(survive_once(aio))
    turn(loop)
    task.cancel("why")
    assert [outcome_of(aio, loop, task) for _ in range(2)] == [(), ()]


def test_a_cancelled_future_says_it_each_time(world):
    aio, loop = world
    future = loop.create_future()
    future.cancel("why")
    assert [outcome_of(aio, loop, future) for _ in range(3)] == [("why",)] * 3


@pytest.mark.parametrize("last", [True, False], ids=["last", "first"])
@pytest.mark.parametrize("what", ["future", "task"])
def test_a_cancelled_gather_of_exceptions_says_what_its_last_argument_says(world, last, what):
    aio, loop = world

    async def main():
        if what == "future":
            cancelled = loop.create_future()
        else:
            cancelled = aio.ensure_future(wait_for_ever(aio))
        others = [cancelled, aio.sleep(0)] if not last else [aio.sleep(0), cancelled]
        gathered = aio.gather(*others, return_exceptions=True)
        await aio.sleep(0)
        await aio.sleep(0)
        gathered.cancel("why")
        try:
            await gathered
        except aio.CancelledError as exc:
            return exc.args

    assert loop.run_until_complete(main()) == (("why",) if last else ())


def test_a_cancelled_gather_of_exceptions_retrieves_what_its_children_raise(world):
    aio, loop = world

    async def fail():
        try:
            await wait_for_ever(aio)
        except aio.CancelledError:
            raise ValueError from None

    async def main():
        gathered = aio.gather(fail(), fail(), return_exceptions=True)
        await aio.sleep(0)
        gathered.cancel()
        with pytest.raises(aio.CancelledError):
            await gathered

    # Nothing is left to be reported as never retrieved.
    loop.run_until_complete(main())


@pytest.mark.parametrize("circle", ["tasks", "gather"])
def test_a_circle_of_tasks_that_wait_for_each_other_cannot_be_cancelled(world, circle):
    aio, loop = world

    async def wait_for(number):
        other = tasks[1 - number]
        await (other if circle == "tasks" else aio.gather(other))

    async def main():
        await aio.sleep(0)
        await aio.sleep(0)
        with pytest.raises(RecursionError):
            tasks[0].cancel()

    tasks = [loop.create_task(wait_for(number)) for number in range(2)]
    loop.run_until_complete(main())
    for task in tasks:
        task._log_destroy_pending = False
