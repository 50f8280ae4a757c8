"""Runs programs on loops whose clock jumps instead of waiting, and on a wall clock that follows.

``python quick_clock.py LIBRARY`` reads ``[[path, "HH:MM:SS"], ...]`` as JSON from standard input:
programs, and what the wall clock is to start at for each.  LIBRARY, legacyco or asyncio, is what
they get for their ``import legacyco as asyncio``.  It writes a list of what they print.
"""

import contextlib
import datetime
import importlib
import io
import itertools
import json
import os
import re
import sys
import time
import traceback
import warnings

sys.path.insert(1, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
from fake_clock import new_fake_clock_loop

# In seconds, for each look at the clock: asyncio's timers that are due at the very same time come
# in any order.
TICK = 1e-6


def quick_loop(library):
    """Return a new loop of *library* on a jumping clock that ticks a little."""
    loop = new_fake_clock_loop(library.SelectorEventLoop)
    jumping, ticks = loop.time, itertools.count()
    loop.time = lambda: jumping() + TICK * next(ticks)
    return loop


def make_loops_quick(library):
    """Have *library* make quick loops only; return the list that they are put into."""

    class QuickPolicy(type(library.get_event_loop_policy())):
        def new_event_loop(self):
            loops.append(quick_loop(library))
            return loops[-1]

    loops = []
    library.set_event_loop_policy(QuickPolicy())
    return loops


@contextlib.contextmanager
def wall_clock(start, loops):
    """Have datetime.datetime.now() and time.strftime() follow the clock of the last loop."""

    class QuickDatetime(datetime.datetime):
        @classmethod
        def now(cls):
            return start + datetime.timedelta(seconds=loops[-1].time())

    real = datetime.datetime, time.strftime
    datetime.datetime = QuickDatetime
    time.strftime = lambda pattern: real[1](pattern, QuickDatetime.now().timetuple())
    try:
        yield
    finally:
        datetime.datetime, time.strftime = real


def run(library, program, at):
    """Return what the program prints."""
    start = datetime.datetime.strptime("2018-06-27 " + at, "%Y-%m-%d %H:%M:%S")
    with warnings.catch_warnings():
        # asyncio's policies are deprecated since 3.14.
        warnings.simplefilter("ignore", DeprecationWarning)
        loops = make_loops_quick(library)
    with open(program) as file:
        source = re.sub(r"\blegacyco\b", library.__name__, file.read(), count=1)
    with contextlib.redirect_stdout(io.StringIO()) as printed, wall_clock(start, loops):
        try:
            exec(compile(source, program, "exec"), {"__name__": "__main__"})
        except Exception:
            traceback.print_exc(file=printed)
    return printed.getvalue()


def main():
    library = importlib.import_module(sys.argv[1])
    json.dump([run(library, *program) for program in json.load(sys.stdin)], sys.stdout)


if __name__ == "__main__":
    main()
