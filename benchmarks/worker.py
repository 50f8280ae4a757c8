"""The process that runs one workload on one engine: ``python -m benchmarks.worker``.

A process of its own for each round keeps the engines apart: none specialises the bytecode,
warms the allocator or trains the just-in-time compiler for another, and the luck of a
process's memory layout is drawn anew each time.
"""

import json
import sys

from . import engines, suite, workload


def main(argv):
    """Run ``ENGINE WORKLOAD SIZE WARM_UPS REPEATS SLOWDOWN`` and print the rates as JSON.

    The warm-ups are not reported; the repeats are added up, for sizes that are too small
    to be measured once.  The slowdown is by how much slower the process is made by who measures it.
    """
    engine = engines.load(argv[0])
    if engine.name.startswith("legacyco"):
        # The loop is not to find its entries slow because of that.
        sys.modules["legacyco.scheduler"].SLOW_STRETCH *= int(argv[5])
    chosen = suite.load(engine)[argv[1]]
    size, warm_ups, repeats = (int(number) for number in argv[2:5])
    for _ in range(warm_ups):
        workload.execute(chosen, engine, size)
    runs = [workload.execute(chosen, engine, size) for _ in range(repeats)]
    operations = sum(run.operations for run in runs)
    rates = {
        clock: operations / sum(getattr(run.instrument, clock) for run in runs)
        for clock in ("wall", "cpu")
    }
    json.dump(rates, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1:])
