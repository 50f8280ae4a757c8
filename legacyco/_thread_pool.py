"""The threads of run_in_executor(): the interpreter's pool, with a queue that may interrupt itself.

An executor that is collected tells its threads so by a put() into their queue, from the callback of
a weak reference.  The collector may call that anywhere: in one of these threads too, while it is in
the queue itself.  CPython's SimpleQueue is made for that (bpo-14976); PyPy's and 3.6's hold a lock,
which the thread then waits for itself - and the interpreter, at its end, for the thread.
"""

import collections
import concurrent.futures
import queue
import threading


class ReentrantQueue:
    """queue.SimpleQueue as far as a ThreadPoolExecutor needs it: put() may come amid any method.

    No lock is held anywhere: each step is one operation of a deque, which no other divides.
    """

    def __init__(self):
        self._items = collections.deque()
        # A lock for each thread that waits; it is released to have the thread look again.
        self._sleepers = collections.deque()

    def put(self, item):
        """Add an item."""
        self._items.append(item)
        try:
            self._sleepers.popleft().release()
        except IndexError:
            pass

    def get(self, block=True):
        """Remove the oldest item and return it, waiting for one; queue.Empty if not to *block*."""
        while True:
            try:
                return self._items.popleft()
            except IndexError:
                if not block:
                    raise queue.Empty from None
            sleeper = threading.Lock()
            sleeper.acquire()
            self._sleepers.append(sleeper)
            # From here on put() wakes this thread; what came before that is there to be seen.
            if not self._items:
                sleeper.acquire()
                continue
            try:
                self._sleepers.remove(sleeper)
            except ValueError:
                pass  # put() has taken it meanwhile.

    def get_nowait(self):
        """Remove the oldest item and return it; queue.Empty if there is none."""
        return self.get(block=False)


def _has_reentrant_queue():
    simple = getattr(queue, "SimpleQueue", None)
    return simple is not None and simple is not getattr(queue, "_PySimpleQueue", None)


def new_thread_pool(thread_name_prefix):
    """Return a concurrent.futures.ThreadPoolExecutor of the default size."""
    pool = concurrent.futures.ThreadPoolExecutor(thread_name_prefix=thread_name_prefix)
    if not _has_reentrant_queue():
        # Its threads get the queue when they are started, with the first call.
        pool._work_queue = ReentrantQueue()
    return pool
