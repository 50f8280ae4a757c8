"""The functions that make tasks and wait for them.

All of them take coroutines, decorated and plain generators, futures and awaitables, and all accept
``loop=`` as they did up to 3.9.  What they return can be awaited, and yielded from in decorated and
in plain generators.
"""

from ._gathering import _GatheringFuture as _GatheringFuture, gather, shield
from ._making import (
    _create_counting_task as _create_counting_task,
    _create_foreign_task as _create_foreign_task,
    _wrap_awaitable as _wrap_awaitable,
    async_,
    create_eager_task_factory,
    create_task,
    eager_task_factory,
    ensure_future,
    run_coroutine_threadsafe,
)
from ._task import Task, _PyTask, _task_name_counter, all_tasks, current_task
from ._waiting import (
    ALL_COMPLETED,
    FIRST_COMPLETED,
    FIRST_EXCEPTION,
    _AsCompletedIterator as _AsCompletedIterator,
    _cancel_and_wait as _cancel_and_wait,
    _iterate as _iterate,
    _release_waiter as _release_waiter,
    _wait as _wait,
    as_completed,
    sleep,
    wait,
    wait_for,
)

__all__ = (
    "ALL_COMPLETED",
    "FIRST_COMPLETED",
    "FIRST_EXCEPTION",
    "Task",
    "all_tasks",
    "as_completed",
    "async_",
    "create_eager_task_factory",
    "create_task",
    "current_task",
    "eager_task_factory",
    "ensure_future",
    "gather",
    "run_coroutine_threadsafe",
    "shield",
    "sleep",
    "wait",
    "wait_for",
    "_PyTask",
    "_task_name_counter",
)

# A keyword since 3.7: ``getattr(legacyco, "async")`` finds it all the same.
globals()["async"] = async_
