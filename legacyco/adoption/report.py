"""The report on what adopted packages used of the table: at exit, as text, JSON or HTML.

In all three it is the same list: per package, the places with the construct, how often it was used,
since when it is gone or different, and what to write instead.
"""

import atexit
import json
import os
import platform
import sys
from collections import Counter, namedtuple
from itertools import groupby

from .. import __version__
from ..history.changes import CHANGED, DEPRECATED
from . import AdoptionError, counts, tallies
from .eras import era_for
from .finder import FINDER

FORMATS = ("text", "json", "html")

# One line of the report. *since* is a text, such as "gone since Python 3.11".
Line = namedtuple("Line", "package file line column rule construct since instead count")

_due = []


def begin(wanted="text"):
    """Have the report written when the process ends.

    wanted: "text", "json" or "html", with ":" and a file's name behind it where the text is not to
    go to standard error. Raise AdoptionError for another format, or a folder that is not there.
    """
    format_, colon, path = wanted.partition(":")
    if format_ not in FORMATS:
        raise AdoptionError(
            "a report is text, json or html, with a file behind it if you like, as in"
            " html:report.html; it is not {!r}".format(wanted)
        )
    if not path:
        path = None if format_ == "text" else "legacyco-report." + format_
    elif not os.path.isdir(os.path.dirname(path) or "."):
        raise AdoptionError("there is no folder for the report {!r}".format(path))
    # The program may change its directory.
    due = format_, path and os.path.abspath(path)
    if not _due:
        atexit.register(_finish)
        tallies.watch()
    if due not in _due:
        _due.append(due)


def cancel():
    """Have no report written."""
    del _due[:]


def _finish():
    if not _due:
        return
    tallies.collect()
    for format_, path in _due:
        try:
            write(format_, path)
        except OSError as error:
            sys.stderr.write("legacyco: no report: {}\n".format(error))


def write(format_, path=None):
    """Write the report up to now to a file, or where *path* is None to standard error."""
    text = render(format_, lines())
    if path is None:
        sys.stderr.write(text)
        return
    with open(path, "w", encoding="utf-8", errors="backslashreplace") as file:
        file.write(text)
    sys.stderr.write("legacyco: the report is in {}\n".format(path))


def render(format_, found):
    """Return the report on *found*, a list of :class:`Line`, in one of FORMATS."""
    if format_ == "html":
        from .report_page import page

        return page(found, _head())
    return {"text": _text, "json": _json}[format_](found)


def lines():
    """Return the list of :class:`Line`, by package, file and place."""
    return [
        Line(
            one.module.partition(".")[0],
            one.file,
            one.line,
            one.column,
            one.rule.id,
            construct(one.rule, one.name),
            since(one.rule),
            instead(one),
            one.count,
        )
        for one in counts.counted()
    ]


def instead(one):
    """Return what to write instead, and which option does without, where there is one."""
    text = one.rule.replacement.replace("{name}", one.name.rpartition(".")[2])
    # The program is in no list.
    options = FINDER.options_for(one.module) or FINDER.default
    era = era_for(one.rule)
    if era is None or options is not None and options.era is not None:
        return text
    return "{}; or as it is, with --era {}".format(text, era)


def construct(rule, name):
    """Return what was used: the title of the rule, with the name where that has it not."""
    last = name.rpartition(".")[2]
    if not last or last in rule.title or rule.names == (name,):
        return rule.title
    return "{} ({})".format(rule.title, name)


def since(rule):
    """Return what became of the construct, and when."""
    if rule.effect == DEPRECATED:
        return "deprecated since Python {}, to go in {}".format(rule.deprecated, rule.planned)
    word = "different" if rule.effect == CHANGED else "gone"
    until = " up to {}".format(rule.until) if rule.until else ""
    return "{} since Python {}{}".format(word, rule.since, until)


def by_package(found):
    """Return ``[(package, its lines)]``."""
    return [(name, list(group)) for name, group in groupby(found, lambda line: line.package)]


def total(found):
    """Return how often the constructs of these lines were used."""
    return sum(line.count for line in found)


def amount(number, thing):
    """Return "1 use", "2 uses"."""
    return "{} {}{}".format(number, thing, "" if number == 1 else "s")


def _head():
    return "legacyco {} on {} {}".format(
        __version__, platform.python_implementation(), platform.python_version()
    )


def _text(found):
    parts = ["legacyco: {} of old constructs".format(amount(total(found), "use"))]
    if found:
        parts[0] += " at {}, in {}".format(
            amount(len(found), "place"), amount(len(by_package(found)), "package")
        )
    for package, group in by_package(found):
        parts.append("\n{}: {}".format(package, amount(total(group), "use")))
        for line in group:
            times = "once" if line.count == 1 else "{} times".format(line.count)
            place = "{0.file}:{0.line}: {0.construct}".format(line)
            parts.append("  {}, {}, {}".format(place, times, line.since))
            parts.append("    instead: {}".format(line.instead))
    return "\n".join(parts) + "\n"


def _json(found):
    report = {
        "legacyco": __version__,
        "python": platform.python_version(),
        "implementation": platform.python_implementation(),
        "packages": Counter(),
        "uses": [line._asdict() for line in found],
    }
    for line in found:
        report["packages"][line.package] += line.count
    return json.dumps(report, indent=2) + "\n"
