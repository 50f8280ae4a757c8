"""run() and Runner: what they take, and what they leave behind."""

import asyncio
import contextvars
import threading

import pytest
from eras import need

import legacyco

value = contextvars.ContextVar("value", default="unset")


async def native(result):
    await legacyco.sleep(0)
    return result


@legacyco.coroutine
def decorated(result):
    yield from legacyco.sleep(0)
    return result


def plain(result):
    yield from legacyco.sleep(0)
    return result


class Awaitable:
    def __init__(self, result):
        self.result = result

    def __await__(self):
        yield from legacyco.sleep(0)
        return self.result


# --- run() ----------------------------------------------------------------------------------


@pytest.mark.parametrize("main", [native, decorated, plain, Awaitable])
def test_run_returns_the_result_of_a_main_in_any_dialect(main):
    assert legacyco.run(main("done")) == "done"


@pytest.mark.parametrize("main", [native, decorated])
def test_asyncio_runs_coroutines_of_both_dialects_too(main):
    need(asyncio, "run")
    assert asyncio.run(main("done")) == "done"


@pytest.mark.parametrize("main", [native, decorated, plain, Awaitable])
def test_run_takes_every_dialect_on_a_loop_of_the_interpreter(main):
    assert legacyco.run(main("done"), loop_factory=asyncio.new_event_loop) == "done"


@pytest.mark.parametrize("main", [native, decorated, plain, Awaitable])
def test_run_takes_every_dialect_on_uvloop(main):
    uvloop = pytest.importorskip("uvloop")
    assert legacyco.run(main("done"), loop_factory=uvloop.new_event_loop) == "done"


def test_run_raises_what_main_raises(aio):
    need(aio, "run")

    async def main():
        raise ValueError("from main")

    with pytest.raises(ValueError, match="from main"):
        aio.run(main())


def test_run_uses_a_loop_of_legacyco():
    async def main():
        return legacyco.get_running_loop(), asyncio.get_event_loop(), legacyco.current_task()

    running, current, task = legacyco.run(main())
    assert running is current
    assert isinstance(running, legacyco.EventLoop)
    assert isinstance(task, legacyco.Task)


@pytest.mark.parametrize(
    "nothing, text",
    [
        (1, r"got 1$"),
        (lambda: None, r"got <function .*> \(call it, and run what it returns\)"),
        (native, r"got <function native at .*> \(call it"),
    ],
)
def test_run_refuses_what_cannot_be_awaited(nothing, text):
    with pytest.raises(
        TypeError, match="An asyncio.Future, a coroutine or an awaitable is required, " + text
    ):
        legacyco.run(nothing)


def test_run_cannot_be_called_within_a_running_loop(aio):
    need(aio, "run")
    inner = native(None)

    async def main():
        aio.run(inner)

    with pytest.raises(
        RuntimeError, match=r"asyncio\.run\(\) cannot be called from a running event loop"
    ):
        aio.run(main())
    # Whoever called may still want to await it.
    assert legacyco.run(inner) is None


def test_run_leaves_the_debug_mode_to_the_interpreter_unless_told(monkeypatch):
    async def main():
        return legacyco.get_running_loop().get_debug()

    monkeypatch.delenv("PYTHONASYNCIODEBUG", raising=False)
    assert [legacyco.run(main(), debug=debug) for debug in (None, True, False)] == [
        legacyco.coroutines._is_debug_mode(),
        True,
        False,
    ]


def test_run_closes_the_loop_and_leaves_the_thread_without_one(aio):
    need(aio, "run")

    async def main():
        return aio.get_running_loop()

    assert aio.run(main()).is_closed()


def test_after_run_the_main_thread_has_no_loop_any_more():
    legacyco.run(native(None))
    with pytest.raises(RuntimeError, match="There is no current event loop in thread 'MainThread'"):
        legacyco.get_event_loop()


def test_run_works_in_a_thread(aio):
    need(aio, "run")
    results = []
    thread = threading.Thread(target=lambda: results.append(aio.run(native("in a thread"))))
    thread.start()
    thread.join()
    assert results == ["in a thread"]


def test_run_with_a_loop_factory_leaves_the_current_loop_alone(loop):
    made = []

    def factory():
        made.append(legacyco.new_event_loop())
        return made[0]

    async def main():
        return legacyco.get_running_loop()

    assert legacyco.run(main(), loop_factory=factory) is made[0]
    assert made[0].is_closed()
    assert legacyco.get_event_loop() is loop


def test_run_asks_the_policy_for_a_new_loop_only():
    class Policy(legacyco.AbstractEventLoopPolicy):
        def __init__(self):
            self.calls = []

        def get_event_loop(self):
            raise AssertionError("run() must not ask for this")

        def new_event_loop(self):
            self.calls.append("new")
            return legacyco.EventLoop()

        def set_event_loop(self, loop):
            self.calls.append("none" if loop is None else "set")

    policy = Policy()
    legacyco.set_event_loop_policy(policy)
    try:
        assert legacyco.run(plain(1)) == 1
    finally:
        legacyco.set_event_loop_policy(None)
    assert policy.calls == ["new", "set", "none"]


def test_run_closes_the_loop_even_if_shutting_down_fails():
    loop = legacyco.EventLoop()

    @legacyco.coroutine
    def shutdown_asyncgens():
        yield
        raise OSError("cannot shut down")

    loop.shutdown_asyncgens = shutdown_asyncgens
    with pytest.raises(OSError, match="cannot shut down"):
        legacyco.run(native(None), loop_factory=lambda: loop)
    assert loop.is_closed()


# --- leftovers ------------------------------------------------------------------------------


def test_run_cancels_what_is_left_and_waits_for_it(aio):
    need(aio, "run")
    events = []

    async def leftover():
        try:
            await aio.sleep(3600)
        except aio.CancelledError:
            await aio.sleep(0)
            events.append("cleaned up")
            raise

    async def main():
        events.append(aio.get_running_loop().create_task(leftover()))
        await aio.sleep(0)

    aio.run(main())
    assert events[0].cancelled()
    assert events[1:] == ["cleaned up"]


def test_run_cancels_leftover_generators():
    ended = []

    def leftover():
        try:
            yield from legacyco.sleep(3600)
        finally:
            ended.append(True)

    def main():
        legacyco.ensure_future(leftover())
        yield

    legacyco.run(main())
    assert ended == [True]


def test_run_reports_leftovers_that_fail(aio, expect_log):
    need(aio, "run")
    expect_log(r"unhandled exception during asyncio\.run\(\) shutdown", logger="asyncio", times=1)

    async def leftover():
        try:
            await aio.sleep(3600)
        except aio.CancelledError:
            raise ZeroDivisionError from None

    async def main():
        aio.get_running_loop().create_task(leftover())
        await aio.sleep(0)
        return "done"

    assert aio.run(main()) == "done"


def test_run_shuts_asynchronous_generators_down(aio):
    need(aio, "run")
    events = []

    async def numbers():
        try:
            yield 1
        finally:
            await aio.sleep(0)
            events.append("closed")

    async def main():
        numbers_left = numbers()
        events.append(await numbers_left.__anext__())
        events.append(numbers_left)

    aio.run(main())
    assert events == [1, events[1], "closed"]


def test_run_waits_for_the_threads_of_the_default_executor():
    async def main():
        return await legacyco.to_thread(threading.current_thread)

    assert not legacyco.run(main()).is_alive()


def test_a_loop_without_shutdown_of_executors_is_closed_all_the_same():
    class Loop(legacyco.EventLoop):
        shutdown_default_executor = None

    class OldLoop(legacyco.EventLoop):
        def shutdown_default_executor(self):
            return super().shutdown_default_executor()

    for factory in (Loop, OldLoop):
        assert legacyco.run(native(1), loop_factory=factory) == 1


# --- Runner ---------------------------------------------------------------------------------


def test_a_runner_runs_often_in_one_loop(aio):
    need(aio, "Runner")

    async def main():
        return aio.get_running_loop()

    with aio.Runner() as runner:
        loop = runner.get_loop()
        assert [runner.run(main()), runner.run(main())] == [loop, loop]
        assert not loop.is_closed()
    assert loop.is_closed()


def test_a_runner_shares_one_context_among_its_runs(aio):
    need(aio, "Runner")

    async def set_value(new):
        value.set(new)

    async def get_value():
        return value.get()

    with aio.Runner() as runner:
        runner.run(set_value("set in the first run"))
        assert runner.run(get_value()) == "set in the first run"
    assert value.get() == "unset"


def test_a_runner_runs_in_the_context_it_is_given(aio):
    need(aio, "Runner")

    async def set_value(new):
        value.set(new)

    context = contextvars.copy_context()
    with aio.Runner() as runner:
        runner.run(set_value("theirs"), context=context)
        assert context[value] == "theirs"

        async def get_value():
            return value.get()

        assert runner.run(get_value()) == "unset"


@pytest.mark.parametrize("factory", [None, asyncio.new_event_loop])
def test_contexts_reach_generators_on_every_loop(factory):
    def set_value(new):
        value.set(new)
        yield from legacyco.sleep(0)

    context = contextvars.copy_context()
    with legacyco.Runner(loop_factory=factory) as runner:
        runner.run(set_value("from a generator"), context=context)
    assert context[value] == "from a generator"


@pytest.mark.parametrize("new_loop", [legacyco.EventLoop, asyncio.SelectorEventLoop])
def test_task_factories_that_take_no_context_still_make_the_task(new_loop):
    made = []

    def factory(loop, coro):
        made.append(legacyco.Task(coro, loop=loop))
        return made[-1]

    def new_loop_with_factory():
        loop = new_loop()
        loop.set_task_factory(factory)
        return loop

    async def main():
        value.set("seen")
        return legacyco.current_task()

    if new_loop is asyncio.SelectorEventLoop and hasattr(asyncio.Task, "uncancel"):
        pytest.skip("since 3.11 asyncio's loop gives every factory the context")
    assert legacyco.run(main(), loop_factory=new_loop_with_factory) is made[0]


def test_a_runner_takes_a_future_of_its_loop():
    with legacyco.Runner() as runner:
        future = runner.get_loop().create_future()
        runner.get_loop().call_soon(future.set_result, "set")
        assert runner.run(future) == "set"


def test_a_future_of_another_loop_is_refused(loop):
    future = loop.create_future()
    with legacyco.Runner() as runner:
        with pytest.raises(RuntimeError, match="attached to a different loop"):
            runner.run(future)


def test_a_runner_cannot_run_within_a_running_loop(aio, aio_loop):
    need(aio, "Runner")
    runner = aio.Runner()
    inner = native(None)

    async def main():
        runner.run(inner)

    with pytest.raises(
        RuntimeError, match=r"Runner\.run\(\) cannot be called from a running event loop"
    ):
        aio_loop.run_until_complete(main())
    inner.close()


def test_a_closed_runner_stays_closed(aio):
    need(aio, "Runner")
    runner = aio.Runner()
    with runner:
        pass
    runner.close()
    inner = native(None)
    for use in (runner.get_loop, lambda: runner.run(inner), runner.__enter__):
        with pytest.raises(RuntimeError, match="Runner is closed"):
            use()
    inner.close()


def test_a_runner_that_made_no_loop_has_nothing_to_close(aio):
    need(aio, "Runner")
    runner = aio.Runner(loop_factory=lambda: pytest.fail("no loop is needed"))
    runner.close()


def test_a_runner_sets_debug_on_the_loop_it_is_given(aio):
    need(aio, "Runner")
    for debug in (True, False):
        with aio.Runner(debug=debug, loop_factory=aio.new_event_loop) as runner:
            assert runner.get_loop().get_debug() is debug
