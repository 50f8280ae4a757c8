"""The dotted names under which the table may speak of a thing, given the one that source uses."""

from functools import lru_cache

from ..history import query, results
from ..history.submodules import ATTRIBUTES, SUBMODULES

_MODULES = frozenset(row.name for row in SUBMODULES)
_ATTRIBUTES = frozenset(row.dotted for row in ATTRIBUTES)
_NAMES = query.names() | {row.name for row in query.NAMES}
_CLASSES = frozenset("asyncio." + row.name for row in query.CLASSES)


@lru_cache(maxsize=4096)
def spellings(dotted):
    """Return the names that stand for *dotted*, the most exact first.

    ``asyncio.locks.Lock`` is ``asyncio.Lock`` too, and a member is also that of each base class:
    ``asyncio.SelectorEventLoop.call_soon`` is ``asyncio.AbstractEventLoop.call_soon``.
    """
    found = [dotted]
    public = _public(dotted)
    if public != dotted:
        found.append(public)
    owner, _, member = public.rpartition(".")
    if owner:
        found.extend("%s.%s" % (base, member) for base in ancestors(owner))
    return tuple(found)


def _public(dotted):
    """Return ``asyncio.<name>`` for a public name that is taken from a submodule."""
    parts = dotted.split(".")
    if len(parts) < 3 or parts[0] != "asyncio" or parts[1] not in _MODULES:
        return dotted
    if ".".join(parts[1:3]) in _ATTRIBUTES or parts[2] not in _NAMES:
        return dotted
    return ".".join(["asyncio"] + parts[2:])


@lru_cache(maxsize=1024)
def ancestors(dotted):
    """Return the dotted names of the classes that class *dotted* inherits from, nearest first."""
    bases = results.BASES.get(dotted)
    public = _public(dotted)
    if bases is None:
        bases = (public,) if public != dotted else ()
        if public in _CLASSES:
            row = query.name(public[len("asyncio.") :])
            bases += tuple("asyncio." + base for base in row.bases)
    found = []
    for base in bases:
        for one in (base,) + ancestors(base):
            if one != dotted and one not in found:
                found.append(one)
    return tuple(found)


def is_class(dotted):
    """Return whether *dotted* names a class, as far as the table or its own form tells."""
    public = _public(dotted)
    if public in _CLASSES or public in results.BASES:
        return True
    return not public.startswith("asyncio.") and dotted.rpartition(".")[2][:1].isupper()


def lookup(index, dotted):
    """Return ``(name, index[name])`` of the most exact spelling that *index* has, or None."""
    for name in spellings(dotted):
        if name in index:
            return name, index[name]
    return None


def gives(dotted):
    """Return the dotted class of what a call of *dotted* gives, awaited if need be, or None."""
    found = lookup(results.GIVES, dotted)
    return found and found[1]


@lru_cache(maxsize=4096)
def is_coroutine_function(dotted):
    """Return whether asyncio's function or method *dotted* has to be awaited."""
    for name in spellings(dotted):
        if name.startswith("asyncio."):
            try:
                row = query.name(name[len("asyncio.") :])
            except KeyError:
                continue
            return getattr(row, "kind", None) in results.COROUTINE_KINDS
    return False


def position(dotted, argument):
    """Return where the callable *dotted* of asyncio takes *argument*: a number of arguments before.

    The first place if the callable does not know the argument by this name: rules for several
    callables name it after one of them. The second value says whether every argument counts.
    """
    for name in spellings(dotted):
        try:
            parameters = query.union_signature(name[len("asyncio.") :]) or ()
        except KeyError:
            continue
        if parameters and parameters[0].kind == "VAR_POSITIONAL":
            return 0, True
        names = [one.name for one in parameters]
        return (names.index(argument) if argument in names else 0), False
    return 0, False
