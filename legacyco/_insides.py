"""Attributes with one underscore that asyncio's objects had, and that published code uses.

Most of them are ours by nature, or the interpreter's; here are those that nothing in legacyco has a
use for.  None costs anything before it is asked for.  What is used by whom is in the table of
tests/insides.py, and a test holds it on every Python.
"""

import asyncio

from . import _compat, _gathering, _legacy, events, nested
from ._policies import get_event_loop_policy, listeners
from ._server import _TRANSPORTS_ARE_NAMED, Server
from ._stream_writer import FlowControlMixin
from .base_events import BaseEventLoop
from .futures import Future
from .queues import Queue
from .tasks import Task


class Shown:
    """An attribute that is computed until somebody sets it."""

    def __init__(self, compute):
        self._compute = compute

    def __get__(self, instance, owner):
        return self if instance is None else self._compute(instance)


# --- futures and tasks ----------------------------------------------------------------------


def _get_blocking(future):
    return future._asyncio_future_blocking


def _set_blocking(future, blocking):
    future._asyncio_future_blocking = blocking


def _schedule_callbacks(future):
    """Have the loop call the callbacks, as up to 3.6."""
    if future._waiters is not None:
        future._wake()


_OF_FUTURES = {
    "_blocking": property(_get_blocking, _set_blocking),  # Up to 3.5.2.
    "_schedule_callbacks": _schedule_callbacks,
    "_tb_logger": None,
}

_OF_TASKS = {
    "_all_tasks": _legacy._AllTasks(),
    "_current_tasks": _legacy._CurrentTasks(),
}

# --- what stands in loop._ready -------------------------------------------------------------
# To whoever looks in there, each is a handle.

_OF_ENTRIES = {
    Task: {"_args": (), "_callback": Shown(lambda task: task._step), "_cancelled": False},
    _gathering._Child: {
        "_args": property(lambda child: (child._child,)),
        "_callback": property(lambda child: child._wakeup),
        "_cancelled": False,
    },
    nested._Taken: {"_args": None, "_callback": None, "_cancelled": True},
}

# --- the rest -------------------------------------------------------------------------------


def _first_drain_waiter(protocol):
    return next(iter(protocol._drain_waiters), None)


def _discard_done(waiters):
    while waiters and waiters[0].done():
        waiters.popleft()


_OF_QUEUES = {
    # Up to 3.4.3.
    "_consume_done_getters": lambda queue: _discard_done(queue._getters),
    "_consume_done_putters": lambda queue: _discard_done(queue._putters),
}


def _socketpair(loop):
    """Return two connected sockets, as up to 3.6."""
    import socket

    return socket.socketpair()


def _track_coroutines(loop, enabled):
    """Do what set_debug() does in a running loop; the method's name up to 3.6, and since 3.7."""
    _compat.track_coroutine_origins(loop, enabled)


_OF_LOOPS = {
    "_set_coroutine_origin_tracking": _track_coroutines,
    "_set_coroutine_wrapper": _track_coroutines,
    "_socketpair": _socketpair,
}


def _init_event_loop_policy():
    """Make the policy, if there is none yet."""
    get_event_loop_policy()


def _note_policy(policy):
    events._event_loop_policy = policy


def _add_names_of_events():
    # No __getattr__() of the module: with one, the interpreter does not specialise a look at any of
    # its names, and every wait takes one.
    events._event_loop_policy = None
    events._init_event_loop_policy = _init_event_loop_policy
    events._running_loop = getattr(asyncio.events, "_running_loop", None)
    listeners.append(_note_policy)


def _add(cls, attributes):
    for name, value in attributes.items():
        if not hasattr(cls, name):
            setattr(cls, name, value)


def add_insides():
    """Give our classes, and the submodule events, what they lack."""
    _add(Future, _OF_FUTURES)
    _add(Task, _OF_TASKS)
    for cls, attributes in _OF_ENTRIES.items():
        _add(cls, attributes)
    _add(Queue, _OF_QUEUES)
    # Where asyncio has one, some of its loops have another: ours would stand in front of it.
    lacking = {n: v for n, v in _OF_LOOPS.items() if not hasattr(asyncio.SelectorEventLoop, n)}
    _add(BaseEventLoop, lacking)
    _add(FlowControlMixin, {"_drain_waiter": Shown(_first_drain_waiter)})
    if _TRANSPORTS_ARE_NAMED:
        _add(Server, {"_active_count": Shown(lambda server: len(server._clients))})
    _add_names_of_events()
