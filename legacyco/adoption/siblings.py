"""The other modules of a package, for a name that one of them imports from another."""

import os

from .conditions import Conditions
from .source import parse


class Siblings:
    """Reads the conditions of the modules around a file.

    path: the file.
    interpreter: the conditions.Interpreter that is to run them.
    """

    def __init__(self, path, interpreter):
        self._path = path
        self._interpreter = interpreter
        # What was read, by path; None for what cannot be, or is being read.
        self._known = {}

    @property
    def paths(self):
        """The paths of the files that an answer depends on."""
        return sorted(self._known)

    def read(self, level, name):
        """Return the Conditions of a module, as an import in the file names it, or None."""
        return self._read_from(self._path, level, name)

    def _read_from(self, path, level, name):
        found = _find(path, level, name)
        if found is None:
            return None
        if found not in self._known:
            self._known[found] = None
            self._known[found] = self._conditions_of(found)
        return self._known[found]

    def _conditions_of(self, path):
        try:
            with open(path, "rb") as file:
                tree = parse(file.read(), path)
        except (OSError, SyntaxError, ValueError, RecursionError):
            return None
        return Conditions(
            tree, self._interpreter, lambda level, name: self._read_from(path, level, name)
        )


def _find(path, level, name):
    """Return the path of the module that an import in the file *path* names, or None."""
    folder = os.path.dirname(os.path.abspath(path))
    parts = name.split(".") if name else []
    if level:
        for _ in range(level - 1):
            folder = os.path.dirname(folder)
    elif os.path.exists(os.path.join(folder, "__init__.py")):
        # Of the package that the file is in, and of no other.
        while os.path.exists(os.path.join(folder, "__init__.py")):
            top, folder = folder, os.path.dirname(folder)
        if not parts or parts[0] != os.path.basename(top):
            return None
    elif not parts:
        return None
    target = os.path.join(folder, *parts)
    for candidate in (target + ".py", os.path.join(target, "__init__.py")):
        if os.path.isfile(candidate):
            return candidate
    return None
