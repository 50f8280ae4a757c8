"""The budget of one task step, and of one task: ``python -m benchmarks.budget``.

The floor of a step is a deque of generators, that of a task a coroutine.  Each rung after it adds
one thing that must be done, as legacyco does it, and what it costs is the difference to the rung
before.  The last line is legacyco itself, so that nothing is left out silently.

A rung of a step is a function that runs 100 generators or coroutines to their end, *steps* steps
each; those of a task, in births.py, run *steps* times 100 coroutines.

Each has the loop of the one before written out: a function for what they share would be a frame
more, and be measured with them.
"""

import argparse
import asyncio
import collections
import statistics
import time
import types
from asyncio.events import _set_running_loop
from contextvars import copy_context

from legacyco._compat import current_tasks, swap_current_task

from . import births, engines, report, suite, workload

WALKERS = 100


def _bare(steps):
    for _ in range(steps):
        yield


@types.coroutine
def _sleep(delay):
    if delay <= 0:
        yield
        return


async def _walk(steps):
    for _ in range(steps):
        await _sleep(0)


def floor(steps):
    """a bare deque of generators"""
    ready = collections.deque(_bare(steps) for _ in range(WALKERS))
    while ready:
        generator = ready.popleft()
        for _ in generator:
            ready.append(generator)
            break


def sends(steps):
    """``send()`` with StopIteration caught, in place of next"""
    ready = collections.deque(_bare(steps) for _ in range(WALKERS))
    while ready:
        generator = ready.popleft()
        try:
            generator.send(None)
        except StopIteration:
            pass
        else:
            ready.append(generator)


def awaits(steps):
    """``await sleep(0)`` in a coroutine, in place of a bare ``yield``"""
    ready = collections.deque(_walk(steps) for _ in range(WALKERS))
    while ready:
        coroutine = ready.popleft()
        try:
            coroutine.send(None)
        except StopIteration:
            pass
        else:
            ready.append(coroutine)


def contexts(steps):
    """``Context.run()``: each task has its context variables"""
    ready = collections.deque((copy_context(), _walk(steps).send) for _ in range(WALKERS))
    while ready:
        entry = ready.popleft()
        context, send = entry
        try:
            context.run(send, None)
        except StopIteration:
            pass
        else:
            ready.append(entry)


class _Entry:
    __slots__ = ("context", "send", "waiter", "must_cancel")

    def __init__(self, coroutine):
        self.context = copy_context()
        self.send = coroutine.send
        self.must_cancel = False
        self.waiter = None


def _entries(steps):
    return collections.deque(_Entry(_walk(steps)) for _ in range(WALKERS))


def entries(steps):
    """the task is an object, told by its type from the handles that stand there too"""
    ready = _entries(steps)
    while ready:
        entry = ready.popleft()
        if type(entry) is not _Entry:
            raise NotImplementedError
        try:
            entry.context.run(entry.send, None)
        except StopIteration:
            pass
        else:
            ready.append(entry)


def batches(steps):
    """batches, so that ``stop()`` and the selector have their turn"""
    ready = _entries(steps)
    popleft = ready.popleft
    left = len(ready)
    while True:
        if not left:
            left = len(ready)
            if not left:
                break
        left -= 1
        entry = popleft()
        if type(entry) is not _Entry:
            raise NotImplementedError
        try:
            entry.context.run(entry.send, None)
        except StopIteration:
            pass
        else:
            ready.append(entry)


def looks(steps):
    """a look at what was yielded, and at whether the task was cancelled"""
    ready = _entries(steps)
    popleft = ready.popleft
    left = len(ready)
    while True:
        if not left:
            left = len(ready)
            if not left:
                break
        left -= 1
        entry = popleft()
        if type(entry) is not _Entry or entry.must_cancel:
            raise NotImplementedError
        entry.waiter = None
        try:
            yielded = entry.context.run(entry.send, None)
        except StopIteration:
            pass
        else:
            if yielded is not None:
                raise NotImplementedError
            ready.append(entry)


def current(steps):
    """the current task is made known to asyncio, and to every library that asks it"""
    loop = asyncio.new_event_loop()
    # Since 3.14 only the running loop has a current task.
    _set_running_loop(loop)
    try:
        _run_current(_entries(steps), loop)
    finally:
        swap_current_task(loop, None)
        _set_running_loop(None)
        loop.close()


def _run_current(ready, loop):
    popleft = ready.popleft
    left = len(ready)
    while True:
        if not left:
            left = len(ready)
            if not left:
                break
        left -= 1
        entry = popleft()
        if type(entry) is not _Entry or entry.must_cancel:
            raise NotImplementedError
        entry.waiter = None
        if current_tasks is None:
            swap_current_task(loop, entry)
        else:
            current_tasks[loop] = entry
        try:
            yielded = entry.context.run(entry.send, None)
        except StopIteration:
            pass
        else:
            if yielded is not None:
                raise NotImplementedError
            ready.append(entry)


STEP_RUNGS = (floor, sends, awaits, contexts, entries, batches, looks, current)

# The rungs, by the workload that they lead to.
LADDERS = {"switch": STEP_RUNGS, "spawn": births.RUNGS}
_OPERATIONS = {"switch": "one step", "spawn": "one task"}


def _whole(workload_name, engine_name):
    engine = engines.load(engine_name)
    chosen = suite.load(engine)[workload_name]

    def run(steps):
        workload.execute(chosen, engine, steps * WALKERS)

    return run


def measure(name, steps, rounds):
    """Return (what, nanoseconds) for every rung, then for legacyco and asyncio; medians."""
    runs = [((rung.__doc__ or rung.__name__).strip(), rung) for rung in LADDERS[name]]
    runs += [("all of " + engine, _whole(name, engine)) for engine in ("legacyco", "asyncio")]
    seconds = {what: [] for what, _ in runs}
    for _ in range(rounds):
        # Interleaved, as the benchmarks are.
        for what, run in runs:
            started = time.process_time()
            run(steps)
            seconds[what].append(time.process_time() - started)
    return [(what, 1e9 * statistics.median(seconds[what]) / (steps * WALKERS)) for what, _ in runs]


def main(argv=None):
    """Print the budgets as tables."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.budget",
        description="What one task step consists of, and what one task.",
    )
    parser.add_argument("ladders", nargs="*", help="switch, spawn; by default both")
    parser.add_argument("--rounds", type=int, default=9, help="interleaved; medians are shown (9)")
    parser.add_argument("--steps", type=int, default=1000, help="times 100 operations (1000)")
    options = parser.parse_args(argv)
    for name in options.ladders or LADDERS:
        rows, before = [], 0.0
        for what, cost in measure(name, options.steps, options.rounds):
            is_whole = what == "all of asyncio"
            rows.append([what, "%.0f ns" % cost, "" if is_whole else "%+.0f" % (cost - before)])
            before = cost
        print(report.table([_OPERATIONS[name], "costs", "more"], rows))


if __name__ == "__main__":
    main()
