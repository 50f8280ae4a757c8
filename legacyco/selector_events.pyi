# mypy: warn-unused-ignores=False
# Which of them are used depends on the Python and the configuration that mypy checks for.
import asyncio.selector_events
import selectors

from .base_events import BaseEventLoop
from .coroutines import coroutine as coroutine

__all__ = ("BaseSelectorEventLoop",)

class BaseSelectorEventLoop(BaseEventLoop, asyncio.selector_events.BaseSelectorEventLoop):  # type: ignore[misc]
    def __init__(self, selector: selectors.BaseSelector | None = None) -> None: ...
