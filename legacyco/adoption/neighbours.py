"""What to do when an adopted module dies of something that is not asyncio's.

The rules of legacyco.history about other modules of the standard library know who has the thing
today. Where an exception is one of their errors, its text gets a line that says what to install, or
which option restores it.
"""

import re

from ..history.changes import IMPORT, METHOD, NAME, REMOVED
from ..history.changes_neighbour import NEIGHBOUR_CHANGES

_CANNOT_IMPORT = re.compile(r"cannot import name '(?P<name>\w+)' from '(?P<owner>[\w.]+)'")
_MODULE_LACKS = re.compile(r"module '(?P<owner>[\w.]+)' has no attribute '(?P<name>\w+)'")
_OBJECT_LACKS = re.compile(r"object '?(?P<owner>)[\w.']* ?has no attribute '(?P<name>\w+)'")


def explain(error):
    """Add to an exception what is to be done about it, if a rule knows; return the text, or None.

    error: what the code of an adopted module raised.
    """
    found = _rule_for(error)
    if found is None:
        return None
    text = _advice(found[0], found[1], _origin(error))
    if text not in getattr(error, "__notes__", ()) and text not in str(error):
        _add(error, text)
    return text


def _rule_for(error):
    """Return ``(rule, dotted name)`` of what an exception misses, or None."""
    if isinstance(error, ModuleNotFoundError):
        return _lookup(_top(error.name or ""), IMPORT)
    if isinstance(error, ImportError):
        matched = _CANNOT_IMPORT.match(str(error))
        return matched and _lookup("%(owner)s.%(name)s" % matched.groupdict(), NAME)
    if isinstance(error, AttributeError):
        return _lost_attribute(error)
    return None


def _top(module):
    return module.partition(".")[0]


def _lookup(dotted, place):
    for row in NEIGHBOUR_CHANGES:
        if row.effect == REMOVED and row.place == place and dotted in row.names:
            return row, dotted
    return None


def _lost_attribute(error):
    text = str(error)
    matched = _MODULE_LACKS.match(text)
    if matched:
        return _lookup("%(owner)s.%(name)s" % matched.groupdict(), NAME)
    matched = _OBJECT_LACKS.search(text)
    if not matched:
        return None
    # The text has the class of the object, which may be derived from that of the rule. Since 3.10
    # the exception has the object itself.
    owner = getattr(error, "obj", None)
    for row in NEIGHBOUR_CHANGES:
        for name in row.names if row.place == METHOD else ():
            class_, _, member = name.rpartition(".")
            if member == matched.group("name") and (owner is None or _is_a(owner, class_)):
                return row, name
    return None


def _is_a(owner, class_name):
    names = {
        "%s.%s" % (_top(class_.__module__), class_.__qualname__)
        for class_ in (owner if isinstance(owner, type) else type(owner)).__mro__
    }
    top, _, name = class_name.partition(".")
    return "%s.%s" % (top, name.rpartition(".")[2]) in names


def _origin(error):
    """Return the name of the module whose code raised *error*, or None."""
    name, traceback = None, error.__traceback__
    while traceback is not None:
        filename = traceback.tb_frame.f_code.co_filename
        module = traceback.tb_frame.f_globals.get("__name__")
        # What an import statement leaves in the traceback, and shims, are not the place.
        if not filename.startswith("<frozen ") and not str(module).startswith("legacyco."):
            name = module
        traceback = traceback.tb_next
    return name


def _advice(row, dotted, module):
    """Return the text that says what to do about the rule *row*, met in *module*."""
    name = dotted.rpartition(".")[2]
    gone = "%s: gone since Python %s" % (row.title, row.since)
    if row.names == (dotted,) and row.place == IMPORT:
        gone = "Python comes without %s since %s" % (dotted, row.since)
    if row.distribution is not None:
        return "legacyco: %s. To have it back: pip install %s" % (gone, row.distribution)
    if row.shimmed:
        return "legacyco: %s. To have it back in this package: %s" % (gone, _with_shims(module))
    instead = row.replacement.replace("{name}", name)
    return "legacyco: %s. What there is instead: %s" % (gone, instead)


def _with_shims(module):
    from .finder import FINDER

    options = FINDER.options_for(module or "")
    package = _top(module or "")
    if options is None and package not in ("", "__main__"):
        # Shims are for adopted packages.
        return "run --shims --adopt %s, or legacyco.adopt(%r, shims=True)" % (package, package)
    if package in ("", "__main__"):
        return "python -m legacyco run --shims"
    return "run --shims, or legacyco.adopt(%r, shims=True)" % package


def _add(error, text):
    if hasattr(error, "add_note"):
        error.add_note(text)
        return
    # Up to 3.10 the text has to go into the message. str() of an ImportError is its msg.
    message = "%s\n%s" % (error, text)
    error.args = (message,) + error.args[1:]
    if isinstance(error, ImportError):
        error.msg = message
