"""Transports: the interpreter's own classes, for users to derive from as they did on Python 2.

Their objects take any attribute; asyncio's have slots since 3.8.
"""

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
    return StandsForEngine(base.__name__, (base,), {"_stands_for": base, "__doc__": base.__doc__})


BaseTransport = _without_slots(_transports.BaseTransport)
ReadTransport = _without_slots(_transports.ReadTransport)
WriteTransport = _without_slots(_transports.WriteTransport)
Transport = _without_slots(_transports.Transport)
DatagramTransport = _without_slots(_transports.DatagramTransport)
SubprocessTransport = _without_slots(_transports.SubprocessTransport)

pass_on(globals(), _transports)
