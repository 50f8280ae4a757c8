"""Handles, and the loop of a thread.

The loop and the policy are those of legacyco and of asyncio; only a loop that is made here takes
generators of the dialect that nobody decorated.
"""

import asyncio as asyncio
import functools
import inspect
import reprlib
import threading

from .. import events as _events
from .._passthrough import pass_on
from ..events import (
    AbstractEventLoopPolicy,
    AbstractServer,
    get_child_watcher,
    get_event_loop_policy,
    set_child_watcher,
    set_event_loop,
)
from ._classes import StandsForEngine, without_own_frames

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


class WrongType(AssertionError, TypeError):
    """What trollius asserts of its arguments; elsewhere this is a TypeError."""


def _not_implemented(self, *args, **kwargs):
    raise NotImplementedError


# asyncio's coroutines raise when they are awaited; here all methods do it when they are called.
_abstract_methods = {
    name: functools.wraps(method)(_not_implemented)
    for name, method in inspect.getmembers(_events.AbstractEventLoop, inspect.iscoroutinefunction)
}
AbstractEventLoop = StandsForEngine(
    "AbstractEventLoop",
    (_events.AbstractEventLoop,),
    dict(_abstract_methods, _stands_for=_events.AbstractEventLoop, __doc__="Abstract event loop."),
)


# --- handles ----------------------------------------------------------------------------------


class Handle(_events.Handle, metaclass=StandsForEngine):
    """Object returned by callback registration methods.

    Raises AssertionError if *callback* is a handle itself.
    """

    __slots__ = ()
    _stands_for = _events.Handle

    def __init__(self, callback, args, loop):
        if isinstance(callback, _events.Handle):
            raise WrongType("A Handle is not a callback")
        super().__init__(callback, args, loop)
        without_own_frames(self)

    def _describe_callback(self):
        return _format_callback_source(self._callback, self._args)


class TimerHandle(_events.TimerHandle, metaclass=StandsForEngine):
    """Object returned by timed callback registration methods.

    Raises AssertionError if *when* is None.
    """

    __slots__ = ()
    _stands_for = _events.TimerHandle

    def __init__(self, when, callback, args, loop):
        if when is None:
            raise WrongType("a time was expected, got None")
        super().__init__(when, callback, args, loop)
        without_own_frames(self)

    _describe_callback = Handle._describe_callback


def _get_function_source(func):
    func = inspect.unwrap(func)
    if isinstance(func, (functools.partial, functools.partialmethod)):
        return _get_function_source(func.func)
    if inspect.isfunction(func):
        return func.__code__.co_filename, func.__code__.co_firstlineno
    return None


def _format_callback(func, args, suffix=""):
    """Return the text that names a callback, with its arguments if *args* is not None."""
    if isinstance(func, functools.partial):
        if args is not None:
            suffix = _format_args(args) + suffix
        return _format_callback(func.func, func.args, suffix)
    text = getattr(func, "__qualname__", None) or getattr(func, "__name__", None) or repr(func)
    return text + ("" if args is None else _format_args(args)) + suffix


def _format_args(args):
    text = reprlib.repr(args)
    return text[:-2] + ")" if len(args) == 1 and text.endswith(",)") else text


def _format_callback_source(func, args):
    """Return the text that names a callback, and says where it is defined."""
    text = _format_callback(func, args)
    source = _get_function_source(func)
    return text if source is None else "%s at %s:%s" % ((text,) + source)


# --- the loop of a thread -----------------------------------------------------------------------

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
    if _is_legacycos(policy) and threading.current_thread() is threading.main_thread():
        local = policy._local
        if local._loop is None and not getattr(local, "_set_called", False):
            policy.set_event_loop(_loop_factory())
    return _events.get_loop_of(policy)


def given(loop):
    """Return the loop that a function was given, or that of get_event_loop() for None."""
    return get_event_loop() if loop is None else loop


def new_event_loop():
    """Return a new loop of the policy's kind, which becomes nobody's yet."""
    policy = get_event_loop_policy()
    return _loop_factory() if _is_legacycos(policy) else policy.new_event_loop()


def _is_legacycos(policy):
    """Return whether the policy is the one that stands in front of asyncio's."""
    return isinstance(policy, _events.BaseDefaultEventLoopPolicy) and (
        policy._asyncio_policy is not None
    )


def set_event_loop_policy(policy):
    """Make *policy* that of trollius, legacyco and asyncio; None for their own again.

    Raises AssertionError if it is not an AbstractEventLoopPolicy.
    """
    try:
        _events.set_event_loop_policy(policy)
    except TypeError as exc:
        raise WrongType(*exc.args) from None


class PolicyMixin:
    """What trollius's policies assert."""

    def set_event_loop(self, loop):
        """Make *loop* the thread's; None for none.

        Raises AssertionError if it is no AbstractEventLoop.
        """
        try:
            super().set_event_loop(loop)
        except TypeError as exc:
            raise WrongType(*exc.args) from None


pass_on(globals(), _events)
