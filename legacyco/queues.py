"""Queues between tasks.

Rule 1: whoever waits in put() or get() has a future in ``_putters`` or ``_getters``; it is taken
out by whoever wakes it.
Rule 2: a wakeup is a hint: who is woken looks again, and waits again if another was faster.
Rule 3: who was woken and cannot use it, because he was cancelled, wakes the next one.
Rule 4: after shutdown() nobody waits.
"""

import collections
import heapq

from . import locks, mixins
from ._compat import GenericAlias
from ._coroutine_functions import coroutine_function
from .exceptions import QueueEmpty, QueueFull, QueueShutDown

__all__ = (
    "JoinableQueue",
    "LifoQueue",
    "PriorityQueue",
    "Queue",
    "QueueEmpty",
    "QueueFull",
    "QueueShutDown",
)

# What put() and get() call, unless they know that it is Queue's own.
_OVERRIDABLE = (
    "empty",
    "full",
    "get_nowait",
    "put_nowait",
    "qsize",
    "_get",
    "_init",
    "_put",
    "_wakeup_next",
)


class Queue(mixins._LoopBoundMixin):
    """A queue, first in, first out.

    It holds *maxsize* items; 0 or less is no limit.  Subclasses may define ``_init(maxsize)``,
    ``_put(item)`` and ``_get()``, which make, fill and empty ``_queue``.
    """

    # True while put() and get() may do without the methods that a subclass can override.
    _is_plain = True

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        cls._is_plain = all(getattr(cls, name) is getattr(Queue, name) for name in _OVERRIDABLE)

    def __init__(self, maxsize=0, *, loop=None):
        super().__init__(loop=loop)
        self._maxsize = maxsize
        self._getters = collections.deque()
        self._putters = collections.deque()
        self._unfinished_tasks = 0
        self._finished = locks.Event(loop=loop)
        self._finished.set()
        self._init(maxsize)
        self._is_shutdown = False

    def _init(self, maxsize):
        self._queue = collections.deque()

    def _get(self):
        return self._queue.popleft()

    def _put(self, item):
        self._queue.append(item)

    def _wakeup_next(self, waiters):
        while waiters:
            waiter = waiters.popleft()
            if not waiter.done():
                waiter.set_result(None)
                break

    def __repr__(self):
        return "<%s at %#x %s>" % (type(self).__name__, id(self), self._format())

    def __str__(self):
        return "<%s %s>" % (type(self).__name__, self._format())

    __class_getitem__ = classmethod(GenericAlias)

    def _format(self):
        result = "maxsize=%r" % (self._maxsize,)
        if getattr(self, "_queue", None):
            result += " _queue=%r" % list(self._queue)
        if self._getters:
            result += " _getters[%d]" % len(self._getters)
        if self._putters:
            result += " _putters[%d]" % len(self._putters)
        if self._unfinished_tasks:
            result += " tasks=%d" % self._unfinished_tasks
        if self._is_shutdown:
            result += " shutdown"
        return result

    def qsize(self):
        """Return the number of items in the queue."""
        return len(self._queue)

    @property
    def maxsize(self):
        """How many items the queue holds; 0 or less is no limit."""
        return self._maxsize

    def empty(self):
        """Return True if there is no item in the queue."""
        return not self._queue

    def full(self):
        """Return True if there are *maxsize* items in the queue."""
        return 0 < self._maxsize <= self.qsize()

    @coroutine_function
    def put(self, item):
        """Put an item into the queue, waiting for room if need be.

        Raises QueueShutDown after shutdown().
        """
        while not self._is_plain or 0 < self._maxsize <= len(self._queue):
            if not self._is_plain and not self.full():
                return self.put_nowait(item)
            if self._is_shutdown:
                raise QueueShutDown
            putter = self._line_up(self._putters)
            try:
                yield putter
                putter.result()
            except BaseException:
                self._give_up(putter, self._putters, self.full)
                raise
        # put_nowait(), without a call.
        self._queue.append(item)
        unfinished = self._unfinished_tasks
        if not unfinished:
            self._finished.clear()
        self._unfinished_tasks = unfinished + 1
        if self._getters:
            self._wakeup_next(self._getters)

    def put_nowait(self, item):
        """Put an item into the queue; QueueFull if there is no room.

        Raises QueueShutDown after shutdown().
        """
        if self._is_shutdown:
            raise QueueShutDown
        if self.full():
            raise QueueFull
        self._put(item)
        if not self._unfinished_tasks:
            self._finished.clear()
        self._unfinished_tasks += 1
        if self._getters:
            self._wakeup_next(self._getters)

    @coroutine_function
    def get(self):
        """Take an item from the queue and return it, waiting for one if need be.

        Raises QueueShutDown after shutdown(), when the queue is empty.
        """
        while not (self._is_plain and self._queue):
            if not self._is_plain and not self.empty():
                return self.get_nowait()
            if self._is_shutdown:
                raise QueueShutDown
            getter = self._line_up(self._getters)
            try:
                yield getter
                getter.result()
            except BaseException:
                self._give_up(getter, self._getters, self.empty)
                raise
        # get_nowait(), without a call.
        item = self._queue.popleft()
        if self._putters:
            self._wakeup_next(self._putters)
        return item

    def get_nowait(self):
        """Take an item from the queue and return it; QueueEmpty if there is none.

        Raises QueueShutDown after shutdown(), when the queue is empty.
        """
        if self.empty():
            if self._is_shutdown:
                raise QueueShutDown
            raise QueueEmpty
        item = self._get()
        if self._putters:
            self._wakeup_next(self._putters)
        return item

    def _give_up(self, waiter, waiters, is_vain):
        """End a wait by an exception; let the next one have a wakeup that would be lost."""
        # Perhaps it is not done yet, and must not be taken for one that waits.
        waiter.cancel()
        try:
            waiters.remove(waiter)
        except ValueError:
            # Whoever woke it has taken it out.
            pass
        if not is_vain() and not waiter.cancelled():
            self._wakeup_next(waiters)

    def task_done(self):
        """Say that the work on an item that was taken is done, for join().

        Raises ValueError if it is said more often than items were put.
        """
        if self._unfinished_tasks <= 0:
            raise ValueError("task_done() called too many times")
        self._unfinished_tasks -= 1
        if self._unfinished_tasks == 0:
            self._finished.set()

    @coroutine_function
    def join(self):
        """Wait until task_done() was called for all items."""
        if self._unfinished_tasks > 0:
            yield from self._finished.wait()

    def shutdown(self, immediate=False):
        """Let put() and, when the queue is empty, get() raise QueueShutDown; wake who waits there.

        With *immediate*, the queue is emptied now, and its items count as done for join().
        asyncio: since 3.13.
        """
        self._is_shutdown = True
        self._is_plain = False
        if immediate:
            while not self.empty():
                self._get()
                if self._unfinished_tasks > 0:
                    self._unfinished_tasks -= 1
            if self._unfinished_tasks == 0:
                self._finished.set()
        for waiters in (self._getters, self._putters):
            while waiters:
                self._wakeup_next(waiters)


# asyncio's was a class of its own until Queue learned to join, in 3.4.4.
JoinableQueue = Queue


class PriorityQueue(Queue):
    """A queue whose smallest item is taken first; items are often ``(priority, data)``."""

    def _init(self, maxsize):
        self._queue = []

    def _put(self, item, heappush=heapq.heappush):
        heappush(self._queue, item)

    def _get(self, heappop=heapq.heappop):
        return heappop(self._queue)


class LifoQueue(Queue):
    """A queue whose newest item is taken first."""

    def _init(self, maxsize):
        self._queue = []

    def _put(self, item):
        self._queue.append(item)

    def _get(self):
        return self._queue.pop()
