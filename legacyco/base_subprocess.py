"""Transports of child processes: the interpreter's own."""

from asyncio import base_subprocess as _base_subprocess

from . import coroutines
from ._passthrough import pass_on

coroutine = coroutines.coroutine

pass_on(globals(), _base_subprocess)
