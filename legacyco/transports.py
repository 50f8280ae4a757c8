"""Transports: the interpreter's own classes, because its event loop makes them."""

from asyncio.transports import (
    BaseTransport,
    DatagramTransport,
    ReadTransport,
    SubprocessTransport,
    Transport,
    WriteTransport,
    _FlowControlMixin,
)

__all__ = (
    "BaseTransport",
    "DatagramTransport",
    "ReadTransport",
    "SubprocessTransport",
    "Transport",
    "WriteTransport",
    "_FlowControlMixin",
)
