"""How callbacks are named in representations and logs: the interpreter's own functions."""

try:
    from asyncio.format_helpers import (
        _format_args_and_kwargs,
        _format_callback,
        _format_callback_source,
        _get_function_source,
        extract_stack,
    )
except ImportError:  # events had them up to 3.6
    from asyncio.events import (
        _format_args_and_kwargs,
        _format_callback,
        _format_callback_source,
        _get_function_source,
        extract_stack,
    )

__all__ = (
    "extract_stack",
    "_format_args_and_kwargs",
    "_format_callback",
    "_format_callback_source",
    "_get_function_source",
)
