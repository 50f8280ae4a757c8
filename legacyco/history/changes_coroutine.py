"""Rules for coroutines: the decorator, generators as coroutines, the keyword ``async``."""

from legacyco.history.changes import (
    ADOPT,
    ASYNC_DEF,
    CHANGED,
    DEPRECATED,
    LIBRARY,
    NAME,
    NEVER,
    REMOVED,
    RENAME,
    RESULT,
    SYNTAX,
    VALUE,
    Error,
    Result,
    change,
)

COROUTINE_CHANGES = (
    change(
        "coroutine-decorator",
        "@asyncio.coroutine",
        REMOVED,
        NAME,
        names=("asyncio.coroutine", "asyncio.coroutines.coroutine"),
        deprecated="3.8",
        since="3.11",
        warning='"@coroutine" decorator is deprecated since Python 3.8, use "async def" instead',
        errors=(Error("3.11-", "AttributeError", "module 'asyncio' has no attribute 'coroutine'"),),
        results=(Result("3.4-3.10", 42),),
        before="""
@asyncio.coroutine
def answer():
    yield from asyncio.sleep(0)
    return 42

result = run(answer())
""",
        after="""
async def answer():
    await asyncio.sleep(0)
    return 42

result = run(answer())
""",
        replacement="async def, with await in the place of yield from",
        fix=ASYNC_DEF,
        restored=LIBRARY,
        issue="bpo-36921, bpo-43216, cpython#99159",
    ),
    change(
        "coroutine-without-yield",
        "a decorated function that has no yield",
        REMOVED,
        SYNTAX,
        names=("asyncio.coroutine", "asyncio.coroutines.coroutine"),
        pattern="decorated function without yield",
        deprecated="3.8",
        since="3.11",
        warning='"@coroutine" decorator is deprecated since Python 3.8, use "async def" instead',
        errors=(Error("3.11-", "AttributeError", "module 'asyncio' has no attribute 'coroutine'"),),
        results=(Result("3.4-3.10", 42),),
        before="""
@asyncio.coroutine
def answer():
    return 42

result = run(answer())
""",
        after="""
async def answer():
    return 42

result = run(answer())
""",
        replacement="async def; await what the function returns if that is awaitable",
        fix=ASYNC_DEF,
        restored=LIBRARY,
        issue="cpython#99159",
        note="types.coroutine in the decorator's place returns the plain value: awaiting it gives"
        " TypeError: object int can't be used in 'await' expression.",
    ),
    change(
        "plain-yield-from",
        "yield from a coroutine in an undecorated generator",
        REMOVED,
        SYNTAX,
        pattern="yield from a coroutine in an undecorated generator",
        since="3.7",
        errors=(
            Error(
                "3.7-",
                "TypeError",
                "cannot 'yield from' a coroutine object in a non-coroutine generator",
            ),
        ),
        results=(Result("3.4-3.6", "done"),),
        before="""
import types

def wait():
    yield from asyncio.sleep(0)
    return "done"

@types.coroutine
def main():
    return (yield from wait())

async def shell():
    return await main()

result = run(shell())
""",
        after="""
async def wait():
    await asyncio.sleep(0)
    return "done"

result = run(wait())
""",
        replacement="async def with await, or @asyncio.coroutine on the generator function",
        restored=LIBRARY,
        issue="cpython#102748",
        note="asyncio's own coroutines became native in 3.7. legacyco's may be yielded from in any"
        " generator; for native coroutines of others, decorate the function or adopt the package.",
    ),
    change(
        "aiter-coroutine",
        "a coroutine as __aiter__()",
        REMOVED,
        SYNTAX,
        pattern="coroutine as __aiter__",
        deprecated="3.5",
        since="3.7",
        errors=(
            Error(
                "3.7-",
                "TypeError",
                # From where PyPy agrees with it: that one receives "a object".
                "object from __aiter__ that does not implement __anext__: coroutine",
            ),
        ),
        results=(Result("3.5-3.6", [1]),),
        before="""
class Once:
    done = False
    async def __aiter__(self):
        return self
    async def __anext__(self):
        if self.done:
            raise StopAsyncIteration
        self.done = True
        return 1

async def main():
    numbers = []
    async for number in Once():
        numbers.append(number)
    return numbers

result = run(main())
""",
        after="""
class Once:
    done = False
    def __aiter__(self):
        return self
    async def __anext__(self):
        if self.done:
            raise StopAsyncIteration
        self.done = True
        return 1

async def main():
    numbers = []
    async for number in Once():
        numbers.append(number)
    return numbers

result = run(main())
""",
        replacement="def __aiter__(self), which returns the iterator itself",
        restored=ADOPT,
        issue="bpo-31709",
        note="The same goes for one with @asyncio.coroutine, which legacyco's own makes what it has"
        " to be.",
    ),
    change(
        "generator-task",
        "a generator as a task's coroutine",
        REMOVED,
        VALUE,
        names=(
            "asyncio.create_task",
            "asyncio.Task",
            "asyncio.AbstractEventLoop.create_task",
            "asyncio.TaskGroup.create_task",
        ),
        argument="coro",
        value="generator",
        since="3.12",
        errors=(Error("3.12-", "TypeError", "a coroutine was expected, got <generator object"),),
        results=(Result("3.4-3.11", 3),),
        before="""
def g():
    yield
    return 3

result = run(loop.create_task(g()))
""",
        after="""
import types

async def shell(generator):
    return await generator

@types.coroutine
def g():
    yield
    return 3

result = run(loop.create_task(shell(g())))
""",
        replacement="async def; or await the generator in a native coroutine",
        restored=LIBRARY,
        issue="cpython#102748",
        note="So do the generators of types.coroutine, the usual stand-in for asyncio.coroutine.",
    ),
    change(
        "generator-awaitable",
        "a generator where an awaitable is taken",
        REMOVED,
        VALUE,
        names=(
            "asyncio.AbstractEventLoop.run_until_complete",
            "asyncio.ensure_future",
            "asyncio.gather",
            "asyncio.shield",
            "asyncio.wait_for",
            "asyncio.as_completed",
        ),
        argument="future",
        value="generator",
        since="3.12",
        errors=(
            Error(
                "3.12-",
                "TypeError",
                "An asyncio.Future, a coroutine or an awaitable is required",
            ),
        ),
        results=(Result("3.4-3.11", 3),),
        before="""
def g():
    yield
    return 3

result = run(g())
""",
        after="""
async def g():
    await asyncio.sleep(0)
    return 3

result = run(g())
""",
        replacement="async def",
        restored=LIBRARY,
        issue="cpython#102748",
    ),
    change(
        "generator-run",
        "a generator for asyncio.run()",
        REMOVED,
        VALUE,
        names=("asyncio.run", "asyncio.Runner.run"),
        argument="main",
        value="generator",
        since="3.12",
        errors=(
            Error("3.12-3.13", "ValueError", "a coroutine was expected, got <generator object"),
            Error("3.14-", "TypeError", "An asyncio.Future, a coroutine or an awaitable"),
        ),
        results=(Result("3.7-3.11", 3),),
        before="""
def g():
    yield
    return 3

result = asyncio.run(g())
""",
        after="""
async def g():
    await asyncio.sleep(0)
    return 3

result = asyncio.run(g())
""",
        replacement="async def",
        restored=LIBRARY,
        issue="cpython#102748",
        note="3.14 takes every awaitable, the generators of types.coroutine among them.",
    ),
    change(
        "generator-threadsafe",
        "a generator for run_coroutine_threadsafe()",
        REMOVED,
        VALUE,
        names=("asyncio.run_coroutine_threadsafe",),
        argument="coro",
        value="generator",
        since="3.12",
        errors=(Error("3.12-", "TypeError", "A coroutine object is required"),),
        results=(Result("3.6-3.11", 3),),
        before="""
def g():
    yield
    return 3

future = asyncio.run_coroutine_threadsafe(g(), loop)
result = run(asyncio.wrap_future(future, loop=loop))
""",
        after="""
async def g():
    await asyncio.sleep(0)
    return 3

future = asyncio.run_coroutine_threadsafe(g(), loop)
result = run(asyncio.wrap_future(future, loop=loop))
""",
        replacement="async def",
        restored=LIBRARY,
        issue="cpython#102748",
    ),
    change(
        "generator-server-callback",
        "a generator function as the callback of start_server()",
        CHANGED,
        VALUE,
        names=("asyncio.start_server", "asyncio.start_unix_server", "asyncio.StreamReaderProtocol"),
        argument="client_connected_cb",
        value="generator function",
        since="3.12",
        results=(Result("3.4-3.11", ["served"]), Result("3.12-", [])),
        before="""
served = []

def handle(reader, writer):
    served.append("served")
    writer.close()
    yield

async def main():
    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write_eof()
    try:
        await asyncio.wait_for(reader.read(), 0.2)
    except asyncio.TimeoutError:
        pass
    writer.close()
    server.close()

run(main())
result = served
""",
        after="""
served = []

async def handle(reader, writer):
    served.append("served")
    writer.close()

async def main():
    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    await reader.read()
    writer.close()
    server.close()

run(main())
result = served
""",
        replacement="async def",
        restored=LIBRARY,
        issue="cpython#102748",
        note="Nothing is raised and nothing is logged: the server accepts and never answers.",
    ),
    change(
        "iscoroutine-generator",
        "asyncio.iscoroutine() of a generator",
        CHANGED,
        RESULT,
        names=("asyncio.iscoroutine", "asyncio.coroutines.iscoroutine"),
        value="generator",
        since="3.12",
        results=(Result("3.4-3.11", True), Result("3.12-", False)),
        before="result = asyncio.iscoroutine(i for i in ())",
        after="import inspect\nresult = inspect.isgenerator(i for i in ())",
        replacement="inspect.isgenerator() beside it",
        restored=LIBRARY,
        issue="cpython#102748",
    ),
    change(
        "iscoroutinefunction",
        "asyncio.iscoroutinefunction()",
        DEPRECATED,
        NAME,
        names=("asyncio.iscoroutinefunction", "asyncio.coroutines.iscoroutinefunction"),
        deprecated="3.14",
        planned="3.16",
        warning="'asyncio.iscoroutinefunction' is deprecated and slated for removal in Python 3.16;"
        " use inspect.iscoroutinefunction() instead",
        results=(Result("3.4-", False),),
        before="result = asyncio.iscoroutinefunction(len)",
        after="import inspect\nresult = inspect.iscoroutinefunction(len)",
        replacement="inspect.iscoroutinefunction()",
        fix=RENAME,
        new_name="inspect.iscoroutinefunction",
        restored=LIBRARY,
        issue="cpython#122858",
        note="On 3.4 to 3.10 only asyncio's function knows functions with @asyncio.coroutine.",
    ),
    change(
        "async-name",
        "asyncio.async()",
        REMOVED,
        NAME,
        names=("asyncio.async", "asyncio.tasks.async"),
        deprecated="3.6",
        since="3.7",
        warning="asyncio.async() function is deprecated, use ensure_future()",
        errors=(Error("3.7-", "AttributeError", "module 'asyncio' has no attribute 'async'"),),
        results=(Result("3.4-3.6", 5),),
        before="""
spawn = getattr(asyncio, "async")
result = run(spawn(asyncio.sleep(0, 5)))
""",
        after="""
result = run(asyncio.ensure_future(asyncio.sleep(0, 5), loop=loop))
""",
        replacement="asyncio.ensure_future()",
        fix=RENAME,
        new_name="asyncio.ensure_future",
        restored=LIBRARY,
        issue="bpo-30406",
        note="Written asyncio.async(...) it is a SyntaxError (async-keyword); legacyco offers"
        " async_ beside getattr(legacyco, 'async').",
    ),
    change(
        "async-keyword",
        "async or await as a name, an attribute or a keyword argument",
        REMOVED,
        SYNTAX,
        pattern="async or await as a name",
        deprecated="3.6",
        since="3.7",
        errors=(Error("3.7-", "SyntaxError", "invalid syntax"),),
        results=(Result("3.4-3.6", 1),),
        before="""
def connect(async=0):
    return async

result = connect(async=1)
""",
        after="""
def connect(async_=0):
    return async_

result = connect(async_=1)
""",
        replacement="another name; async_ is customary",
        restored=ADOPT,
        issue="bpo-30406",
        note="The whole module cannot be imported. What the name belongs to decides the new one:"
        " asyncio.async is ensure_future, a parameter of one's own may become anything.",
    ),
    change(
        "plain-yield",
        "yield of a future or coroutine where yield from is meant",
        NEVER,
        SYNTAX,
        pattern="yield of an awaitable in a coroutine",
        errors=(
            Error("3.6", "RuntimeError", "yield was used instead of yield from"),
            Error("3.7-", "RuntimeError", "Task got bad yield: <coroutine object sleep"),
        ),
        before="""
import types

@types.coroutine
def main():
    yield asyncio.sleep(0)

async def shell():
    await main()

run(shell())
""",
        after="""
async def main():
    await asyncio.sleep(0)

run(main())
""",
        replacement="yield from, or await",
        note="A future that is yielded gives: yield was used instead of yield from in task ... with"
        " ....",
    ),
    change(
        "yield-in-comprehension",
        "yield inside a comprehension or generator expression",
        REMOVED,
        SYNTAX,
        pattern="yield inside a comprehension",
        deprecated="3.7",
        since="3.8",
        warning="'yield' inside list comprehension",
        errors=(Error("3.8-", "SyntaxError", "'yield' inside list comprehension"),),
        before="def g(items):\n    return [(yield item) for item in items]\n",
        after="""
def g(items):
    found = []
    for item in items:
        found.append((yield item))
    return found
""",
        replacement="a loop",
        restored=ADOPT,
        issue="bpo-10544",
    ),
    change(
        "raise-stopiteration",
        "raise StopIteration in a generator to return a value",
        REMOVED,
        SYNTAX,
        pattern="raise StopIteration in a generator",
        deprecated="3.6",
        since="3.7",
        warning="raised StopIteration",
        errors=(Error("3.7-", "RuntimeError", "generator raised StopIteration"),),
        results=(Result("3.4-3.6", 7),),
        before="""
def g():
    yield
    raise StopIteration(7)

result = None
generator = g()
next(generator)
try:
    next(generator)
except StopIteration as stop:
    result = stop.value
""",
        after="""
def g():
    yield
    return 7

result = None
generator = g()
next(generator)
try:
    next(generator)
except StopIteration as stop:
    result = stop.value
""",
        replacement="return",
        issue="bpo-32670",
        note="PEP 479.",
    ),
)
