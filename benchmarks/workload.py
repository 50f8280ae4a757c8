"""What a workload is: a coroutine function with a size, an answer and a measured part.

A workload is written once, in ``async def``, and is given a :class:`Run`.  It does its
preparation, then everything that counts inside ``with run.timed(operations):``, and
returns a checksum.  A run whose checksum is wrong is an error, not a measurement.
"""

import gc
import time

from .memory import resident_mebibytes


class WrongAnswer(Exception):
    """A workload finished but did not compute what it must."""


class Workload:
    """One workload: the coroutine function and what the runner must know about it.

    *size* is chosen so that asyncio needs a few tenths of a second.  *answer* maps a size
    to the checksum.  *unit* is what the rate counts, for instance ``"switches/s"``.  *warms_up*
    is false where a run before would falsify the next.  *clock* is ``"cpu"``, or ``"wall"``
    where one thread's waiting for another is part of what is measured.
    """

    def __init__(self, function, name, size, answer, unit, warms_up, clock):
        self.function = function
        self.name = name
        self.size = size
        self.answer = answer
        self.unit = unit
        self.warms_up = warms_up
        self.clock = clock

    @property
    def summary(self):
        """First line of the coroutine function's docstring, its name under -OO."""
        return (self.function.__doc__ or self.function.__name__).strip().splitlines()[0]


def workload(name, size, answer, unit, warms_up=True, clock="cpu"):
    """Turn a coroutine function into a :class:`Workload`."""

    def wrap(function):
        return Workload(function, name, size, answer, unit, warms_up, clock)

    return wrap


class Stopwatch:
    """Seconds of wall time and of processor time (all threads) that a block took."""

    def __enter__(self):
        # The garbage of the preparation is nobody's cost.  The collector itself stays on:
        # programs run with it on.
        gc.collect()
        self._wall = time.perf_counter()
        self._cpu = time.process_time()

    def __exit__(self, *exc_info):
        self.cpu = time.process_time() - self._cpu
        self.wall = time.perf_counter() - self._wall


class Scale:
    """Mebibytes by which the process grew while a block ran."""

    def __enter__(self):
        gc.collect()
        self._before = resident_mebibytes()

    def __exit__(self, *exc_info):
        gc.collect()
        # No growth at all is possible for a tiny size; a rate needs a number above zero.
        self.wall = self.cpu = max(resident_mebibytes() - self._before, 1 / 256)


class Run:
    """One execution of a workload: the names to use, the size, and the instrument."""

    def __init__(self, engine, loop, size):
        self.aio = engine.module
        self.spawn = engine.spawn
        self.loop = loop
        self.size = size
        self.operations = None
        self.instrument = None

    def timed(self, operations):
        """Return the context manager for the part that counts: so many *operations*."""
        self.operations = operations
        self.instrument = Stopwatch()
        return self.instrument

    def weighed(self, operations):
        """As :meth:`timed`, but what counts is memory: *operations* per mebibyte."""
        self.operations = operations
        self.instrument = Scale()
        return self.instrument

    def rate(self, clock="wall"):
        """Operations per second (or per mebibyte); *clock* is ``"wall"`` or ``"cpu"``."""
        return self.operations / getattr(self.instrument, clock)


def execute(workload, engine, size=None):
    """Run *workload* once on a fresh event loop of *engine* and return its :class:`Run`.

    Raises WrongAnswer when the checksum is not the workload's answer for this size.
    """
    size = workload.size if size is None else size
    loop = engine.new_event_loop()
    try:
        run = Run(engine, loop, size)
        checksum = loop.run_until_complete(workload.function(run))
    finally:
        loop.close()
    expected = workload.answer(size)
    if checksum != expected:
        raise WrongAnswer(
            "%s on %s with size %d returned %r instead of %r"
            % (workload.name, engine.name, size, checksum, expected)
        )
    return run
