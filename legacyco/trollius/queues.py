"""Queues: legacyco's, with *loop* by position as well."""

from .. import queues as _queues
from .._passthrough import pass_on
from ..queues import QueueEmpty, QueueFull
from . import events as events
from .coroutines import From as From, Return as Return, coroutine as coroutine

__all__ = ("Queue", "PriorityQueue", "LifoQueue", "QueueFull", "QueueEmpty", "JoinableQueue")


class Queue(_queues.Queue):
    """A queue, first in, first out, for *maxsize* items; 0 or less is no limit."""

    def __init__(self, maxsize=0, loop=None):
        super().__init__(maxsize, loop=loop)

    @property
    def _loop(self):
        return events.given(self._bound_loop)

    @_loop.setter
    def _loop(self, loop):
        self._bound_loop = loop


class PriorityQueue(Queue, _queues.PriorityQueue):
    """A queue whose smallest item is taken first; items are often ``(priority, data)``."""


class LifoQueue(Queue, _queues.LifoQueue):
    """A queue whose newest item is taken first."""


JoinableQueue = Queue

pass_on(globals(), _queues)
