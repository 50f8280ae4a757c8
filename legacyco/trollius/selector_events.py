"""The event loop over a selector."""

from .. import selector_events as _selector_events
from .._passthrough import pass_on
from .base_events import BaseEventLoop
from .compat import flatten_bytes as flatten_bytes
from .coroutines import From as From, coroutine as coroutine
from .py3_ssl import wrap_ssl_error as wrap_ssl_error
from .py33_exceptions import wrap_error as wrap_error

__all__ = ("BaseSelectorEventLoop",)


class BaseSelectorEventLoop(BaseEventLoop, _selector_events.BaseSelectorEventLoop):
    """An event loop for sockets; *selector* is by default the best of the platform."""


pass_on(globals(), _selector_events)
