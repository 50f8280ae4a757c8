"""An adopted module that dies of something else than asyncio says what to do about it."""

import importlib
import os
import subprocess
import sys
import textwrap

import pytest

import legacyco
from legacyco.adoption import neighbours
from legacyco.adoption.neighbours import explain
from legacyco.history import as_version
from legacyco.history.changes import IMPORT, METHOD, NAME, REMOVED
from legacyco.history.changes_neighbour import NEIGHBOUR_CHANGES

ROOT = os.path.dirname(os.path.dirname(legacyco.__file__))
HERE = sys.version_info[:3]
MODULES = [row for row in NEIGHBOUR_CHANGES if row.place == IMPORT]
NAMES = [row for row in NEIGHBOUR_CHANGES if row.place == NAME and row.effect == REMOVED]
METHODS = [row for row in NEIGHBOUR_CHANGES if row.place == METHOD]


needs_a_loss = pytest.mark.skipif(HERE < (3, 7), reason="3.6 still has what the test misses")


def texts(error):
    """Return everything that a traceback shows of an exception besides the frames."""
    return "\n".join([str(error)] + list(getattr(error, "__notes__", ())))


def by_id(row):
    return row.id


def remedy(row):
    """Return the words that have to be in what is said about a rule."""
    if row.distribution:
        return "pip install " + row.distribution
    return "shims" if row.shimmed else "What there is instead: " + row.replacement[:10]


@pytest.mark.parametrize("row", MODULES, ids=by_id)
def test_a_module_that_is_gone(row):
    error = ModuleNotFoundError("No module named %r" % row.names[0], name=row.names[0])

    assert remedy(row) in explain(error)
    assert remedy(row) in texts(error)
    assert row.since in texts(error)


@pytest.mark.parametrize("row", NAMES, ids=by_id)
def test_a_name_that_is_gone(row):
    for dotted in row.names:
        module, _, name = dotted.rpartition(".")
        imported = ImportError("cannot import name %r from %r (/a/b.py)" % (name, module))
        asked = AttributeError("module %r has no attribute %r" % (module, name))
        for error in (imported, asked):
            assert remedy(row) in explain(error)
            assert remedy(row) in texts(error)


@pytest.mark.parametrize("row", METHODS, ids=by_id)
def test_a_method_that_is_gone(row):
    for dotted in row.names:
        error = AttributeError("'C' object has no attribute %r" % dotted.rpartition(".")[2])

        assert remedy(row) in explain(error)
        assert remedy(row) in texts(error)


@pytest.mark.parametrize("row", MODULES + NAMES + METHODS, ids=by_id)
def test_the_interpreters_own_error_is_understood(row):
    if not row.before or as_version(row.since) > HERE:
        pytest.skip("it works on this Python")
    code = "import warnings; warnings.simplefilter('ignore')\n" + row.before
    try:
        exec(compile(code, "<example>", "exec"), {"__name__": "example"})
    except (ImportError, AttributeError) as error:
        said = explain(error)
        if row.id != "cgi-escape":  # the module itself went later
            assert remedy(row) in said
    else:
        # Something brought it back: a backport, setuptools, PyPy.
        assert row.distribution or row.id == "sys-checkinterval"


def test_what_no_rule_knows_is_left_alone():
    for error in (
        ModuleNotFoundError("No module named 'nothing'", name="nothing"),
        ImportError("cannot import name 'nothing' from 'collections'"),
        AttributeError("module 'collections' has no attribute 'nothing'"),
        # Different since 3.7, and there.
        AttributeError("module 're' has no attribute 'escape'"),
        AttributeError("'C' object has no attribute 'nothing'"),
        AttributeError("own text"),
        ImportError("own text"),
        ValueError("No module named 'imp'"),
    ):
        before = texts(error)

        assert explain(error) is None
        assert texts(error) == before


def test_an_object_of_another_class_is_left_alone():
    class Own:
        pass

    try:
        Own().assertEquals()
    except AttributeError as error:
        if not hasattr(error, "obj"):
            pytest.skip("this Python's exceptions do not know the object")
        assert explain(error) is None


def test_it_is_said_once():
    error = ModuleNotFoundError("No module named 'asyncore'", name="asyncore")
    explain(error)
    explain(error)

    assert texts(error).count("pyasyncore") == 1


def test_without_notes_the_text_is_in_the_message():
    class OldError(ImportError):
        add_note = property()  # hasattr() says no

    error = OldError("No module named 'imp'", name="imp")
    neighbours._add(error, "what to do")

    assert str(error) == "No module named 'imp'\nwhat to do"
    assert error.name == "imp"


@needs_a_loss
def test_a_module_on_its_way_in_says_it(tiny):
    tiny.write("tiny_lost", init="from os import errno")
    tiny.adopt("tiny_lost")
    with pytest.raises(ImportError) as caught:
        importlib.import_module("tiny_lost")
    assert "run --shims, or legacyco.adopt('tiny_lost', shims=True)" in texts(caught.value)


@needs_a_loss
def test_a_module_that_is_not_adopted_is_to_be_adopted(tiny):
    tiny.write("tiny_plain", init="from os import errno")
    tiny.write("tiny_user", init="import tiny_plain")
    tiny.adopt("tiny_user")
    with pytest.raises(ImportError) as caught:
        importlib.import_module("tiny_user")

    assert "run --shims --adopt tiny_plain" in texts(caught.value)


@needs_a_loss
def test_the_traceback_of_an_import_shows_the_users_lines_only(tmp_path):
    (tmp_path / "tiny_dies.py").write_text("import asyncio\n\n1 / 0\n")
    (tmp_path / "tiny_lost.py").write_text("from os import errno\n")
    program = textwrap.dedent(
        """
        import legacyco.adoption
        legacyco.adoption.adopt("tiny_dies", "tiny_lost")
        try:
            import tiny_dies
        except ZeroDivisionError:
            import tiny_lost
        """
    )
    ended = subprocess.run(
        [sys.executable, "-c", program],
        cwd=str(tmp_path),
        env=dict(os.environ, PYTHONPATH=os.pathsep.join([str(tmp_path), ROOT])),
        stderr=subprocess.PIPE,
        universal_newlines=True,
        timeout=60,
    )
    assert "importlib" not in ended.stderr
    assert "loader.py" not in ended.stderr
    assert 'tiny_dies.py", line 3' in ended.stderr
    assert "legacyco: modules that other modules happened to import" in ended.stderr
