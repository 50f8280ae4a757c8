"""What one operation costs beside 100, 1,000, ... 1,000,000 others of its kind."""

import functools

from . import measure

SIZES = (100, 1000, 10000, 100000, 1000000)

#: The workloads whose size is how many tasks or timers exist at once.
WORKLOADS = ("live", "timer_cancel")

# Small sizes are repeated until a run has about this many tasks.
_TASKS_IN_A_RUN = 50000


def run(workload, names, sizes, rounds, clock, progress):
    """Measure *workload* for every engine in *names* and every size.

    Returns the rows for :func:`report.growth` and the list of failures.
    """
    jobs = [
        functools.partial(measure.run_worker, name, workload, size, max(1, _TASKS_IN_A_RUN // size))
        for name in names
        for size in sizes
    ]
    series, failures = measure.interleave(jobs, rounds, clock, progress)
    width = len(sizes)
    rows = [(name, series[at * width : (at + 1) * width]) for at, name in enumerate(names)]
    return rows, failures
