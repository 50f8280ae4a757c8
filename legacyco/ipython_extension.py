"""The IPython extension: ``%load_ext legacyco``.

Cells run on a loop of legacyco's that may run inside itself.  So old code in a cell runs it,
whether an ``await`` is in the same cell or not, and both wait for the same things.  IPython alone
runs cells with an ``await`` on a loop that nobody else knows, and cannot run it once more within.

Below ``python -m legacyco run -m IPython`` it is loaded from the beginning.  There, what is typed
and what ``%run`` runs sees legacyco in the place of asyncio.
"""

import sys

from . import events
from .nested import allow_nested
from .scheduler import Scheduler

__all__ = ("load_ipython_extension",)


def load_ipython_extension(shell):
    """Have the cells of an IPython shell run on a nesting loop of legacyco's; IPython calls this.

    Raises RuntimeError where a loop of somebody else runs already, as in a Jupyter kernel.
    """
    running = events._get_running_loop()
    if running is None:
        shell.loop_runner = _Runner()
    elif isinstance(running, Scheduler):
        allow_nested(running)
    else:
        raise RuntimeError(
            "the loop of this kernel, {!r}, runs already and cannot be run inside itself; have the"
            " kernel begin with one that can, asyncio.set_event_loop(legacyco.allow_nested("
            "legacyco.new_event_loop())), in its kernel.json: see docs/interop.rst".format(running)
        )
    _adopt_cells(shell)


class _Runner:
    """What IPython calls with the coroutine of a cell that awaits something."""

    def __init__(self):
        self._own_loop = None
        self.loop()

    def __call__(self, coro):
        return self.loop().run_until_complete(coro)

    def __str__(self):
        return "legacyco"

    def loop(self):
        """Return the thread's loop, if it is one of ours, else another; it may be nested."""
        try:
            loop = events.get_event_loop()
        except RuntimeError:
            # Taken away, by run() in a cell for instance.
            loop = None
        if not isinstance(loop, Scheduler) or loop.is_closed():
            loop = self._another(in_place_of=loop)
        _show_to_ipython(loop)
        return allow_nested(loop)

    def _another(self, in_place_of):
        if self._own_loop is None or self._own_loop.is_closed():
            from . import EventLoop

            self._own_loop = EventLoop()
        # A loop that somebody has set, and that is not ours, stays the thread's.
        if in_place_of is None or in_place_of.is_closed():
            events.set_event_loop(self._own_loop)
        return self._own_loop


def _show_to_ipython(loop):
    # By which ``%gui asyncio`` waits for the next cell, since IPython 8.
    helpers = sys.modules.get("IPython.core.async_helpers")
    if hasattr(helpers, "_asyncio_event_loop"):
        helpers._asyncio_event_loop = loop


def _adopt_cells(shell):
    finder = sys.modules.get(__package__ + ".adoption.finder")
    if finder is not None and finder.FINDER.default is not None:
        from .adoption import cells

        cells.adopt(shell, finder.FINDER.default)
