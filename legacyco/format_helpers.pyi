from collections.abc import Callable, Iterable, Mapping
from traceback import StackSummary
from types import FrameType
from typing import Any

__all__ = (
    "extract_stack",
    "_format_args_and_kwargs",
    "_format_callback",
    "_format_callback_source",
    "_get_function_source",
)

def extract_stack(f: FrameType | None = None, limit: int | None = None) -> StackSummary: ...
def _format_args_and_kwargs(
    args: Iterable[Any], kwargs: Mapping[str, Any], *, debug: bool = ...
) -> str: ...
def _format_callback(
    func: object,
    args: Iterable[Any],
    kwargs: Mapping[str, Any] | None,
    *,
    debug: bool = ...,
    suffix: str = "",
) -> str: ...
def _format_callback_source(func: object, args: Iterable[Any], *, debug: bool = ...) -> str: ...
def _get_function_source(func: Callable[..., object]) -> tuple[str, int] | None: ...
