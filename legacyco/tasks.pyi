# mypy: warn-unused-ignores=False
# Which of them are used depends on the Python and the configuration that mypy checks for.
import asyncio
import concurrent.futures
from collections.abc import (
    AsyncIterator,
    Iterable,
    Iterator,
    MutableMapping,
    MutableSet,
)
from contextvars import Context
from types import FrameType
from typing import Any, Literal, Protocol, TextIO, TypeAlias, TypeVar, overload, type_check_only

from .coroutines import _AwaitableLike, _CoroutineLike, _Wait, coroutine as coroutine
from .futures import Future, _AnyFuture

__all__ = (
    "ALL_COMPLETED",
    "FIRST_COMPLETED",
    "FIRST_EXCEPTION",
    "Task",
    "all_tasks",
    "as_completed",
    "async_",
    "create_eager_task_factory",
    "create_task",
    "current_task",
    "eager_task_factory",
    "ensure_future",
    "gather",
    "run_coroutine_threadsafe",
    "shield",
    "sleep",
    "wait",
    "wait_for",
    "_PyTask",
    "_task_name_counter",
)

_T = TypeVar("_T")
_T_co = TypeVar("_T_co", covariant=True)
_T1 = TypeVar("_T1")
_T2 = TypeVar("_T2")
_T3 = TypeVar("_T3")
_T4 = TypeVar("_T4")
_T5 = TypeVar("_T5")
_T6 = TypeVar("_T6")
_FutureT = TypeVar("_FutureT", bound=_AnyFuture[Any])
_TaskT_co = TypeVar("_TaskT_co", bound=Task[Any], covariant=True)

_OrError: TypeAlias = _T | BaseException

FIRST_COMPLETED: Literal["FIRST_COMPLETED"]
FIRST_EXCEPTION: Literal["FIRST_EXCEPTION"]
ALL_COMPLETED: Literal["ALL_COMPLETED"]

# Covariant although Future is not: the one method that forbids it raises here.
class Task(Future[_T_co]):  # type: ignore[type-var]
    def __init__(
        self,
        coro: _CoroutineLike[_T_co],
        *,
        loop: asyncio.AbstractEventLoop | None = None,
        name: object = None,
        context: Context | None = None,
        eager_start: bool = False,
    ) -> None: ...
    @classmethod
    def current_task(cls, loop: asyncio.AbstractEventLoop | None = None) -> Task[Any] | None: ...
    @classmethod
    def all_tasks(cls, loop: asyncio.AbstractEventLoop | None = None) -> set[Task[Any]]: ...
    def get_coro(self) -> _CoroutineLike[_T_co] | None: ...
    def get_context(self) -> Context: ...
    def get_name(self) -> str: ...
    def set_name(self, value: object) -> None: ...
    def get_stack(self, *, limit: int | None = None) -> list[FrameType]: ...
    def print_stack(self, *, limit: int | None = None, file: TextIO | None = None) -> None: ...
    def cancelling(self) -> int: ...
    def uncancel(self) -> int: ...

_PyTask = Task
_CTask = Task

_all_tasks: MutableSet[Task[Any]]
_current_tasks: MutableMapping[asyncio.AbstractEventLoop, Task[Any]]

def _task_name_counter() -> int: ...
def _release_waiter(waiter: _AnyFuture[None], *args: object) -> None: ...
def create_task(
    coro: _CoroutineLike[_T],
    *,
    name: object = None,
    context: Context | None = None,
    eager_start: bool | None = ...,
) -> Task[_T]: ...
@overload
def ensure_future(  # type: ignore[overload-overlap]
    coro_or_future: _FutureT, *, loop: asyncio.AbstractEventLoop | None = None
) -> _FutureT: ...
@overload
def ensure_future(
    coro_or_future: _AwaitableLike[_T], *, loop: asyncio.AbstractEventLoop | None = None
) -> Task[_T]: ...
@overload
def async_(  # type: ignore[overload-overlap]
    coro_or_future: _FutureT, *, loop: asyncio.AbstractEventLoop | None = None
) -> _FutureT: ...
@overload
def async_(
    coro_or_future: _AwaitableLike[_T], *, loop: asyncio.AbstractEventLoop | None = None
) -> Task[_T]: ...
def run_coroutine_threadsafe(
    coro: _CoroutineLike[_T], loop: asyncio.AbstractEventLoop
) -> concurrent.futures.Future[_T]: ...
def current_task(loop: asyncio.AbstractEventLoop | None = None) -> Task[Any] | None: ...
def all_tasks(loop: asyncio.AbstractEventLoop | None = None) -> set[Task[Any]]: ...

@type_check_only
class _CustomTaskConstructor(Protocol[_TaskT_co]):
    def __call__(
        self, coro: Any, /, *, loop: Any, eager_start: bool, name: Any = ..., context: Any = ...
    ) -> _TaskT_co: ...

@type_check_only
class _EagerTaskFactory(Protocol[_TaskT_co]):
    def __call__(
        self,
        loop: asyncio.AbstractEventLoop,
        coro: _CoroutineLike[Any],
        *,
        eager_start: bool = True,
        name: object = ...,
        context: Context | None = ...,
    ) -> _TaskT_co: ...

def create_eager_task_factory(
    custom_task_constructor: _CustomTaskConstructor[_TaskT_co],
) -> _EagerTaskFactory[_TaskT_co]: ...
def eager_task_factory(
    loop: asyncio.AbstractEventLoop,
    coro: _CoroutineLike[_T],
    *,
    eager_start: bool = True,
    name: object = ...,
    context: Context | None = ...,
) -> Task[_T]: ...
@overload
def sleep(
    delay: float, result: None = None, *, loop: asyncio.AbstractEventLoop | None = None
) -> _Wait[None]: ...
@overload
def sleep(
    delay: float, result: _T, *, loop: asyncio.AbstractEventLoop | None = None
) -> _Wait[_T]: ...
@overload
def wait(  # type: ignore[overload-overlap]
    fs: Iterable[_FutureT],
    *,
    loop: asyncio.AbstractEventLoop | None = None,
    timeout: float | None = None,
    return_when: str = "ALL_COMPLETED",
) -> _Wait[tuple[set[_FutureT], set[_FutureT]]]: ...
@overload
def wait(
    fs: Iterable[_AwaitableLike[_T]],
    *,
    loop: asyncio.AbstractEventLoop | None = None,
    timeout: float | None = None,
    return_when: str = "ALL_COMPLETED",
) -> _Wait[tuple[set[Task[_T]], set[Task[_T]]]]: ...
def wait_for(
    fut: _AwaitableLike[_T],
    timeout: float | None,
    *,
    loop: asyncio.AbstractEventLoop | None = None,
) -> _Wait[_T]: ...

@type_check_only
class _SyncAndAsyncIterator(Iterator[_Wait[_T]], AsyncIterator[Future[_T]], Protocol[_T]): ...

def as_completed(
    fs: Iterable[_AwaitableLike[_T]],
    *,
    loop: asyncio.AbstractEventLoop | None = None,
    timeout: float | None = None,
) -> _SyncAndAsyncIterator[_T]: ...
def shield(
    arg: _AwaitableLike[_T], *, loop: asyncio.AbstractEventLoop | None = None
) -> Future[_T]: ...

# As in typeshed: a list, but typed as a tuple as far as its length is known.  The last ones begin
# with seven: where two match and an argument has an Any in it, as most generators have, mypy would
# make Any of the result.
@overload
def gather(
    coro_or_future1: _AwaitableLike[_T1],
    /,
    *,
    loop: asyncio.AbstractEventLoop | None = None,
    return_exceptions: Literal[False] = False,
) -> Future[tuple[_T1]]: ...
@overload
def gather(
    coro_or_future1: _AwaitableLike[_T1],
    coro_or_future2: _AwaitableLike[_T2],
    /,
    *,
    loop: asyncio.AbstractEventLoop | None = None,
    return_exceptions: Literal[False] = False,
) -> Future[tuple[_T1, _T2]]: ...
@overload
def gather(
    coro_or_future1: _AwaitableLike[_T1],
    coro_or_future2: _AwaitableLike[_T2],
    coro_or_future3: _AwaitableLike[_T3],
    /,
    *,
    loop: asyncio.AbstractEventLoop | None = None,
    return_exceptions: Literal[False] = False,
) -> Future[tuple[_T1, _T2, _T3]]: ...
@overload
def gather(
    coro_or_future1: _AwaitableLike[_T1],
    coro_or_future2: _AwaitableLike[_T2],
    coro_or_future3: _AwaitableLike[_T3],
    coro_or_future4: _AwaitableLike[_T4],
    /,
    *,
    loop: asyncio.AbstractEventLoop | None = None,
    return_exceptions: Literal[False] = False,
) -> Future[tuple[_T1, _T2, _T3, _T4]]: ...
@overload
def gather(
    coro_or_future1: _AwaitableLike[_T1],
    coro_or_future2: _AwaitableLike[_T2],
    coro_or_future3: _AwaitableLike[_T3],
    coro_or_future4: _AwaitableLike[_T4],
    coro_or_future5: _AwaitableLike[_T5],
    /,
    *,
    loop: asyncio.AbstractEventLoop | None = None,
    return_exceptions: Literal[False] = False,
) -> Future[tuple[_T1, _T2, _T3, _T4, _T5]]: ...
@overload
def gather(
    coro_or_future1: _AwaitableLike[_T1],
    coro_or_future2: _AwaitableLike[_T2],
    coro_or_future3: _AwaitableLike[_T3],
    coro_or_future4: _AwaitableLike[_T4],
    coro_or_future5: _AwaitableLike[_T5],
    coro_or_future6: _AwaitableLike[_T6],
    /,
    *,
    loop: asyncio.AbstractEventLoop | None = None,
    return_exceptions: Literal[False] = False,
) -> Future[tuple[_T1, _T2, _T3, _T4, _T5, _T6]]: ...
@overload
def gather(
    coro_or_future1: _AwaitableLike[_T],
    coro_or_future2: _AwaitableLike[_T],
    coro_or_future3: _AwaitableLike[_T],
    coro_or_future4: _AwaitableLike[_T],
    coro_or_future5: _AwaitableLike[_T],
    coro_or_future6: _AwaitableLike[_T],
    coro_or_future7: _AwaitableLike[_T],
    /,
    *coros_or_futures: _AwaitableLike[_T],
    loop: asyncio.AbstractEventLoop | None = None,
    return_exceptions: Literal[False] = False,
) -> Future[list[_T]]: ...
@overload
def gather(
    coro_or_future1: _AwaitableLike[_T1],
    /,
    *,
    loop: asyncio.AbstractEventLoop | None = None,
    return_exceptions: bool,
) -> Future[tuple[_OrError[_T1]]]: ...
@overload
def gather(
    coro_or_future1: _AwaitableLike[_T1],
    coro_or_future2: _AwaitableLike[_T2],
    /,
    *,
    loop: asyncio.AbstractEventLoop | None = None,
    return_exceptions: bool,
) -> Future[tuple[_OrError[_T1], _OrError[_T2]]]: ...
@overload
def gather(
    coro_or_future1: _AwaitableLike[_T1],
    coro_or_future2: _AwaitableLike[_T2],
    coro_or_future3: _AwaitableLike[_T3],
    /,
    *,
    loop: asyncio.AbstractEventLoop | None = None,
    return_exceptions: bool,
) -> Future[tuple[_OrError[_T1], _OrError[_T2], _OrError[_T3]]]: ...
@overload
def gather(
    coro_or_future1: _AwaitableLike[_T1],
    coro_or_future2: _AwaitableLike[_T2],
    coro_or_future3: _AwaitableLike[_T3],
    coro_or_future4: _AwaitableLike[_T4],
    /,
    *,
    loop: asyncio.AbstractEventLoop | None = None,
    return_exceptions: bool,
) -> Future[tuple[_OrError[_T1], _OrError[_T2], _OrError[_T3], _OrError[_T4]]]: ...
@overload
def gather(
    coro_or_future1: _AwaitableLike[_T1],
    coro_or_future2: _AwaitableLike[_T2],
    coro_or_future3: _AwaitableLike[_T3],
    coro_or_future4: _AwaitableLike[_T4],
    coro_or_future5: _AwaitableLike[_T5],
    /,
    *,
    loop: asyncio.AbstractEventLoop | None = None,
    return_exceptions: bool,
) -> Future[
    tuple[
        _OrError[_T1],
        _OrError[_T2],
        _OrError[_T3],
        _OrError[_T4],
        _OrError[_T5],
    ]
]: ...
@overload
def gather(
    coro_or_future1: _AwaitableLike[_T1],
    coro_or_future2: _AwaitableLike[_T2],
    coro_or_future3: _AwaitableLike[_T3],
    coro_or_future4: _AwaitableLike[_T4],
    coro_or_future5: _AwaitableLike[_T5],
    coro_or_future6: _AwaitableLike[_T6],
    /,
    *,
    loop: asyncio.AbstractEventLoop | None = None,
    return_exceptions: bool,
) -> Future[
    tuple[
        _OrError[_T1],
        _OrError[_T2],
        _OrError[_T3],
        _OrError[_T4],
        _OrError[_T5],
        _OrError[_T6],
    ]
]: ...
@overload
def gather(
    coro_or_future1: _AwaitableLike[_T],
    coro_or_future2: _AwaitableLike[_T],
    coro_or_future3: _AwaitableLike[_T],
    coro_or_future4: _AwaitableLike[_T],
    coro_or_future5: _AwaitableLike[_T],
    coro_or_future6: _AwaitableLike[_T],
    coro_or_future7: _AwaitableLike[_T],
    /,
    *coros_or_futures: _AwaitableLike[_T],
    loop: asyncio.AbstractEventLoop | None = None,
    return_exceptions: bool,
) -> Future[list[_OrError[_T]]]: ...
@overload
def gather(
    *, loop: asyncio.AbstractEventLoop | None = None, return_exceptions: bool = False
) -> Future[list[Any]]: ...
