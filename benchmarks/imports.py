"""What a start costs where a package is adopted: ``python -m benchmarks.imports``.

The same twenty modules are imported as they are and adopted, each time in a process of its own: the
first start, which compiles, and later ones, which find the bytecode.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile

from . import report

_MODULES = 20
_FUNCTION = "@asyncio.coroutine\ndef f%d(x):\n    yield from g(x)\n"

# Seconds of processor time; what legacyco itself takes to import is not part of it.
_TIMED_IMPORT = """
import sys, time
import legacyco, legacyco.adoption.finder, legacyco.adoption.options
if sys.argv[1] == "adopted":
    legacyco.adopt("adopted")
begin = time.process_time()
__import__(sys.argv[1])
print(time.process_time() - begin)
"""


def write_packages(folder):
    """Write the packages ``ordinary`` and ``adopted``, alike but for their imports."""
    functions = "".join(_FUNCTION % number for number in range(200))
    for package, head in (("ordinary", "legacyco as asyncio"), ("adopted", "asyncio")):
        os.mkdir(os.path.join(folder, package))
        for number in range(_MODULES):
            with open(os.path.join(folder, package, "m%d.py" % number), "w") as file:
                file.write("import %s\n%s" % (head, functions))
        with open(os.path.join(folder, package, "__init__.py"), "w") as file:
            file.write("".join("from . import m%d\n" % number for number in range(_MODULES)))


def start(folder, package):
    """Return the seconds that a new process takes to import *package*."""
    path = [folder, os.getcwd(), os.environ.get("PYTHONPATH", "")]
    environment = dict(os.environ, PYTHONPATH=os.pathsep.join(filter(None, path)))
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [sys.executable, "-c", _TIMED_IMPORT, package]
    return float(subprocess.check_output(command, env=environment))


def measure(rounds):
    """Return ``{package: (seconds of the first start, median of the later ones)}``."""
    seconds = {"ordinary": [], "adopted": []}
    with tempfile.TemporaryDirectory() as folder:
        write_packages(folder)
        for _ in range(rounds + 1):
            for package, measured in seconds.items():
                measured.append(start(folder, package))
    return {name: (found[0], statistics.median(found[1:])) for name, found in seconds.items()}


def main(argv=None):
    """Print the first and the later starts, and their ratios."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.imports", description="What a start costs."
    )
    parser.add_argument("--rounds", type=int, default=9, help="later starts of each (9)")
    found = measure(parser.parse_args(argv).rounds)
    rows = [
        [name] + ["%.1f ms" % (1000 * each) for each in seconds] for name, seconds in found.items()
    ]
    ratios = [adopted / ordinary for ordinary, adopted in zip(found["ordinary"], found["adopted"])]
    rows.append(["ratio"] + ["%.2f" % ratio for ratio in ratios])
    print(report.table(["package", "first start", "later starts"], rows))


if __name__ == "__main__":
    main()
