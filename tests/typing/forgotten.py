"""Forgotten awaits, for mypy with ``unused-awaitable``: each is a mistake that it has to see."""

import legacyco as asyncio


@asyncio.coroutine
def old() -> int:
    return 1


async def new() -> int:
    return 1


async def main() -> None:
    queue: asyncio.Queue[int] = asyncio.Queue()
    queue.put(1)  # type: ignore[unused-awaitable]
    queue.join()  # type: ignore[unused-awaitable]
    asyncio.sleep(1)  # type: ignore[unused-awaitable]
    asyncio.wait_for(queue.get(), 1)  # type: ignore[unused-awaitable]
    asyncio.Lock().acquire()  # type: ignore[unused-awaitable]
    asyncio.Event().wait()  # type: ignore[unused-awaitable]
    asyncio.open_connection("localhost", 1)  # type: ignore[unused-awaitable]
    asyncio.get_event_loop().getaddrinfo("localhost", 1)  # type: ignore[unused-awaitable]
    old()  # type: ignore[unused-awaitable]
    new()  # type: ignore[unused-coroutine]
