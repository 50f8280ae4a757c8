"""IPython in a terminal: cells that await and cells that run the loop, on one loop."""

import os
import subprocess
import sys

import pytest

PACKAGES = ["ipython"]

START = """\
import asyncio
@asyncio.coroutine
def old(value):
    yield from asyncio.sleep(0)
    return 2 * value

loop = asyncio.get_event_loop()
"""
WITH_LEGACYCO = START.replace("import asyncio", "import legacyco as asyncio")

# Without an await: IPython runs these without a loop.
RUNS_THE_LOOP = "print(loop.run_until_complete(old(21)), loop.is_running())\n"
AWAITS = (
    "future = loop.create_future(); loop.call_soon(future.set_result, 3); print(await future)\n"
)
BOTH = "print(await old(1), loop.run_until_complete(old(2)), loop.is_running())\n"


@pytest.fixture
def in_ipython(debug, tmp_path):
    """Run what is typed, or a file of a name; return what IPython printed."""

    def run(text, *command, name=None):
        if name is not None:
            (tmp_path / name).write_text(text)
        process = subprocess.run(
            [sys.executable, *command],
            input="" if name else text,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=60,
            cwd=str(tmp_path),
            env=dict(os.environ, IPYTHONDIR=str(tmp_path), PYTHONASYNCIODEBUG="1" if debug else ""),
        )
        return process.stdout

    return run


@pytest.mark.works_with(
    "``%load_ext legacyco``, or ``ipython --ext legacyco``: cells, and files of the suffix .ipy, "
    "then run on a nesting loop of legacyco's, and old code in them may run it itself. Below "
    "``python -m legacyco run -m IPython`` that is so from the beginning, and cells and what they "
    "``%run`` see legacyco in the place of asyncio"
)
def test_old_in_new_cells_run_the_loop_that_runs_them(in_ipython):
    text = "%load_ext legacyco\n" + WITH_LEGACYCO + RUNS_THE_LOOP + AWAITS + BOTH + RUNS_THE_LOOP
    printed = in_ipython(text, "-m", "IPython", "--simple-prompt", "--colors", "NoColor")
    for line in ("42 False", "3", "2 4 True", "42 False"):
        assert "]: " + line + "\n" in printed, printed
        printed = printed.partition("]: " + line)[2]
    assert "Error" not in printed


def test_old_in_new_a_file_of_cells(in_ipython):
    """Which IPython runs as one cell."""
    command = ["-m", "IPython", "--ext", "legacyco", "cells.ipy"]
    printed = in_ipython(WITH_LEGACYCO + RUNS_THE_LOOP + AWAITS + BOTH, *command, name="cells.ipy")
    assert printed == "42 True\n3\n2 4 True\n"


def test_below_run_the_cells_are_old_programs(in_ipython):
    command = ["-m", "legacyco", "run", "-m", "IPython", "cells.ipy"]
    printed = in_ipython(START + RUNS_THE_LOOP + AWAITS + BOTH, *command, name="cells.ipy")
    assert printed == "42 True\n3\n2 4 True\n"


def test_below_run_a_program_that_a_cell_runs_is_adopted(in_ipython, tmp_path):
    (tmp_path / "program.py").write_text(START + "print(loop.run_until_complete(old(21)))\n")
    command = ["-m", "legacyco", "run", "-m", "IPython", "--simple-prompt"]
    assert "]: 42\n" in in_ipython("%run program.py\n", *command)


def test_new_in_old_an_error_ends_the_cell_only(in_ipython):
    text = WITH_LEGACYCO + "await old(None)\nawait old(3)\n"
    command = ["-m", "IPython", "--simple-prompt", "--colors", "NoColor", "--ext", "legacyco"]
    printed = in_ipython(text, *command)
    assert "TypeError" in printed
    assert "]: 6\n" in printed
