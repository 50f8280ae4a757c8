"""The wrapper that asyncio put around coroutines in debug mode, from 3.4 to 3.10.

Nothing here makes one: the interpreter itself reports what was never awaited, and where it came
from.  But old code asks ``isinstance(x, asyncio.coroutines.CoroWrapper)``, and wraps by itself.
"""

import collections.abc
import inspect
import sys

from ._compat import extract_stack
from ._tracebacks import hands_on
from .coroutines import _format_coroutine
from .log import logger


class CoroWrapper(collections.abc.Coroutine):
    """A coroutine or generator that says in the log if it was never awaited, and where it was made.

    *gen* is the coroutine or generator, *func* the function that made it.  ``gi_*`` and ``cr_*``
    are those of *gen*.  Raises TypeError if *gen* is neither.
    """

    def __init__(self, gen, func=None):
        if not inspect.isgenerator(gen) and not inspect.iscoroutine(gen):
            raise TypeError("a coroutine or a generator was expected, got {!r}".format(gen))
        self.gen = gen
        self.func = func
        self._source_traceback = extract_stack(sys._getframe(1))
        self.__name__ = getattr(gen, "__name__", None)
        self.__qualname__ = getattr(gen, "__qualname__", None)

    def __repr__(self):
        text = _format_coroutine(self)
        if self._source_traceback:
            text += ", created at %s:%s" % self._source_traceback[-1][:2]
        return "<%s %s>" % (type(self).__name__, text)

    def __getattr__(self, name):
        if name.startswith(("gi_", "cr_")):
            return getattr(self.gen, name)
        raise AttributeError("%r object has no attribute %r" % (type(self).__name__, name))

    def __iter__(self):
        return self

    __await__ = __iter__

    @hands_on
    def __next__(self):
        return self.gen.send(None)

    @hands_on
    def send(self, value):
        """Resume it with a value, as the generator's method."""
        return self.gen.send(value)

    @hands_on
    def throw(self, exc, *exc_info):
        """Throw an exception into it, as the generator's method."""
        try:
            return self.gen.throw(exc, *exc_info)
        finally:
            exc = exc_info = None  # A traceback may hold this frame.

    def close(self):
        """End it, as the generator's method."""
        return self.gen.close()

    def __del__(self):
        # Not there if __init__() raised.
        gen = self.__dict__.get("gen")
        if _was_never_started(gen):
            logger.error("%r was never yielded from", self)


def _was_never_started(gen):
    if inspect.isgenerator(gen):
        return inspect.getgeneratorstate(gen) == inspect.GEN_CREATED
    return gen is not None and inspect.getcoroutinestate(gen) == inspect.CORO_CREATED


def debug_wrapper(gen):
    """Return *gen* in a CoroWrapper: what sys.set_coroutine_wrapper() was given up to 3.7."""
    wrapper = CoroWrapper(gen, None)
    del wrapper._source_traceback[-1]
    return wrapper
