"""``tox -e opening``: what the README opens with, typed as it stands.

The environment has been made with what its first line installs; the others are run here.
"""

import os
import shlex
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def opening():
    """Return the README's first literal block, as a list of its lines."""
    with open(os.path.join(ROOT, "README.rst"), encoding="utf-8") as file:
        _, _, rest = file.read().partition("::\n\n")
    return [line.strip() for line in rest.partition("\n\n")[0].splitlines()]


def main():
    """Run the commands, and compare what they print with what the README says they print."""
    install, run, *promised = opening()
    assert install.startswith("$ pip install legacyco "), install
    arguments = shlex.split(run)
    assert arguments[:3] == ["$", "python", "-m"], run
    # From the root, as a reader types it; but the package is the one that was installed.
    printed = subprocess.check_output(
        [sys.executable] + arguments[2:], cwd=ROOT, universal_newlines=True, timeout=60
    ).splitlines()
    assert sorted(printed) == sorted(promised), (printed, promised)
    print("%s\n%s" % (run, "\n".join(printed)))


if __name__ == "__main__":
    main()
