"""asyncio exceptions: the interpreter's own classes, and those it does not have yet."""

import asyncio

from ._compat import (
    BrokenBarrierError,
    CancelledError,
    InvalidStateError,
    QueueShutDown,
    SendfileNotAvailableError,
)
from ._late import load_late

__all__ = (
    "BrokenBarrierError",
    "CancelledError",
    "IncompleteReadError",
    "InvalidStateError",
    "LimitOverrunError",
    "QueueEmpty",
    "QueueFull",
    "QueueShutDown",
    "SendfileNotAvailableError",
    "TimeoutError",
    "BaseExceptionGroup",  # noqa: F822
    "ExceptionGroup",  # noqa: F822
)

IncompleteReadError = asyncio.IncompleteReadError
LimitOverrunError = asyncio.LimitOverrunError
QueueEmpty = asyncio.QueueEmpty
QueueFull = asyncio.QueueFull
TimeoutError = asyncio.TimeoutError

__getattr__ = load_late(
    __name__, dict.fromkeys(("BaseExceptionGroup", "ExceptionGroup"), "_compat")
)
