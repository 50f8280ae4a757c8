"""asyncio exceptions: the interpreter's own classes, and those it does not have yet."""

import asyncio

from ._compat import (
    BaseExceptionGroup,
    BrokenBarrierError,
    CancelledError,
    ExceptionGroup,
    InvalidStateError,
    QueueShutDown,
    SendfileNotAvailableError,
)

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
    "BaseExceptionGroup",
    "ExceptionGroup",
)

IncompleteReadError = asyncio.IncompleteReadError
LimitOverrunError = asyncio.LimitOverrunError
QueueEmpty = asyncio.QueueEmpty
QueueFull = asyncio.QueueFull
TimeoutError = asyncio.TimeoutError
