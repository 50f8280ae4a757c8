"""legacyco's own functions that one waits for.

They are generator functions flagged as types.coroutine() does it, so that what they return can be
awaited, and yielded from in decorated and in plain generators.  To whoever asks, they are coroutine
functions, as asyncio's are.

While debug mode asks for it, a forgotten ``await`` of one is told.  The interpreter does that for
coroutines, not for generators; so each function has a second code, which puts what the first one
makes into a CoroWrapper.  It is the code that is exchanged, not the function: whoever has imported
the name calls the same function, and where nobody asks a call costs what it cost.
"""

import inspect
import threading
import traceback
import types
import warnings

from ._compat import as_code_for, is_debug_mode, with_fields
from ._corowrapper import CoroWrapper, _was_never_started
from .coroutines import _copy_with_code, mark_own


def coroutine_function(func):
    """Make a generator function one of those; use it as a decorator."""
    func = mark_own(types.coroutine(func))
    _functions.append(_Watched(func))
    if _watchers:
        _functions[-1].watch()
    return func


# --- a forgotten await ----------------------------------------------------------------------

_functions = []
# How many ask for it: running loops in debug mode, and the interpreter's own debug mode.
_watchers = 0
_lock = threading.Lock()


def watch_for_forgotten():
    """Have each call that nobody waits for reported, until unwatch_for_forgotten()."""
    global _watchers
    with _lock:
        _watchers += 1
        if _watchers == 1:
            for each in _functions:
                each.watch()


def unwatch_for_forgotten():
    """Undo watch_for_forgotten()."""
    global _watchers
    with _lock:
        _watchers -= 1
        if not _watchers:
            for each in _functions:
                each.unwatch()


class OwnCoroutine(CoroWrapper):
    """What a call of a function makes while that is watched."""

    def __del__(self):
        if not _was_never_started(self.__dict__.get("gen")):
            return
        message = "coroutine '%s' was never awaited" % self.func.__qualname__
        if self._source_traceback:
            message += "\nCoroutine created at (most recent call last)\n"
            message += "".join(traceback.format_list(self._source_traceback)).rstrip("\n")
        # The file and the line are those that drop it, as for the interpreter's coroutines.
        warnings.warn(message, RuntimeWarning, stacklevel=2, source=self)


_MAKE = "what makes the coroutine"


def _template(*args, **kwargs):
    make = "what makes the coroutine"
    return make(*args, **kwargs)


class _Watched:
    """A function, its own code, and the one that is told of."""

    def __init__(self, func):
        self.func = func
        self.code = func.__code__
        self.told = None

    def watch(self):
        """Exchange the code for the one that is told of."""
        func = self.func
        if self.told is None:
            self.told = self._told()
        if not hasattr(func, "__signature__"):
            # What can be seen of it is not to change.
            func.__signature__ = inspect.signature(func)
        func.__code__ = self.told

    def unwatch(self):
        """Give the function its own code back."""
        self.func.__code__ = self.code

    def _told(self):
        original = _copy_with_code(self.func, self.code)

        def make(*args, **kwargs):
            coro = OwnCoroutine(original(*args, **kwargs), original)
            # This frame, and the one of the exchanged code.
            del coro._source_traceback[-2:]
            return coro

        code = _template.__code__
        consts = tuple(make if each == _MAKE else each for each in code.co_consts)
        code = with_fields(
            code,
            co_consts=consts,
            # What tracebacks of wrong arguments name.
            co_name=self.code.co_name,
            co_filename=self.code.co_filename,
            co_firstlineno=self.code.co_firstlineno,
            # An exchanged code has to have as many.
            co_freevars=self.code.co_freevars,
        )
        return as_code_for(self.func, code)


if is_debug_mode():
    watch_for_forgotten()
