"""What an operation costs in bytecode instructions: ``python tests/step_cost.py [--write]``.

Counts, unlike times, are the same on every machine and under every load. Only legacyco's own code
is counted, so that the programs below may change without the figures. The committed ones, of every
CPython, are in step_costs.json.
"""

import argparse
import collections
import json
import os
import sys

import legacyco
from legacyco import scheduler

FIGURES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "step_costs.json")
PACKAGE = os.path.dirname(os.path.abspath(legacyco.__file__)) + os.sep
VERSION = "%d.%d" % sys.version_info[:2]

# Enough that what happens once, or once for 64 entries, is a rounding error.
_OPERATIONS = 400


async def _give_way(count):
    for _ in range(count):
        await legacyco.sleep(0)


async def switch(count):
    """``sleep(0)``, one of 4 tasks."""
    await legacyco.gather(*[_give_way(count // 4) for _ in range(4)])


async def _nothing():
    pass


async def spawn(count):
    """A task that ends at its first step, and is awaited; 100 at a time."""
    for _ in range(count // 100):
        for task in [legacyco.create_task(_nothing()) for _ in range(100)]:
            await task


async def cancel(count):
    """A waiting task is cancelled and awaited; 100 at a time."""
    loop = legacyco.get_running_loop()
    for _ in range(count // 100):
        tasks = [legacyco.create_task(_wait(loop.create_future())) for _ in range(100)]
        await legacyco.sleep(0)
        for task in tasks:
            task.cancel()
        for task in tasks:
            try:
                await task
            except legacyco.CancelledError:
                pass


async def _wait(future):
    await future


async def future(count):
    """A callback sets the result of a new future that a task awaits."""
    loop = legacyco.get_running_loop()
    for _ in range(count):
        waiter = loop.create_future()
        loop.call_soon(waiter.set_result, None)
        await waiter


async def gather(count):
    """A coroutine of gather(); 100 at a time."""
    for _ in range(count // 100):
        await legacyco.gather(*[_nothing() for _ in range(100)])


async def wait_for(count):
    """A coroutine that gives way, with a timeout."""
    for _ in range(count):
        await legacyco.wait_for(_give_way(1), 60)


async def _put(queue, count):
    for number in range(count):
        await queue.put(number)


async def queue(count):
    """An item through a bounded queue."""
    items = legacyco.Queue(10)
    putter = legacyco.create_task(_put(items, count))
    for _ in range(count):
        await items.get()
    await putter


OPERATIONS = (switch, spawn, cancel, future, gather, wait_for, queue)


def count(operation):
    """Return how many bytecode instructions of legacyco one *operation* takes."""
    counted = collections.Counter()

    def trace(frame, event, arg):
        if not frame.f_code.co_filename.startswith(PACKAGE):
            return None
        frame.f_trace_opcodes = True
        frame.f_trace_lines = False
        if event == "opcode":
            counted["opcodes"] += 1
        return trace

    async def main():
        # The first time through, the loop makes what it keeps.
        await operation(100)
        # 3.12 reports instructions only where a frame has asked for them before settrace().
        sys._getframe().f_trace_opcodes = True
        sys.settrace(trace)
        try:
            # A frame is traced from its next call on: those of the loop are not, and need not be.
            await operation(_OPERATIONS)
        finally:
            sys.settrace(None)

    previous, slow = sys.gettrace(), scheduler.SLOW_STRETCH
    # How often the selector is asked is not to depend on how fast the tracing is.
    scheduler.SLOW_STRETCH = float("inf")
    try:
        legacyco.run(main())
    finally:
        scheduler.SLOW_STRETCH = slow
        sys.settrace(previous)
    return round(counted["opcodes"] / _OPERATIONS, 1)


def figures():
    """Return the committed figures: ``{version: {operation: instructions}}``."""
    with open(FIGURES) as file:
        return json.load(file)


def main():
    """Print the counts of the running Python beside the committed ones, or commit them."""
    parser = argparse.ArgumentParser(prog="python tests/step_cost.py")
    parser.add_argument("--write", action="store_true", help="make them the committed ones")
    options = parser.parse_args()
    committed = figures() if os.path.exists(FIGURES) else {}
    counts = {operation.__name__: count(operation) for operation in OPERATIONS}
    for name, instructions in counts.items():
        before = committed.get(VERSION, {}).get(name)
        print("%-10s %6.1f  (committed: %s)" % (name, instructions, before))
    if options.write:
        committed[VERSION] = counts
        with open(FIGURES, "w") as file:
            json.dump(committed, file, indent=2, sort_keys=True)
            file.write("\n")


if __name__ == "__main__":
    main()
