"""What an import of the library costs: ``python -m benchmarks.starting``.

The processor time of an interpreter that imports asyncio, and of one that imports legacyco, beside
one that imports nothing; interleaved, so that what else the machine does hits all three.
"""

import argparse
import os
import resource
import statistics
import subprocess
import sys

from . import report

PROGRAMS = ("pass", "import asyncio", "import legacyco")


def start(program):
    """Return the seconds of processor time that a new process takes for *program*."""
    environment = dict(os.environ)
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    before = _spent()
    subprocess.check_call([sys.executable, "-c", program], env=environment)
    return _spent() - before


def _spent():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def measure(rounds):
    """Return ``{program: seconds of each round}``, without a first one, which may compile."""
    seconds = {program: [] for program in PROGRAMS}
    for _ in range(rounds + 1):
        for program, measured in seconds.items():
            measured.append(start(program))
    return {program: measured[1:] for program, measured in seconds.items()}


def main(argv=None):
    """Print the least and the median of each."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.starting", description="What an import of the library costs."
    )
    parser.add_argument("--rounds", type=int, default=40, help="starts of each (40)")
    rows = [
        [program] + ["%.1f ms" % (1000 * each) for each in (min(found), statistics.median(found))]
        for program, found in measure(parser.parse_args(argv).rounds).items()
    ]
    print(report.table(["program", "least", "median"], rows))


if __name__ == "__main__":
    main()
