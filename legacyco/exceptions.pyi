import sys
from asyncio import (
    CancelledError as CancelledError,
    IncompleteReadError as IncompleteReadError,
    InvalidStateError as InvalidStateError,
    LimitOverrunError as LimitOverrunError,
    QueueEmpty as QueueEmpty,
    QueueFull as QueueFull,
    TimeoutError as TimeoutError,
)
from asyncio.exceptions import SendfileNotAvailableError as SendfileNotAvailableError

if sys.version_info >= (3, 11):
    from asyncio import BrokenBarrierError as BrokenBarrierError
    from builtins import (
        BaseExceptionGroup as BaseExceptionGroup,
        ExceptionGroup as ExceptionGroup,
    )
else:
    from exceptiongroup import (
        BaseExceptionGroup as BaseExceptionGroup,
        ExceptionGroup as ExceptionGroup,
    )

    class BrokenBarrierError(RuntimeError): ...

if sys.version_info >= (3, 13):
    from asyncio import QueueShutDown as QueueShutDown
else:
    class QueueShutDown(Exception): ...

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
