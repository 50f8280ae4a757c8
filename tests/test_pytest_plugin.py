"""The pytest plugin, in processes of its own: what it adopts, and which tests it runs how."""

import os
import re
import subprocess
import sys
import textwrap

import pytest

PROJECT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

OLD_PACKAGE = """
import asyncio

@asyncio.coroutine
def add(a, b):
    yield from asyncio.sleep(0)
    return a + b

def start(coro, loop):
    return asyncio.async(coro, loop=loop)
"""
SUITE = """
import asyncio
import application
import helper
import oldpackage

@asyncio.coroutine
def test_generator():
    assert (yield from oldpackage.add(1, 2)) == 3

@asyncio.coroutine
def test_fails():
    expected = 4
    assert (yield from oldpackage.add(1, 2)) == expected

async def test_native(legacyco_loop):
    assert asyncio.get_running_loop() is legacyco_loop
    assert await oldpackage.start(helper.help(), legacyco_loop) == 42

class TestClass:
    @asyncio.coroutine
    def test_method(self):
        assert (yield from helper.help()) == 42

def test_who_sees_what():
    assert asyncio.__name__ == helper.asyncio.__name__ == "legacyco"
    assert oldpackage.asyncio is asyncio
    assert application.asyncio.__name__ == "asyncio"
"""
HELPER = """
import asyncio

@asyncio.coroutine
def help():
    return 42
"""


@pytest.fixture
def project(tmp_path):
    """A function that writes files, by their names with two underscores for a slash."""

    def write(**files):
        for name, text in files.items():
            path = tmp_path / (name.replace("__", "/") + ".py")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(textwrap.dedent(text))

    return write


@pytest.fixture
def run(tmp_path):
    """A function that runs Python with arguments, and returns its output and outcomes."""

    def run(*arguments, **variables):
        environ = dict(os.environ, PYTHONPATH=PROJECT, **variables)
        environ.pop("PYTEST_ADDOPTS", None) if "PYTEST_ADDOPTS" not in variables else None
        done = subprocess.run(
            [sys.executable, "-m"] + list(arguments),
            cwd=str(tmp_path),
            env=environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            universal_newlines=True,
        )
        return Outcome(done.returncode, done.stdout)

    return run


class Outcome:
    """What a run of pytest wrote, and how many tests passed, failed and so on."""

    def __init__(self, status, output):
        self.status = status
        self.output = output
        last = output.strip().splitlines()[-1] if output.strip() else ""
        self.counts = {word: int(count) for count, word in re.findall(r"(\d+) ([a-z]+)", last)}

    def __repr__(self):
        return self.output


def assert_counts(outcome, **counts):
    assert outcome.counts == counts, outcome.output


# --- adoption ---------------------------------------------------------------------------------


@pytest.fixture
def old_project(project):
    project(
        oldpackage=OLD_PACKAGE,
        application="import asyncio",
        tests__helper=HELPER,
        tests__test_old=SUITE,
    )


@pytest.mark.parametrize(
    "command",
    [
        "pytest -p legacyco --adopt oldpackage",
        "legacyco run --adopt oldpackage -m pytest",
        "legacyco run --adopt oldpackage --adopt test_old,helper -m pytest",
        pytest.param(
            "legacyco run -m pytest",
            marks=pytest.mark.skipif(sys.version_info < (3, 7), reason="nothing needs adoption"),
        ),
    ],
)
@pytest.mark.usefixtures("old_project")
def test_a_suite_is_adopted_with_its_package_and_its_asserts_are_rewritten(run, command):
    outcome = run(*command.split())

    assert_counts(outcome, passed=4, failed=1)
    if "--adopt" in command:
        assert re.search(r"legacyco: \d.*adopted: .*oldpackage", outcome.output)
    assert ">       assert (yield from oldpackage.add(1, 2)) == expected" in outcome.output
    assert "E       assert 3 == 4" in outcome.output


@pytest.mark.usefixtures("old_project")
def test_the_option_may_stand_in_the_environment_and_modules_are_cached(run):
    first = run("pytest", PYTEST_ADDOPTS="-p legacyco --adopt=oldpackage")
    second = run("pytest", PYTEST_ADDOPTS="-p legacyco --adopt=oldpackage --assert=plain")

    assert_counts(first, passed=4, failed=1)
    assert_counts(second, passed=4, failed=1)
    assert "assert 3 == 4" not in second.output


def test_the_suite_is_known_by_conftest_and_patterns_and_by_what_is_given(project, run):
    module = """
        import asyncio

        def test_what_it_sees():
            assert asyncio.__name__ == "legacyco"
    """
    project(
        oldpackage=OLD_PACKAGE,
        conftest="import asyncio; assert asyncio.__name__ == 'legacyco'",
        check_pattern=module,
        given=module,
        below__test__data=module.replace("test_", "no_test_"),
    )
    options = ["-p", "legacyco", "--adopt", "oldpackage", "-o", "python_files=check_*.py"]

    assert_counts(run("pytest", *options), passed=1)
    assert_counts(run("pytest", *(options + ["given.py"])), passed=1)


@pytest.mark.skipif(sys.version_info < (3, 8), reason="cancellation was an Exception")
@pytest.mark.parametrize(
    "command",
    [
        "pytest -p legacyco --adopt oldpackage --adopt-era 3.7",
        "legacyco run --adopt oldpackage --era 3.7 -m pytest",
    ],
)
def test_the_suite_is_adopted_with_the_era_of_its_package(project, run, command):
    project(
        oldpackage=OLD_PACKAGE,
        test_era="""
        import asyncio

        @asyncio.coroutine
        def test_cancellation(legacyco_loop):
            try:
                yield from asyncio.wait_for(cancelled(legacyco_loop), 1)
            except Exception:
                return
            assert False

        def cancelled(loop):
            future = loop.create_future()
            future.cancel()
            return future
        """,
    )

    assert_counts(run(*command.split()), passed=1)


def test_a_plugin_that_imports_the_package_gets_it_adopted(project, run):
    project(
        oldpackage=OLD_PACKAGE,
        early="import oldpackage; assert oldpackage.asyncio.__name__ == 'legacyco'",
        test_it="def test(): pass",
    )

    outcome = run("pytest", "-p", "legacyco", "-p", "early", "--adopt", "oldpackage")

    assert_counts(outcome, passed=1)


@pytest.mark.parametrize(
    ("names", "complaint"),
    [
        ("nosuchpackage", r"--adopt: there is no package or module 'nosuchpackage'"),
        ("oldpackage,math", r"--adopt: '?math'? (is|has) "),
    ],
)
@pytest.mark.usefixtures("old_project")
def test_what_cannot_be_adopted_is_told_in_one_sentence(run, names, complaint):
    outcome = run("pytest", "-p", "legacyco", "--adopt", names)

    assert outcome.status == 4
    assert re.search(complaint, outcome.output)
    assert "Traceback" not in outcome.output


# --- coroutine tests --------------------------------------------------------------------------


def test_coroutine_tests_run_in_a_suite_that_is_not_adopted(project, run):
    project(
        test_new="""
        import asyncio
        import legacyco

        async def test_native():
            await asyncio.sleep(0)
            assert asyncio.__name__ == "asyncio"

        @legacyco.coroutine
        def test_generator(tmp_path):
            assert isinstance((yield from legacyco.sleep(0, legacyco.get_event_loop())),
                              legacyco.EventLoop)

        async def test_fails():
            assert await legacyco.sleep(0, 1) == 2
        """
    )

    outcome = run("pytest", "-p", "legacyco", "-W", "error")

    assert_counts(outcome, passed=2, failed=1)
    assert "E       assert 1 == 2" in outcome.output


def test_the_loop_is_fresh_and_current_and_closed_afterwards(project, run):
    project(
        test_loop="""
        import legacyco

        loops = []
        tasks = []

        def test_one(legacyco_loop):
            assert legacyco.get_event_loop() is legacyco_loop
            loops.append(legacyco_loop)
            tasks.append(legacyco_loop.create_task(legacyco.sleep(3600)))

        async def test_another(legacyco_loop):
            assert legacyco_loop not in loops
            loops.append(legacyco_loop)

        def test_may_close_it(legacyco_loop):
            legacyco_loop.close()

        def test_all_are_closed_and_the_task_is_cancelled():
            assert [loop.is_closed() for loop in loops] == [True, True]
            assert tasks[0].cancelled()
        """
    )

    assert_counts(run("pytest", "-p", "legacyco", "-W", "error"), passed=4)


def test_a_test_runs_on_the_loop_of_its_suites_own_fixture(project, run):
    project(
        conftest="""
        import asyncio
        import pytest

        @pytest.fixture
        def loop():
            loop = asyncio.new_event_loop()
            yield loop
            loop.close()
        """,
        test_loop="""
        import asyncio

        async def test_own(loop):
            assert asyncio.get_event_loop() is loop

        async def test_both(loop, legacyco_loop):
            assert asyncio.get_event_loop() is legacyco_loop
        """,
    )

    assert_counts(run("pytest", "-p", "legacyco"), passed=2)


def test_a_suite_that_runs_coroutine_tests_itself_goes_before(project, run):
    project(
        conftest="""
        import asyncio

        def pytest_pyfunc_call(pyfuncitem):
            if "itself" in pyfuncitem.name:
                loop = asyncio.new_event_loop()
                loop.run_until_complete(pyfuncitem.obj())
                loop.close()
                return True
        """,
        test_two="""
        import asyncio
        import legacyco

        async def test_itself():
            assert not isinstance(asyncio.get_event_loop(), legacyco.EventLoop)

        async def test_ours():
            assert isinstance(asyncio.get_event_loop(), legacyco.EventLoop)
        """,
    )

    assert_counts(run("pytest", "-p", "legacyco"), passed=2)


def test_marked_tests_are_left_to_the_plugin_of_the_mark(project, run):
    project(
        conftest="""
        import pytest

        class Runner:
            def pytest_pyfunc_call(self, pyfuncitem):
                if pyfuncitem.get_closest_marker("asyncio"):
                    assert "legacyco_loop" not in pyfuncitem.funcargs
                    pyfuncitem.obj().close()
                    return True

        def pytest_configure(config):
            config.addinivalue_line("markers", "asyncio: of another plugin")
            config.pluginmanager.register(Runner(), "asyncio")
        """,
        test_marked="""
        import pytest

        @pytest.mark.asyncio
        async def test_theirs():
            assert False

        async def test_ours(legacyco_loop):
            pass
        """,
    )

    assert_counts(run("pytest", "-p", "legacyco"), passed=2)


@pytest.mark.skipif(sys.version_info < (3, 8), reason="IsolatedAsyncioTestCase is new in 3.8")
def test_asynchronous_test_cases_run_themselves(project, run):
    project(
        test_case="""
        import asyncio
        import unittest

        class Case(unittest.IsolatedAsyncioTestCase):
            async def asyncSetUp(self):
                self.loop = asyncio.get_running_loop()

            async def test(self):
                assert asyncio.get_running_loop() is self.loop
        """
    )

    assert_counts(run("pytest", "-p", "legacyco"), passed=1)
