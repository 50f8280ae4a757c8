"""Which module stands in for which, and trollius, which nobody can install any more.

In adopted code the imports of all of these are redirected.  For trollius there is a finder as well,
the last one, so that everybody else who asks for it gets the same modules where it is not
installed: its last release is for Python 2.7, and those before do not parse on 3.7.
"""

import sys
from importlib import import_module
from importlib.machinery import ModuleSpec
from importlib.util import find_spec

STANDINS = {"asyncio": "legacyco", "trollius": "legacyco.trollius"}


def standin(name):
    """Return the name of the module that adopted code gets when it asks for *name*."""
    top = name.partition(".")[0] if isinstance(name, str) else None
    if top not in STANDINS:
        return name
    ours = renamed(name)
    return ours if _exists(ours) else name


def renamed(name):
    """Return a dotted name that begins with a module of STANDINS, with our module's instead."""
    top, dot, rest = name.partition(".")
    return STANDINS[top] + dot + rest


def _exists(name):
    try:
        return find_spec(name) is not None
    except ModuleNotFoundError:
        # Below something that is not a package.
        return False


class TrolliusFinder:
    """Give ``legacyco.trollius`` to those who import trollius and have none."""

    def install(self):
        """Stand behind the other finders, to be asked when none of them has it."""
        if self not in sys.meta_path:
            sys.meta_path.append(self)

    def find_spec(self, fullname, path=None, target=None):
        """Return the spec of trollius, or of a submodule; the import system calls this."""
        top, dot, _ = fullname.partition(".")
        if top != "trollius" or standin(fullname) == fullname:
            return None
        if dot and sys.modules.get(top) is not sys.modules.get(STANDINS[top]):
            # Of one that is installed.
            return None
        return ModuleSpec(fullname, self)

    def create_module(self, spec):
        """Return the module that stands in; the import system calls this."""
        if spec.name == "trollius":
            # The others would find the files of its submodules, and load them once more.
            sys.meta_path.remove(self)
            sys.meta_path.insert(0, self)
        module = import_module(renamed(spec.name))
        spec.loader_state = module.__spec__
        return module

    def exec_module(self, module):
        """Give the module its own spec back; the import system calls this."""
        module.__spec__ = module.__spec__.loader_state


TROLLIUS_FINDER = TrolliusFinder()
