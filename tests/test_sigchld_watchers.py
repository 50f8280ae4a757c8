"""Child watchers that handle SIGCHLD: what they ask of loops, and of signal handlers."""

import signal

import pytest
from children import Exit, forget, start_child, wait_without_reaping

import legacyco


@pytest.fixture(autouse=True)
def sigchld_is_given_back():
    before = signal.getsignal(signal.SIGCHLD)
    yield
    assert signal.getsignal(signal.SIGCHLD) == before


@pytest.fixture(params=[legacyco.SafeChildWatcher, legacyco.FastChildWatcher])
def attached(request, loop):
    """A watcher that the main thread's loop has to serve."""
    watcher = request.param()
    watcher.attach_loop(loop)
    yield watcher
    watcher.close()


# --- watchers that depend on the main thread's loop -----------------------------------------


def test_they_are_active_while_their_loop_runs(attached, loop):
    async def main():
        return attached.is_active()

    assert not attached.is_active()
    assert loop.run_until_complete(main())


def test_they_take_no_child_without_a_loop(attached):
    attached.close()
    with attached:
        with pytest.raises(
            RuntimeError,
            match="Cannot add child handler, the child watcher does not have a loop attached",
        ):
            attached.add_child_handler(1, pytest.fail)


def test_they_take_only_loops(attached):
    with pytest.raises(TypeError, match="an event loop or None was expected, got 42"):
        attached.attach_loop(42)


def test_they_warn_when_they_are_detached_from_children(attached, loop):
    with attached:
        process = start_child("read line; exit 0")
        attached.add_child_handler(process.pid, pytest.fail, "nobody can know")
    with pytest.warns(RuntimeWarning, match="detached from a child watcher with pending handlers"):
        attached.attach_loop(None)
    attached.close()
    process.communicate(b"")


def test_they_find_children_that_ended_between_two_loops(attached, loop):
    other = legacyco.new_event_loop()
    called = Exit(other)
    with attached:
        process = start_child("read line; exit 2")
        attached.add_child_handler(process.pid, called)
    process.stdin.close()
    wait_without_reaping(process)
    attached.attach_loop(other)
    assert other.run_until_complete(called.future) == (process.pid, 2)
    attached.close()
    other.close()
    forget(process)


def test_errors_of_handlers_are_the_loops(attached, loop):
    contexts = []
    loop.set_exception_handler(lambda loop, context: contexts.append(context))

    def fail(*args):
        loop.stop()
        raise ZeroDivisionError

    with attached:
        process = start_child("read line; exit 0")
        attached.add_child_handler(process.pid, fail)
    process.stdin.close()
    loop.run_forever()
    forget(process)
    (context,) = contexts
    assert context["message"] == "Unknown exception in SIGCHLD handler"
    assert isinstance(context["exception"], ZeroDivisionError)


def test_the_fast_one_wants_its_context_manager(loop):
    watcher = legacyco.FastChildWatcher()
    watcher.attach_loop(loop)
    with pytest.raises(RuntimeError, match="Must use the context manager"):
        watcher.add_child_handler(1, pytest.fail)
    watcher.close()


def test_the_fast_one_tells_of_children_it_does_not_know(loop, expect_log):
    expect_log("Caught subprocess termination from unknown pid: [0-9]+ -> 3", times=1)
    expect_log("Caught subprocesses termination from unknown pids: {[0-9]+: 4}", times=1)
    watcher = legacyco.FastChildWatcher()
    watcher.attach_loop(loop)
    outside = start_child("exit 3")
    wait_without_reaping(outside)
    watcher._sig_chld()
    with watcher:
        inside = start_child("exit 4")
        wait_without_reaping(inside)
        watcher._sig_chld()
    watcher.close()
    forget(outside)
    forget(inside)


# --- MultiLoopChildWatcher ------------------------------------------------------------------


def test_the_multi_loop_one_gives_sigchld_back():
    def handler(signum, frame):
        raise AssertionError("no child ends")

    before = signal.signal(signal.SIGCHLD, handler)
    watcher = legacyco.MultiLoopChildWatcher()
    watcher.close()
    watcher.attach_loop(None)
    watcher.attach_loop(None)
    assert watcher.is_active()
    watcher.close()
    assert not watcher.is_active()
    assert signal.signal(signal.SIGCHLD, before) is handler


def test_the_multi_loop_one_leaves_a_handler_that_is_not_its_own(expect_log):
    expect_log("SIGCHLD handler was changed by outside code", times=1)
    watcher = legacyco.MultiLoopChildWatcher()
    before = signal.getsignal(signal.SIGCHLD)
    watcher.attach_loop(None)
    signal.signal(signal.SIGCHLD, before)
    watcher.close()


def test_the_multi_loop_one_forgets_children_of_closed_loops(expect_log):
    expect_log("Loop <.*> that handles pid [0-9]+ is closed", times=1)
    watcher = legacyco.MultiLoopChildWatcher()
    watcher.attach_loop(None)
    loop = legacyco.new_event_loop()

    async def main():
        process = start_child("read line; exit 0")
        watcher.add_child_handler(process.pid, pytest.fail, "too late")
        return process

    process = loop.run_until_complete(main())
    loop.close()
    process.communicate(b"")
    # Python handles the signal as soon as the main thread goes on.
    assert watcher.remove_child_handler(process.pid) is False
    watcher.close()
