"""pytest-asyncio with our loop."""

import subprocess
import sys

import pytest

PACKAGES = ["pytest-asyncio"]

CONFTEST = """\
import legacyco

def pytest_asyncio_loop_factories(config, item):
    return {"legacyco": legacyco.new_event_loop}
"""

TESTS = """\
import asyncio
import inside
import pytest
import pytest_asyncio
import legacyco

@pytest_asyncio.fixture
async def resource():
    yield asyncio.get_running_loop()
    assert isinstance(asyncio.get_running_loop(), legacyco.EventLoop)

@pytest.mark.asyncio
async def test_new(resource):
    assert asyncio.get_running_loop() is resource
    assert isinstance(resource, legacyco.EventLoop)
    assert isinstance(await inside.new(), legacyco.Task)

@pytest.mark.asyncio
@legacyco.coroutine
def test_old(resource):
    assert isinstance((yield from inside.old()), legacyco.Task)

@pytest.mark.asyncio
@legacyco.coroutine
def test_that_fails():
    yield from legacyco.sleep(0)
    assert not "reached"
"""


@pytest.mark.works_with(
    "a hook in conftest.py: ``def pytest_asyncio_loop_factories(config, item): "
    'return {"legacyco": legacyco.new_event_loop}``'
)
def test_old_in_new_tests_and_fixtures_on_our_loop(tmp_path, debug, monkeypatch):
    (tmp_path / "conftest.py").write_text(CONFTEST)
    (tmp_path / "test_it.py").write_text(TESTS)
    (tmp_path / "pytest.ini").write_text("[pytest]\nfilterwarnings = error\n")
    monkeypatch.setenv("PYTHONPATH", __file__.rpartition("/")[0])
    if debug:
        monkeypatch.setenv("PYTHONASYNCIODEBUG", "1")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    command += ["-o", "asyncio_default_fixture_loop_scope=function"]
    done = subprocess.run(command, cwd=str(tmp_path), stdout=subprocess.PIPE, text=True)
    assert "1 failed, 2 passed" in done.stdout, done.stdout
    assert "test_that_fails" in done.stdout.partition("short test summary")[2]
