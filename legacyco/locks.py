"""Synchronization primitives.

Rule 1: whoever waits has a future in ``_waiters``, in the order of arrival, and takes it out
himself, whatever ends his wait.
Rule 2: who is woken and cannot use it, because he was cancelled, wakes the next one: no wakeup is
lost.
Rule 3: nobody overtakes one who waits and was not cancelled, even if the lock is free right now.
Rule 4: the loop is looked at by those only who have to wait.

All methods that wait return generators that can be awaited, and yielded from in decorated and in
plain generators.  ``loop=`` is accepted as it was up to 3.9.
"""

import collections
import enum
import types

from . import exceptions, mixins

__all__ = ("Barrier", "BoundedSemaphore", "Condition", "Event", "Lock", "Semaphore")


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

    @types.coroutine
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

    @types.coroutine
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

    @types.coroutine
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

    @types.coroutine
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

    @types.coroutine
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


class _BarrierState(enum.Enum):
    FILLING = "filling"
    DRAINING = "draining"
    RESETTING = "resetting"
    BROKEN = "broken"


class Barrier(mixins._LoopBoundMixin):
    """A point that tasks pass together, *parties* at a time (asyncio: since 3.11).

    1. FILLING: tasks wait, until there are as many as *parties*.
    2. DRAINING: those go on; who comes now waits for the next round, which begins when the last of
       them has left.
    3. RESETTING: as DRAINING, but those who waited get BrokenBarrierError.
    4. BROKEN: until reset(), everybody gets BrokenBarrierError.

    ``async with barrier as index:`` waits too.  Raises ValueError if *parties* is less than 1.
    """

    def __init__(self, parties, *, loop=None):
        if parties < 1:
            raise ValueError("parties must be >= 1")
        super().__init__(loop=loop)
        # Notified of every change of the state.
        self._cond = Condition(loop=loop)
        self._parties = parties
        self._state = _BarrierState.FILLING
        # Those between arrival and departure.
        self._count = 0

    def __repr__(self):
        state = self._state.value
        if not self.broken:
            state += ", waiters:%d/%d" % (self.n_waiting, self.parties)
        return "<%s [%s]>" % (object.__repr__(self)[1:-1], state)

    async def __aenter__(self):
        return await self.wait()

    async def __aexit__(self, *args):
        pass

    @types.coroutine
    def wait(self):
        """Wait for the others; return a number from 0 to parties-1, each to one of them.

        Raises BrokenBarrierError if the barrier is reset or aborted.
        """
        with (yield from self._cond):
            yield from self._block()
            try:
                index = self._count
                self._count += 1
                if index + 1 == self._parties:
                    self._change_state(_BarrierState.DRAINING)
                else:
                    yield from self._wait()
                return index
            finally:
                self._count -= 1
                self._exit()

    @types.coroutine
    def _block(self):
        """Wait until the round before is over."""
        yield from self._cond.wait_for(
            lambda: self._state not in (_BarrierState.DRAINING, _BarrierState.RESETTING)
        )
        if self._state is _BarrierState.BROKEN:
            raise exceptions.BrokenBarrierError("Barrier aborted")

    @types.coroutine
    def _wait(self):
        """Wait until this round is full."""
        yield from self._cond.wait_for(lambda: self._state is not _BarrierState.FILLING)
        if self._state in (_BarrierState.BROKEN, _BarrierState.RESETTING):
            raise exceptions.BrokenBarrierError("Abort or reset of barrier")

    def _exit(self):
        """Begin the next round if the last one has left."""
        if self._count == 0:
            if self._state in (_BarrierState.RESETTING, _BarrierState.DRAINING):
                self._state = _BarrierState.FILLING
            self._cond.notify_all()

    def _change_state(self, state):
        self._state = state
        self._cond.notify_all()

    @types.coroutine
    def reset(self):
        """Begin anew; those who wait get BrokenBarrierError."""
        with (yield from self._cond):
            if self._count > 0:
                self._change_state(_BarrierState.RESETTING)
            else:
                self._change_state(_BarrierState.FILLING)

    @types.coroutine
    def abort(self):
        """Break the barrier: those who wait, and all who come, get BrokenBarrierError."""
        with (yield from self._cond):
            self._change_state(_BarrierState.BROKEN)

    @property
    def parties(self):
        """How many tasks pass together."""
        return self._parties

    @property
    def n_waiting(self):
        """How many tasks wait for the others."""
        return self._count if self._state is _BarrierState.FILLING else 0

    @property
    def broken(self):
        """True if the barrier is broken."""
        return self._state is _BarrierState.BROKEN
