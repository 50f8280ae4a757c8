"""``loop._scheduled`` as asyncio has it: a heap of TimerHandles, for code that reaches in there.

The scheduler keeps tuples instead.  Who asks for ``_scheduled`` gets a list of the handles, a heap
as well, and what he does to it - heapq's functions, remove(), append(), clear() - is done to the
scheduler's timers when the list is asked for again, and before the loop looks at its timers the
next time.  A loop that nobody has asked does nothing for it.
"""

import heapq
import threading
import weakref

from .events import Alarm, Handle


class AsyncioEntry:
    """A handle of asyncio's in our queue, or among our timers: cancelled, it must not be run."""

    __slots__ = ("handle",)

    def __init__(self, handle):
        self.handle = handle

    def __repr__(self):
        return repr(self.handle)

    def __getattr__(self, name):
        # Who looks into the queue expects the handle itself.
        return getattr(self.handle, name)

    @property
    def _scheduled(self):
        return self.handle._scheduled

    @_scheduled.setter
    def _scheduled(self, scheduled):
        self.handle._scheduled = scheduled

    def _run(self):
        if not self.handle._cancelled:
            self.handle._run()


class ShownTimers(list):
    """The handles of a loop's timers."""

    # The handles that it was given.
    __slots__ = ("given", "__weakref__")


def show_timers(loop):
    """Return the loop's timers as a ShownTimers, always the same one while somebody has it.

    Another thread than the loop's gets a list to look at, and nothing more: the loop is at work.
    """
    if loop._thread_id not in (None, threading.get_ident()):
        return _handles(loop)
    shown = _held(loop)
    if shown is None:
        shown = ShownTimers()
    else:
        _take_back(loop, shown)
    # Even if the caller drops it at once: ``heapq.heappush(loop._scheduled, timer)``.
    loop._shown_timers = shown
    # In the place of the method: a loop that was not asked is not to look whether it was.
    loop._poll = loop._poll_for_others
    _give(loop, shown)
    return shown


def update_timers(loop):
    """Do to the loop's timers what was done to the list; return whether somebody still has it."""
    shown = _held(loop)
    if shown is None:
        return False
    _take_back(loop, shown)
    loop._shown_timers = weakref.ref(shown)
    del shown
    shown = _held(loop)
    if shown is None:
        return False
    _give(loop, shown)
    return True


def replace_timers(loop, handles):
    """Have the loop's timers be *handles*."""
    loop._timer_heap[:] = []
    loop._timer_cancelled_count = 0
    loop._shown_timers = None
    for handle in handles:
        _add(loop, handle)


def _held(loop):
    shown = loop._shown_timers
    return shown() if isinstance(shown, weakref.ref) else shown


def _give(loop, shown):
    shown[:] = shown.given = _handles(loop)


def _handles(loop):
    entries = list(loop._timer_heap)
    for when, _, timer in entries:
        if type(timer) is Alarm:
            timer._when = when
    return [_handle_of(entry) for entry in entries]


def _handle_of(entry):
    timer = entry[2]
    return timer.handle if type(timer) is AsyncioEntry else timer


def _take_back(loop, shown):
    before, now = set(map(id, shown.given)), set(map(id, shown))
    gone = before - now
    if gone:
        heap = loop._timer_heap
        for entry in heap:
            if id(_handle_of(entry)) in gone:
                entry[2]._scheduled = False
        heap[:] = [entry for entry in heap if id(_handle_of(entry)) not in gone]
        heapq.heapify(heap)
        loop._timer_cancelled_count = sum(entry[2]._cancelled for entry in heap)
    for handle in shown:
        if id(handle) not in before:
            _add(loop, handle)


def _add(loop, handle):
    handle._scheduled = True
    timer = handle if isinstance(handle, (Alarm, Handle)) else AsyncioEntry(handle)
    heapq.heappush(loop._timer_heap, (handle._when, loop._timer_sequence(), timer))
