"""What differs between Pythons, and nothing else.

Rule 1: only this file reads ``sys.version_info``; the rest of the package imports names and flags.
Rule 2: the branches of a difference stand side by side, each with its reason, and are named by
what they do, so that a branch can be deleted when its Python goes.
"""

import asyncio
import builtins
import functools
import gc
import os
import sys
import threading
import types
import warnings
import weakref
from asyncio import events as _events, tasks as _tasks

# On 3.6 from the backport that setup.cfg requires.
from contextvars import Context as Context, copy_context as copy_context
from inspect import CO_COROUTINE, CO_GENERATOR, CO_ITERABLE_COROUTINE

PYPY = sys.implementation.name == "pypy"

# Without the GIL a plain store and a plain load of two attributes may be seen in either order.
FREE_THREADED = not getattr(sys, "_is_gil_enabled", lambda: True)()

# A module's __getattr__() is asked since 3.7 (PEP 562).
MODULES_HAVE_GETATTR = sys.version_info >= (3, 7)

# The text of ``python -c`` is shown in tracebacks since 3.13, and may be indented since 3.14.
COMMANDS_ARE_SHOWN = sys.version_info >= (3, 13)
COMMANDS_ARE_DEDENTED = sys.version_info >= (3, 14)

# The script's path in its __file__ and its tracebacks (bpo-20443).
MAIN_FILE_IS_ABSOLUTE = sys.version_info >= (3, 9)


# --- contexts -------------------------------------------------------------------------------


if sys.version_info >= (3, 7):
    HANDLE_SLOTS = ()

    def call_soon_in_context(loop, context, callback, *args):
        """Let any asyncio loop call *callback* within *context*."""
        return loop.call_soon(callback, *args, context=context)

    def call_when_done(future, context, callback):
        """Have any asyncio future call *callback* within *context*."""
        try:
            future.add_done_callback(callback, context=context)
        except TypeError:
            # A subclass whose method was written before 3.7.
            future.add_done_callback(functools.partial(context.run, callback))

else:
    # asyncio's own Handle and call_soon() know no contexts on 3.6.  (A slot of its own would clash
    # with those of asyncio.TimerHandle.)
    HANDLE_SLOTS = ("__dict__",)

    def call_soon_in_context(loop, context, callback, *args):
        """Let any asyncio loop call *callback* within *context*."""
        if hasattr(loop, "_runs_tasks"):
            return loop.call_soon(callback, *args, context=context)
        return loop.call_soon(context.run, callback, *args)

    def call_when_done(future, context, callback):
        """Have any asyncio future call *callback* within *context*."""
        if "context" in (getattr(future.add_done_callback, "__kwdefaults__", None) or ()):
            future.add_done_callback(callback, context=context)
        else:
            future.add_done_callback(functools.partial(context.run, callback))


# A context that is not a Context is refused since 3.15, and since a patch release of 3.13 and 3.14
# (gh-157301): not the version tells, but whether asyncio's own task asks.
CHECKS_TASK_CONTEXT = "Context" in _tasks._PyTask.__init__.__code__.co_names


if sys.version_info >= (3, 9):
    from types import GenericAlias
else:

    def GenericAlias(origin, args):
        """Accept ``Future[int]`` where the interpreter has no generic aliases."""
        return origin


# --- code objects ---------------------------------------------------------------------------

if sys.version_info >= (3, 8):

    def with_fields(code, **fields):
        """Return a copy of the code object in which *fields* (``co_...``) are others."""
        return code.replace(**fields)

else:
    # In the order of CodeType's arguments.
    _CODE_FIELDS = (
        "co_argcount co_kwonlyargcount co_nlocals co_stacksize co_flags co_code co_consts co_names"
        " co_varnames co_filename co_name co_firstlineno co_lnotab co_freevars co_cellvars"
    ).split()

    def with_fields(code, **fields):
        """Return a copy of the code object in which *fields* (``co_...``) are others."""
        return types.CodeType(*[fields.get(f, getattr(code, f)) for f in _CODE_FIELDS])


def with_flags(code, flags):
    """Return a copy of the code object with other flags."""
    return with_fields(code, co_flags=flags)


def as_coroutine_code(code):
    """Return the code of a generator function as that of a coroutine function."""
    generator = CO_GENERATOR | CO_ITERABLE_COROUTINE
    return with_flags(code, code.co_flags & ~generator | CO_COROUTINE)


if sys.version_info >= (3, 13) and not PYPY:

    def as_code_for(func, code):
        """Return the code of a plain function, for exchange with that of a generator function."""
        # A warning says that the kinds differ, by the flags; what makes a generator is not the flag
        # but an instruction, since 3.11.
        return with_flags(code, code.co_flags | func.__code__.co_flags & CO_GENERATOR)

else:

    def as_code_for(func, code):
        """Return the code of a plain function, for exchange with that of a generator function."""
        return code


if sys.version_info >= (3, 12):
    from inspect import markcoroutinefunction as mark_coroutine_function
else:
    # Before, inspect.iscoroutinefunction() believes the flags of the code only.
    def mark_coroutine_function(func):
        """Have inspect take a function for a coroutine function, where it can be told."""
        return func


# --- which task runs ------------------------------------------------------------------------
# CPython's "Extending asyncio" page: a third-party task enters, leaves and registers itself with
# these, else asyncio.timeout(), aiohttp, anyio and sniffio do not believe in it.

if sys.version_info >= (3, 7):
    enter_task = _tasks._enter_task
    leave_task = _tasks._leave_task
    current_task = _tasks.current_task
    all_tasks = _tasks.all_tasks
    get_running_loop = _events.get_running_loop
else:

    def _find_registries():
        """Return asyncio's dict of current tasks and its set of all tasks.

        The C task of 3.6 keeps both to itself, and without them async_timeout and aiohttp do not
        believe in other tasks: have one run under a loop made for it, and see who refers to them.
        """

        class Loop:
            def call_soon(self, callback, *args):
                self.step = callback

            def get_debug(self):
                return False

        async def probe():
            holders = gc.get_referrers(loop)
            found.extend(d for d in holders if type(d) is dict and d.get(loop) is task)

        loop, found = Loop(), []
        coro = probe()
        task = asyncio.Task(coro, loop=loop)
        # WeakSet's callback knows its set by a weak reference in its default.
        registered = weakref.getweakrefs(task)[-1].__callback__.__defaults__[0]()
        loop.step()
        return found[0], registered

    _current_tasks, _all_tasks = _find_registries()

    def enter_task(loop, task):
        """Make *task* the current one of *loop*."""
        current = _current_tasks.get(loop)
        if current is not None:
            raise RuntimeError(
                "Cannot enter into task {!r} while another task {!r} is being executed.".format(
                    task, current
                )
            )
        _current_tasks[loop] = task

    def leave_task(loop, task):
        """Undo enter_task()."""
        current = _current_tasks.get(loop)
        if current is not task:
            raise RuntimeError(
                "Leaving task {!r} does not match the current task {!r}.".format(task, current)
            )
        del _current_tasks[loop]

    def get_running_loop():
        """Return the loop that runs in this thread; RuntimeError where none does."""
        loop = _events._get_running_loop()
        if loop is None:
            raise RuntimeError("no running event loop")
        return loop

    def current_task(loop=None):
        """Return the task that runs now, or None."""
        return _current_tasks.get(get_running_loop() if loop is None else loop)

    def all_tasks(loop=None):
        """Return the set of the loop's tasks that are not done."""
        if loop is None:
            loop = get_running_loop()
        return {t for t in list(_all_tasks) if t._loop is loop and not t.done()}


if sys.version_info >= (3, 12):
    swap_current_task = _tasks._swap_current_task
else:

    def swap_current_task(loop, task):
        """Make *task* (or None) the loop's current one; return the one before."""
        previous = current_task(loop)
        if previous is not None:
            leave_task(loop, previous)
        if task is not None:
            enter_task(loop, task)
        return previous


# asyncio's own tasks have cancelling() and uncancel(), and take a context, since 3.11.
TASKS_COUNT_CANCELS = hasattr(asyncio.Task, "uncancel")
# Up to 3.12 uncancel() only counts: a cancellation that is on its way is delivered all the same.
UNCANCEL_TAKES_BACK = sys.version_info >= (3, 13)


# A loop of ours writes the task of each step over the one before, and clears the last.
if sys.version_info >= (3, 14):
    # The thread's state, in C.
    current_tasks = None

    def clear_current_task(loop):
        """Leave *loop* without a current task."""
        swap_current_task(loop, None)

else:
    # The dict that asyncio's C code looks into. Storing an item costs half a call of
    # swap_current_task().
    if sys.version_info >= (3, 7):
        current_tasks = _tasks._current_tasks
    else:
        current_tasks = _current_tasks

    def clear_current_task(loop):
        """Leave *loop* without a current task."""
        current_tasks.pop(loop, None)


# --- which tasks there are ------------------------------------------------------------------
# register_task() shows a task in all_tasks() while somebody else keeps it alive; keep_task()
# shows it and keeps it alive, until drop_task().

if sys.version_info >= (3, 12):
    register_task = _tasks._register_task
    # asyncio keeps the tasks that are in their eager first step in a plain set, which all_tasks()
    # reads too: one C call both shows a task and holds it.
    keep_task = _tasks._register_eager_task
    drop_task = _tasks._unregister_eager_task

    # asyncio forgets those that are done.
    registered_tasks = all_tasks

    def _kept_tasks(loop):
        return [t for t in all_tasks(loop) if hasattr(t, "_is_legacyco")]

else:
    if sys.version_info >= (3, 7):
        _all_tasks = _tasks._all_tasks
    _kept = set()

    def register_task(task):
        """Show the task in all_tasks() as long as it lives."""
        _all_tasks.add(task)

    # WeakSet.add() and discard() without their Python frames, and without the callback by which a
    # reference takes itself out of the set: what is kept cannot go before it is dropped.
    def keep_task(task, keep=_kept.add, show=_all_tasks.data.add, ref=weakref.ref):
        """Show the task in all_tasks() and hold it."""
        keep(task)
        show(ref(task))

    def drop_task(task, drop=_kept.discard, hide=_all_tasks.data.discard, ref=weakref.ref):
        """Undo keep_task()."""
        drop(task)
        hide(ref(task))

    def registered_tasks(loop):
        """Return the set of the loop's tasks that asyncio knows of, done or not, of any kind."""
        return {t for t in list(_all_tasks) if _loop_of(t) is loop}

    def _loop_of(task):
        # Tasks of others have the method, asyncio's of 3.6 the attribute.
        return task.get_loop() if hasattr(task, "get_loop") else task._loop

    def _kept_tasks(loop):
        return [t for t in list(_kept) if t._loop is loop]


def release_tasks(loop):
    """Let go of the loop's kept tasks; return those of them that are not done."""
    released = _kept_tasks(loop)
    for task in released:
        drop_task(task)
        register_task(task)
    return released


# --- which loop is a thread's -------------------------------------------------------------------
# asyncio keeps the thread's loop in its policy; from outside, one can only ask in a way that warns
# (3.12, 3.14) or makes a loop (up to 3.13).

if sys.version_info >= (3, 14):
    # Private since 3.14, and gone in 3.16.
    AnyEventLoopPolicy = getattr(_events, "_AbstractEventLoopPolicy", object)
    asyncio_policy = getattr(_events, "_get_event_loop_policy", lambda: None)
    install_policy = getattr(_events, "_set_event_loop_policy", lambda policy: None)

    class AbstractEventLoopPolicy(AnyEventLoopPolicy):
        """Abstract policy for accessing the event loop; asyncio's without child watchers."""

        def get_event_loop(self):
            """Return the event loop of the current context."""
            raise NotImplementedError

        def set_event_loop(self, loop):
            """Make *loop* that of the current context."""
            raise NotImplementedError

        def new_event_loop(self):
            """Return a new event loop according to the policy's rules."""
            raise NotImplementedError

        def get_child_watcher(self):
            """Return the watcher for child processes."""
            raise NotImplementedError

        def set_child_watcher(self, watcher):
            """Set the watcher for child processes."""
            raise NotImplementedError

else:
    AnyEventLoopPolicy = AbstractEventLoopPolicy = _events.AbstractEventLoopPolicy
    asyncio_policy = _events.get_event_loop_policy
    install_policy = _events.set_event_loop_policy

# asyncio's own, and what derives from them, warn of the loop that they make in the main thread.
POLICIES_WARN_OF_LOOPS = (3, 12) <= sys.version_info < (3, 14)

_ASYNCIO_DEFAULT_POLICY = type(asyncio_policy())


class ThreadLoop(threading.local):
    """What a policy keeps for each thread, by the names that asyncio's policies use."""

    _loop = None
    _set_called = False


def is_asyncio_default(policy):
    """Return whether the policy is the one that asyncio made for itself."""
    return type(policy) is _ASYNCIO_DEFAULT_POLICY


def without_deprecation(function, *args):
    """Call what the interpreter deprecates, and legacyco exists to provide."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return function(*args)


# --- child processes ------------------------------------------------------------------------

# What asyncio.set_child_watcher() accepts, where there is one: up to 3.13, on Unix.
AnyChildWatcher = getattr(asyncio, "AbstractChildWatcher", object)

with warnings.catch_warnings():
    # 3.12 and 3.13 warn of every subclass.
    warnings.simplefilter("ignore", DeprecationWarning)

    class ChildWatcherBase(AnyChildWatcher):
        """The base of legacyco's watchers."""

        def __init_subclass__(cls, **kwargs):
            """Keep asyncio's own from warning."""


if AnyChildWatcher is object:
    AnyChildWatcher = ChildWatcherBase

try:
    # Since 3.9; there is no such module on Windows.
    from asyncio.unix_events import waitstatus_to_exitcode
except ImportError:

    def waitstatus_to_exitcode(status):
        """Return the exit code for os.waitpid()'s status: minus the signal, if one killed it."""
        if os.WIFSIGNALED(status):
            return -os.WTERMSIG(status)
        if os.WIFEXITED(status):
            return os.WEXITSTATUS(status)
        # Neither, whatever it is.
        return status


if hasattr(os, "pidfd_open"):
    pidfd_open = os.pidfd_open
else:
    # os has it since 3.9, Linux since 5.3; PyPy 3.11 has not.
    def pidfd_open(pid, flags=0):
        """Return a file descriptor that becomes readable when the process ends."""
        import ctypes

        libc = ctypes.CDLL(None, use_errno=True)
        # The number is the same on every architecture that Python runs on.
        fd = libc.syscall(434, pid, flags)
        if fd < 0:
            error = ctypes.get_errno()
            raise OSError(error, os.strerror(error))
        return fd


# --- representation -------------------------------------------------------------------------

# Tasks have names since 3.8; before, the repr has no place for one.
SHOWS_TASK_NAME = sys.version_info >= (3, 8)
# A cancelled-but-running task shows as "cancelling" by count since 3.11, by flag before.
SHOWS_CANCEL_COUNT = sys.version_info >= (3, 11)

if sys.version_info >= (3, 7):
    from asyncio.format_helpers import _format_callback_source, extract_stack as extract_stack
else:
    from asyncio.events import _format_callback_source, extract_stack as extract_stack

if sys.version_info >= (3, 13):
    # The third argument came in 3.13 for the debug mode's source of arguments.
    def format_callback_source(callback, args, debug=False):
        """Return the text that names a callback and where it is defined."""
        return _format_callback_source(callback, args, debug=debug)

else:

    def format_callback_source(callback, args, debug=False):
        """Return the text that names a callback and where it is defined."""
        return _format_callback_source(callback, args)


# The links of a traceback can be written since 3.7.
TRACEBACKS_CAN_BE_CUT = sys.version_info >= (3, 7)


# --- debug mode -----------------------------------------------------------------------------

if sys.version_info >= (3, 7):

    def track_coroutine_origins(loop, enabled):
        """Record where coroutines are created, or stop recording."""
        loop._set_coroutine_origin_tracking(enabled)

else:
    # 3.6 wraps every coroutine instead.
    def track_coroutine_origins(loop, enabled):
        """Record where coroutines are created, or stop recording."""
        loop._set_coroutine_wrapper(enabled)


if sys.version_info >= (3, 7):
    from asyncio.coroutines import _is_debug_mode as is_debug_mode
else:
    # 3.6 has no -X dev.
    def is_debug_mode():
        """Return whether the interpreter asks for asyncio's debug mode."""
        return not sys.flags.ignore_environment and bool(os.environ.get("PYTHONASYNCIODEBUG"))


# --- transports -----------------------------------------------------------------------------

# Before, TLS of asyncio shuts down without waiting for the other side (gh-88177).
TLS_HAS_SHUTDOWN_TIMEOUT = sys.version_info >= (3, 11)


# --- exceptions -----------------------------------------------------------------------------

# One class each, the interpreter's own, wherever asyncio has it.
CancelledError = asyncio.CancelledError
InvalidStateError = asyncio.InvalidStateError

# Cancellation passes through ``except Exception`` since 3.8.
CANCELLED_IS_BASE = not issubclass(CancelledError, Exception)

if hasattr(BaseException, "add_note"):
    add_note = BaseException.add_note
else:

    def add_note(exc, note):
        """Have the exception's text followed by *note*; exceptions have no notes up to 3.10."""
        exc.args = ("{}\n{}".format(exc, note),)


if sys.version_info >= (3, 11):
    BrokenBarrierError = asyncio.BrokenBarrierError
else:

    class BrokenBarrierError(RuntimeError):
        """Barrier is broken by barrier.abort() call."""


if sys.version_info >= (3, 13):
    QueueShutDown = asyncio.QueueShutDown
else:

    class QueueShutDown(Exception):
        """Raised when putting on to or getting from a shut-down Queue."""


if sys.version_info >= (3, 8):
    SendfileNotAvailableError = asyncio.SendfileNotAvailableError
else:
    # 3.7 has it as a private name of events, 3.6 has no sendfile.
    SendfileNotAvailableError = getattr(_events, "SendfileNotAvailableError", None)
    if SendfileNotAvailableError is None:

        class SendfileNotAvailableError(RuntimeError):
            """Sendfile syscall is not available."""


if sys.version_info >= (3, 11):
    BaseExceptionGroup = builtins.BaseExceptionGroup
    ExceptionGroup = builtins.ExceptionGroup
elif sys.version_info >= (3, 7):

    def __getattr__(name):
        # With the first group, or who asks for the class: that package takes as long as half of
        # this one.
        if name not in ("BaseExceptionGroup", "ExceptionGroup"):
            raise AttributeError("module {!r} has no attribute {!r}".format(__name__, name))
        import exceptiongroup

        return getattr(exceptiongroup, name)

else:
    # The exceptiongroup package begins at 3.7; here is what ``except Exception as group`` needs.
    class BaseExceptionGroup(BaseException):
        """A message and a sequence of exceptions that were raised together."""

        def __new__(cls, message, exceptions):
            exceptions = tuple(exceptions)
            if not exceptions:
                raise ValueError("second argument (exceptions) must be a non-empty sequence")
            if cls is BaseExceptionGroup and all(isinstance(e, Exception) for e in exceptions):
                cls = ExceptionGroup
            self = super().__new__(cls, message, exceptions)
            self.message, self.exceptions = message, exceptions
            return self

        def __init__(self, message, exceptions):
            super().__init__(message, exceptions)

        def __str__(self):
            count = len(self.exceptions)
            return "%s (%d sub-exception%s)" % (self.message, count, "" if count == 1 else "s")

    class ExceptionGroup(BaseExceptionGroup, Exception):
        """A BaseExceptionGroup of Exceptions only."""
