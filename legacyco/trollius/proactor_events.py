"""The event loop over completion ports."""

from .. import proactor_events as _proactor_events
from .._passthrough import pass_on
from .base_events import BaseEventLoop
from .compat import flatten_bytes as flatten_bytes

__all__ = ("BaseProactorEventLoop",)


class BaseProactorEventLoop(BaseEventLoop, _proactor_events.BaseProactorEventLoop):
    """An event loop for sockets and pipes, on Windows; *proactor* is what reports their ends."""


pass_on(globals(), _proactor_events)
