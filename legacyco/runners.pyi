import asyncio
from collections.abc import Callable
from contextvars import Context
from types import TracebackType
from typing import Any, TypeVar

from typing_extensions import Self

from .coroutines import _AwaitableLike
from .events import AbstractEventLoop

__all__ = ("Runner", "run")

_T = TypeVar("_T")

class Runner:
    def __init__(
        self,
        *,
        debug: bool | None = None,
        loop_factory: Callable[[], asyncio.AbstractEventLoop] | None = None,
    ) -> None: ...
    def __enter__(self) -> Self: ...
    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None: ...
    def close(self) -> None: ...
    def get_loop(self) -> AbstractEventLoop: ...
    def run(self, coro: _AwaitableLike[_T], *, context: Context | None = None) -> _T: ...

def run(
    main: _AwaitableLike[_T],
    *,
    debug: bool | None = None,
    loop_factory: Callable[[], asyncio.AbstractEventLoop] | None = None,
) -> _T: ...
def _cancel_all_tasks(loop: asyncio.AbstractEventLoop) -> Any: ...
