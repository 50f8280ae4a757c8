"""Deadlines for a block of code (asyncio: since 3.11)."""

import enum

from . import events, exceptions
from ._task import current_task

__all__ = ("Timeout", "timeout", "timeout_at")


class _State(enum.Enum):
    CREATED = "created"
    ENTERED = "active"
    EXPIRING = "expiring"
    EXPIRED = "expired"
    EXITED = "finished"


class Timeout:
    """An asynchronous context manager that cancels overdue work; use timeout() or timeout_at().

    1. CREATED -> ENTERED by ``async with``, within a task.
    2. ENTERED -> EXPIRING at the deadline: the task is cancelled, once.
    3. ENTERED -> EXITED, or EXPIRING -> EXPIRED, at the block's end; a CancelledError that is due
       to the deadline alone becomes TimeoutError there.
    """

    # Whether the deadline found another cancellation on its way; only asked of a task that does not
    # count them: of asyncio, up to 3.10.
    _found_cancelled = False

    def __init__(self, when):
        self._state = _State.CREATED
        self._timeout_handler = None
        self._task = None
        self._when = when

    def when(self):
        """Return the deadline in seconds of the loop's clock, or None."""
        return self._when

    def reschedule(self, when):
        """Set another deadline, in seconds of the loop's clock, or None.

        Raises RuntimeError before the block and after its end.
        """
        if self._state is not _State.ENTERED:
            if self._state is _State.CREATED:
                raise RuntimeError("Timeout has not been entered")
            raise RuntimeError("Cannot change state of {} Timeout".format(self._state.value))
        self._when = when
        if self._timeout_handler is not None:
            self._timeout_handler.cancel()
        self._schedule(events.get_running_loop())

    def _schedule(self, loop):
        if self._when is None:
            self._timeout_handler = None
        elif self._when <= loop.time():
            self._timeout_handler = loop.call_soon(self._on_timeout)
        else:
            self._timeout_handler = loop.call_at(self._when, self._on_timeout)

    def expired(self):
        """Return True if the deadline has passed within the block."""
        return self._state in (_State.EXPIRING, _State.EXPIRED)

    def __repr__(self):
        info = [""]
        if self._state is _State.ENTERED:
            info.append("when={}".format(None if self._when is None else round(self._when, 3)))
        return "<Timeout [{}]{}>".format(self._state.value, " ".join(info))

    def _enter(self):
        if self._state is not _State.CREATED:
            raise RuntimeError("Timeout has already been entered")
        loop = events._get_running_loop()
        task = None if loop is None else current_task(loop)
        if task is None:
            raise RuntimeError("Timeout should be used inside a task")
        self._state = _State.ENTERED
        self._task = task
        self._cancelling = task.cancelling() if hasattr(task, "cancelling") else 0
        self._schedule(loop)

    def _exit(self, exc):
        """End the block; return True if *exc* is the deadline's own cancellation."""
        if self._timeout_handler is not None:
            self._timeout_handler.cancel()
            self._timeout_handler = None
        # The traceback of what is raised here will hold the frame that holds the deadline.
        task, self._task = self._task, None
        if self._state is _State.EXPIRING:
            self._state = _State.EXPIRED
            if hasattr(task, "uncancel"):
                is_the_only_one = task.uncancel() <= self._cancelling
            else:
                is_the_only_one = not self._found_cancelled
            if is_the_only_one:
                if isinstance(exc, exceptions.CancelledError):
                    return True
                if exc is not None:
                    self._mark_cause(exc)
                    if isinstance(exc, exceptions.ExceptionGroup):
                        for error in exc.exceptions:
                            self._mark_cause(error)
        else:
            self._state = _State.EXITED
        return False

    @staticmethod
    def _mark_cause(exc):
        """Put a TimeoutError between an exception and the cancellation it was raised in."""
        while exc.__context__ is not None:
            if isinstance(exc.__context__, exceptions.CancelledError):
                timeout_error = exceptions.TimeoutError()
                timeout_error.__context__ = timeout_error.__cause__ = exc.__context__
                exc.__context__ = timeout_error
                break
            exc = exc.__context__

    async def __aenter__(self):
        self._enter()
        return self

    async def __aexit__(self, exc_type, exc, traceback):
        if self._exit(exc):
            raise exceptions.TimeoutError from exc

    def _on_timeout(self):
        self._found_cancelled = is_being_cancelled(self._task)
        self._task.cancel()
        self._state = _State.EXPIRING
        # A cycle would keep the task's frames alive.
        self._timeout_handler = None


def is_being_cancelled(task):
    """Return whether a CancelledError is on its way to a task of any kind, which has to wait.

    Another cancellation will arrive as one with it.
    """
    waiter = getattr(task, "_fut_waiter", None)
    return getattr(task, "_must_cancel", False) or waiter is not None and waiter.cancelled()


def timeout(delay):
    """Return a Timeout of *delay* seconds from now; None for one without deadline.

    ``async with timeout(5): ...`` raises TimeoutError from the block if it takes longer.
    """
    return Timeout(None if delay is None else events.get_running_loop().time() + delay)


def timeout_at(when):
    """Return a Timeout that ends at *when*, in seconds of the loop's clock; None for never."""
    return Timeout(when)
