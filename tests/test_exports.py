"""What the package shows: one list of names, the same everywhere, and rooms in their order."""

import ast
import configparser
import importlib
import inspect
import pickle
import re
import sys
from pathlib import Path

import pytest

import legacyco
from legacyco import history

PACKAGE = Path(legacyco.__file__).parent
PROJECT = Path(__file__).parent.parent
# Names that are legacyco's own, and their rooms: asyncio's keyword in a form that can be written,
# what task groups raise on every Python, the way to run old packages, and what no asyncio allows.
OWN = {
    "BaseExceptionGroup": "exceptions",
    "ExceptionGroup": "exceptions",
    "adopt": "adoption",
    "allow_nested": "nested",
    "async_": "tasks",
}
PUBLIC = list(legacyco.__all__)


def defined_here(name):
    """Return whether the public name is legacyco's, not the interpreter's."""
    return getattr(getattr(legacyco, name), "__module__", "").startswith("legacyco")


# --- names ------------------------------------------------------------------------------------


def test_the_public_names_are_asyncios_of_all_eras_and_few_more():
    asyncios = {
        name
        for name in history.names(platform=sys.platform)
        if name != "async" and history.name(name).kind != "module"
    }
    assert set(PUBLIC) == asyncios | set(OWN)
    assert len(PUBLIC) == len(set(PUBLIC))


@pytest.mark.parametrize("name", PUBLIC)
def test_a_public_name_is_that_of_its_room(name):
    value = getattr(legacyco, name)
    room = OWN[name] if name in OWN else history.home(name)
    module = importlib.import_module("legacyco." + room)
    assert getattr(module, name) is value
    assert value is not None


def test_a_star_import_brings_the_public_names_and_no_other():
    namespace = {}
    exec("from legacyco import *", namespace)
    del namespace["__builtins__"]
    assert sorted(namespace) == sorted(PUBLIC)


def test_nothing_else_is_to_be_seen():
    submodules = {path.stem for path in PACKAGE.iterdir()} | {"async"}
    # What pytest and IPython look for.
    hooks = {"pytest_plugins", "load_ipython_extension"}
    visible = {name for name in vars(legacyco) if not name.startswith("_")} - hooks
    assert visible - set(PUBLIC) - submodules == set()


def test_what_is_listed_is_there():
    assert [name for name in dir(legacyco) if not hasattr(legacyco, name)] == []


@pytest.mark.parametrize(
    "name", [name for name in PUBLIC if hasattr(getattr(legacyco, name), "__module__")]
)
def test_a_public_name_tells_the_public_room_that_defines_it(name):
    value = getattr(legacyco, name)
    if not defined_here(name):
        return
    room = value.__module__
    assert re.match(r"legacyco\.[a-z]\w*$", room)
    assert getattr(importlib.import_module(room), value.__name__) is value


@pytest.mark.parametrize(
    "name", [name for name in PUBLIC if inspect.isclass(getattr(legacyco, name))]
)
def test_a_public_class_can_be_pickled_by_its_name(name):
    value = getattr(legacyco, name)
    assert pickle.loads(pickle.dumps(value)) is value


@pytest.mark.parametrize(
    "error",
    [
        legacyco.QueueShutDown("a"),
        legacyco.BrokenBarrierError("a"),
        legacyco.IncompleteReadError(b"partial", 10),
        legacyco.LimitOverrunError("a", 3),
    ],
    ids=lambda error: type(error).__name__,
)
def test_an_exception_survives_pickling(error):
    copy = pickle.loads(pickle.dumps(error))
    assert type(copy) is type(error)
    assert copy.args == error.args
    assert vars(copy) == vars(error)


@pytest.mark.parametrize("name", [name for name in PUBLIC if defined_here(name)])
def test_what_legacyco_defines_is_documented(name):
    doc = getattr(legacyco, name).__doc__
    assert doc and doc.strip()


@pytest.mark.parametrize("name", sorted(set(PUBLIC) - set(OWN)))
def test_the_documentation_has_every_name(name):
    pages = [page.read_text(encoding="utf-8") for page in (PROJECT / "docs").glob("*.rst")]
    assert any(re.search(r"\b%s\b" % name, page) for page in pages)


def test_the_version_is_that_of_the_distribution():
    config = configparser.ConfigParser()
    config.read(str(PROJECT / "setup.cfg"))
    assert legacyco.__version__ == config["metadata"]["version"]


# --- stubs ------------------------------------------------------------------------------------


def all_in_stub(path):
    """Return the names of a stub's ``__all__`` on this platform."""
    found = []
    tree = ast.parse(path.read_text())
    for node in tree.body:
        if isinstance(node, ast.If):
            here = "win32" in ast.dump(node.test) and (
                isinstance(node.test.ops[0], ast.Eq) == (sys.platform == "win32")
            )
            body = node.body if here else node.orelse
        else:
            body = [node]
        for each in body:
            target = getattr(each, "target", None) or getattr(each, "targets", [None])[0]
            if getattr(target, "id", None) == "__all__":
                found += ast.literal_eval(each.value)
    return found


@pytest.mark.skipif(sys.version_info < (3, 8), reason="stubs are written in newer syntax")
@pytest.mark.parametrize("path", sorted(PACKAGE.glob("*.pyi")), ids=lambda path: path.stem)
def test_a_stub_lists_the_names_of_its_module(path):
    name = "legacyco" if path.stem == "__init__" else "legacyco." + path.stem
    try:
        module = importlib.import_module(name)
    except ImportError:
        pytest.skip("of another platform")
    assert sorted(all_in_stub(path)) == sorted(getattr(module, "__all__", ()))


def test_every_public_room_has_a_stub():
    private = re.compile("_|scheduler$")
    rooms = {path.stem for path in PACKAGE.glob("*.py") if not private.match(path.stem)}
    assert rooms - {path.stem for path in PACKAGE.glob("*.pyi")} == set()
    assert (PACKAGE / "py.typed").exists()


# --- rooms ------------------------------------------------------------------------------------


def table_of_rooms():
    """Return the rooms in the order of the package's table."""
    table = legacyco.__doc__.split("\n====", 2)[1]
    return " ".join(re.findall(r"^``([^`]+)``", table, re.MULTILINE)).split()


def imported_rooms(path):
    """Yield the rooms that a room imports when it is loaded, also in branches."""
    pending = list(ast.parse(path.read_text()).body)
    while pending:
        node = pending.pop()
        if isinstance(node, ast.ImportFrom) and node.level:
            yield from [node.module] if node.module else [each.name for each in node.names]
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            pending.extend(ast.iter_child_nodes(node))


def test_the_table_has_every_room_once():
    rooms = table_of_rooms()
    files = {path.stem for path in PACKAGE.glob("*.py")} - {"__init__"}
    assert len(rooms) == len(set(rooms))
    assert files - set(rooms) - legacyco._SUBMODULES == set()
    assert set(rooms) - files == set()


@pytest.mark.parametrize("room", table_of_rooms())
def test_a_room_imports_only_from_rooms_before_it(room):
    rooms = table_of_rooms()
    above = set(rooms[: rooms.index(room)])
    packages = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert set(imported_rooms(PACKAGE / (room + ".py"))) - above - packages == set()
