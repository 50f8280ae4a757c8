"""Groups of tasks that begin and end together (asyncio: since 3.11)."""

import types

from . import events, exceptions, tasks
from ._compat import UNCANCEL_TAKES_BACK, CancelledError
from .timeouts import is_being_cancelled

__all__ = ("TaskGroup",)


class TaskGroup:
    """An asynchronous context manager that waits for the tasks made with it::

        async with TaskGroup() as group:
            group.create_task(this())
            group.create_task(that())

    The first task that fails cancels the others and the block; at its end an ExceptionGroup tells
    of all failures.  A failing block cancels the tasks.

    1. Created -> entered by ``async with``, within a task, the parent.
    2. Entered -> aborting, by a failure, by cancel() or by a cancellation of the parent: every task
       is cancelled, no new one is taken.
    3. At the block's end the group is exiting, until its last task is done.

    To stop the block the group cancels the parent, and takes that back (uncancel()) at the end: it
    goes on as a CancelledError only if somebody else has cancelled the parent besides.
    """

    def __init__(self):
        self._entered = False
        self._exiting = False
        self._aborting = False
        self._cancel_on_enter = False
        self._loop = None
        self._parent_task = None
        self._parent_cancel_requested = False
        # Only for a parent that does not count its cancellations: see _uncancel_parent().
        self._foreign_cancels = 0
        self._arrived_cancels = 0
        self._tasks = set()
        self._errors = []
        # The first KeyboardInterrupt or SystemExit, which goes through as it is.
        self._base_error = None
        # What _wait_for_tasks() waits for.
        self._on_completed_fut = None

    def __repr__(self):
        info = [""]
        if self._tasks:
            info.append("tasks=%d" % len(self._tasks))
        if self._errors:
            info.append("errors=%d" % len(self._errors))
        if self._aborting:
            info.append("cancelling")
        elif self._entered:
            info.append("entered")
        return "<TaskGroup%s>" % " ".join(info)

    async def __aenter__(self):
        if self._entered:
            raise RuntimeError("TaskGroup {!r} has already been entered".format(self))
        self._loop = events.get_running_loop()
        parent = tasks.current_task(self._loop)
        if parent is None:
            raise RuntimeError("TaskGroup {!r} cannot determine the parent task".format(self))
        self._parent_task = parent
        self._entered = True
        if self._cancel_on_enter:
            self.cancel()
        return self

    async def __aexit__(self, exc_type, exc, traceback):
        try:
            return await self._exit(exc)
        finally:
            # Exceptions hold frames, and those this group: no cycles.
            self._parent_task = None
            self._errors = None
            self._base_error = None
            exc = None

    @types.coroutine
    def _exit(self, exc):
        self._exiting = True
        if isinstance(exc, (KeyboardInterrupt, SystemExit)) and self._base_error is None:
            self._base_error = exc
        cancelled = None
        if isinstance(exc, CancelledError):
            cancelled = exc
            self._arrived_cancels += 1
        if exc is not None and not self._aborting:
            # The block failed, or the parent was cancelled from outside.
            self._abort()
        try:
            cancelled = yield from self._wait_for_tasks(cancelled)
            if self._base_error is not None:
                raise self._base_error
            if cancelled is not None and not self._errors:
                raise cancelled
            if exc is not None and not isinstance(exc, CancelledError):
                self._errors.append(exc)
            if self._errors:
                self._keep_parent_cancelled()
                self._raise_errors(exc)
            return True
        finally:
            cancelled = exc = None

    @types.coroutine
    def _wait_for_tasks(self, cancelled):
        """Wait for the last task; return the CancelledError that is to be raised, if any.

        *cancelled* is the one that ended the block.
        """
        latest = None
        # Whoever cancels the parent, once or often, it is waited on.
        while self._tasks:
            if self._on_completed_fut is None:
                self._on_completed_fut = self._loop.create_future()
            try:
                yield from self._on_completed_fut
            except CancelledError as exc:
                latest = exc
                self._arrived_cancels += 1
                if not self._aborting:
                    # The parent was cancelled from outside.
                    cancelled = exc
                    self._abort()
            self._on_completed_fut = None
        try:
            if self._base_error is None and self._parent_cancel_requested:
                if self._uncancel_parent() == 0:
                    return None
                if cancelled is None:
                    # The cancellation that remains is not the group's: it must not be lost.
                    return latest
            return cancelled
        finally:
            cancelled = latest = None

    def _keep_parent_cancelled(self):
        """If the parent was cancelled from outside as well, have its next wait raise that."""
        parent = self._parent_task
        if getattr(parent, "_is_legacyco", UNCANCEL_TAKES_BACK) and parent.cancelling():
            # The count stays as it is.
            parent.uncancel()
            parent.cancel()

    def _raise_errors(self, exc):
        try:
            if isinstance(exc, GeneratorExit) and len(self._errors) == 1:
                # An asynchronous generator that is closed within its group expects this.
                raise exc
            group = exceptions.BaseExceptionGroup("unhandled errors in a TaskGroup", self._errors)
            raise group from None
        finally:
            exc = group = None

    def create_task(self, coro, **kwargs):
        """Make a task of the group from a coroutine or a generator, and return it.

        *name*, *context* and others as for create_task().  Raises RuntimeError before the group is
        entered, after its end, and while it is being cancelled.
        """
        if self._exiting or self._aborting or not self._entered:
            self._check_open(coro)
        task = tasks._create_counting_task(self._loop, coro, **kwargs)
        # Also of one that is done, because it was started eagerly: its failure must not cancel the
        # parent in the middle of a step (gh-128550, gh-128588).
        self._tasks.add(task)
        task.add_done_callback(self._on_task_done)
        if self._aborting and not task.done():
            # In its eager first step it has cancelled the group.
            task.cancel()
        try:
            return task
        finally:
            # The task's exception may hold this frame (gh-128552).
            del task

    def _check_open(self, coro):
        if not self._entered:
            complaint = "has not been entered"
        elif self._exiting and not self._tasks:
            complaint = "is finished"
        elif self._aborting:
            complaint = "is shutting down"
        else:
            return
        # Nobody will run it: one message is enough.
        coro.close()
        raise RuntimeError("TaskGroup {!r} {}".format(self, complaint))

    def _abort(self):
        self._aborting = True
        for task in self._tasks:
            if not task.done():
                task.cancel()

    def _cancel_parent(self):
        parent = self._parent_task
        if is_being_cancelled(parent):
            # By somebody else.
            self._foreign_cancels += 1
        self._parent_cancel_requested = True
        parent.cancel()

    def _uncancel_parent(self):
        """Take the group's cancellation of the parent back; return how many others there are."""
        if hasattr(self._parent_task, "uncancel"):
            return self._parent_task.uncancel()
        # A task of asyncio up to 3.10 does not count: what arrived beyond one is somebody else's.
        return self._foreign_cancels + max(0, self._arrived_cancels - 1)

    def _on_task_done(self, task):
        self._tasks.discard(task)
        waiter = self._on_completed_fut
        if waiter is not None and not self._tasks and not waiter.done():
            waiter.set_result(True)
        if task.cancelled():
            return
        exc = task.exception()
        if exc is None:
            return
        self._errors.append(exc)
        if isinstance(exc, (KeyboardInterrupt, SystemExit)) and self._base_error is None:
            self._base_error = exc
        if self._parent_task.done():
            self._loop.call_exception_handler(
                {
                    "message": "Task {!r} has errored out but its parent task {} is already "
                    "completed".format(task, self._parent_task),
                    "exception": exc,
                    "task": task,
                }
            )
        elif not self._aborting and not self._parent_cancel_requested:
            # Whatever the block waits for is not needed any more.
            self._abort()
            self._cancel_parent()

    def cancel(self):
        """Cancel the group's tasks and its block, which then ends without CancelledError.

        Before the group is entered, it is cancelled on entering.  After its end, and the second
        time, nothing happens.  asyncio: since 3.15.
        """
        if not self._entered:
            self._cancel_on_enter = True
        elif not self._aborting and (self._tasks or not self._exiting):
            self._abort()
            if self._parent_task is not None and not self._parent_cancel_requested:
                self._cancel_parent()
