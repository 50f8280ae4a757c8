"""What is done to modules of others once they are imported: only where something is adopted.

A finder looks here for each module that is imported, so the functions are found by names and
imported when they are needed.
"""

import sys
from importlib import import_module

# {name of a module: (module of ours, its function)}; the function gets the module.
_DUTIES = {}


def do(names, ours, function):
    """Have ``ours.function(module)`` called with each of these modules, once it is imported.

    ours: the dotted name of a module.
    """
    for name in names:
        if name not in _DUTIES:
            _DUTIES[name] = ours, function
            if name in sys.modules:
                _do(sys.modules[name])


def concerns(name):
    """Return whether there is something to be done to the module of that name."""
    return name in _DUTIES


def observed(spec):
    """Return the spec, with a loader that does it."""
    if spec.loader is not None and not isinstance(spec.loader, _Observed):
        spec.loader = _Observed(spec.loader)
    return spec


def _do(module):
    ours, function = _DUTIES[module.__name__]
    getattr(import_module(ours), function)(module)


class _Observed:
    """Loads as another loader does, and leaves no trace of itself."""

    def __init__(self, loader):
        self._loader = loader

    def __getattr__(self, name):
        return getattr(self._loader, name)

    def create_module(self, spec):
        """Make the module as the loader does."""
        return self._loader.create_module(spec)

    def exec_module(self, module):
        """Run the module, then do what there is to do."""
        module.__loader__ = module.__spec__.loader = self._loader
        self._loader.exec_module(module)
        _do(module)
