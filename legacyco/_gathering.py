"""gather() and shield(): futures that stand for others; their public room is tasks.py."""

from . import events, exceptions
from ._making import ensure_future
from ._task import Task
from .base_futures import _FINISHED
from .futures import Future, _get_loop

# The classes whose insides are known here.
_OURS = (Future, Task)


class _GatheringFuture(Future):
    """The future of gather(): cancel() cancels the children, and is done when they are."""

    _stands_for = Future._stands_for

    def __init__(self, children, *, loop, return_exceptions=False):
        super().__init__(loop=loop)
        self._children = children
        self._return_exceptions = return_exceptions
        self._cancel_requested = False
        self._unfinished = len(set(children))

    def cancel(self, msg=None):
        if self.done():
            return False
        cancelled = False
        for child in self._children:
            if _cancel(child, msg):
                cancelled = True
        if cancelled:
            # Whatever the children make of it, and even with return_exceptions (bpo-32684).
            self._cancel_requested = True
        return cancelled

    def _on_child_done(self, child):
        self._unfinished -= 1
        if self.done():
            if not child.cancelled():
                child.exception()  # Retrieved, as far as the log is concerned.
            return
        if not self._return_exceptions:
            if child.cancelled():
                return self.set_exception(_cancelled_error_of(child))
            exception = child.exception()
            if exception is not None:
                return self.set_exception(exception)
        if self._unfinished:
            return
        # First, since it retrieves what the children raised.
        outcomes = [_outcome(child) for child in self._children]
        if self._cancel_requested:
            # Of the last in the list, whichever was the last one done: as asyncio has it.
            self.set_exception(_cancelled_error_of(self._children[-1]))
        else:
            self.set_result(outcomes)


def _cancel(child, msg):
    if type(child) is Task:
        # As in Task.cancel(), where it is told why.
        return child.cancel(msg)
    return child.cancel() if msg is None else child.cancel(msg=msg)


class _Child:
    """Waits for a child of gather() without a handle or a context: itself an entry of the queue."""

    __slots__ = ("_child", "_outer", "_ready")

    # What Future._callbacks shows.
    _context = None

    def __init__(self, child, outer, ready):
        self._child = child
        self._outer = outer
        self._ready = ready

    @property
    def _wakeup(self):
        return self._outer._on_child_done

    def _run(self):
        child, outer = self._child, self._outer
        if child._state is _FINISHED and child._exception is None and outer._unfinished > 1:
            # One of many that went well: nothing to tell anybody.
            outer._unfinished -= 1
        else:
            outer._on_child_done(child)


def _cancelled_error_of(future):
    """Return the CancelledError of a cancelled future of any kind."""
    try:
        return future._make_cancelled_error()
    except AttributeError:
        return exceptions.CancelledError()


def _outcome(future):
    """Return a done future's result, or its exception, as a value."""
    if type(future) in _OURS and future._exception is None and future._state is _FINISHED:
        return future._result
    if future.cancelled():
        # A fresh one: as a value it needs no traceback.
        message = getattr(future, "_cancel_message", None)
        return exceptions.CancelledError("" if message is None else message)
    exception = future.exception()
    return future.result() if exception is None else exception


def _gather_children(coros_or_futures, loop):
    """Return the children of gather(), one for each argument, and the loop they belong to."""
    futures_of = {}
    for arg in coros_or_futures:
        if arg not in futures_of:
            future = ensure_future(arg, loop=loop)
            if loop is None:
                loop = _get_loop(future)
            if future is not arg:
                # Made here: the caller cannot be the one who lost it.
                future._log_destroy_pending = False
            futures_of[arg] = future
    return [futures_of[arg] for arg in coros_or_futures], loop


def gather(*coros_or_futures, loop=None, return_exceptions=False):
    """Return a future of the list of all results, in the order of the arguments.

    The first exception is the future's, and the others go on; with *return_exceptions*, exceptions
    are results like others.  Cancelling the future cancels what is not done; a child that is
    cancelled counts as one that raised CancelledError.
    """
    if loop is None:
        loop = events._get_running_loop()
    if not coros_or_futures:
        outer = (loop or events.get_event_loop()).create_future()
        outer.set_result([])
        return outer
    children, loop = _gather_children(coros_or_futures, loop)
    outer = _GatheringFuture(children, loop=loop, return_exceptions=return_exceptions)
    # A future of ours, on a loop of ours, queues what waits for it.
    ready = loop._ready if getattr(loop, "_runs_tasks", False) else None
    for child in dict.fromkeys(children):
        if child.done():
            # It is done already, eagerly for one, and needs no turn of the loop.
            outer._on_child_done(child)
        elif ready is not None and type(child) in _OURS:
            child._add_waiter(_Child(child, outer, ready))
        else:
            child.add_done_callback(outer._on_child_done)
    return outer


def shield(arg, *, loop=None):
    """Return a future that follows *arg* but does not pass a cancellation on to it.

    ``yield from shield(something())`` is ``yield from something()``, except that if the waiting
    coroutine is cancelled, something() goes on.
    """
    inner = ensure_future(arg, loop=loop)
    if inner.done():
        return inner
    loop = _get_loop(inner)
    outer = loop.create_future()

    def on_inner_done(inner):
        if outer.cancelled():
            return
        if inner.cancelled():
            outer.cancel()
            return
        exception = inner.exception()
        if exception is not None:
            outer.set_exception(exception)
        else:
            outer.set_result(inner.result())

    def on_outer_done(outer):
        if not inner.done():
            inner.remove_done_callback(on_inner_done)

    inner.add_done_callback(on_inner_done)
    outer.add_done_callback(on_outer_done)
    return outer
