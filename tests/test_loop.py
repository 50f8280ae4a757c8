"""The loop: what it runs and when, how it ends, and whose it is."""

import asyncio
import concurrent.futures
import contextvars
import os
import signal
import subprocess
import sys
import textwrap
import threading

import pytest
from eras import need

import legacyco
from legacyco import scheduler

ROOT = os.path.dirname(os.path.dirname(legacyco.__file__))
value = contextvars.ContextVar("value", default="unset")


def run_once(loop):
    loop.call_soon(loop.stop)
    loop.run_forever()


@legacyco.coroutine
def old(result):
    yield
    return result


# --- what it runs and when ------------------------------------------------------------------


def test_callbacks_run_in_the_order_they_were_scheduled(aio_loop):
    order = []
    for number in range(10):
        schedule = aio_loop.call_soon if number % 2 else aio_loop.call_soon_threadsafe
        schedule(order.append, number)
    run_once(aio_loop)
    assert order == list(range(10))


def test_a_callback_gets_any_number_of_arguments(aio_loop):
    calls = []
    for arguments in (), (1,), (1, 2), (1, 2, 3):
        aio_loop.call_soon(lambda *args: calls.append(args), *arguments)
    run_once(aio_loop)
    assert calls == [(), (1,), (1, 2), (1, 2, 3)]


def test_a_callback_runs_in_its_context(loop):
    seen = []
    context = contextvars.copy_context()
    context.run(value.set, "given")
    loop.call_soon(lambda: seen.append(value.get()), context=context)
    loop.call_soon(lambda: value.set("lost"))
    loop.call_soon(lambda: seen.append(value.get()))
    loop.call_later(0, lambda: (seen.append(value.get()), loop.stop()), context=context)
    loop.run_forever()
    assert seen == ["given", "unset", "given"]


def test_a_cancelled_callback_is_not_run(aio_loop):
    called = []
    handle = aio_loop.call_soon(called.append, 1)
    timer = aio_loop.call_later(0, called.append, 2)
    handle.cancel()
    timer.cancel()
    run_once(aio_loop)
    assert called == []


def test_timers_fire_in_the_order_of_their_time_and_then_of_arrival(fake_loop):
    order = []
    for number in range(50):
        fake_loop.call_later(2 - number % 2, order.append, number)
    fake_loop.call_at(3, fake_loop.stop)
    fake_loop.run_forever()
    assert order == list(range(1, 50, 2)) + list(range(0, 50, 2))
    assert fake_loop.time() == 3


def test_a_timer_knows_its_time(aio_fake_loop):
    need(asyncio.TimerHandle, "when")
    assert aio_fake_loop.call_at(5, print).when() == 5
    assert not aio_fake_loop.call_at(5, print).cancelled()


def test_a_timer_that_is_due_waits_for_the_callbacks_before_it(aio_fake_loop):
    order = []
    aio_fake_loop.call_later(0, order.append, "timer")
    aio_fake_loop.call_soon(order.append, "callback")
    aio_fake_loop.call_later(0, aio_fake_loop.stop)
    aio_fake_loop.run_forever()
    assert order == ["callback", "timer"]


def test_a_delay_of_none_is_refused(loop):
    with pytest.raises(TypeError, match="delay must not be None"):
        loop.call_later(None, print)
    with pytest.raises(TypeError, match="when cannot be None"):
        loop.call_at(None, print)


def test_cancelled_timers_are_swept_when_they_are_the_majority(fake_loop):
    kept = [fake_loop.call_later(3600, print) for _ in range(10)]
    timers = [fake_loop.call_later(7200, print) for _ in range(2 * scheduler.MIN_CANCELLED_TIMERS)]
    for timer in timers:
        timer.cancel()
    assert len(fake_loop._scheduled) == len(kept) + len(timers)

    run_once(fake_loop)

    assert sorted(timer.when() for timer in fake_loop._scheduled) == [3600] * 10
    for timer in kept:
        timer.cancel()
    run_once(fake_loop)
    assert fake_loop._scheduled == []


def test_a_timer_that_is_cancelled_after_it_fired_is_not_counted(fake_loop):
    fired = []
    timer = fake_loop.call_later(1, fired.append, True)
    fake_loop.call_later(2, fake_loop.stop)
    fake_loop.run_forever()
    timer.cancel()
    assert fired and fake_loop._timer_cancelled_count == 0


# --- other threads --------------------------------------------------------------------------


def test_a_call_from_another_thread_wakes_a_sleeping_loop(aio_loop):
    def call():
        aio_loop.call_soon_threadsafe(aio_loop.stop)

    thread = threading.Thread(target=call)
    # The loop has no timer: without the call it would sleep for ever.
    aio_loop.call_soon(thread.start)
    aio_loop.run_forever()
    thread.join()


def test_many_calls_from_another_thread_wake_a_sleeping_loop_once(loop, monkeypatch):
    if scheduler._compat.FREE_THREADED:
        pytest.skip("wakes it each time")
    wakeups, asleep, ran = [], threading.Event(), []
    select, write_to_self = loop._selector.select, loop._write_to_self

    def blocking_select(timeout=None):
        if timeout is None:
            asleep.set()
            # Not before the thread is through, so that it finds the loop asleep all the time.
            thread.join()
        return select(timeout)

    def count_wakeup():
        wakeups.append(True)
        write_to_self()

    def call():
        assert asleep.wait(20)
        for number in range(100):
            loop.call_soon_threadsafe(ran.append, number)
        loop.call_soon_threadsafe(loop.stop)

    monkeypatch.setattr(loop._selector, "select", blocking_select)
    monkeypatch.setattr(loop, "_write_to_self", count_wakeup)
    thread = threading.Thread(target=call)
    thread.start()
    loop.run_forever()

    assert ran == list(range(100))
    assert len(wakeups) == 1


def test_a_loop_at_work_needs_no_wakeup_from_its_own_thread(loop, monkeypatch):
    wakeups = []
    monkeypatch.setattr(loop, "_write_to_self", lambda: wakeups.append(True))
    loop.call_soon(loop.call_soon_threadsafe, loop.stop)
    loop.run_forever()
    assert wakeups == [] or scheduler._compat.FREE_THREADED


# --- stop -----------------------------------------------------------------------------------


def test_stop_lets_the_batch_end_and_keeps_the_rest_for_the_next_run(aio_loop):
    order = []

    def stop():
        aio_loop.stop()
        aio_loop.call_soon(order.append, "next run")
        order.append("stop")

    aio_loop.call_soon(stop)
    aio_loop.call_soon(order.append, "same batch")
    aio_loop.run_forever()
    assert order == ["stop", "same batch"]
    run_once(aio_loop)
    assert order == ["stop", "same batch", "next run"]


def test_stop_before_the_run_makes_it_one_turn(aio_loop):
    order = []
    aio_loop.call_soon(order.append, 1)
    aio_loop.call_soon(aio_loop.call_soon, order.append, 2)
    aio_loop.stop()
    aio_loop.run_forever()
    assert order == [1]


def test_a_loop_can_be_run_again_after_it_was_stopped(aio_loop):
    for _ in range(3):
        aio_loop.call_soon(aio_loop.stop)
        aio_loop.run_forever()
        assert not aio_loop.is_running()
    assert aio_loop.run_until_complete(asyncio.sleep(0, "again")) == "again"


def test_a_loop_that_is_stopped_before_the_future_is_done_says_so(aio_loop):
    aio_loop.call_soon(aio_loop.stop)
    with pytest.raises(RuntimeError, match="Event loop stopped before Future completed"):
        aio_loop.run_until_complete(aio_loop.create_future())


# --- running and closed ---------------------------------------------------------------------


# (asyncio of 3.13.0 forgets that it is running when it is asked to run once more.)


def test_a_running_loop_cannot_be_run_nor_closed(loop):
    async def main():
        assert loop.is_running()
        future = loop.create_future()
        for run in loop.run_forever, lambda: loop.run_until_complete(future):
            with pytest.raises(RuntimeError, match="This event loop is already running"):
                run()
        with pytest.raises(RuntimeError, match="Cannot close a running event loop"):
            loop.close()

    loop.run_until_complete(main())
    assert not loop.is_running()


def test_no_other_loop_can_be_run_within_a_running_one(loop):
    async def main():
        other = legacyco.new_event_loop()
        with pytest.raises(RuntimeError, match="Cannot run the event loop while another loop is"):
            other.run_forever()
        other.close()

    loop.run_until_complete(main())


def test_a_closed_loop_refuses_everything(aio_loop):
    aio_loop.close()
    aio_loop.close()

    assert aio_loop.is_closed() and not aio_loop.is_running()
    coro = old(1)
    for call in [
        lambda: aio_loop.call_soon(print),
        lambda: aio_loop.call_soon_threadsafe(print),
        lambda: aio_loop.call_later(1, print),
        lambda: aio_loop.call_at(1, print),
        lambda: aio_loop.run_in_executor(None, print),
        lambda: aio_loop.create_task(coro),
        aio_loop.run_forever,
    ]:
        with pytest.raises(RuntimeError, match="Event loop is closed"):
            call()
    coro.close()


def test_a_closed_loop_closes_the_coroutine_it_was_to_run(loop):
    loop.close()
    with pytest.raises(RuntimeError, match="Event loop is closed"):
        # Nothing is reported as never awaited: the suite's log watch would fail the test.
        loop.run_until_complete(legacyco.sleep(0))


@pytest.mark.parametrize("make", [old, lambda result: (yield from legacyco.sleep(0, result))])
def test_run_until_complete_takes_either_kind(loop, make):
    assert loop.run_until_complete(make("done")) == "done"


@pytest.mark.parametrize("wrong", [None, 1, old])
def test_run_until_complete_refuses_the_rest(aio_loop, wrong):
    with pytest.raises(TypeError, match="coroutine or an awaitable is required"):
        aio_loop.run_until_complete(wrong)


# --- exceptions -----------------------------------------------------------------------------


def test_the_exception_handler_is_told_of_a_failed_callback(aio_loop):
    contexts = []
    error = LookupError("from a callback")

    def fail():
        raise error

    def handle(loop, context):
        assert loop is aio_loop
        contexts.append(context)

    aio_loop.set_exception_handler(handle)
    handle_of_callback = aio_loop.call_soon(fail)
    run_once(aio_loop)

    assert aio_loop.get_exception_handler() is handle
    assert len(contexts) == 1
    assert contexts[0]["exception"] is error
    assert contexts[0]["handle"] is handle_of_callback
    assert contexts[0]["message"].startswith("Exception in callback ")
    contexts.clear()


def test_without_a_handler_a_failed_callback_is_logged(aio_loop, expect_log):
    expect_log("Exception in callback .*fail", logger="asyncio", times=1)

    def fail():
        raise LookupError("from a callback")

    aio_loop.call_soon(fail)
    run_once(aio_loop)


def test_a_handler_that_fails_itself_is_logged(aio_loop, expect_log):
    expect_log("Unhandled error in exception handler", times=1)

    def handle(loop, context):
        raise ValueError("from the handler")

    aio_loop.set_exception_handler(handle)
    aio_loop.call_exception_handler({"message": "something"})


@pytest.mark.parametrize("interruption", [KeyboardInterrupt, SystemExit])
def test_an_interruption_in_a_callback_ends_the_run_and_not_the_loop(loop, interruption):
    order = []

    def interrupt():
        raise interruption

    loop.call_soon(interrupt)
    loop.call_soon(order.append, "next")
    with pytest.raises(interruption):
        loop.run_forever()
    assert not loop.is_running()
    run_once(loop)
    assert order == ["next"]


# --- executors ------------------------------------------------------------------------------


def test_a_function_is_run_in_a_thread_of_the_default_executor(aio_loop):
    thread = aio_loop.run_until_complete(aio_loop.run_in_executor(None, threading.current_thread))
    assert thread is not threading.current_thread()


def test_a_function_is_run_in_the_executor_that_is_given(aio_loop):
    with concurrent.futures.ThreadPoolExecutor(1, thread_name_prefix="given") as executor:
        future = aio_loop.run_in_executor(executor, lambda: threading.current_thread().name)
        assert aio_loop.run_until_complete(future).startswith("given")


def test_the_default_executor_can_be_set_and_shut_down(loop):
    executor = concurrent.futures.ThreadPoolExecutor(1, thread_name_prefix="mine")
    loop.set_default_executor(executor)
    future = loop.run_in_executor(None, lambda: threading.current_thread().name)
    assert loop.run_until_complete(future).startswith("mine")

    loop.run_until_complete(loop.shutdown_default_executor())

    with pytest.raises(RuntimeError, match="shutdown"):
        executor.submit(print)
    with pytest.raises(RuntimeError, match="Executor shutdown has been called"):
        loop.run_in_executor(None, print)


# --- signals and asynchronous generators ----------------------------------------------------


def test_a_signal_handler_runs_in_the_loop_until_it_is_removed(aio_loop):
    seen = []

    def handle(*args):
        seen.append(args)
        aio_loop.stop()

    aio_loop.add_signal_handler(signal.SIGUSR1, handle, "with", "arguments")
    aio_loop.call_soon(os.kill, os.getpid(), signal.SIGUSR1)
    aio_loop.run_forever()

    assert seen == [("with", "arguments")]
    assert aio_loop.remove_signal_handler(signal.SIGUSR1)
    assert not aio_loop.remove_signal_handler(signal.SIGUSR1)
    assert signal.getsignal(signal.SIGUSR1) is signal.SIG_DFL


def test_shutdown_asyncgens_runs_what_is_left_of_asynchronous_generators(aio_loop):
    seen = []

    async def generator():
        try:
            yield 1
            yield 2
        finally:
            await asyncio.sleep(0)
            seen.append("closed")

    async def main():
        iterator = generator()
        kept.append(iterator)
        return await iterator.__anext__()

    kept = []
    assert aio_loop.run_until_complete(main()) == 1
    assert seen == []
    aio_loop.run_until_complete(aio_loop.shutdown_asyncgens())
    assert seen == ["closed"]


# --- debug ----------------------------------------------------------------------------------


def test_debug_mode_can_be_switched_while_the_loop_is_at_rest(aio_loop):
    for enabled in True, False:
        aio_loop.set_debug(enabled)
        assert aio_loop.get_debug() is enabled
        assert aio_loop.run_until_complete(asyncio.sleep(0, "slept")) == "slept"


# --- whose it is ----------------------------------------------------------------------------


def test_asyncio_and_legacyco_name_the_same_running_loop(loop):
    async def main():
        assert asyncio.get_event_loop() is legacyco.get_event_loop() is loop
        assert legacyco.get_running_loop() is asyncio._get_running_loop() is loop
        if hasattr(asyncio, "get_running_loop"):
            assert asyncio.get_running_loop() is loop

    loop.run_until_complete(main())
    with pytest.raises(RuntimeError, match="no running event loop"):
        legacyco.get_running_loop()


# A process each: what the main thread's loop is, is decided once.
CASES = {
    "it is made in the main thread, once, and without a warning": """
        loop = legacyco.get_event_loop()
        assert isinstance(loop, legacyco.SelectorEventLoop)
        assert legacyco.get_event_loop() is loop
        loop.close()
    """,
    "that of asyncio is the one that was made here": """
        loop = legacyco.get_event_loop()
        assert asyncio.get_event_loop() is loop
        loop.close()
    """,
    "that of asyncio is the one that was set here": """
        loop = legacyco.new_event_loop()
        legacyco.set_event_loop(loop)
        assert asyncio.get_event_loop() is legacyco.get_event_loop() is loop
        loop.close()
    """,
    "the one that was set in asyncio is ours too": """
        loop = asyncio.new_event_loop()
        asyncio.set_event_loop(loop)
        assert legacyco.get_event_loop() is loop
        assert loop.run_until_complete(legacyco.ensure_future(legacyco.sleep(0, 1))) == 1
        loop.close()
    """,
    "none is made after one was set": """
        legacyco.set_event_loop(legacyco.new_event_loop())
        legacyco.get_event_loop().close()
        legacyco.set_event_loop(None)
        try:
            legacyco.get_event_loop()
        except RuntimeError as exc:
            assert str(exc) == "There is no current event loop in thread 'MainThread'."
        else:
            # asyncio does not remember that one was set since 3.14.
            assert sys.version_info >= (3, 14)
            legacyco.get_event_loop().close()
    """,
    "none is made in another thread": """
        def other():
            try:
                legacyco.get_event_loop()
            except RuntimeError as exc:
                errors.append(str(exc))

        errors = []
        thread = threading.Thread(target=other, name="other")
        thread.start()
        thread.join()
        assert errors == ["There is no current event loop in thread 'other'."]
    """,
    "each thread has its own": """
        def other():
            loop = legacyco.new_event_loop()
            legacyco.set_event_loop(loop)
            seen.append(legacyco.get_event_loop() is loop)
            loop.close()

        seen = []
        mine = legacyco.get_event_loop()
        thread = threading.Thread(target=other)
        thread.start()
        thread.join()
        assert seen == [True] and legacyco.get_event_loop() is mine
        mine.close()
    """,
    "only a loop can be set": """
        try:
            legacyco.set_event_loop(1)
        except TypeError as exc:
            assert str(exc) == (
                "loop must be an instance of AbstractEventLoop or None, not 'int'"
            )
        else:
            raise AssertionError("1 is no loop")
    """,
    "a future and a task find it by themselves": """
        @legacyco.coroutine
        def answer():
            yield
            return 42

        task = legacyco.ensure_future(answer())
        assert task.get_loop() is legacyco.Future().get_loop() is legacyco.get_event_loop()
        assert legacyco.get_event_loop().run_until_complete(task) == 42
        legacyco.get_event_loop().close()
    """,
}


@pytest.mark.parametrize("name", CASES, ids=[name.replace(" ", "_") for name in CASES])
def test_the_threads_loop(name):
    code = "import asyncio, sys, threading, legacyco\n" + textwrap.dedent(CASES[name])
    child = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        stderr=subprocess.PIPE,
        universal_newlines=True,
        timeout=60,
        env=dict(os.environ, PYTHONPATH=ROOT),
    )
    assert (child.returncode, child.stderr) == (0, "")
