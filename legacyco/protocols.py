"""Protocols: the interpreter's own classes, and the one that 3.6 does not have yet."""

from asyncio.protocols import BaseProtocol, DatagramProtocol, Protocol, SubprocessProtocol

__all__ = (
    "BaseProtocol",
    "BufferedProtocol",
    "DatagramProtocol",
    "Protocol",
    "SubprocessProtocol",
    "_feed_data_to_buffered_proto",
)

try:
    from asyncio.protocols import BufferedProtocol, _feed_data_to_buffered_proto
except ImportError:  # new in 3.7

    def _feed_data_to_buffered_proto(proto, data):
        """Pass *data* on, a piece for each buffer that the protocol gives."""
        data = memoryview(data)
        while data:
            buffer = proto.get_buffer(len(data))
            size = min(len(buffer), len(data))
            if not size:
                raise RuntimeError("get_buffer() returned an empty buffer")
            buffer[:size] = data[:size]
            proto.buffer_updated(size)
            data = data[size:]

    class BufferedProtocol(BaseProtocol):
        """Interface for stream protocol with manual buffer control (asyncio: since 3.7).

        Transports of 3.6 know nothing of it and call data_received(), which copies the data into
        the protocol's buffer.
        """

        def get_buffer(self, sizehint):
            """Return the buffer to receive into; about *sizehint* bytes, -1 for any size."""

        def buffer_updated(self, nbytes):
            """Called when *nbytes* bytes were written to the buffer."""

        def eof_received(self):
            """Called when the other end will send no more; return true to keep the transport."""

        def data_received(self, data):
            """Called by the transport."""
            _feed_data_to_buffered_proto(self, data)
