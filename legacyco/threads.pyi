from collections.abc import Callable
from typing import TypeVar

from typing_extensions import ParamSpec

from .coroutines import _Wait

__all__ = ("to_thread",)

_P = ParamSpec("_P")
_T = TypeVar("_T")

def to_thread(func: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs) -> _Wait[_T]: ...
