"""Which modules are adopted: a finder in front of all others."""

import os
import sys

from . import AdoptionError, afterwards, programs, unawaited, zipped
from .loader import adopting
from .standins import TROLLIUS_FINDER

# The names of its modules: all since 3.10, before those that are compiled in.
STANDARD_LIBRARY = frozenset(
    getattr(sys, "stdlib_module_names", sys.builtin_module_names + ("asyncio",))
)

# Folders that nobody looks into for the source of a program.
_NO_SOURCE = ("__pycache__", "node_modules", "site-packages")

# Who makes child processes that begin anew.
_SPAWNERS = (
    "multiprocessing.spawn",
    "multiprocess.spawn",
    "billiard.spawn",
    "loky.backend.spawn",
    "joblib.externals.loky.backend.spawn",
)


class AdoptingFinder:
    """Have the other finders look for the modules of adopted packages, and adopt what they find."""

    def __init__(self):
        # Options by the dotted name of a package, or part of one.
        self.adopted = {}
        # How what comes along with them is adopted: a program, a test suite.
        self.default = None
        # Called with the spec of a module that no name covers: each returns options, or None.
        self.rules = []

    def adopt(self, names, options):
        """Adopt packages; raise AdoptionError, and adopt none of them, if one cannot be."""
        for name in names:
            self._check(name, options)
        for name in names:
            self.adopted[name] = options
        self.install()

    def install(self):
        """Stand in front of the other finders, those too that were put there since."""
        if self in sys.meta_path:
            sys.meta_path.remove(self)
        sys.meta_path.insert(0, self)
        TROLLIUS_FINDER.install()
        unawaited.install()
        afterwards.do(_SPAWNERS, __package__ + ".children", "send_luggage")
        afterwards.do(
            ("concurrent.interpreters",), __package__ + ".children", "send_to_interpreters"
        )

    def is_needed(self):
        """Return whether there is anything that it adopts, or might."""
        return bool(self.adopted or self.rules or programs.FILES)

    def __reduce__(self):
        # Rules know their finder. In another process it is the one there.
        return "FINDER"

    def options_for(self, fullname):
        """Return the options under which the module is adopted, or None."""
        while fullname:
            if fullname in self.adopted:
                return self.adopted[fullname]
            fullname = fullname.rpartition(".")[0]
        return None

    def find_spec(self, fullname, path=None, target=None):
        """Return the spec of an adopted module; the import system calls this."""
        options = self.options_for(fullname)
        observed = afterwards.concerns(fullname)
        if options is None and not (self.rules or observed or fullname == "__main__"):
            return None
        spec = self.find_plain(fullname, path, target)
        if spec is not None and options is None:
            options = self._options_by_rule(spec)
        if spec is not None and options is not None and spec.loader is not None:
            loader = adopting(spec.loader, options, spec)
            if loader is not None:
                spec.loader = loader
        return afterwards.observed(spec) if observed and spec is not None else spec

    def _options_by_rule(self, spec):
        # The first of a folder that somebody else runs.
        options = programs.options_for(spec.origin) if spec.name == "__main__" else None
        if options is not None:
            return options
        for rule in self.rules:
            options = rule(spec)
            if options is not None:
                return options
        return None

    def find_plain(self, fullname, path=None, target=None):
        """Return the spec that there would be without this finder."""
        for finder in sys.meta_path:
            if finder is not self and hasattr(finder, "find_spec"):
                try:
                    spec = finder.find_spec(fullname, path, target)
                except SyntaxError:
                    spec = zipped.find_spec(fullname, path)
                if spec is not None:
                    return spec
        return None

    def _check(self, name, options):
        if name.partition(".")[0] in STANDARD_LIBRARY:
            raise AdoptionError(
                "{} is a part of Python, which is not adopted: name the package that uses"
                " it".format(name)
            )
        known = self.adopted.get(name)
        if known is not None and known != options:
            raise AdoptionError(
                "{} is adopted already, with {!r}, not {!r}".format(name, known, options)
            )
        if known is None and name in sys.modules:
            raise AdoptionError(
                "{} is imported already; adopt it before its first import".format(name)
            )
        # To look for a part of a package would import the package.
        if known is None and "." not in name:
            self._check_spec(name, self.find_plain(name) or TROLLIUS_FINDER.find_spec(name))

    def _check_spec(self, name, spec):
        if spec is None:
            if lies_below(name, os.curdir):
                # The program is going to put its folder on the path, as pytest does.
                return
            raise AdoptionError(
                "there is no package or module {!r} here; is it installed, and is that the name"
                " by which it is imported?".format(name)
            )
        if spec.loader is TROLLIUS_FINDER:
            # Nothing to adopt, but for whoever asks for it from now on it is there.
            return
        if not is_namespace(spec) and not (spec.origin or "").endswith(".py"):
            raise AdoptionError(
                "{!r} has no Python source to adopt, only {}".format(name, spec.origin)
            )


def lies_below(name, folder):
    """Return whether there is source of a module of that name somewhere below a folder."""
    for path, folders, files in os.walk(folder):
        if name + ".py" in files:
            return True
        if name in folders and os.path.isfile(os.path.join(path, name, "__init__.py")):
            return True
        folders[:] = [each for each in folders if each not in _NO_SOURCE and each[0] != "."]
    return False


def is_namespace(spec):
    """Return whether it is the spec of a namespace package, which has no source of its own."""
    # Up to 3.6 its origin is a word.
    return spec.submodule_search_locations is not None and spec.origin in (None, "namespace")


FINDER = AdoptingFinder()
