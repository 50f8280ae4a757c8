"""Attempts that start one after the other, of which the first success wins (asyncio: since 3.8)."""

import types

from . import events, tasks
from ._coroutine_functions import coroutine_function
from .exceptions import CancelledError

__all__ = ("staggered_race",)


@coroutine_function
def staggered_race(coro_fns, delay, *, loop=None):
    """Run coroutine functions until one returns a result; cancel the others then.

    Each is started as soon as the one before it has failed, or *delay* seconds after that one was
    started; with None it waits for the failure.  *coro_fns* is an iterable of functions without
    arguments that return a coroutine, a generator or a future.

    Returns (result, index, exceptions): those of the winner, None and None if all failed; and for
    each that was started its exception, None for the winner.
    """
    race = _Race(events.get_running_loop() if loop is None else loop)
    try:
        for coro_fn in coro_fns:
            newest = race.start(coro_fn)
            yield from race.wait_for_next(newest, delay)
            if race.index is not None:
                break
        while race.running:
            yield from tasks.wait(race.running)
    finally:
        yield from race.end()
    return race.result, race.index, race.exceptions


class _Race:
    def __init__(self, loop):
        self._loop = loop
        self.result = self.index = None
        self.exceptions = []
        self.running = set()

    def start(self, coro_fn):
        """Start an attempt; return its task."""
        self.exceptions.append(None)
        attempt = self._attempt(len(self.exceptions) - 1, coro_fn)
        task = tasks.ensure_future(attempt, loop=self._loop)
        self.running.add(task)
        task.add_done_callback(self.running.discard)
        return task

    @types.coroutine
    def _attempt(self, index, coro_fn):
        try:
            awaitable = coro_fn()
            if not isinstance(awaitable, types.GeneratorType):
                awaitable = tasks._iterate(awaitable)
            result = yield from awaitable
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as exc:
            self.exceptions[index] = exc
        else:
            self.result, self.index = result, index
            self._cancel_all(except_for=tasks.current_task(self._loop))

    def _cancel_all(self, except_for=None):
        for task in list(self.running):
            if task is not except_for:
                task.cancel()

    @types.coroutine
    def wait_for_next(self, newest, delay):
        """Wait until the newest attempt has failed or its time is over, or one has won."""
        deadline = None if delay is None else self._loop.time() + delay
        while self.index is None and not newest.done():
            left = None if deadline is None else deadline - self._loop.time()
            if left is not None and left <= 0:
                return
            yield from tasks.wait(self.running, timeout=left, return_when=tasks.FIRST_COMPLETED)

    @types.coroutine
    def end(self):
        """Cancel what still runs, and wait for its end, however often that is cancelled."""
        cancelled = None
        while self.running:
            self._cancel_all()
            try:
                yield from tasks.wait(self.running)
            except CancelledError as exc:
                cancelled = exc
        if cancelled is not None:
            raise cancelled
