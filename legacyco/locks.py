"""Synchronization primitives.

All methods that wait return generators that can be awaited, and yielded from in decorated and in
plain generators.  ``loop=`` is accepted as it was up to 3.9.
"""

from ._barriers import Barrier
from ._locking import (
    Condition,
    Event,
    Lock,
    _ContextManager as _ContextManager,
    _ContextManagerMixin as _ContextManagerMixin,
)
from ._semaphores import BoundedSemaphore, Semaphore

__all__ = ("Barrier", "BoundedSemaphore", "Condition", "Event", "Lock", "Semaphore")
