"""What must hold inside of any framework, in a decorated function and in a native one."""

import asyncio
import contextvars

import legacyco

if hasattr(asyncio, "timeout"):
    timeout = asyncio.timeout
else:
    timeout = legacyco.timeout

var = contextvars.ContextVar("var", default="unset")


@legacyco.coroutine
def old():
    """Check everything from a decorated function; return the current task."""
    task = _current()
    yield from legacyco.sleep(0)
    assert _current() is task
    yield from new()
    yield from asyncio.ensure_future(_task_of_its_own(task))
    try:
        yield from legacyco.wait_for(asyncio.get_running_loop().create_future(), 0)
        raise AssertionError("wait_for() did not time out")
    except asyncio.TimeoutError:
        pass
    assert _current() is task
    return task


async def new():
    """Check everything from an ``async def`` function; return the current task."""
    task = _current()
    await _timeouts(task)
    await _contexts()
    await _cancellation()
    assert _current() is task
    return task


def _current():
    task = asyncio.current_task()
    assert task is not None
    assert task is legacyco.current_task()
    assert task in asyncio.all_tasks()
    assert task in legacyco.all_tasks()
    assert legacyco.get_event_loop() is asyncio.get_running_loop()
    return task


@legacyco.coroutine
def _task_of_its_own(parent):
    assert _current() is not parent
    yield from legacyco.sleep(0)


async def _timeouts(task):
    count = _cancelling(task)
    try:
        async with timeout(0):
            await asyncio.get_running_loop().create_future()
        raise AssertionError("timeout() did not expire")
    except asyncio.TimeoutError:
        pass
    assert _cancelling(task) == count


async def _contexts():
    @legacyco.coroutine
    def child():
        seen = var.get()
        var.set("child")
        yield from legacyco.sleep(0)
        return seen, var.get()

    token = var.set("parent")
    assert await asyncio.ensure_future(child()) == ("parent", "child")
    assert var.get() == "parent"
    var.reset(token)


async def _cancellation():
    counts = []

    @legacyco.coroutine
    def stubborn():
        try:
            yield from asyncio.get_running_loop().create_future()
        except asyncio.CancelledError:
            counts.append(_cancelling(asyncio.current_task()))
            yield from legacyco.sleep(0)
            return "survived"

    task = asyncio.ensure_future(stubborn())
    await asyncio.sleep(0)
    task.cancel()
    task.cancel()
    assert await task == "survived"
    # Tasks of asyncio count since 3.11.
    assert counts == [2 if hasattr(task, "cancelling") else 0]


def _cancelling(task):
    return task.cancelling() if hasattr(task, "cancelling") else 0
