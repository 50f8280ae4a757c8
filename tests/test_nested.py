"""allow_nested(): run_until_complete() of a loop that is running."""

import asyncio
import contextvars
import threading

import pytest

import legacyco

var = contextvars.ContextVar("var", default="unset")


@pytest.fixture(params=[False, True], ids=["plain", "debug"])
def nesting(request, loop):
    """A legacyco loop that may be nested, with debug mode off and on."""
    loop.set_debug(request.param)
    return legacyco.allow_nested(loop)


@legacyco.coroutine
def answer(value=42, turns=3):
    for _ in range(turns):
        yield from legacyco.sleep(0)
    return value


@legacyco.coroutine
def fail(error):
    yield from legacyco.sleep(0)
    raise error


# --- who may ----------------------------------------------------------------------------------


def test_a_running_loop_refuses_until_it_is_allowed(loop):
    async def main():
        coro = answer()
        with pytest.raises(RuntimeError, match="^This event loop is already running$"):
            loop.run_until_complete(coro)
        coro.close()
        assert legacyco.allow_nested(loop) is loop
        return loop.run_until_complete(answer())

    assert loop.run_until_complete(main()) == 42


def test_a_loop_of_somebody_else_is_refused():
    theirs = asyncio.new_event_loop()
    try:
        with pytest.raises(TypeError, match=r"takes a legacyco event loop, got <.*EventLoop"):
            legacyco.allow_nested(theirs)
    finally:
        theirs.close()
    with pytest.raises(TypeError, match="got None; only legacyco.new_event_loop"):
        legacyco.allow_nested(None)


def test_no_other_loop_is_concerned(nesting):
    others = [legacyco.new_event_loop(), asyncio.new_event_loop()]

    async def main(loop):
        loop.run_until_complete(loop.create_future())

    for other in others:
        with pytest.raises(RuntimeError, match="already running"):
            other.run_until_complete(main(other))
        other.close()


def test_another_loop_still_cannot_be_run_inside(nesting):
    other = legacyco.allow_nested(legacyco.new_event_loop())

    async def main():
        coro = answer()
        with pytest.raises(RuntimeError, match="while another loop is running"):
            other.run_until_complete(coro)
        coro.close()

    nesting.run_until_complete(main())
    other.close()


def test_another_thread_still_cannot_run_it(nesting):
    errors = []

    def intrude():
        coro = answer()
        try:
            nesting.run_until_complete(coro)
        except RuntimeError as exc:
            errors.append(str(exc))
        coro.close()

    async def main():
        await nesting.run_in_executor(None, intrude)

    nesting.run_until_complete(main())
    assert errors == ["This event loop is already running"]


# --- what comes back --------------------------------------------------------------------------


def test_a_function_below_a_coroutine_gets_the_result(nesting):
    def old_api():
        return nesting.run_until_complete(answer("old"))

    @legacyco.coroutine
    def old():
        value = old_api()
        yield from legacyco.sleep(0)
        return value

    async def new():
        return old_api(), await old()

    assert nesting.run_until_complete(new()) == ("old", "old")


def test_a_callback_gets_the_result(nesting):
    done = nesting.create_future()
    nesting.call_soon(lambda: done.set_result(nesting.run_until_complete(answer())))
    assert nesting.run_until_complete(done) == 42


def test_futures_generators_and_awaitables_are_taken_too(nesting):
    def plain():
        yield
        return "plain"

    async def main():
        future = nesting.create_future()
        nesting.call_later(0.001, future.set_result, "future")
        stdlib = asyncio.Future(loop=nesting)
        nesting.call_soon(stdlib.set_result, "stdlib")
        return [nesting.run_until_complete(each) for each in (future, stdlib, plain())]

    assert nesting.run_until_complete(main()) == ["future", "stdlib", "plain"]


def test_the_exception_reaches_the_caller(nesting):
    async def main():
        with pytest.raises(ZeroDivisionError, match="inside"):
            nesting.run_until_complete(fail(ZeroDivisionError("inside")))
        with pytest.raises(TypeError, match="is required, got None"):
            nesting.run_until_complete(None)
        return legacyco.current_task()

    task = nesting.create_task(main())
    assert nesting.run_until_complete(task) is task


@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit])
def test_what_ends_the_program_goes_through_all_runs(nesting, error):
    caught = []

    async def main():
        try:
            nesting.run_until_complete(fail(error("end")))
        except BaseException as exc:
            caught.append((exc, legacyco.current_task()))
            raise

    task = nesting.create_task(main())
    with pytest.raises(error, match="end"):
        nesting.run_until_complete(task)
    assert [type(exc) for exc, _ in caught] == [error]
    assert caught[0][1] is task
    assert isinstance(task.exception(), error)


# --- the current task -------------------------------------------------------------------------


def test_the_current_task_is_right_at_every_level(nesting):
    seen = []

    def look(level):
        task = legacyco.current_task(nesting)
        if hasattr(asyncio, "current_task"):
            assert asyncio.current_task() is task
        seen.append((level, task and task.get_name()))

    def run(level, name):
        look(level)
        task = nesting.create_task(body(level + 1), name=name)
        nesting.call_soon(look, "callback")
        nesting.run_until_complete(task)
        look(level)

    async def body(level):
        await legacyco.sleep(0)
        if level < 2:
            run(level, "inner")
        else:
            look(level)
            assert {each.get_name() for each in legacyco.all_tasks()} == {"outer", "mid", "inner"}
        await legacyco.sleep(0)
        look(level)

    async def main():
        run(0, "mid")

    nesting.run_until_complete(nesting.create_task(main(), name="outer"))
    assert seen == [
        (0, "outer"),
        ("callback", None),
        (1, "mid"),
        ("callback", None),
        (2, "inner"),
        (2, "inner"),
        (1, "mid"),
        (1, "mid"),
        (0, "outer"),
    ]


def test_a_task_of_asyncio_may_make_the_nested_run(nesting):
    nesting.set_task_factory(lambda loop, coro, **kwargs: asyncio.Task(coro, loop=loop))

    async def inner():
        await asyncio.sleep(0)
        return legacyco.current_task()

    async def main():
        outer = legacyco.current_task()
        inside = nesting.run_until_complete(inner())
        assert type(inside) is type(outer) is asyncio.Task
        assert inside is not outer
        assert legacyco.current_task() is outer
        await asyncio.sleep(0)

    nesting.run_until_complete(main())


def test_timeouts_work_inside_and_around(nesting):
    async def forever():
        await nesting.create_future()

    async def inner():
        with pytest.raises(legacyco.TimeoutError):
            async with legacyco.timeout(0.001):
                await forever()
        return legacyco.current_task().cancelling()

    async def main():
        with pytest.raises(legacyco.TimeoutError):
            async with legacyco.timeout(0) as scope:
                # It expires meanwhile, and is felt at the next await.
                assert nesting.run_until_complete(inner()) == 0
                assert scope.expired()
                assert legacyco.current_task().cancelling() == 1
                await forever()
        return legacyco.current_task().cancelling()

    assert nesting.run_until_complete(main()) == 0


def test_a_task_that_is_cancelled_while_it_waits_so_learns_it_at_its_next_await(nesting):
    async def main():
        nesting.call_soon(task.cancel)
        assert nesting.run_until_complete(answer()) == 42
        assert task.cancelling() == 1
        await legacyco.sleep(0)

    task = nesting.create_task(main())
    with pytest.raises(legacyco.CancelledError):
        nesting.run_until_complete(task)


# --- the others -------------------------------------------------------------------------------


def test_everything_queued_is_run_once_and_in_order(nesting):
    order = []

    async def queued(number):
        order.append(number)
        await legacyco.sleep(0)
        order.append(-number)

    async def main():
        tasks = [nesting.create_task(queued(number)) for number in (1, 2, 3)]
        # All of this batch, and what follows it, is taken by the nested run.
        assert nesting.run_until_complete(answer(turns=5)) == 42
        order.append("nested")
        nesting.call_soon(order.append, "after")
        await legacyco.wait(tasks)
        await legacyco.sleep(0)

    before = [nesting.create_task(queued(number)) for number in (7, 8)]
    nesting.run_until_complete(nesting.create_task(main()))
    assert order == [7, 8, -7, -8, 1, 2, 3, -1, -2, -3, "nested", "after"]
    assert all(task.done() for task in before)


def test_nested_runs_end_in_the_reverse_order_of_their_beginning(nesting):
    order = []
    release = {name: nesting.create_future() for name in "ab"}

    async def hold(name):
        order.append(name)
        nesting.run_until_complete(release[name])
        order.append(name.upper())

    async def main():
        tasks = [nesting.create_task(hold(name)) for name in "ab"]
        nesting.call_later(0.001, release["a"].set_result, None)
        nesting.call_later(0.002, release["b"].set_result, None)
        await legacyco.wait(tasks)

    nesting.run_until_complete(main())
    assert order == ["a", "b", "B", "A"]


def test_another_thread_wakes_a_nested_run(nesting):
    async def main():
        future = nesting.create_future()
        thread = threading.Thread(
            target=nesting.call_soon_threadsafe, args=(future.set_result, "thread")
        )
        nesting.call_soon(thread.start)
        value = nesting.run_until_complete(future)
        thread.join()
        return value

    assert nesting.run_until_complete(main()) == "thread"


def test_streams_work_inside(nesting):
    @legacyco.coroutine
    def shout(reader, writer):
        line = yield from reader.readline()
        writer.write(line.upper())
        writer.close()

    @legacyco.coroutine
    def ask(port):
        reader, writer = yield from legacyco.open_connection("127.0.0.1", port)
        writer.write(b"old\n")
        text = yield from reader.read()
        writer.close()
        yield from writer.wait_closed()
        return text

    async def main():
        server = await legacyco.start_server(shout, "127.0.0.1", 0)
        text = nesting.run_until_complete(ask(server.sockets[0].getsockname()[1]))
        server.close()
        await server.wait_closed()
        return text

    assert nesting.run_until_complete(main()) == b"OLD\n"


# --- contexts ---------------------------------------------------------------------------------


def test_the_nested_task_has_a_copy_of_the_callers_context(nesting):
    async def inner():
        seen = var.get()
        var.set("inner")
        await legacyco.sleep(0)
        return seen

    async def main():
        var.set("outer")
        assert nesting.run_until_complete(inner()) == "outer"
        return var.get()

    assert nesting.run_until_complete(main()) == "outer"


def test_what_shares_the_callers_context_waits_until_it_has_left_it(nesting):
    order = []

    async def sharing():
        order.append("sharing " + var.get())

    async def main():
        var.set("shared")
        task = nesting.create_task(sharing(), context=contextvars.copy_context())
        context = legacyco.current_task().get_context()
        held = nesting.create_task(sharing(), context=context)
        nesting.call_soon(order.append, "callback", context=context)
        nesting.run_until_complete(answer(turns=5))
        order.append("nested")
        var.set("changed")
        await legacyco.wait([task, held])

    nesting.run_until_complete(main())
    assert order == ["sharing shared", "nested", "sharing changed", "callback"]


# --- what cannot end --------------------------------------------------------------------------


def test_a_task_that_would_wait_for_itself_is_told_so(nesting):
    async def inner(outer):
        with pytest.raises(RuntimeError, match="would wait for itself: it is what calls"):
            nesting.run_until_complete(outer)

    async def main():
        outer = legacyco.current_task()
        with pytest.raises(RuntimeError, match="would wait for itself: it is what calls"):
            nesting.run_until_complete(outer)
        nesting.run_until_complete(inner(outer))

    nesting.run_until_complete(main())


def test_stop_ends_all_runs(nesting):
    raised = []

    async def main():
        nesting.call_soon(nesting.stop)
        future = nesting.create_future()
        try:
            nesting.run_until_complete(future)
        except RuntimeError as exc:
            raised.append(str(exc))
        await legacyco.sleep(0)

    task = nesting.create_task(main())
    with pytest.raises(RuntimeError, match="^Event loop stopped before Future completed.$"):
        nesting.run_until_complete(task)
    assert raised == ["Event loop stopped before Future completed."]
    nesting.run_until_complete(task)


def test_the_end_of_the_outermost_run_ends_the_nested_ones(nesting):
    ended = nesting.create_future()

    async def nested():
        nesting.call_soon(ended.set_result, None)
        with pytest.raises(RuntimeError, match="stopped before Future completed"):
            nesting.run_until_complete(nesting.create_future())

    task = nesting.create_task(nested())
    nesting.run_until_complete(ended)
    assert task.done() and task.exception() is None


def test_a_closed_loop_says_so(loop):
    legacyco.allow_nested(loop).close()
    coro = answer()
    with pytest.raises(RuntimeError, match="Event loop is closed"):
        loop.run_until_complete(coro)
    coro.close()
