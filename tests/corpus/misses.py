"""The oracle's tests that do not pass with legacyco, each with its reason.

A row names tests of one package by a pattern over their ids, and the Pythons it is true for. A test
that does not pass and is not in the table fails the run, and so does a row whose tests all pass.
"""

import fnmatch
from collections import namedtuple


class Row(namedtuple("Row", "package pythons tests why unreachable sometimes reason")):
    """One reason, for the tests whose failure has the text *why* in it.

    *unreachable*: the test dies of something that is not asyncio, and is not counted. *sometimes*:
    it passes in one run and fails in the next.
    """

    def matches(self, test, why):
        # A parametrised test has brackets in its id, which are no pattern.
        return fnmatch.fnmatchcase(test, self.tests.replace("[", "[[]")) and self.why in why


def _missed(package, pythons, tests, why, reason, sometimes=False):
    return Row(package, pythons.split(), tests, why, False, sometimes, reason)


def _unreachable(package, pythons, tests, why, reason, sometimes=False):
    return Row(package, pythons.split(), tests, why, True, sometimes, reason)


BOTH = "3.13 3.15"

MISSES = [
    _missed(
        "aiohttp",
        BOTH,
        "tests/test_client_functional.py::test_format_task_get",
        "<Task pending name",
        "Compares the beginning of a task's repr. Since 3.8 that is the task's name, in legacyco as"
        " in asyncio.",
    ),
    _missed(
        "aiohttp",
        BOTH,
        "tests/test_pytest_plugin.py::test_myplugin",
        "'errors': 1",
        "Starts another pytest in its own process, on a suite that it writes, and without"
        " ``-p legacyco``: nobody adopts that.",
    ),
    _unreachable(
        "janus",
        "3.15",
        "tests/test_async.py::*",
        "AssertionError: True is not false",
        "Looks at a ``threading.Lock`` without waiting for the thread that takes it for a moment."
        " Since 3.14 a thread that was waiting for a lock has it before it runs; the same happens"
        " with asyncio's event loop.",
        sometimes=True,
    ),
]


def rows_for(package, python):
    """Return the rows that are true of a package's suite on a Python like "3.13"."""
    return [row for row in MISSES if row.package == package.name and python in row.pythons]
