"""Names that old code takes from a submodule, and that the submodule itself has no use for.

Most are asyncio's private names of some era; ``history.submodules`` says which, and who was seen to
use them.  Nothing in legacyco imports them from here or from there.
"""

import asyncio
import collections.abc
import concurrent.futures
import logging
import os
import sys
import types

from . import (
    _compat,
    base_events,
    base_futures,
    coroutines,
    events,
    exceptions,
    format_helpers,
    futures,
    locks,
    queues,
    streams,
    tasks,
)
from ._corowrapper import CoroWrapper, debug_wrapper
from ._passthrough import pass_on
from .log import logger


class _AllTasks(collections.abc.MutableSet):
    """``tasks._all_tasks`` as it was up to 3.11: the tasks of all loops, done ones among them."""

    def _tasks(self):
        scheduled = getattr(asyncio.tasks, "_scheduled_tasks", None)
        if scheduled is None:
            return set(_compat._all_tasks)
        found = set(scheduled) | set(asyncio.tasks._eager_tasks)
        loop = events._get_running_loop()
        # asyncio's own tasks are in a list for each thread since 3.14.
        return found if loop is None else found | asyncio.all_tasks(loop)

    def __contains__(self, task):
        return task in self._tasks()

    def __iter__(self):
        return iter(self._tasks())

    def __len__(self):
        return len(self._tasks())

    def add(self, task):
        """Show the task in all_tasks()."""
        _compat.register_task(task)

    def discard(self, task):
        """Undo add()."""
        unregister_task(task)


class _CurrentTasks(collections.abc.MutableMapping):
    """``tasks._current_tasks`` as it was up to 3.13: the running task of each loop.

    Of the loop that runs in this thread only, where the interpreter keeps it nowhere else.
    """

    def __getitem__(self, loop):
        task = _compat.current_task(loop)
        if task is None:
            raise KeyError(loop)
        return task

    def __setitem__(self, loop, task):
        _compat.swap_current_task(loop, task)

    def __delitem__(self, loop):
        if _compat.swap_current_task(loop, None) is None:
            raise KeyError(loop)

    def __iter__(self):
        loop = events._get_running_loop()
        return iter([] if loop is None or _compat.current_task(loop) is None else [loop])

    def __len__(self):
        return sum(1 for _ in self)


def unregister_task(task):
    """Take the task out of all_tasks()."""
    # 3.6 has no function for it.
    unregister = getattr(asyncio.tasks, "_unregister_task", None) or _compat._all_tasks.discard
    unregister(task)
    _compat.drop_task(task)


class _StopError(BaseException):
    """What a callback of the loop raised up to 3.5 to stop it; stop() does without."""


@types.coroutine
def __sleep0():
    """Wait for one turn of the loop."""
    yield


def _variants(**functions):
    """Return functions by the names of asyncio's C and Python implementations of them."""
    return {
        kind + name: function for name, function in functions.items() for kind in ("_c_", "_py_")
    }


_COMMON = {"coroutine": coroutines.coroutine}

_EXCEPTIONS = {
    "CancelledError": exceptions.CancelledError,
    "Error": concurrent.futures._base.Error,
    "InvalidStateError": exceptions.InvalidStateError,
    "TimeoutError": exceptions.TimeoutError,
}

_FORMAT_HELPERS = {name: getattr(format_helpers, name) for name in format_helpers.__all__}

_EVENTS = _variants(
    _get_running_loop=events._get_running_loop,
    _set_running_loop=events._set_running_loop,
    get_event_loop=events.get_event_loop,
    get_running_loop=events.get_running_loop,
)

_TASKS = {
    "enter_task": _compat.enter_task,
    "leave_task": _compat.leave_task,
    "register_task": _compat.register_task,
    "swap_current_task": _compat.swap_current_task,
    "unregister_task": unregister_task,
}

_NAMES = (
    (base_events, dict(_COMMON, _StopError=_StopError)),
    (base_futures, _EXCEPTIONS),
    (
        coroutines,
        {
            "CoroWrapper": CoroWrapper,
            "_DEBUG": coroutines._is_debug_mode(),
            "debug_wrapper": debug_wrapper,
            "logger": logger,
        },
    ),
    (
        events,
        dict(
            _FORMAT_HELPERS,
            SendfileNotAvailableError=exceptions.SendfileNotAvailableError,
            _RunningLoop=getattr(asyncio.events, "_RunningLoop", None),
            _lock=events._policy_lock,
            **_EVENTS,
        ),
    ),
    (futures, dict(_EXCEPTIONS, STACK_DEBUG=logging.DEBUG - 1, _CFuture=futures.Future)),
    (locks, _COMMON),
    (queues, _COMMON),
    (streams, _COMMON),
    (
        tasks,
        dict(
            _COMMON,
            _CTask=tasks.Task,
            __sleep0=__sleep0,
            _all_tasks=_AllTasks(),
            _current_tasks=_CurrentTasks(),
            _ensure_future=tasks.ensure_future,
            **_variants(all_tasks=tasks.all_tasks, current_task=tasks.current_task, **_TASKS),
            **{"_" + name: function for name, function in _TASKS.items()},
        ),
    ),
)


def _set_nonblocking(fd):
    """Let reads and writes of a file descriptor return at once."""
    os.set_blocking(fd, False)


# Where the interpreter has them, its own transports use them: there they are its own.
_NAMES_OF_UNIX = {
    "_compute_returncode": _compat.waitstatus_to_exitcode,
    "_set_nonblocking": _set_nonblocking,
}


def add_names():
    """Give each submodule the names that are missing there."""
    for module, names in _NAMES:
        for name, value in names.items():
            vars(module).setdefault(name, value)
    # Most of what is below our event loop is the interpreter's.
    pass_on(vars(base_events), asyncio.base_events)
    if sys.platform != "win32":
        _add_names_of_unix()


def _add_names_of_unix():
    from . import unix_events

    vars(unix_events).update(_COMMON)
    pass_on(vars(unix_events), asyncio.unix_events, unix_events._LATE)
    for name, value in _NAMES_OF_UNIX.items():
        vars(unix_events).setdefault(name, value)
