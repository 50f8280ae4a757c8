from asyncio.protocols import (
    BaseProtocol as BaseProtocol,
    BufferedProtocol as BufferedProtocol,
    DatagramProtocol as DatagramProtocol,
    Protocol as Protocol,
    SubprocessProtocol as SubprocessProtocol,
)

from _typeshed import ReadableBuffer

__all__ = (
    "BaseProtocol",
    "BufferedProtocol",
    "DatagramProtocol",
    "Protocol",
    "SubprocessProtocol",
    "_feed_data_to_buffered_proto",
)

def _feed_data_to_buffered_proto(proto: BufferedProtocol, data: ReadableBuffer) -> None: ...
