import asyncio
import threading

_global_lock: threading.Lock

class _LoopBoundMixin:
    def __init__(self, *, loop: asyncio.AbstractEventLoop | None = None) -> None: ...
