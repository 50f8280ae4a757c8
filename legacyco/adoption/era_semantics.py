"""What adopted code of an era asks at run time: who catches what, and what methods do.

An exception is special where the classes of today and those of the era disagree about it:

- one that cancels: it was an ``Exception`` up to 3.7, and the same as that of concurrent.futures;
- one that says that time is up: it was no ``OSError``, and another class than ``TimeoutError``, up
  to 3.10; and the same as that of concurrent.futures up to 3.7.

Since 3.11 the time-out of asyncio and that of the operating system are one class. What tells them
apart is that the latter has an ``errno``; so have those of blocking sockets a text of their own.
"""

import asyncio
import builtins
import concurrent.futures
import contextlib
import functools
import sys
import types

from .._compat import CANCELLED_IS_BASE
from .._server import Server
from ..tasks import ensure_future

# Rules of legacyco.history that say what was otherwise, each up to the version in *since*.
BEHAVIOURS = (
    "except-exception-cancel",
    "except-concurrent-cancelled",
    "timeout-error-identity",
    "timeout-error-oserror",
    "server-wait-closed",
    "server-sockets-closed",
    "loop-method-future",
)

_CANCELLED = ("asyncio.CancelledError", "asyncio.futures.CancelledError")
_TIMEOUTS = ("asyncio.TimeoutError", "asyncio.futures.TimeoutError")
_OS_TIMEOUTS = ("TimeoutError", "builtins.TimeoutError", "socket.timeout")
_CONCURRENT = "concurrent.futures."

# The names of classes that a behaviour concerns, where code tests for them ...
CLASSES = {
    "except-exception-cancel": ("Exception", "builtins.Exception"),
    "except-concurrent-cancelled": _CANCELLED
    + (_CONCURRENT + "CancelledError", _CONCURRENT + "Error", "asyncio.futures.Error"),
    "timeout-error-identity": _TIMEOUTS
    + (_CONCURRENT + "TimeoutError", _CONCURRENT + "Error", "asyncio.futures.Error"),
    "timeout-error-oserror": _TIMEOUTS
    + _OS_TIMEOUTS
    + ("OSError", "IOError", "EnvironmentError", "socket.error", "select.error")
    + (_CONCURRENT + "TimeoutError",),
}

# ... and of members.
MEMBERS = {
    "server-wait-closed": ("wait_closed",),
    "server-sockets-closed": ("sockets",),
    "loop-method-future": (
        "getaddrinfo",
        "getnameinfo",
        "sock_recv",
        "sock_sendall",
        "sock_connect",
        "sock_accept",
    ),
}
_LOOP_METHODS = frozenset(MEMBERS["loop-method-future"])

_CANCELLATIONS = (asyncio.CancelledError, concurrent.futures.CancelledError)
_OUT_OF_TIME = (asyncio.TimeoutError, concurrent.futures.TimeoutError)
_CONCURRENT_ERROR = concurrent.futures._base.Error
# Since 3.11.
_ONE_TIMEOUT = asyncio.TimeoutError is builtins.TimeoutError
_WAITS = (asyncio.base_events.Server.wait_closed, Server.wait_closed)

_CANCELS = "cancels"
_TIME_IS_UP = "time is up"
_OS_TIME_IS_UP = "the operating system's time is up"


class Era:
    """What the adopted code of one version asks.

    It is made with the behaviours that were otherwise: to read them off the table is the matter of
    the pass, so that a module whose bytecode is kept does not load the table.
    """

    def __init__(self, *behaviours):
        self._behaviours = frozenset(behaviours)
        self._one_class = "timeout-error-identity" in self._behaviours

    def caught(self, classes, names):
        """Return the classes that an ``except`` clause catches, the exception in hand considered.

        classes: what the clause says, a class or a tuple. names: their names in the source.
        """
        error = sys.exc_info()[1]
        if self._kind(error) is None:
            return classes
        return type(error) if self.catches(error, classes, names) else ()

    def catches(self, error, classes, names):
        """Return whether a clause that says *classes* caught the exception *error*."""
        kind = self._kind(error)
        if kind is None:
            return today_catches(error, classes)
        return self._matches(kind, type(error), classes, names)

    def isinstance(self, thing, classes, names):
        """Return what ``isinstance()`` did; the last of *names* is that of the thing."""
        kind = self._kind(thing)
        if kind is None:
            return isinstance(thing, classes)
        return self._matches(kind, type(thing), classes, names[:-1])

    def issubclass(self, class_, classes, names):
        """Return what ``issubclass()`` did; the last of *names* is that of the class."""
        kind = self._kind_of_class(class_, names[-1])
        if kind is None:
            return issubclass(class_, classes)
        return self._matches(kind, class_, classes, names[:-1])

    def suppress(self, names, *classes):
        """Return what ``contextlib.suppress()`` did."""
        return _Suppress(self, names, classes)

    def member(self, owner, name):
        """Return the attribute of a server or a loop as it was, and of anything else as it is."""
        found = getattr(owner, name)
        if name == "wait_closed" and _is_server(owner):
            return functools.partial(_wait_closed, owner)
        if name == "sockets" and _is_server(owner):
            return found or None
        if name in _LOOP_METHODS and isinstance(owner, asyncio.AbstractEventLoop):
            return functools.partial(_as_future, owner, found)
        return found

    # Which exceptions are special, and who catches them.

    def _kind(self, error):
        if isinstance(error, _CANCELLATIONS):
            return self._if(_CANCELS)
        if not isinstance(error, _OUT_OF_TIME):
            return None
        if not _ONE_TIMEOUT:
            return self._if(_TIME_IS_UP)
        blocked = type(error) is TimeoutError and str(error).endswith("timed out")
        theirs = error.errno is not None or blocked
        return self._if(_OS_TIME_IS_UP if theirs else _TIME_IS_UP)

    def _kind_of_class(self, class_, name):
        if not isinstance(class_, type):
            return None
        if issubclass(class_, _CANCELLATIONS):
            return self._if(_CANCELS)
        if not issubclass(class_, _OUT_OF_TIME):
            return None
        return self._if(_OS_TIME_IS_UP if name in _OS_TIMEOUTS else _TIME_IS_UP)

    def _if(self, kind):
        """Return *kind* if the era, and this Python, tell such exceptions from others."""
        if kind == _CANCELS:
            rule_id, differs = "except-exception-cancel", CANCELLED_IS_BASE
        elif _ONE_TIMEOUT:
            rule_id, differs = "timeout-error-oserror", True
        else:
            rule_id, differs = "timeout-error-identity", kind == _TIME_IS_UP
        return kind if differs and rule_id in self._behaviours else None

    def _matches(self, kind, class_, classes, names):
        match = _MATCHES[kind]
        return any(match(self, class_, one, name) for one, name in _pairs(classes, names))

    def _catches_cancellation(self, class_, wanted, name):
        also = _CANCELLATIONS + (_CONCURRENT_ERROR, Exception)
        return wanted in also or issubclass(class_, wanted)

    def _catches_timeout(self, class_, wanted, name):
        if wanted in _OUT_OF_TIME:
            if not _ONE_TIMEOUT:
                return self._one_class or issubclass(class_, wanted)
            return name not in _OS_TIMEOUTS
        if wanted is _CONCURRENT_ERROR and self._one_class:
            return True
        return wanted in _apart_from_timeouts(class_)

    def _catches_os_timeout(self, class_, wanted, name):
        if wanted is builtins.TimeoutError:
            return name not in _TIMEOUTS + (_CONCURRENT + "TimeoutError",)
        return issubclass(class_, wanted)


_MATCHES = {
    _CANCELS: Era._catches_cancellation,
    _TIME_IS_UP: Era._catches_timeout,
    _OS_TIME_IS_UP: Era._catches_os_timeout,
}


def _pairs(classes, names):
    """Yield ``(class, its name in the source)``, of nested tuples too; "" where nothing tells."""
    if not isinstance(classes, tuple):
        yield classes, names[0] if len(names) == 1 else ""
        return
    if len(names) != len(classes):
        names = ("",) * len(classes)
    for one, name in zip(classes, names):
        for pair in _pairs(one, (name,)) if isinstance(one, tuple) else [(one, name)]:
            yield pair


def _apart_from_timeouts(class_):
    """Return the classes that *class_* is derived from otherwise than by way of a TimeoutError."""
    found, pending = {Exception, BaseException, object}, [class_]
    for one in pending:
        if one not in _OUT_OF_TIME:
            found.add(one)
            pending.extend(one.__bases__)
    return found


def today_catches(error, classes):
    """Return whether a clause that says *classes* catches the exception *error* today."""
    try:
        return isinstance(error, classes)
    except TypeError:
        # What the interpreter is about to say as well.
        return False


class _Suppress(contextlib.AbstractContextManager):
    def __init__(self, era, names, classes):
        self._era = era
        self._names = names
        self._classes = classes

    def __exit__(self, kind, error, traceback):
        return error is not None and self._era.isinstance(error, self._classes, self._names + ("",))


def _is_server(owner):
    """Return whether *owner* is a server of the loop, and does not wait in a way of its own."""
    waits = getattr(type(owner), "wait_closed", None)
    return waits in _WAITS or type(owner).__module__.partition(".")[0] == "uvloop"


@types.coroutine
def _wait_closed(server):
    # Up to 3.11 it returned at once when close() had been called.
    if server.sockets:
        yield from server.wait_closed()


def _as_future(loop, method, *args, **kwargs):
    return ensure_future(method(*args, **kwargs), loop=loop)
