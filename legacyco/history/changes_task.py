"""Rules for tasks and futures, and for what subclasses and factories of them must accept."""

from legacyco.history.changes import (
    CALLBACK,
    CHANGED,
    LIBRARY,
    MENDED,
    METHOD,
    NAME,
    OVERRIDE,
    REMOVED,
    RENAME,
    RESULT,
    VALUE,
    WRAP_TASKS,
    Error,
    Result,
    change,
    under,
)

TASK_CHANGES = (
    change(
        "task-all-tasks",
        "Task.all_tasks()",
        REMOVED,
        NAME,
        names=("asyncio.Task.all_tasks",),
        argument="loop",
        deprecated="3.7",
        since="3.9",
        warning="Task.all_tasks() is deprecated, use asyncio.all_tasks() instead",
        errors=(
            Error(
                "3.9-", "AttributeError", "type object '_asyncio.Task' has no attribute '{name}'"
            ),
        ),
        results=(Result("3.4-3.8", 1),),
        before="""
async def main():
    return len(asyncio.Task.all_tasks(loop=loop))

result = run(main())
""",
        after="""
async def main():
    return len(asyncio.all_tasks(loop))

result = run(main())
""",
        replacement="asyncio.all_tasks()",
        fix=RENAME,
        new_name="asyncio.all_tasks",
        restored=LIBRARY,
        issue="bpo-32250, bpo-40967",
        note="The old method also listed finished tasks that were still alive, and worked outside"
        " a running loop; the function wants a running loop or loop=.",
    ),
    change(
        "task-current-task",
        "Task.current_task()",
        REMOVED,
        NAME,
        names=("asyncio.Task.current_task",),
        argument="loop",
        deprecated="3.7",
        since="3.9",
        warning="Task.current_task() is deprecated, use asyncio.current_task() instead",
        errors=(
            Error(
                "3.9-", "AttributeError", "type object '_asyncio.Task' has no attribute '{name}'"
            ),
        ),
        results=(Result("3.4-3.8", True),),
        before="""
async def main():
    return asyncio.Task.current_task() is not None

result = run(main())
""",
        after="""
async def main():
    return asyncio.current_task() is not None

result = run(main())
""",
        replacement="asyncio.current_task()",
        fix=RENAME,
        new_name="asyncio.current_task",
        restored=LIBRARY,
        issue="bpo-32250, bpo-40967",
        note="Without a running loop the old method asked get_event_loop(); the function raises"
        " RuntimeError.",
    ),
    change(
        "wait-coroutines",
        "coroutines for asyncio.wait()",
        REMOVED,
        VALUE,
        names=("asyncio.wait",),
        argument="fs",
        value="coroutine",
        deprecated="3.9",
        since="3.11",
        warning="The explicit passing of coroutine objects to asyncio.wait() is deprecated since"
        " Python 3.8, and scheduled for removal in Python 3.11.",
        errors=(
            Error("3.11-", "TypeError", "Passing coroutines is forbidden, use tasks explicitly."),
        ),
        results=(Result("3.4-3.10", (2, 0)),),
        before="""
async def main():
    done, pending = await asyncio.wait([asyncio.sleep(0), asyncio.sleep(0)])
    return len(done), len(pending)

result = run(main())
""",
        after="""
async def main():
    tasks = [asyncio.ensure_future(asyncio.sleep(0)) for _ in range(2)]
    done, pending = await asyncio.wait(tasks)
    return len(done), len(pending)

result = run(main())
""",
        replacement="tasks: asyncio.ensure_future() or asyncio.create_task() round every coroutine",
        fix=WRAP_TASKS,
        restored=LIBRARY,
        issue="bpo-34790",
        note="Documented as deprecated in 3.8, which does not warn.",
    ),
    change(
        "wait-generator",
        "a generator of futures for asyncio.wait()",
        MENDED,
        VALUE,
        names=("asyncio.wait",),
        argument="fs",
        value="iterator",
        since="3.12",
        errors=(Error("3.4-3.11", "TypeError", "expect a list of futures, not generator"),),
        results=(Result("3.12-", 2),),
        before="""
async def main():
    tasks = [asyncio.ensure_future(asyncio.sleep(0)) for _ in range(2)]
    done, pending = await asyncio.wait(task for task in tasks)
    return len(done)

result = run(main())
""",
        after="""
async def main():
    tasks = [asyncio.ensure_future(asyncio.sleep(0)) for _ in range(2)]
    done, pending = await asyncio.wait(list(task for task in tasks))
    return len(done)

result = run(main())
""",
        replacement="a list",
        restored=LIBRARY,
        issue="cpython#78530",
    ),
    change(
        "task-set-result",
        "set_result() and set_exception() of a task",
        REMOVED,
        METHOD,
        names=("asyncio.Task.set_result", "asyncio.Task.set_exception"),
        since="3.7",
        errors=(Error("3.7-", "RuntimeError", "Task does not support set_result operation"),),
        results=(Result("3.4-3.6", 1),),
        before="""
task = loop.create_task(asyncio.sleep(0))
task.set_result(1)
result = task.result()
""",
        after="""
future = loop.create_future()
future.set_result(1)
result = future.result()
""",
        replacement="a future of its own beside the task",
        issue="bpo-32363",
        note="legacyco refuses as well: two owners of one result are a bug on every version.",
    ),
    change(
        "future-stopiteration",
        "StopIteration as a future's exception",
        MENDED,
        VALUE,
        names=("asyncio.Future.set_exception",),
        argument="exception",
        value="StopIteration",
        since="3.13",
        errors=(
            Error(
                "3.4-3.12",
                "TypeError",
                "StopIteration interacts badly with generators and cannot be raised into a Future",
            ),
        ),
        results=(Result("3.13-", "RuntimeError"),),
        before="""
future = loop.create_future()
future.set_exception(StopIteration())
result = type(future.exception()).__name__
""",
        after="""
future = loop.create_future()
future.set_exception(RuntimeError("exhausted"))
result = type(future.exception()).__name__
""",
        replacement="another exception; 3.13 wraps it into a RuntimeError",
        restored=LIBRARY,
        issue="cpython#112182",
    ),
    change(
        "task-private-attribute",
        "private methods of tasks and futures",
        REMOVED,
        METHOD,
        names=under("asyncio.Task", "_step _wakeup _schedule_callbacks")
        + ("asyncio.Future._schedule_callbacks",),
        since="3.7",
        errors=(
            Error("3.7-", "AttributeError", "'_asyncio.Future' object has no attribute '{name}'"),
        ),
        before="loop.create_future()._schedule_callbacks",
        after="loop.create_future().add_done_callback",
        replacement="add_done_callback(), cancel() and the other public methods",
        note="The futures and tasks of the C accelerator never had them: they were gone with it,"
        " in 3.6, wherever the accelerator was built.",
    ),
    change(
        "task-factory-signature",
        "a task factory that takes only (loop, coro)",
        REMOVED,
        CALLBACK,
        names=("asyncio.AbstractEventLoop.set_task_factory",),
        argument="name",
        since="3.13.3",
        errors=(
            Error("3.13.3", "TypeError", "<lambda>() got an unexpected keyword argument 'name'"),
            Error("3.14-", "TypeError", "<lambda>() got an unexpected keyword argument 'name'"),
        ),
        results=(Result("3.8-3.13.2", "n"), Result("3.13.4-3.13", "n")),
        before="""
loop.set_task_factory(lambda loop, coro: asyncio.Task(coro, loop=loop))
task = loop.create_task(asyncio.sleep(0), name="n")
run(task)
result = task.get_name()
""",
        after="""
loop.set_task_factory(lambda loop, coro, **kwargs: asyncio.Task(coro, loop=loop, **kwargs))
task = loop.create_task(asyncio.sleep(0), name="n")
run(task)
result = task.get_name()
""",
        replacement="a factory that takes **kwargs and passes them on",
        restored=LIBRARY,
        issue="cpython#128307, cpython#133948",
        note="3.13.3 passed name= and context= on always; the later 3.13 do not, 3.14 does again."
        " eager_start= came in 3.14.",
    ),
    change(
        "loop-create-task-override",
        "a loop class whose create_task() takes no name",
        REMOVED,
        OVERRIDE,
        names=("asyncio.AbstractEventLoop.create_task",),
        argument="name",
        since="3.13",
        errors=(
            Error("3.13-", "TypeError", "create_task() got an unexpected keyword argument 'name'"),
        ),
        results=(Result("3.8-3.12", "n"),),
        before="""
class Loop(asyncio.SelectorEventLoop):
    def create_task(self, coro):
        return super().create_task(coro)

async def main():
    task = asyncio.create_task(asyncio.sleep(0), name="n")
    await task
    return task.get_name()

own = Loop()
try:
    result = own.run_until_complete(main())
finally:
    own.close()
""",
        after="""
class Loop(asyncio.SelectorEventLoop):
    def create_task(self, coro, **kwargs):
        return super().create_task(coro, **kwargs)

async def main():
    task = asyncio.create_task(asyncio.sleep(0), name="n")
    await task
    return task.get_name()

own = Loop()
try:
    result = own.run_until_complete(main())
finally:
    own.close()
""",
        replacement="a create_task() that takes **kwargs and passes them on",
        issue="uvloop#746",
        note="Up to 3.12 asyncio.create_task() set the name afterwards. 3.13.0 passes name=None"
        " even where no name is given. legacyco passes it on where it is given, as 3.14 does.",
    ),
    change(
        "loop-call-soon-override",
        "a loop class whose call_soon(), call_later() or call_at() takes no context",
        REMOVED,
        OVERRIDE,
        names=under(
            "asyncio.AbstractEventLoop", "call_soon call_soon_threadsafe call_later call_at"
        ),
        argument="context",
        since="3.7",
        errors=(
            Error("3.7-", "TypeError", "call_soon() got an unexpected keyword argument 'context'"),
        ),
        results=(Result("3.4-3.6", 1),),
        before="""
class Loop(asyncio.SelectorEventLoop):
    def call_soon(self, callback, *args):
        return super().call_soon(callback, *args)

own = Loop()
try:
    result = own.run_until_complete(asyncio.sleep(0, 1))
finally:
    own.close()
""",
        after="""
class Loop(asyncio.SelectorEventLoop):
    def call_soon(self, callback, *args, **kwargs):
        return super().call_soon(callback, *args, **kwargs)

own = Loop()
try:
    result = own.run_until_complete(asyncio.sleep(0, 1))
finally:
    own.close()
""",
        replacement="methods that take **kwargs and pass them on",
        issue="bpo-32436",
    ),
    change(
        "wait-for-cancellation",
        "wait_for() returns before what it cancelled has ended",
        CHANGED,
        RESULT,
        names=("asyncio.wait_for",),
        since="3.7",
        results=(Result("3.4-3.6", False), Result("3.7-", True)),
        before="""
ended = []

async def slow():
    try:
        await asyncio.sleep(10)
    finally:
        await asyncio.sleep(0)
        ended.append(True)

async def main():
    try:
        await asyncio.wait_for(slow(), 0.01)
    except asyncio.TimeoutError:
        return bool(ended)

result = run(main())
""",
        after="""
async def main():
    task = asyncio.ensure_future(asyncio.sleep(10))
    done, pending = await asyncio.wait([task], timeout=0.01)
    task.cancel()
    return not done

result = run(main())
""",
        replacement="asyncio.wait() with a timeout, where the cancelled task is not to be awaited",
        issue="bpo-32751",
        note="legacyco behaves as the newest Python does.",
    ),
)
