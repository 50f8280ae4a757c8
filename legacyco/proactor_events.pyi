# mypy: warn-unused-ignores=False
# Which of them are used depends on the Python and the configuration that mypy checks for.
import asyncio.proactor_events
from typing import Any

from .base_events import BaseEventLoop

__all__ = ("BaseProactorEventLoop",)

class BaseProactorEventLoop(BaseEventLoop, asyncio.proactor_events.BaseProactorEventLoop):  # type: ignore[misc]
    def __init__(self, proactor: Any) -> None: ...
