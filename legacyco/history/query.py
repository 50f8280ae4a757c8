"""Questions to the table.

Names are written without ``asyncio.``: ``"sleep"``, ``"Task.cancel"``, ``"subprocess.Process"``,
``"coroutines.CoroWrapper"``. Versions are texts ("3.11", "3.13.3") or tuples such as
``sys.version_info[:2]``.
"""

from functools import lru_cache

from legacyco.history.functions import FUNCTIONS
from legacyco.history.loop_classes import LOOP_CLASSES
from legacyco.history.policy_classes import POLICY_CLASSES
from legacyco.history.rows import ATTRIBUTE, READ, as_version, covers, parse
from legacyco.history.stream_classes import STREAM_CLASSES
from legacyco.history.submodules import ATTRIBUTES, SUBMODULES
from legacyco.history.sync_classes import SYNC_CLASSES
from legacyco.history.task_classes import TASK_CLASSES
from legacyco.history.values import CONSTANTS, EXCEPTIONS

CLASSES = LOOP_CLASSES + TASK_CLASSES + SYNC_CLASSES + STREAM_CLASSES + POLICY_CLASSES

# Every row of a public name. SUBMODULES is apart: those are names of asyncio as well, but only
# once something imported them.
NAMES = FUNCTIONS + CLASSES + EXCEPTIONS + CONSTANTS + SUBMODULES

_BY_NAME = {row.name: row for row in NAMES}
_BY_ATTRIBUTE = {row.dotted: row for row in ATTRIBUTES}


def names(version=None, platform=None):
    """Return the set of asyncio's public names, submodules among them.

    version: only the names that this version has; None for those of every version.
    platform: the ``sys.platform`` whose own names are to be among them; None for no platform's.
    """
    return {
        row.name
        for row in NAMES
        if "." not in row.name
        and row.platform in (None, platform)
        and (version is None or covers(row.span, version))
    }


def name(dotted):
    """Return the row of a public name or submodule attribute, or the member row of "Task.cancel".

    Raise KeyError if the table has no such name.
    """
    row = _BY_NAME.get(dotted) or _BY_ATTRIBUTE.get(dotted)
    if row is None:
        owner, _, member = dotted.rpartition(".")
        if owner not in _BY_NAME:
            raise KeyError(dotted)
        row = members(owner)[member]
    return row


def home(public_name):
    """Return the submodule that defines *public_name*: "tasks" for "sleep"."""
    return _BY_NAME[public_name].home


def members(class_name, version=None):
    """Return ``{member name: row}`` of a class, with what it inherits from other public classes.

    version: only the members that this version has; None for those of every version.
    """
    found = _members(class_name)
    if version is None:
        return dict(found)
    return {key: row for key, row in found.items() if covers(row.span, version)}


@lru_cache(maxsize=None)
def _members(class_name):
    row = _BY_NAME[class_name]
    found = {}
    for base in reversed(row.bases):
        for key, inherited in _members(base).items():
            if _overlap(inherited.span, row.span):
                found[key] = inherited
    found.update((member.name, member) for member in row.members)
    return found


def _overlap(one, other):
    return (one.last is None or other.first <= one.last) and (
        other.last is None or one.first <= other.last
    )


def signature(dotted, version):
    """Return the parameters *dotted* takes in *version*, ``self`` left out.

    The result is a tuple of ``Parameter(name, kind, default)``, kinds being the names of
    ``inspect.Parameter``'s kinds and defaults texts; None for what cannot be called. Raise
    KeyError if the table has no such name, or not in this version.
    """
    for era in parse(name(dotted).eras):
        if covers(era.span, version):
            return era.parameters
    raise KeyError("%s has no row for Python %s" % (dotted, version))


@lru_cache(maxsize=None)
def union_signature(dotted):
    """Return the parameters *dotted* ever took, as one signature; None for what cannot be called.

    The newest signature comes first in its order; what older ones had besides follows as keyword
    arguments, or in its place at the end where that was free. A parameter that was only renamed
    keeps its newest name; one that some version took by keyword may be given by keyword.
    """
    signatures = [era.parameters for era in parse(name(dotted).eras)]
    signatures = [parameters for parameters in signatures if parameters is not None]
    if not signatures:
        return None
    union = list(signatures[-1])
    for older in reversed(signatures[:-1]):
        for index, parameter in enumerate(older):
            _merge(union, index, parameter, older)
    return tuple(union)


def _merge(union, index, parameter, older):
    """Bring one *parameter* of an *older* signature, at *index* there, into the list *union*."""
    place = _place(union, parameter.name)
    if place is not None:
        union[place] = _wider(union[place], parameter)
    elif _renamed(union, index, parameter, older) or parameter.kind.startswith("VAR_"):
        return
    elif parameter.kind != "KEYWORD_ONLY" and index == _positional(union):
        union.insert(index, parameter._replace(default=parameter.default or "None"))
    else:
        end = len(union)
        if union and union[-1].kind == "VAR_KEYWORD":
            end -= 1
        union.insert(
            end, parameter._replace(kind="KEYWORD_ONLY", default=parameter.default or "None")
        )


def _place(parameters, wanted):
    for index, parameter in enumerate(parameters):
        if parameter.name == wanted:
            return index
    return None


def _wider(newer, older):
    """Return the *newer* parameter, as easy to give as the *older* one made it."""
    if older.kind == "POSITIONAL_OR_KEYWORD" and newer.kind == "POSITIONAL_ONLY":
        newer = newer._replace(kind=older.kind)
    if newer.default is None and older.default is not None:
        newer = newer._replace(default=older.default)
    return newer


def _renamed(union, index, parameter, older):
    """Return whether *union* has *parameter* in the same place under a name *older* lacks."""
    if parameter.kind == "KEYWORD_ONLY" or index >= len(union):
        return False
    other = union[index]
    return other.kind.startswith("POSITIONAL") and _place(older, other.name) is None


def _positional(parameters):
    return sum(1 for parameter in parameters if parameter.kind.startswith("POSITIONAL"))


def added_in(version):
    """Return the names that appeared in *version*, members as "Task.cancel", sorted."""
    return _bordering(lambda span: span.first == as_version(version))


def removed_in(version):
    """Return the names that *version* no longer has, members as "Task.cancel", sorted."""
    before = max((read for read in READ if read < as_version(version)), default=None)
    return _bordering(lambda span: span.last == before)


def _bordering(matches):
    found = []
    for row in NAMES:
        if matches(row.span):
            found.append(row.name)
        for member in row.members:
            if matches(member.span) and not matches(row.span):
                found.append("%s.%s" % (row.name, member.name))
    found.extend(row.dotted for row in ATTRIBUTES if matches(row.span))
    return sorted(set(found))


def signature_changes(version):
    """Return ``[(dotted name, parameters before, parameters since)]`` of *version*."""
    version = as_version(version)
    changed = []
    for dotted, row in _callables():
        eras = parse(row.eras)
        for before, since in zip(eras, eras[1:]):
            if since.span.first == version:
                changed.append((dotted, before.parameters, since.parameters))
    return changed


def _callables():
    for row in NAMES:
        yield row.name, row
        for member in row.members:
            if member.kind != ATTRIBUTE:
                yield "%s.%s" % (row.name, member.name), member
