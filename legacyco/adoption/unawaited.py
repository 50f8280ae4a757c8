"""A coroutine that an adopted module makes and nobody awaits goes without a warning.

A decorated function returned a generator up to 3.10, about which the interpreter says nothing, and
packages rely on that: aiohttp's ``release()`` returns ``noop()`` for those who wait for it, and the
others drop it.  Here it is a native coroutine; of those, the interpreter asks a function of
``warnings`` to say that they were never awaited.  That function is replaced by one that leaves out
these, and does as before with all others.  In debug mode asyncio complained, too, and so it stays.
"""

import warnings

from .._compat import is_debug_mode
from ..coroutines import is_decorated
from . import programs
from .loader import unseen

# CPython's name for it, since 3.7; PyPy and 3.6 ask nobody, and warn.
_HOOK = "_warn_unawaited_coroutine"
_OURS = __package__.partition(".")[0]


def install():
    """Have the interpreter ask here, unless it does so already."""
    warn = getattr(warnings, _HOOK, None)
    if warn is None or hasattr(warn, "legacyco_original"):
        return

    # Seen, it would be the place that the warning names: that is one frame above the function.
    @unseen
    def warn_unless_adopted(coro):
        if is_debug_mode() or not (is_decorated(coro) and _is_adopted(_globals_of(coro))):
            warn(coro)

    warn_unless_adopted.legacyco_original = warn
    setattr(warnings, _HOOK, warn_unless_adopted)


def _globals_of(coro):
    """Return the namespace of the module whose decorated function made *coro*."""
    frame = coro.cr_frame
    # The frame of a plain function's coroutine is one of ours, with that function in it.
    inner = frame.f_locals.get("func") if frame.f_globals.get("__package__") == _OURS else None
    return getattr(inner, "__globals__", frame.f_globals)


def _is_adopted(namespace):
    # What runs a program's file itself, as multiprocessing does, says nothing of a loader.
    return hasattr(namespace.get("__loader__"), "legacyco_options") or (
        programs.options_for(namespace.get("__file__")) is not None
    )
