from asyncio import AbstractEventLoop
from typing import TypeVar

__all__ = ("allow_nested",)

_Loop = TypeVar("_Loop", bound=AbstractEventLoop)

def allow_nested(loop: _Loop) -> _Loop: ...
