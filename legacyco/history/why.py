"""``python -m legacyco why loop=``: what became of it, and what to write instead."""

import sys
import textwrap

from legacyco.history.lookup import is_attribute, look_up, near
from legacyco.history.rows import as_span, as_text, parameters_text, parse
from legacyco.history.wording import fails, instead, restored

# More rules than that are named, and not told.
MOST = 6


def main(text):
    """Print what the table knows of *text*; return 0, or 1 if it knows nothing."""
    answer = explanation(text)
    if answer is None:
        sys.stderr.write(_unknown(text))
        return 1
    sys.stdout.write(answer)
    return 0


def explanation(text):
    """Return what the table knows of *text*, a name, an argument, a construct or an error."""
    found = look_up(text)
    if not any(found):
        return None
    parts = [_name(dotted, row) for dotted, row in found.names[:MOST]]
    parts += [_rule(row, name) for row, name in found.rules[:MOST]]
    if found.arguments:
        parts.append(_arguments(found.arguments))
    more = [dotted for dotted, _ in found.names[MOST:]] + [row.id for row, _ in found.rules[MOST:]]
    if more:
        parts.append(
            _wrapped("There are more, to be asked for one by one: %s" % ", ".join(more), "")
        )
    return "\n".join(parts)


def _unknown(text):
    close = near(text)
    lines = ["legacyco: nothing is known of %r." % text]
    if close:
        lines.append("Written almost like it: %s" % ", ".join(close))
    else:
        lines.append("It is asked for by name (wait_for), as an argument (loop=) or by an error.")
    lines.append("All that is known: python -m legacyco.history")
    return "\n".join(lines) + "\n"


def _wrapped(text, indent="  "):
    return (
        textwrap.fill(
            text, 96, initial_indent=indent, subsequent_indent=indent + "  ", break_on_hyphens=False
        )
        + "\n"
    )


# --- a name ---------------------------------------------------------------------------------


def _name(dotted, row):
    kind = "name in a submodule" if is_attribute(row) else row.kind
    lines = ["%s: %s, %s" % (dotted, kind, _life(row.span))]
    for era in parse(row.eras):
        if era.parameters is not None:
            lines.append("  in %s: (%s)" % (_pythons(era.span), parameters_text(era.parameters)))
    if is_attribute(row) and row.instead:
        lines.append("  instead: %s" % row.instead)
    lines.append("  legacyco: %s" % _offer(row))
    return "\n".join(lines) + "\n"


def _life(span):
    """Return which Pythons have a name: "since Python 3.7", "Python 3.4 to 3.10"."""
    # 3.5 was not read: see rows.py.
    first = "3.5 or 3.6" if span.first == (3, 6) else as_text(span.first)
    if span.last is None:
        return "since Python %s" % first
    return "Python %s" % _pythons(span, first)


def _pythons(span, first=None):
    first = first or as_text(span.first)
    if span.last is None:
        return first + " and newer"
    last = as_text(span.last)
    return first if span.last == span.first else "%s to %s" % (first, last)


def _offer(row):
    if is_attribute(row) and not row.provided:
        return "does not have it"
    return "has it on every Python (import legacyco as asyncio)"


# --- a rule ---------------------------------------------------------------------------------


def _rule(row, name):
    last = name.rpartition(".")[2] if name else "..."
    lines = [_headline(row) + "\n"]
    if row.names:
        lines.append(_wrapped("names: " + ", ".join(row.names)))
    if row.warning:
        lines.append(_wrapped("warning: %s" % row.warning.replace("{name}", last)))
    for error in row.errors:
        text = "%s: %s" % (error.type, error.text.replace("{name}", last))
        lines.append("  error in %s: %s\n" % (_pythons(as_span(error.span)), text))
    lines.append(_wrapped("instead: %s" % instead(row, last)))
    lines.append("  restored by legacyco: %s\n" % _restored(row))
    for label, code in (("before", row.before), ("after", row.after)):
        if code:
            lines.append("  %s:\n%s\n" % (label, textwrap.indent(code.strip("\n"), "      ")))
    if row.note:
        lines.append(_wrapped(row.note))
    lines.append(_wrapped("rule %s%s" % (row.id, row.issue and "; see " + row.issue)))
    return "".join(lines)


def _headline(row):
    text = row.title
    if row.deprecated:
        text += ", warns since Python " + row.deprecated
    verb = {"removed": "gone", "changed": "different", "mended": "an error"}.get(row.effect)
    if row.effect == "deprecated" and row.planned:
        return text + ", to go in Python " + row.planned
    if verb is None:
        return "%s, an error %s" % (text, fails(row))
    return "%s, %s %s%s" % (
        text,
        verb,
        "" if row.effect == "mended" else "since Python ",
        fails(row),
    )


def _restored(row):
    if row.distribution is not None:
        return "no; pip install %s" % row.distribution
    if row.shimmed:
        return "in adopted packages, with --shims"
    return restored(row)


# --- an argument ----------------------------------------------------------------------------


def _arguments(changes):
    lines = ["Where it came or went:"]
    for version, dotted, before, since in changes:
        lines.append("  asyncio.%s, Python %s" % (dotted, as_text(version)))
        lines.append("    before: (%s)" % parameters_text(before or ()))
        lines.append("    since:  (%s)" % parameters_text(since or ()))
    return "\n".join(lines) + "\n"
