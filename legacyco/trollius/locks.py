"""Synchronization primitives: legacyco's, with *loop* by position as well.

``yield From(lock)`` acquires, and ``with (yield From(lock)):`` releases again.
"""

from .. import locks as _locks
from .._passthrough import pass_on
from .coroutines import From as From, Return as Return, coroutine as coroutine

__all__ = ("Lock", "Event", "Condition", "Semaphore", "BoundedSemaphore")


class _ContextManagerMixin:
    def __enter__(self):
        raise RuntimeError('"yield From" should be used as context manager expression')


class Lock(_ContextManagerMixin, _locks.Lock):
    """A lock that one task holds at a time, and that tasks get in the order of arrival."""

    def __init__(self, loop=None):
        super().__init__(loop=loop)


class Event(_locks.Event):
    """A flag that tasks can wait for; unset at first."""

    def __init__(self, loop=None):
        super().__init__(loop=loop)


class Condition(_ContextManagerMixin, _locks.Condition):
    """A condition that the holder of a lock can wait for, and others notify of."""

    def __init__(self, lock=None, loop=None):
        super().__init__(lock, loop=loop)


class Semaphore(_ContextManagerMixin, _locks.Semaphore):
    """A counter that tasks take from, and wait for while it is 0."""

    def __init__(self, value=1, loop=None):
        super().__init__(value, loop=loop)


class BoundedSemaphore(_ContextManagerMixin, _locks.BoundedSemaphore):
    """A semaphore whose release() raises ValueError above the first value."""

    def __init__(self, value=1, loop=None):
        super().__init__(value, loop=loop)


pass_on(globals(), _locks)
