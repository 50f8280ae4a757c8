"""Names whose room is loaded when somebody asks for one: most programs never do."""

from importlib import import_module
from sys import modules

from ._compat import MODULES_HAVE_GETATTR


def load_late(module, rooms):
    """Return the ``__getattr__`` of *module* that finds names in their rooms, and keeps them there.

    rooms: ``{name: room}``, rooms without ``legacyco.``.  Where modules have no ``__getattr__``,
    the names are there at once.
    """

    def __getattr__(name):
        if name not in rooms:
            raise AttributeError("module {!r} has no attribute {!r}".format(module, name))
        value = getattr(import_module("legacyco." + rooms[name]), name)
        setattr(modules[module], name, value)
        return value

    if not MODULES_HAVE_GETATTR:
        for name in rooms:
            __getattr__(name)
    return __getattr__
