"""Child processes of a program: each sees what its parent sees, however it was started.

Plain Python's outcome is the measure, where a plain program could do it: exit codes, tracebacks,
what is said on standard error.
"""

import json
import multiprocessing
import os
import re
import signal
import subprocess
import sys
import textwrap

import pytest

from legacyco.adoption import children, programs
from legacyco.adoption.finder import FINDER

METHODS = multiprocessing.get_all_start_methods()
# They begin anew, and import the program once more.
ANEW = ",".join(method for method in METHODS if method != "fork")

OLD = """
    import asyncio

    @asyncio.coroutine
    def double(x):
        assert asyncio.__name__ == "legacyco"
        yield from asyncio.sleep(0)
        return 2 * x
"""
BODY = """
    import asyncio
    import multiprocessing
    import sys
    from concurrent.futures import ProcessPoolExecutor
    {before}
    import old

    {define} square(x):
        {wait} asyncio.sleep(0)
        return x * x

    def work(x):
        assert asyncio.__name__ == "{library}"
        loop = asyncio.new_event_loop()
        try:
            return loop.run_until_complete(square(x)) + loop.run_until_complete(old.double(x))
        finally:
            loop.close()

    def put(queue):
        queue.put(work(1))

    def main(methods, pools=False):
        for method in methods.split(","):
            context = multiprocessing.get_context(method if method != "default" else None)
            queue = context.Queue()
            process = context.Process(target=put, args=(queue,))
            process.start()
            print(queue.get(timeout=30))
            process.join(30)
            print(process.exitcode)
            if not pools:
                continue
            with context.Pool(1) as pool:
                print(pool.map_async(work, range(3)).get(30))
            with executor(context) as pool:
                loop = asyncio.new_event_loop()
                print(loop.run_until_complete(loop.run_in_executor(pool, work, 3)))
                loop.close()

    def executor(context):
        if sys.version_info < (3, 7):
            return ProcessPoolExecutor(1)
        return ProcessPoolExecutor(1, mp_context=context)
"""
MAIN = """
    if __name__ == "__main__":
        main(sys.argv[1], *sys.argv[2:])
"""
OLD_BODY = BODY.format(
    before="", define="@asyncio.coroutine\n    def", wait="yield from", library="legacyco"
)
NEW_BODY = BODY.format(
    before="import legacyco\n    {}", define="async def", wait="await", library="asyncio"
)
OUTCOME = "3\n0\n"
OUTCOME_OF_ALL = OUTCOME * len(ANEW.split(","))
OUTCOME_OF_POOLS = "[0, 3, 8]\n15\n"


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path)


class Folder:
    """Where a program and its modules are."""

    def __init__(self, path):
        self.path = path
        self.write("old.py", OLD)

    def write(self, name, *texts):
        file = self.path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("".join(map(textwrap.dedent, texts)), encoding="utf-8")

    def python(self, *arguments, **variables):
        """Return the ended process of ``python`` with these arguments; one that hangs fails."""
        # A fork beside threads, such as the queue's, is warned of since 3.12.
        variables.setdefault("PYTHONWARNINGS", "ignore::DeprecationWarning")
        process = subprocess.Popen(
            [sys.executable] + list(arguments),
            cwd=str(self.path),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            universal_newlines=True,
            env=dict(os.environ, PYTHONPATH="", **variables),
            start_new_session=True,
        )
        try:
            process.stdout, process.stderr = process.communicate(timeout=60)
        except subprocess.TimeoutExpired:
            # Its children too: a pool may be making new ones for ever.
            os.killpg(process.pid, signal.SIGKILL)
            pytest.fail("it hangs: " + process.communicate()[1][-2000:])
        return process

    def run(self, *arguments, **variables):
        """Return the ended process of ``python -m legacyco run`` with these arguments."""
        return self.python("-m", "legacyco", "run", *arguments, **variables)


def assert_ended_well(process, outcome=OUTCOME_OF_ALL):
    assert process.stderr == ""
    assert process.stdout == outcome
    assert process.returncode == 0


@pytest.mark.parametrize("method", METHODS + ["default"])
def test_a_program(folder, method):
    folder.write("app.py", OLD_BODY, MAIN)
    assert_ended_well(
        folder.run("--adopt", "old", "app.py", method, "pools"), OUTCOME + OUTCOME_OF_POOLS
    )


def test_a_module(folder):
    folder.write("package/__init__.py", "")
    folder.write("package/tool.py", OLD_BODY, MAIN)
    assert_ended_well(folder.run("--adopt", "old,package", "-m", "package.tool", ANEW))


def test_a_package_with_a_main_module(folder):
    folder.write("package/__init__.py", "")
    folder.write("package/tool.py", OLD_BODY)
    folder.write("package/__main__.py", "import sys; from .tool import main\nmain(sys.argv[1])\n")
    assert_ended_well(folder.run("--adopt", "old,package", "-m", "package", ANEW))


def test_a_program_alone(folder):
    folder.write("app.py", OLD_BODY.replace("import old", "old = sys.modules[__name__]"), OLD, MAIN)
    assert_ended_well(folder.run("--no-auto", "app.py", ANEW))


def test_a_script_without_a_suffix(folder):
    folder.write("tool", OLD_BODY, MAIN)
    assert_ended_well(folder.run("--adopt", "old", "--no-auto", "tool", ANEW))


@pytest.mark.parametrize("condition", ["True", "__name__ == '__main__'"])
def test_a_program_that_adopts_itself(folder, condition):
    before = "if {}: legacyco.adopt('old')".format(condition)
    folder.write("app.py", NEW_BODY.format(before), MAIN)
    assert_ended_well(folder.python("app.py", ANEW))


def test_a_suite_under_pytest(folder):
    test = "    def test_it():\n        main({!r})\n".format(ANEW)
    folder.write("tests/test_old.py", OLD_BODY, test)
    arguments = ["-m", "pytest", "-p", "legacyco", "--adopt", "old", "-p", "no:cacheprovider"]
    process = folder.python(*arguments)
    assert process.returncode == 0, process.stdout + process.stderr
    assert "1 passed" in process.stdout
    assert process.stderr == ""


@pytest.mark.skipif(sys.version_info < (3, 11), reason="nothing in it is gone")
def test_what_is_adopted_is_said_once(folder):
    folder.write("app.py", OLD_BODY, MAIN)
    process = folder.run("app.py", ANEW)
    assert re.match(r"legacyco: adopted old \(.*\n$", process.stderr), process.stderr
    process.stderr = ""
    assert_ended_well(process)


def test_the_options_are_the_parents(folder):
    """Also those of what the parent itself never imports, and of grandchildren."""
    folder.write(
        "app.py",
        """
        import multiprocessing

        context = multiprocessing.get_context("spawn")

        def child(queue, left):
            if left:
                start(queue, left - 1)
            else:
                import lazy
                queue.put((__name__, lazy.asyncio.__name__, lazy.caught()))

        def start(queue, left):
            process = context.Process(target=child, args=(queue, left))
            process.start()
            process.join(30)

        if __name__ == "__main__":
            queue = context.SimpleQueue()
            start(queue, 1)
            print(queue.get())
        """,
    )
    folder.write(
        "lazy.py",
        """
        import asyncio, collections

        def caught():
            assert collections.Mapping
            try:
                raise asyncio.CancelledError
            except Exception:
                return "caught"
        """,
    )
    process = folder.run("--adopt", "lazy", "--no-auto", "--era", "3.7", "--shims", "app.py")
    assert process.stdout == "('__mp_main__', 'legacyco', 'caught')\n", process.stderr
    assert process.stderr == ""


@pytest.mark.parametrize("method", METHODS)
def test_children_end_as_they_would(folder, method):
    """Exit codes, tracebacks and signals."""
    folder.write(
        "app.py",
        """
        import multiprocessing, os, signal, sys

        def child(way):
            if way == "raise":
                raise ValueError(way)
            if way == "exit":
                sys.exit(7)
            os.kill(os.getpid(), getattr(signal, way))

        if __name__ == "__main__":
            context = multiprocessing.get_context(sys.argv[1])
            for way in ("raise", "exit", "SIGINT", "SIGKILL"):
                process = context.Process(target=child, args=(way,), name="child")
                process.start()
                process.join(30)
                print(process.exitcode)
        """,
    )
    plain, ours = folder.python("app.py", method), folder.run("app.py", method)
    assert (ours.stdout, ours.stderr) == (plain.stdout, plain.stderr)
    assert "ValueError: raise" in plain.stderr


@pytest.mark.parametrize("method", METHODS)
def test_the_report_is_the_parents_and_has_what_children_used(folder, method):
    """Those too that are killed, as the workers of a pool are in the end."""
    folder.write(
        "app.py",
        """
        import asyncio, multiprocessing, os, sys

        def child(times):
            for _ in range(times):
                asyncio.Task.all_tasks
            return os.getpid()

        if __name__ == "__main__":
            context = multiprocessing.get_context(sys.argv[1])
            process = context.Process(target=child, args=(3,))
            process.start()
            process.join(30)
            with context.Pool(1) as pool:
                assert pool.apply_async(child, (1,)).get(30) != os.getpid()
        """,
    )
    temporary = folder.path / "temporary"
    temporary.mkdir()
    arguments = ["--report=json:report.json", "app.py", method]
    process = folder.run(*arguments, TMPDIR=str(temporary))
    assert process.stderr.startswith("legacyco: the report is in ")
    assert process.stderr.count("\n") == 1
    report = json.loads((folder.path / "report.json").read_text())
    (use,) = report["uses"]
    assert (use["package"], use["line"], use["count"]) == ("__main__", 6, 4)
    # But for a socket of the fork server's, on some Pythons.
    assert not [name for name in os.listdir(str(temporary)) if name.startswith("legacyco")]


def test_an_interpreter_of_this_process(folder):
    pytest.importorskip("concurrent.interpreters")
    folder.write(
        "app.py",
        OLD_BODY,
        """
        if __name__ == "__main__":
            from concurrent.futures import InterpreterPoolExecutor
            with InterpreterPoolExecutor(1) as pool:
                print(list(pool.map(work, range(3))))
        """,
    )
    process = folder.run("--adopt", "old", "app.py")
    assert (process.stdout, process.stderr) == ("[0, 3, 8]\n", "")


# --- who else ---------------------------------------------------------------------------------


def test_another_program_is_not_concerned(folder):
    folder.write(
        "other.py", "import asyncio, sys; print(asyncio.__name__, 'legacyco' in sys.modules)"
    )
    folder.write(
        "app.py",
        """
        import asyncio, subprocess, sys
        print(asyncio.__name__)
        print(subprocess.check_output([sys.executable, "other.py"]).decode().strip())
        """,
    )
    assert folder.run("app.py").stdout == "legacyco\nasyncio False\n"


def test_where_nothing_is_adopted_nothing_is_sent(monkeypatch):
    sent = []

    class Spawn:
        @staticmethod
        def get_preparation_data(name):
            return {"sys_path": sent}

    children.send_luggage(Spawn)
    monkeypatch.setattr(FINDER, "adopted", {})
    monkeypatch.setattr(FINDER, "rules", [])
    monkeypatch.setattr(programs, "FILES", {})
    assert Spawn.get_preparation_data("x")["sys_path"] is sent
    monkeypatch.setattr(FINDER, "adopted", {"old": None})
    assert type(Spawn.get_preparation_data("x")["sys_path"]) is children.Luggage


def test_a_child_that_cannot_import_legacyco_says_so(folder, monkeypatch):
    monkeypatch.setattr(children, "_ROOT", "/never/was")
    expression = children.Luggage([str(folder.path)]).first()
    process = folder.python("-S", "-c", "print(%s)" % expression)
    assert process.returncode == 1
    assert (
        "is a child of a program that runs on legacyco and cannot import it (No module named"
        " 'legacyco'). Have '/never/was', or wherever legacyco is installed, on its path"
    ) in process.stderr
