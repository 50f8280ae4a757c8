from contextvars import Context
from types import TracebackType
from typing import TypeVar

from typing_extensions import Self

from .coroutines import _CoroutineLike
from .tasks import Task

__all__ = ("TaskGroup",)

_T = TypeVar("_T")

class TaskGroup:
    async def __aenter__(self) -> Self: ...
    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> bool | None: ...
    def create_task(
        self,
        coro: _CoroutineLike[_T],
        *,
        name: object = None,
        context: Context | None = None,
        eager_start: bool | None = ...,
    ) -> Task[_T]: ...
    def cancel(self) -> None: ...
