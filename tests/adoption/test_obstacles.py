"""``python -m legacyco doctor``: all that stands between a package and this Python, at once."""

import sys

import pytest
from test_too_new import installed  # noqa: F401

from legacyco import cli
from legacyco.adoption import AdoptionError, ages, obstacles

pytestmark = pytest.mark.skipif(
    ages.metadata is None or sys.version_info < (3, 12), reason="most of it is gone since 3.12"
)

OLD = """
import asyncio
import imp
import collections

@asyncio.coroutine
def wait(queue):
    try:
        yield from queue.get()
    except Exception:
        pass
    return collections.Mapping
"""


@pytest.fixture
def packages(installed):  # noqa: F811
    installed(
        "oldlib", "0.9", OLD, pythons=("3.6",), requires=("newlib", "never-was", "x; extra == 'y'")
    )
    installed("newlib", "17.1", "import asyncio\n", pythons=("3.13",), requires=("helper",))
    installed("helper", "2", "import asyncio\nasyncio.coroutine(len)\n")


def test_everything_is_listed_at_once(packages):
    text = "\n".join(obstacles.lines("oldlib"))
    assert "oldlib 0.9 (of the time of Python 3.6)" in text
    assert "never-was is not installed\n        pip install never-was" in text
    assert "years newer: newlib 17.1 (of the time of Python 3.13)" in text
    assert "asyncio of another time: " in text and "@asyncio.coroutine, gone since" in text
    assert "pip install zombie-imp" in text
    assert "--shims" in text
    assert "--era 3.7, if it relies on that" in text
    # What a requirement requires, too; what is well is not listed.
    assert "\nhelper 2\n" in text
    assert "\nnewlib" not in text
    assert "oldlib" not in sys.modules


def test_a_package_of_today_has_no_obstacles(packages, capsys):
    with pytest.raises(SystemExit) as caught:
        cli.main(["doctor", "newlib"])
    assert caught.value.code == 1
    with pytest.raises(SystemExit) as caught:
        cli.main(["doctor", "pytest"])
    assert caught.value.code == 0
    assert (
        "Nothing was found that stands between pytest and this Python." in capsys.readouterr().out
    )


def test_a_package_that_is_not_there(capsys):
    with pytest.raises(AdoptionError, match="there is no package or module 'never_was' here"):
        list(obstacles.lines("never_was"))
    with pytest.raises(SystemExit) as caught:
        cli.main(["doctor", "never_was"])
    assert caught.value.code == 2
