"""A dependency of another time is named, with the line that installs those of its own."""

import importlib
import os
import subprocess
import sys

import pytest

from legacyco.adoption import ages

pytestmark = pytest.mark.skipif(ages.metadata is None, reason="importlib.metadata is new in 3.8")


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """Return a function that installs a distribution of one module, by its metadata."""
    monkeypatch.syspath_prepend(str(tmp_path))

    def install(name, version, text="", pythons=(), requires_python=None, requires=()):
        module = name.replace("-", "_")
        (tmp_path / (module + ".py")).write_text(text)
        folder = tmp_path / "{}-{}.dist-info".format(module, version)
        folder.mkdir()
        lines = ["Metadata-Version: 2.1", "Name: " + name, "Version: " + version]
        lines += ["Classifier: Programming Language :: Python :: " + each for each in pythons]
        lines += ["Requires-Dist: " + each for each in requires]
        if requires_python:
            lines.append("Requires-Python: " + requires_python)
        (folder / "METADATA").write_text("\n".join(lines) + "\n")
        (folder / "top_level.txt").write_text(module + "\n")
        (folder / "RECORD").write_text(module + ".py,,\n")
        importlib.invalidate_caches()
        return tmp_path

    return install


OLD = {"pythons": ("3", "3.5", "3.6"), "requires": ("async-newlib (>=1)", "x; extra == 'test'")}


@pytest.mark.parametrize(
    "newer, expected",
    [
        ({"requires_python": ">=3.11"}, True),
        ({"requires_python": ">= 3.7, <4"}, True),
        ({"pythons": ("3.5", "3.13")}, True),
        ({"pythons": ("3.9",)}, False),
        ({"requires_python": ">=3.6"}, False),
        ({"requires_python": ">=2.7, !=3.0.*", "pythons": ("3.6",)}, False),
        ({}, False),
    ],
)
def test_what_is_years_newer(installed, newer, expected):
    installed("oldlib", "0.9", **OLD)
    installed("async-newlib", "17.1", **newer)
    found = ages.too_new(ages.distribution("oldlib"))
    assert [each.name for each in found] == ["async-newlib"] * expected


def test_a_distribution_that_says_nothing_is_of_no_time(installed):
    installed("oldlib", "0.9", requires=("async-newlib",))
    installed("async-newlib", "17.1", requires_python=">=3.12")
    assert ages.too_new(ages.distribution("oldlib")) == []
    assert ages.distribution("never-was") is None


def test_a_module_belongs_to_a_distribution(installed):
    installed("async-newlib", "17.1")
    assert ages.distribution_of("async_newlib").version == "17.1"
    assert ages.distribution_of("never_was") is None


def test_the_line_to_type(installed):
    installed("oldlib", "0.9", **OLD)
    assert ages.pip_line(ages.distribution("oldlib")) == (
        "pip install --force-reinstall --uploaded-prior-to 2020-10-05T00:00:00Z oldlib==0.9"
    )


@pytest.mark.parametrize(
    "text, newer, told",
    [
        ("from async_newlib import gone", "", True),
        ("import async_newlib\nasync_newlib.gone", "", True),
        ("import async_newlib\nasync_newlib.call(loop=None)", "def call(): pass", True),
        ("from async_newlib import call\ncall()", "def call(): raise TypeError('x')", True),
        ("import async_newlib\nlen(1)", "", False),
        ("import async_newlib\nint('x')", "", False),
    ],
)
def test_a_program_that_dies_of_one(installed, text, newer, told):
    installed("oldlib", "0.9", "import asyncio\n" + text, **OLD)
    folder = installed("async-newlib", "17.1", newer, requires_python=">=3.11")
    done = subprocess.run(
        [sys.executable, "-m", "legacyco", "run", "--adopt", "oldlib", "-c", "import oldlib"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        universal_newlines=True,
        env=dict(os.environ, PYTHONPATH=str(folder)),
    )
    assert done.returncode == 1
    last = done.stderr.rstrip().split("\n")[-1]
    expected = (
        "legacyco: oldlib 0.9 (of the time of Python 3.6) needs async-newlib, and there is"
        " async-newlib 17.1 (of the time of Python 3.11); with pip 26 or newer: pip install"
    )
    assert last.startswith(expected) == told
