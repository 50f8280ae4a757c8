"""The last line when a program below ``run`` dies: which option would mend that, if one would.

==============================================  ===============================================
it died                                         the line says
==============================================  ===============================================
in a package that was not adopted, of what      ``oldlib was not adopted; try --adopt oldlib``
adoption would mend
of a cancellation or a timeout that an adopted  ``try --era 3.7``
module caught in its time; or was interrupted
while it waited for a server to close
where an adopted package meets a dependency      the pip line for those of its time
that is years newer
below a function that uses what another module  ``try --shims``
does differently today
==============================================  ===============================================

The exception itself, and its traceback, stay as they are.
"""

import asyncio
import concurrent.futures
import os
import sys

from . import closing, frames, too_new

_CAUGHT_ONCE = (
    asyncio.CancelledError,
    asyncio.TimeoutError,
    concurrent.futures.CancelledError,
    concurrent.futures.TimeoutError,
)
# What no text that a program makes leads to.
_OF_THE_WORLD_OUTSIDE = (ImportError, OSError, SyntaxError)


def last_line(error):
    """Return what to say of the exception that a program died of, or None."""
    if isinstance(error, KeyboardInterrupt):
        # It says nothing about what it met, and wants to be quick.
        text = _never_closes(error)
        return text and "legacyco: " + text
    for find in (_not_adopted, _caught_once, _never_closes, too_new.hint, _done_otherwise):
        for one in frames.chain(error):
            text = find(one)
            if text is not None:
                return "legacyco: " + text
    return None


# --- not adopted ------------------------------------------------------------------------------


def _not_adopted(error):
    if isinstance(error, SyntaxError):
        name = _of_another_time(error)
    else:
        from . import mendable

        frame, below = frames.place(error)
        if frame is None or frames.options_of(frame) is not None:
            return None
        if not mendable.would_be_mended(error, frame, below):
            return None
        name = frames.package_of(frame)
    return name and _adopt(name)


def _adopt(name):
    return "{0} was not adopted; try --adopt {0}".format(name)


def _of_another_time(error):
    """Return the package to adopt whose file parses for adopted code only, or None."""
    from . import source
    from .finder import FINDER

    path = error.filename
    if not path or getattr(error, "legacyco_adopting", False) or not os.path.isfile(path):
        return None
    name = _name_of(os.path.realpath(path))
    if name is None or frames.is_librarys(path) or FINDER.options_for(name) is not None:
        return None
    try:
        with open(path, "rb") as file:
            source.compile_module(file.read(), path, FINDER.default)
    except (SyntaxError, ValueError, OSError):
        return None
    return frames.shortest(name)


def _name_of(path):
    """Return the dotted name by which a file is imported, or None."""
    roots = [os.path.join(os.path.realpath(one or os.curdir), "") for one in sys.path]
    found = [one for one in roots if path.startswith(one)]
    if not found or not path.endswith(".py"):
        return None
    parts = path[len(max(found, key=len)) : -len(".py")].split(os.sep)
    if parts[-1] == "__init__":
        del parts[-1]
    return ".".join(parts) if parts and all(map(str.isidentifier, parts)) else None


# --- an era -----------------------------------------------------------------------------------


def _caught_once(error):
    if not isinstance(error, _CAUGHT_ONCE):
        return None
    from . import caught_once

    for frame, line in frames.frames(error):
        if _has_no_era(frame) and caught_once.caught(error, frame, line):
            return "{0} was caught at {1}:{2} up to Python {3}; try --era {3}".format(
                type(error).__name__,
                os.path.basename(frame.f_code.co_filename),
                line,
                caught_once.ERA,
            )
    return None


def _has_no_era(frame):
    options = frames.options_of(frame)
    return options is not None and options.era is None


def _never_closes(error):
    """Look for what waits for a server to close, where nothing else came to an end."""
    if not isinstance(error, (KeyboardInterrupt,) + _CAUGHT_ONCE):
        return None
    for frame in closing.waiting_frames(error):
        options = frames.options_of(frame)
        if options is None and frames.package_of(frame):
            return _adopt(frames.package_of(frame))
        if options is not None and options.era is None:
            from .eras import ERA

            return "a server waits until its connections are closed; try --era " + ERA
    return None


# --- shims ------------------------------------------------------------------------------------


def _done_otherwise(error):
    """Look for a function that uses what its module does otherwise today, and a shim restores."""
    if not isinstance(error, Exception) or isinstance(error, _OF_THE_WORLD_OUTSIDE):
        return None
    from ..history import changes
    from . import caught_once

    for frame, _ in reversed(list(frames.frames(error))):
        options = frames.options_of(frame)
        if options is None or options.shims:
            continue
        for use in caught_once.uses_in(frame):
            if use.rule.shimmed and use.rule.effect == changes.CHANGED:
                place = os.path.basename(frame.f_code.co_filename), use.line
                return "{} at {}:{} is different since Python {}; try --shims".format(
                    use.rule.title, place[0], place[1], use.rule.since
                )
    return None
