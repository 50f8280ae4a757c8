"""Tiny packages that tests write, adopt, import and forget again."""

import importlib
import sys
import textwrap

import legacyco.adoption
from legacyco.adoption.finder import FINDER


class TinyPackages:
    """A folder on sys.path for packages of a test."""

    def __init__(self, folder):
        self.folder = folder
        self._names = []

    def write(self, name, **modules):
        """Write a package; *modules* are its modules' texts, ``init`` that of the package."""
        package = self.folder / name
        package.mkdir()
        modules.setdefault("init", "")
        for module, text in modules.items():
            file = package / ("__init__.py" if module == "init" else module + ".py")
            file.write_text(textwrap.dedent(text), encoding="utf-8")
        self._names.append(name)
        importlib.invalidate_caches()

    def expect(self, name):
        """Have a package forgotten in the end that something else wrote."""
        self._names.append(name)
        importlib.invalidate_caches()

    def adopt(self, *names, **options):
        """Adopt packages that were written."""
        legacyco.adoption.adopt(*names, **options)

    def module(self, name, text, **options):
        """Return the module with this *text*, alone in a package that is adopted with *options*.

        Without options: ``adopt=False`` imports it as it is.
        """
        self.write(name, code=text)
        if options.pop("adopt", True):
            self.adopt(name, **options)
        return importlib.import_module(name + ".code")

    def forget(self):
        """Take the packages out of the interpreter."""
        for name in self._names:
            FINDER.adopted.pop(name, None)
            for module in [key for key in sys.modules if key.partition(".")[0] == name]:
                del sys.modules[module]
