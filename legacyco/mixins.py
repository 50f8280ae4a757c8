"""What the locks and the queues have in common: the event loop they belong to."""

import threading

from . import events

_global_lock = threading.Lock()


class _LoopBoundMixin:
    """Belongs to the loop it was given, else to the first one that it has to wait in.

    Until then ``_loop`` is the thread's, as it was in asyncio up to 3.9.
    """

    _bound_loop = None

    def __init__(self, *, loop=None):
        if loop is not None:
            self._bound_loop = loop

    @property
    def _loop(self):
        return events.get_event_loop() if self._bound_loop is None else self._bound_loop

    @_loop.setter
    def _loop(self, loop):
        self._bound_loop = loop

    def _get_loop(self):
        """Return the loop to wait in, the running one; RuntimeError if it is the wrong one."""
        loop = events._get_running_loop()
        if loop is None:
            # A coroutine that is driven by hand.
            return self._loop
        if self._bound_loop is None:
            with _global_lock:
                if self._bound_loop is None:
                    self._bound_loop = loop
        if loop is not self._bound_loop:
            raise RuntimeError("{!r} is bound to a different event loop".format(self))
        return loop

    def _line_up(self, waiters):
        """Return a new future that stands last in *waiters*, to be yielded at once.

        That spares the generator of ``yield from future``.  Its result() is to be asked for then,
        which raises if the wait was cancelled.
        """
        loop = events._get_running_loop()
        if loop is not self._bound_loop or loop is None:
            loop = self._get_loop()
        waiter = loop.create_future()
        waiters.append(waiter)
        waiter._asyncio_future_blocking = True
        return waiter
