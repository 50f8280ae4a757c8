"""The event loops and their policies on Windows."""

import asyncio
from asyncio import windows_events as _windows_events

from ._passthrough import pass_on
from ._policies import BaseDefaultEventLoopPolicy
from .proactor_events import BaseProactorEventLoop
from .selector_events import BaseSelectorEventLoop

__all__ = (
    "DefaultEventLoopPolicy",
    "EventLoop",
    "IocpProactor",
    "ProactorEventLoop",
    "SelectorEventLoop",
    "WindowsProactorEventLoopPolicy",
    "WindowsSelectorEventLoopPolicy",
)

IocpProactor = _windows_events.IocpProactor

# Since 3.8 the loop listens to call_soon_threadsafe() while it runs only, and starts that in the
# method that ours replaces.
_LISTENS_WHILE_RUNNING = not {"run_forever", "_run_forever_setup"}.isdisjoint(
    vars(asyncio.ProactorEventLoop)
)


class SelectorEventLoop(BaseSelectorEventLoop, asyncio.SelectorEventLoop):
    """legacyco's scheduler over the interpreter's own sockets and TLS.

    *selector* is a selectors.BaseSelector, by default select(): there is no better one.
    """


class ProactorEventLoop(BaseProactorEventLoop, asyncio.ProactorEventLoop):
    """legacyco's scheduler over the interpreter's own completion ports: pipes and processes too.

    *proactor* is an IocpProactor, by default a new one.
    """

    def run_forever(self):
        """Run until stop() is called."""
        if not _LISTENS_WHILE_RUNNING:
            super().run_forever()
            return
        # Before anything is changed under a loop that runs.
        self._check_closed()
        self._check_running()
        self.call_soon(self._loop_self_reading)
        try:
            super().run_forever()
        finally:
            reading = self._self_reading_future
            if reading is not None:
                overlapped = reading._ov
                reading.cancel()
                # A write that comes later must not find it.
                if overlapped is not None and not overlapped.pending:
                    self._proactor._unregister(overlapped)
                self._self_reading_future = None


EventLoop = ProactorEventLoop


class WindowsSelectorEventLoopPolicy(BaseDefaultEventLoopPolicy):
    """The policy whose loops are SelectorEventLoop."""

    _loop_factory = SelectorEventLoop


class WindowsProactorEventLoopPolicy(BaseDefaultEventLoopPolicy):
    """The policy whose loops are ProactorEventLoop."""

    _loop_factory = ProactorEventLoop


# The default since 3.8, when asyncio's Proactor loop had learned everything.
DefaultEventLoopPolicy = WindowsProactorEventLoopPolicy
_DefaultEventLoopPolicy = DefaultEventLoopPolicy
_WindowsSelectorEventLoop = SelectorEventLoop

pass_on(globals(), _windows_events)
