"""Modules that stand in for asyncio and its submodules while the interpreter's tests run.

A stand-in shows the names of the package under test first, and the interpreter's own where that
package has none (these are remembered as borrowed). The tests also *write* through it: they
replace `asyncio.base_events.logger` and look at what was logged. Sockets, TLS and pipes stay the
interpreter's, so the name has to change in every module that really uses it: ours, the modules that
ours is split into, and asyncio's, wherever the name means the object that is being replaced.

The real asyncio stays loaded and untouched inside: both it and the package under test go on
importing from it, whatever sys.modules shows to the rest.
"""

import builtins
import importlib
import pkgutil
import sys
import types
import unittest
from unittest import mock

# Modules of ours that hold a part of what asyncio keeps in the module named on the left.
SPLIT = {
    "base_events": ("_batches", "scheduler", "_connections", "_server"),
    "events": ("_abstract", "_policies"),
    "futures": ("_awaiters", "_chaining"),
    "locks": ("_barriers", "_locking", "_semaphores"),
    "streams": ("_stream_reader", "_stream_writer"),
    "tasks": ("_gathering", "_making", "_task", "_waiting"),
    "unix_events": ("child_watchers", "sigchld_watchers"),
}

# Only Windows has their dependencies, or they run a program when imported.
NOT_IMPORTED = ("__main__", "windows_events", "windows_utils")

# Python 3.6 keeps the helpers of its tests in asyncio itself: not a part of what is tested, so they
# are loaded once more, on top of the stand-ins.
HELPERS = ("asyncio.test_utils",)

# The suite's setUp makes this say that no loop runs. asyncio's get_event_loop() and
# get_running_loop() do not notice, since they are in C; ours are not.
KEPT_FROM_OURS = ("asyncio.events._get_running_loop",)

MISSING = object()


NO_C_TYPES = "legacyco has no C types"


class NoCType(AttributeError):
    """The C types and functions are not there: `name` is what was asked for."""

    def __init__(self, name):
        super().__init__(name)
        self.name = name


class CType:
    """What the suite gets for a C type that it insists on: a mark of the tests that use it."""

    def __new__(cls, *args, **kwargs):
        raise unittest.SkipTest(NO_C_TYPES)


class StandIn(types.ModuleType):
    """One module of asyncio as the tests see it: the first of *layers* that has a name gives it."""

    def __init__(self, real, layers, replaces_c_types, borrowed):
        super().__init__(real.__name__, real.__doc__)
        for name in ("__file__", "__loader__", "__package__", "__path__", "__spec__"):
            if hasattr(real, name):
                self.__dict__[name] = getattr(real, name)
        self.__dict__["_state"] = (real, layers, replaces_c_types, borrowed, {})

    def __getattr__(self, name):
        real, layers, replaces_c_types, borrowed, _ = self.__dict__["_state"]
        if replaces_c_types and name.startswith(("_C", "_c_")):
            # The suite skips its tests of the C types by itself where there are none.
            raise NoCType(name)
        for layer in layers:
            value = _get(layer, name)
            if value is MISSING and replaces_c_types and layer is not real:
                value = _get_without_mark(layer, name)
            if value is not MISSING:
                if replaces_c_types and layer is real:
                    borrowed.add("%s.%s" % (self.__name__, name))
                return value
        raise AttributeError("module %r has no attribute %r" % (self.__name__, name))

    def __setattr__(self, name, value):
        _, layers, replaces_c_types, _, undo = self.__dict__["_state"]
        full_name = "%s.%s" % (self.__name__, name)
        if sys.modules.get(full_name, MISSING) is value:
            # The import system binds a submodule to its package.
            self.__dict__[name] = value
            return
        if full_name in KEPT_FROM_OURS and replaces_c_types:
            self.__dict__[name] = value
            return
        present = getattr(self, name, MISSING)
        holders = [
            each
            for each in layers
            if each.__dict__.get(name, MISSING) is present
            # Somebody shall see what becomes of a mock: whoever uses what has this name.
            or isinstance(value, mock.NonCallableMock)
            and name in each.__dict__
        ]
        before = [(each, each.__dict__.get(name, MISSING)) for each in holders or layers[:1]]
        undo.setdefault(name, []).append(before)
        for layer, _ in before:
            setattr(layer, name, value)

    def __delattr__(self, name):
        # What mock.patch does at its end: it deletes what it had set, and expects that the
        # attribute it could not find in __dict__ is back.
        undo = self.__dict__["_state"][-1]
        if not undo.get(name):
            raise NoCType(name)
        for layer, value in undo[name].pop():
            if value is MISSING:
                delattr(layer, name)
            else:
                setattr(layer, name, value)


def _get(module, name):
    """Return what *module* itself has under *name*, or what its own __getattr__ makes of it."""
    value = module.__dict__.get(name, MISSING)
    if value is MISSING and "__getattr__" in module.__dict__:
        value = getattr(module, name, MISSING)
    return value


def _get_without_mark(module, name):
    """Return what *module* has under the name without the mark of asyncio's pure Python variants.

    `_PyTask` is Task, `_py_all_tasks` is all_tasks, and `_py_enter_task` is _enter_task.
    """
    for mark, prefixes in (("_Py", ("",)), ("_py_", ("", "_"))):
        if name.startswith(mark):
            for prefix in prefixes:
                value = _get(module, prefix + name[len(mark) :])
                if value is not MISSING:
                    return value
    return MISSING


class Substitution:
    """Give *subject*, the name of a package, to everybody who imports asyncio from now on.

    With the subject "asyncio" the stand-ins show the real modules: the suite must then do as well
    as it does without them.
    """

    def __init__(self, subject):
        self.subject = subject
        self.borrowed = set()
        self.real = _load_all("asyncio")
        self.ours = _load_all(subject)
        self._import = builtins.__import__

    def install(self):
        helpers = [name for name in HELPERS if self.real.pop(name, None) is not None]
        for name, real in self.real.items():
            sys.modules[name] = self._stand_in(name, real)
        builtins.__import__ = self._import_for
        for name in helpers:
            del sys.modules[name]
            importlib.import_module(name)
        self._reach_unittest()

    def insist_on(self, name):
        """Show the C type or function *name* in all modules, as CType."""
        for module in self.real:
            sys.modules[module].__dict__[name] = CType

    def _stand_in(self, name, real):
        layers = [self.ours[each] for each in self._candidates(name) if each in self.ours]
        if real not in layers:
            layers.append(real)
        stand_in = StandIn(real, layers, self.subject != "asyncio", self.borrowed)
        package, _, child = name.rpartition(".")
        if package:
            sys.modules[package].__dict__[child] = stand_in
        return stand_in

    def _candidates(self, name):
        """Return the names of our modules that hold what asyncio keeps in the module *name*."""
        _, _, child = name.partition(".")
        if not child:
            return [self.subject]
        return ["%s.%s" % (self.subject, each) for each in (child,) + SPLIT.get(child, ())]

    def _import_for(self, name, globals=None, locals=None, fromlist=(), level=0):
        """Stand in for __import__: asyncio itself and ours get the real asyncio, also late."""
        importer = (globals or {}).get("__name__") or ""
        if name == "_asyncio" and self.subject != "asyncio" and importer.startswith("test."):
            raise ImportError(NO_C_TYPES)
        if importer.partition(".")[0] in ("asyncio", self.subject) and importer not in HELPERS:
            package = globals.get("__package__") or importer
            absolute = importlib.util.resolve_name("." * level + name, package) if level else name
            if absolute in self.real:
                return self.real[absolute if fromlist else "asyncio"]
        return self._import(name, globals, locals, fromlist, level)

    def _reach_unittest(self):
        # IsolatedAsyncioTestCase runs its tests on asyncio's loop; it may be loaded already.
        try:
            case = importlib.import_module("unittest.async_case")
        except ImportError:  # new in 3.8
            return
        case.asyncio = sys.modules["asyncio"]


def _load_all(package):
    """Import *package* with all of its submodules; return them by name, the package first."""
    modules = {package: importlib.import_module(package)}
    for _, child, is_package in pkgutil.iter_modules(modules[package].__path__):
        if child in NOT_IMPORTED or is_package:
            continue
        name = "%s.%s" % (package, child)
        try:
            modules[name] = importlib.import_module(name)
        except ImportError:
            # Theirs may need a module that only another platform has; ours must import.
            if package != "asyncio":
                raise
    return modules


def in_child(code, subject, paths):
    """Return *code*, the argument of a child interpreter's -c, as a program that gets ours too."""
    bootstrap = "import sys; sys.path[:0] = %r; import standin; standin.Substitution(%r).install()"
    return bootstrap % (list(paths), subject) + "\n" + code
