"""Tests whose body runs on asyncio too, where the interpreter's is new (or old) enough for it."""

import asyncio
import functools

import pytest
from fake_clock import new_fake_clock_loop

import legacyco

# Whose library on whose loop: the last makes asyncio's tasks the users of ours.
WORLDS = ["legacyco", "asyncio", "legacyco on asyncio"]


def need(library, *names):
    """Skip the test if *library* lacks one of *names*, which may be dotted."""
    for name in names:
        try:
            functools.reduce(getattr, name.split("."), library)
        except AttributeError:
            pytest.skip("this {} has no {}".format(library.__name__, name))


class World:
    """A library, and a loop on a fake clock to use it on."""

    def __init__(self, library, loop):
        self.library = library
        self.loop = loop

    def run(self, coro):
        """Run a coroutine or a future to its end; return its result."""
        return self.loop.run_until_complete(coro)

    def start(self, main):
        """Make a task of a coroutine function, and let it run until it waits."""
        task = self.loop.create_task(main())
        self.run(legacyco.sleep(0))
        self.run(legacyco.sleep(0))
        return task

    def need_library_that(self, fact):
        """Skip the test if asyncio itself is to be tested, and the *fact* is not true of it."""
        if self.library is asyncio:
            self._need(fact)

    def need_tasks_that(self, fact):
        """Skip the test if the tasks are asyncio's, and the *fact* is not true of them."""
        if not isinstance(self.loop, legacyco.EventLoop):
            self._need(fact)

    @staticmethod
    def _need(fact):
        if not fact():
            pytest.skip("not so: this asyncio's %s" % fact.__name__.replace("_", " "))


def open_world(kind, name):
    """Yield the World of that *kind*, one of WORLDS, if its library has *name*; then close it."""
    library = asyncio if kind == "asyncio" else legacyco
    need(library, name)
    loop = new_fake_clock_loop(
        legacyco.EventLoop if kind == "legacyco" else asyncio.SelectorEventLoop
    )
    library.set_event_loop(loop)
    try:
        yield World(library, loop)
    finally:
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.close()
        library.set_event_loop(None)
