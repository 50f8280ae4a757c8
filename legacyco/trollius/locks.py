"""Synchronization primitives: legacyco's, with *loop* by position as well.

``yield From(lock)`` acquires, and ``with (yield From(lock)):`` releases again.
"""

import collections

from .. import locks as _locks
from .._coroutine_functions import coroutine_function
from .._passthrough import pass_on
from . import events as events
from .coroutines import From as From, Return as Return, coroutine as coroutine

__all__ = ("Lock", "Event", "Condition", "Semaphore", "BoundedSemaphore")


class _AsInTrollius:
    """What trollius's primitives have in common: their loop, and how they are shown."""

    @property
    def _loop(self):
        return events.given(self._bound_loop)

    @_loop.setter
    def _loop(self, loop):
        self._bound_loop = loop

    def __repr__(self):
        return super().__repr__().replace(", ", ",")


class _ContextManagerMixin(_AsInTrollius):
    def __enter__(self):
        raise RuntimeError('"yield From" should be used as context manager expression')


class Lock(_ContextManagerMixin, _locks.Lock):
    """A lock that one task holds at a time, and that tasks get in the order of arrival."""

    def __init__(self, loop=None):
        super().__init__(loop=loop)


class Event(_AsInTrollius, _locks.Event):
    """A flag that tasks can wait for; unset at first."""

    def __init__(self, loop=None):
        super().__init__(loop=loop)


class Condition(_ContextManagerMixin, _locks.Condition):
    """A condition that the holder of a lock can wait for, and others notify of."""

    def __init__(self, lock=None, loop=None):
        super().__init__(lock or Lock(loop=loop), loop=loop)


class Semaphore(_ContextManagerMixin, _locks.Semaphore):
    """A counter that tasks take from, and wait for while it is 0.

    As trollius's, it counts what was given back until the one who was woken for it takes it.
    """

    def __init__(self, value=1, loop=None):
        super().__init__(value, loop=loop)

    def locked(self):
        """Return True if the counter is 0."""
        return self._value == 0

    @coroutine_function
    def acquire(self):
        """Wait until the counter is above 0, take one from it and return True."""
        if not self._waiters and self._value > 0:
            self._value -= 1
            return True
        if self._waiters is None:
            self._waiters = collections.deque()
        waiter = self._line_up(self._waiters)
        try:
            yield waiter
            waiter.result()
            self._value -= 1
            return True
        finally:
            self._waiters.remove(waiter)
            self._wake_up_next()

    def release(self):
        """Add one to the counter, and wake the first that waits for it."""
        self._value += 1
        self._wake_up_next()

    def _wake_up_next(self):
        """Wake the first that waits, unless all that there is was promised already."""
        waiters = self._waiters or ()
        promised = sum(waiter.done() and not waiter.cancelled() for waiter in waiters)
        if self._value > promised:
            for waiter in waiters:
                if not waiter.done():
                    waiter.set_result(True)
                    break


class BoundedSemaphore(Semaphore):
    """A semaphore whose release() raises ValueError above the first value."""

    def __init__(self, value=1, loop=None):
        super().__init__(value, loop=loop)
        self._bound_value = value

    def release(self):
        """Add one to the counter; ValueError if it was released more often than acquired."""
        if self._value >= self._bound_value:
            raise ValueError("BoundedSemaphore released too many times")
        super().release()


pass_on(globals(), _locks)
