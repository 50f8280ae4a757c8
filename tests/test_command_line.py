"""The commands as they are typed: without docstrings and asserts, below a pipe, by the script."""

import os
import shutil
import subprocess
import sys
import textwrap

import pytest

import legacyco

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(legacyco.__file__)))

OLD = """
import asyncio

@asyncio.coroutine
def answer():
    '''Text that -OO leaves out.'''
    yield from asyncio.sleep(0)
    return 42
"""
APP = """
import asyncio
import old

print(asyncio.get_event_loop().run_until_complete(old.answer()), old.answer.__doc__)
"""
OLD_TEST = """
import asyncio
import pytest

@asyncio.coroutine
def test_old():
    yield from asyncio.sleep(0)

@pytest.mark.xfail(strict=True)
@asyncio.coroutine
def test_wrong():
    yield from asyncio.sleep(0)
    assert 1 == 2
"""
SCRIPT = "import sys; from legacyco.cli import main; sys.exit(main())"


@pytest.fixture
def folder(tmp_path):
    for name, text in (("old.py", OLD), ("app.py", APP), ("test_it.py", OLD_TEST)):
        (tmp_path / name).write_text(textwrap.dedent(text))
    return tmp_path


def start(folder, *arguments, **options):
    """Return the started process of ``python`` with these arguments, in the folder."""
    options.setdefault("stdout", subprocess.PIPE)
    return subprocess.Popen(
        [sys.executable] + list(arguments),
        cwd=str(folder),
        stderr=subprocess.PIPE,
        universal_newlines=True,
        env=dict(os.environ, PYTHONPATH=ROOT, **options.pop("environ", {})),
        **options,
    )


def run(folder, *arguments, **options):
    """Return (exit code, output, errors) of such a process."""
    with start(folder, *arguments, **options) as process:
        out, err = process.communicate(timeout=60)
    return process.returncode, out, err


# --- without docstrings and asserts ---------------------------------------------------------


@pytest.mark.parametrize(
    "arguments, said",
    [
        (["-m", "legacyco", "--version"], "legacyco " + legacyco.__version__),
        (["-m", "legacyco", "--help"], "run"),
        (["-m", "legacyco", "run", "--help"], "-m module"),
        (["-m", "legacyco", "run", "--adopt", "old", "app.py"], "42 None\n"),
        (["-m", "legacyco", "why", "asyncio.async"], "asyncio.ensure_future()"),
        (["-m", "legacyco.history"], "What changed in asyncio"),
        (["-m", "legacyco.history", "--help"], "reStructuredText"),
        (
            ["-c", "import legacyco.trollius as t, legacyco.graph, legacyco.test_utils; print(t)"],
            "t",
        ),
    ],
)
def test_commands_run_without_docstrings(folder, arguments, said):
    code, out, err = run(folder, "-OO", *arguments)
    assert (code, err) == (0, "")
    assert said in out


def test_so_they_do_by_the_environment(folder):
    arguments = ["-m", "legacyco", "run", "--adopt", "old", "app.py"]
    optimized = run(folder, *arguments, environ={"PYTHONOPTIMIZE": "2"})
    assert optimized == (0, "42 None\n", "")
    # The bytecode of the one is not the other's.
    assert run(folder, *arguments)[1] == "42 Text that -OO leaves out.\n"


def test_the_plugin_runs_old_tests_without_docstrings(folder):
    code, out, err = run(
        folder, "-OO", "-m", "pytest", "-p", "legacyco", "--adopt", "test_it", "-p",
        "no:cacheprovider", "-W", "ignore::pytest.PytestConfigWarning", "test_it.py",
    )  # fmt: skip
    assert code == 0, out + err
    assert "1 passed, 1 xfailed" in out


# --- below a pipe ---------------------------------------------------------------------------


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a pipe ends otherwise on Windows")
@pytest.mark.parametrize(
    "arguments",
    [
        ["-m", "legacyco.history"],
        ["-m", "legacyco", "why", "asyncio"],
        ["-m", "legacyco", "--help"],
    ],
    ids=lambda arguments: " ".join(arguments[1:]),
)
def test_nobody_has_to_read_to_the_end(folder, arguments):
    reading, writing = os.pipe()
    os.close(reading)
    try:
        code, _, err = run(folder, *arguments, stdout=writing)
    finally:
        os.close(writing)
    # Some argparse swallows the error; the others end as SIGPIPE would have it.
    assert (code in ((0, 141) if "--help" in arguments else (141,)), err) == (True, "")


# --- the page of history --------------------------------------------------------------------


def test_the_page_of_history_says_what_it_is_and_takes_nothing(folder):
    code, out, err = run(folder, "-m", "legacyco.history", "--help")
    assert code == 0
    assert out.startswith("usage: python -m legacyco.history")
    assert len(out) < 1000
    code, out, err = run(folder, "-m", "legacyco.history", "sleep")
    assert (code, out) == (2, "")
    assert "unrecognized arguments: sleep" in err


# --- the installed script -------------------------------------------------------------------


@pytest.fixture
def script(tmp_path):
    """What pip writes for the entry point, outside of the folder."""
    (tmp_path / "bin").mkdir()
    path = tmp_path / "bin" / "legacyco"
    path.write_text(SCRIPT)
    return str(path)


def test_the_script_is_python_m_legacyco(folder, script):
    assert run(folder, script, "--version")[1].strip() == "legacyco " + legacyco.__version__
    assert run(folder, script, "run", "--help")[1].startswith("usage: legacyco run [option...]")
    assert run(folder, script, "run", "--adopt", "old", "app.py")[1].startswith("42 ")


def test_the_script_finds_modules_where_it_is_called(folder, script):
    assert run(folder, script, "run", "--adopt", "old,app", "-m", "app")[1].startswith("42 ")


def test_on_python_2_it_says_that_there_is_none(folder):
    python = shutil.which("python2.7")
    # pyenv has one on PATH for every Python, which may not be the chosen one.
    if python is None or subprocess.call([python, "-c", ""], stderr=subprocess.DEVNULL):
        pytest.skip("there is no Python 2.7")
    process = subprocess.Popen(
        [python, "-m", "legacyco", "run", "app.py"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={"PYTHONPATH": ROOT, "PATH": os.environ["PATH"]},
        universal_newlines=True,
    )
    out, err = process.communicate()
    assert (process.returncode, out) == (1, "")
    assert "there is no command line on Python 2.7" in err
    assert "Traceback" not in err
