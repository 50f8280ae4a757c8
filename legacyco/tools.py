"""The tasks of another process: the interpreter's own (asyncio: since 3.14).

Older interpreters have no means to read the memory of another.  There the module can be imported,
and its functions say so.
"""

import sys

from ._passthrough import pass_on

try:
    from asyncio import tools as _tools
except ImportError:
    _tools = None

_FUNCTIONS = (
    "build_async_tree",
    "build_task_table",
    "display_awaited_by_tasks_table",
    "display_awaited_by_tasks_tree",
    "exit_with_permission_help_text",
    "get_all_awaited_by",
)


def _refuse(name):
    """Return what stands for a function of asyncio.tools where nothing can look into a process."""

    def refuse(*args, **kwargs):
        raise RuntimeError(
            "asyncio.tools.{}() needs CPython 3.14 or newer, here and in the process that it looks "
            "into; this is {}. legacyco.print_call_graph(task) shows a task of this process".format(
                name, sys.version.split()[0]
            )
        )

    refuse.__name__ = refuse.__qualname__ = name
    refuse.__doc__ = "Raise RuntimeError: this interpreter cannot look into another process."
    return refuse


if _tools is not None:
    pass_on(globals(), _tools)
else:
    import enum

    class NodeType(enum.Enum):
        """What a node of a tree of tasks is."""

        COROUTINE = 1
        TASK = 2

    class CycleFoundException(Exception):
        """Raised where tasks wait for each other in a circle, so that there is no tree."""

        def __init__(self, cycles, id2name):
            super().__init__(cycles, id2name)
            self.cycles = cycles
            self.id2name = id2name

    globals().update({name: _refuse(name) for name in _FUNCTIONS})
