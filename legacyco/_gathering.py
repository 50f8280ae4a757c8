"""gather() and shield(): futures that stand for others; their public room is tasks.py."""

from . import events, exceptions
from ._making import ensure_future
from .futures import Future, _get_loop


class _GatheringFuture(Future):
    """The future of gather(): cancel() cancels the children, and is done when they are."""

    _stands_for = Future._stands_for

    def __init__(self, children, *, loop):
        super().__init__(loop=loop)
        self._children = children
        self._cancel_requested = False

    def cancel(self, msg=None):
        if self.done():
            return False
        cancelled = False
        for child in self._children:
            if child.cancel() if msg is None else child.cancel(msg=msg):
                cancelled = True
        if cancelled:
            # Whatever the children make of it, and even with return_exceptions (bpo-32684).
            self._cancel_requested = True
        return cancelled


def _cancelled_error_of(future):
    """Return the CancelledError of a cancelled future of any kind."""
    try:
        return future._make_cancelled_error()
    except AttributeError:
        return exceptions.CancelledError()


def _outcome(future):
    """Return a done future's result, or its exception, as a value."""
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
    unfinished = len(set(children))
    outer = None

    def on_child_done(child):
        nonlocal unfinished
        unfinished -= 1
        if outer.done():
            if not child.cancelled():
                child.exception()  # Retrieved, as far as the log is concerned.
            return
        if not return_exceptions:
            if child.cancelled():
                return outer.set_exception(_cancelled_error_of(child))
            exception = child.exception()
            if exception is not None:
                return outer.set_exception(exception)
        if unfinished:
            return
        if outer._cancel_requested:
            outer.set_exception(_cancelled_error_of(child))
        else:
            outer.set_result([_outcome(child) for child in children])

    outer = _GatheringFuture(children, loop=loop)
    for child in dict.fromkeys(children):
        # One that is done already, eagerly for one, needs no turn of the loop.
        if child.done():
            on_child_done(child)
        else:
            child.add_done_callback(on_child_done)
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
