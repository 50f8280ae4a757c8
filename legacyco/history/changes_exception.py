"""Rules for exceptions: which class is which, and what an ``except`` clause catches."""

from legacyco.history.changes import (
    ADOPT,
    CHANGED,
    HANDLER,
    LIBRARY,
    NAME,
    REMOVED,
    RENAME,
    Error,
    Result,
    change,
    under,
)

EXCEPTION_CHANGES = (
    change(
        "except-exception-cancel",
        "except Exception round an await, to catch cancellation",
        CHANGED,
        HANDLER,
        names=("Exception",),
        since="3.8",
        results=(Result("3.4-3.7", "caught"), Result("3.8-", "cancelled")),
        before="""
async def work():
    try:
        await asyncio.sleep(10)
    except Exception:
        return "caught"

async def main():
    task = asyncio.ensure_future(work())
    await asyncio.sleep(0)
    task.cancel()
    try:
        return await task
    except asyncio.CancelledError:
        return "cancelled"

result = run(main())
""",
        after="""
async def work():
    try:
        await asyncio.sleep(10)
    except (Exception, asyncio.CancelledError):
        return "caught"

async def main():
    task = asyncio.ensure_future(work())
    await asyncio.sleep(0)
    task.cancel()
    return await task

result = run(main())
""",
        replacement="except (Exception, asyncio.CancelledError), where cancellation is meant too;"
        " usually it is not",
        restored=ADOPT,
        issue="bpo-32528",
        note="asyncio.CancelledError derives from BaseException.",
    ),
    change(
        "except-concurrent-cancelled",
        "except concurrent.futures.CancelledError, to catch a task's cancellation",
        CHANGED,
        HANDLER,
        names=("concurrent.futures.CancelledError",),
        since="3.8",
        results=(Result("3.4-3.7", True), Result("3.8-", False)),
        before="""
import concurrent.futures

result = issubclass(asyncio.CancelledError, concurrent.futures.CancelledError)
""",
        after="result = issubclass(asyncio.CancelledError, BaseException)",
        replacement="except asyncio.CancelledError",
        fix=RENAME,
        new_name="asyncio.CancelledError",
        restored=ADOPT,
        issue="bpo-32528, cpython#21474",
        note="What concurrent.futures itself raises keeps its class.",
    ),
    change(
        "timeout-error-identity",
        "asyncio.TimeoutError and concurrent.futures.TimeoutError as one class",
        CHANGED,
        HANDLER,
        names=("concurrent.futures.TimeoutError",),
        since="3.8",
        until="3.11",
        results=(Result("3.4-3.7", True), Result("3.8-3.10", False), Result("3.11-", True)),
        before="""
import concurrent.futures

result = asyncio.TimeoutError is concurrent.futures.TimeoutError
""",
        after="result = issubclass(asyncio.TimeoutError, Exception)",
        replacement="except asyncio.TimeoutError",
        restored=ADOPT,
        issue="bpo-34622, bpo-42413",
    ),
    change(
        "timeout-error-oserror",
        "except OSError before except asyncio.TimeoutError",
        CHANGED,
        HANDLER,
        names=("OSError", "IOError", "EnvironmentError"),
        since="3.11",
        results=(Result("3.4-3.10", False), Result("3.11-", True)),
        before="result = issubclass(asyncio.TimeoutError, OSError)",
        after="""
try:
    raise asyncio.TimeoutError
except asyncio.TimeoutError:
    result = "a timeout"
except OSError:
    result = "an error of the operating system"
""",
        replacement="except asyncio.TimeoutError first",
        restored=ADOPT,
        issue="bpo-42413",
        note="asyncio.TimeoutError is the builtin TimeoutError.",
    ),
    change(
        "futures-exceptions",
        "exceptions from asyncio.futures",
        REMOVED,
        NAME,
        names=under("asyncio.futures", "CancelledError TimeoutError InvalidStateError")
        + ("asyncio.base_futures.InvalidStateError",),
        since="3.8",
        errors=(
            Error(
                "3.8-", "ImportError", "cannot import name 'CancelledError' from 'asyncio.futures'"
            ),
        ),
        results=(Result("3.4-3.7", True),),
        before="""
from asyncio.futures import CancelledError

result = CancelledError is asyncio.CancelledError
""",
        after="""
from asyncio import CancelledError

result = CancelledError is asyncio.CancelledError
""",
        replacement="asyncio.{name}",
        fix=RENAME,
        new_name="asyncio.{name}",
        restored=LIBRARY,
        issue="bpo-34622",
    ),
    change(
        "streams-exceptions",
        "exceptions from asyncio.streams",
        REMOVED,
        NAME,
        names=under("asyncio.streams", "IncompleteReadError LimitOverrunError"),
        since="3.8",
        errors=(
            Error(
                "3.8-",
                "AttributeError",
                "module 'asyncio.streams' has no attribute 'IncompleteReadError'",
            ),
        ),
        results=(Result("3.4-3.7", True),),
        before="""
from asyncio import streams

result = streams.IncompleteReadError is asyncio.IncompleteReadError
""",
        after="result = issubclass(asyncio.IncompleteReadError, EOFError)",
        replacement="asyncio.{name}",
        fix=RENAME,
        new_name="asyncio.{name}",
        restored=LIBRARY,
        issue="bpo-34622",
    ),
    change(
        "events-exceptions",
        "SendfileNotAvailableError from asyncio.events",
        REMOVED,
        NAME,
        names=("asyncio.events.SendfileNotAvailableError",),
        since="3.8",
        errors=(
            Error(
                "3.8-",
                "AttributeError",
                "module 'asyncio.events' has no attribute 'SendfileNotAvailableError'",
            ),
        ),
        results=(Result("3.7", True),),
        before="""
from asyncio import events

result = issubclass(events.SendfileNotAvailableError, RuntimeError)
""",
        after="result = issubclass(asyncio.SendfileNotAvailableError, RuntimeError)",
        replacement="asyncio.{name}",
        fix=RENAME,
        new_name="asyncio.{name}",
        restored=LIBRARY,
        issue="bpo-34622",
    ),
)
