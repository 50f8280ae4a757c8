"""Child watchers of all eras, with real processes, in the main thread and in others."""

import asyncio
import logging
import os
import signal
import subprocess
import threading
import warnings

import pytest
from children import Exit, forget, start_child, wait_without_reaping

import legacyco
from legacyco import child_watchers, unix_events

SIGCHLD_WATCHERS = [
    legacyco.SafeChildWatcher,
    legacyco.FastChildWatcher,
    legacyco.MultiLoopChildWatcher,
]
WATCHERS = [legacyco.PidfdChildWatcher, legacyco.ThreadedChildWatcher] + SIGCHLD_WATCHERS


@pytest.fixture(autouse=True)
def fresh_policy():
    legacyco.set_event_loop_policy(None)
    handler = signal.getsignal(signal.SIGCHLD)
    yield
    legacyco.set_event_loop_policy(None)
    assert signal.getsignal(signal.SIGCHLD) == handler


def make_active(watcher, loop):
    """Let *watcher* serve legacyco's loops."""
    legacyco.set_child_watcher(watcher)
    watcher.attach_loop(loop)


@pytest.fixture(params=WATCHERS)
def watcher(request, loop):
    watcher = request.param()
    make_active(watcher, loop)
    yield watcher
    legacyco.set_child_watcher(None)


async def run_child(code):
    process = await legacyco.create_subprocess_exec("sh", "-c", code)
    return await process.wait()


# --- processes of legacyco's loop -----------------------------------------------------------


def test_exit_codes_arrive(watcher, loop):
    assert watcher.is_active() is (not isinstance(watcher, unix_events.BaseChildWatcher))
    assert loop.run_until_complete(run_child("exit 7")) == 7
    assert loop.run_until_complete(run_child("kill -9 $$")) == -signal.SIGKILL


def test_many_processes_at_once(watcher, loop):
    codes = list(range(20))
    children = [run_child("exit %d" % code) for code in codes]
    assert loop.run_until_complete(legacyco.gather(*children)) == codes


def test_processes_of_other_threads(watcher, loop):
    def work():
        codes = list(range(5))

        async def main():
            return await legacyco.gather(*[run_child("exit %d" % code) for code in codes])

        return legacyco.run(main()) == codes

    async def main():
        # The main thread's loop runs meanwhile: two of the watchers depend on it.
        return await legacyco.gather(*[legacyco.to_thread(work) for _ in range(4)])

    assert loop.run_until_complete(main()) == [True] * 4


@pytest.mark.parametrize(
    "watcher_class",
    [
        None,
        legacyco.PidfdChildWatcher,
        legacyco.ThreadedChildWatcher,
        legacyco.MultiLoopChildWatcher,
    ],
)
def test_a_thread_needs_nothing_of_a_main_thread_that_waits_for_it(watcher_class):
    if watcher_class is not None:
        make_active(watcher_class(), None)
    codes = []
    thread = threading.Thread(target=lambda: codes.append(legacyco.run(run_child("exit 3"))))
    thread.start()
    thread.join()
    assert codes == [3]
    legacyco.set_child_watcher(None)


def test_output_is_whole_whatever_watches(watcher, loop):
    async def main():
        process = await legacyco.create_subprocess_exec(
            "sh", "-c", "cat; echo end", stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        output, _ = await process.communicate(b"begin\n")
        return output, process.returncode

    assert loop.run_until_complete(main()) == (b"begin\nend\n", 0)


def test_plain_generators_start_processes(watcher, loop):
    def main():
        process = yield from legacyco.create_subprocess_exec("sh", "-c", "exit 5")
        return (yield from process.wait())

    assert loop.run_until_complete(main()) == 5


def test_no_process_is_started_while_the_watcher_is_not_active(loop, monkeypatch):
    legacyco.set_child_watcher(legacyco.SafeChildWatcher())
    monkeypatch.setattr(subprocess, "Popen", lambda *args, **kwargs: pytest.fail("started"))
    with pytest.raises(
        RuntimeError,
        match="get_child_watcher.. is not activated, subprocess support is not installed",
    ):
        loop.run_until_complete(run_child("exit 0"))


def test_a_watcher_of_the_days_before_is_active_is_used(loop):
    class Recording(legacyco.AbstractChildWatcher):
        """As one could write it for 3.4."""

        def __init__(self):
            self.calls = []

        def __enter__(self):
            self.calls.append("enter")
            return self

        def __exit__(self, *args):
            self.calls.append("exit")

        def attach_loop(self, loop):
            pass

        def close(self):
            pass

        def add_child_handler(self, pid, callback, *args):
            self.calls.append("add")

            def wait():
                callback(pid, os.waitpid(pid, 0)[1] >> 8, *args)

            threading.Thread(target=wait).start()

    watcher = Recording()
    legacyco.set_child_watcher(watcher)
    assert loop.run_until_complete(run_child("exit 4")) == 4
    assert watcher.calls == ["enter", "add", "exit"]


def test_asyncios_watchers_serve_legacycos_loop(loop):
    if not hasattr(asyncio, "AbstractChildWatcher"):
        pytest.skip("asyncio has no watchers since 3.14")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        watcher = asyncio.SafeChildWatcher()
    make_active(watcher, loop)
    assert loop.run_until_complete(run_child("exit 6")) == 6
    legacyco.set_child_watcher(None)


def test_legacycos_watchers_serve_asyncios_loop():
    if not hasattr(asyncio, "AbstractChildWatcher"):
        pytest.skip("asyncio asks no policy for watchers since 3.14")
    legacyco.set_event_loop_policy(legacyco.DefaultEventLoopPolicy())
    loop = asyncio.SelectorEventLoop()
    legacyco.set_event_loop(loop)

    async def main():
        process = await asyncio.create_subprocess_exec("sh", "-c", "exit 8")
        return await process.wait()

    assert loop.run_until_complete(main()) == 8
    loop.close()


def test_threads_work_under_a_policy_derived_from_asyncios():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        base = asyncio.DefaultEventLoopPolicy

    class AnyThreadEventLoopPolicy(base):
        def new_event_loop(self):
            return legacyco.EventLoop()

    legacyco.set_event_loop_policy(AnyThreadEventLoopPolicy())
    codes = []
    thread = threading.Thread(target=lambda: codes.append(legacyco.run(run_child("exit 3"))))
    thread.start()
    thread.join()
    assert codes == [3]


def test_processes_work_under_a_policy_without_watchers():
    class Policy(legacyco.AbstractEventLoopPolicy):
        def new_event_loop(self):
            return legacyco.EventLoop()

        def set_event_loop(self, loop):
            pass

    legacyco.set_event_loop_policy(Policy())
    assert legacyco.run(run_child("exit 3")) == 3


def test_cancelling_the_start_ends_the_process(watcher, loop, expect_log):
    if loop.get_debug():
        expect_log("Close running child process: kill", level=logging.WARNING)
    started = []

    class Protocol(legacyco.SubprocessProtocol):
        def connection_made(self, transport):
            started.append(transport)

    async def main():
        starting = legacyco.ensure_future(
            loop.subprocess_exec(Protocol, "sh", "-c", "read line", stdout=None, stderr=None)
        )
        while not starting.done() and starting._fut_waiter is None:
            await legacyco.sleep(0)
        starting.cancel()
        with pytest.raises(legacyco.CancelledError):
            await starting
        return [transport.get_returncode() for transport in started]

    assert all(code == -signal.SIGKILL for code in loop.run_until_complete(main()))


# --- handlers -------------------------------------------------------------------------------


def test_a_handler_gets_pid_exit_code_and_its_arguments(watcher, loop):
    async def main():
        called = Exit(loop)
        with watcher:
            process = start_child("exit 9")
            watcher.add_child_handler(process.pid, called, "more", "arguments")
        result = await called.future
        forget(process)
        return process.pid, result

    pid, result = loop.run_until_complete(main())
    assert result == (pid, 9, "more", "arguments")


def test_a_child_that_ended_before_it_was_registered_is_not_missed(watcher, loop):
    async def main():
        called = Exit(loop)
        with watcher:
            process = start_child("exit 2")
            wait_without_reaping(process)
            # The loop may learn of SIGCHLD first.
            await legacyco.sleep(0)
            watcher.add_child_handler(process.pid, called)
        result = await called.future
        forget(process)
        return result[1]

    assert loop.run_until_complete(main()) == 2


def test_another_handler_takes_the_place_of_the_first(watcher, loop):
    async def main():
        called = Exit(loop)
        with watcher:
            process = start_child("read line; exit 2")
            watcher.add_child_handler(process.pid, pytest.fail, "replaced")
            watcher.add_child_handler(process.pid, called)
        process.stdin.close()
        result = await called.future
        forget(process)
        return result[1]

    assert loop.run_until_complete(main()) == 2


def test_a_handler_that_was_removed_is_not_called(watcher, loop):
    async def main():
        called = Exit(loop)
        with watcher:
            removed, other = start_child("read line; exit 0"), start_child("read line; exit 0")
            watcher.add_child_handler(removed.pid, pytest.fail, "removed")
            watcher.add_child_handler(other.pid, called)
            assert watcher.remove_child_handler(removed.pid) is True
            assert watcher.remove_child_handler(removed.pid) is False
        other.stdin.close()
        await called.future
        forget(other)
        return removed

    removed = loop.run_until_complete(main())
    legacyco.set_child_watcher(None)
    thread = getattr(watcher, "_threads", {}).get(removed.pid)
    removed.stdin.close()
    if thread is not None:
        thread.join()
    removed.wait()


def reaps_by_itself(watcher):
    """Whether the watcher takes a child's exit code before its loop could."""
    if isinstance(watcher, legacyco.ThreadedChildWatcher):
        return not hasattr(os, "waitid")
    return isinstance(watcher, legacyco.FastChildWatcher)


def test_a_child_that_somebody_else_reaped_ended_with_255(watcher, loop, expect_log):
    if reaps_by_itself(watcher):
        pytest.skip("nobody comes before this one")
    expect_log("Unknown child process pid [0-9]+, will report returncode 255", times=1)

    async def main():
        called = Exit(loop)
        with watcher:
            process = start_child("read line; exit 2")
            watcher.add_child_handler(process.pid, called)
            # In the loop's thread nothing comes between the end and this.
            process.stdin.close()
            os.waitpid(process.pid, 0)
        os.kill(os.getpid(), signal.SIGCHLD)
        result = await called.future
        forget(process)
        return result[1]

    assert loop.run_until_complete(main()) == 255


def test_derived_watchers_cause_no_warnings():
    for base in [legacyco.AbstractChildWatcher, unix_events.BaseChildWatcher] + WATCHERS:
        type("Derived", (base,), {})()


def test_the_abstract_watcher_implements_nothing():
    watcher = legacyco.AbstractChildWatcher()
    for name, args in (
        ("add_child_handler", (1, None)),
        ("remove_child_handler", (1,)),
        ("attach_loop", (None,)),
        ("close", ()),
        ("is_active", ()),
        ("__enter__", ()),
        ("__exit__", (None, None, None)),
    ):
        with pytest.raises(NotImplementedError):
            getattr(watcher, name)(*args)
    for name, args in (("_do_waitpid", (1,)), ("_do_waitpid_all", ())):
        with pytest.raises(NotImplementedError):
            getattr(unix_events.BaseChildWatcher(), name)(*args)


# --- ThreadedChildWatcher and PidfdChildWatcher ---------------------------------------------


def test_the_threaded_one_reaps_children_of_closed_loops(loop, expect_log):
    expect_log("Loop <.*> that handles pid [0-9]+ is closed", times=1)
    watcher = legacyco.ThreadedChildWatcher()

    async def main():
        process = start_child("read line; exit 0")
        watcher.add_child_handler(process.pid, pytest.fail, "too late")
        return process

    process = loop.run_until_complete(main())
    loop.close()
    thread = watcher._threads[process.pid]
    process.stdin.close()
    thread.join()
    with pytest.raises(ChildProcessError):
        os.waitpid(process.pid, 0)
    assert watcher._threads == {}
    assert watcher.remove_child_handler(process.pid) is False
    forget(process)


def test_the_threaded_one_works_where_waiting_is_reaping(loop, monkeypatch):
    monkeypatch.delattr(os, "waitid", raising=False)
    make_active(legacyco.ThreadedChildWatcher(), loop)
    assert loop.run_until_complete(run_child("exit 7")) == 7


def test_the_threaded_one_outwaits_children_that_merely_stop(loop, monkeypatch):
    if not hasattr(os, "waitid"):
        pytest.skip("needs os.waitid()")
    # As macOS reports it.
    monkeypatch.setattr(child_watchers, "_CLD_STOPPED", 5)
    real, stopped = os.waitid, []

    class Stopped:
        si_code = 5

    def waitid(kind, pid, options):
        if not stopped:
            stopped.append(pid)
            return Stopped
        return real(kind, pid, options)

    monkeypatch.setattr(os, "waitid", waitid)
    make_active(legacyco.ThreadedChildWatcher(), loop)
    assert loop.run_until_complete(run_child("exit 7")) == 7
    assert stopped


def test_the_pidfd_one_says_when_the_kernel_refuses(loop, monkeypatch):
    def refuse(pid, flags=0):
        raise PermissionError("forbidden")

    monkeypatch.setattr(child_watchers, "pidfd_open", refuse)

    async def main():
        legacyco.PidfdChildWatcher().add_child_handler(os.getpid(), pytest.fail)

    with pytest.raises(PermissionError, match="forbidden"):
        loop.run_until_complete(main())
    monkeypatch.setattr(os, "pidfd_open", refuse, raising=False)
    assert not unix_events.can_use_pidfd()


def test_the_pidfd_one_opens_what_the_kernel_knows():
    os.close(child_watchers.pidfd_open(os.getpid(), 0))
    with pytest.raises(OSError):
        child_watchers.pidfd_open(2**22 + 1, 0)


def test_the_pidfd_one_closes_descriptors_of_closed_loops(loop):
    watcher = legacyco.PidfdChildWatcher()
    abandoned = legacyco.new_event_loop()

    async def add(process):
        watcher.add_child_handler(process.pid, pytest.fail, "too late")

    first, second = start_child("read line; exit 0"), start_child("read line; exit 0")
    abandoned.run_until_complete(add(first))
    descriptor = watcher._handlers[first.pid][1]
    abandoned.close()
    os.fstat(descriptor)
    loop.run_until_complete(add(second))
    assert set(watcher._handlers) == {second.pid}
    assert watcher.remove_child_handler(second.pid) is True
    first.communicate(b"")
    second.communicate(b"")


@pytest.mark.parametrize(
    "watcher_class", [legacyco.PidfdChildWatcher, legacyco.ThreadedChildWatcher]
)
def test_these_need_a_running_loop(watcher_class):
    with pytest.raises(RuntimeError, match="no running event loop"):
        watcher_class().add_child_handler(1, pytest.fail)
