"""The coroutines of Python 2: ``yield From(x)`` for ``yield from x``, ``raise Return(x)``.

A decorated generator function gives a generator that is marked by types.coroutine(), as it does on
trollius: ``async def`` functions await it, plain generators ``yield from`` it, and code that has to
tell coroutines from other things by ``inspect.isgenerator()`` finds what it looks for.

It is a driver: a generator around the user's, which waits for what that yields.  trollius makes a
task for every coroutine that is waited for, the driver runs it within its own.  What it has kept
are the turns of the loop that a task takes to start and to be noticed: programs poll by ``yield
From`` of something that is done at once, and others would never run.
"""

import collections.abc
import functools
import inspect
import os
import traceback
import types
from inspect import CO_ITERABLE_COROUTINE

from .. import _corowrapper, _driven, coroutines as _coroutines
from .._compat import mark_coroutine_function, with_flags
from ..coroutines import _format_coroutine as _format_coroutine, iscoroutine
from ..log import logger

__all__ = ("coroutine", "iscoroutinefunction", "iscoroutine", "From", "Return")

# With it, a ``yield`` without From() is an error, and coroutines that were never waited for are
# logged, with the place where they were made.
_DEBUG = bool(os.environ.get("TROLLIUSDEBUG"))
# A generator cannot end by raising StopIteration any more.
_PEP479 = True


# --- what generators of the dialect say -------------------------------------------------------


class ReturnException(Exception):
    """Raised by a coroutine in the place of ``return value``, which Python 2 has no syntax for.

    The arguments are the value: none for None, several for a tuple.
    """

    # True once it was raised, and has done its work.
    raised = False

    def __init__(self, *args):
        super().__init__()
        self.value = None if not args else args[0] if len(args) == 1 else args

    def __del__(self):
        if not self.raised:
            logger.error("Return(%r) used without raise", self.value)


Return = ReturnException
return_base_class = Exception


class FromWrapper:
    """What From() makes of its argument in debug mode."""

    __slots__ = ("obj",)

    def __init__(self, obj):
        self.obj = obj.obj if isinstance(obj, FromWrapper) else obj


def From(obj):
    """Return *obj*, which a coroutine yields to wait for it: ``result = yield From(obj)``."""
    return FromWrapper(obj) if _DEBUG else obj


class CoroWrapper(_corowrapper.CoroWrapper):
    """What the decorator makes of a coroutine in debug mode."""

    def __repr__(self):
        if self.func is None:
            return super().__repr__()
        # trollius.events imports this module.
        from . import events

        name = getattr(self.func, "__qualname__", None)
        text = name + "()" if name else events._format_callback(self.func, ())
        text += " done" if self.gi_frame is None else " running"
        source = events._get_function_source(self.func)
        if source is not None:
            text += ", defined at %s:%s" % source
        if self._source_traceback:
            text += ", created at %s:%s" % self._source_traceback[-1][:2]
        return "<%s %s>" % (type(self).__name__, text)

    def next(self):
        """Resume it, as the generator's method did on Python 2."""
        return next(self.gen)

    def __del__(self):
        if not _corowrapper._was_never_started(self.__dict__.get("gen")):
            return
        message = "%r was never yielded from" % self
        if self._source_traceback:
            stack = "".join(traceback.format_list(self._source_traceback)).rstrip()
            message += "\nCoroutine object created at (most recent call last):\n" + stack
        logger.error(message)


def debug_wrapper(gen):
    """Return *gen* in a CoroWrapper."""
    return CoroWrapper(gen, None)


# --- drivers ----------------------------------------------------------------------------------


def _drive(generator):
    """Run a generator of the dialect; the result is what it returned, either way."""
    resume, value = generator.send, None
    while True:
        try:
            try:
                yielded = resume(value)
            finally:
                # Of an exception that goes through here this frame is a part.
                value = None
        except StopIteration as stop:
            return stop.value
        except ReturnException as returned:
            returned.raised = True
            return returned.value
        resume = generator.send
        try:
            if yielded is None and not _DEBUG:
                value = yield
                continue
            blocking = getattr(yielded, "_asyncio_future_blocking", None)
            if blocking is False and not _DEBUG:
                # The body of ``yield from future``, without its generator.
                if yielded.done():
                    yield
                else:
                    yielded._asyncio_future_blocking = True
                    yield yielded
                value = yielded.result()
            else:
                waiting = None if blocking else _waiting_for(yielded, generator)
                if waiting is None:
                    # What the generator delegates to by ``yield from`` waits by itself; the rest
                    # is for the task to refuse, or for who drives the generator by hand.
                    value = yield yielded.obj if type(yielded) is FromWrapper else yielded
                else:
                    try:
                        yield
                    except BaseException:
                        _close(waiting)
                        raise
                    value = yield from waiting
                    yield
        except BaseException as exc:
            resume, value = generator.throw, _without_drivers(exc)
        yielded = waiting = None


def _call(function, args, kwargs):
    """Run a function that is no generator function, and wait for what it returns."""
    try:
        result = function(*args, **kwargs)
    except ReturnException as returned:
        returned.raised = True
        return returned.value
    if hasattr(result, "_asyncio_future_blocking") or isinstance(
        result, (types.GeneratorType, collections.abc.Awaitable)
    ):
        result = yield from _waiting_for(From(result))
    return result


def _waiting_for(yielded, generator=None):
    """Return what to ``yield from`` for what a generator yielded, or None."""
    if type(yielded) is FromWrapper:
        yielded = yielded.obj
    elif _DEBUG and generator.gi_yieldfrom is None:
        raise RuntimeError("yield used without From")
    if isinstance(yielded, types.GeneratorType):
        return as_driven(yielded)
    if isinstance(yielded, types.CoroutineType):
        return yielded
    if isinstance(yielded, CoroWrapper):
        return yielded.gen
    if isinstance(yielded, collections.abc.Awaitable):
        return yielded.__await__()
    return None


def _close(waiting):
    """End what was not begun, so that it is not reported as never awaited besides."""
    if hasattr(waiting, "close"):
        waiting.close()


def _without_drivers(exc):
    """Return the exception, without the drivers' frames at the head of its traceback."""
    traceback = exc.__traceback__
    while traceback is not None and traceback.tb_frame.f_globals is globals():
        traceback = traceback.tb_next
    exc.__traceback__ = traceback
    return exc


def _named_like(func, make):
    """Return a copy of a generator function whose generators have the name of *func*."""
    while isinstance(func, functools.partial):
        func = func.func
    name = getattr(func, "__name__", None) or make.__name__
    named = types.FunctionType(make.__code__, globals(), name)
    named.__qualname__ = getattr(func, "__qualname__", None) or name
    return named


for _function in (_drive, _call):
    types.coroutine(_function)


def _driver_of(code, func):
    """Return the driver for generators of *code*, by the name of *func*."""
    driver = _named_like(func, _drive)
    driver.__code__ = _driven.as_driver_of(code, driver.__code__)
    return driver


def as_driven(coro):
    """Return a coroutine that runs a plain generator, in whichever style it waits.

    Anything else is returned as it is.
    """
    if isinstance(coro, types.GeneratorType):
        code = coro.gi_code
        if not code.co_flags & CO_ITERABLE_COROUTINE:
            return _driver_of(code, coro)(coro)
    return coro


# --- the decorator ----------------------------------------------------------------------------


def coroutine(func):
    """Mark a function as a coroutine function; use it as a decorator.

    A generator function may wait by ``yield From(x)``, and by ``yield from x`` as well; any other
    function's coroutine waits for what *func* returns if that can be waited for.  An ``async def``
    function is returned as it is.

    Raises TypeError if *func* cannot be called.
    """
    if isinstance(func, (classmethod, staticmethod)):
        return type(func)(coroutine(func.__func__))
    if not callable(func):
        raise TypeError(
            "a function was expected, got {!r}; write @coroutine above the def".format(func)
        )
    if isinstance(func, types.FunctionType) and inspect.iscoroutinefunction(func):
        return func
    if isinstance(func, types.FunctionType) and inspect.isgeneratorfunction(func):
        make = _wrap_generator_function(func)
    else:
        make = _wrap_function(func)
    wrapper = _wrap_in_debug_mode(func, make) if _DEBUG else make
    wrapper._is_coroutine = _coroutines._is_coroutine
    return mark_coroutine_function(wrapper)


def _wrap_generator_function(func):
    code = func.__code__
    # Flagged, so that it may ``yield from`` coroutines, too.
    code = with_flags(code, code.co_flags | CO_ITERABLE_COROUTINE)
    start = _coroutines._copy_with_code(func, code)
    drive = _driver_of(code, func)

    @functools.wraps(func)
    def wrapper(*args, **kwargs):
        return drive(start(*args, **kwargs))

    return wrapper


def _wrap_function(func):
    call = _named_like(func, _call)

    @functools.wraps(func)
    def wrapper(*args, **kwargs):
        return call(func, args, kwargs)

    return wrapper


def _wrap_in_debug_mode(func, make):
    @functools.wraps(func)
    def wrapper(*args, **kwargs):
        coro = CoroWrapper(make(*args, **kwargs), func)
        # The frame of this function.
        del coro._source_traceback[-1]
        return coro

    return wrapper


def iscoroutinefunction(func):
    """Return True if *func* is a coroutine function, decorated or ``async def``."""
    return bool(getattr(func, "_is_coroutine", False)) or _coroutines.iscoroutinefunction(func)
