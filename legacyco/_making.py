"""The functions that make tasks; their public room is tasks.py."""

import concurrent.futures
import functools
import inspect
import types

from . import _compat, coroutines, events, futures
from ._compat import get_running_loop
from ._task import Task, start_task_with, starters
from .futures import _get_loop, isfuture


# Two dicts are dearer than one: keyword-only parameters have their defaults in one, **kwargs is
# another. So the fast way of create_task() has only the latter, as asyncio's since 3.14.
def create_task(coro, **kwargs):
    """Schedule a coroutine or a generator in the running loop; return its Task.

    *name* and *context* as for Task; *eager_start* too, where the loop's task factory takes it.
    Raises RuntimeError if no loop is running.  asyncio: since 3.7.
    """
    loop = get_running_loop()
    if loop in starters:
        # Not by loop.create_task(), here and below: to hand on the arguments once more costs a
        # quarter of a task.
        return start_task_with(loop, coro, **kwargs) if kwargs else starters[loop](coro)
    if not kwargs and type(coro) is types.CoroutineType:
        # Every loop takes that; on uvloop, nothing else is to come before.
        return loop.create_task(coro)
    if not getattr(loop, "_runs_tasks", False):
        return _create_foreign_task(loop, coro, **kwargs)
    return loop.create_task(coro, **kwargs)


def _create_foreign_task(loop, coro, **kwargs):
    """Make a task on a loop of somebody else."""
    kwargs = {name: value for name, value in kwargs.items() if value is not None}
    if coroutines.iscoroutine(coro) and not isinstance(coro, types.GeneratorType):
        try:
            return loop.create_task(coro, **kwargs)
        except TypeError:
            # A loop that is older than the arguments: the task can be ours.
            if loop.get_task_factory() is not None:
                raise
    return Task(coro, loop=loop, **kwargs)


def _create_counting_task(loop, coro, **kwargs):
    """Make a task on a loop of any kind, with cancelling(), uncancel() and a context of its own."""
    if loop in starters:
        return start_task_with(loop, coro, **kwargs) if kwargs else starters[loop](coro)
    kwargs = {name: value for name, value in kwargs.items() if value is not None}
    if getattr(loop, "_runs_tasks", False):
        return loop.create_task(coro, **kwargs)
    if _compat.TASKS_COUNT_CANCELS:
        return _create_foreign_task(loop, coro, **kwargs)
    if loop.get_task_factory() is None:
        return Task(coro, loop=loop, **kwargs)
    # The loop's user wants tasks of this kind; they know of neither, and some of no name.
    name = kwargs.pop("name", None)
    context = kwargs.pop("context", None) or _compat.copy_context()
    task = context.run(functools.partial(loop.create_task, coro, **kwargs))
    if name is not None and hasattr(task, "set_name"):
        task.set_name(name)
    return task


def ensure_future(coro_or_future, *, loop=None):
    """Return a future as it is; schedule a coroutine, generator or awaitable and return its task.

    Raises ValueError if *loop* is not the future's, TypeError for anything else.
    """
    if type(coro_or_future) is not types.CoroutineType and isfuture(coro_or_future):
        if loop is not None and loop is not _get_loop(coro_or_future):
            raise ValueError(
                "The future belongs to a different loop than the one specified as the loop argument"
            )
        return coro_or_future
    coro = coro_or_future
    if not coroutines.iscoroutine(coro):
        if not inspect.isawaitable(coro):
            raise TypeError(
                "An asyncio.Future, a coroutine or an awaitable is required, got {!r}".format(coro)
            )
        coro = _wrap_awaitable(coro)
    if loop is None:
        loop = events.get_event_loop()
    try:
        if getattr(loop, "_runs_tasks", False):
            return loop.create_task(coro)
        return _create_foreign_task(loop, coro)
    except RuntimeError:
        # Nobody will run it; it must not be reported as never awaited besides.
        coro.close()
        raise


async def _wrap_awaitable(awaitable):
    return await awaitable


def async_(coro_or_future, *, loop=None):
    """ensure_future() by the name it had up to 3.6, ``asyncio.async``."""
    return ensure_future(coro_or_future, loop=loop)


async_.__name__ = async_.__qualname__ = "async"


def run_coroutine_threadsafe(coro, loop):
    """Submit a coroutine or a generator to a loop that runs in another thread.

    Returns a concurrent.futures.Future.  Raises TypeError if *coro* is none.
    """
    if not coroutines.iscoroutine(coro):
        raise TypeError("A coroutine object is required, got {!r}".format(coro))
    future = concurrent.futures.Future()

    def start():
        try:
            futures._chain_future(ensure_future(coro, loop=loop), future)
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as exc:
            if future.set_running_or_notify_cancel():
                future.set_exception(exc)
            raise

    loop.call_soon_threadsafe(start)
    return future


def create_eager_task_factory(custom_task_constructor):
    """Return a task factory whose tasks take their first step at once.

    *custom_task_constructor* is called as Task is, with ``eager_start=True``.  asyncio: since 3.12.
    """

    def factory(loop, coro, *, eager_start=True, **kwargs):
        return custom_task_constructor(coro, loop=loop, eager_start=eager_start, **kwargs)

    return factory


eager_task_factory = create_eager_task_factory(Task)
eager_task_factory.__name__ = eager_task_factory.__qualname__ = "eager_task_factory"
eager_task_factory.__doc__ = "Make tasks that run their first step at once: for set_task_factory()."
