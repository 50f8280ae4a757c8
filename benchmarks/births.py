"""The budget of a task that is made, runs to its end at its first step, and is awaited.

The rungs of ``python -m benchmarks.budget spawn``; see there.
"""

import collections
from contextvars import copy_context
from types import CoroutineType

from legacyco._compat import drop_task, keep_task

_BATCH = 100
_new = object.__new__
_send = CoroutineType.send


async def _child(value):
    return value


def _in_batches(steps, run_batch):
    for _ in range(steps):
        run_batch([_child(value) for value in range(_BATCH)])


def coroutines(steps):
    """a coroutine is made, runs to its end, and is dropped"""

    def run_batch(children):
        for child in children:
            try:
                child.send(None)
            except StopIteration as exc:
                exc.value  # noqa: B018

    _in_batches(steps, run_batch)


class _Task:
    """As many slots as legacyco's, and nothing but what every task needs."""

    __slots__ = (
        ("state", "result", "exception", "waiters", "blocking", "coro", "context", "waits_for")
        + ("must_cancel", "name", "ready", "cancels", "loop", "unretrieved", "error")
        + ("__weakref__", "__dict__")
    )

    def __await__(self):
        if self.state == "PENDING":
            yield self
        return self.result


class _FinalizedTask(_Task):
    __slots__ = ()

    def __del__(self):
        if self.state == "PENDING":
            raise NotImplementedError


def _run_plainly(ready):
    while ready:
        task = ready.popleft()
        try:
            _send(task.coro, None)
        except StopIteration as exc:
            task.result = exc.value
            task.state = "FINISHED"


def _run_in_contexts(ready):
    while ready:
        task = ready.popleft()
        try:
            task.context.run(_send, task.coro, None)
        except StopIteration as exc:
            task.result = exc.value
            task.state = "FINISHED"


def _run_known(ready):
    while ready:
        task = ready.popleft()
        try:
            task.context.run(_send, task.coro, None)
        except StopIteration as exc:
            drop_task(task)
            task.result = exc.value
            task.state = "FINISHED"


def _run_tasks(steps, cls, run_ready, copies_context=True, is_known=True):
    ready = collections.deque()

    def start(coro):
        task = _new(cls)
        task.state = "PENDING"
        task.exception = task.waiters = task.waits_for = task.name = task.loop = None
        task.blocking = task.must_cancel = False
        task.cancels = 0
        task.coro = coro
        task.context = copy_context() if copies_context else None
        task.ready = ready
        ready.append(task)
        if is_known:
            keep_task(task)
        return task

    async def run_batch(children):
        tasks = [start(child) for child in children]
        run_ready(ready)
        for task in tasks:
            await task

    def run(children):
        try:
            run_batch(children).send(None)
        except StopIteration:
            pass

    _in_batches(steps, run)


def tasks(steps):
    """an object around it, with what a task remembers; it is queued, and awaited"""
    _run_tasks(steps, _Task, _run_plainly, copies_context=False, is_known=False)


def contexts(steps):
    """a copy of the context, to run in"""
    _run_tasks(steps, _Task, _run_in_contexts, is_known=False)


def known(steps):
    """``all_tasks()`` knows it, and it is kept alive"""
    _run_tasks(steps, _Task, _run_known)


def finalized(steps):
    """a finalizer, for "Task was destroyed but it is pending!" """
    _run_tasks(steps, _FinalizedTask, _run_known)


RUNGS = (coroutines, tasks, contexts, known, finalized)
