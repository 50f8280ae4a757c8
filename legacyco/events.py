"""Handles, and the loop of a thread.

The thread's loop is kept by the running interpreter's asyncio, so that ``asyncio.get_event_loop()``
and ours always name the same one.
"""

import asyncio
import functools
import sys
import threading
from asyncio.events import _get_running_loop, _set_running_loop

from . import _compat
from ._abstract import AbstractEventLoop, AbstractServer
from ._compat import AbstractEventLoopPolicy, copy_context, get_running_loop
from ._policies import (
    BaseDefaultEventLoopPolicy,  # noqa: F401
    _policy_lock,  # noqa: F401
    get_child_watcher,
    get_event_loop_policy,
    get_loop_of,
    set_child_watcher,
    set_event_loop_policy,
    set_loop_of,
)

__all__ = (
    "AbstractEventLoop",
    "AbstractEventLoopPolicy",
    "AbstractServer",
    "Handle",
    "TimerHandle",
    "get_child_watcher",
    "get_event_loop",
    "get_event_loop_policy",
    "get_running_loop",
    "new_event_loop",
    "set_child_watcher",
    "set_event_loop",
    "set_event_loop_policy",
    "_get_running_loop",
    "_set_running_loop",
)


class Handle(asyncio.Handle):
    """Object returned by callback registration methods.

    ``cancel()`` keeps the callback from being called; ``cancelled()`` and ``get_context()`` tell
    of it.  Made by the loop, not by users.
    """

    __slots__ = _compat.HANDLE_SLOTS

    def __init__(self, callback, args, loop, context=None):
        self._callback = callback
        self._args = args
        self._loop = loop
        self._context = copy_context() if context is None else context
        self._cancelled = False
        self._repr = None
        self._source_traceback = None
        if loop.get_debug():
            self._source_traceback = _compat.extract_stack(sys._getframe(1))

    def _repr_info(self):
        info = [self.__class__.__name__]
        if self._cancelled:
            info.append("cancelled")
        if self._callback is not None:
            info.append(self._describe_callback())
        if self._source_traceback:
            frame = self._source_traceback[-1]
            info.append("created at {}:{}".format(frame[0], frame[1]))
        return info

    def _describe_callback(self):
        return _compat.format_callback_source(
            self._callback, self._args, debug=self._loop.get_debug()
        )

    def cancel(self):
        """Keep the callback from being called."""
        if not self._cancelled:
            self._cancelled = True
            if self._loop.get_debug():
                # What "Executing <Handle ...> took 2.5 seconds" is to show.
                self._repr = repr(self)
            self._callback = None
            self._args = None

    def get_context(self):
        """Return the contextvars.Context that the callback runs in."""
        return self._context

    def cancelled(self):
        """Return True if the callback was cancelled."""
        return self._cancelled

    def _run(self):
        # In this order: another thread may cancel the handle, and does it the other way round.
        callback, args = self._callback, self._args
        if self._cancelled:
            return
        try:
            # A call with a star costs three times one without.
            if not args:
                self._context.run(callback)
            elif len(args) == 1:
                self._context.run(callback, args[0])
            else:
                self._context.run(callback, *args)
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as exc:
            context = {
                "message": "Exception in callback " + self._describe_callback(),
                "exception": exc,
                "handle": self,
            }
            if self._source_traceback:
                context["source_traceback"] = self._source_traceback
            self._loop.call_exception_handler(context)
            context = None
        # A traceback holds this frame, or the frame of a coroutine that names it as its caller; it
        # must not hold the future that holds the exception.
        self = callback = args = None


class _ThreadSafeHandle(Handle):
    """The handle of call_soon_threadsafe().

    Once cancel() or cancelled() has returned, in any thread, the callback has ended or will never
    be called (asyncio: since 3.14).  A lock for each handle would cost more than the call: who
    finds it running leaves an event, and then looks again; the loop clears ``_runner`` and then
    looks for an event.  One of the two sees the other.
    """

    # The thread that runs the callback now, and what is set when it has ended; else None.
    __slots__ = ("_runner", "_ended")

    def __init__(self, callback, args, loop, context=None):
        super().__init__(callback, args, loop, context)
        if self._source_traceback:
            del self._source_traceback[-1]
        self._runner = self._ended = None

    def cancel(self):
        """Keep the callback from being called, or wait until it has ended."""
        super().cancel()
        self._wait_until_ended()

    def cancelled(self):
        """Return True if the callback was cancelled; waits while it runs."""
        self._wait_until_ended()
        return super().cancelled()

    def _wait_until_ended(self):
        if self._runner in (None, threading.get_ident()):
            return
        with _waiting_for_handles:
            if self._ended is None:
                self._ended = threading.Event()
        if self._runner is not None:
            self._ended.wait()

    def _run(self):
        self._runner = self._loop._thread_id
        try:
            Handle._run(self)
        finally:
            self._runner = None
            if self._ended is not None:
                self._ended.set()
            self = None  # As in Handle._run().


# Held by a thread that makes the event of a handle.
_waiting_for_handles = threading.Lock()

_new_handle = functools.partial(Handle.__new__, Handle)


def new_handle(callback, args, loop, context):
    """Return ``Handle(callback, args, loop, context)`` for a loop that is not in debug mode."""
    handle = _new_handle()
    handle._callback = callback
    handle._args = args
    handle._loop = loop
    handle._context = copy_context() if context is None else context
    handle._cancelled = False
    handle._repr = handle._source_traceback = None
    return handle


_new_threadsafe_handle = functools.partial(Handle.__new__, _ThreadSafeHandle)


def new_threadsafe_handle(callback, args, loop, context):
    """Return ``_ThreadSafeHandle(callback, args, loop, context)``, not in debug mode."""
    handle = _new_threadsafe_handle()
    handle._callback = callback
    handle._args = args
    handle._loop = loop
    handle._context = copy_context() if context is None else context
    handle._cancelled = False
    handle._repr = handle._source_traceback = handle._runner = handle._ended = None
    return handle


class TimerHandle(Handle, asyncio.TimerHandle):
    """Object returned by timed callback registration methods."""

    __slots__ = ()

    def __init__(self, when, callback, args, loop, context=None):
        super().__init__(callback, args, loop, context)
        if self._source_traceback:
            del self._source_traceback[-1]
        self._when = when
        self._scheduled = False

    def _repr_info(self):
        info = super()._repr_info()
        info.insert(2 if self._cancelled else 1, "when={}".format(self._when))
        return info

    def when(self):
        """Return the callback's time, in seconds of the loop's clock."""
        return self._when

    def cancel(self):
        """Keep the callback from being called."""
        if not self._cancelled:
            self._loop._timer_handle_cancelled(self)
            Handle.cancel(self)


class Alarm:
    """A timer that sets a future's result, for sleep(): no callback, no context, no repr."""

    # _when, and all that follows _run(), is for those who look into loop._scheduled.
    __slots__ = ("_loop", "_future", "_result", "_cancelled", "_scheduled", "_when")

    def __init__(self, loop, future, result):
        self._loop = loop
        self._future = future
        self._result = result
        self._cancelled = False
        self._scheduled = True

    def cancel(self):
        """Keep the alarm from being run."""
        if not self._cancelled:
            self._cancelled = True
            self._loop._timer_handle_cancelled(self)

    def _run(self):
        if not self._future.done():
            self._future.set_result(self._result)

    _source_traceback = _context = None
    _args = ()

    @property
    def __class__(self):
        return asyncio.TimerHandle

    @property
    def _callback(self):
        return None if self._cancelled else self._run

    def when(self):
        """Return the alarm's time, in seconds of the loop's clock."""
        return self._when

    def cancelled(self):
        """Return True if the alarm was cancelled."""
        return self._cancelled

    def __lt__(self, other):
        return self._when < other._when


_new_timer = functools.partial(TimerHandle.__new__, TimerHandle)


def new_timer(when, callback, args, loop, context):
    """Return ``TimerHandle(when, ...)``, scheduled, for a loop that is not in debug mode."""
    timer = _new_timer()
    timer._when = when
    timer._callback = callback
    timer._args = args
    timer._loop = loop
    timer._context = copy_context() if context is None else context
    timer._cancelled = False
    timer._scheduled = True
    timer._repr = timer._source_traceback = None
    return timer


def get_event_loop():
    """Return the running loop, else the thread's; in the main thread one is made if need be.

    Raises RuntimeError("There is no current event loop in thread ...").

    asyncio's makes no loop since 3.14.
    """
    return _get_running_loop() or get_loop_of(get_event_loop_policy())


def set_event_loop(loop):
    """Make *loop* the thread's, for asyncio as well; None for none."""
    set_loop_of(get_event_loop_policy(), loop)


def new_event_loop():
    """Return a new loop of the policy's kind, which becomes nobody's yet."""
    return get_event_loop_policy().new_event_loop()
