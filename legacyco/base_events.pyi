# mypy: warn-unused-ignores=False
# Which of them are used depends on the Python and the configuration that mypy checks for.
import asyncio
from typing import Any

from ._server import Server as Server
from .coroutines import coroutine as coroutine
from .events import AbstractEventLoop
from .futures import _AnyFuture

__all__ = ("BaseEventLoop", "Server")

class BaseEventLoop(AbstractEventLoop, asyncio.BaseEventLoop): ...  # type: ignore[misc]

def _run_until_complete_cb(future: _AnyFuture[Any]) -> None: ...
