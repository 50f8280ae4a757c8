"""Futures: legacyco's, with *loop* by position as well."""

import asyncio
import concurrent.futures
import logging
from concurrent.futures._base import Error as Error

from .. import futures as _futures
from .._passthrough import pass_on
from ..exceptions import CancelledError, InvalidStateError, TimeoutError
from . import events as events
from ._classes import StandsForEngine, without_own_frames

__all__ = ("CancelledError", "TimeoutError", "InvalidStateError", "Future", "wrap_future")

# One below what is shown: stack traces in debug mode.
STACK_DEBUG = logging.DEBUG - 1


class Future(_futures.Future, metaclass=StandsForEngine):
    """The result of something that is not done yet; *loop* is that of get_event_loop() if None."""

    _stands_for = _futures.Future

    @classmethod
    def _make(cls, loop=None):
        return without_own_frames(_futures.Future(loop=events.given(loop)))

    def __init__(self, loop=None):
        super().__init__(loop=events.given(loop))
        without_own_frames(self)


_FUTURE_CLASSES = (_futures.Future, asyncio.Future)


def wrap_future(fut, loop=None):
    """Return a future for a concurrent.futures.Future; one that is none of these as it is.

    Raises TypeError for anything else.
    """
    if not _futures.isfuture(fut) and not isinstance(fut, concurrent.futures.Future):
        raise TypeError("concurrent.futures.Future is expected, got {!r}".format(fut))
    if _futures.isfuture(fut):
        return fut
    future = _futures.Future(loop=events.get_event_loop() if loop is None else loop)
    _futures._chain_future(fut, future)
    return future


pass_on(globals(), _futures)
