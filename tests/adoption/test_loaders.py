"""What looks at modules and packages finds adopted ones as it finds others."""

import importlib.machinery
import importlib.util
import inspect
import os
import pkgutil
import subprocess
import sys
import textwrap
import zipfile

import pytest

import legacyco
from legacyco.adoption import AdoptionError
from legacyco.adoption.finder import FINDER


@pytest.fixture
def zipped(tmp_path, monkeypatch):
    """Write a zip file with a package "zipped" onto sys.path; return its path."""
    path = tmp_path / "library.zip"
    with zipfile.ZipFile(str(path), "w") as file:
        file.writestr("zipped/__init__.py", "import asyncio\nfrom . import sub\n")
        file.writestr("zipped/sub.py", "import asyncio\n\ndef f(async):\n    return async\n")
        file.writestr("zipped/data.txt", "data")
    monkeypatch.syspath_prepend(str(path))
    monkeypatch.setattr(sys, "meta_path", list(sys.meta_path))
    yield path
    FINDER.adopted.clear()
    for name in [name for name in sys.modules if name.partition(".")[0] == "zipped"]:
        del sys.modules[name]


@pytest.mark.filterwarnings("ignore:'async' and 'await' will become:DeprecationWarning")
def test_a_package_in_a_zip_file(zipped):
    legacyco.adopt("zipped")
    package = importlib.import_module("zipped")
    assert package.asyncio is package.sub.asyncio is legacyco
    assert package.sub.f(3) == 3
    assert package.__file__ == os.path.join(str(zipped), "zipped", "__init__.py")
    assert inspect.getsource(package.sub.f) == "def f(async):\n    return async\n"
    assert pkgutil.get_data("zipped", "data.txt") == b"data"
    assert [each.name for each in pkgutil.iter_modules(package.__path__)] == ["sub"]


def test_a_namespace_package(tiny, tmp_path, monkeypatch):
    for part in ("one", "two"):
        (tmp_path / part / "space").mkdir(parents=True)
        (tmp_path / part / "space" / (part + ".py")).write_text("import asyncio\n")
        monkeypatch.syspath_prepend(str(tmp_path / part))
    tiny.expect("space")
    tiny.adopt("space")
    for part in ("one", "two"):
        assert importlib.import_module("space." + part).asyncio is legacyco


def test_a_part_of_a_package(tiny):
    tiny.write("whole", old="import asyncio", new="import asyncio")
    tiny.expect("whole.old")
    tiny.adopt("whole.old")
    assert importlib.import_module("whole.old").asyncio is legacyco
    assert importlib.import_module("whole.new").asyncio is importlib.import_module("asyncio")


def test_source_can_be_asked_for(tiny):
    text = "import asyncio\n\ndef f(async=1):\n    return async\n"
    module = tiny.module("old", text)
    assert inspect.getsource(module) == text
    assert inspect.getsource(module.f) == "def f(async=1):\n    return async\n"
    assert inspect.getsourcefile(module) == module.__file__ == module.f.__code__.co_filename
    assert module.__loader__.get_source("old.code") == text
    assert module.__spec__.loader is module.__loader__
    assert module.__spec__.origin == module.__file__
    assert isinstance(module.__loader__, importlib.machinery.SourceFileLoader)
    assert not module.__loader__.is_package("old.code")


def test_source_of_classes_can_be_asked_for(tiny):
    # Where async is a name inspect does not find classes from 3.9 to 3.12: it parses the file.
    module = tiny.module("old", "import asyncio\n\n\nclass C:\n    x = 2\n")
    assert inspect.getsource(module.C) == "class C:\n    x = 2\n"


def test_data_can_be_asked_for(tiny, tmp_path):
    tiny.write("old", init="import asyncio\n")
    (tmp_path / "old" / "data.txt").write_text("data")
    tiny.adopt("old")
    package = importlib.import_module("old")
    assert pkgutil.get_data("old", "data.txt") == b"data"
    assert package.__loader__.get_data(str(tmp_path / "old" / "data.txt")) == b"data"
    resources = pytest.importorskip("importlib.resources")
    if hasattr(resources, "files"):
        assert resources.files("old").joinpath("data.txt").read_text() == "data"
    else:
        assert resources.read_text("old", "data.txt") == "data"


def test_distributions_are_found(tiny, tmp_path):
    metadata = pytest.importorskip("importlib.metadata")
    tiny.write("old", init="import asyncio\n")
    info = tmp_path / "old-1.2.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: old\nVersion: 1.2\n")
    (info / "entry_points.txt").write_text("[plugins]\nmine = old:asyncio\n")
    tiny.adopt("old")
    assert metadata.version("old") == "1.2"
    point = [each for each in metadata.distribution("old").entry_points if each.name == "mine"][0]
    assert point.load() is legacyco


def test_pkg_resources_knows_the_loader(tiny, tmp_path):
    pytest.importorskip("pkg_resources")
    program = """
        import legacyco
        legacyco.adopt("old")
        import old
        import pkg_resources
        print(type(pkg_resources.get_provider("old")).__name__)
        print(pkg_resources.resource_string("old", "data.txt"))
    """
    tiny.write("old", init="import asyncio\n")
    (tmp_path / "old" / "data.txt").write_text("data")
    output = subprocess.check_output(
        [sys.executable, "-W", "ignore", "-c", textwrap.dedent(program)], cwd=str(tmp_path)
    )
    assert output.decode().split() == ["DefaultProvider", "b'data'"]


def test_an_editable_installation(tiny, tmp_path, monkeypatch):
    """Those of setuptools are found by a finder of their own."""
    folder = tmp_path / "work" / "tree"
    folder.mkdir(parents=True)
    (folder / "__init__.py").write_text("import asyncio\nfrom . import sub\n")
    (folder / "sub.py").write_text("async = 1\n")

    class EditableFinder:
        @classmethod
        def find_spec(cls, fullname, path=None, target=None):
            if fullname == "editable":
                return importlib.util.spec_from_file_location(
                    fullname, str(folder / "__init__.py"), submodule_search_locations=[str(folder)]
                )
            return None

    sys.meta_path.append(EditableFinder)
    tiny.expect("editable")
    tiny.adopt("editable")
    package = importlib.import_module("editable")
    assert package.asyncio is legacyco
    assert getattr(package.sub, "async") == 1


def test_a_module_that_is_imported_anew(tiny):
    module = tiny.module("old", "import asyncio\n")
    del module.asyncio
    assert importlib.reload(module).asyncio is legacyco


def test_c_extensions_are_left_alone(tiny, tmp_path):
    library = importlib.util.find_spec("_ctypes") or importlib.util.find_spec("_socket")
    if library is None or not library.origin.endswith(".so"):
        pytest.skip("the interpreter has it built in")
    tiny.write("old", init="import asyncio\n")
    name = os.path.basename(library.origin)
    os.symlink(library.origin, str(tmp_path / "old" / name))
    tiny.adopt("old")
    module = importlib.import_module("old." + library.name)
    assert type(module.__loader__) is importlib.machinery.ExtensionFileLoader
    assert importlib.import_module("old").asyncio is legacyco


def test_other_finders_are_asked_in_their_order(tiny):
    asked = []

    class First:
        @staticmethod
        def find_spec(fullname, path=None, target=None):
            asked.append(fullname)

    sys.meta_path.insert(0, First)
    tiny.module("old", "import asyncio\n")
    assert asked[-2:] == ["old", "old.code"]
    assert sys.meta_path[0] is FINDER


def test_coverage_sees_the_lines_that_run(tiny, tmp_path):
    """What a tracer is told are the lines of the file, and not one more."""
    module = tiny.module(
        "old",
        """\
        # A comment.

        import importlib
        import asyncio.queues


        def f(async):
            m = importlib.import_module("asyncio")
            if async:
                return m
            return None
        """,
    )
    lines = set()

    def trace(frame, event, arg):
        if frame.f_code.co_filename == module.__file__:
            lines.add(frame.f_lineno)
            return trace
        return None

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        importlib.reload(module).f(0)
    finally:
        sys.settrace(before)
    assert lines - {0, 1} == {3, 4, 7, 8, 9, 11}


# --- what cannot be adopted -------------------------------------------------------------------


def test_what_is_not_there(tiny):
    with pytest.raises(AdoptionError, match="no package or module 'never_was'"):
        legacyco.adopt("never_was")


def test_what_is_imported_already(tiny):
    tiny.write("old")
    importlib.import_module("old")
    with pytest.raises(AdoptionError, match="old is imported already; adopt it before"):
        legacyco.adopt("old")


@pytest.mark.parametrize("name", ["compiled", "extension"])
def test_what_has_no_source(tiny, tmp_path, name):
    if name == "compiled":
        (tmp_path / "compiled.pyc").write_bytes(importlib.util.MAGIC_NUMBER + b"\0" * 12)
    else:
        suffix = importlib.machinery.EXTENSION_SUFFIXES[0]
        (tmp_path / (name + suffix)).write_bytes(b"")
    importlib.invalidate_caches()
    with pytest.raises(AdoptionError, match="'%s' has no Python source to adopt, only " % name):
        legacyco.adopt(name)


def test_two_eras_for_one_package(tiny):
    tiny.write("old")
    tiny.adopt("old", era="3.7")
    tiny.adopt("old", era="3.7")
    with pytest.raises(AdoptionError, match=r"old is adopted already, with .*3\.7.*, not .*3\.6"):
        legacyco.adopt("old", era="3.6")


@pytest.mark.parametrize("era", ["3", "3.99", "2.7", 3.7, "new"])
def test_an_era_that_never_was(tiny, era):
    tiny.write("old")
    with pytest.raises(AdoptionError, match="era"):
        legacyco.adopt("old", era=era)


def test_one_that_cannot_be_adopted_leaves_the_others_alone(tiny):
    tiny.write("old", init="import asyncio\n")
    with pytest.raises(AdoptionError):
        legacyco.adopt("old", "never_was")
    assert importlib.import_module("old").asyncio is not legacyco


def test_no_name_at_all():
    with pytest.raises(TypeError, match="which package"):
        legacyco.adopt()
    with pytest.raises(TypeError, match="'old'"):
        legacyco.adopt(["old"])
