"""Which packages need adoption, by what their source contains.

One that does uses something of asyncio that this Python has no more, without a look whether it is
there, or has ``async`` or ``await`` as a name.  The verdict on each file is kept beside the
bytecode, so that the next start looks at times and sizes only.
"""

import os
import re
import sys
from importlib.machinery import SourceFileLoader
from importlib.util import cache_from_source
from zipimport import zipimporter

from . import cache
from .finder import STANDARD_LIBRARY, is_namespace

# Never adopted by itself.
_NEVER = STANDARD_LIBRARY | {"legacyco"}
# Tests that come with a package say nothing about the package.
_NOT_ITS_SOURCE = ("__pycache__", "test", "tests")
_TEST_MODULE = re.compile(r"_*(test|conftest)|.*_tests?\.py$")
_NO_REASON = ""


class AdoptWhereNeeded:
    """The rule of a finder that adopts every package that needs it, and says so."""

    def __init__(self, finder, options):
        self._finder = finder
        self._options = options
        self._namespaces = set()

    def __call__(self, spec):
        """Return the options for the package that begins with this module, or None."""
        name = spec.name
        parent = name.rpartition(".")[0]
        if name in _NEVER or parent and parent not in self._namespaces:
            return None
        if is_namespace(spec):
            self._namespaces.add(name)
            return None
        because = None if _is_standard(spec) else reason(spec)
        if because is None:
            return None
        sys.stderr.write("legacyco: adopted {} ({})\n".format(name, because))
        self._finder.adopted[name] = self._options
        return self._options


_STANDARD = os.path.join(os.path.dirname(os.__file__), "")


def _is_standard(spec):
    path = spec.origin or ""
    return path.startswith(_STANDARD) and "-packages" not in path


def reason(spec):
    """Return why the package or module of this spec needs adoption, or None: a text for people."""
    if isinstance(spec.loader, zipimporter):
        from .reasons import reason_in

        return _first(reason_in(name, data) for name, data in _in_zip_file(spec))
    if not isinstance(spec.loader, SourceFileLoader):
        return None
    verdicts = _Verdicts(spec.origin)
    found = verdicts.known_reason() or _first(
        verdicts.on(path, state) for path, state in _in_folder(spec)
    )
    verdicts.save()
    return found


def _first(reasons):
    return next(filter(None, reasons), None)


def _in_folder(spec):
    """Yield ``(path, (mtime, size))`` of the source files that belong to the spec."""
    if spec.submodule_search_locations is None:
        yield spec.origin, _state(spec.origin)
        return
    for location in spec.submodule_search_locations:
        for folder, folders, files in os.walk(location):
            # What has no identifier for a name cannot be imported.
            folders[:] = [
                each for each in folders if each.isidentifier() and each not in _NOT_ITS_SOURCE
            ]
            for name in sorted(files):
                if name.endswith(".py") and not _TEST_MODULE.match(name):
                    path = os.path.join(folder, name)
                    yield path, _state(path)


def _in_zip_file(spec):
    import zipfile

    archive = spec.loader.archive
    prefix = os.path.relpath(spec.origin, archive).replace(os.sep, "/")
    if spec.submodule_search_locations is not None:
        prefix = prefix.rpartition("/")[0] + "/"
    with zipfile.ZipFile(archive) as file:
        for name in file.namelist():
            if name.startswith(prefix) and name.endswith(".py"):
                yield name, file.read(name)


def _state(path):
    try:
        stat = os.stat(path)
    except OSError:
        # A link to nowhere.
        return None
    return stat.st_mtime, stat.st_size


class _Verdicts:
    """The verdicts on the files of a package, from one start to the next."""

    def __init__(self, origin):
        self._key = cache.own_key(b"verdicts")
        self._changed = False
        self._by_path = {}
        try:
            self._file = cache_from_source(origin, optimization="legacycoverdicts")
            with open(self._file, "rb") as file:
                self._by_path = cache.unpack(file.read(), self._key) or {}
        except NotImplementedError:
            self._file = None
        except OSError:
            pass

    def known_reason(self):
        """Return a reason known from before, whose file has not changed."""
        for path, (state, text, others) in self._by_path.items():
            if text != _NO_REASON and state == _state(path) and _unchanged(others):
                return text
        return None

    def on(self, path, state):
        """Return the reason that the file is, or None."""
        known = self._by_path.get(path)
        if known is None or known[0] != state or not _unchanged(known[2]):
            self._changed = True
            known = self._by_path[path] = (state,) + _read_reason(path)
        return known[1] or None

    def save(self):
        """Keep the verdicts, if there is something new and a place for it."""
        if self._changed and self._file is not None and not sys.dont_write_bytecode:
            SourceFileLoader("", "").set_data(self._file, cache.pack(self._by_path, self._key))


def _unchanged(states):
    return all(_state(path) == state for path, state in states)


def _read_reason(path):
    """Return the reason in a file, and the states of the other files that it depends on."""
    from .reasons import THIS_INTERPRETER, reason_in
    from .siblings import Siblings

    siblings = Siblings(path, THIS_INTERPRETER)
    try:
        with open(path, "rb") as file:
            text = reason_in(path, file.read(), siblings)
    except OSError:
        text = None
    return text or _NO_REASON, tuple((each, _state(each)) for each in siblings.paths)
