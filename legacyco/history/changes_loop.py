"""Rules for event loops: choosing one, policies, child watchers, what loop methods return."""

from legacyco.history.changes import (
    ADOPT,
    CHANGED,
    DEPRECATED,
    LIBRARY,
    MENDED,
    METHOD,
    NAME,
    REMOVED,
    RESULT,
    VALUE,
    Error,
    Result,
    change,
    under,
)

_NO_LOOP = "There is no current event loop in thread 'MainThread'."

LOOP_CHANGES = (
    change(
        "get-event-loop",
        "get_event_loop() in the main thread, with no loop set",
        REMOVED,
        RESULT,
        names=(
            "asyncio.get_event_loop",
            "asyncio.events.get_event_loop",
            "asyncio.AbstractEventLoopPolicy.get_event_loop",
        ),
        deprecated="3.12",
        since="3.14",
        warning="There is no current event loop",
        errors=(Error("3.14-", "RuntimeError", _NO_LOOP),),
        results=(Result("3.4-3.13", False),),
        before="""
loop = asyncio.get_event_loop()
result = loop.is_closed()
loop.close()
""",
        after="""
loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)
result = loop.is_closed()
loop.close()
""",
        replacement="asyncio.run(); or new_event_loop() and set_event_loop(); get_running_loop()"
        " inside coroutines",
        restored=LIBRARY,
        issue="bpo-39529, cpython#93453",
        note="3.10.0 to 3.10.8 and 3.11.0 warned as well. Inside a coroutine or callback it returns"
        " the running loop on every version since 3.5.3.",
        alone=True,
    ),
    change(
        "implicit-loop",
        "futures, gather() and streams made with no loop set or running",
        REMOVED,
        RESULT,
        names=under("asyncio", "Future ensure_future gather shield StreamReader wrap_future"),
        deprecated="3.12",
        since="3.14",
        warning="There is no current event loop",
        errors=(Error("3.14-", "RuntimeError", _NO_LOOP),),
        results=(Result("3.4-3.13", 1),),
        before="""
future = asyncio.Future()
loop = asyncio.get_event_loop()
loop.call_soon(future.set_result, 1)
result = loop.run_until_complete(future)
loop.close()
""",
        after="""
async def main():
    future = asyncio.get_running_loop().create_future()
    asyncio.get_running_loop().call_soon(future.set_result, 1)
    return await future

result = asyncio.run(main())
""",
        replacement="make them inside a coroutine, or give loop= where it is still taken",
        restored=LIBRARY,
        issue="cpython#93453",
        alone=True,
    ),
    change(
        "event-loop-after-run",
        "get_event_loop() after asyncio.run()",
        REMOVED,
        RESULT,
        names=("asyncio.get_event_loop",),
        since="3.7",
        errors=(Error("3.7-", "RuntimeError", _NO_LOOP),),
        before="""
async def main():
    pass

asyncio.run(main())
asyncio.get_event_loop()
""",
        after="""
async def main():
    pass

asyncio.run(main())
loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)
loop.close()
""",
        replacement="one asyncio.run() for everything; asyncio.Runner for several calls",
        issue="cpython#93453",
        note="asyncio.run() came in 3.7 and sets the current loop to None when it ends; what was"
        " set to None is not made anew on any version, nor by legacyco.",
        alone=True,
    ),
    change(
        "event-loop-policy",
        "event loop policies",
        DEPRECATED,
        NAME,
        names=under(
            "asyncio",
            "get_event_loop_policy set_event_loop_policy AbstractEventLoopPolicy"
            " DefaultEventLoopPolicy WindowsSelectorEventLoopPolicy WindowsProactorEventLoopPolicy",
        ),
        deprecated="3.14",
        planned="3.16",
        warning="'asyncio.{name}' is deprecated and slated for removal in Python 3.16",
        results=(Result("3.4-", True),),
        before="""
policy = asyncio.get_event_loop_policy()
loop = policy.new_event_loop()
result = isinstance(loop, asyncio.AbstractEventLoop)
loop.close()
""",
        after="""
loop = asyncio.EventLoop()
result = isinstance(loop, asyncio.AbstractEventLoop)
loop.close()
""",
        replacement="asyncio.run(loop_factory=) or asyncio.Runner(loop_factory=)",
        restored=LIBRARY,
        issue="cpython#127949",
    ),
    change(
        "event-loop-policy-module",
        "policy classes from asyncio's submodules",
        REMOVED,
        NAME,
        names=(
            "asyncio.events.AbstractEventLoopPolicy",
            "asyncio.events.BaseDefaultEventLoopPolicy",
            "asyncio.unix_events.DefaultEventLoopPolicy",
        ),
        since="3.14",
        errors=(
            Error(
                "3.14-",
                "ImportError",
                "cannot import name 'BaseDefaultEventLoopPolicy' from 'asyncio.events'",
            ),
        ),
        results=(Result("3.4-3.13", "BaseDefaultEventLoopPolicy"),),
        before="""
from asyncio.events import BaseDefaultEventLoopPolicy

result = BaseDefaultEventLoopPolicy.__name__
""",
        after="result = asyncio.DefaultEventLoopPolicy.__name__",
        replacement="asyncio.DefaultEventLoopPolicy until 3.16; then asyncio.Runner(loop_factory=)",
        restored=LIBRARY,
        issue="cpython#127949",
    ),
    change(
        "child-watcher",
        "child watchers",
        REMOVED,
        NAME,
        names=under(
            "asyncio",
            "get_child_watcher set_child_watcher AbstractChildWatcher SafeChildWatcher"
            " FastChildWatcher MultiLoopChildWatcher ThreadedChildWatcher PidfdChildWatcher"
            " AbstractEventLoopPolicy.get_child_watcher AbstractEventLoopPolicy.set_child_watcher"
            " events.get_child_watcher events.set_child_watcher"
            " unix_events.AbstractChildWatcher unix_events.BaseChildWatcher"
            " unix_events.SafeChildWatcher unix_events.FastChildWatcher"
            " unix_events.MultiLoopChildWatcher unix_events.ThreadedChildWatcher"
            " unix_events.PidfdChildWatcher",
        ),
        deprecated="3.12",
        since="3.14",
        warning="'{name}' is deprecated as of Python 3.12 and will be removed in Python 3.14.",
        errors=(
            Error(
                "3.14-", "AttributeError", "module 'asyncio' has no attribute 'get_child_watcher'"
            ),
        ),
        results=(Result("3.4-3.13", True),),
        before="""
watcher = asyncio.get_child_watcher()
result = isinstance(watcher, asyncio.AbstractChildWatcher)
watcher.close()
""",
        after="result = True",
        replacement="nothing: subprocesses work from any thread without one",
        restored=LIBRARY,
        issue="cpython#94597, cpython#120804",
        alone=True,
    ),
    change(
        "subprocess-thread",
        "a subprocess from a thread that is not the main one",
        MENDED,
        RESULT,
        names=under("asyncio", "create_subprocess_exec create_subprocess_shell"),
        since="3.8",
        errors=(
            Error(
                "3.4-3.7",
                "RuntimeError",
                "Cannot add child handler, the child watcher does not have a loop attached",
            ),
        ),
        results=(Result("3.8-", 0),),
        before="""
import sys
import threading

outcome = []

async def main():
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", "")
    return await process.wait()

def work():
    own = asyncio.new_event_loop()
    try:
        outcome.append(own.run_until_complete(main()))
    except RuntimeError as exc:
        outcome.append(exc)
    finally:
        own.close()

thread = threading.Thread(target=work)
thread.start()
thread.join()
result = outcome[0]
if isinstance(result, Exception):
    raise result
""",
        after="result = 0",
        replacement="the same code",
        restored=LIBRARY,
        issue="bpo-35621",
        alone=True,
    ),
    change(
        "windows-proactor",
        "the default event loop on Windows",
        CHANGED,
        RESULT,
        names=under("asyncio", "get_event_loop new_event_loop DefaultEventLoopPolicy run"),
        since="3.8",
        replacement="asyncio.run(loop_factory=asyncio.SelectorEventLoop) for add_reader() and"
        " add_writer()",
        issue="bpo-34687",
        note="A ProactorEventLoop: subprocesses work, add_reader() raises NotImplementedError.",
    ),
    change(
        "default-executor",
        "a default executor that is not a ThreadPoolExecutor",
        REMOVED,
        VALUE,
        names=("asyncio.AbstractEventLoop.set_default_executor",),
        argument="executor",
        value="other than ThreadPoolExecutor",
        deprecated="3.8",
        since="3.11",
        warning="Using the default executor that is not an instance of ThreadPoolExecutor is"
        " deprecated and will be prohibited in Python 3.9",
        errors=(Error("3.11-", "TypeError", "executor must be ThreadPoolExecutor instance"),),
        before="""
import concurrent.futures

class Inline(concurrent.futures.Executor):
    pass

loop.set_default_executor(Inline())
""",
        after="""
import concurrent.futures

loop.set_default_executor(concurrent.futures.ThreadPoolExecutor())
""",
        replacement="run_in_executor(executor, ...) with the executor named",
        restored=LIBRARY,
        issue="bpo-34075, bpo-43234",
    ),
    change(
        "loop-method-future",
        "loop methods that used to return futures",
        CHANGED,
        METHOD,
        names=under(
            "asyncio.AbstractEventLoop",
            "getaddrinfo getnameinfo sock_recv sock_sendall sock_connect sock_accept",
        ),
        since="3.7",
        results=(Result("3.4-3.6", True), Result("3.7-", False)),
        before="""
address = loop.getaddrinfo("127.0.0.1", 80)
result = asyncio.isfuture(address)
run(address)
""",
        after="""
address = asyncio.ensure_future(loop.getaddrinfo("127.0.0.1", 80), loop=loop)
result = asyncio.isfuture(address)
run(address)
""",
        replacement="asyncio.ensure_future() round the call, where the result is used as a future",
        restored=ADOPT,
        issue="bpo-32327",
        note="Coroutines do not start before they are awaited, and have no add_done_callback().",
    ),
    change(
        "server-wait-closed",
        "Server.wait_closed() with clients still connected",
        CHANGED,
        METHOD,
        names=("asyncio.Server.wait_closed", "asyncio.AbstractServer.wait_closed"),
        since="3.12",
        results=(Result("3.4-3.11", "returned"), Result("3.12-", "waits")),
        before="""
async def main():
    async def handle(reader, writer):
        await reader.read()
        writer.close()

    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    await asyncio.sleep(0.05)
    server.close()
    closed = asyncio.ensure_future(server.wait_closed())
    done, pending = await asyncio.wait([closed], timeout=0.1)
    writer.close()
    await asyncio.wait([closed])
    await asyncio.sleep(0.05)
    return "returned" if done else "waits"

result = run(main())
""",
        replacement="close_clients() or abort_clients() (3.13) before it, or no wait_closed()",
        restored=ADOPT,
        issue="cpython#104344, cpython#120866",
        note="3.12.0 and 3.12.1 wait for every client; up to 3.11 the method returned at once after"
        " close().",
    ),
    change(
        "server-sockets-closed",
        "Server.sockets after close()",
        CHANGED,
        METHOD,
        names=("asyncio.Server.sockets",),
        since="3.7",
        results=(Result("3.4-3.6", None), Result("3.7", []), Result("3.8-", ())),
        before="""
server = run(loop.create_server(asyncio.Protocol, "127.0.0.1", 0))
server.close()
result = server.sockets
run(server.wait_closed())
""",
        after="""
server = run(loop.create_server(asyncio.Protocol, "127.0.0.1", 0))
server.close()
result = () if not server.sockets else server.sockets
run(server.wait_closed())
""",
        replacement="`if not server.sockets` in the place of `is None`",
        restored=ADOPT,
        issue="bpo-32662",
    ),
)
