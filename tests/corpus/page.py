"""Write docs/corpus.rst from what the runs found: ``python -m tests.corpus page``."""

import glob
import os
import re
from collections import OrderedDict

from . import places
from .holdout import HOLDOUT, REASONS
from .misses import MISSES
from .oracle import Verdict
from .packages import PACKAGES
from .suite import Result
from .ways import WAYS

HEAD = """\
.. Written by tests/corpus/page.py; change it there.

Old packages, unmodified
========================

Packages that were written for asyncio before ``async def`` and cannot be imported any more, as they
are on PyPI, with their own test suites as the judge. The *oracle* of a package are the tests that
pass on CPython 3.6 with its own asyncio; those of trollius, which is for Python 2, on CPython 2.7.
The tables say how many of them pass on a new Python

- *plain*: with nothing done about it,
- with *the usual repair*: ``asyncio.coroutine = types.coroutine``, which is what people put into
  ``sitecustomize.py``, and ``asyncio.async`` likewise,
- with *that, and edits*: besides, every ``x.async`` renamed by hand in the package and its suite,
- with *legacyco*: ``python -m legacyco run --adopt PACKAGE -m pytest``, nothing else. Of trollius
  only the two helper modules of its suite are there then: what is tested is ``legacyco.trollius``.

What a new Python lacks besides asyncio is given to all four: ``setuptools`` and ``legacy-cgi`` are
installed, and a pytest plugin restores ``collections.Mapping``, ``assertEquals``, weak TLS and the
like (``tests/corpus/plugins/corpus_shims.py``).

``tox -e corpus`` takes the packages from PyPI and runs them on Python 3.13 and 3.15 with legacyco;
it fails where less than 99% of what is reachable passes, and where a test that does not pass has no
reason in the list below, from ``tests/corpus/misses.py``. ``python -m tests.corpus run all --way
all`` and ``python -m tests.corpus page`` write this page.

"""

COLUMNS = OrderedDict(
    [
        ("plain", "plain"),
        ("patch", "the usual repair"),
        ("patch-and-edit", "that, and edits"),
        ("legacyco", "legacyco"),
    ]
)


def findings():
    """Return ``{(package, way, python): what the run found}`` for all saved runs."""
    found = {}
    for name in PACKAGES:
        for path in glob.glob(os.path.join(places.below("results", name, "x")[:-1], "*.json")):
            way, python = re.match(r"(.*)-(3\.\d+)\.json$", os.path.basename(path)).groups()
            found[name, way, python] = places.load(path)
    return found


def verdict(found, name, way, python):
    """Return the Verdict over a saved run."""
    run = found[name, way, python]
    result = Result(run["tests"], run["errors"], run["finished"])
    return Verdict(PACKAGES[name], python, result, explained=way == "legacyco")


def _table(rows, widths):
    lines = [".. list-table::", "   :header-rows: 1", "   :widths: %s" % widths, ""]
    for row in rows:
        for index, cell in enumerate(row):
            lines.append("   %s %s" % ("* -" if index == 0 else "  -", cell))
    return "\n".join(lines) + "\n\n"


def figures(found, python):
    """Yield the rows of the table for one Python."""
    yield ["package", "what it is", "oracle"] + list(COLUMNS.values()) + ["%"]
    for name, package in PACKAGES.items():
        verdicts = [verdict(found, name, way, python) for way in COLUMNS]
        counts = [str(len(each.passed)) for each in verdicts]
        last = verdicts[-1]
        reachable = last.total - len(last.unreachable)
        if last.unreachable:
            counts[-1] += " of %d reachable" % reachable
        title = "%s %s" % (name, package.version)
        yield [title, package.sentence, last.total] + counts + ["%.1f" % last.percentage]


def reasons(found, pythons):
    """Yield the text about each row of misses.py that is true of a saved run."""
    for row in MISSES:
        on = [each for each in pythons if each in row.pythons]
        tests = set()
        for python in on:
            for each, missed in verdict(found, row.package, "legacyco", python).rows:
                tests |= missed if each == row else set()
        if not on or not (tests or row.sometimes):
            continue
        yield "**%s** (%s%s%s)\n\n%s\n\n" % (
            row.package,
            ", ".join(on),
            "; out of reach" if row.unreachable else "",
            "; not in every run" if row.sometimes else "",
            row.reason,
        )
        for test in sorted(tests) or [row.tests]:
            yield "- ``%s``\n" % test
        yield "\n"


OTHERS = """\
Other packages
--------------

Releases that the corpus does not have were tried likewise, once each, on the Pythons that have a
number, to find what it does not show (``tests/corpus/holdout.py``). Nothing of this runs in CI.

"""


def others():
    """Yield the section about the packages of holdout.py."""
    yield OTHERS
    rows = [["package", "what it is", "oracle", "plain", "legacyco, 3.13", "legacyco, 3.15"]]
    for row in HOLDOUT:
        passed = [row.passed.get(python, "-") for python in ("3.13", "3.15")]
        rows.append([row.package, row.what, row.oracle, row.plain] + passed)
    yield _table(rows, "18 38 10 10 12 12")
    yield "What did not pass:\n\n"
    for row in HOLDOUT:
        if row.missed:
            yield "- **%s**: %s\n" % (row.package, row.missed)
    yield "\n" + REASONS


def page(found):
    """Return the text of docs/corpus.rst."""
    pythons = sorted({python for _, _, python in found}, key=lambda each: int(each.split(".")[1]))
    pythons = [each for each in pythons if _is_complete(found, each)]
    text = [HEAD]
    for python in pythons:
        text.append("Python %s\n%s\n\n" % (python, "-" * len("Python " + python)))
        text.append(_table(figures(found, python), "18 30 10 10 10 10 12 8"))
    text.append("What does not pass, and why\n---------------------------\n\n")
    text.extend(reasons(found, pythons))
    text.extend(others())
    return "".join(text).rstrip("\n") + "\n"


def _is_complete(found, python):
    return all((name, way, python) in found for name in PACKAGES for way in WAYS)


def write(path):
    """Write the page, from all ways on every Python that has all of them."""
    with open(path, "w", encoding="utf-8") as stream:
        stream.write(page(findings()))
