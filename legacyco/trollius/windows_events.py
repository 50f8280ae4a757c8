"""The event loops and their policy on Windows."""

from .. import windows_events as _windows_events
from .._passthrough import pass_on
from ..windows_events import IocpProactor
from . import events as events
from .coroutines import From as From, Return as Return, coroutine as coroutine
from .proactor_events import BaseProactorEventLoop
from .selector_events import BaseSelectorEventLoop

__all__ = ("SelectorEventLoop", "ProactorEventLoop", "IocpProactor", "DefaultEventLoopPolicy")


class SelectorEventLoop(BaseSelectorEventLoop, _windows_events.SelectorEventLoop):
    """legacyco's scheduler over the interpreter's own sockets and TLS."""


class ProactorEventLoop(BaseProactorEventLoop, _windows_events.ProactorEventLoop):
    """legacyco's scheduler over the interpreter's own completion ports."""


class DefaultEventLoopPolicy(events.PolicyMixin, _windows_events.WindowsSelectorEventLoopPolicy):
    """The policy whose loops are SelectorEventLoop, as trollius has it."""

    _loop_factory = SelectorEventLoop


events._loop_factory = SelectorEventLoop

pass_on(globals(), _windows_events)
