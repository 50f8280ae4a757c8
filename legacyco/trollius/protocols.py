"""Protocols: legacyco's."""

from .. import protocols as _protocols
from .._passthrough import pass_on
from ..protocols import BaseProtocol, DatagramProtocol, Protocol, SubprocessProtocol

__all__ = ("BaseProtocol", "Protocol", "DatagramProtocol", "SubprocessProtocol")

pass_on(globals(), _protocols)
