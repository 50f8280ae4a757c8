"""The budget of one task step: ``python -m benchmarks.budget``.

The floor is a deque of generators.  Each rung after it adds one thing that a task step must do,
as legacyco does it, and what it costs is the difference to the rung before.  The last line is
legacyco itself, so that nothing is left out silently.

A rung is a function that runs 100 generators or coroutines to their end, *steps* steps each.
"""

import argparse
import asyncio
import collections
import statistics
import time
import types
from asyncio.events import _set_running_loop
from contextvars import copy_context
from itertools import repeat

from legacyco._compat import current_tasks, swap_current_task

from . import engines, report, suite, workload

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
    __slots__ = ("context", "send", "ready", "waiter", "must_cancel", "loop")

    def __init__(self, coroutine, ready, loop):
        self.context = copy_context()
        self.send = coroutine.send
        self.ready = ready
        self.loop = loop
        self.must_cancel = False
        self.waiter = None
        ready.append(self)


class _RunEntry(_Entry):
    __slots__ = ()

    def _run(self):
        try:
            self.context.run(self.send, None)
        except StopIteration:
            pass
        else:
            self.ready.append(self)


def entries(steps):
    """the task is an object, the entry's ``_run()`` a method: handles stand there too"""
    ready = collections.deque()
    for _ in range(WALKERS):
        _RunEntry(_walk(steps), ready, None)
    while ready:
        ready.popleft()._run()


def batches(steps):
    """batches, so that ``stop()`` and the selector have their turn"""
    ready = collections.deque()
    for _ in range(WALKERS):
        _RunEntry(_walk(steps), ready, None)
    _run_batches(ready)


def _run_batches(ready):
    popleft = ready.popleft
    while ready:
        for _ in repeat(None, len(ready)):
            popleft()._run()


class _LookingEntry(_Entry):
    __slots__ = ()

    def _run(self):
        if self.must_cancel:
            raise NotImplementedError
        self.waiter = None
        try:
            yielded = self.context.run(self.send, None)
        except StopIteration:
            pass
        else:
            if yielded is None:
                self.ready.append(self)
            else:
                raise NotImplementedError


def looks(steps):
    """a look at what was yielded, and at whether the task was cancelled"""
    ready = collections.deque()
    for _ in range(WALKERS):
        _LookingEntry(_walk(steps), ready, None)
    _run_batches(ready)


class _CurrentEntry(_Entry):
    __slots__ = ()

    def _run(self):
        if self.must_cancel:
            raise NotImplementedError
        loop = self.loop
        self.waiter = None
        if current_tasks is None:
            swap_current_task(loop, self)
        else:
            current_tasks[loop] = self
        try:
            yielded = self.context.run(self.send, None)
        except StopIteration:
            swap_current_task(loop, None)
        else:
            if yielded is None:
                self.ready.append(self)
            else:
                raise NotImplementedError


def current(steps):
    """the current task is made known to asyncio, and to every library that asks it"""
    loop = asyncio.new_event_loop()
    # Since 3.14 only the running loop has a current task.
    _set_running_loop(loop)
    try:
        ready = collections.deque()
        for _ in range(WALKERS):
            _CurrentEntry(_walk(steps), ready, loop)
        _run_batches(ready)
    finally:
        _set_running_loop(None)
        loop.close()


def _switch_on(name):
    engine = engines.load(name)
    switch = suite.load(engine)["switch"]

    def run(steps):
        workload.execute(switch, engine, steps * WALKERS)

    return run


RUNGS = (floor, sends, awaits, contexts, entries, batches, looks, current)


def measure(steps, rounds):
    """Return (what, nanoseconds) for every rung, then for legacyco and asyncio; medians."""
    runs = [(rung.__doc__, rung) for rung in RUNGS]
    runs += [("all of legacyco", _switch_on("legacyco")), ("all of asyncio", _switch_on("asyncio"))]
    seconds = {what: [] for what, _ in runs}
    for _ in range(rounds):
        # Interleaved, as the benchmarks are.
        for what, run in runs:
            started = time.process_time()
            run(steps)
            seconds[what].append(time.process_time() - started)
    return [(what, 1e9 * statistics.median(seconds[what]) / (steps * WALKERS)) for what, _ in runs]


def main(argv=None):
    """Print the budget as a table."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.budget", description="What one task step consists of."
    )
    parser.add_argument("--rounds", type=int, default=9, help="interleaved; medians are shown (9)")
    parser.add_argument("--steps", type=int, default=2000, help="of each of 100 tasks (2000)")
    options = parser.parse_args(argv)
    rows, before = [], 0.0
    for what, cost in measure(options.steps, options.rounds):
        is_whole = what == "all of asyncio"
        rows.append([what, "%.0f ns" % cost, "" if is_whole else "%+.0f" % (cost - before)])
        before = cost
    print(report.table(["one step", "costs", "more"], rows))


if __name__ == "__main__":
    main()
