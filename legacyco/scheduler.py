"""The scheduler: ready queue, timers, and the loop that runs them.

Rule 1: the ready queue is run in batches; see _batches.py.
Rule 2: between two batches the selector is asked and due timers are moved to ``_ready``, as in
asyncio, where there are files that it watches or a timer is due.  Elsewhere that is not done every
time: a system call for each batch would cost more than a short batch itself.  ``_allowance`` is the
number of entries that may run before; it grows to POLL_INTERVAL while entries are quick, and falls
to one batch as soon as a stretch takes longer than SLOW_STRETCH.  So a signal, which comes by the
loop's own pipe, waits for one batch and at most POLL_INTERVAL entries more; everything else for one
batch.
Rule 3: while the loop runs it keeps its tasks alive; stopped, it forgets them, and a task that
nobody holds is reported as destroyed.
"""

import functools
import heapq
import inspect
import itertools
import sys
import threading
import time
import weakref

from . import _compat, events
from ._batches import run_batch_in_debug_mode, run_batches
from ._coroutine_functions import unwatch_for_forgotten, watch_for_forgotten
from ._shown_timers import AsyncioEntry, replace_timers, show_timers, update_timers
from .coroutines import iscoroutine, iscoroutinefunction
from .events import (
    Alarm,
    Handle,
    TimerHandle,
    _ThreadSafeHandle,
    new_handle,
    new_threadsafe_handle,
    new_timer,
)

# Entries; Tokio's event_interval is 61.
POLL_INTERVAL = 64
# Seconds.
SLOW_STRETCH = 0.001
# As asyncio: epoll and kqueue take no longer timeouts, and a day is long enough.  Seconds.
MAXIMUM_SELECT_TIMEOUT = 24 * 3600
# Cancelled timers are swept when there are at least this many, and they are the majority.
MIN_CANCELLED_TIMERS = 100

# The methods that got the argument *context* in 3.7, and where in them the callback is.
_CALLBACK_PLACES = (
    ("call_soon", 0),
    ("call_soon_threadsafe", 0),
    ("call_later", 1),
    ("call_at", 1),
)


def _takes_context(method):
    parameters = inspect.signature(method).parameters
    return "context" in parameters or any(
        each.kind is each.VAR_KEYWORD for each in parameters.values()
    )


def _with_context(method, place):
    """Return a loop's method of the 3.6 era as one that takes *context*."""

    @functools.wraps(method)
    def with_context(self, *args, context=None, **kwargs):
        if context is not None:
            args = list(args)
            args[place] = functools.partial(context.run, args[place])
        return method(self, *args, **kwargs)

    return with_context


def _watched_by(selector):
    """Return the sized collection of what *selector* watches, of which the loop's pipe is one."""
    # The selectors of the standard library have the one, proactors the other.
    for name in ("_fd_to_key", "_cache"):
        watched = getattr(selector, name, None)
        if isinstance(watched, dict):
            return watched
    # Somebody else's: it has to be asked.
    return (None, None)


class Scheduler:
    """Time, ready queue and timers, over the sockets of an asyncio event loop that is mixed in."""

    # Tasks put themselves into _ready.
    _runs_tasks = True
    # What time() asks.
    _clock = time.monotonic
    # Whether it has forgotten awaits told.
    _watches = False
    # The tasks below nested runs, outermost first, where these are allowed; see nested.py.
    _held_up = None

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        for name, place in _CALLBACK_PLACES:
            method = getattr(cls, name)
            if method is not getattr(Scheduler, name) and not _takes_context(method):
                setattr(cls, name, _with_context(method, place))
        # Who has a queue of his own, or wants to see what is queued, gets to see steps of tasks.
        cls._runs_tasks = cls.call_soon is Scheduler.call_soon

    def __init__(self, *args, **kwargs):
        self._timer_sequence = itertools.count().__next__
        # (when, sequence, handle or alarm)
        self._timer_heap = []
        self._allowance = 1
        # Not empty if what follows the batch has to be more than the next batch; see Rule 2.
        self._interrupts = []
        # True from before the last look at _ready until the selector returns.
        self._asleep = False
        # Tasks of a loop that does not run; see Rule 3.
        self._idle_tasks = weakref.WeakSet()
        self._register_task = self._register_idle_task
        # Whether nobody overrides call_at() or call_later() to see every timer.
        self._calls_at_plainly = (
            type(self).call_at is Scheduler.call_at
            and type(self).call_later is Scheduler.call_later
        )
        super().__init__(*args, **kwargs)

    # --- tasks ---

    def _register_idle_task(self, task):
        _compat.register_task(task)
        self._idle_tasks.add(task)

    def _keep_tasks(self):
        self._register_task = _compat.keep_task
        for task in list(self._idle_tasks):
            if not task.done():
                _compat.keep_task(task)
        self._idle_tasks.clear()

    def _release_tasks(self):
        self._register_task = self._register_idle_task
        self._idle_tasks.update(_compat.release_tasks(self))

    # --- callbacks ---

    def time(self):
        """Return the loop's time in seconds; only differences mean something."""
        return time.monotonic()

    def _check_callback(self, callback, method):
        if iscoroutine(callback) or iscoroutinefunction(callback):
            raise TypeError("coroutines cannot be used with %s()" % method)
        if not callable(callback):
            raise TypeError(
                "a callable object was expected by {}(), got {!r}".format(method, callback)
            )

    def call_soon(self, callback, *args, context=None):
        """Arrange for ``callback(*args)`` to be called as soon as possible, in order of arrival.

        *context* is the contextvars.Context to run it in, a copy of the current one by default
        (asyncio: since 3.7).  Returns a Handle.  Raises RuntimeError if the loop is closed.
        """
        if self._closed or self._debug:
            self._check_call(callback, "call_soon")
            handle = Handle(callback, args, self, context)
            del handle._source_traceback[-1]
        else:
            handle = new_handle(callback, args, self, context)
        self._ready.append(handle)
        return handle

    def call_soon_threadsafe(self, callback, *args, context=None):
        """Like call_soon(), from any thread or signal handler."""
        if self._closed or self._debug:
            self._check_call(callback, "call_soon_threadsafe", from_any_thread=True)
            handle = _ThreadSafeHandle(callback, args, self, context)
            if handle._source_traceback:
                del handle._source_traceback[-1]
        else:
            handle = new_threadsafe_handle(callback, args, self, context)
        self._ready.append(handle)
        if self._asleep or _compat.FREE_THREADED:
            self._wake_up()
        return handle

    def _check_call(self, callback, method, from_any_thread=False):
        """Raise what is wrong with a call that is made on a closed loop or in debug mode."""
        self._check_closed()
        if not from_any_thread:
            self._check_thread()
        self._check_callback(callback, method)

    def _wake_up(self):
        # The loop sets _asleep before it looks at _ready for the last time, and here _ready is
        # filled before _asleep is looked at: one of the two sees the other.  One byte is enough to
        # wake it, and none is needed while it is at work.
        self._asleep = False
        self._write_to_self()

    def call_later(self, delay, callback, *args, context=None):
        """Arrange for ``callback(*args)`` to be called after *delay* seconds.

        Returns a TimerHandle.  Callbacks of the same time are called in order of arrival.
        """
        if delay is None:
            raise TypeError("delay must not be None")
        when = self.time() + delay
        if self._calls_at_plainly and not self._closed and not self._debug:
            return self._add_timer(new_timer(when, callback, args, self, context))
        if context is None:
            # Loops derived from this one in the days of 3.6 take no context.
            timer = self.call_at(when, callback, *args)
        else:
            timer = self.call_at(when, callback, *args, context=context)
        if timer._source_traceback:
            del timer._source_traceback[-1]
        return timer

    def call_at(self, when, callback, *args, context=None):
        """Like call_later(), at an absolute time of the loop's clock, in seconds."""
        if when is None:
            raise TypeError("when cannot be None")
        if self._closed or self._debug:
            self._check_call(callback, "call_at")
            timer = TimerHandle(when, callback, args, self, context)
            del timer._source_traceback[-1]
            timer._scheduled = True
        else:
            timer = new_timer(when, callback, args, self, context)
        return self._add_timer(timer)

    def _add_timer(self, timer):
        # Compared in C, and by the sequence among equals: the handle never is.
        heapq.heappush(self._timer_heap, (timer._when, self._timer_sequence(), timer))
        return timer

    @property
    def _sets_alarms(self):
        """Whether sleep() may set an alarm: nobody wants to see its timer."""
        return self._calls_at_plainly and not self._closed and not self._debug

    def _set_alarm(self, delay, future, result):
        """Have the future's result set after *delay* seconds."""
        alarm = Alarm(self, future, result)
        entry = (self.time() + delay, self._timer_sequence(), alarm)
        heapq.heappush(self._timer_heap, entry)
        return alarm

    def _timer_handle_cancelled(self, timer):
        if timer._scheduled:
            self._timer_cancelled_count += 1

    def _add_callback(self, handle):
        """Queue a handle that the selector or a signal called for."""
        if handle._cancelled:
            return
        if not isinstance(handle, Handle):
            handle = AsyncioEntry(handle)
        self._ready.append(handle)

    # --- the loop ---

    def _run_loop(self):
        """Run until stop() is called."""
        if type(self)._run_once is not Scheduler._run_once:
            # Somebody wants to see every turn, as asyncio's own TestLoop does.
            while True:
                self._run_once()
                if self._stopping:
                    return
        self._allowance = 1
        watched = _watched_by(self._selector)
        interrupts = self._interrupts
        clock = self.time
        if type(self).time is Scheduler.time and "time" not in vars(self):
            # The body of time(), without its frame.
            clock = time.monotonic
        self._clock = clock
        started = clock()
        while True:
            del interrupts[:]
            self._poll()
            if len(watched) > 1:
                interrupts.append("files")
            self._run_ready(self._allowance)
            if self._stopping:
                return
            ended = clock()
            if ended - started > SLOW_STRETCH:
                self._allowance = 1
            elif self._allowance < POLL_INTERVAL:
                self._allowance *= 2
            started = ended

    def _interrupt(self, reason):
        """Have the loop do more than run the next batch, after this one."""
        if not self._interrupts:
            self._interrupts.append(reason)

    def stop(self):
        """Have run_forever() return after the batch that is going on."""
        super().stop()
        self._interrupt("stop")

    def _run_once(self):
        """Run one turn as asyncio does: ask the selector, move due timers, run a batch."""
        self._poll()
        self._run_ready(1)

    def _run_ready(self, allowance):
        if self._debug:
            run_batch_in_debug_mode(self)
        else:
            run_batches(self, allowance)

    def _poll(self):
        """Queue what the selector reports and the timers that are due, waiting if nothing is."""
        scheduled = self._timer_heap
        if scheduled:
            self._sweep_timers()
        timeout = None
        if self._ready or self._stopping:
            timeout = 0
        elif scheduled:
            timeout = min(max(0, scheduled[0][0] - self.time()), MAXIMUM_SELECT_TIMEOUT)
        if timeout != 0:
            self._asleep = True
            if self._ready:
                timeout = 0
        event_list = self._selector.select(timeout)
        self._asleep = False
        if event_list:
            self._process_events(event_list)
        if scheduled:
            self._move_due_timers()

    def _move_due_timers(self):
        end_time = self.time() + self._clock_resolution
        scheduled = self._timer_heap
        while scheduled and scheduled[0][0] < end_time:
            timer = heapq.heappop(scheduled)[2]
            timer._scheduled = False
            if timer._cancelled:
                self._timer_cancelled_count -= 1
            else:
                self._ready.append(timer)

    def _sweep_timers(self):
        """Drop cancelled timers: at the head always, elsewhere when they are the majority."""
        scheduled = self._timer_heap
        cancelled = self._timer_cancelled_count
        if cancelled > MIN_CANCELLED_TIMERS and cancelled * 2 > len(scheduled):
            for entry in scheduled:
                entry[2]._scheduled = not entry[2]._cancelled
            scheduled[:] = [entry for entry in scheduled if entry[2]._scheduled]
            heapq.heapify(scheduled)
            self._timer_cancelled_count = 0
        while scheduled and scheduled[0][2]._cancelled:
            heapq.heappop(scheduled)[2]._scheduled = False
            self._timer_cancelled_count -= 1

    # --- timers, for those who look for asyncio's ---

    # The list of handles that somebody asked for, or a weak reference to it.
    _shown_timers = None

    @property
    def _scheduled(self):
        return show_timers(self)

    @_scheduled.setter
    def _scheduled(self, handles):
        replace_timers(self, handles)

    def _poll_for_others(self):
        """Do as _poll(), of a loop whose ``_scheduled`` somebody has seen."""
        if not update_timers(self):
            del self._poll
        type(self)._poll(self)

    def close(self):
        """Close the loop: its timers and what is queued are dropped.

        Raises RuntimeError if it runs.
        """
        super().close()
        if self._closed:
            replace_timers(self, ())
            vars(self).pop("_poll", None)

    # --- running ---

    def _check_running(self):
        if self.is_running():
            raise RuntimeError("This event loop is already running")
        if events._get_running_loop() is not None:
            raise RuntimeError("Cannot run the event loop while another loop is running")

    def _watch_for_forgotten(self, enabled):
        """Have a forgotten await of a function of ours told, or no longer."""
        if enabled and not self._watches:
            watch_for_forgotten()
        elif self._watches and not enabled:
            unwatch_for_forgotten()
        self._watches = enabled

    def run_forever(self):
        """Run until stop() is called.

        Raises RuntimeError if this loop is closed, or if one runs already in this thread.
        """
        self._check_closed()
        self._check_running()
        _compat.track_coroutine_origins(self, self._debug)
        self._watch_for_forgotten(self._debug)
        hooks = sys.get_asyncgen_hooks()
        self._thread_id = threading.get_ident()
        try:
            sys.set_asyncgen_hooks(
                firstiter=self._asyncgen_firstiter_hook, finalizer=self._asyncgen_finalizer_hook
            )
            events._set_running_loop(self)
            self._keep_tasks()
            self._run_loop()
        finally:
            self._stopping = False
            self._asleep = False
            self._release_tasks()
            self._thread_id = None
            events._set_running_loop(None)
            _compat.track_coroutine_origins(self, False)
            self._watch_for_forgotten(False)
            sys.set_asyncgen_hooks(*hooks)
