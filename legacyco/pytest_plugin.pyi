from collections.abc import Generator

from .base_events import BaseEventLoop

__all__: tuple[str, ...] = ("legacyco_loop",)

def legacyco_loop() -> Generator[BaseEventLoop]: ...
