"""Batches of entries, and the steps of tasks among them: what a loop does most of its time.

Rule 1: anything with a ``_run()`` may stand in ``_ready``: a handle, what gather() waits with, or a
task that takes a step.
Rule 2: what stands there is run in order of arrival, in batches: what a batch adds waits for the
next one.  stop() ends the loop after the batch it is called in.
Rule 3: a task's step leaves it the current task; the next step of a task writes over it, anything
else finds it cleared.
"""

from asyncio.log import logger
from itertools import repeat

from ._compat import (
    CancelledError,
    clear_current_task,
    current_tasks,
    drop_task,
    swap_current_task,
)
from ._task import Task
from .base_futures import _CANCELLED, _FINISHED, _PENDING
from .futures import Future


def run_batches(loop, allowance):
    """Run what is ready, one batch after the other, until *allowance* entries or more have run.

    Ends before where nothing is ready, where the selector watches files or a timer is due - so
    that neither waits for longer than a batch - and after the batch in which stop() was called.

    The step of a task stands here and not in a method: that spares its frame, twice where the step
    ends in an exception, which has every frame that it reaches made an object.  Task._run() is the
    way round, for all that is not plain.
    """
    ready = loop._ready
    popleft = ready.popleft
    timers = loop._timer_heap
    interrupts = loop._interrupts
    clock = loop._clock
    # Entries of this batch.
    left = len(ready)
    allowance -= left
    # True while Rule 3 leaves something to clear.
    stale = False
    entry = yielded = None
    try:
        while True:
            if not left:
                left = len(ready)
                if not left or allowance <= 0 or interrupts or (timers and timers[0][0] <= clock()):
                    break
                allowance -= left
            left -= 1
            entry = popleft()
            if type(entry) is not Task or entry._must_cancel or entry._state is not _PENDING:
                if stale:
                    stale = False
                    clear_current_task(loop)
                entry._run()
                continue
            entry._fut_waiter = None
            stale = True
            if current_tasks is None:
                swap_current_task(loop, entry)
            else:
                current_tasks[loop] = entry
            try:
                yielded = entry._context.run(entry._send, entry._coro, None)
            except StopIteration as exc:
                if entry._must_cancel:
                    entry._finish(exc.value)
                    continue
                # The body of _finish(), without its frame.
                drop_task(entry)
                entry._result = exc.value
                entry._state = _FINISHED
                if entry._waiters is not None:
                    entry._wake()
            except CancelledError as exc:
                # The body of _fail(), as above.  Its traceback keeps this frame: nobody looks
                # for where a task was cancelled, and to cut it out costs as much as all that
                # follows.
                drop_task(entry)
                entry._cancelled_exc = exc
                entry._state = _CANCELLED
                if entry._waiters is not None:
                    entry._wake()
            except BaseException as exc:
                # Without this frame: the coroutine's own are what its user looks for.
                exc.__traceback__ = exc.__traceback__.tb_next
                entry._fail(exc)
            else:
                if yielded is None:
                    ready.append(entry)
                    continue
                cls = type(yielded)
                if (
                    (cls is Future or cls is Task)
                    and yielded._waiters is None
                    and yielded._state is _PENDING
                    and yielded._loop is loop
                    and yielded._asyncio_future_blocking
                    and yielded is not entry
                ):
                    yielded._asyncio_future_blocking = False
                    yielded._waiters = entry
                    entry._fut_waiter = yielded
                    # Last: a signal handler may have called cancel() at any point above.
                    if entry._must_cancel:
                        entry._pass_cancel_on()
                else:
                    entry._park(yielded)
                # The task may be done with it long before the next one yields something.
                yielded = None
    finally:
        if stale:
            clear_current_task(loop)
        # A traceback may hold this frame, and what is done is not to be kept while the loop sleeps.
        entry = yielded = None


def run_batch_in_debug_mode(loop):
    """Run a batch, and log what takes longer than slow_callback_duration."""
    for _ in repeat(None, len(loop._ready)):
        entry = loop._ready.popleft()
        loop._current_handle = entry
        started = loop.time()
        try:
            entry._run()
            took = loop.time() - started
            if took >= loop.slow_callback_duration:
                logger.warning("Executing %s took %.3f seconds", _name_entry(entry), took)
        finally:
            # A task that ends here is not to be kept until the next entry.
            loop._current_handle = entry = None


def _name_entry(entry):
    """Return what the log is to call an entry of the queue: the task rather than its handle."""
    owner = getattr(getattr(entry, "_callback", None), "__self__", None)
    return repr(owner if isinstance(owner, Task) else entry)
