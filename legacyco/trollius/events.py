"""Handles, and the loop of a thread.

The loop and the policy are those of legacyco and of asyncio; only a loop that is made here takes
generators of the dialect that nobody decorated.
"""

import asyncio as asyncio
import inspect
from threading import current_thread, main_thread

from .. import events as _events
from .._passthrough import pass_on
from ..events import (
    AbstractEventLoop,
    AbstractEventLoopPolicy,
    AbstractServer,
    Handle,
    TimerHandle,
    get_child_watcher,
    get_event_loop_policy,
    set_child_watcher,
    set_event_loop,
    set_event_loop_policy,
)

__all__ = (
    "AbstractEventLoopPolicy",
    "AbstractEventLoop",
    "AbstractServer",
    "Handle",
    "TimerHandle",
    "get_event_loop_policy",
    "set_event_loop_policy",
    "get_event_loop",
    "set_event_loop",
    "new_event_loop",
    "get_child_watcher",
    "set_child_watcher",
)

# What makes loops where nobody set a policy: this package's loop class, which stands further down.
_loop_factory = None


def get_event_loop():
    """Return the running loop, else the thread's; in the main thread one is made if need be.

    Raises RuntimeError("There is no current event loop in thread ...").
    """
    running = _events._get_running_loop()
    if running is not None:
        return running
    policy = get_event_loop_policy()
    if _is_legacycos(policy) and current_thread() is main_thread():
        local = policy._local
        if local._loop is None and not getattr(local, "_set_called", False):
            policy.set_event_loop(_loop_factory())
    return policy.get_event_loop()


def new_event_loop():
    """Return a new loop of the policy's kind, which becomes nobody's yet."""
    policy = get_event_loop_policy()
    return _loop_factory() if _is_legacycos(policy) else policy.new_event_loop()


def _is_legacycos(policy):
    """Return whether the policy is the one that stands in front of asyncio's."""
    return isinstance(policy, _events.BaseDefaultEventLoopPolicy) and (
        policy._asyncio_policy is not None
    )


def _get_function_source(func):
    source = asyncio.format_helpers._get_function_source(inspect.unwrap(func))
    return None if source is None else tuple(source)


pass_on(globals(), _events)
