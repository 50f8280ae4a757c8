"""An exception that a coroutine has handled is not handled any more in what follows.

A step that was run from within an ``except`` clause would find that clause's exception in
``sys.exc_info()``: a bare ``raise`` would raise it once more, and every new exception would have it
as its ``__context__``.
"""

import asyncio
import concurrent.futures
import sys

import pytest

import legacyco
from legacyco import trollius


class OurFuture(legacyco.Future):
    """A future that knows nothing of how tasks wait."""


class TheirFuture(asyncio.Future):
    """One of asyncio's, in Python for those that are derived."""


class OurTask(legacyco.Task):
    """A task that is not run by the loop's own function."""


async def fail():
    raise ValueError


async def fail_later():
    await legacyco.sleep(0)
    raise ValueError


def failed(future, loop):
    """Return the future, with an exception that is set in the next turn of its loop."""
    loop.call_soon(future.set_exception, ValueError())
    return future


def failed_in_a_thread(loop):
    future = concurrent.futures.Future()
    loop.call_soon(future.set_exception, ValueError())
    return legacyco.wrap_future(future, loop=loop)


async def fail_in_a_group(loop):
    async with legacyco.TaskGroup() as group:
        group.create_task(fail_later())


async def fail_in_time(loop):
    async with legacyco.timeout(3600):
        await fail_later()


@trollius.coroutine
def fail_in_the_old_dialect():
    yield trollius.From(legacyco.sleep(0))
    raise ValueError


WAYS = {
    "a future": lambda loop: failed(loop.create_future(), loop),
    "a derived future": lambda loop: failed(OurFuture(loop=loop), loop),
    "a future of asyncio's": lambda loop: failed(asyncio.Future(loop=loop), loop),
    "a derived future of asyncio's": lambda loop: failed(TheirFuture(loop=loop), loop),
    "a task": lambda loop: legacyco.ensure_future(fail_later(), loop=loop),
    "a derived task": lambda loop: OurTask(fail_later(), loop=loop),
    "gather()": lambda loop: legacyco.gather(fail(), legacyco.sleep(0)),
    "shield()": lambda loop: legacyco.shield(fail_later()),
    "wait_for()": lambda loop: legacyco.wait_for(fail_later(), 3600),
    "wait_for() of a future": lambda loop: legacyco.wait_for(failed(loop.create_future(), loop), 9),
    "as_completed()": lambda loop: next(legacyco.as_completed([fail_later()], loop=loop)),
    "wrap_future()": failed_in_a_thread,
    "a task group": fail_in_a_group,
    "a timeout": fail_in_time,
    "a coroutine": lambda loop: fail_later(),
    "trollius's dialect": lambda loop: fail_in_the_old_dialect(),
}


async def wait_in_new_code(make, loop):
    try:
        await make(loop)
    except Exception as exc:
        first = exc
    return first, look_at_what_is_handled()


@legacyco.coroutine
def wait_in_old_code(make, loop):
    try:
        yield from make(loop)
    except Exception as exc:
        first = exc
    return first, look_at_what_is_handled()


@trollius.coroutine
def wait_in_the_old_dialect(make, loop):
    try:
        yield trollius.From(make(loop))
    except Exception as exc:
        first = exc
    raise trollius.Return(first, look_at_what_is_handled())


def look_at_what_is_handled():
    """Return what a bare ``raise``, sys.exc_info() and a new exception know of an old one."""
    handled = sys.exc_info()[0]
    try:
        raise
    except BaseException as exc:
        again = type(exc)
    try:
        raise KeyError
    except KeyError as exc:
        context = exc.__context__
    return handled, again, context


class CallSoonLoop(legacyco.EventLoop):
    """A loop that runs steps of tasks as callbacks."""

    def call_soon(self, *args, **kwargs):
        return super().call_soon(*args, **kwargs)


@pytest.mark.parametrize(
    "loop_class",
    [legacyco.EventLoop, CallSoonLoop, asyncio.SelectorEventLoop],
    ids=["legacyco", "callbacks", "asyncio"],
)
@pytest.mark.parametrize("wait", [wait_in_new_code, wait_in_old_code, wait_in_the_old_dialect])
@pytest.mark.parametrize("way", WAYS)
def test_what_was_handled_is_forgotten(loop_class, wait, way):
    loop = loop_class()
    legacyco.set_event_loop(loop)
    try:
        # A task of ours on every loop.
        task = legacyco.Task(wait(WAYS[way], loop), loop=loop)
        first, left = loop.run_until_complete(task)
    finally:
        legacyco.set_event_loop(None)
        loop.close()
    assert isinstance(first, (ValueError, legacyco.ExceptionGroup))
    assert left == (None, RuntimeError, None)
