"""The Task: a future that drives a coroutine.

While it is pending, a task is in one of these states:

1. Ready: ``_fut_waiter`` is None, and one entry in the loop's queue will run the next step.  On a
   loop that runs tasks itself the entry is the task; elsewhere, and wherever there is an exception
   to throw, it is a handle of _step() or _wakeup().
2. Waiting: ``_fut_waiter`` is a future whose waiters lead back to this task; no step is scheduled.
3. Running: it is the loop's current task; ``_fut_waiter`` is None.

Transitions: 1 -> 3 when the loop takes the entry; 3 -> 2 when the coroutine yields a future;
3 -> 1 on a bare ``yield``, or on a bad one (the error is thrown in by the next step); 2 -> 1 when
the future is done; 3 -> done when the coroutine ends.  cancel() in 2 cancels the future, which
leads to 1; in 1 and 3 it sets ``_must_cancel``, and the next step throws CancelledError.

Two ways lead through state 3.  A loop that runs tasks itself has one of its own, in run_batches(),
for a step with nothing to throw and debug off: no handle, no closure, no frame, one context run.
_step() is the general one, as asyncio has it; whoever calls it has entered the task's context
before.
"""

import asyncio
import functools
import gc
import inspect
import itertools
import sys
from types import CoroutineType

from . import base_tasks, events, exceptions, futures
from ._compat import (
    CHECKS_TASK_CONTEXT,
    CancelledError,
    Context,
    all_tasks as _all_tasks,
    call_soon_in_context,
    call_when_done,
    clear_current_task,
    copy_context,
    current_task,
    drop_task,
    enter_task,
    extract_stack,
    keep_task,
    leave_task,
    register_task,
    registered_tasks,
    swap_current_task,
)
from ._tracebacks import hands_on, without_frames
from .base_futures import _CANCELLED, _FINISHED, _PENDING
from .coroutines import explain_undecorated, iscoroutine
from .events import Handle
from .futures import Future

__all__ = ("Task", "all_tasks", "current_task")

# Tasks are numbered by next(), which costs half of what the bound method does.
_task_numbers = itertools.count(1)
_task_name_counter = _task_numbers.__next__


class Task(Future):
    """A coroutine wrapped in a future, and run by the loop.

    *coro* is a coroutine, a decorated or a plain generator.  *loop* is the event loop, by default
    that of get_event_loop(); *name* is any object, shown as a string; *context* the
    contextvars.Context to run in, by default a copy of the current one.  With *eager_start*, and in
    a running loop, the first step is run at once (asyncio: since 3.12).

    Raises TypeError if *coro* is none.
    """

    global __static_attributes__  # As in Future.

    __slots__ = (
        "_coro",
        # The method that resumes the coroutine, unbound: one object for all tasks.
        "_send",
        "_context",
        # What the task waits for, in state 2.
        "_fut_waiter",
        "_must_cancel",
        # A string, or the number of a task that nobody named.
        "_name",
        # The queue of a loop that runs tasks itself, else None.
        "_ready",
        "_num_cancels_requested",
    )

    # False where somebody else reports the task's end.
    _log_destroy_pending = True
    _stands_for = asyncio.Task
    # Tells our tasks from asyncio's where both are handed out.
    _is_legacyco = True

    def __init__(self, coro, *, loop=None, name=None, context=None, eager_start=False):
        if self._loop is not None:
            raise RuntimeError("%s object is already initialized" % type(self).__name__)
        if type(coro) is not CoroutineType and not iscoroutine(coro):
            self._log_destroy_pending = False
            raise TypeError("a coroutine was expected, got {!r}".format(coro))
        if context is None:
            context = copy_context()
        else:
            self._check_context(context)
        if loop is None:
            loop = events.get_event_loop()
        runs_tasks = getattr(type(loop), "_runs_tasks", False)
        self._set_up(coro, loop, loop._ready if runs_tasks else None, context, name)
        if loop.get_debug():
            self._source_traceback = extract_stack(sys._getframe(1))
        if eager_start and loop.is_running():
            self._eager_start()
        elif self._ready is not None:
            if loop._closed:
                loop._check_closed()
            self._ready.append(self)
            loop._register_task(self)
        else:
            call_soon_in_context(loop, context, self._step)
            register_task(self)

    def _set_up(self, coro, loop, ready, context, name):
        # First, since it may raise: without a loop the task is none yet.
        self._name = next(_task_numbers) if name is None else str(name)
        self._loop = loop
        self._waiters = self._fut_waiter = None
        self._asyncio_future_blocking = self._must_cancel = False
        self._coro = coro
        self._send = type(coro).send
        self._context = context
        self._num_cancels_requested = 0
        self._ready = ready

    def _check_context(self, context):
        if CHECKS_TASK_CONTEXT and not isinstance(context, Context):
            self._log_destroy_pending = False
            raise TypeError(
                "a contextvars.Context was expected, got {}".format(type(context).__name__)
            )

    def __del__(self):
        if self._state is _PENDING and self._log_destroy_pending:
            if self._loop is None:
                return  # __init__() has failed.
            context = {"task": self, "message": "Task was destroyed but it is pending!"}
            if self._source_traceback:
                context["source_traceback"] = self._source_traceback
            self._loop.call_exception_handler(context)
        elif self._exception is not None and self._unretrieved:
            self._report_unretrieved()

    _repr_info = base_tasks._task_repr_info
    __repr__ = base_tasks._task_repr

    @classmethod
    def current_task(cls, loop=None):
        """Return the task that runs now in *loop*, by default in the thread's; None for none.

        asyncio's was removed in 3.9.
        """
        return current_task(events.get_event_loop() if loop is None else loop)

    @classmethod
    def all_tasks(cls, loop=None):
        """Return the set of the loop's tasks, by default of the thread's loop.

        With those that are done and still exist, asyncio's own too.  No list is kept of these: they
        are looked for among all objects that the garbage collector knows, which takes about as long
        as a full collection.  asyncio's was removed in 3.9.
        """
        if loop is None:
            loop = events.get_event_loop()
        return registered_tasks(loop) | _existing_tasks(loop)

    def get_coro(self):
        """Return the coroutine that the task drives."""
        return self._coro

    def get_context(self):
        """Return the contextvars.Context that the task runs in (asyncio: since 3.12)."""
        return self._context

    def get_name(self):
        """Return the name (asyncio: since 3.8)."""
        name = self._name
        if type(name) is int:
            # Numbered at birth, spelled out when somebody asks.
            name = self._name = "Task-%d" % name
        return name

    def set_name(self, value):
        """Set the name to ``str(value)``."""
        self._name = str(value)

    def set_result(self, result):
        """Raise RuntimeError: a task's result is what its coroutine returns."""
        raise RuntimeError("Task does not support set_result operation")

    def set_exception(self, exception):
        """Raise RuntimeError: a task's exception is what its coroutine raises."""
        raise RuntimeError("Task does not support set_exception operation")

    def get_stack(self, *, limit=None):
        """Return the list of the task's frames, oldest first.

        Of a suspended task, the whole chain through ``await`` and ``yield from`` (asyncio gives its
        first frame only); of one that an exception ended, the traceback's; else an empty list.
        *limit* keeps the newest frames of a stack, the oldest of a traceback.
        """
        return base_tasks._task_get_stack(self, limit)

    def print_stack(self, *, limit=None, file=None):
        """Print get_stack(limit=limit) as a traceback is printed, to *file* or standard error."""
        base_tasks._task_print_stack(self, limit, file)

    def cancel(self, msg=None):
        """Request that the coroutine be ended by a CancelledError thrown into it.

        It may catch it, so the task need not end cancelled.  Returns False if it is done already.
        *msg* becomes the exception's argument (asyncio: since 3.9).
        """
        if self._state is not _PENDING:
            self._unretrieved = False
            return False
        self._num_cancels_requested += 1
        waiter = self._fut_waiter
        if waiter is not None:
            if type(waiter) is Future and waiter._waiters is self and msg is None:
                # The body of Future.cancel(), where nobody else waits for it.
                waiter._state = _CANCELLED
                waiter._waiters = waiter._cancelled_exc = None
                self._ready.append(self)
                return True
            # With the argument where it is known to be taken: 3.13.0 does not see a circle of calls
            # that leave it to the default, and recurses until the memory is used up.
            if waiter.cancel(msg) if type(waiter) is Task else self._cancel_waiter(msg):
                return True
        self._must_cancel = True
        # Read by the next step, which makes the error to throw.
        self._cancelled_exc = None
        if msg is not self._cancel_message:
            self._cancel_message = msg
        return True

    def _cancel_waiter(self, msg):
        # Futures of asyncio up to 3.8, and of others, take no message.
        if msg is None:
            return self._fut_waiter.cancel()
        return self._fut_waiter.cancel(msg=msg)

    def cancelling(self):
        """Return how many cancel() calls were not undone by uncancel() (asyncio: since 3.11)."""
        return self._num_cancels_requested

    def uncancel(self):
        """Take one cancel() back; return how many are left (asyncio: since 3.11)."""
        if self._num_cancels_requested > 0:
            self._num_cancels_requested -= 1
            if self._num_cancels_requested == 0:
                self._must_cancel = False
        return self._num_cancels_requested

    def _run(self):
        """Run a step: the entry in the queue of a loop that runs tasks itself.

        For everybody but run_batches(), and for what it does not do: a step that has something to
        throw, that debug mode watches, or that is a subclass's.
        """
        clear_current_task(self._loop)
        try:
            if self._state is _PENDING:
                self._context.run(self._step, self._error_of_waiter())
            else:
                # Somebody else ended the task; the step's complaint goes the way of a callback's.
                Handle(self._step, (), self._loop, self._context)._run()
        finally:
            self = None  # The coroutine's frame names this one as its caller.

    def _error_of_waiter(self):
        """Return what a cancelled waiter has to say where the task is cancelled once more.

        The first error counts, as in asyncio, and the message that it has.
        """
        waiter = self._fut_waiter
        if self._must_cancel and waiter is not None and waiter.cancelled():
            return waiter._make_cancelled_error()
        return None

    def _step(self, exc=None):
        """Run a step within the task's context, throwing *exc* if it is given."""
        if self._state is not _PENDING:
            raise exceptions.InvalidStateError(
                "_step(): already done: {!r}, {!r}".format(self, exc)
            )
        if self._must_cancel:
            if not isinstance(exc, CancelledError):
                exc = self._make_cancelled_error()
            self._must_cancel = False
            # Delivered once; what ends the task later says no more of it.
            if self._cancel_message is not None:
                self._cancel_message = None
        self._fut_waiter = None
        enter_task(self._loop, self)
        try:
            self._advance(exc)
        finally:
            leave_task(self._loop, self)
            self = exc = None  # A traceback may hold this frame.

    def _advance(self, exc):
        """Resume the coroutine, and see to what it yields, returns or raises."""
        try:
            if exc is None:
                yielded = self._send(self._coro, None)
            else:
                yielded = self._coro.throw(exc)
        except StopIteration as stop:
            self._finish(stop.value)
        except BaseException as error:
            error.__traceback__ = error.__traceback__.tb_next
            self._fail(error)
        else:
            self._park(yielded)
        finally:
            self = exc = None  # A traceback may hold this frame.

    def _finish(self, value):
        """End the task with what the coroutine returned."""
        drop_task(self)
        if self._must_cancel:
            # Cancelled in its very last step.
            self._must_cancel = False
            Future.cancel(self, self._cancel_message)
            return
        self._result = value
        self._state = _FINISHED
        if self._waiters is not None:
            self._wake()

    def _fail(self, exc):
        """End the task with what the coroutine raised."""
        drop_task(self)
        if isinstance(exc, CancelledError):
            Future.cancel(self)
            self._cancelled_exc = exc
            return
        if type(exc) is TypeError and exc.__traceback__ is not None:
            explain_undecorated(exc)
        exc.__traceback__ = without_frames(exc.__traceback__)
        Future.set_exception(self, exc)
        if not isinstance(exc, Exception) and isinstance(exc, _passed_on_by(self._loop)):
            raise exc

    def _park(self, yielded):
        """Go to state 2 or 1, by what the coroutine yielded."""
        blocking = getattr(yielded, "_asyncio_future_blocking", None)
        if blocking is None:
            if yielded is None:
                self._schedule()
            elif inspect.isgenerator(yielded):
                self._throw_soon(
                    "yield was used instead of yield from for "
                    "generator in task {!r} with {!r}".format(self, yielded)
                )
            else:
                self._throw_soon("Task got bad yield: {!r}".format(yielded))
        elif futures._get_loop(yielded) is not self._loop:
            self._throw_soon(
                "Task {!r} got Future {!r} attached to a different loop".format(self, yielded)
            )
        elif not blocking:
            self._throw_soon(
                "yield was used instead of yield from in task {!r} with {!r}".format(self, yielded)
            )
        elif yielded is self:
            self._throw_soon("Task cannot await on itself: {!r}".format(self))
        else:
            self._wait_for(yielded)

    def _wait_for(self, future):
        future._asyncio_future_blocking = False
        call_when_done(future, self._context, self._wakeup)
        self._fut_waiter = future
        if self._must_cancel:
            self._pass_cancel_on()

    def _pass_cancel_on(self):
        """Have a cancellation that came during the step end what the step waits for."""
        if self._cancel_waiter(self._cancel_message):
            self._must_cancel = False
            self._cancel_message = None

    def _schedule(self):
        """Let the loop run the next step."""
        if self._ready is None:
            call_soon_in_context(self._loop, self._context, self._step)
        else:
            self._ready.append(self)

    def _throw_soon(self, message):
        call_soon_in_context(self._loop, self._context, self._step, RuntimeError(message))

    @hands_on
    def _wakeup(self, future):
        """Run a step because *future*, which the task waited for, is done."""
        error = None
        try:
            future.result()
        except BaseException as exc:
            # Futures that are not ours may leave it to the task to throw.
            error = exc
        try:
            # Not in the clause: the coroutine would find the exception handled there, all along.
            self._step(error)
        finally:
            self = future = error = None  # A traceback may hold this frame.

    def _eager_start(self):
        """Run the first step at once, on the caller's stack."""
        keep_task(self)
        previous = swap_current_task(self._loop, self)
        try:
            self._context.run(self._advance, None)
        except BaseException:
            self._log_destroy_pending = False
            raise
        finally:
            swap_current_task(self._loop, previous)
            drop_task(self)
            if self._state is _PENDING:
                if self._ready is None:
                    register_task(self)
                else:
                    self._loop._register_task(self)
            else:
                self._coro = None
            self = None  # A traceback may hold this frame.


_PyTask = Task


def _existing_tasks(loop):
    """Return the set of all tasks of *loop* that exist, done or not."""
    # By their ids: a metaclass may leave its classes without a hash.
    classes = {id(cls) for base in (Task, asyncio.Task) for cls in _with_subclasses(base)}
    found = [thing for thing in gc.get_objects() if id(type(thing)) in classes]
    return {task for task in found if task._loop is loop}


def _with_subclasses(cls):
    yield cls
    for subclass in type.__subclasses__(cls):
        yield from _with_subclasses(subclass)


# The running loops that make plain tasks of their own - no task factory, no debug mode - and what
# makes them there.
starters = {}

_new_task = functools.partial(object.__new__, Task)
_send = CoroutineType.send


def _passed_on_by(loop):
    """Return which exceptions go through the loop, besides being kept by the task."""
    return getattr(loop, "_passes_on", (KeyboardInterrupt, SystemExit))


def task_starter(loop):
    """Return a function that makes a Task of a coroutine, and queues it on *loop*.

    For a loop that runs tasks itself, runs, and is not in debug mode: the body of Task.__init__()
    without the questions that this case answers, and without a frame for _set_up().
    """
    ready = loop._ready
    queue = ready.append

    def start_task(coro):
        if type(coro) is not CoroutineType:
            return Task(coro, loop=loop)
        task = _new_task()
        task._state = _PENDING
        task._exception = task._waiters = task._fut_waiter = None
        task._asyncio_future_blocking = task._must_cancel = False
        task._num_cancels_requested = 0
        task._loop = loop
        task._coro = coro
        task._send = _send
        task._context = copy_context()
        task._name = next(_task_numbers)
        task._ready = ready
        queue(task)
        keep_task(task)
        return task

    return start_task


def start_task_with(loop, coro, name=None, context=None, **kwargs):
    """Do what the loop's starter does, for a task that has a name or a context of its own.

    What else there is goes to Task(), as do other things than coroutines.
    """
    if kwargs or type(coro) is not CoroutineType:
        return Task(coro, loop=loop, name=name, context=context, **kwargs)
    task = _new_task()
    task._state = _PENDING
    task._exception = task._loop = None
    if context is None:
        context = copy_context()
    else:
        task._check_context(context)
    task._set_up(coro, loop, loop._ready, context, name)
    loop._ready.append(task)
    keep_task(task)
    return task


def all_tasks(loop=None):
    """Return the set of the tasks of *loop* that are not done; of the running loop by default.

    Raises RuntimeError if there is none.  asyncio: since 3.7.
    """
    return _all_tasks(loop)
