"""Writes docs/history.rst from the table."""

import re
import textwrap

from legacyco.history.absences import absences
from legacyco.history.changes import MENDED
from legacyco.history.query import CLASSES, NAMES, added_in, removed_in, signature_changes
from legacyco.history.rows import READ, as_text, as_version, parameters_text, parse, span_text
from legacyco.history.rules import ASYNCIO_CHANGES, NEIGHBOUR_CHANGES
from legacyco.history.submodules import ATTRIBUTES, SUBMODULES
from legacyco.history.wording import fails, instead, restored

_INTRODUCTION = """\
.. Written by ``python -m legacyco.history``; do not edit.

What changed in asyncio, and when
=================================

This page is written from the table that legacyco's checker, rewriter and runtime report read. The
table was read off CPython {oldest} and {second} to {newest} themselves (3.4: the release asyncio
3.4.3; 3.5 was not read, so "since 3.6" includes 3.4.4 and 3.5), and a test compares it with the
Python that runs the test.

legacyco offers every name, member and parameter below on every Python it supports. What a Python
no longer has is used with ``import legacyco as asyncio``, in packages nobody wants to edit with
``legacyco.adopt()``.
"""


def page():
    """Return the text of docs/history.rst."""
    parts = [
        _INTRODUCTION.format(
            oldest=as_text(READ[0]), second=as_text(READ[1]), newest=as_text(READ[-1])
        ),
        _heading("Constructs that stopped working", "-"),
        _overview(),
    ]
    parts.extend(_rule(row) for row in ASYNCIO_CHANGES)
    parts += [
        _heading("By version", "-"),
        "\n".join(_version(version) for version in READ[1:]),
        _heading("Every name", "-"),
        _names(),
        _heading("Members of the classes", "-"),
        _members(),
        _heading("Names that old code takes from submodules", "-"),
        _attributes(),
        _heading("What legacyco may lack", "-"),
        _absences(),
        _heading("Beside asyncio", "-"),
        "Old asyncio packages also die of these. legacyco does not bring them back by itself.\n",
        _neighbours(),
    ]
    return "\n".join(part.rstrip() + "\n" for part in parts)


def _heading(text, line):
    return "%s\n%s\n" % (text, line * len(text))


def _table(widths, head, rows):
    lines = [".. list-table::", "   :header-rows: 1", "   :widths: " + widths, ""]
    for row in [head] + rows:
        for index, cell in enumerate(row):
            lines.append(("   %s %s" % ("-" if index else "* -", cell)).rstrip())
            if index:
                lines[-1] = "  " + lines[-1]
    return "\n".join(lines) + "\n"


def _literal(text):
    return "``%s``" % text.replace("{name}", "...") if text else ""


def _plain(text):
    """Return *text* with what reStructuredText would take for markup escaped."""
    return re.sub(r"[*`|]|_(?!\w)", r"\\\g<0>", text)


def _overview():
    rows = [
        ("%s_" % row.id, _plain(row.title), row.deprecated or "", fails(row))
        for row in ASYNCIO_CHANGES
    ]
    return _table("24 50 10 16", ("Rule", "Construct", "Warns", "Fails or differs"), rows)


def _rule(row):
    lines = [".. _%s:\n" % row.id, _heading(_plain(row.title), "~")]
    fields = [("Rule", "%s (%s)" % (_literal(row.id), row.effect))]
    if row.names:
        fields.append(("Names", ", ".join(_literal(name) for name in row.names)))
    if row.deprecated:
        fields.append(("Warns since", _with_text(row.deprecated, row.warning)))
    fields.append(("Fails or differs", fails(row)))
    for error in row.errors:
        fields.append((error.span, _literal("%s: %s" % (error.type, error.text))))
    fields.append(("Instead", _plain(instead(row))))
    fields.append(("Restored by legacyco", restored(row, "``")))
    if row.issue:
        fields.append(("See", row.issue))
    for label, text in fields:
        lines.append(_wrapped("* **%s**: %s" % (label, text)))
    lines.append("")
    if row.note:
        lines.append(_wrapped(_plain(row.note), "") + "\n")
    for label, code in (("Before", row.before), ("After", row.after)):
        if code:
            lines.append("%s::\n\n%s\n" % (label, textwrap.indent(code.strip("\n"), "    ")))
    return "\n".join(lines)


def _with_text(version, text):
    return "%s, %s" % (version, _literal(text)) if text else version


def _wrapped(text, indent="  "):
    # Texts that are literal are not to be broken: they are searched for.
    if "``" in text:
        return text
    return textwrap.fill(text, 96, subsequent_indent=indent, break_on_hyphens=False)


def _version(version):
    text = as_text(version)
    lines = [_heading("Python " + text, "~")]
    for label, names in (("Added", added_in(version)), ("Gone", removed_in(version))):
        if names:
            lines.append(_wrapped("%s: %s." % (label, _plain(", ".join(names))), "") + "\n")
    changed = [
        (_literal(name), _literal("(%s)" % parameters_text(since)))
        for name, before, since in signature_changes(version)
        if since is not None
    ]
    if changed:
        lines.append(_table("30 70", ("Takes now", "Parameters"), changed))
    warned = [
        row for row in ASYNCIO_CHANGES if row.deprecated and as_version(row.deprecated) == version
    ]
    broken = [
        row
        for row in ASYNCIO_CHANGES
        if row.since and row.effect != MENDED and as_version(row.since)[:2] == version
    ]
    for label, rows in (("Warns first", warned), ("Fails or differs first", broken)):
        if rows:
            references = ", ".join("%s_" % row.id for row in rows)
            lines.append(_wrapped("%s: %s." % (label, references), "") + "\n")
    return "\n".join(lines)


def _names():
    rows = []
    for row in NAMES:
        if row in SUBMODULES or "." in row.name:
            continue
        eras = parse(row.eras)
        signature = parameters_text(eras[-1].parameters) if eras[-1].parameters else ""
        rows.append(
            (_literal(row.name), row.kind, row.home, span_text(row.span), _literal(signature))
        )
    rows.sort(key=lambda cells: cells[0].lower())
    return _table(
        "20 14 12 10 44", ("Name", "Kind", "Submodule", "Python", "Last parameters"), rows
    )


def _members():
    lines = ["Each with the versions that have it; what a class inherits stands with its base.\n"]
    for row in CLASSES:
        bases = " (a %s)" % " and ".join(row.bases) if row.bases else ""
        members = ", ".join(
            "%s %s" % (_literal(member.name), span_text(member.span)) for member in row.members
        )
        lines.append("* **%s**%s: %s" % (row.name, bases, members or "nothing of its own"))
    return "\n".join(lines)


def _attributes():
    rows = [
        (
            _literal(row.dotted),
            span_text(row.span),
            "yes" if row.provided else "no",
            _literal(row.instead),
            row.seen,
        )
        for row in ATTRIBUTES
    ]
    head = ("Name", "Python", "legacyco", "Instead", "Seen in")
    return _table("30 10 8 26 26", head, rows)


def _absences():
    by_reason = {}
    for (class_name, member), reason in absences().items():
        by_reason.setdefault(reason, set()).add("%s.%s" % (class_name, member))
    lines = ["Where the running Python's own object lacks them, these members are absent.\n"]
    for reason in sorted(by_reason):
        names = ", ".join(_literal(name) for name in sorted(by_reason[reason]))
        lines.append("* %s: %s" % (reason, names))
    return "\n".join(lines)


def _neighbours():
    rows = [
        (
            _plain(row.title),
            row.since,
            _literal("%s: %s" % row.errors[0][1:]) if row.errors else "none, another outcome",
            _plain(instead(row)),
            _literal("--shims" if row.shimmed else ""),
        )
        for row in NEIGHBOUR_CHANGES
    ]
    head = ("What", "Since", "Error", "Instead", "Restored by")
    return _table("22 8 34 26 10", head, rows)
