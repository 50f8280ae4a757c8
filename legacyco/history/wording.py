"""What a rule says, in the words that pages, reports and answers share."""

from legacyco.history.changes import ADOPT, DEPRECATED, LIBRARY, MENDED, NEVER, NOT_RESTORED

_RESTORED = {
    LIBRARY: "with {0}import legacyco as asyncio{0}",
    ADOPT: "in adopted packages only",
    NOT_RESTORED: "no",
}


def fails(row):
    """Return since when the construct of rule *row* fails or differs: "3.11"."""
    if row.effect == NEVER:
        return "always"
    if row.effect == MENDED:
        return "before " + row.since
    if row.effect == DEPRECATED:
        return "%s (planned)" % row.planned
    return row.since + (", %s again as before" % row.until if row.until else "")


def restored(row, quote=""):
    """Return how legacyco brings the construct back; *quote* stands round what is code."""
    return _RESTORED[row.restored].format(quote)


def instead(row, name="..."):
    """Return what to write instead of the construct; *name* is the last part of the name used."""
    return row.replacement.replace("{name}", name)
