"""Running a loop inside itself, where its user has allowed it.

Old code calls ``loop.run_until_complete()`` from functions that a running loop has called: below a
Jupyter cell, in a callback, in the body of a coroutine.  asyncio refuses, since whoever waits like
that holds up its caller.  A loop of ours can do it, after ``allow_nested(loop)``.

Rule 1: the entry of the queue that makes the nested run - its task, if it is one's step - stays
where it is until the nested run returns; meanwhile the loop runs everything else, as ever.  It is
not the current task meanwhile, and is again afterwards.
Rule 2: nested runs end in the reverse order of their beginning: one on top of another holds up the
one below, even if that one's future is done.
Rule 3: the batch that is going on around it still gets the entries that it has counted; see
_refill().
Rule 4: what shares a contextvars.Context with an entry below waits until that one has left it.
"""

from . import events
from ._compat import clear_current_task, swap_current_task
from ._tracebacks import without_frames
from .futures import isfuture
from .scheduler import Scheduler
from .tasks import current_task, ensure_future

__all__ = ("allow_nested",)


def allow_nested(loop):
    """Let *loop*, a legacyco event loop, run_until_complete() while it runs, in its own thread.

    For this loop only, and for as long as it lives; nothing is patched.  Returns *loop*.  Raises
    TypeError if it is a loop of another library, which cannot do this.

    While it is nested, run_until_complete() holds up its caller and what waits for that one, and
    nothing else.  It raises RuntimeError for a task that is held up so, which could never end, and
    when the loop is stopped, by stop() or because the outermost run is at its end.
    """
    if not isinstance(loop, Scheduler):
        raise TypeError(
            "allow_nested() takes a legacyco event loop, got {!r}; only "
            "legacyco.new_event_loop() makes loops that can be nested".format(loop)
        )
    if loop._held_up is None:
        loop._held_up = []
    return loop


def nests_now(loop):
    """Return whether *loop* runs in this thread and may be run once more."""
    return loop._held_up is not None and events._get_running_loop() is loop


def run_nested(loop, future):
    """Run *loop*, which nests_now(), until *future* is done: the body of run_until_complete()."""
    owner = current_task(loop)
    held_up = loop._held_up
    if isfuture(future) and (future is owner or future in held_up):
        raise RuntimeError(
            "{!r} would wait for itself: it is what calls run_until_complete()".format(future)
        )
    new_task = not isfuture(future)
    future = ensure_future(future, loop=loop)
    if new_task:
        # An exception says that it did not complete; the log need not.
        future._log_destroy_pending = False
    held_up.append(owner)
    try:
        _run_until_done(loop, owner, future)
        if not future.done():
            raise RuntimeError("Event loop stopped before Future completed.")
        return future.result()
    except BaseException as exc:
        exc.__traceback__ = without_frames(exc.__traceback__)
        if new_task and future.done() and not future.cancelled():
            # The exception is on its way to the caller: it counts as retrieved.
            future.exception()
        raise
    finally:
        held_up.pop()
        future = owner = None  # A traceback may hold this frame.


def _run_until_done(loop, owner, future):
    expected = len(loop._ready)
    handle, loop._current_handle = loop._current_handle, None
    held = []
    clear_current_task(loop)
    try:
        while not (future.done() or loop._stopping):
            loop._poll()
            _hold_back(loop._ready, held)
            loop._run_ready(1)
    finally:
        if owner is not None:
            swap_current_task(loop, owner)
        loop._current_handle = handle
        _refill(loop._ready, held, expected)


def _hold_back(ready, held):
    """Move the entries that cannot run before the nested run has returned from *ready* to *held*.

    They share their context with an entry below, which is still in it, and no context can be
    entered twice.
    """
    for _ in range(len(ready)):
        entry = ready.popleft()
        if _is_entered(getattr(getattr(entry, "handle", entry), "_context", None)):
            held.append(entry)
        else:
            ready.append(entry)


def _is_entered(context):
    if context is None:
        return False
    try:
        context.run(_nothing)
    except RuntimeError:
        return True
    return False


def _refill(ready, held, expected):
    """Give back what was held, and make up for what the nested run has taken from the batch."""
    ready.extendleft(reversed(held))
    ready.extend([_TAKEN] * (expected - len(ready)))


class _Taken:
    """In the place of an entry that was run already."""

    def _run(self):
        pass


_TAKEN = _Taken()


def _nothing():
    pass
