"""Python 2.7: trollius is the engine there, and ``legacyco.trollius`` is trollius itself.

So that a program for both Pythons says ``import legacyco.trollius as asyncio``, and finds the same
names.  Everything else in this package is written for Python 3, and 2.7 never reads it.
"""

from __future__ import absolute_import

import sys


class TrolliusFinder(object):
    """Give trollius, and its submodules, to those who import ``legacyco.trollius``."""

    def find_module(self, fullname, path=None):
        """Return this finder for what it loads, else None; the import system calls this."""
        return self if (fullname + ".").startswith("legacyco.trollius.") else None

    def load_module(self, fullname):
        """Return trollius's module, by both names; the import system calls this."""
        name = fullname[len("legacyco.") :]
        __import__(name)
        sys.modules[fullname] = sys.modules[name]
        return sys.modules[name]


def install():
    """Have ``legacyco.trollius`` be trollius."""
    sys.meta_path.insert(0, TrolliusFinder())
