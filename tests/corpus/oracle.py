"""A run compared with the oracle."""

from . import places
from .misses import rows_for

# Percent of the tests that are reachable on a Python which have to pass there.
GOAL = 99.0


def oracle(package):
    """Return the ids of the tests that pass on CPython 3.6 with its own asyncio."""
    passed = places.load(places.data_file(package))["oracle"]["passed"]
    return {
        "%s::%s" % (file, test) if test else file
        for file, tests in passed.items()
        for test in tests
    }


class Verdict:
    """What a run made of the oracle's tests.

    *passed*, *missed* and *unreachable* are sets of ids; together they are the oracle. The tests of
    *unexplained* did not pass and have no row in misses.py; those of *stale* rows all passed.
    """

    def __init__(self, package, python, result, explained=True):
        everything = oracle(package)
        rows = rows_for(package, python) if explained else []
        self.package = package
        self.python = python
        self.result = result
        self.passed = result.passed() & everything
        failed = everything - self.passed
        why = {test: result.why(test) for test in failed}
        self.rows = [(row, {t for t in failed if row.matches(t, why[t])}) for row in rows]
        self.unreachable = set().union(*[tests for row, tests in self.rows if row.unreachable])
        self.missed = failed - self.unreachable
        self.unexplained = failed.difference(*[tests for _, tests in self.rows])
        self.stale = [row for row, tests in self.rows if not tests and not row.sometimes]

    @property
    def total(self):
        return len(self.passed) + len(self.missed) + len(self.unreachable)

    @property
    def percentage(self):
        """Percent of what is reachable."""
        return 100.0 * len(self.passed) / max(1, self.total - len(self.unreachable))

    def complaints(self):
        """Yield a text for each reason to fail."""
        if self.percentage < GOAL:
            yield "%.1f%% of what is reachable passes, less than %.0f%%" % (self.percentage, GOAL)
        if not self.result.finished:
            yield "the suite did not come to its end"
        for why, tests in sorted(self._unexplained_by_reason().items()):
            yield "%s\n    not explained in misses.py: %s" % (why, "\n      ".join(tests))
        for row in self.stale:
            yield "listed in misses.py, and passes: " + row.tests

    def _unexplained_by_reason(self):
        reasons = {}
        for test in sorted(self.unexplained):
            reasons.setdefault(self.result.why(test), []).append(test)
        return reasons

    def summary(self):
        text = "%s %s on %s: %d of %d, %.1f%%" % (
            self.package.name,
            self.package.version,
            self.python,
            len(self.passed),
            self.total - len(self.unreachable),
            self.percentage,
        )
        if self.unreachable:
            text += ", and %d out of reach" % len(self.unreachable)
        return text
