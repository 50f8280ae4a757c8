"""Semaphores, by the rules of _locking.py; their public room is locks.py."""

import collections

from . import exceptions, mixins
from ._coroutine_functions import coroutine_function
from ._locking import _ContextManagerMixin, _described, _someone_waits


class Semaphore(_ContextManagerMixin, mixins._LoopBoundMixin):
    """A lock that *value* tasks can hold at a time.

    Raises ValueError if *value* is negative.
    """

    def __init__(self, value=1, *, loop=None):
        if value < 0:
            raise ValueError("Semaphore initial value must be >= 0")
        super().__init__(loop=loop)
        self._waiters = collections.deque()
        # How many may still acquire it; one that was woken is counted already.
        self._value = value

    def __repr__(self):
        return _described(self, "locked" if self.locked() else "unlocked, value:%d" % self._value)

    def locked(self):
        """Return True if the semaphore cannot be acquired without waiting."""
        return self._value == 0 or _someone_waits(self._waiters)

    @coroutine_function
    def acquire(self):
        """Wait until the semaphore can be acquired, acquire it and return True."""
        if not self.locked():
            self._value -= 1
            return True
        waiter = self._line_up(self._waiters)
        try:
            try:
                yield waiter
                waiter.result()
            finally:
                self._waiters.remove(waiter)
        except exceptions.CancelledError:
            if waiter.done() and not waiter.cancelled():
                # Woken, and counted, in vain.
                self._value += 1
            raise
        finally:
            # There may be room for those who had to wait only because this one was first.
            while self._value > 0 and self._wake_up_next():
                pass
        return True

    def release(self):
        """Make room for one more, and wake the first that waits for it."""
        self._value += 1
        self._wake_up_next()

    def _wake_up_next(self):
        """Wake the first that is not woken yet, counting it; return whether there is one."""
        for waiter in self._waiters:
            if not waiter.done():
                self._value -= 1
                waiter.set_result(True)
                return True
        return False


class BoundedSemaphore(Semaphore):
    """A Semaphore that cannot be released more often than it was acquired."""

    def __init__(self, value=1, *, loop=None):
        self._bound_value = value
        super().__init__(value, loop=loop)

    def release(self):
        """Make room for one more; ValueError if there is room for *value* already."""
        if self._value >= self._bound_value:
            raise ValueError("BoundedSemaphore released too many times")
        super().release()
