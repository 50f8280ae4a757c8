"""Instructions of the processor for one operation: ``python -m benchmarks.instructions``.

Counted by valgrind, which has to be installed.  The counts depend neither on the machine's mood nor
on what else it does, and so say more about small differences than times do; they say nothing of
what waiting for memory costs.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from . import engines, measure, report

#: The workloads that neither wait for a clock nor need a second thread or the network, and have as
#: many operations as their size says.
WORKLOADS = (
    "switch",
    "spawn",
    "chain",
    "future",
    "call_soon",
    "queue",
    "lock",
    "wait_for",
    "cancel",
)

# What an operation costs is the difference: it leaves out the start of the interpreter, and what
# happens until the bytecode is specialised.
_SIZES = (2000, 6000)

# How much slower than without it a process can be.
_SLOWDOWN = 1000

_COMMAND = [
    "valgrind",
    "--tool=cachegrind",
    "--cache-sim=no",
    "--cachegrind-out-file=" + os.devnull,
]


def _count(job):
    """Return how many instructions a worker process takes for *job*: engine, workload, size."""
    engine, workload, size = job
    result = subprocess.run(
        _COMMAND + measure.worker_command(engine, workload, size, slowdown=_SLOWDOWN),
        # With the same seed each time: the counts are compared.
        env=measure.worker_environment(PYTHONHASHSEED="0"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        universal_newlines=True,
    )
    if result.returncode:
        raise measure.WorkerFailed("%s on %s:\n%s" % (workload, engine, result.stderr))
    return counted(result.stderr)


def counted(text):
    """Return the number in what valgrind has written.

    Raises ValueError if there is none.
    """
    found = re.search(r"I\s+refs:\s+([\d,]+)", text)
    if found is None:
        raise ValueError("no count of instructions in what valgrind wrote: %r" % text)
    return int(found.group(1).replace(",", ""))


def rows(workloads, names, count=_count):
    """Return the rows of the table, each when it is known; *names* are the engines'."""
    small, large = _SIZES
    # As many at a time as there are processors: they do not get into each other's way.
    with ThreadPoolExecutor(os.cpu_count()) as executor:
        for workload in workloads:
            jobs = [(name, workload, size) for name in names for size in _SIZES]
            counts = list(executor.map(count, jobs))
            costs = [
                (most - least) / (large - small) for least, most in zip(counts[::2], counts[1::2])
            ]
            row = [workload, "{:,.0f}".format(costs[0])]
            for cost in costs[1:]:
                row += ["{:,.0f}".format(cost), "%.2f" % (costs[0] / cost)]
            yield row


def main(argv=None):
    """Print the table; return the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.instructions",
        description="Instructions for one operation; ratios to the first engine.",
    )
    parser.add_argument("workloads", nargs="*", metavar="WORKLOAD", help=", ".join(WORKLOADS))
    parser.add_argument(
        "--engines", default="asyncio,legacyco", help="separated by commas (asyncio,legacyco)"
    )
    options = parser.parse_args(argv)
    names = options.engines.split(",")
    for given, known in ((options.workloads, WORKLOADS), (names, engines.NAMES)):
        for name in given:
            if name not in known:
                parser.error("%r is not one of %s" % (name, ", ".join(known)))
    if shutil.which(_COMMAND[0]) is None:
        parser.error("valgrind is not installed: it is what counts the instructions")
    header = ["one operation"]
    for name in names:
        header += [engines.TITLES[name]] + ["ratio"] * (name != names[0])
    print(report.table(header, list(rows(options.workloads or WORKLOADS, names))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
