"""Write docs/conformance.rst from what the conformance tests found on each interpreter.

``python -m tests.conformance.report``, after tox has run ``tests/conformance`` everywhere: each
interpreter leaves its findings in build/conformance. Their directory and the page may be given
as arguments.
"""

import json
import os
import platform
import sys
from collections import OrderedDict

from . import exclusions

HEAD = """\
.. Written by tests/conformance/report.py; change it there.

Conformance
===========

CPython tests asyncio with the package ``test.test_asyncio``, which comes with the interpreter. The
tests of legacyco run that package, the running interpreter's own, unchanged, with legacyco in the
place of asyncio: ``tests/conformance``. A test that the suite itself skips (because legacyco has no
C types, or for want of something on the machine) is not counted. Nor is a test that cannot apply;
each of these is listed below with its reason. All others are *applicable*, and the percentage is
how many of them pass. A test that fails and is not listed here, and a listed one that passes, fail
the run.

PyPy ships no ``test.test_asyncio``; there, only legacyco's own tests run.
"""

KINDS = (
    (
        exclusions.CANNOT_APPLY,
        "Tests that cannot apply",
        """\
They assert what legacyco does not offer on purpose: a detail of the implementation, or the rule of
one era of asyncio where legacyco follows another. They are not counted.""",
    ),
    (
        exclusions.DIFFERS,
        "Tests that apply and do not pass",
        "legacyco does otherwise. They are counted as failed.",
    ),
)


def directory_of(root):
    return os.path.join(root, "build", "conformance")


def save(directory, run, verdict):
    """Add the findings about one file to those of this interpreter in *directory*."""
    path = os.path.join(directory, "%s.json" % sys.implementation.cache_tag)
    findings = {"python": platform.python_version(), "files": {}}
    if os.path.exists(path):
        with open(path) as stream:
            known = json.load(stream)
        if known["python"] == findings["python"]:
            findings = known
    findings["files"][verdict.file] = {
        "total": verdict.total,
        "skipped": verdict.skipped,
        "passed": verdict.passed,
        "applicable": verdict.applicable,
        "excluded": sorted(verdict.excluded),
        "differing": sorted(verdict.differing),
        "unwarned": sorted(verdict.unwarned),
        "failures": {name: each.detail for name, each in verdict.failures.items()},
        "stale": verdict.stale,
        "unmatched": verdict.unmatched,
        "borrowed": run.borrowed,
    }
    os.makedirs(directory, exist_ok=True)
    with open(path, "w") as stream:
        json.dump(findings, stream, indent=1, sort_keys=True)


def load(directory):
    """Return all findings, the oldest Python first."""
    found = []
    for name in os.listdir(directory):
        with open(os.path.join(directory, name)) as stream:
            found.append(json.load(stream))
    return sorted(found, key=lambda each: [int(part) for part in each["python"].split(".")[:2]])


def _minor(findings):
    return ".".join(findings["python"].split(".")[:2])


def _underlined(text, mark):
    return "%s\n%s\n\n" % (text, mark * len(text))


def _table(rows, widths):
    lines = [".. list-table::", "   :header-rows: 1", "   :widths: %s" % widths, ""]
    for row in rows:
        for index, cell in enumerate(row):
            lines.append("   %s %s" % ("* -" if index == 0 else "  -", cell))
    return "\n".join(lines) + "\n\n"


def counts(found):
    """Yield the rows: for each Python, the sums over its files."""
    yield ("Python", "tests", "skipped by the suite", "cannot apply", "applicable", "pass", "%")
    for findings in found:
        files = findings["files"].values()

        def total(key, files=files):
            return sum(each[key] for each in files)

        yield (
            findings["python"],
            total("total"),
            total("skipped"),
            sum(len(each["excluded"]) for each in files),
            total("applicable"),
            total("passed"),
            "%.1f" % (100.0 * total("passed") / total("applicable")),
        )


def percentages(found):
    """Yield the rows: for each file, passed and applicable tests on each Python."""
    yield ["file"] + [_minor(findings) for findings in found]
    for file in sorted({name for findings in found for name in findings["files"]}):
        row = [file]
        for findings in found:
            each = findings["files"].get(file)
            row.append("%(passed)d/%(applicable)d" % each if each else "")
        yield row


def listed(found, kind):
    """Return the reasons of *kind*, and for each of them its tests with the Pythons they are on."""
    reasons = OrderedDict()
    key = "excluded" if kind == exclusions.CANNOT_APPLY else "differing"
    for findings in found:
        version = tuple(int(part) for part in _minor(findings).split("."))
        for file in sorted(findings["files"]):
            rows = exclusions.rows(file, version)
            for name in findings["files"][file][key]:
                reason = exclusions.row_of(rows, name).reason
                tests = reasons.setdefault(reason, OrderedDict())
                tests.setdefault("%s.%s" % (file, name), []).append(_minor(findings))
    return reasons


def borrowed(found):
    """Return the public names that the suite got from the interpreter's asyncio, by Python."""
    names = OrderedDict()
    for findings in found:
        for each in findings["files"].values():
            for name in each["borrowed"]:
                if not any(part.startswith("_") for part in name.split(".")):
                    names.setdefault(name, set()).add(_minor(findings))
    return names


def _spans(versions, found):
    """Return "3.6-3.8, 3.11" for a set of Pythons, in the order of *found*."""
    order = [_minor(findings) for findings in found]
    spans = []
    for index, version in enumerate(order):
        if version not in versions:
            continue
        if spans and spans[-1][1] == index - 1:
            spans[-1][1] = index
        else:
            spans.append([index, index])
    return ", ".join(
        order[first] if first == last else "%s-%s" % (order[first], order[last])
        for first, last in spans
    )


def page(found):
    """Return the text of docs/conformance.rst."""
    text = [HEAD + "\n", _table(counts(found), "12 10 18 14 14 10 8")]
    text.append(_underlined("File by file", "-"))
    text.append("Tests that pass, of those that apply.\n\n")
    text.append(_table(percentages(found), " ".join(["20"] + ["8"] * len(found))))
    for kind, title, sentence in KINDS:
        text.append(_underlined(title, "-") + sentence + "\n\n")
        for reason, tests in listed(found, kind).items():
            text.append("**%s**\n\n" % reason)
            text.extend(
                "- ``%s`` (%s)\n" % (name, _spans(versions, found))
                for name, versions in sorted(tests.items())
            )
            text.append("\n")
    text.append(_underlined("Names that are not legacyco's", "-"))
    text.append(
        "Where legacyco has no name of its own, the suite saw the interpreter's. "
        "The public ones:\n\n"
    )
    text.extend(
        "- ``%s`` (%s)\n" % (name, _spans(versions, found))
        for name, versions in sorted(borrowed(found).items())
    )
    return "".join(text)


def main(arguments):
    root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    source, target = arguments or (
        directory_of(root),
        os.path.join(root, "docs", "conformance.rst"),
    )
    found = load(source)
    for findings in found:
        for file, each in findings["files"].items():
            for problem in sorted(each["failures"]) + each["stale"] + each["unmatched"]:
                print("%s %s: %s" % (findings["python"], file, problem), file=sys.stderr)
    with open(target, "w") as stream:
        stream.write(page(found))


if __name__ == "__main__":
    main(sys.argv[1:])
