"""Which errors adoption would mend, by the table in legacyco.history.

They are those that this Python's asyncio gives to code for another one: a name that it has no more,
or not yet; an argument that went; a text of a rule whose construct legacyco brings back.
"""

import asyncio
import re
import sys
import types
from functools import lru_cache

from ..history import as_version, changes, covers, query
from ..history.lookup import is_attribute
from ..history.rules import by_name, rules

_CANNOT_IMPORT = re.compile(r"cannot import name '(?P<name>\w+)' from '(?P<owner>[\w.]+)'")
_MODULE_LACKS = re.compile(r"module '(?P<owner>[\w.]+)' has no attribute '(?P<name>\w+)'")
_CLASS_LACKS = re.compile(
    r"(?:type object '|'(?=_asyncio\.))(?P<owner>[\w.]+)'.* has no attribute '(?P<name>\w+)'"
)
_NOT_TAKEN = re.compile(
    r"(?:(?P<function>[\w.<>]+)\(\) )?got (?:an unexpected keyword argument"
    r"|multiple values for (?:keyword )?argument) '(?P<argument>\w+)'"
)
# Rules whose texts are of no use here: the names in them are looked up.
_LOOKED_UP = (changes.NAME, changes.IMPORT, changes.METHOD, changes.OVERRIDE)
_ASYNCIO = ("asyncio", "_asyncio")


def would_be_mended(error, frame, below):
    """Return whether an exception is one that adoption of the frame's module would mend.

    frame: the innermost of a package's own code.  below: those of the library below it.
    """
    if isinstance(error, SyntaxError):
        return False
    return _lacks_name(error) or _lost_argument(error, frame, below) or _is_known(error, below)


# --- names ------------------------------------------------------------------------------------


def _lacks_name(error):
    if isinstance(error, ModuleNotFoundError):
        return _is_offered(error.name or "")
    if isinstance(error, (ImportError, AttributeError)):
        return any(map(_is_offered, _missing(error)))
    return False


def _missing(error):
    """Yield the dotted names of what an ImportError or AttributeError misses."""
    for pattern in (_CANNOT_IMPORT, _MODULE_LACKS, _CLASS_LACKS):
        matched = pattern.search(str(error))
        if matched:
            owner, _, last = matched.group("owner").rpartition(".")
            if pattern is not _CLASS_LACKS:
                yield "%(owner)s.%(name)s" % matched.groupdict()
            elif owner in _ASYNCIO or last in ("Task", "Future"):
                yield "asyncio.%s.%s" % (last, matched.group("name"))
    # Since 3.10 the exception has the object itself.
    owner, name = getattr(error, "obj", None), getattr(error, "name", None)
    if owner is not None and not isinstance(owner, types.ModuleType):
        for class_ in (owner if isinstance(owner, type) else type(owner)).__mro__:
            if class_.__module__.partition(".")[0] in _ASYNCIO:
                yield "asyncio.%s.%s" % (class_.__qualname__, name)


def _is_offered(dotted):
    """Return whether it is of asyncio, of some Python, and legacyco has it on this one."""
    if dotted in by_name():
        return any(row.restored for row in by_name()[dotted])
    top, _, rest = dotted.partition(".")
    if top != "asyncio" or not rest:
        return False
    try:
        row = query.name(rest)
    except KeyError:
        return False
    if covers(row.span, sys.version_info[:3]):
        # A C class may lack a private member that another has.
        return False
    if getattr(row, "platform", None) not in (None, sys.platform):
        return False
    return row.provided if is_attribute(row) else True


# --- arguments --------------------------------------------------------------------------------


def _lost_argument(error, frame, below):
    matched = isinstance(error, TypeError) and _NOT_TAKEN.search(str(error))
    if not matched:
        return False
    argument = matched.group("argument")
    functions = {_called(each) for each in below if _is_asyncios(each)}
    named = matched.group("function") or ""
    if "<" not in named:
        named = named.replace(".__init__", "").rpartition(".")[2]
        functions.update([named] if named and _takes_from_asyncio(frame, named) else ())
    return any(_took(function, argument) for function in functions)


def _is_asyncios(frame):
    return str(frame.f_globals.get("__name__")).partition(".")[0] == "asyncio"


def _called(frame):
    """Return the name by which the table has what a frame runs: of a constructor, the class's."""
    name = frame.f_code.co_name
    if name in ("__init__", "__new__"):
        owner = frame.f_locals.get("self")
        for class_ in type(owner).__mro__:
            if class_.__module__.partition(".")[0] == "asyncio":
                return class_.__name__
    return name


def _takes_from_asyncio(frame, name):
    """Return whether the code of the frame may have called asyncio's *name*, and no other."""
    names = frame.f_code.co_names
    wanted = getattr(asyncio, name, None)
    if wanted is None:
        # A method of a loop.
        return name in names and hasattr(asyncio.BaseEventLoop, name)
    known = dict(frame.f_globals, **frame.f_locals)
    if any(thing is wanted for thing in known.values()):
        return True
    if isinstance(wanted, type):
        # What the text names is the class that has the constructor.
        if isinstance(known.get("self"), wanted):
            return True
        if any(_is_subclass(thing, wanted) for thing in known.values()):
            return True
        names = [each for each in names if _is_subclass(getattr(asyncio, each, None), wanted)]
    elif name not in names or name in known:
        return False
    return bool(names) and any(map(_is_module_of_asyncio, known.values()))


def _is_subclass(thing, class_):
    return isinstance(thing, type) and issubclass(thing, class_)


def _is_module_of_asyncio(thing):
    return isinstance(thing, types.ModuleType) and thing.__name__.partition(".")[0] == "asyncio"


def _took(function, argument):
    """Return whether some Python's asyncio took it, this one's does not, and legacyco does."""
    version = sys.version_info[:3]
    for row in _rules_with(argument):
        if any(name.rpartition(".")[2] == function for name in row.names) and _is_over(row):
            return True
    for dotted in _callables().get(function, ()):
        union = query.union_signature(dotted) or ()
        if any(one.name == argument for one in union):
            try:
                today = query.signature(dotted, version) or ()
            except KeyError:
                continue
            if not any(argument == one.name or one.kind == "VAR_KEYWORD" for one in today):
                return True
    return False


def _rules_with(argument):
    places = (changes.ARGUMENT, changes.CALLBACK)
    return [row for row in rules() if row.place in places and row.argument == argument]


@lru_cache(maxsize=None)
def _callables():
    """Return ``{last part: dotted names}`` of the functions, classes and methods in the table."""
    found = {}
    for row in query.NAMES:
        found.setdefault(row.name.rpartition(".")[2], []).append(row.name)
        for member in row.members:
            found.setdefault(member.name, []).append("%s.%s" % (row.name, member.name))
    return found


# --- texts ------------------------------------------------------------------------------------


def _is_known(error, below):
    """Return whether the text is that of a rule whose construct legacyco brings back."""
    for row in rules():
        if row.place in _LOOKED_UP or not _is_over(row):
            continue
        if row.place == changes.ARGUMENT and not any(map(_is_asyncios, below)):
            # Others have functions with such an argument, too.
            continue
        for known in row.errors:
            if covers(known.span, sys.version_info[:3]) and _names(known.type, error):
                if _pattern(row, known.text).search(str(error)) and _can_be_had(row):
                    return True
    return False


def _is_over(row):
    return (
        row.effect == changes.REMOVED
        and row.restored != changes.NOT_RESTORED
        and as_version(row.since) <= sys.version_info[:3]
    )


def _names(kind, error):
    return any(class_.__name__ == kind for class_ in type(error).__mro__)


def _pattern(row, text):
    """Return the pattern of a rule's text, in which one of its names stands for all of them."""
    pattern = re.escape(text.rstrip(".")).replace(re.escape("{name}"), r"\w+")
    # PyPy has "a object" where CPython has "an object".
    pattern = re.sub(r"\ban(?=\W)", "an?", pattern)
    names = sorted({name.rpartition(".")[2] for name in row.names})
    if names:
        either = "|".join(map(re.escape, names))
        pattern = re.sub(r"\b(?:%s)\b" % either, lambda _: "(?:%s)" % either, pattern)
    return re.compile(pattern)


_NEED_A_LOOP = ("get-event-loop", "implicit-loop")


def _can_be_had(row):
    if row.id not in _NEED_A_LOOP:
        return True
    from .._policies import makes_loop

    return makes_loop()
