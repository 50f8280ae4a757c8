"""conftest.py fails the test that leaves something behind, and no other."""

import os
import re
import shutil
import subprocess
import sys

import pytest

import legacyco

HERE = os.path.dirname(os.path.abspath(__file__))

# Each ends in "passes" or "fails", which is what it has to do.
SAMPLES = """
import asyncio
import logging

import legacyco


async def broken():
    raise ZeroDivisionError


def test_nothing_happens_passes(loop):
    loop.run_until_complete(legacyco.sleep(0))


def test_exception_nobody_retrieves_fails(loop):
    loop.create_task(broken())
    loop.run_until_complete(legacyco.sleep(0.001))


def test_next_one_has_nothing_to_do_with_it_passes(loop):
    pass


def test_declared_record_passes(loop, expect_log):
    expect_log("never retrieved", logger="asyncio", level=logging.ERROR, times=1)
    loop.create_task(broken())
    loop.run_until_complete(legacyco.sleep(0.001))


def test_declared_record_does_not_come_fails(expect_log):
    expect_log("never retrieved")


def test_declared_record_comes_twice_fails(expect_log):
    expect_log("again", times=1)
    for _ in range(2):
        logging.getLogger("legacyco").warning("again")


def test_record_of_another_logger_than_declared_fails(expect_log):
    expect_log("text", logger="asyncio")
    logging.getLogger("legacyco").warning("text")


def test_exception_handler_is_called_fails(loop):
    loop.call_exception_handler({"message": "something went wrong"})


def test_pending_task_fails(loop):
    async def wait_for_ever():
        await loop.create_future()

    loop.create_task(wait_for_ever())
    loop.run_until_complete(legacyco.sleep(0.001))


def test_warning_fails():
    import warnings

    warnings.warn("something is wrong", stacklevel=1)


def test_coroutine_is_never_awaited_3_8_fails():
    broken()


def test_finalizer_raises_3_8_fails():
    class Raises:
        def __del__(self):
            raise ZeroDivisionError

    cycle = [Raises()]
    cycle.append(cycle)


def test_hour_on_the_fake_clock_passes(aio, aio_fake_loop):
    aio_fake_loop.run_until_complete(aio.sleep(3600))
    aio_fake_loop.run_until_complete(aio.sleep(0.1))
    aio_fake_loop.run_until_complete(aio.sleep(0.2))
    assert aio_fake_loop.time() == 3600.3
"""


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    """What pytest says of the samples."""
    directory = str(tmp_path_factory.mktemp("samples"))
    for name in ("conftest.py", "fake_clock.py"):
        shutil.copy(os.path.join(HERE, name), directory)
    with open(os.path.join(directory, "test_samples.py"), "w") as file:
        file.write(SAMPLES)
    config = os.path.join(os.path.dirname(HERE), "tox.ini")
    command = [sys.executable, "-m", "pytest", "-rA", "-p", "no:cacheprovider"]
    done = subprocess.run(
        command + ["-c", config, "--rootdir", directory, directory],
        cwd=directory,
        env=dict(
            os.environ,
            COLLECT_EVERY="1",
            PYTHONPATH=os.path.dirname(os.path.dirname(legacyco.__file__)),
        ),
        stdout=subprocess.PIPE,
        universal_newlines=True,
    )
    return done.stdout


def test_each_sample_does_what_its_name_says(report):
    found = re.findall(r"^(PASSED|FAILED|ERROR) .*::(test_\w+)", report, re.MULTILINE)
    bad = {name for outcome, name in found if outcome != "PASSED"}
    # No hook tells of unraisable exceptions before Python 3.8.
    seen = {n for _, n in found if sys.version_info >= (3, 8) or not n.endswith("3_8_fails")}

    assert len(seen) >= 11
    assert {name for name in seen if name.endswith("_fails")} == bad, report


def test_the_complaint_says_what_was_logged_and_what_was_not(report):
    assert "unexpected log record: asyncio ERROR: Task exception was never retrieved" in report
    assert "'never retrieved' had to be logged at least once, but it was 0 times" in report
