"""A program that dies where an adopted package meets a dependency of another time."""

import linecache
import re

from . import ages, frames

_KINDS = (ImportError, AttributeError, TypeError)


def hint(error):
    """Return what to say of an exception where a dependency is years newer, or None."""
    if not isinstance(error, _KINDS):
        return None
    for frame, line, below in _adopted_frames(error):
        module = frames.top(frame.f_globals.get("__name__") or "")
        dependent = ages.distribution_of(module)
        for each in ages.too_new(dependent) if dependent is not None else ():
            if _is_met(each, error, frame, line, below):
                return "{} needs {}, and there is {}; with pip 26 or newer: {}".format(
                    ages.described(dependent),
                    each.name,
                    ages.described(each),
                    ages.pip_line(dependent),
                )
    return None


def _adopted_frames(error):
    """Return ``(frame, line, frames below it)`` of adopted modules, the innermost first."""
    found = list(frames.frames(error))
    return [
        (frame, line, [each for each, _ in found[at + 1 :]])
        for at, (frame, line) in reversed(list(enumerate(found)))
        if not frames.is_library(frame) and frames.options_of(frame) is not None
    ]


def _is_met(dependency, error, frame, line, below):
    """Return whether an exception has to do with a dependency."""
    top = re.sub(r"[-.]+", "_", dependency.name).lower()
    if any(frames.top(each.f_globals.get("__name__") or "").lower() == top for each in below):
        return True
    if re.search(r"\b%s\b" % re.escape(top), str(error), re.IGNORECASE):
        return True
    # A call that was refused leaves no frame: look at what the line that made it names.
    text = linecache.getline(frame.f_code.co_filename, line, frame.f_globals)
    names = set(re.findall(r"\w+", text))
    known = dict(frame.f_globals, **frame.f_locals)
    return isinstance(error, TypeError) and any(
        _comes_from(known[name], top) for name in names if name in known
    )


def _comes_from(thing, top):
    module = getattr(thing, "__module__", None) or getattr(thing, "__name__", None)
    return isinstance(module, str) and frames.top(module).lower() == top
