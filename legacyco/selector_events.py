"""The event loop over a selector: legacyco's scheduler, and the interpreter's own sockets."""

from asyncio import selector_events as _selector_events

from . import coroutines
from ._passthrough import pass_on
from .base_events import BaseEventLoop

coroutine = coroutines.coroutine


class BaseSelectorEventLoop(BaseEventLoop, _selector_events.BaseSelectorEventLoop):
    """An event loop for sockets; *selector* is by default the best of the platform."""


pass_on(globals(), _selector_events)
