"""The bytecode of adopted modules: used on the second start, and only while it is right."""

import importlib.util
import os
import sys

import pytest

from legacyco.adoption import cache, loader, source
from legacyco.adoption.options import Options


@pytest.fixture(autouse=True)
def bytecode(monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", False)


@pytest.fixture
def compilations(monkeypatch):
    """Return the list of the files that are compiled from now on."""
    names, real = [], source.compile_module

    def compile_module(data, filename, *args):
        names.append(os.path.basename(filename))
        return real(data, filename, *args)

    monkeypatch.setattr(source, "compile_module", compile_module)
    return names


@pytest.fixture
def readings(monkeypatch):
    """Return the list of the files that are read from now on."""
    names, real = [], loader.SourceFileLoader.get_data

    def get_data(self, path):
        names.append(os.path.basename(path))
        return real(self, path)

    monkeypatch.setattr(loader.SourceFileLoader, "get_data", get_data)
    return names


def start_again(name="old.code"):
    for each in (name, name.partition(".")[0]):
        sys.modules.pop(each, None)
    importlib.invalidate_caches()
    return importlib.import_module(name)


def test_the_second_start_reads_and_compiles_nothing_again(tiny, compilations, readings):
    module = tiny.module("old", "import asyncio\nasync = 1\n")
    assert compilations == ["__init__.py", "code.py"]
    del compilations[:], readings[:]
    again = start_again()
    assert again is not module
    assert again.asyncio.__name__ == "legacyco"
    assert getattr(again, "async") == 1
    assert compilations == []
    assert [name for name in readings if name.endswith(".py")] == []


def test_it_stands_beside_the_ordinary_bytecode(tiny):
    module = tiny.module("old", "import asyncio\n")
    ordinary = importlib.util.cache_from_source(module.__file__)
    ours = importlib.util.cache_from_source(module.__file__, optimization="legacyco")
    assert os.path.exists(ours)
    assert not os.path.exists(ordinary)


def test_a_changed_file_is_compiled_again(tiny, compilations):
    module = tiny.module("old", "result = 1\n")
    del compilations[:]
    # The same size in the same second.
    with open(module.__file__, "w") as file:
        file.write("result = 2\n")
    assert start_again().result == 2
    assert compilations == ["code.py"]


def test_a_moved_file_is_compiled_again(tiny, tmp_path, compilations):
    module = tiny.module("old", "def f(): pass\n")
    old, new = os.path.dirname(module.__file__), str(tmp_path / "elsewhere" / "old")
    os.mkdir(os.path.dirname(new))
    os.rename(old, new)
    sys.path.insert(0, os.path.dirname(new))
    del compilations[:]
    assert start_again().f.__code__.co_filename == os.path.join(new, "code.py")
    assert compilations == ["__init__.py", "code.py"]


def test_another_legacyco_compiles_again(tiny, compilations, monkeypatch):
    tiny.module("old", "result = 1\n")
    del compilations[:]
    monkeypatch.setattr(cache, "_state", b"another")
    start_again()
    assert compilations == ["__init__.py", "code.py"]


@pytest.mark.parametrize(
    "damage", [lambda data: data[:-3], lambda data: b"", lambda data: data[:9]]
)
def test_damaged_bytecode_is_made_anew(tiny, compilations, damage):
    module = tiny.module("old", "result = list(range(1000))\n")
    path = cache.path_for(module.__file__, Options().tag)
    with open(path, "rb") as file:
        data = file.read()
    with open(path, "wb") as file:
        file.write(damage(data))
    del compilations[:]
    assert len(start_again().result) == 1000
    assert compilations == ["code.py"]
    with open(path, "rb") as file:
        assert file.read() == data


def test_options_have_bytecode_of_their_own():
    options = [Options(), Options("3.7"), Options("3.4"), Options(shims=True), Options(report=True)]
    paths = {cache.path_for("x.py", each.tag) for each in options}
    assert len(paths) == len(options)


def test_a_folder_that_cannot_be_written_is_no_obstacle(tiny, monkeypatch, compilations):
    tiny.write("old", code="import asyncio\nresult = asyncio.__name__")
    tiny.adopt("old")
    # Not by permissions, which do not stop root: the interpreter writes by os.open().
    monkeypatch.setattr(os, "mkdir", _refuse)
    monkeypatch.setattr(sys.modules["posix" if os.name == "posix" else "nt"], "mkdir", _refuse)
    assert start_again().result == "legacyco"
    assert start_again().result == "legacyco"
    assert compilations == ["__init__.py", "code.py"] * 2


def _refuse(*args, **kwargs):
    raise PermissionError(13, "Permission denied")


def test_no_bytecode_is_written_where_none_is_wanted(tiny, monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    module = tiny.module("old", "import asyncio\n")
    assert not os.path.exists(cache.path_for(module.__file__, Options().tag))


def test_an_edit_of_legacyco_is_seen_in_whatever_folder(tmp_path):
    deep = tmp_path / "package" / "part" / "part of it" / "code.py"
    deep.parent.mkdir(parents=True)
    (tmp_path / "package" / "__init__.py").write_text("")
    deep.write_text("")

    def state():
        return cache._state_of(str(tmp_path / "package"))

    states = [state()]
    os.utime(str(deep), (2**31, 2**31))
    states.append(state())
    deep.write_text("edited")
    os.utime(str(deep), (2**31, 2**31))
    states.append(state())
    (deep.parent / "another.py").write_text("")
    states.append(state())
    deep.unlink()
    states.append(state())
    assert len(set(states)) == len(states)


def test_what_is_no_source_of_legacyco_is_no_reason_to_compile_again(tmp_path):
    folder = tmp_path / "package" / "__pycache__"
    folder.mkdir(parents=True)
    (tmp_path / "package" / "__init__.py").write_text("")
    before = cache._state_of(str(tmp_path / "package"))
    (folder / "__init__.cpython-313.py").write_text("")
    (tmp_path / "package" / "py.typed").write_text("")
    assert cache._state_of(str(tmp_path / "package")) == before


def test_legacyco_in_an_archive_is_as_old_as_that(tmp_path):
    archive = tmp_path / "site.zip"
    archive.write_bytes(b"PK")
    before = cache._state_of(str(archive / "legacyco"))
    archive.write_bytes(b"PK, another")
    assert cache._state_of(str(archive / "legacyco")) != before
