"""Tasks, and the functions that make them and wait for them.

They are legacyco's.  What is added is what trollius has: *loop* by position, and generators that
nobody decorated, which may wait by ``yield From(x)``.
"""

from .. import tasks as _tasks
from .._coroutine_functions import coroutine_function
from .._passthrough import pass_on
from ..tasks import ALL_COMPLETED, FIRST_COMPLETED, FIRST_EXCEPTION
from . import coroutines as coroutines, events as events, futures as futures
from ._classes import StandsForEngine, without_own_frames
from .coroutines import (
    From as From,
    Return as Return,
    ReturnException as ReturnException,
    as_driven,
    coroutine as coroutine,
)

__all__ = (
    "Task",
    "FIRST_COMPLETED",
    "FIRST_EXCEPTION",
    "ALL_COMPLETED",
    "wait",
    "wait_for",
    "as_completed",
    "sleep",
    "async",  # noqa: F822
    "gather",
    "shield",
    "ensure_future",
)


class Task(_tasks.Task, metaclass=StandsForEngine):
    """A coroutine wrapped in a future, and run by the loop; that of get_event_loop() if None."""

    _stands_for = _tasks.Task

    @classmethod
    def _make(cls, coro, loop=None):
        return without_own_frames(_tasks.Task(as_driven(coro), loop=events.given(loop)))

    def __init__(self, coro, loop=None):
        super().__init__(as_driven(coro), loop=events.given(loop))
        without_own_frames(self)


def ensure_future(coro_or_future, loop=None):
    """Return a future as it is; schedule a coroutine or generator and return its task."""
    if coroutines.iscoroutine(coro_or_future):
        loop = events.given(loop)
    return _tasks.ensure_future(as_driven(coro_or_future), loop=loop)


def async_(coro_or_future, loop=None):
    """ensure_future() by the name it had first, ``trollius.async``."""
    return ensure_future(coro_or_future, loop)


async_.__name__ = async_.__qualname__ = "async"
globals()["async"] = async_


def sleep(delay, result=None, loop=None):
    """Wait for *delay* seconds, and return *result*."""
    return _tasks.sleep(delay, result, loop=loop)


@coroutine_function
def wait(fs, loop=None, timeout=None, return_when=ALL_COMPLETED):
    """Wait for futures and coroutines for *timeout* seconds; return the sets (done, pending)."""
    fs = _driven(fs)
    return (yield from _tasks.wait(fs, loop=loop, timeout=timeout, return_when=return_when))


@coroutine_function
def wait_for(fut, timeout, loop=None):
    """Wait for a future or coroutine for *timeout* seconds, then cancel it; None for ever.

    Returns the result, or raises TimeoutError.  As trollius's, it prefers a result that came at the
    last moment, and does not wait for the end of what it cancels.
    """
    fut = ensure_future(fut, loop)
    try:
        yield from _tasks.wait([fut], loop=loop or futures._futures._get_loop(fut), timeout=timeout)
    except futures.CancelledError:
        fut.cancel()
        raise
    if not fut.done():
        fut.cancel()
        raise futures.TimeoutError()
    return fut.result()


def as_completed(fs, loop=None, timeout=None):
    """Iterate over coroutines, each of which waits for the next that is done."""
    yield from _tasks.as_completed(_driven(fs), loop=events.given(loop), timeout=timeout)


def gather(*coros_or_futures, **kw):
    """Return a future for the list of the results; takes *loop* and *return_exceptions*."""
    if kw.get("loop") is None and not any(map(futures._futures.isfuture, coros_or_futures)):
        kw["loop"] = events.given(None)
    return _tasks.gather(*map(as_driven, coros_or_futures), **kw)


def shield(arg, loop=None):
    """Return a future for *arg* whose cancellation does not reach it."""
    return _tasks.shield(ensure_future(arg, loop), loop=loop)


def _driven(fs):
    """Return what wait() and as_completed() are given, with its generators driven.

    Raises TypeError if that is a single future or coroutine.
    """
    if futures._futures.isfuture(fs) or coroutines.iscoroutine(fs):
        raise TypeError("expect a list of futures, not %s" % type(fs).__name__)
    # One driver for each generator, however often it is given.
    return list({coro: as_driven(coro) for coro in fs}.values())


pass_on(globals(), _tasks)
