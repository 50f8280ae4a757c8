"""The list of all workloads, in the order of the tables."""

from . import dialect
from .workload import Workload

ROOMS = ("tasks", "callbacks", "timers", "sync", "cancellation", "network")

#: Order of the tables, which is the order of the speed targets.
NAMES = (
    "switch",
    "spawn",
    "chain",
    "future",
    "call_soon",
    "timers",
    "queue",
    "lock",
    "wait_for",
    "cancel",
    "threadsafe",
    "echo",
    "memory",
    "live",
    "timer_cancel",
)


def load(engine):
    """Return every workload in the dialect of *engine*, by name."""
    if engine.decorated:
        modules = [dialect.load_decorated(room, engine.module.coroutine) for room in ROOMS]
    else:
        modules = [dialect.load_async(room) for room in ROOMS]
    found = {}
    for module in modules:
        for value in vars(module).values():
            if isinstance(value, Workload):
                found[value.name] = value
    return {name: found[name] for name in NAMES}
