"""The oracle's tests that do not pass with legacyco, each with its reason.

A row names tests of one package by a pattern over their ids, and the Pythons it is true for. A test
that does not pass and is not in the table fails the run, and so does a row whose tests all pass.
"""

import fnmatch
from collections import namedtuple


class Row(namedtuple("Row", "package pythons tests unreachable sometimes reason")):
    """One reason.

    *unreachable*: the test dies of something that is not asyncio, and is not counted. *sometimes*:
    it passes in one run and fails in the next.
    """

    def matches(self, test):
        # A parametrised test has brackets in its id, which are no pattern.
        return fnmatch.fnmatchcase(test, self.tests.replace("[", "[[]"))


def _missed(package, pythons, tests, reason, sometimes=False):
    return Row(package, pythons.split(), tests, False, sometimes, reason)


def _unreachable(package, pythons, tests, reason, sometimes=False):
    return Row(package, pythons.split(), tests, True, sometimes, reason)


MISSES = []


def rows_for(package, python):
    """Return the rows that are true of a package's suite on a Python like "3.13"."""
    return [row for row in MISSES if row.package == package.name and python in row.pythons]
