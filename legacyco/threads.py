"""Calling what blocks in a thread."""

import functools
import inspect

from . import events
from ._compat import copy_context
from ._coroutine_functions import coroutine_function
from .coroutines import mark_own

__all__ = ("to_thread",)


def to_thread(*args, **kwargs):
    """Call ``func(*args, **kwargs)``, the arguments of this, in a thread of the default executor.

    The thread sees a copy of the current contextvars.Context.  The result is to be awaited or
    yielded from in a running loop: it gives what *func* returns or raises.

    Raises TypeError if *func* cannot be called.  asyncio: since 3.9.
    """
    if not args:
        raise TypeError("to_thread() missing 1 required positional argument: 'func'")
    if not callable(args[0]):
        raise TypeError("a callable object was expected by to_thread(), got {!r}".format(args[0]))
    return _to_thread(functools.partial(*args, **kwargs))


def _to_thread(call):
    loop = events.get_running_loop()
    return (yield from loop.run_in_executor(None, copy_context().run, call))


_to_thread.__qualname__ = to_thread.__qualname__
_to_thread = coroutine_function(_to_thread)
mark_own(to_thread)

# ``def to_thread(func, /, *args, **kwargs)``, which 3.6 and 3.7 cannot say.
to_thread.__signature__ = inspect.Signature(
    [
        inspect.Parameter("func", inspect.Parameter.POSITIONAL_ONLY),
        inspect.Parameter("args", inspect.Parameter.VAR_POSITIONAL),
        inspect.Parameter("kwargs", inspect.Parameter.VAR_KEYWORD),
    ]
)
