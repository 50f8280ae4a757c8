"""Transports: the interpreter's own classes, for users to derive from as they did on Python 2."""

from .. import transports as _transports
from .._passthrough import pass_on
from ._classes import StandsForEngine

__all__ = (
    "BaseTransport",
    "ReadTransport",
    "WriteTransport",
    "Transport",
    "DatagramTransport",
    "SubprocessTransport",
)


def _without_slots(base):
    """Return a subclass whose objects take any attribute; asyncio's have slots since 3.8."""
    return StandsForEngine(base.__name__, (base,), {"_engine": base, "__doc__": base.__doc__})


globals().update((name, _without_slots(getattr(_transports, name))) for name in __all__)

pass_on(globals(), _transports)
