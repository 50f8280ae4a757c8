"""What this interpreter's asyncio does, asked of it: patch releases of one version differ.

A fact is a function whose name ends the sentence "this asyncio's ...". What asyncio was mended of
in 3.12 or 3.13 came to some patch release of the versions before it as well, and to which one is
nobody's business here. A fact that asyncio has only since a version began needs no entry: tests
ask for the name that came with it (`eras.need`).
"""

import asyncio
import functools
import inspect

from fake_clock import new_fake_clock_loop

FACTS = []


def _fact(ask):
    """Have *ask* answer once; run it on a loop of asyncio's if it is a coroutine function."""

    @functools.lru_cache(maxsize=None)
    @functools.wraps(ask)
    def answer():
        if not inspect.iscoroutinefunction(ask):
            return bool(ask())
        loop = new_fake_clock_loop(asyncio.SelectorEventLoop)
        try:
            return bool(loop.run_until_complete(ask()))
        finally:
            loop.close()

    FACTS.append(answer)
    return answer


async def _fail():
    raise LookupError


# --- tasks ----------------------------------------------------------------------------------


@_fact
def tasks_count_cancellations():
    return hasattr(asyncio.Task, "uncancel")


@_fact
async def tasks_take_a_cancellation_back():
    if not tasks_count_cancellations():
        return False
    task = asyncio.current_task()
    task.cancel()
    task.uncancel()
    try:
        await asyncio.sleep(0)
    except asyncio.CancelledError:
        return False
    return True


# --- timeouts -------------------------------------------------------------------------------


@_fact
async def timeouts_tell_their_cause():
    try:
        async with asyncio.timeout(0):
            await asyncio.sleep(1)
    except asyncio.TimeoutError as error:
        return error.__cause__ is not None


@_fact
async def timeouts_tell_older_cancellations_from_theirs():
    asyncio.current_task().cancel()
    try:
        await asyncio.sleep(0)
    except asyncio.CancelledError:
        pass
    try:
        async with asyncio.timeout(0):
            await asyncio.sleep(1)
    except asyncio.CancelledError:
        return False
    except asyncio.TimeoutError:
        return True


@_fact
async def timeouts_say_that_they_were_not_entered():
    try:
        asyncio.timeout(1).reschedule(2)
    except AssertionError:
        return False
    except RuntimeError:
        return True


@_fact
async def timeouts_are_entered_once():
    deadline = asyncio.timeout(1)
    async with deadline:
        pass
    try:
        async with deadline:
            return False
    except RuntimeError:
        return True


@_fact
async def timeouts_are_the_context_of_other_errors():
    try:
        async with asyncio.timeout(0):
            try:
                await asyncio.sleep(1)
            finally:
                raise LookupError
    except LookupError as error:
        return isinstance(error.__context__, asyncio.TimeoutError)


# --- task groups ----------------------------------------------------------------------------


@_fact
def groups_that_no_task_enters_are_not_entered():
    group = asyncio.TaskGroup()
    loop = asyncio.SelectorEventLoop()
    loop.call_soon(_step_into, group, loop)
    try:
        loop.run_forever()
    finally:
        loop.close()
    return repr(group) == "<TaskGroup>"


def _step_into(group, loop):
    entering = group.__aenter__()
    try:
        entering.send(None)
    except RuntimeError:
        pass
    finally:
        loop.stop()


@_fact
def groups_close_what_they_refuse():
    refused = _fail()
    try:
        asyncio.TaskGroup().create_task(refused)
    except RuntimeError:
        pass
    state = inspect.getcoroutinestate(refused)
    refused.close()
    return state == inspect.CORO_CLOSED


@_fact
async def groups_fail_together():
    try:
        async with asyncio.TaskGroup() as outer:
            async with asyncio.TaskGroup() as inner:
                inner.create_task(_fail())
                outer.create_task(_fail())
                await asyncio.sleep(1)
    except BaseException as error:
        return len(getattr(error, "exceptions", ())) == 2


@_fact
async def groups_end_with_their_generator():
    async def numbers():
        async with asyncio.TaskGroup() as group:
            group.create_task(asyncio.sleep(1))
            yield 1

    generator = numbers()
    await generator.__anext__()
    try:
        await generator.aclose()
    except BaseException:
        return False
    return True
