"""mypy.stubtest, to which legacyco's own functions are the generator functions that they are.

They are marked for inspect as coroutine functions, and stubtest would want ``async def`` in the
stubs: what that gives, no plain generator may yield from.
"""

import gc
import importlib
import pkgutil
import sys
import types

from mypy import stubtest

import legacyco


def import_all():
    """Import every module that can be, so that its functions are there."""
    for module in pkgutil.walk_packages(legacyco.__path__, "legacyco.", onerror=lambda name: None):
        if not module.name.endswith("__main__"):
            try:
                importlib.import_module(module.name)
            except ImportError:
                # Of another platform, or it needs pytest.
                continue


def unmark():
    """Take the mark of inspect from legacyco's own functions."""
    for thing in gc.get_objects():
        if isinstance(thing, types.FunctionType) and getattr(thing, "_is_own", None) is True:
            vars(thing).pop("_is_coroutine_marker", None)


if __name__ == "__main__":
    import_all()
    unmark()
    sys.exit(stubtest.main())
