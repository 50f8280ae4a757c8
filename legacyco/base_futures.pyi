from typing import Any

from .exceptions import (
    CancelledError as CancelledError,
    InvalidStateError as InvalidStateError,
    TimeoutError as TimeoutError,
)
from .futures import isfuture as isfuture

__all__ = ("isfuture",)

_PENDING: str
_CANCELLED: str
_FINISHED: str

def _format_callbacks(callbacks: Any) -> str: ...
def _future_repr_info(future: Any) -> list[str]: ...
