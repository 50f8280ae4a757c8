"""``%load_ext legacyco`` on a shell that does as IPython does, which tests/interop has itself."""

import ast
import asyncio
import types

import pytest

import legacyco
from legacyco import ipython_extension
from legacyco.adoption import cells, programs
from legacyco.adoption.finder import FINDER
from legacyco.adoption.options import Options


class Shell:
    """Runs a cell with an await by its loop_runner."""

    def __init__(self):
        self.loop_runner = None
        self.ast_transformers = []


@pytest.fixture
def shell():
    legacyco.set_event_loop_policy(None)
    shell = Shell()
    yield shell
    for loop in {legacyco.get_event_loop(), shell.loop_runner and shell.loop_runner.loop()}:
        if loop is not None:
            loop.close()
    legacyco.set_event_loop_policy(None)


@legacyco.coroutine
def double(x):
    yield from legacyco.sleep(0)
    return 2 * x


async def cell():
    """Await something, and run the loop that one is in."""
    return await double(1), legacyco.get_event_loop().run_until_complete(double(2))


def test_a_cell_may_await_and_run_the_loop(shell):
    legacyco.load_ipython_extension(shell)
    loop = legacyco.get_event_loop()
    assert shell.loop_runner(cell()) == (2, 4)
    assert loop.run_until_complete(double(3)) == 6
    assert shell.loop_runner(cell()) == (2, 4)
    assert legacyco.get_event_loop() is loop
    assert str(shell.loop_runner) == "legacyco"


def test_a_loop_that_is_there_already_is_kept(shell):
    loop = legacyco.get_event_loop()
    future = loop.create_future()
    legacyco.load_ipython_extension(shell)
    future.set_result(3)

    async def wait():
        return await future, legacyco.get_running_loop()

    assert shell.loop_runner(wait()) == (3, loop)


def test_a_loop_that_went_is_replaced(shell):
    legacyco.load_ipython_extension(shell)
    legacyco.get_event_loop().close()
    assert shell.loop_runner(cell()) == (2, 4)
    # Takes the loop away when it is done.
    legacyco.run(double(1))
    assert shell.loop_runner(cell()) == (2, 4)


def test_a_loop_of_others_stays_the_threads(shell):
    other = asyncio.SelectorEventLoop()
    legacyco.set_event_loop(other)
    legacyco.load_ipython_extension(shell)
    assert shell.loop_runner(double(2)) == 4
    assert shell.loop_runner(double(2)) == 4
    assert legacyco.get_event_loop() is other


def test_the_loop_is_ipythons_own(shell, monkeypatch):
    helpers = types.ModuleType("IPython.core.async_helpers")
    helpers._asyncio_event_loop = None
    monkeypatch.setitem(ipython_extension.sys.modules, helpers.__name__, helpers)
    legacyco.load_ipython_extension(shell)
    assert helpers._asyncio_event_loop is legacyco.get_event_loop()


def test_in_a_kernel_the_loop_is_allowed_to_nest(shell):
    async def kernel():
        legacyco.load_ipython_extension(shell)
        return await cell()

    loop = legacyco.new_event_loop()
    assert loop.run_until_complete(kernel()) == (2, 4)
    loop.close()


def test_in_a_kernel_on_another_loop_it_is_said_what_to_do(shell):
    async def kernel():
        legacyco.load_ipython_extension(shell)

    loop = asyncio.SelectorEventLoop()
    with pytest.raises(RuntimeError, match=r"legacyco.allow_nested\(.*in its kernel.json"):
        loop.run_until_complete(kernel())
    loop.close()


def test_below_run_cells_and_what_they_run_are_adopted(shell, monkeypatch, tmp_path):
    monkeypatch.setattr(FINDER, "default", Options())
    monkeypatch.setattr(programs, "_FOLLOWED", [])
    monkeypatch.setattr(programs, "watch", lambda: None)
    legacyco.load_ipython_extension(shell)
    legacyco.load_ipython_extension(shell)
    (transformer,) = shell.ast_transformers
    assert isinstance(transformer, cells._Imports)
    scope = {}
    tree = transformer.visit(ast.parse("import asyncio"))
    exec(compile(ast.fix_missing_locations(tree), "<cell>", "exec"), scope)
    assert scope["asyncio"] is legacyco
    program = tmp_path / "program.py"
    program.write_text("import asyncio\n")
    assert programs.options_for(str(program)) is None
    monkeypatch.setattr(programs.sys, "argv", [str(program), "a"])
    assert programs.options_for(str(program)) == Options()


def test_elsewhere_nothing_is_adopted(shell):
    legacyco.load_ipython_extension(shell)
    assert shell.ast_transformers == []
