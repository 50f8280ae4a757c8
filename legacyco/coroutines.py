"""The coroutine decorator, and what counts as a coroutine.

A decorated generator function becomes a native coroutine function: its code is copied with
CO_COROUTINE in the place of CO_GENERATOR, the trick of types.coroutine() taken one flag further.
Calling it costs nothing extra and gives a real coroutine object, which every framework, debugger
and inspect function of today takes as it is.  A function that does not yield gets an ``async def``
around it that awaits what it returns.

The price: a plain, undecorated generator may not ``yield from`` such a coroutine object.
"""

import collections.abc
import functools
import inspect
import types

from ._compat import (
    add_note,
    as_coroutine_code,
    is_debug_mode,
    mark_coroutine_function,
    with_flags,
)
from ._driven import driven_by, driven_code
from ._tracebacks import hands_on
from .base_futures import isfuture

__all__ = ("coroutine", "iscoroutine", "iscoroutinefunction")

_is_debug_mode = is_debug_mode

# asyncio's own marker where it has one, so that both iscoroutinefunction() agree.
try:
    from asyncio.coroutines import _is_coroutine
except ImportError:
    _is_coroutine = object()


def coroutine(func):
    """Mark a function as a coroutine function; use it as a decorator.

    *func* may be a generator function, a plain function, a class or static method (decorated
    before or after this), an ``async def`` function (returned as it is) or any other callable.
    A plain function's coroutine awaits the awaitable, future or generator that *func* returns,
    and returns any other value as it is.

    Raises TypeError if *func* cannot be called.

    asyncio had this from 3.4 to 3.10.  Here what comes back is a native coroutine function.
    """
    if isinstance(func, (classmethod, staticmethod)):
        return type(func)(coroutine(func.__func__))
    if not callable(func):
        raise TypeError(
            "a function was expected, got {!r}; write @coroutine above the def".format(func)
        )
    if inspect.iscoroutinefunction(func) or is_own(func):
        return func
    if isinstance(func, types.FunctionType):
        if func.__name__ in _METHODS:
            return _METHODS[func.__name__](func)
        if inspect.isgeneratorfunction(func):
            return _as_coroutine_function(func)
    return _as_shell(func)


def _copy_as_coroutine_function(func):
    code = as_coroutine_code(func.__code__)
    # That it may be iterated too means nothing to the interpreter, and to is_decorated() that it
    # was a generator function.
    return _copy_with_code(func, with_flags(code, code.co_flags | inspect.CO_ITERABLE_COROUTINE))


def _copy_with_code(func, code):
    copy = types.FunctionType(
        code,
        func.__globals__,
        func.__name__,
        func.__defaults__,
        func.__closure__,
    )
    functools.update_wrapper(copy, func)
    # The copy stands for the function; it does not wrap it.
    del copy.__wrapped__
    copy.__kwdefaults__ = func.__kwdefaults__
    return copy


def _as_shell(func):
    @functools.wraps(func)
    async def shell(*args, **kwargs):
        result = func(*args, **kwargs)
        if isinstance(result, types.GeneratorType):
            return await _drive(result)
        if isinstance(result, types.CoroutineType):
            return await result
        if isfuture(result) or isinstance(result, collections.abc.Awaitable):
            # Any iterable would do for ``yield from``, and some old __await__() return one.
            return await _drive(result.__await__())
        return result

    return shell


def _as_shell_of_generator(func):
    """The fallback: a shell, and under it a generator that may ``yield from`` coroutines."""
    code = func.__code__
    flagged = with_flags(code, code.co_flags | inspect.CO_ITERABLE_COROUTINE)
    shell = _as_shell(_copy_with_code(func, flagged))
    shell.__wrapped__ = func
    return shell


@hands_on
@types.coroutine
def _drive(generator):
    return (yield from generator)


_DECORATED = inspect.CO_COROUTINE | inspect.CO_ITERABLE_COROUTINE
_SHELL = hands_on(_as_shell(len)).__code__


def is_decorated(thing):
    """Return True for a function that @coroutine made, and its coroutines; not ``async def``."""
    thing = getattr(thing, "__func__", thing)
    code = getattr(thing, "__code__", None) or getattr(thing, "cr_code", None)
    if not inspect.iscode(code):
        return False
    return code is _SHELL or code.co_flags & _DECORATED == _DECORATED


# --- methods that the interpreter calls; it takes no coroutine from them -----------------------


def as_iter(func):
    """Return the method ``__iter__``, for ``yield from``; its generator can be awaited, too."""
    if inspect.isgeneratorfunction(func):
        flags = func.__code__.co_flags | inspect.CO_ITERABLE_COROUTINE
        method = _copy_with_code(func, with_flags(func.__code__, flags))
    else:

        @functools.wraps(func)
        def method(*args, **kwargs):
            return _drive_result(func(*args, **kwargs))

    method._is_coroutine = _is_coroutine
    return method


@types.coroutine
def _drive_result(result):
    if isinstance(result, (types.GeneratorType, types.CoroutineType)):
        return (yield from result)
    if isfuture(result) or isinstance(result, collections.abc.Awaitable):
        return (yield from result.__await__())
    return result


def as_await(func):
    """Return the method ``__await__``: a generator over one that may ``yield from`` coroutines."""
    delegate = as_iter(func)

    @functools.wraps(func)
    def __await__(*args, **kwargs):
        return (yield from delegate(*args, **kwargs))

    return __await__


def as_aiter(func):
    """Return the method ``__aiter__``: up to 3.6 it was awaited, now it returns the iterator."""
    if inspect.iscoroutinefunction(func):
        make = func
    elif inspect.isgeneratorfunction(func):
        make = _as_coroutine_function(func)
    else:
        return func

    @functools.wraps(func)
    def __aiter__(*args, **kwargs):
        return _LateIterator(make(*args, **kwargs))

    return __aiter__


class _LateIterator:
    """The asynchronous iterator that a coroutine is going to return."""

    def __init__(self, coro):
        self._coro = coro
        self._iterator = None

    def __aiter__(self):
        return self

    def __await__(self):
        return self._coro.__await__()

    __iter__ = __await__

    async def __anext__(self):
        if self._iterator is None:
            self._iterator = await self._coro
        return await self._iterator.__anext__()


_METHODS = {"__iter__": as_iter, "__await__": as_await, "__aiter__": as_aiter}


def _native_flags_work():
    """Try once whether this interpreter runs a generator's code as a coroutine's."""

    def probe():
        return (yield)

    try:
        coro = _copy_as_coroutine_function(probe)()
        coro.send(None)
        coro.send(42)
    except StopIteration as exc:
        return inspect.iscoroutine(coro) and exc.value == 42
    except Exception:
        return False
    return False


if _native_flags_work():
    _as_coroutine_function = _copy_as_coroutine_function
else:
    _as_coroutine_function = _as_shell_of_generator
del _native_flags_work


_COROUTINE_TYPES = (types.CoroutineType, types.GeneratorType, collections.abc.Coroutine)


def iscoroutine(obj):
    """Return True if *obj* is a coroutine object.

    Native coroutines, decorated and bare generators, and instances of collections.abc.Coroutine
    are.  asyncio stopped to count generators in 3.12.
    """
    return isinstance(obj, _COROUTINE_TYPES)


def iscoroutinefunction(func):
    """Return True if *func* is a coroutine function, decorated or ``async def``.

    asyncio's will be gone in 3.16.
    """
    return inspect.iscoroutinefunction(func) or (
        getattr(func, "_is_coroutine", None) is _is_coroutine
    )


def mark_own(func):
    """Have asyncio and inspect take a function of legacyco's for a coroutine function; return it.

    inspect can be told since 3.12; before, it believes the flags of the code only, and these say
    what a call makes.
    """
    func._is_coroutine = _is_coroutine
    func._is_own = True
    return mark_coroutine_function(func)


def is_own(func):
    """Return whether a function or method is one of legacyco's own that one waits for."""
    return getattr(func, "_is_own", None) is True


_UNDECORATED = "cannot 'yield from' a coroutine object in a non-coroutine generator"
# As CPython says it up to 3.13 and since, and as PyPy does.
_NOT_AWAITABLE = (
    "object generator can't be used in 'await' expression",
    "'generator' object can't be awaited",
    "a object generator can't be used in 'await' expression",
)


def explain_undecorated(exc):
    """Say which generator to decorate, if a TypeError came of one that is not."""
    if exc.args and exc.args[0] in _NOT_AWAITABLE:
        return _explain_not_awaitable(exc)
    if not exc.args or exc.args[0] != _UNDECORATED:
        return
    traceback = exc.__traceback__
    while traceback.tb_next is not None:
        traceback = traceback.tb_next
    code = traceback.tb_frame.f_code
    add_note(
        exc,
        "{} is a plain generator: put @legacyco.coroutine above its def, {} line {}".format(
            getattr(code, "co_qualname", code.co_name), code.co_filename, code.co_firstlineno
        ),
    )


def _explain_not_awaitable(exc):
    traceback = exc.__traceback__
    while traceback.tb_next is not None:
        traceback = traceback.tb_next
    add_note(
        exc,
        "what is awaited there, {} line {}, comes of a plain generator function: put"
        " @legacyco.coroutine above its def".format(
            traceback.tb_frame.f_code.co_filename, traceback.tb_lineno
        ),
    )


def _format_coroutine(coro):
    """Return the text that names a coroutine and says where it is."""
    name = getattr(coro, "__qualname__", None) or getattr(coro, "__name__", None)
    name = "%s()" % (name or "<%s without __name__>" % type(coro).__name__)
    code = getattr(coro, "cr_code", None) or getattr(coro, "gi_code", None)
    if code is None:
        running = getattr(coro, "cr_running", getattr(coro, "gi_running", False))
        return name + " running" if running else name
    frame = getattr(coro, "gi_frame", None) or getattr(coro, "cr_frame", None)
    driven = driven_by(frame)
    if driven is not None:
        frame = driven.gi_frame
    code = driven_code(code) or code
    filename = code.co_filename or "<empty co_filename>"
    if frame is not None:
        return "{} running at {}:{}".format(name, filename, frame.f_lineno)
    return "{} done, defined at {}:{}".format(name, filename, code.co_firstlineno)
