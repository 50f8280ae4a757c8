"""The event loop and its policy on Unix."""

from .. import unix_events as _unix_events
from .._passthrough import pass_on
from ..unix_events import (
    AbstractChildWatcher,
    BaseChildWatcher as BaseChildWatcher,
    FastChildWatcher,
    SafeChildWatcher,
)
from . import events as events
from .coroutines import From as From, Return as Return, coroutine as coroutine
from .selector_events import BaseSelectorEventLoop

__all__ = (
    "SelectorEventLoop",
    "AbstractChildWatcher",
    "SafeChildWatcher",
    "FastChildWatcher",
    "DefaultEventLoopPolicy",
)


class SelectorEventLoop(BaseSelectorEventLoop, _unix_events.SelectorEventLoop):
    """legacyco's scheduler over the interpreter's own sockets, TLS, pipes and subprocesses."""


class DefaultEventLoopPolicy(events.PolicyMixin, _unix_events.DefaultEventLoopPolicy):
    """The policy whose loops are this module's."""

    _loop_factory = SelectorEventLoop


_UnixSelectorEventLoop = events._loop_factory = SelectorEventLoop
_UnixDefaultEventLoopPolicy = DefaultEventLoopPolicy

pass_on(globals(), _unix_events)
