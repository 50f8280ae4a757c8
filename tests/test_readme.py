"""What the README shows is what the repository contains and what a reader gets."""

import os
import re
import subprocess
import sys
import textwrap

import legacyco

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
EXAMPLE = os.path.join("docs", "examples", "count_lines.py")


def read(*path):
    with open(os.path.join(ROOT, *path), encoding="utf-8") as file:
        return file.read()


def literal_block_after(line):
    """Return the indented block of the README that follows *line*, as it would be typed."""
    _, found, rest = read("README.rst").partition(line + "\n\n")
    assert found, "the README has no line %r" % line
    return textwrap.dedent(re.match(r"(?:    .*\n|\n)+", rest).group()).strip("\n") + "\n"


def commands():
    return re.findall(r"^    (python3 \.ci/in-venv .*)$", read("README.rst"), re.MULTILINE)


def test_the_example_is_the_one_in_docs_examples():
    assert literal_block_after(".. code-block:: python") == read(EXAMPLE)


def test_the_example_prints_what_the_readme_says():
    arguments = commands()[0].partition(EXAMPLE)[2].split()

    printed = subprocess.check_output(
        [sys.executable, "-W", "error", EXAMPLE] + arguments,
        cwd=ROOT,
        env=dict(os.environ, PYTHONPATH=os.path.dirname(os.path.dirname(legacyco.__file__))),
        universal_newlines=True,
    )

    promise = "With ``%s`` as arguments it prints, on every Python from 3.6 to 3.15::"
    assert printed == literal_block_after(promise % " ".join(arguments))


def test_an_old_and_a_new_function_call_each_other_within_the_first_screen():
    first_screen = "\n".join(read("README.rst").splitlines()[:45])

    assert "@asyncio.coroutine" in first_screen
    assert "async def main" in first_screen


def test_there_are_two_commands_and_the_second_passes_the_tests():
    assert len(commands()) == 2
    assert commands()[1] == "python3 .ci/in-venv tox"


def test_every_file_that_the_readme_names_is_there():
    targets = re.findall(r"<((?:docs/|[A-Z]+)[^<>]*)>`_", read("README.rst"))

    assert len(targets) >= 5
    assert [target for target in targets if not os.path.exists(os.path.join(ROOT, target))] == []
