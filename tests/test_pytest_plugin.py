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


def write(directory, files):
    """Write modules, by their names with two underscores for a slash."""
    for name, text in files.items():
        path = directory / (name.replace("__", "/") + ".py")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text))


def run_python(directory, *arguments, **variables):
    """Run ``python -m`` with arguments in a directory; return its output and outcomes."""
    environ = dict(os.environ, PYTHONPATH=PROJECT)
    environ.pop("PYTEST_ADDOPTS", None)
    environ.update(variables)
    done = subprocess.run(
        [sys.executable, "-m"] + list(arguments),
        cwd=str(directory),
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        universal_newlines=True,
    )
    return Outcome(done.returncode, done.stdout)


@pytest.fixture
def project(tmp_path):
    """A function that writes modules into the test's directory."""
    return lambda **files: write(tmp_path, files)


@pytest.fixture
def run(tmp_path):
    """A function that runs Python there."""
    return lambda *arguments, **variables: run_python(tmp_path, *arguments, **variables)


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
def test_options_may_stand_in_the_environment_and_asserts_stay_plain_if_told_so(run):
    outcome = run("pytest", PYTEST_ADDOPTS="-p legacyco --adopt=oldpackage --assert=plain")

    assert_counts(outcome, passed=4, failed=1)
    assert "assert 3 == 4" not in outcome.output


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

    assert_counts(run("pytest", *(options + ["check_pattern.py", "given.py"])), passed=2)


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


@pytest.mark.usefixtures("old_project")
def test_what_cannot_be_adopted_is_told_in_one_sentence(run):
    outcome = run("pytest", "-p", "legacyco", "--adopt", "oldpackage,nosuchpackage")

    assert outcome.status == 4
    assert "--adopt: there is no package or module 'nosuchpackage'" in outcome.output
    assert "Traceback" not in outcome.output


# --- coroutine tests --------------------------------------------------------------------------

COROUTINE_SUITE = {
    "conftest": """
        import asyncio
        import pytest

        @pytest.fixture
        def loop():
            loop = asyncio.new_event_loop()
            yield loop
            loop.close()

        def pytest_pyfunc_call(pyfuncitem):
            if "itself" in pyfuncitem.name:
                loop = asyncio.new_event_loop()
                loop.run_until_complete(pyfuncitem.obj())
                loop.close()
                return True

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
    "test_coroutines": """
        import asyncio
        import unittest
        import legacyco
        import pytest

        async def test_native():
            await asyncio.sleep(0)
            assert asyncio.__name__ == "asyncio"
            assert isinstance(asyncio.get_event_loop(), legacyco.EventLoop)

        @legacyco.coroutine
        def test_generator_with_a_fixture(tmp_path):
            assert (yield from legacyco.sleep(0, tmp_path)).exists()

        async def test_fails():
            assert await legacyco.sleep(0, 1) == 2

        async def test_own_loop(loop):
            assert asyncio.get_event_loop() is loop

        async def test_both_loops(loop, legacyco_loop):
            assert asyncio.get_event_loop() is legacyco_loop

        async def test_conftest_runs_it_itself():
            assert not isinstance(asyncio.get_event_loop(), legacyco.EventLoop)

        @pytest.mark.asyncio
        async def test_marked_for_another_plugin():
            assert False

        class TestCase(getattr(unittest, "IsolatedAsyncioTestCase", unittest.TestCase)):
            def test_before(self):
                self.assertIsNone(getattr(self, "loop", None))

            async def asyncSetUp(self):
                self.loop = asyncio.get_running_loop()

            if hasattr(unittest, "IsolatedAsyncioTestCase"):

                async def test_isolated(self):
                    assert asyncio.get_running_loop() is self.loop
        """,
    "test_loop": """
        import legacyco

        loops = []
        tasks = []

        def test_one_is_current(legacyco_loop):
            assert legacyco.get_event_loop() is legacyco_loop
            loops.append(legacyco_loop)
            tasks.append(legacyco_loop.create_task(legacyco.sleep(3600)))

        async def test_another_is_fresh(legacyco_loop):
            assert legacyco_loop not in loops
            loops.append(legacyco_loop)

        def test_may_be_closed(legacyco_loop):
            legacyco_loop.close()

        def test_all_are_closed_and_tasks_cancelled():
            assert [loop.is_closed() for loop in loops] == [True, True]
            assert tasks[0].cancelled()
        """,
}
OUTCOMES = {
    "test_native": "PASSED",
    "test_generator_with_a_fixture": "PASSED",
    "test_fails": "FAILED",
    "test_own_loop": "PASSED",
    "test_both_loops": "PASSED",
    "test_conftest_runs_it_itself": "PASSED",
    "test_marked_for_another_plugin": "PASSED",
    "test_isolated": "PASSED",
    "test_one_is_current": "PASSED",
    "test_another_is_fresh": "PASSED",
    "test_may_be_closed": "PASSED",
    "test_all_are_closed_and_tasks_cancelled": "PASSED",
}


@pytest.fixture(scope="module")
def coroutine_suite(tmp_path_factory):
    """The outcome of COROUTINE_SUITE, in which nothing is adopted."""
    directory = tmp_path_factory.mktemp("coroutines")
    write(directory, COROUTINE_SUITE)
    return run_python(directory, "pytest", "-v", "-p", "legacyco")


@pytest.mark.parametrize("name", OUTCOMES)
def test_coroutine_tests_are_run_or_left_to_others(coroutine_suite, name):
    if name == "test_isolated" and sys.version_info < (3, 8):
        pytest.skip("IsolatedAsyncioTestCase is new in 3.8")
    found = re.search(r"::%s ([A-Z]+)" % name, coroutine_suite.output)

    assert found is not None, coroutine_suite.output
    assert found.group(1) == OUTCOMES[name], coroutine_suite.output


def test_the_assert_of_a_coroutine_test_is_explained(coroutine_suite):
    assert "E       assert 1 == 2" in coroutine_suite.output
