"""Worker processes, interleaved rounds, medians.

A round runs every engine once on a workload, each in a fresh process, so that whatever
else the machine does falls on all of them alike; the median of the rounds is reported.

The clock is the processor time of the worker unless the workload or the caller says
otherwise.  A workload never waits, so on an idle machine it equals the wall time; on a
busy one it stays within a few percent from run to run where wall time varies by a quarter.
"""

import json
import os
import platform
import statistics
import subprocess
import sys

CLOCKS = ("cpu", "wall")

# Debug mode and a fixed hash seed are settings of whoever calls, not of what is measured.
_NOT_INHERITED = ("PYTHONASYNCIODEBUG", "PYTHONDEVMODE", "PYTHONHASHSEED", "PYTHONMALLOC")

# A just-in-time compiler is measured when it has compiled.
_WARM_UPS = 8 if platform.python_implementation() == "PyPy" else 0


class WorkerFailed(Exception):
    """A worker process ended with an error; the text is what it wrote."""


class Series:
    """The rates of one engine on one workload, one for each round, and their median."""

    def __init__(self):
        self.rates = []

    @property
    def median(self):
        return statistics.median(self.rates)

    @property
    def noise(self):
        """Median distance from the median, as a fraction of it."""
        middle = self.median
        return statistics.median(abs(rate - middle) for rate in self.rates) / middle


def worker_command(engine, name, size, warm_ups=0, repeats=1, slowdown=1):
    """Return the command that runs the workload of that *name* in a process of its own."""
    numbers = [str(number) for number in (size, warm_ups, repeats, slowdown)]
    return [sys.executable, "-m", __package__ + ".worker", engine, name] + numbers


def worker_environment(**settings):
    """Return the environment for a worker, with *settings* besides."""
    inherited = {key: value for key, value in os.environ.items() if key not in _NOT_INHERITED}
    return dict(inherited, **settings)


def run_worker(engine, workload, size, repeats=1):
    """Run *workload* on the engine of that name in a fresh process and return its rates.

    Raises WorkerFailed with what the process wrote.
    """
    warm_ups = _WARM_UPS if workload.warms_up else 0
    command = worker_command(engine, workload.name, size, warm_ups, repeats)
    result = subprocess.run(
        command,
        env=worker_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        universal_newlines=True,
    )
    if result.returncode or result.stderr:
        raise WorkerFailed("%s on %s:\n%s" % (workload.name, engine, result.stderr))
    return json.loads(result.stdout)


def interleave(jobs, rounds, clock, progress):
    """Run *jobs* for so many *rounds* and return the list of their series, in order.

    A job is a function without arguments that returns rates; in each round every job runs
    once.  A job that fails is not tried again and its series stays empty: the failures are
    returned as a second list.  *progress* is called after each job.
    """
    series = [Series() for _ in jobs]
    failures = {}
    for _ in range(rounds):
        for place, job in enumerate(jobs):
            if place in failures:
                continue
            try:
                series[place].rates.append(job()[clock])
            except WorkerFailed as error:
                failures[place] = str(error)
            progress()
    return series, list(failures.values())
