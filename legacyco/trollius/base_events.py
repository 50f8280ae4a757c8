"""The event loop without its selector: legacyco's, for generators of the dialect as well."""

from collections import OrderedDict as OrderedDict

from .. import base_events as _base_events
from .._passthrough import pass_on
from ..base_events import Server
from ..log import logger as logger
from .coroutines import (
    From as From,
    Return as Return,
    as_driven,
    coroutine as coroutine,
)
from .executor import get_default_executor as get_default_executor
from .time_monotonic import (
    time_monotonic as time_monotonic,
    time_monotonic_resolution as time_monotonic_resolution,
)

__all__ = ("BaseEventLoop", "Server")


class BaseEventLoop(_base_events.BaseEventLoop):
    """legacyco's event loop, whose tasks run undecorated generators that wait by ``yield`` too."""

    def create_task(self, coro, **kwargs):
        """Schedule a coroutine or a generator; return its Task, or what the task factory makes."""
        return super().create_task(as_driven(coro), **kwargs)


pass_on(globals(), _base_events)
