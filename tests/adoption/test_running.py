"""``python -m legacyco run`` beside ``python``: the same program, the same outcome."""

import os
import signal
import subprocess
import sys
import textwrap
import zipfile

import pytest

from legacyco import cli
from legacyco.adoption import scripts

SHOW = """
    import sys
    print(sys.argv, sys.path[0], __name__, __file__, __package__, __spec__ and __spec__.name)
    print(sys.modules["__main__"].__dict__ is globals(), __builtins__, sorted(globals()))
"""


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path)


class Folder:
    """Where a program and its modules are."""

    def __init__(self, path):
        self.path = path

    def write(self, name, text):
        file = self.path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(textwrap.dedent(text), encoding="utf-8")

    def python(self, *arguments, **options):
        """Return the ended process of ``python`` with these arguments, started in the folder."""
        return subprocess.run(
            [sys.executable] + list(arguments),
            cwd=str(options.pop("cwd", self.path)),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            universal_newlines=True,
            timeout=60,
            env=dict(os.environ, PYTHONPATH="", **options),
        )

    def run(self, *arguments, **options):
        """Return the ended process of ``python -m legacyco run`` with these arguments."""
        return self.python("-m", "legacyco", "run", *arguments, **options)

    def assert_alike(self, *arguments):
        """Run it both ways; return the output, which is the same."""
        plain, ours = self.python(*arguments), self.run(*arguments)
        assert (ours.stdout, ours.stderr) == (plain.stdout, plain.stderr)
        assert ours.returncode == plain.returncode
        return ours


def test_a_script(folder):
    folder.write("bin/app.py", SHOW)
    assert (
        "['bin/app.py', 'a', '--adopt', '-m']"
        in folder.assert_alike("bin/app.py", "a", "--adopt", "-m").stdout
    )


def test_a_script_by_a_link_to_it(folder):
    folder.write("bin/app.py", SHOW)
    os.symlink(str(folder.path / "bin" / "app.py"), str(folder.path / "link.py"))
    folder.assert_alike("link.py")


TEXT = """
import sys
print(sys.argv, __name__, globals().get("__file__"), repr(sys.path[0]), __package__, __spec__)
def fail():
    raise KeyError("é")
fail()
"""


@pytest.mark.parametrize("arguments", [["-c", TEXT, "a", "-m"], ["-c" + TEXT], ["-cimport sys"]])
def test_a_text(folder, arguments):
    folder.assert_alike(*arguments)


def test_a_text_is_adopted(folder):
    text = "import asyncio; print(asyncio.__name__, asyncio.coroutine.__name__)"
    assert folder.run("-c", text).stdout == "legacyco coroutine\n"
    assert folder.run("--era", "3.7", "-c", "async = 1; print(async)").stdout == "1\n"


@pytest.mark.parametrize("arguments", [["-"], ["-", "a", "-c"]])
def test_standard_input(folder, arguments):
    program = folder.path / "program"
    program.write_text(TEXT, encoding="utf-8")
    ended = []
    for command in ([sys.executable], [sys.executable, "-m", "legacyco", "run"]):
        with program.open("rb") as file:
            ended.append(
                subprocess.run(
                    command + arguments,
                    stdin=file,
                    cwd=str(folder.path),
                    stdout=subprocess.PIPE,
                    stderr=subprocess.PIPE,
                    timeout=60,
                    env=dict(os.environ, PYTHONPATH="", PYTHONIOENCODING="utf-8"),
                )
            )
    plain, ours = ended
    assert (ours.stdout, ours.stderr, ours.returncode) == (
        plain.stdout,
        plain.stderr,
        plain.returncode,
    )
    assert plain.returncode == 1


def test_a_module(folder):
    folder.write("package/__init__.py", "")
    folder.write("package/tool.py", SHOW)
    assert "__main__" in folder.assert_alike("-m", "package.tool", "a", "-b").stdout


def test_a_package(folder):
    folder.write("package/__init__.py", "import sys; print(sys.argv)")
    folder.write("package/__main__.py", SHOW + "    from . import other\n")
    folder.write("package/other.py", "print(__name__)")
    folder.assert_alike("-m", "package", "a")
    assert folder.run("-mpackage", "a").stdout == folder.run("-m", "package", "a").stdout


def test_a_folder(folder):
    folder.write("app/__main__.py", SHOW + "    import beside\n")
    folder.write("app/beside.py", "print(__name__)")
    folder.assert_alike("app", "a")


def test_a_zip_file(folder):
    with zipfile.ZipFile(str(folder.path / "app.pyz"), "w") as file:
        file.writestr("__main__.py", textwrap.dedent(SHOW) + "import beside\n")
        file.writestr("beside.py", "print(__name__)")
    folder.assert_alike("app.pyz", "a")


@pytest.mark.parametrize(
    "text",
    [
        "import sys; sys.exit(3)",
        "import sys; sys.exit('text')",
        "raise SystemExit",
        "def f():\n    1 / 0\nf()",
        "raise ValueError('x') from KeyError('y')",
        "try:\n    1 / 0\nfinally:\n    undefined",
        "import atexit\natexit.register(print, 'end')\n1 / 0",
        "import threading\nthreading.Timer(0.01, print, ['end']).start()",
        "import sys\nsys.excepthook = lambda *args: print(args[0], args[2].tb_lineno)\n1 / 0",
        "import broken",
        "import never_was",
        "import pickle\nclass C: pass\nprint(type(pickle.loads(pickle.dumps(C()))) is C)",
    ],
)
def test_a_program_ends_as_it_would(folder, text):
    folder.write("app.py", text)
    folder.write("broken.py", "import sys\nx = ]\n")
    folder.assert_alike("app.py")


@pytest.mark.skipif(os.name != "posix", reason="signals of Unix")
def test_a_program_that_is_interrupted(folder):
    folder.write("app.py", "import os, signal\nos.kill(os.getpid(), signal.SIGINT)\n")
    plain, ours = folder.python("app.py"), folder.run("app.py")
    assert ours.returncode == plain.returncode
    # Since 3.8 it dies of the signal.
    assert ours.returncode in (1, -signal.SIGINT)
    assert "KeyboardInterrupt" in ours.stderr
    assert "legacyco" not in ours.stderr


@pytest.mark.skipif(sys.version_info < (3, 7), reason="nothing is gone on 3.6")
def test_an_old_program_with_its_old_package(folder):
    """All that the README promises of ``run``: nothing is named, and nothing edited."""
    folder.write(
        "app.py",
        """
        import asyncio
        import sys
        from client import Client

        @asyncio.coroutine
        def main(argv):
            client = Client(async=True)
            for word in argv:
                print((yield from client.call(word)))
            return len(argv)

        if __name__ == "__main__":
            loop = asyncio.get_event_loop()
            sys.exit(loop.run_until_complete(main(sys.argv[1:])))
        """,
    )
    folder.write("client/__init__.py", "from .base import Client\n")
    folder.write(
        "client/base.py",
        """
        import asyncio
        from asyncio import async as spawn

        class Client:
            def __init__(self, async):
                self.lock = asyncio.Lock(loop=asyncio.get_event_loop())

            def call(self, word):
                with (yield from self.lock):
                    return (yield from spawn(self.shout(word)))

            @asyncio.coroutine
            def shout(self, word):
                return word.upper()
        """,
    )
    process = folder.run("app.py", "a", "b")
    assert process.stdout == "A\nB\n"
    assert process.returncode == 2
    assert process.stderr == (
        "legacyco: adopted client (client/base.py:3: asyncio.async(), gone since Python 3.7)\n"
    )


def test_a_package_that_is_named(folder):
    folder.write("app.py", "import one, two, three\n")
    for name in ("one", "two", "three"):
        folder.write(name + ".py", "import asyncio; print(__name__, asyncio.__name__)")
    process = folder.run("--adopt", "one,two", "--adopt", "three", "--no-auto", "app.py")
    assert process.stdout == "one legacyco\ntwo legacyco\nthree legacyco\n"
    assert process.stderr == ""


def test_none_is_adopted_that_is_not_named(folder):
    folder.write("app.py", "import asyncio, old; print(asyncio.__name__)")
    folder.write("old.py", "import asyncio; print(asyncio.__name__); asyncio.coroutine(len)\n")
    process = folder.run("--no-auto", "app.py")
    assert process.stdout.startswith("asyncio\n")


# --- installed scripts ------------------------------------------------------------------------


def test_an_installed_script(folder, monkeypatch):
    folder.write("bin/old-tool", "#!/usr/bin/python3\n" + textwrap.dedent(SHOW))
    monkeypatch.setattr(sys, "executable", str(folder.path / "bin" / "python"))
    assert scripts.find("old-tool") == str(folder.path / "bin" / "old-tool")


@pytest.mark.parametrize(
    "text, found",
    [
        ("#!/x/pypy3\n", True),
        ("#!/bin/sh\n'''exec' \"/very/long/python\" \"$0\" \"$@\"\n' '''\n", True),
        ("#!/bin/sh\necho python\n", False),
        ("\x7fELF python", False),
    ],
)
def test_a_script_that_is_one_of_python(folder, monkeypatch, text, found):
    folder.write("bin/old-tool", text)
    monkeypatch.setattr(sys, "executable", str(folder.path / "bin" / "python"))
    assert (scripts.find("old-tool") is not None) == found


def test_an_entry_point(folder):
    pytest.importorskip("importlib.metadata")
    folder.write("old-1.dist-info/METADATA", "Metadata-Version: 2.1\nName: old\nVersion: 1\n")
    folder.write("old-1.dist-info/entry_points.txt", "[console_scripts]\nold-tool = old.cli:main\n")
    folder.write("old/__init__.py", "")
    folder.write(
        "old/cli.py",
        """
        import asyncio, sys

        def main():
            print(sys.argv, asyncio.async)
            return 5
        """,
    )
    process = folder.run("old-tool", "a")
    assert process.stdout.startswith("['old-tool', 'a'] <function async ")
    assert process.returncode == 5


# --- what cannot be run -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments, sentence",
    [
        (["--adopt", "never_was", "app.py"], "there is no package or module 'never_was' here"),
        (["--adopt", "argparse", "app.py"], "argparse is "),
        (["--adopt", "builtins", "app.py"], "builtins is a part of Python, which is not adopted"),
        (["--adopt", "asyncio", "app.py"], "name the package that uses it"),
        (["--adopt", "", "app.py"], "--adopt takes the names of packages, separated by commas"),
        (["--adopt", "a,,b", "app.py"], "separated by commas, got 'a,,b'"),
        (["--adopt", "bytecode", "app.py"], "'bytecode' has no Python source to adopt"),
        (["--era", "3.7", "--era", "3.6", "app.py"], "two eras for all packages: 3.7 and 3.6"),
        (["--era", "a=3.7", "--era", "a=3.6", "app.py"], "two eras for a: 3.7 and 3.6"),
        (["--era", "x", "app.py"], "an era is a version of Python from 3.4 to 3.15"),
        (["never_was.py"], "there is no file 'never_was.py'\n"),
        (["never_was"], "an installed script 'never_was'; a module is run by -m never_was"),
        (["."], "the folder '.' has no __main__.py"),
        (["--report", "html", "app.py"], "there is no file 'html'; for a report in that format"),
        (["--reprot", "app.py"], "unrecognized arguments: --reprot; did you mean --report?"),
        (["bin/never_was.py"], "there is no file 'bin/never_was.py'"),
        (["-m", "never_was"], "there is no module 'never_was'"),
        (["-m", "good.never_was"], "there is no module 'good.never_was' that can be run"),
        (["-m", "good"], "there is no module 'good' that can be run"),
        (["broken.py"], "broken.py does not parse"),
        (["imports_broken.py"], "broken.py does not parse, and so cannot be adopted"),
        ([], "no program given: expected a file, -m and a module"),
        (["-m"], "no program given"),
        (["-c"], "no program given"),
        (["-c", "print 'x'"], "<string> does not parse"),
        (["--never-was", "app.py"], "unrecognized arguments: --never-was"),
    ],
)
def test_what_cannot_be_run(folder, arguments, sentence):
    folder.write("app.py", "print('started')")
    folder.write("broken.py", "import asyncio\nprint 'x', asyncio.async\n")
    folder.write("imports_broken.py", "import broken\n")
    folder.write("good/__init__.py", "")
    (folder.path / "bytecode.pyc").write_bytes(b"")
    if arguments == ["imports_broken.py"]:
        arguments = ["--adopt", "broken", "imports_broken.py"]
    process = folder.run(*arguments)
    assert process.returncode == 2
    assert sentence in process.stderr
    assert process.stdout == ""
    assert "legacyco/" not in process.stderr
    # Nor a report on nothing.
    assert "legacyco report" not in process.stderr


def test_the_command_line_explains_itself(capsys):
    for arguments in (["--help"], ["run", "--help"], ["--version"]):
        with pytest.raises(SystemExit) as caught:
            cli.main(arguments)
        assert caught.value.code == 0
    assert "-m module" in capsys.readouterr().out
