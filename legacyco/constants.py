"""Constants: the interpreter's own values, and asyncio's newest for those that it does not have."""

import enum
from asyncio import constants as _constants

__all__ = ()

# After the connection is lost, log warnings after this many write()s.
LOG_THRESHOLD_FOR_CONNLOST_WRITES = _constants.LOG_THRESHOLD_FOR_CONNLOST_WRITES
# Seconds to wait before retrying accept().
ACCEPT_RETRY_DELAY = _constants.ACCEPT_RETRY_DELAY
# Number of stack entries to capture in debug mode.
DEBUG_STACK_DEPTH = _constants.DEBUG_STACK_DEPTH
# Seconds to wait for the TLS handshake, and for its end.
SSL_HANDSHAKE_TIMEOUT = getattr(_constants, "SSL_HANDSHAKE_TIMEOUT", 60.0)
SSL_SHUTDOWN_TIMEOUT = getattr(_constants, "SSL_SHUTDOWN_TIMEOUT", 30.0)
# Bytes that sendfile() reads at once where the platform does not help it.
SENDFILE_FALLBACK_READBUFFER_SIZE = getattr(
    _constants, "SENDFILE_FALLBACK_READBUFFER_SIZE", 1024 * 256
)
# KiB.
FLOW_CONTROL_HIGH_WATER_SSL_READ = getattr(_constants, "FLOW_CONTROL_HIGH_WATER_SSL_READ", 256)
FLOW_CONTROL_HIGH_WATER_SSL_WRITE = getattr(_constants, "FLOW_CONTROL_HIGH_WATER_SSL_WRITE", 512)
# Seconds to wait for the threads of the default executor.
THREAD_JOIN_TIMEOUT = getattr(_constants, "THREAD_JOIN_TIMEOUT", 300)

try:
    from asyncio.constants import _SendfileMode
except ImportError:  # new in 3.7

    class _SendfileMode(enum.Enum):
        UNSUPPORTED = enum.auto()
        TRY_NATIVE = enum.auto()
        FALLBACK = enum.auto()
