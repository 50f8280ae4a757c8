"""The event loop over a selector: legacyco's scheduler, and the interpreter's own sockets."""

import asyncio
from asyncio import selector_events as _selector_events

from . import coroutines
from ._passthrough import pass_on
from .base_events import BaseEventLoop
from .events import Handle

coroutine = coroutines.coroutine


class BaseSelectorEventLoop(BaseEventLoop, _selector_events.BaseSelectorEventLoop):
    """An event loop for sockets; *selector* is by default the best of the platform."""

    def _add_reader(self, *args, **kwargs):
        self._interrupt("files")
        return _as_ours(super()._add_reader(*args, **kwargs))

    def _add_writer(self, *args, **kwargs):
        self._interrupt("files")
        return _as_ours(super()._add_writer(*args, **kwargs))


def _as_ours(handle):
    """Return the handle that asyncio made, as one that the loop can queue as it is."""
    # Up to 3.6 it is kept back.
    if type(handle) is asyncio.Handle:
        handle.__class__ = Handle
    return handle


pass_on(globals(), _selector_events)
