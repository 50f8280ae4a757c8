"""Event loop policies, and that legacyco and asyncio name the same loops."""

import asyncio
import os
import sys
import threading
import warnings

import pytest
from eras import need

import legacyco
from legacyco import unix_events

fork_only = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs os.fork()")


@pytest.fixture(autouse=True)
def fresh_policy():
    """Threads' loops are forgotten, before and after."""
    legacyco.set_event_loop_policy(None)
    yield
    legacyco.set_event_loop_policy(None)


def quietly(function, *args):
    """Call what asyncio deprecates, or fork, which pytest's own threads make deprecated."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return function(*args)


def in_thread(function):
    results = []
    thread = threading.Thread(target=lambda: results.append(function()), name="other")
    thread.start()
    thread.join()
    (result,) = results
    return result


def error_of(function):
    try:
        function()
    except Exception as error:
        return error


# --- the loop of a thread -------------------------------------------------------------------


def test_the_main_thread_gets_a_loop_of_legacyco_when_it_asks():
    loop = legacyco.get_event_loop()
    assert isinstance(loop, legacyco.EventLoop)
    assert legacyco.get_event_loop() is loop
    loop.close()


def test_asyncio_names_the_same_loop():
    loop = legacyco.get_event_loop()
    assert quietly(asyncio.get_event_loop) is loop
    other = asyncio.new_event_loop()
    asyncio.set_event_loop(other)
    assert legacyco.get_event_loop() is other
    legacyco.set_event_loop(loop)
    assert quietly(asyncio.get_event_loop) is loop
    loop.close()
    other.close()


def test_other_threads_have_no_loop_unless_they_set_one():
    error = in_thread(lambda: error_of(legacyco.get_event_loop))
    assert isinstance(error, RuntimeError)
    assert str(error) == "There is no current event loop in thread 'other'."

    def set_and_get():
        loop = legacyco.new_event_loop()
        legacyco.set_event_loop(loop)
        loop.close()
        return legacyco.get_event_loop() is loop and quietly(asyncio.get_event_loop) is loop

    assert in_thread(set_and_get)


def test_a_loop_that_was_taken_away_is_not_replaced():
    legacyco.set_event_loop(None)
    with pytest.raises(RuntimeError, match="There is no current event loop in thread 'MainThread'"):
        legacyco.get_event_loop()


def test_within_a_running_loop_that_one_is_named():
    current = legacyco.get_event_loop()

    async def main():
        return legacyco.get_event_loop(), asyncio.get_event_loop()

    other = legacyco.new_event_loop()
    assert other.run_until_complete(main()) == (other, other)
    current.close()
    other.close()


def test_what_is_no_loop_cannot_be_set():
    with pytest.raises(
        TypeError, match="loop must be an instance of AbstractEventLoop or None, not 'object'"
    ):
        legacyco.set_event_loop(object())


def test_new_loops_are_nobodys():
    loop = legacyco.new_event_loop()
    assert isinstance(loop, legacyco.SelectorEventLoop)
    legacyco.set_event_loop(None)
    with pytest.raises(RuntimeError, match="There is no current event loop"):
        legacyco.get_event_loop()
    loop.close()


# --- policies -------------------------------------------------------------------------------


def test_the_policy_is_one_and_stays():
    policy = legacyco.get_event_loop_policy()
    assert type(policy) is legacyco.DefaultEventLoopPolicy
    assert legacyco.get_event_loop_policy() is policy
    assert isinstance(policy, legacyco.AbstractEventLoopPolicy)


def test_a_policy_that_is_set_is_asyncios_too():
    policy = legacyco.DefaultEventLoopPolicy()
    legacyco.set_event_loop_policy(policy)
    assert legacyco.get_event_loop_policy() is policy
    assert quietly(asyncio.get_event_loop_policy) is policy
    loop = legacyco.get_event_loop()
    assert quietly(asyncio.get_event_loop) is loop
    new = asyncio.new_event_loop()
    assert isinstance(new, legacyco.EventLoop)
    legacyco.set_event_loop(new)
    assert quietly(asyncio.get_event_loop) is new
    loop.close()
    new.close()


def test_a_policy_that_is_set_in_asyncio_is_legacycos_too():
    class Policy(quietly(getattr, asyncio, "DefaultEventLoopPolicy")):
        pass

    policy = Policy()
    quietly(asyncio.set_event_loop_policy, policy)
    assert legacyco.get_event_loop_policy() is policy
    loop = legacyco.new_event_loop()
    assert not isinstance(loop, legacyco.EventLoop)
    legacyco.set_event_loop(loop)
    assert policy.get_event_loop() is loop
    assert legacyco.get_event_loop() is loop
    loop.close()


def test_uvloops_policy_is_legacycos_too():
    uvloop = pytest.importorskip("uvloop")
    # Looking the class up warns as well where asyncio's policies are deprecated.
    legacyco.set_event_loop_policy(quietly(lambda: uvloop.EventLoopPolicy()))

    def main():
        yield from legacyco.sleep(0)
        return type(legacyco.get_running_loop())

    assert legacyco.run(main()) is uvloop.Loop


def asyncios_default_policy():
    """Return asyncio's own class, which users derive theirs from."""
    return quietly(getattr, asyncio, "DefaultEventLoopPolicy")


class Told(legacyco.AbstractEventLoopPolicy):
    """Knows the loop that it was told, and makes none."""

    loop = None

    def get_event_loop(self):
        if self.loop is None:
            raise RuntimeError("There is no current event loop in thread 'MainThread'.")
        return self.loop

    def set_event_loop(self, loop):
        self.loop = loop

    def new_event_loop(self):
        return asyncio.SelectorEventLoop()


@pytest.fixture(params=["derived from asyncio's", "told", "uvloop"])
def other_policy(request):
    """A policy that is not legacyco's, set."""
    if request.param == "told":
        policy = Told()
    elif request.param == "uvloop":
        uvloop = pytest.importorskip("uvloop")
        policy = quietly(lambda: uvloop.EventLoopPolicy())
    else:
        policy = type("Derived", (asyncios_default_policy(),), {})()
    legacyco.set_event_loop_policy(policy)
    return policy


def test_with_any_policy_the_main_thread_gets_a_loop_when_it_asks(other_policy):
    loop = legacyco.get_event_loop()
    assert loop.run_until_complete(legacyco.sleep(0, 42)) == 42
    assert legacyco.get_event_loop() is loop
    assert other_policy.get_event_loop() is loop
    made = other_policy.new_event_loop()
    assert type(made) is type(loop)
    made.close()
    loop.close()


def test_with_any_policy_a_loop_that_was_taken_away_is_not_replaced(other_policy):
    legacyco.get_event_loop().close()
    legacyco.set_event_loop(None)
    with pytest.raises(RuntimeError, match="There is no current event loop"):
        legacyco.get_event_loop()


def test_with_any_policy_the_other_threads_have_no_loop_unless_they_set_one(other_policy):
    if not hasattr(other_policy, "_local"):
        pytest.skip("keeps one loop for all threads")

    def asked():
        return str(in_thread(lambda: error_of(legacyco.get_event_loop)))

    assert "There is no current event loop in thread 'other'" in asked()
    loop = legacyco.get_event_loop()
    assert "There is no current event loop in thread 'other'" in asked()
    loop.close()


def test_a_policy_that_refuses_a_loop_for_its_own_reason_is_believed():
    class Refusing(asyncios_default_policy()):
        def get_event_loop(self):
            raise RuntimeError("pass the loop on")

    legacyco.set_event_loop_policy(Refusing())
    with pytest.raises(RuntimeError, match="pass the loop on"):
        legacyco.get_event_loop()


def test_an_old_program_on_uvloop():
    """By the policy, by install(), and by a loop that is set: each worked on 3.6."""
    uvloop = pytest.importorskip("uvloop")

    @legacyco.coroutine
    def main():
        yield from legacyco.sleep(0)
        return type(legacyco.get_event_loop())

    for begin in (
        lambda: legacyco.set_event_loop_policy(uvloop.EventLoopPolicy()),
        lambda: uvloop.install(),
        lambda: legacyco.set_event_loop(uvloop.new_event_loop()),
    ):
        legacyco.set_event_loop_policy(None)
        quietly(begin)
        loop = legacyco.get_event_loop()
        assert loop.run_until_complete(main()) is uvloop.Loop
        loop.close()


def test_every_policy_has_loops_of_its_own():
    first, second = legacyco.DefaultEventLoopPolicy(), legacyco.DefaultEventLoopPolicy()
    loop = first.get_event_loop()
    assert first.get_event_loop() is loop
    second.set_event_loop(None)
    with pytest.raises(RuntimeError, match="There is no current event loop"):
        second.get_event_loop()
    assert first.get_event_loop() is loop
    loop.close()


def test_a_policy_that_is_handed_back_still_has_its_loops():
    loop = legacyco.get_event_loop()
    before = legacyco.get_event_loop_policy()
    legacyco.set_event_loop_policy(legacyco.DefaultEventLoopPolicy())
    legacyco.set_event_loop(None)
    assert before.get_event_loop() is loop
    legacyco.set_event_loop_policy(before)
    assert legacyco.get_event_loop_policy() is before
    assert legacyco.get_event_loop() is loop
    assert quietly(asyncio.get_event_loop) is loop
    loop.close()


def test_none_forgets_policy_and_loops():
    policy = legacyco.get_event_loop_policy()
    loop = legacyco.get_event_loop()
    legacyco.set_event_loop_policy(None)
    assert legacyco.get_event_loop_policy() is not policy
    new = legacyco.get_event_loop()
    assert new is not loop
    loop.close()
    new.close()


def test_what_is_no_policy_cannot_be_set():
    with pytest.raises(
        TypeError,
        match="policy must be an instance of AbstractEventLoopPolicy or None, not 'object'",
    ):
        legacyco.set_event_loop_policy(object())


def test_the_abstract_policy_implements_nothing():
    policy = legacyco.AbstractEventLoopPolicy()
    for name, args in (
        ("get_event_loop", ()),
        ("set_event_loop", (None,)),
        ("new_event_loop", ()),
        ("get_child_watcher", ()),
        ("set_child_watcher", (None,)),
    ):
        with pytest.raises(NotImplementedError):
            getattr(policy, name)(*args)


def test_a_policy_may_keep_loops_in_its_own_way():
    class OneLoopForAll(legacyco.DefaultEventLoopPolicy):
        loop = None

        def get_event_loop(self):
            if self.loop is None:
                self.loop = self.new_event_loop()
            return self.loop

    legacyco.set_event_loop_policy(OneLoopForAll())
    loop = legacyco.get_event_loop()
    assert in_thread(legacyco.get_event_loop) is loop
    loop.close()


def test_the_loop_class_of_a_derived_policy_is_used():
    class Loop(legacyco.SelectorEventLoop):
        pass

    class Policy(legacyco.DefaultEventLoopPolicy):
        _loop_factory = Loop

    legacyco.set_event_loop_policy(Policy())

    async def main():
        return type(legacyco.get_running_loop())

    assert legacyco.run(main()) is Loop


def test_the_names_that_everybody_derives_from_are_there():
    assert unix_events._UnixSelectorEventLoop is legacyco.SelectorEventLoop
    assert unix_events._UnixDefaultEventLoopPolicy is legacyco.DefaultEventLoopPolicy
    assert issubclass(legacyco.DefaultEventLoopPolicy, legacyco.events.BaseDefaultEventLoopPolicy)


@fork_only
def test_a_forked_child_makes_a_loop_of_its_own():
    loop = legacyco.get_event_loop()

    async def main():
        pid = quietly(os.fork)
        if pid:
            return os.waitpid(pid, 0)[1]
        # Only the exit status leaves the child.
        status = 1
        try:
            if legacyco.events._get_running_loop() is None:
                child_loop = legacyco.new_event_loop()
                legacyco.set_event_loop(child_loop)
                status = 0 if child_loop.run_until_complete(legacyco.sleep(0, 42)) == 42 else 2
        finally:
            os._exit(status)

    assert loop.run_until_complete(main()) == 0
    loop.close()


@fork_only
def test_a_forked_child_can_use_a_policy_that_was_set():
    legacyco.set_event_loop_policy(legacyco.DefaultEventLoopPolicy())
    legacyco.set_event_loop(None)
    pid = quietly(os.fork)
    if pid == 0:
        status = 1
        try:
            loop = legacyco.new_event_loop()
            legacyco.set_event_loop(loop)
            status = 0 if legacyco.get_event_loop() is loop else 2
        finally:
            os._exit(status)
    assert os.waitpid(pid, 0)[1] == 0


# --- watchers, as far as policies go --------------------------------------------------------


def test_the_default_watcher_works_in_any_thread():
    watcher = legacyco.get_child_watcher()
    assert isinstance(watcher, (legacyco.PidfdChildWatcher, legacyco.ThreadedChildWatcher))
    assert legacyco.get_child_watcher() is watcher
    assert watcher.is_active()


def test_where_the_kernel_refuses_pidfds_threads_watch(monkeypatch):
    monkeypatch.setattr(unix_events, "can_use_pidfd", lambda: False)
    policy = legacyco.DefaultEventLoopPolicy()
    assert type(policy.get_child_watcher()) is legacyco.ThreadedChildWatcher


def test_the_loop_of_the_main_thread_is_the_watchers_too():
    watcher = legacyco.SafeChildWatcher()
    legacyco.set_child_watcher(watcher)
    loop = legacyco.new_event_loop()
    legacyco.set_event_loop(loop)
    assert watcher._loop is loop

    def set_another():
        other = legacyco.new_event_loop()
        legacyco.set_event_loop(other)
        other.close()
        return watcher._loop

    assert in_thread(set_another) is loop
    legacyco.set_event_loop(None)
    assert watcher._loop is None
    loop.close()


def test_a_watcher_that_is_replaced_is_closed():
    closed = []

    class Watcher(legacyco.ThreadedChildWatcher):
        def close(self):
            closed.append(self)

    first, second = Watcher(), Watcher()
    legacyco.set_child_watcher(first)
    legacyco.set_child_watcher(first)
    assert closed == []
    legacyco.set_child_watcher(second)
    assert closed == [first]
    legacyco.set_child_watcher(None)
    assert closed == [first, second]
    assert not isinstance(legacyco.get_child_watcher(), Watcher)


def test_what_is_no_watcher_cannot_be_set():
    with pytest.raises(
        TypeError,
        match="watcher must be an instance of AbstractChildWatcher or None, not <object",
    ):
        legacyco.set_child_watcher(object())


def test_asyncio_takes_legacycos_watchers_and_the_reverse():
    need(asyncio, "ThreadedChildWatcher")
    legacyco.set_child_watcher(asyncio.ThreadedChildWatcher())
    quietly(asyncio.set_child_watcher, legacyco.ThreadedChildWatcher())


def test_a_policy_without_watchers_says_so():
    class Policy(legacyco.AbstractEventLoopPolicy):
        pass

    legacyco.set_event_loop_policy(Policy())
    with pytest.raises(NotImplementedError):
        legacyco.get_child_watcher()
    with pytest.raises(NotImplementedError):
        legacyco.set_child_watcher(None)


def test_a_policy_written_for_asyncio_of_today_has_no_watchers_either():
    base = getattr(asyncio.events, "_AbstractEventLoopPolicy", None)
    if base is None:
        pytest.skip("asyncio's policies lost their watchers in 3.14")

    class Policy(base):
        pass

    legacyco.set_event_loop_policy(Policy())
    with pytest.raises(NotImplementedError):
        legacyco.get_child_watcher()


@pytest.mark.skipif(sys.platform != "win32", reason="the policies of Windows")
def test_windows_has_a_policy_for_each_of_its_loops():
    for policy, loop_class in (
        (legacyco.WindowsSelectorEventLoopPolicy(), legacyco.SelectorEventLoop),
        (legacyco.WindowsProactorEventLoopPolicy(), legacyco.ProactorEventLoop),
    ):
        loop = policy.new_event_loop()
        assert type(loop) is loop_class
        loop.close()


def test_a_subclass_may_keep_its_loops_elsewhere():
    kept = {}

    class Elsewhere(legacyco.DefaultEventLoopPolicy):
        @property
        def _local(self):
            if "local" not in kept:
                kept["local"] = self._Local()
            return kept["local"]

        @_local.setter
        def _local(self, local):
            kept["local"] = local

    policy = Elsewhere()
    loop = policy.new_event_loop()
    policy.set_event_loop(loop)

    assert kept["local"]._loop is loop
    assert policy.get_event_loop() is loop
    loop.close()
