"""All rules, and how they are found."""

from functools import lru_cache

from legacyco.history.changes import (
    ARGUMENT,
    CALLBACK,
    HANDLER,
    IMPORT,
    METHOD,
    NAME,
    OVERRIDE,
    RESULT,
    SYNTAX,
    VALUE,
)
from legacyco.history.changes_argument import ARGUMENT_CHANGES
from legacyco.history.changes_coroutine import COROUTINE_CHANGES
from legacyco.history.changes_exception import EXCEPTION_CHANGES
from legacyco.history.changes_loop import LOOP_CHANGES
from legacyco.history.changes_module import MODULE_CHANGES, private_names
from legacyco.history.changes_neighbour import NEIGHBOUR_CHANGES
from legacyco.history.changes_sync import SYNC_CHANGES
from legacyco.history.changes_task import TASK_CHANGES
from legacyco.history.rows import as_version, covers

# The rules about asyncio, without those for private names.
ASYNCIO_CHANGES = (
    COROUTINE_CHANGES
    + TASK_CHANGES
    + LOOP_CHANGES
    + ARGUMENT_CHANGES
    + SYNC_CHANGES
    + EXCEPTION_CHANGES
    + MODULE_CHANGES
)

PRIVATE_NAME_CHANGES = private_names({name for row in ASYNCIO_CHANGES for name in row.names})

# Every rule about asyncio, then those about its neighbours in the standard library.
CHANGES = ASYNCIO_CHANGES + PRIVATE_NAME_CHANGES + NEIGHBOUR_CHANGES

_BY_ID = {row.id: row for row in CHANGES}


def rule(id):
    """Return the rule with this *id*; raise KeyError if there is none."""
    return _BY_ID[id]


def rules(version=None):
    """Return the rules; with *version* only those whose construct fails, differs or warns there.

    version: a text ("3.11") or a tuple such as ``sys.version_info[:3]``.
    """
    if version is None:
        return CHANGES
    return tuple(row for row in CHANGES if matters_in(row, version))


def matters_in(row, version):
    """Return whether the construct of rule *row* fails, acts differently or warns in *version*."""
    version = as_version(version)
    if row.effect == "mended":
        return version < as_version(row.since)
    if row.until and version >= as_version(row.until):
        return False
    first = [as_version(text) for text in (row.since, row.deprecated) if text]
    return row.effect == "never" or min(first) <= version


@lru_cache(maxsize=None)
def by_name():
    """Return ``{dotted name: rules}`` for rules about the name itself, attribute or module."""
    return _index(NAME, IMPORT, METHOD)


@lru_cache(maxsize=None)
def by_argument():
    """Return ``{(dotted name of a callable, argument): rules}``."""
    found = {}
    for row in CHANGES:
        if row.place == ARGUMENT:
            for name in row.names:
                found.setdefault((name, row.argument), []).append(row)
    return found


@lru_cache(maxsize=None)
def by_call():
    """Return ``{dotted name of a callable: rules}`` about its arguments' values or its result."""
    return _index(VALUE, RESULT, CALLBACK)


@lru_cache(maxsize=None)
def by_override():
    """Return ``{dotted name of a method: rules}`` about subclasses that define it."""
    return _index(OVERRIDE)


@lru_cache(maxsize=None)
def by_handler():
    """Return ``{dotted name of an exception: rules}`` about ``except`` clauses that name it."""
    return _index(HANDLER)


@lru_cache(maxsize=None)
def by_pattern():
    """Return ``{syntactic pattern: rule}``."""
    return {row.pattern: row for row in CHANGES if row.place == SYNTAX}


def _index(*places):
    found = {}
    for row in CHANGES:
        if row.place in places:
            for name in row.names:
                found.setdefault(name, []).append(row)
    return found


def error_text(row, version, name=""):
    """Return the text of the error that the construct of rule *row* gives in *version*, or None.

    name: the last part of the name that was used, for texts that repeat it.
    """
    for error in row.errors:
        if covers(error.span, version):
            return error.text.replace("{name}", name)
    return None
