"""Rules for locks in ``with`` statements."""

from legacyco.history.changes import (
    ASYNC_WITH,
    LIBRARY,
    NEVER,
    REMOVED,
    SYNTAX,
    Error,
    Result,
    change,
    under,
)

_LOCKS = under("asyncio", "Lock Condition Semaphore BoundedSemaphore")

SYNC_CHANGES = (
    change(
        "with-yield-from-lock",
        "with (yield from lock)",
        REMOVED,
        SYNTAX,
        names=_LOCKS,
        pattern="with (yield from lock)",
        deprecated="3.7",
        since="3.9",
        warning="'with (yield from lock)' is deprecated use 'async with lock' instead",
        errors=(Error("3.9-", "TypeError", "'Lock' object is not iterable"),),
        results=(Result("3.4-3.8", (True, False)),),
        before="""
import types

@types.coroutine
def locked(lock):
    with (yield from lock):
        return lock.locked()

async def main():
    lock = asyncio.Lock()
    return await locked(lock), lock.locked()

result = run(main())
""",
        after="""
async def main():
    lock = asyncio.Lock()
    async with lock:
        inside = lock.locked()
    return inside, lock.locked()

result = run(main())
""",
        replacement="async with lock",
        fix=ASYNC_WITH,
        restored=LIBRARY,
        issue="bpo-32253, bpo-34793",
    ),
    change(
        "yield-from-lock",
        "yield from lock, for a context manager to use later",
        REMOVED,
        SYNTAX,
        names=_LOCKS,
        pattern="yield from lock",
        deprecated="3.7",
        since="3.9",
        warning="'with (yield from lock)' is deprecated use 'async with lock' instead",
        errors=(Error("3.9-", "TypeError", "'Lock' object is not iterable"),),
        results=(Result("3.4-3.8", (True, False)),),
        before="""
import types

@types.coroutine
def locked(lock):
    manager = yield from lock
    with manager:
        return lock.locked()

async def main():
    lock = asyncio.Lock()
    return await locked(lock), lock.locked()

result = run(main())
""",
        after="""
async def main():
    lock = asyncio.Lock()
    await lock.acquire()
    try:
        inside = lock.locked()
    finally:
        lock.release()
    return inside, lock.locked()

result = run(main())
""",
        replacement="acquire() and release(), or async with",
        restored=LIBRARY,
        issue="bpo-32253, bpo-34793",
    ),
    change(
        "with-await-lock",
        "with (await lock)",
        REMOVED,
        SYNTAX,
        names=_LOCKS,
        pattern="with (await lock)",
        deprecated="3.7",
        since="3.9",
        warning="'with await lock' is deprecated use 'async with lock' instead",
        errors=(
            Error("3.9-3.13", "TypeError", "object Lock can't be used in 'await' expression"),
            Error("3.14-", "TypeError", "'Lock' object can't be awaited"),
        ),
        results=(Result("3.6-3.8", (True, False)),),
        before="""
async def main():
    lock = asyncio.Lock()
    with await lock:
        inside = lock.locked()
    return inside, lock.locked()

result = run(main())
""",
        after="""
async def main():
    lock = asyncio.Lock()
    async with lock:
        inside = lock.locked()
    return inside, lock.locked()

result = run(main())
""",
        replacement="async with lock",
        fix=ASYNC_WITH,
        restored=LIBRARY,
        issue="bpo-32253, bpo-34793",
    ),
    change(
        "with-lock",
        "with lock, without yield from",
        NEVER,
        SYNTAX,
        names=_LOCKS,
        pattern="with lock",
        errors=(
            Error(
                "3.4-3.8",
                "RuntimeError",
                '"yield from" should be used as context manager expression',
            ),
            Error("3.9-3.10", "AttributeError", "__enter__"),
            Error("3.11-", "TypeError", "object does not support the context manager protocol"),
        ),
        before="with asyncio.Lock():\n    pass\n",
        after="""
async def main():
    async with asyncio.Lock():
        pass

run(main())
""",
        replacement="async with lock",
    ),
)
