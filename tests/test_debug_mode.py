"""Debug mode: what it notices, and what it says."""

import asyncio
import gc
import logging
import os
import re
import subprocess
import sys
import textwrap
import threading

import pytest

import legacyco

ROOT = os.path.dirname(os.path.dirname(legacyco.__file__))
HERE = os.path.basename(__file__)


@pytest.fixture
def debug_loop(aio_loop):
    aio_loop.set_debug(True)
    return aio_loop


def run_once(loop):
    loop.call_soon(loop.stop)
    loop.run_forever()


def stop_the_clock(loop):
    """Make the loop's time a list of one number."""
    now = [0.0]
    loop.time = lambda: now[0]
    return now


# --- slow callbacks -------------------------------------------------------------------------


def test_a_slow_callback_is_logged_with_its_time(debug_loop, expect_log):
    expect_log(
        r"^Executing <Handle .*slow\(\) .*test_debug_mode.py:\d+.*> took 2\.500 seconds",
        logger="asyncio",
        level=logging.WARNING,
        times=1,
    )
    now = stop_the_clock(debug_loop)

    def slow():
        now[0] += 2.5

    debug_loop.call_soon(slow)
    run_once(debug_loop)


@pytest.mark.parametrize("dialect", ["old", "new"])
def test_a_slow_step_is_logged_with_its_task(debug_loop, expect_log, dialect):
    expect_log(r"^Executing <Task .*slow\w*\(\).*> took 1\.000 seconds", times=1)
    now = stop_the_clock(debug_loop)

    async def slow_new():
        now[0] += 1

    @legacyco.coroutine
    def slow_old():
        now[0] += 1
        return
        yield

    debug_loop.run_until_complete({"old": slow_old, "new": slow_new}[dialect]())


def test_what_is_slow_can_be_chosen(debug_loop, expect_log):
    expect_log(r"took 10\.000 seconds", times=1)
    now = stop_the_clock(debug_loop)
    debug_loop.slow_callback_duration = 10.0

    def take(seconds):
        now[0] += seconds

    debug_loop.call_soon(take, 9.0)
    debug_loop.call_soon(take, 10.0)
    run_once(debug_loop)


def test_without_debug_mode_nobody_measures(aio_loop):
    now = stop_the_clock(aio_loop)

    def slow():
        now[0] += 100.0

    # The suite's log watch fails the test if there is a record.
    aio_loop.call_soon(slow)
    run_once(aio_loop)


# --- wrong calls ----------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["call_soon", "call_later", "call_at"])
def test_a_call_from_a_wrong_thread_is_refused(debug_loop, method):
    delay = () if method == "call_soon" else (1000.0,)

    def other():
        try:
            getattr(debug_loop, method)(*delay, print)
        except RuntimeError as exc:
            errors.append(str(exc))

    def start():
        thread = threading.Thread(target=other)
        thread.start()
        thread.join()

    errors = []
    debug_loop.slow_callback_duration = 1000.0
    debug_loop.call_soon(start)
    run_once(debug_loop)

    assert errors == [
        "Non-thread-safe operation invoked on an event loop other than the current one"
    ]


def test_a_coroutine_or_what_makes_one_is_no_callback(debug_loop):
    async def new():
        pass

    @legacyco.coroutine
    def old():
        yield

    coro = old()
    for wrong in new, old, coro:
        with pytest.raises(TypeError, match=r"coroutines cannot be used with call_soon\(\)"):
            debug_loop.call_soon(wrong)
    with pytest.raises(TypeError, match=r"a callable object was expected by call_soon\(\), got 1"):
        debug_loop.call_soon(1)
    coro.close()


# --- where it comes from --------------------------------------------------------------------


def test_handles_futures_and_tasks_say_where_they_were_created(debug_loop):
    async def nothing():
        pass

    future = debug_loop.create_future()
    task = debug_loop.create_task(nothing())
    handles = [
        debug_loop.call_soon(print),
        debug_loop.call_soon_threadsafe(print),
        debug_loop.call_later(1, print),
        debug_loop.call_at(1, print),
    ]

    for handle in handles:
        assert re.search(r"created at .*%s:\d+>$" % HERE, repr(handle))
        handle.cancel()
    for made in future, task:
        assert any(os.path.basename(entry[0]) == HERE for entry in made._source_traceback)
    debug_loop.run_until_complete(task)


def test_what_the_library_makes_was_created_where_its_user_called_it(loop):
    async def nothing():
        pass

    async def main():
        tasks = [
            legacyco.create_task(nothing()),
            legacyco.ensure_future(nothing()),
            legacyco.gather(nothing())._children[0],
        ]
        async with legacyco.TaskGroup() as group:
            tasks.append(group.create_task(nothing()))
        await legacyco.wait(tasks)
        return tasks + [legacyco.current_task(), loop.create_task(nothing()), loop.create_future()]

    loop.set_debug(True)
    # Asyncio shows a line of its own for all of these but loop.create_task().
    for made in loop.run_until_complete(main()):
        assert os.path.basename(made._source_traceback[-1][0]) == HERE
    run_once(loop)


def test_without_debug_mode_nothing_is_recorded(aio_loop):
    assert aio_loop.create_future()._source_traceback is None
    handle = aio_loop.call_soon(lambda: None)
    assert "created at" not in repr(handle)
    handle.cancel()


def test_an_exception_that_nobody_retrieves_is_logged_with_the_place(debug_loop, expect_log):
    expect_log(r"(?s)exception was never retrieved.*created at.*%s" % HERE, times=1)
    future = debug_loop.create_future()
    future.set_exception(ValueError("lost"))
    del future
    gc.collect()


def test_a_failed_callback_is_logged_with_the_place_that_scheduled_it(debug_loop, expect_log):
    expect_log(r"(?s)Exception in callback.*Object created at.*in schedule", times=1)

    def fail():
        raise ValueError("from a callback")

    def schedule():
        debug_loop.call_soon(fail)

    schedule()
    run_once(debug_loop)


def test_a_coroutine_that_is_never_awaited_is_reported_with_its_origin():
    program = """
        import gc, legacyco

        @legacyco.coroutine
        def forgotten():
            yield

        def forget():
            forgotten()

        @legacyco.coroutine
        def main():
            forget()
            gc.collect()
            yield

        legacyco.run(main(), debug=True)
    """
    reported = run_program(program, PYTHONASYNCIODEBUG="")

    assert re.search("coroutine '?.*forgotten.* was never (awaited|yielded from)", reported)
    # 3.6 names the line, later ones the functions too.
    assert re.search(
        r"reated at.*<string>\", line \d+, in main|reated at <string>:9", reported, re.S
    )


# --- how it is switched on ------------------------------------------------------------------


def run_program(program, *options, **environment):
    """Return what the program writes to standard output and standard error."""
    child = subprocess.run(
        (sys.executable,) + options + ("-c", textwrap.dedent(program)),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        universal_newlines=True,
        timeout=60,
        env=dict(os.environ, PYTHONPATH=ROOT, **environment),
    )
    assert child.returncode == 0, child.stdout
    return child.stdout


SHOW = "import legacyco; loop = legacyco.new_event_loop(); print(loop.get_debug()); loop.close()"


def test_the_environment_switches_it_on():
    assert run_program(SHOW, PYTHONASYNCIODEBUG="1") == "True\n"
    assert run_program(SHOW, PYTHONASYNCIODEBUG="") == "False\n"


@pytest.mark.skipif(not hasattr(sys.flags, "dev_mode"), reason="-X dev is new in 3.7")
def test_the_development_mode_switches_it_on():
    assert run_program(SHOW, "-X", "dev", PYTHONASYNCIODEBUG="") == "True\n"


@pytest.mark.parametrize("debug", [True, False])
def test_run_switches_it_on_and_off(debug):
    async def main():
        return asyncio.get_event_loop().get_debug()

    assert legacyco.run(main(), debug=debug) is debug
