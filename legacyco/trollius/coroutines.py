"""The coroutines of Python 2: ``yield From(x)`` for ``yield from x``, ``raise Return(x)``.

A decorated generator function gives native coroutine objects, as with ``legacyco.coroutine``: any
loop runs them, ``async def`` functions await them, and the interpreter says which were never
awaited.  Each is a driver: a coroutine around the generator, which waits for what that yields.
That costs a frame, and no task; trollius made a task for every coroutine that was waited for.
"""

import collections.abc
import functools
import inspect
import os
import types
from inspect import CO_ITERABLE_COROUTINE

from .. import _driven, coroutines as _coroutines
from .._compat import mark_coroutine_function, with_flags
from .._corowrapper import CoroWrapper as CoroWrapper, debug_wrapper as debug_wrapper
from ..coroutines import _format_coroutine as _format_coroutine, iscoroutine
from ..log import logger

__all__ = ("coroutine", "iscoroutinefunction", "iscoroutine", "From", "Return")

# With it, a ``yield`` without From() is an error.
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
            if getattr(yielded, "_asyncio_future_blocking", None) is False and not _DEBUG:
                # The body of ``yield from future``, without its generator.
                if not yielded.done():
                    yielded._asyncio_future_blocking = True
                    yield yielded
                value = yielded.result()
            else:
                value = yield from _waiting_for(yielded)
        except BaseException as exc:
            resume, value = generator.throw, _without_drivers(exc)
        yielded = None


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


def _waiting_for(yielded):
    """Return what to ``yield from`` for what a generator yielded.

    Raises RuntimeError for what cannot be waited for.
    """
    blocking = getattr(yielded, "_asyncio_future_blocking", None)
    if blocking:
        # The generator itself delegates to the future, by ``yield from``: hand it on.
        return (yielded,)
    if type(yielded) is FromWrapper:
        yielded = yielded.obj
        blocking = getattr(yielded, "_asyncio_future_blocking", None)
    elif _DEBUG:
        raise RuntimeError("yield used without From")
    if yielded is None:
        return (None,)
    if blocking is None and isinstance(yielded, types.CoroutineType):
        return yielded
    if blocking is None and isinstance(yielded, types.GeneratorType):
        return as_driven(yielded)
    if blocking is not None or isinstance(yielded, collections.abc.Awaitable):
        return yielded.__await__()
    raise RuntimeError("Task got bad yield: {!r}".format(yielded))


def _without_drivers(exc):
    """Return the exception, without the drivers' frames at the head of its traceback."""
    traceback = exc.__traceback__
    while traceback is not None and traceback.tb_frame.f_globals is globals():
        traceback = traceback.tb_next
    exc.__traceback__ = traceback
    return exc


def _named_like(func, make):
    """Return a coroutine function whose coroutines have the name of *func*."""
    name = getattr(func, "__name__", None) or make.__name__
    named = types.FunctionType(make.__code__, globals(), name, closure=make.__closure__)
    named.__qualname__ = getattr(func, "__qualname__", None) or name
    return named


_make_driver = _coroutines.coroutine(_drive)
_make_call = _coroutines.coroutine(_call)


def _driver_of(code, func):
    """Return the driver for generators of *code*, by the name of *func*."""
    driver = _named_like(func, _make_driver)
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
    if inspect.iscoroutinefunction(func):
        return func
    if isinstance(func, types.FunctionType) and inspect.isgeneratorfunction(func):
        wrapper = _wrap_generator_function(func)
    else:
        wrapper = _wrap_function(func)
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
    call = _named_like(func, _make_call)

    @functools.wraps(func)
    def wrapper(*args, **kwargs):
        return call(func, args, kwargs)

    return wrapper


def iscoroutinefunction(func):
    """Return True if *func* is a coroutine function, decorated or ``async def``."""
    return bool(getattr(func, "_is_coroutine", False)) or _coroutines.iscoroutinefunction(func)
