"""Lock, Event and Condition; their public room is locks.py.

Rule 1: whoever waits has a future in ``_waiters``, in the order of arrival, and takes it out
himself, whatever ends his wait.
Rule 2: who is woken and cannot use it, because he was cancelled, wakes the next one: no wakeup is
lost.
Rule 3: nobody overtakes one who waits and was not cancelled, even if the lock is free right now.
Rule 4: the loop is looked at by those only who have to wait.

All methods that wait return generators that can be awaited, and yielded from in decorated and in
plain generators.
"""

import collections
import types

from . import exceptions, mixins
from ._coroutine_functions import coroutine_function


class _ContextManager:
    """What ``with (yield from lock):`` and ``with (await lock):`` enter: it is acquired already."""

    def __init__(self, lock):
        self._lock = lock

    def __enter__(self):
        # There is no use for ``as``.
        return None

    def __exit__(self, *args):
        try:
            self._lock.release()
        finally:
            # Entered once more, it would release what it did not acquire.
            self._lock = None


class _ContextManagerMixin:
    """``async with lock``, ``with (yield from lock)``, ``with (await lock)`` (up to 3.8)."""

    def __enter__(self):
        raise RuntimeError('"yield from" should be used as context manager expression')

    def __exit__(self, *args):
        # The with statement looks for it before it calls __enter__().
        pass

    @types.coroutine
    def __iter__(self):
        yield from self.acquire()
        return _ContextManager(self)

    def __await__(self):
        # Flagged, it would be refused: __await__() must not return a coroutine.
        return (yield from self.__iter__())

    async def __aenter__(self):
        await self.acquire()

    async def __aexit__(self, exc_type, exc, tb):
        self.release()


def _described(lock, state):
    waiting = ", waiters:%d" % len(lock._waiters) if lock._waiters else ""
    return "<%s [%s%s]>" % (object.__repr__(lock)[1:-1], state, waiting)


def _someone_waits(waiters):
    """Return whether there is a waiter that was not cancelled."""
    for waiter in waiters:
        if not waiter.cancelled():
            return True
    return False


class Lock(_ContextManagerMixin, mixins._LoopBoundMixin):
    """A lock that one task holds at a time, and that tasks get in the order of arrival.

    It is nobody's in particular: any task may release it.  Use ``async with lock:``, ``with (yield
    from lock):`` or ``with (await lock):``.
    """

    def __init__(self, *, loop=None):
        super().__init__(loop=loop)
        # Never None, as it was up to 3.6: subclasses of that time look into it (aioredis).
        self._waiters = collections.deque()
        self._locked = False

    def __repr__(self):
        return _described(self, "locked" if self._locked else "unlocked")

    def locked(self):
        """Return True if the lock is acquired."""
        return self._locked

    @coroutine_function
    def acquire(self):
        """Wait until the lock is free, acquire it and return True."""
        if not self._locked and not (self._waiters and _someone_waits(self._waiters)):
            self._locked = True
            return True
        waiter = self._line_up(self._waiters)
        try:
            try:
                yield waiter
                waiter.result()
            finally:
                self._waiters.remove(waiter)
        except exceptions.CancelledError:
            # Perhaps it was this one's turn.
            if self._waiters and not self._locked:
                self._wake_up_first()
            raise
        self._locked = True
        return True

    def release(self):
        """Release the lock, and wake the first that waits for it.

        Raises RuntimeError if it is not acquired.
        """
        if not self._locked:
            raise RuntimeError("Lock is not acquired.")
        self._locked = False
        if self._waiters:
            self._wake_up_first()

    def _wake_up_first(self):
        waiter = self._waiters[0]
        # If it is done it will run, and then take the lock or wake the next.
        if not waiter.done():
            waiter.set_result(True)


class Event(mixins._LoopBoundMixin):
    """A flag that tasks can wait for; unset at first."""

    def __init__(self, *, loop=None):
        super().__init__(loop=loop)
        self._waiters = collections.deque()
        self._value = False

    def __repr__(self):
        return _described(self, "set" if self._value else "unset")

    def is_set(self):
        """Return True if the flag is set."""
        return self._value

    def set(self):
        """Set the flag and wake everybody who waits for it."""
        if not self._value:
            self._value = True
            for waiter in self._waiters:
                if not waiter.done():
                    waiter.set_result(True)

    def clear(self):
        """Unset the flag."""
        self._value = False

    @coroutine_function
    def wait(self):
        """Wait until the flag is set; return True."""
        if self._value:
            return True
        waiter = self._line_up(self._waiters)
        try:
            yield waiter
            waiter.result()
            return True
        finally:
            self._waiters.remove(waiter)


class Condition(_ContextManagerMixin, mixins._LoopBoundMixin):
    """A condition that the holder of a lock can wait for, and others notify of.

    *lock* is a Lock, by default a new one; ``locked()``, ``acquire()`` and ``release()`` are its.
    Raises ValueError if *lock* and *loop* are of different loops.
    """

    def __init__(self, lock=None, *, loop=None):
        super().__init__(loop=loop)
        if lock is None:
            lock = Lock(loop=loop)
        elif loop is not None and getattr(lock, "_loop", None) not in (None, loop):
            raise ValueError("loop argument must agree with lock")
        self._lock = lock
        self.locked = lock.locked
        self.acquire = lock.acquire
        self.release = lock.release
        self._waiters = collections.deque()

    def __repr__(self):
        return _described(self, "locked" if self.locked() else "unlocked")

    @coroutine_function
    def wait(self):
        """Release the lock, wait until notified, acquire the lock again and return True.

        It may return without reason: look at the state again.  Raises RuntimeError if the lock is
        not acquired.
        """
        if not self.locked():
            raise RuntimeError("cannot wait on un-acquired lock")
        waiter = self._get_loop().create_future()
        self.release()
        try:
            try:
                self._waiters.append(waiter)
                try:
                    yield from waiter
                    return True
                finally:
                    self._waiters.remove(waiter)
            finally:
                yield from self._acquire_again()
        except BaseException:
            # Perhaps this was the one that was notified: let it be another.  At worst, one that
            # has no reason to is woken.
            self._notify(1)
            raise

    @types.coroutine
    def _acquire_again(self):
        """Acquire the lock, cancelled or not; then raise the last CancelledError."""
        cancelled = None
        while True:
            try:
                yield from self.acquire()
                break
            except exceptions.CancelledError as exc:
                cancelled = exc
        if cancelled is not None:
            try:
                raise cancelled
            finally:
                cancelled = None  # Its traceback holds this frame.

    @coroutine_function
    def wait_for(self, predicate):
        """Wait until ``predicate()`` is true; return its value."""
        result = predicate()
        while not result:
            yield from self.wait()
            result = predicate()
        return result

    def notify(self, n=1):
        """Wake *n* of those who wait, or all if there are fewer.

        They go on when they get the lock, which notify() does not release.  Raises RuntimeError if
        it is not acquired.
        """
        if not self.locked():
            raise RuntimeError("cannot notify on un-acquired lock")
        self._notify(n)

    def _notify(self, n):
        for waiter in self._waiters:
            if n <= 0:
                break
            if not waiter.done():
                n -= 1
                waiter.set_result(False)

    def notify_all(self):
        """Wake all who wait; see notify()."""
        self.notify(len(self._waiters))
