"""A program that does what programs do prints the same on every interpreter."""

import os
import subprocess
import sys

import pytest

import legacyco

ROOT = os.path.dirname(os.path.dirname(legacyco.__file__))
EXAMPLES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "examples")


@pytest.mark.parametrize("debug", ["", "1"], ids=["plain", "debug"])
def test_the_job_server_prints_what_it_prints_everywhere(debug):
    child = subprocess.run(
        [sys.executable, "-W", "error", os.path.join(EXAMPLES, "real_program.py")],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        universal_newlines=True,
        timeout=50,
        env=dict(os.environ, PYTHONPATH=ROOT, PYTHONASYNCIODEBUG=debug),
    )

    with open(os.path.join(EXAMPLES, "real_program.txt")) as file:
        assert child.stdout == file.read()
    # In debug mode, slow callbacks are in the log.
    assert [line for line in child.stderr.splitlines() if not line.startswith("Executing <")] == []
    assert child.returncode == 0
