"""A Future class similar to the one in PEP 3148.

A future is in one of three states:

1. PENDING: ``_exception`` is None.
2. CANCELLED: ``_cancel_message`` may say why.
3. FINISHED: ``_exception`` is set, or ``_result`` holds.

It leaves state 1 once, for good; at that moment everything in ``_waiters`` is handed to the loop,
in the order of arrival, and ``_waiters`` becomes None.

``_waiters`` spares a list where it can: None for nobody, a ``(callback, context)`` pair, an entry
for the queue of a loop that runs tasks itself - a task that waits, or what gather() waits with - or
a list of both kinds.
"""

import asyncio
import collections.abc
import functools
import sys

from . import _awaiters, events, exceptions
from ._abstract import StandsFor
from ._chaining import (
    _chain_future as _chain_future,
    _copy_future_state as _copy_future_state,
    _get_loop as _get_loop,
    _set_exception_unless_cancelled as _set_exception_unless_cancelled,
    _set_result_unless_cancelled as _set_result_unless_cancelled,
    wrap_future,
)
from ._compat import CancelledError, GenericAlias, call_soon_in_context, copy_context, extract_stack
from ._tracebacks import hands_on
from .base_futures import (
    _CANCELLED,
    _FINISHED,
    _PENDING,
    _future_repr,
    _future_repr_info,
    isfuture,
)

__all__ = (
    "Future",
    "future_add_to_awaited_by",
    "future_discard_from_awaited_by",
    "isfuture",
    "wrap_future",
)


# Its bases tell singledispatch() what is nearer, where there is a function for them, too.
class Future(collections.abc.Awaitable, collections.abc.Iterable, metaclass=StandsFor):
    """The result of something that is not done yet.

    *loop* is the event loop to belong to; without it, that of get_event_loop().  Not thread-safe.
    Can be awaited, and yielded from in decorated and in plain generators.
    """

    # Since 3.14 an object with a __dict__ has room for every attribute that its class's methods
    # set, also for those in slots: twice the size.  The compiler leaves their names for the class;
    # so they go past it.
    global __static_attributes__

    # What every wait reads or writes has a slot; the rest is a default here, in __dict__ if set.
    __slots__ = (
        "_loop",
        "_state",
        "_result",
        "_exception",
        "_waiters",
        # True from the future's own ``yield`` until the task sees it, so that ``yield future``
        # can be told from ``yield from future``.  Its presence marks the class as a future.
        "_asyncio_future_blocking",
        "_unretrieved",
        # The CancelledError that ended a task, to be raised once more with its traceback.
        "_cancelled_exc",
        "__weakref__",
        "__dict__",
    )

    _source_traceback = None
    _cancel_message = None
    _exception_tb = None

    def __new__(cls, *args, **kwargs):
        # What __del__ reads, and what makes one that nobody initialized answer as a pending one.
        self = object.__new__(cls)
        self._state = _PENDING
        self._exception = self._loop = None
        return self

    def __init__(self, *, loop=None):
        if self._loop is not None:
            raise RuntimeError("%s object is already initialized" % type(self).__name__)
        if loop is None:
            loop = events.get_event_loop()
        self._loop = loop
        self._waiters = None
        self._asyncio_future_blocking = False
        if loop.get_debug():
            self._source_traceback = extract_stack(sys._getframe(1))

    __class_getitem__ = classmethod(GenericAlias)

    # What ``isinstance(future, asyncio.Future)`` is to hear, from those who ask so instead of
    # isfuture(): a class in C is no base for this one.  Who goes by the class that an object says
    # it has, functools.singledispatch() for one, finds this one behind asyncio's; see StandsFor.
    # Subclasses of users stand for themselves.
    _stands_for = asyncio.Future

    @property
    def __class__(self):
        cls = type(self)
        return cls.__dict__.get("_stands_for", cls)

    _repr_info = _future_repr_info
    __repr__ = _future_repr

    def __reduce__(self):
        # A copy would be a future that nobody fulfils.
        raise TypeError("cannot pickle {!r} object".format(type(self).__name__))

    def __del__(self):
        if self._exception is not None and self._unretrieved:
            self._report_unretrieved()

    def _report_unretrieved(self):
        context = {
            "message": "%s exception was never retrieved" % type(self).__name__,
            "exception": self._exception,
            "future": self,
        }
        if self._source_traceback:
            context["source_traceback"] = self._source_traceback
        self._loop.call_exception_handler(context)

    @property
    def _log_traceback(self):
        return getattr(self, "_unretrieved", False)

    @_log_traceback.setter
    def _log_traceback(self, value):
        if value:
            raise ValueError("_log_traceback can only be set to False")
        self._unretrieved = False

    @property
    def _callbacks(self):
        """The waiters as asyncio shows them: a list of (callback, context), or None."""
        waiters = self._waiters
        if waiters is None:
            return None
        if type(waiters) is not list:
            waiters = [waiters]
        return [w if type(w) is tuple else (w._wakeup, w._context) for w in waiters]

    @property
    def _asyncio_awaited_by(self):
        """The frozenset of those who wait, or None: what call graphs ask for since 3.14."""
        return frozenset(_awaiters.awaiters(self)) or None

    # As up to 3.5.
    _set_result_unless_cancelled = _set_result_unless_cancelled

    def _copy_state(self, other):
        _copy_future_state(other, self)

    def get_loop(self):
        """Return the event loop that the future belongs to."""
        if self._loop is None:
            raise RuntimeError("Future object is not initialized.")
        return self._loop

    def cancelled(self):
        """Return True if the future was cancelled."""
        return self._state is _CANCELLED

    def done(self):
        """Return True if the future has a result or an exception, or was cancelled."""
        return self._state is not _PENDING

    @hands_on
    def result(self):
        """Return the result, or raise the exception that was set.

        Raises CancelledError if the future was cancelled, InvalidStateError if it is not done.
        """
        if self._state is _FINISHED:
            if self._exception is None:
                return self._result
            self._unretrieved = False
            try:
                raise self._exception.with_traceback(self._exception_tb)
            finally:
                self = None  # The traceback holds this frame, and the future the exception.
        if self._state is _CANCELLED:
            raise self._make_cancelled_error()
        raise exceptions.InvalidStateError("Result is not ready.")

    def exception(self):
        """Return the exception that was set, or None for a result.

        Raises CancelledError if the future was cancelled, InvalidStateError if it is not done.
        """
        if self._state is _CANCELLED:
            raise self._make_cancelled_error()
        if self._state is _PENDING:
            raise exceptions.InvalidStateError("Exception is not set.")
        self._unretrieved = False
        return self._exception

    def _make_cancelled_error(self):
        try:
            exc = self._cancelled_exc
        except AttributeError:
            # Never cancelled: asyncio's gather() asks its last child all the same.
            exc = None
        if exc is not None:
            # Given once: kept, it would be a reference cycle through its traceback.
            self._cancelled_exc = None
            return exc
        if self._cancel_message is None:
            return CancelledError()
        return CancelledError(self._cancel_message)

    def add_done_callback(self, fn, *, context=None):
        """Have ``fn(future)`` called by the loop as soon as the future is done.

        *context* is the contextvars.Context to run it in, a copy of the current one by default.
        """
        if self._state is not _PENDING:
            _call_done(self, fn, copy_context() if context is None else context)
        else:
            self._add_waiter((fn, copy_context() if context is None else context))

    def _add_waiter(self, waiter):
        waiters = self._waiters
        if waiters is None:
            self._waiters = waiter
        elif type(waiters) is list:
            waiters.append(waiter)
        else:
            self._waiters = [waiters, waiter]

    def remove_done_callback(self, fn):
        """Remove all instances of a callback; return how many there were."""
        waiters = self._waiters
        if waiters is None:
            return 0
        if type(waiters) is not list:
            waiters = [waiters]
        kept = [w for w in waiters if type(w) is not tuple or w[0] != fn]
        removed = len(waiters) - len(kept)
        if removed:
            self._waiters = kept or None
        return removed

    def cancel(self, msg=None):
        """Cancel the future; return False if it is done already.

        *msg* becomes the CancelledError's argument (asyncio: since 3.9).
        """
        if self._state is not _PENDING:
            self._unretrieved = False
            return False
        self._state = _CANCELLED
        self._cancelled_exc = None
        if msg is not None:
            self._cancel_message = msg
        if self._waiters is not None:
            self._wake()
        return True

    def set_result(self, result):
        """Mark the future done and set its result; InvalidStateError if it is done already."""
        if self._state is not _PENDING:
            raise exceptions.InvalidStateError("{}: {!r}".format(self._state, self))
        self._result = result
        self._state = _FINISHED
        if self._waiters is not None:
            self._wake()

    def set_exception(self, exception):
        """Mark the future done and set its exception, an instance or a class.

        Raises InvalidStateError if the future is done already, TypeError for anything else.  A
        StopIteration, which a generator would take for its end, becomes a RuntimeError's cause.
        """
        if self._state is not _PENDING:
            raise exceptions.InvalidStateError("{}: {!r}".format(self._state, self))
        if isinstance(exception, type):
            exception = exception()
        if isinstance(exception, StopIteration):
            exception = _wrap_stop_iteration(exception)
        elif not isinstance(exception, BaseException):
            raise TypeError("an exception was expected, got {!r}".format(exception))
        self._exception = exception
        self._exception_tb = exception.__traceback__
        self._state = _FINISHED
        self._unretrieved = True
        if self._waiters is not None:
            self._wake()

    def _wake(self):
        """Hand everything that waits to the loop."""
        waiters = self._waiters
        self._waiters = None
        kind = type(waiters)
        if kind is list:
            for waiter in waiters:
                if type(waiter) is tuple:
                    _call_done(self, *waiter)
                else:
                    waiter._ready.append(waiter)
        elif kind is tuple:
            _call_done(self, *waiters)
        else:
            waiters._ready.append(waiters)

    @hands_on
    def __await__(self):
        if self._state is _PENDING:
            self._asyncio_future_blocking = True
            try:
                yield self
            except BaseException:
                self = None  # As in result(): a task may throw this future's exception in.
                raise
            if self._state is _PENDING:
                raise RuntimeError("await wasn't used with future")
        if self._state is _CANCELLED:
            # Not by result(): an exception pays for every frame that it passes.
            if self._cancelled_exc is None and self._cancel_message is None:
                raise CancelledError
            raise self._make_cancelled_error()
        if self._exception is None:
            return self._result
        try:
            return self.result()
        finally:
            self = None  # As there.

    __iter__ = __await__


def _call_done(future, callback, context):
    """Have the future's loop call a callback of the future."""
    loop = future._loop
    if getattr(loop, "_runs_tasks", False) and not loop._debug and not loop._closed:
        # The body of its call_soon().
        loop._ready.append(events.new_handle(callback, (future,), loop, context))
    else:
        call_soon_in_context(loop, context, callback, future)


_PyFuture = Future

_new_future = functools.partial(object.__new__, Future)


def new_future(loop):
    """Return ``Future(loop=loop)`` for a loop that is not in debug mode."""
    future = _new_future()
    future._loop = loop
    future._state = _PENDING
    future._exception = future._waiters = None
    future._asyncio_future_blocking = False
    return future


def _wrap_stop_iteration(exception):
    wrapper = RuntimeError(
        "StopIteration interacts badly with generators and cannot be raised into a Future"
    )
    wrapper.__cause__ = wrapper.__context__ = exception
    return wrapper


def _tell_asyncio(function, future, waiter):
    """Have asyncio's call graphs know what ours do; new in 3.14."""
    if hasattr(asyncio, function):
        getattr(asyncio, function)(future, waiter)


def future_add_to_awaited_by(fut, waiter):
    """Record that *waiter* waits for *fut*, for the call graphs (asyncio: since 3.14).

    Only for those who wait in a way of their own: what awaits a future, and what gather() and the
    like wait for, is seen without.  Anything but futures is ignored, as in asyncio.
    """
    if not isfuture(fut) or not isfuture(waiter):
        return
    recorded = getattr(fut, "_recorded_awaiters", None)
    if recorded is None:
        recorded = fut._recorded_awaiters = {}
    recorded[waiter] = None
    _tell_asyncio("future_add_to_awaited_by", fut, waiter)


def future_discard_from_awaited_by(fut, waiter):
    """Undo future_add_to_awaited_by() (asyncio: since 3.14)."""
    recorded = getattr(fut, "_recorded_awaiters", None)
    if recorded is not None:
        recorded.pop(waiter, None)
    if isfuture(fut) and isfuture(waiter):
        _tell_asyncio("future_discard_from_awaited_by", fut, waiter)
