"""Rules for arguments that callables of asyncio no longer take, ``loop=`` above all."""

from legacyco.history.changes import (
    ARGUMENT,
    CHANGED,
    DROP_ARGUMENT,
    LIBRARY,
    METHOD,
    REMOVED,
    Error,
    Result,
    change,
    under,
)

_LOOP_WARNING = (
    "The loop argument is deprecated since Python 3.8, and scheduled for removal in Python 3.10."
)

ARGUMENT_CHANGES = (
    change(
        "loop-argument",
        "loop= of the task functions",
        REMOVED,
        ARGUMENT,
        names=under("asyncio", "sleep wait wait_for gather shield as_completed"),
        argument="loop",
        deprecated="3.8",
        since="3.10",
        warning=_LOOP_WARNING,
        errors=(Error("3.10-", "TypeError", "{name}() got an unexpected keyword argument 'loop'"),),
        results=(Result("3.4-3.9", 6),),
        before="result = run(asyncio.sleep(0.001, 6, loop=loop))",
        after="result = run(asyncio.sleep(0.001, 6))",
        replacement="no loop argument: the running loop is used",
        fix=DROP_ARGUMENT,
        restored=LIBRARY,
        issue="bpo-36373, bpo-42392",
        note="gather(), shield() and as_completed() warned since 3.8 or 3.10 only.",
    ),
    change(
        "loop-argument-sync",
        "loop= of locks and queues",
        REMOVED,
        ARGUMENT,
        names=under(
            "asyncio",
            "Lock Event Condition Semaphore BoundedSemaphore Queue PriorityQueue LifoQueue"
            " JoinableQueue",
        ),
        argument="loop",
        deprecated="3.8",
        since="3.10",
        warning=_LOOP_WARNING,
        errors=(
            Error(
                "3.10",
                "TypeError",
                "As of 3.10, the *loop* parameter was removed from {name}() since it is no longer"
                " necessary",
            ),
            Error(
                "3.11-",
                "TypeError",
                "{name}.__init__() got an unexpected keyword argument 'loop'",
            ),
        ),
        results=(Result("3.4-3.9", False),),
        before="result = asyncio.Lock(loop=loop).locked()",
        after="result = asyncio.Lock().locked()",
        replacement="no loop argument: the loop is the one that runs at first use",
        fix=DROP_ARGUMENT,
        restored=LIBRARY,
        issue="bpo-36373, bpo-42392",
    ),
    change(
        "loop-argument-streams",
        "loop= of open_connection() and start_server()",
        REMOVED,
        ARGUMENT,
        names=under("asyncio", "open_connection start_server"),
        argument="loop",
        deprecated="3.8",
        since="3.10",
        warning=_LOOP_WARNING,
        errors=(
            Error(
                "3.10-",
                "TypeError",
                "create_server() got an unexpected keyword argument 'loop'",
            ),
        ),
        before="""
async def main():
    server = await asyncio.start_server(print, "127.0.0.1", 0, loop=loop)
    server.close()
    await server.wait_closed()

run(main())
""",
        after="""
async def main():
    server = await asyncio.start_server(print, "127.0.0.1", 0)
    server.close()
    await server.wait_closed()

run(main())
""",
        replacement="no loop argument: the running loop is used",
        fix=DROP_ARGUMENT,
        restored=LIBRARY,
        issue="bpo-36373, bpo-42392",
        note="open_connection() names create_connection() in the same text.",
    ),
    change(
        "loop-argument-unix-streams",
        "loop= of open_unix_connection() and start_unix_server()",
        REMOVED,
        ARGUMENT,
        names=under("asyncio", "open_unix_connection start_unix_server"),
        argument="loop",
        deprecated="3.8",
        since="3.10",
        warning=_LOOP_WARNING,
        errors=(
            Error(
                "3.10-",
                "TypeError",
                "create_unix_server() got an unexpected keyword argument 'loop'",
            ),
        ),
        before="""
import os
import tempfile

async def main():
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "socket")
        server = await asyncio.start_unix_server(print, path, loop=loop)
        server.close()
        await server.wait_closed()

run(main())
""",
        after="""
import os
import tempfile

async def main():
    with tempfile.TemporaryDirectory() as folder:
        server = await asyncio.start_unix_server(print, os.path.join(folder, "socket"))
        server.close()
        await server.wait_closed()

run(main())
""",
        replacement="no loop argument: the running loop is used",
        fix=DROP_ARGUMENT,
        restored=LIBRARY,
        issue="bpo-36373, bpo-42392",
    ),
    change(
        "loop-argument-subprocess",
        "loop= of create_subprocess_exec() and create_subprocess_shell()",
        REMOVED,
        ARGUMENT,
        names=under("asyncio", "create_subprocess_exec create_subprocess_shell"),
        argument="loop",
        deprecated="3.8",
        since="3.10",
        warning="The loop argument is deprecated since Python 3.8 and scheduled for removal in"
        " Python 3.10.",
        errors=(Error("3.10-", "TypeError", "got multiple values for argument 'loop'"),),
        results=(Result("3.4-3.9", 0),),
        before="""
import sys

async def main():
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", "", loop=loop)
    return await process.wait()

result = run(main())
""",
        after="""
import sys

async def main():
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", "")
    return await process.wait()

result = run(main())
""",
        replacement="no loop argument: the running loop is used",
        fix=DROP_ARGUMENT,
        restored=LIBRARY,
        issue="bpo-36373, bpo-42392",
    ),
    change(
        "reuse-address",
        "reuse_address= of create_datagram_endpoint()",
        REMOVED,
        ARGUMENT,
        names=("asyncio.AbstractEventLoop.create_datagram_endpoint",),
        argument="reuse_address",
        deprecated="3.8",
        since="3.11",
        warning="The *reuse_address* parameter has been deprecated as of 3.5.10 and is scheduled"
        " for removal in 3.11",
        errors=(
            Error(
                "3.11-",
                "TypeError",
                "create_datagram_endpoint() got an unexpected keyword argument 'reuse_address'",
            ),
        ),
        before="""
async def main():
    transport, protocol = await loop.create_datagram_endpoint(
        asyncio.DatagramProtocol, local_addr=("127.0.0.1", 0), reuse_address=False
    )
    transport.close()

run(main())
""",
        after="""
async def main():
    transport, protocol = await loop.create_datagram_endpoint(
        asyncio.DatagramProtocol, local_addr=("127.0.0.1", 0)
    )
    transport.close()

run(main())
""",
        replacement="no argument; reuse_port= where several sockets are to share a port",
        fix=DROP_ARGUMENT,
        restored=LIBRARY,
        issue="bpo-37228, bpo-45129",
        note="True is a ValueError since 3.6.10, 3.7.6 and 3.8.1: it let other users of the machine"
        " take over the port.",
    ),
    change(
        "lock-loop-attribute",
        "the _loop attribute of locks and queues",
        CHANGED,
        METHOD,
        names=under(
            "asyncio", "Lock._loop Event._loop Condition._loop Semaphore._loop Queue._loop"
        ),
        since="3.10",
        results=(Result("3.4-3.9", False), Result("3.10-", True)),
        before="result = asyncio.Lock()._loop is None",
        after="""
async def main():
    return asyncio.get_running_loop() is None

result = run(main())
""",
        replacement="asyncio.get_running_loop()",
        issue="bpo-42392",
        note="None until somebody had to wait for the first time.",
    ),
)
