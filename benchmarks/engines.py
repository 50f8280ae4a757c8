"""What is compared: a module with asyncio's names, an event loop, and a dialect.

Engines are imported when they are asked for, so that a process measures one of them with
nothing of the others in memory.
"""

import importlib
import importlib.util


class Engine:
    """An engine that could be imported: its names, its loops, its dialect."""

    def __init__(self, name, module, new_event_loop, decorated=False):
        self.name = name
        self.module = module
        self.new_event_loop = new_event_loop
        self.decorated = decorated
        # asyncio has create_task since 3.7; before, ensure_future was the public spelling.
        self.spawn = getattr(module, "create_task", module.ensure_future)


def _asyncio():
    asyncio = importlib.import_module("asyncio")
    return Engine("asyncio", asyncio, asyncio.new_event_loop)


def _uvloop():
    uvloop = importlib.import_module("uvloop")
    return Engine("uvloop", importlib.import_module("asyncio"), uvloop.new_event_loop)


def _legacyco():
    legacyco = importlib.import_module("legacyco")
    return Engine("legacyco", legacyco, legacyco.new_event_loop)


def _legacyco_decorated():
    legacyco = importlib.import_module("legacyco")
    return Engine("legacyco-decorated", legacyco, legacyco.new_event_loop, decorated=True)


def _legacyco_on_uvloop():
    uvloop = importlib.import_module("uvloop")
    legacyco = importlib.import_module("legacyco")
    return Engine("legacyco-on-uvloop", legacyco, uvloop.new_event_loop)


def _legacyco_decorated_on_uvloop():
    uvloop = importlib.import_module("uvloop")
    legacyco = importlib.import_module("legacyco")
    name = "legacyco-decorated-on-uvloop"
    return Engine(name, legacyco, uvloop.new_event_loop, decorated=True)


_LOADERS = {
    "asyncio": _asyncio,
    "uvloop": _uvloop,
    "legacyco": _legacyco,
    "legacyco-decorated": _legacyco_decorated,
    "legacyco-on-uvloop": _legacyco_on_uvloop,
    "legacyco-decorated-on-uvloop": _legacyco_decorated_on_uvloop,
}

#: Every engine's name in the order of the tables; the first is what ratios refer to.
NAMES = tuple(_LOADERS)

REFERENCE = NAMES[0]

#: Headings of the tables, which are wide enough as it is.
TITLES = {name: name.replace("legacyco-", "").replace("-", " ") for name in NAMES}


def load(name):
    """Import and return the engine called *name*; ImportError when it is not installed."""
    return _LOADERS[name]()


def available():
    """Return the names of the engines that are installed, in the order of the tables."""
    found = []
    for name in NAMES:
        needs = ["uvloop"] if "uvloop" in name else []
        needs += ["legacyco"] if "legacyco" in name else []
        if all(importlib.util.find_spec(module) for module in needs):
            found.append(name)
    return found
