import asyncio
from collections.abc import Callable, Iterable
from typing import TypeVar

from .coroutines import _AwaitableLike, _Wait

__all__ = ("staggered_race",)

_T = TypeVar("_T")

def staggered_race(
    coro_fns: Iterable[Callable[[], _AwaitableLike[_T]]],
    delay: float | None,
    *,
    loop: asyncio.AbstractEventLoop | None = None,
) -> _Wait[tuple[_T | None, int | None, list[BaseException | None]]]: ...
