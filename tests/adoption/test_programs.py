"""Programs that something else reads and runs: debuggers, profilers, and they themselves anew."""

import ast
import os
import runpy
import subprocess
import sys
import textwrap

import pytest

from legacyco.adoption import programs, restarts
from legacyco.adoption.options import Options

OLD = """\
import asyncio
import sys
import beside

@asyncio.coroutine
def double(x):
    yield from asyncio.sleep(0)
    return 2 * x

if __name__ == "__main__":
    loop = asyncio.get_event_loop()
    print(sys.argv[1:], asyncio.__name__, loop.run_until_complete(double(21)))
"""
# A runner that reads the program's file itself, as debuggers, profilers and coverage do.
RUNNER = """\
import sys
del sys.argv[0]
sys.path[0] = "."
with open(sys.argv[0], "rb") as file:
    text = file.read()
{before}
exec(compile({text}, sys.argv[0], "exec"), {{"__name__": "__main__"}})
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "app.py").write_text(OLD)
    (tmp_path / "beside.py").write_text("")
    return tmp_path


def run(folder, *arguments, **options):
    """Return the ended process of ``python -m legacyco run`` with these arguments."""
    options.setdefault("before", ["-m", "legacyco", "run"])
    return subprocess.run(
        [sys.executable] + options.pop("before") + list(arguments),
        cwd=str(folder),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        universal_newlines=True,
        timeout=60,
        env=dict(os.environ, PYTHONPATH=""),
        **options,
    )


SAID = "['a', 'b'] legacyco 42"


@pytest.mark.parametrize(
    "runner",
    [
        "-m cProfile app.py a b",
        "-m trace --count --coverdir=covered app.py a b",
        "--adopt app -m cProfile -m app a b",
        "--adopt app -m runpy app a b",
    ],
)
def test_a_program_below_a_runner(folder, runner):
    if "cProfile -m" in runner and sys.version_info < (3, 7):
        pytest.skip("-m came in 3.7")
    process = run(folder, *runner.split())
    assert SAID in process.stdout, process.stderr
    assert process.returncode == 0


@pytest.mark.parametrize(
    "text",
    ["text", "text.decode('latin-1')"],
    ids=["bytes", "text"],
)
def test_a_program_below_a_runner_that_compiles_it(folder, text):
    """The encoding that the file declares is that of its bytes, not of a text."""
    (folder / "runner.py").write_text(RUNNER.format(text=text, before=""))
    declared = "# coding: latin-1\nassert '\xe9' == chr(233)\n" + OLD
    (folder / "app.py").write_bytes(declared.encode("latin-1"))
    process = run(folder, "runner.py", "app.py", "a", "b")
    assert SAID in process.stdout, process.stderr


def test_a_folder_below_a_runner(folder):
    (folder / "app.py").rename(folder / "__main__.py")
    (folder / "runner.py").write_text(
        "import runpy, sys; runpy.run_path(sys.argv[1], None, '__main__')"
    )
    process = run(folder, "runner.py", ".", "b")
    assert "['.', 'b'] legacyco 42" in process.stdout, process.stderr


@pytest.mark.parametrize("before", ["-m legacyco run -m pdb", "-m pdb -m legacyco run"])
def test_pdb_restarts_a_program(folder, before):
    if before.startswith("-m pdb") and sys.version_info < (3, 7):
        pytest.skip("pdb takes -m since 3.7")
    arguments = {"before": before.split(), "input": "c\nrestart x\nc\nc\nq\n"}
    process = run(folder, "app.py", "a", "b", **arguments)
    assert SAID in process.stdout
    # Restarted by the command, and by pdb when it had ended.
    assert process.stdout.count("['x'] legacyco 42") in (1, 2)
    assert "usage:" not in process.stdout + process.stderr


@pytest.mark.skipif(sys.version_info < (3, 7), reason="-m came in 3.7")
def test_pytest_below_a_runner_gets_the_plugin(folder):
    (folder / "test_old.py").write_text(
        OLD + "\ndef test_it():\n    assert asyncio.__name__ == 'legacyco'\n"
    )
    process = run(folder, "-m", "cProfile", "-m", "pytest", "-p", "no:cacheprovider", "test_old.py")
    assert "1 passed" in process.stdout, process.stdout + process.stderr


@pytest.mark.skipif(os.name != "posix", reason="permissions of Unix")
def test_other_arguments_are_looked_at_with_care(folder):
    (folder / "app.py").write_text("print('started')")
    (folder / "secret").write_text("#!python")
    (folder / "secret").chmod(0)
    (folder / "data.bin").write_bytes(bytes(range(256)))
    arguments = ["secret", "data.bin", "-m", "not slow", "-m", ".", "-m", "os.nothing", "-m"]
    process = run(folder, "app.py", *arguments)
    assert (process.stdout, process.stderr) == ("started\n", "")


# --- compile() --------------------------------------------------------------------------------


@pytest.fixture
def app(folder, monkeypatch):
    """The path of a file that is a program."""
    monkeypatch.setattr(programs, "FILES", {})
    path = str(folder / "app.py")
    programs.add(path, Options())
    return path


def imports_legacyco(code):
    return "legacyco" in code.co_names


def test_what_compiles_a_program_adopts_it(app, monkeypatch):
    assert imports_legacyco(programs.compile(OLD, app, "exec"))
    monkeypatch.chdir(os.path.dirname(app))
    assert imports_legacyco(programs.compile(OLD.encode(), "app.py", "exec"))
    assert imports_legacyco(programs.compile(OLD, os.fsencode(app), "exec", dont_inherit=True))


def test_all_else_is_compiled_as_ever(app):
    for arguments in (
        (OLD, "other.py", "exec"),
        (OLD, "<string>", "exec"),
        (ast.parse(OLD), app, "exec"),
    ):
        code = programs.compile(*arguments)
        assert code == compile(*arguments)
        assert "asyncio" in code.co_names
    assert isinstance(programs.compile(OLD, app, "exec", ast.PyCF_ONLY_AST), ast.AST)
    assert eval(programs.compile("1 + 1", app, "eval")) == 2
    for arguments in ((OLD,), (3, "x", "exec"), (OLD, "x", "never")):
        with pytest.raises((TypeError, ValueError)) as ours:
            programs.compile(*arguments)
        with pytest.raises(type(ours.value)):
            compile(*arguments)


@pytest.mark.skipif(sys.version_info < (3, 7), reason="annotations came in 3.7")
def test_what_a_module_has_imported_from_the_future_holds_for_what_it_compiles(app):
    text = """
    from __future__ import annotations
    code = compile("def f(x: nowhere): pass", "<string>", "exec")
    plain = compile("def f(x: nowhere): pass", "<string>", "exec", 0, True)
    """
    scope = {"compile": programs.compile}
    exec(textwrap.dedent(text), scope)
    found = {}
    exec(scope["code"], found)
    assert found["f"].__annotations__ == {"x": "nowhere"}
    assert scope["plain"].co_flags & programs._INHERITED == 0


def test_runpy_adopts_when_it_is_watched(app, monkeypatch):
    monkeypatch.setattr(runpy, "compile", programs.compile, raising=False)
    monkeypatch.chdir(os.path.dirname(app))
    monkeypatch.syspath_prepend(os.path.dirname(app))
    names = runpy.run_path(app, run_name="__mp_main__")
    assert names["asyncio"].__name__ == "legacyco"
    assert names["__file__"] == app


# --- a program that starts itself anew --------------------------------------------------------

AGAIN = """\
import asyncio, os, subprocess, sys

def main():
    print(sys.argv[1:], asyncio.__name__)
    sys.stdout.flush()
    way, sys.argv[1] = sys.argv[1], "again"
    if way == "exec":
        os.execl(sys.executable, sys.executable, "-u", *sys.argv)
    if way == "run":
        subprocess.check_call([sys.executable, "-X", "utf8", __file__] + sys.argv[1:])
    if way == "module":
        subprocess.check_call([sys.executable, "-m", __spec__.name] + sys.argv[1:])

if __name__ == "__main__":
    main()
"""


@pytest.mark.skipif(os.name != "posix", reason="exec() waits on Unix only")
@pytest.mark.parametrize(
    "arguments",
    ["app.py exec", "app.py run", "--adopt package -m package.tool module", "-m package exec"],
)
def test_a_program_that_starts_itself_anew(folder, arguments):
    (folder / "package").mkdir()
    (folder / "package" / "__init__.py").write_text("")
    for name in ("app.py", "package/tool.py", "package/__main__.py"):
        (folder / name).write_text(AGAIN)
    process = run(folder, "--no-auto", "--adopt", "package", *arguments.split() + ["b"])
    way = arguments.split()[-1]
    assert process.stdout == "['{}', 'b'] legacyco\n['again', 'b'] legacyco\n".format(way), (
        process.stderr
    )


@pytest.fixture
def remembered(folder, monkeypatch):
    monkeypatch.setattr(restarts, "_how", ["-m", "legacyco", "run", "--shims"])
    monkeypatch.setattr(restarts, "_names", {str(folder / "app.py"), ("-m", "package")})
    monkeypatch.chdir(folder)
    return restarts.restarted


def test_the_same_program_is_started_in_the_same_way(remembered):
    python, ours = sys.executable, ["-m", "legacyco", "run", "--shims"]
    for options, program in (
        ([], ["app.py", "-m", "x"]),
        (["-u", "-W", "error", "-Xdev"], [os.path.abspath("app.py")]),
        (["-I"], ["-m", "package", "a"]),
        ([], ["-mpackage"]),
        ([], [b"app.py"]),
    ):
        assert (
            remembered(python, [python] + options + program) == [python] + options + ours + program
        )


@pytest.mark.parametrize(
    "arguments",
    [
        ["other.py", "app.py"],
        ["-c", "app.py"],
        ["-m", "legacyco", "run", "app.py"],
        ["-m"],
        ["-W"],
        [],
        ["-", "app.py"],
        ["app.py", 3],
    ],
)
def test_another_program_is_started_as_ever(remembered, arguments):
    arguments = [sys.executable] + arguments
    assert remembered(sys.executable, arguments) is arguments


def test_a_command_is_no_program(folder, monkeypatch):
    monkeypatch.setattr(restarts, "_how", [])
    monkeypatch.setattr(restarts, "_names", set())
    monkeypatch.setattr(os, "execv", os.execv)
    monkeypatch.setattr(os, "execve", os.execve)
    monkeypatch.setattr(restarts.afterwards, "do", lambda *duty: None)
    restarts.remember(["run"], ["-c", "print()"])
    arguments = [sys.executable, "-c", "import asyncio"]
    assert restarts.restarted(sys.executable, arguments) is arguments


def test_another_python_starts_it_as_ever(remembered):
    arguments = ["/other/python", "app.py"]
    assert remembered("/other/python", arguments) is arguments
    assert remembered(None, arguments) is arguments
    assert remembered(sys.executable, "app.py") == "app.py"
