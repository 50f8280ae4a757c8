"""Run the program, on Python 2.7 too, and see whether it prints what it prints everywhere.

    python tests/straddling

Ends with 1, and the difference, if it does not.
"""

from __future__ import print_function

import difflib
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))


def difference(**environ):
    """Return how the program's output differs from the recorded one: lines, [] if it does not."""
    process = subprocess.Popen(
        [sys.executable, os.path.join(HERE, "program.py")],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=dict(os.environ, **environ),
    )
    printed = process.communicate()[0].decode("utf-8").splitlines()
    with open(os.path.join(HERE, "program.txt")) as recorded:
        expected = recorded.read().splitlines()
    return list(difflib.unified_diff(expected, printed, "program.txt", "printed", lineterm=""))


if __name__ == "__main__":
    lines = difference()
    print("\n".join(lines or ["%s prints what all do" % sys.version.split()[0]]))
    sys.exit(bool(lines))
