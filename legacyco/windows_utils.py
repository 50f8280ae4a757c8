"""Pipes and processes of Windows: the interpreter's own."""

from asyncio import windows_utils as _windows_utils

from ._passthrough import pass_on

pass_on(globals(), _windows_utils)
