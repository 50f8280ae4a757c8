"""Functions of Windows that Python 2 lacked: the interpreter's own."""

import _winapi

__all__ = (
    "CloseHandle",
    "CreateNamedPipe",
    "CreateFile",
    "ConnectNamedPipe",
    "NULL",
    "GENERIC_READ",
    "GENERIC_WRITE",
    "OPEN_EXISTING",
    "INFINITE",
    "PIPE_ACCESS_INBOUND",
    "PIPE_ACCESS_DUPLEX",
    "PIPE_TYPE_MESSAGE",
    "PIPE_READMODE_MESSAGE",
    "PIPE_WAIT",
    "PIPE_UNLIMITED_INSTANCES",
    "NMPWAIT_WAIT_FOREVER",
    "FILE_FLAG_OVERLAPPED",
    "FILE_FLAG_FIRST_PIPE_INSTANCE",
    "WaitForMultipleObjects",
    "WaitForSingleObject",
    "WAIT_OBJECT_0",
    "ERROR_IO_PENDING",
)

# As in trollius, of a Windows that lacks one it is not there.
globals().update((name, getattr(_winapi, name)) for name in __all__ if hasattr(_winapi, name))
