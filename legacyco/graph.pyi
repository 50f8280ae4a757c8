import sys
from types import FrameType
from typing import Any, NamedTuple

from _typeshed import SupportsWrite

from .futures import _AnyFuture

__all__ = (
    "FrameCallGraphEntry",
    "FutureCallGraph",
    "capture_call_graph",
    "format_call_graph",
    "print_call_graph",
)

if sys.version_info >= (3, 14):
    from asyncio import (
        FrameCallGraphEntry as FrameCallGraphEntry,
        FutureCallGraph as FutureCallGraph,
    )
else:
    class FrameCallGraphEntry(NamedTuple):
        frame: FrameType

    class FutureCallGraph(NamedTuple):
        future: _AnyFuture[Any]
        call_stack: tuple[FrameCallGraphEntry, ...]
        awaited_by: tuple[FutureCallGraph, ...]

def capture_call_graph(
    future: _AnyFuture[Any] | None = None, *, depth: int = 1, limit: int | None = None
) -> FutureCallGraph | None: ...
def format_call_graph(
    future: _AnyFuture[Any] | None = None, *, depth: int = 1, limit: int | None = None
) -> str: ...
def print_call_graph(
    future: _AnyFuture[Any] | None = None,
    *,
    file: SupportsWrite[str] | None = None,
    depth: int = 1,
    limit: int | None = None,
) -> None: ...
