"""The functions that wait for time and for others; their public room is tasks.py."""

import concurrent.futures
import inspect
import types

from . import coroutines, events, exceptions, futures
from ._compat import get_running_loop
from ._coroutine_functions import coroutine_function
from ._making import ensure_future
from ._tracebacks import hands_on
from .futures import isfuture
from .timeouts import Timeout

FIRST_COMPLETED = concurrent.futures.FIRST_COMPLETED
FIRST_EXCEPTION = concurrent.futures.FIRST_EXCEPTION
ALL_COMPLETED = concurrent.futures.ALL_COMPLETED


@coroutine_function
def sleep(delay, result=None, *, loop=None):
    """Wait *delay* seconds, then return *result*; with 0 or less, for one turn of the loop.

    Raises ValueError if *delay* is not a number (NaN).
    """
    if delay <= 0:
        yield
        return result
    if delay != delay:
        raise ValueError("Invalid delay: NaN (not a number)")
    if loop is None:
        loop = get_running_loop()
    future = loop.create_future()
    if getattr(loop, "_sets_alarms", False):
        timer = loop._set_alarm(delay, future, result)
    else:
        timer = loop.call_later(delay, futures._set_result_unless_cancelled, future, result)
    try:
        return (yield from future)
    except BaseException:
        timer.cancel()
        raise


@coroutine_function
def wait(fs, *, loop=None, timeout=None, return_when=ALL_COMPLETED):
    """Wait for futures, coroutines and generators; return two sets of futures, (done, pending).

    *timeout* is in seconds; what is not done then is in *pending*, and no TimeoutError is raised.
    *return_when* is FIRST_COMPLETED, FIRST_EXCEPTION or ALL_COMPLETED.  Coroutines become tasks, as
    up to 3.10.

    Raises TypeError if *fs* is a single future, ValueError if it is empty.
    """
    if isfuture(fs) or (coroutines.iscoroutine(fs) and not isinstance(fs, types.GeneratorType)):
        raise TypeError("expect a list of futures, not {}".format(type(fs).__name__))
    if return_when not in (FIRST_COMPLETED, FIRST_EXCEPTION, ALL_COMPLETED):
        raise ValueError("Invalid return_when value: {}".format(return_when))
    fs = list(fs)
    if not fs:
        raise ValueError("Set of Tasks/Futures is empty.")
    if loop is None:
        loop = get_running_loop()
    # In the order given, so that tasks start in it.
    fs = list(dict.fromkeys([ensure_future(f, loop=loop) for f in dict.fromkeys(fs)]))
    return (yield from _wait(fs, timeout, return_when, loop))


def _release_waiter(waiter, *args):
    if not waiter.done():
        waiter.set_result(None)


@types.coroutine
def _wait(fs, timeout, return_when, loop):
    waiter = loop.create_future()
    handle = None
    if timeout is not None:
        handle = loop.call_later(timeout, _release_waiter, waiter)
    counter = len(fs)

    def on_completion(future):
        nonlocal counter
        counter -= 1
        if (
            counter <= 0
            or return_when == FIRST_COMPLETED
            or return_when == FIRST_EXCEPTION
            and not future.cancelled()
            and future.exception() is not None
        ):
            if handle is not None:
                handle.cancel()
            _release_waiter(waiter)

    for f in fs:
        f.add_done_callback(on_completion)
    try:
        yield from waiter
    finally:
        if handle is not None:
            handle.cancel()
        for f in fs:
            f.remove_done_callback(on_completion)
    done = {f for f in fs if f.done()}
    return done, set(fs).difference(done)


@types.coroutine
def _cancel_and_wait(future, loop):
    """Cancel a future and wait until it is done, in a way that can itself be cancelled."""
    waiter = loop.create_future()

    def release(_):
        _release_waiter(waiter)

    future.add_done_callback(release)
    try:
        future.cancel()
        yield from waiter
    finally:
        future.remove_done_callback(release)


@coroutine_function
def wait_for(fut, timeout, *, loop=None):
    """Wait for a future, coroutine, generator or awaitable for *timeout* seconds; None for ever.

    Returns its result.  At the deadline it is cancelled and TimeoutError is raised, unless it
    returns a value nevertheless.  If the wait is cancelled, so is *fut*.

    As since 3.12, a coroutine is run within the waiting task.
    """
    if timeout is not None and timeout <= 0:
        return (yield from _wait_for_nothing(fut, loop))
    if not isfuture(fut) and isinstance(fut, types.GeneratorType):
        awaitable = fut
    else:
        awaitable = _iterate(fut)
    if timeout is None:
        return (yield from awaitable)
    deadline = Timeout(get_running_loop().time() + timeout)
    try:
        deadline._enter()
    except BaseException:
        awaitable.close()
        raise
    try:
        result = yield from awaitable
    except BaseException as exc:
        if deadline._exit(exc):
            raise exceptions.TimeoutError from exc
        raise
    if deadline._exit(None):
        raise exceptions.TimeoutError
    return result


@hands_on
@types.coroutine
def _iterate(awaitable):
    if isinstance(awaitable, types.CoroutineType):
        return (yield from awaitable)
    if not inspect.isawaitable(awaitable):
        raise TypeError(
            "An asyncio.Future, a coroutine or an awaitable is required, got {!r}".format(awaitable)
        )
    return (yield from awaitable.__await__())


@types.coroutine
def _wait_for_nothing(fut, loop):
    """Return the result of what is done already; else cancel it and raise TimeoutError."""
    if loop is None:
        loop = get_running_loop()
    fut = ensure_future(fut, loop=loop)
    if fut.done():
        return fut.result()
    yield from _cancel_and_wait(fut, loop)
    try:
        return fut.result()
    except exceptions.CancelledError as exc:
        raise exceptions.TimeoutError from exc


class _AsCompletedIterator:
    """The iterator, plain and asynchronous, that as_completed() returns."""

    def __init__(self, aws, loop, timeout):
        self._done = []
        self._waiters = []
        self._loop = loop
        self._timeout_handle = None
        self._todo = {ensure_future(aw, loop=loop) for aw in dict.fromkeys(aws)}
        self._left = len(self._todo)
        for future in list(self._todo):
            future.add_done_callback(self._on_completion)
        if self._todo and timeout is not None:
            self._timeout_handle = loop.call_later(timeout, self._on_timeout)

    def __aiter__(self):
        return self

    def __iter__(self):
        return self

    def __next__(self):
        if not self._left:
            raise StopIteration
        self._left -= 1
        return self._result_of_next()

    async def __anext__(self):
        if not self._left:
            raise StopAsyncIteration
        self._left -= 1
        return await self._wait_for_one()

    def _put(self, future):
        self._done.append(future)
        while self._waiters:
            waiter = self._waiters.pop(0)
            if not waiter.done():
                waiter.set_result(None)
                break

    def _on_timeout(self):
        for future in self._todo:
            future.remove_done_callback(self._on_completion)
            # None tells _wait_for_one() of the timeout.
            self._put(None)
        self._todo.clear()

    def _on_completion(self, future):
        if not self._todo:
            # The timeout was here first.
            return
        self._todo.remove(future)
        self._put(future)
        if not self._todo and self._timeout_handle is not None:
            self._timeout_handle.cancel()

    @types.coroutine
    def _wait_for_one(self):
        try:
            while not self._done:
                waiter = self._loop.create_future()
                self._waiters.append(waiter)
                yield from waiter
        except BaseException:
            self._left += 1
            raise
        future = self._done.pop(0)
        if future is None:
            raise exceptions.TimeoutError
        return future

    @types.coroutine
    def _result_of_next(self):
        return (yield from self._wait_for_one()).result()


def as_completed(fs, *, loop=None, timeout=None):
    """Iterate over awaitables in the order of their completion.

    A plain ``for`` gives awaitables, each of the next result; ``async for`` (asyncio: since 3.13)
    gives the futures themselves.  *timeout* is in seconds for all of them together; after it,
    TimeoutError is raised for what is left.

    Raises TypeError if *fs* is a single awaitable.
    """
    if isfuture(fs) or (inspect.isawaitable(fs) and not isinstance(fs, types.GeneratorType)):
        raise TypeError("expects an iterable of awaitables, not {}".format(type(fs).__name__))
    if loop is None:
        loop = events.get_event_loop()
    return _AsCompletedIterator(fs, loop, timeout)
