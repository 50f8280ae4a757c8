from abc import ABCMeta
from collections.abc import Awaitable, Callable, Coroutine, Generator
from logging import Logger
from typing import Any, TypeAlias, TypeVar, overload, type_check_only

from typing_extensions import ParamSpec, TypeGuard

__all__ = ("coroutine", "iscoroutine", "iscoroutinefunction")

_P = ParamSpec("_P")
_T = TypeVar("_T")
_Y = TypeVar("_Y")
_S = TypeVar("_S")
_T_co = TypeVar("_T_co", covariant=True)

# What legacyco's own functions return: flagged generators.  They can be awaited, and yielded from
# in decorated and in plain generators.
@type_check_only
class _Wait(Generator[Any, Any, _T_co], Awaitable[_T_co], metaclass=ABCMeta): ...

# What decorated functions return: coroutine objects.  ``yield from`` takes them in decorated
# generators.
@type_check_only
class _Coroutine(Coroutine[Any, Any, _T_co], metaclass=ABCMeta):
    def __iter__(self) -> Generator[Any, Any, _T_co]: ...

# What can be waited for, and what a task can be made of.
_AwaitableLike: TypeAlias = Awaitable[_T] | Generator[Any, Any, _T]
_CoroutineLike: TypeAlias = Coroutine[Any, Any, _T] | Generator[Any, Any, _T]

# Not one of them for a union: mypy would make Any of a generator that yields Any.
@overload
def coroutine(func: Callable[_P, Generator[Any, Any, _T]]) -> Callable[_P, _Coroutine[_T]]: ...
@overload
def coroutine(func: Callable[_P, Awaitable[_T]]) -> Callable[_P, _Coroutine[_T]]: ...
@overload
def coroutine(func: Callable[_P, _T]) -> Callable[_P, _Coroutine[_T]]: ...
def iscoroutine(obj: object) -> TypeGuard[_CoroutineLike[Any]]: ...
def iscoroutinefunction(func: object) -> TypeGuard[Callable[..., Coroutine[Any, Any, Any]]]: ...

class CoroWrapper(Coroutine[Any, Any, _T_co]):
    gen: _CoroutineLike[_T_co]
    func: Callable[..., object] | None
    __name__: str | None
    __qualname__: str | None
    def __init__(
        self, gen: _CoroutineLike[_T_co], func: Callable[..., object] | None = None
    ) -> None: ...
    def __iter__(self) -> Generator[Any, Any, _T_co]: ...
    def __await__(self) -> Generator[Any, Any, _T_co]: ...
    def __next__(self) -> Any: ...
    def __getattr__(self, name: str) -> Any: ...
    def send(self, value: Any) -> Any: ...
    def throw(self, exc: Any, *exc_info: Any) -> Any: ...
    def close(self) -> None: ...
    def __del__(self) -> None: ...

def debug_wrapper(gen: _CoroutineLike[_T]) -> CoroWrapper[_T]: ...

_DEBUG: bool
_COROUTINE_TYPES: tuple[type, ...]
_is_coroutine: object
logger: Logger
