"""Call graphs: what a task runs, and who waits for it, through every kind of awaitable."""

import asyncio
import io
import re

import pytest

import legacyco
from legacyco import capture_call_graph, format_call_graph, print_call_graph


def names(graph):
    """Return the function names of a graph's stack, innermost first."""
    return [entry.frame.f_code.co_name for entry in graph.call_stack]


def waiters(graph):
    """Return the graphs of the waiting tasks by name."""
    return {each.future.get_name(): each for each in graph.awaited_by}


def task(coro, name):
    """Return a legacyco task with a name."""
    return legacyco.create_task(coro, name=name)


def plain_wait(future):
    return (yield from future)


@legacyco.coroutine
def decorated_wait(future):
    return (yield from plain_wait(future))


async def native_wait(future):
    return await decorated_wait(future)


async def settle(turns=3):
    """Let every task that was made run until it waits."""
    for _ in range(turns):
        await legacyco.sleep(0)


async def end(future, *tasks):
    """Let the tasks that wait for *future* come to their end."""
    future.set_result(None)
    await asyncio.wait(tasks)


# --- stacks ---------------------------------------------------------------------------------


def test_the_stack_of_a_suspended_task_goes_through_all_kinds_of_coroutines(loop):
    async def main():
        future = loop.create_future()
        suspended = task(native_wait(future), "suspended")
        await settle()
        graph = capture_call_graph(suspended)
        await end(future, suspended)
        return graph

    graph = loop.run_until_complete(main())
    assert graph.future.get_name() == "suspended"
    assert names(graph) == ["plain_wait", "decorated_wait", "native_wait"]
    assert graph.awaited_by == ()


def test_the_stack_goes_through_async_generators_and_iterators_of_coroutines(loop):
    class Awaitable:
        def __await__(self):
            return native_wait(future).__await__()

    async def numbers():
        yield 1
        await Awaitable()

    async def consume():
        async for _ in numbers():
            pass

    async def main():
        suspended = task(consume(), "suspended")
        await settle()
        stack = names(capture_call_graph(suspended))
        await end(future, suspended)
        return stack

    future = loop.create_future()
    assert loop.run_until_complete(main()) == [
        "plain_wait",
        "decorated_wait",
        "native_wait",
        "numbers",
        "consume",
    ]


def test_the_stack_of_the_current_task_ends_at_its_coroutine(loop):
    def plain():
        return capture_call_graph()

    def generator():
        yield from ()
        return plain()

    @legacyco.coroutine
    def main():
        return (yield from generator())

    graph = loop.run_until_complete(main())
    assert names(graph) == ["plain", "generator", "main"]


def test_the_stack_of_an_eager_task_ends_at_its_own_coroutine(loop):
    async def eager():
        return names(capture_call_graph())

    async def main():
        return await legacyco.Task(eager(), loop=loop, eager_start=True)

    assert loop.run_until_complete(main()) == ["eager"]


def test_a_finished_task_and_a_future_have_no_stack(loop):
    async def main():
        finished = task(native_wait(done), "finished")
        await finished
        return capture_call_graph(finished), capture_call_graph(done)

    done = loop.create_future()
    done.set_result(1)
    finished, future = loop.run_until_complete(main())
    assert finished.call_stack == future.call_stack == ()
    assert future.future is done


def test_depth_leaves_out_the_innermost_frames(loop):
    def helper():
        return capture_call_graph(depth=2)

    async def main():
        return helper()

    assert names(loop.run_until_complete(main())) == ["main"]


@pytest.mark.parametrize(
    "limit, running, suspended",
    [
        (None, ["inner", "main"], ["plain_wait", "decorated_wait", "native_wait"]),
        (1, ["main"], ["native_wait"]),
        (-1, ["inner"], ["plain_wait"]),
        (0, [], []),
    ],
)
def test_limit_keeps_the_outermost_or_the_innermost_frames(loop, limit, running, suspended):
    async def inner(other):
        return capture_call_graph(limit=limit), capture_call_graph(other, limit=limit)

    async def main():
        future = loop.create_future()
        other = task(native_wait(future), "other")
        await settle()
        graphs = await inner(other)
        await end(future, other)
        return graphs

    current, other = loop.run_until_complete(main())
    assert names(current) == running
    assert names(other) == suspended


# --- who waits ------------------------------------------------------------------------------


def test_all_who_wait_for_a_future_are_seen(loop):
    async def main():
        future = loop.create_future()
        tasks = [task(native_wait(future), name) for name in "abc"]
        await settle()
        graph = capture_call_graph(future)
        await end(future, *tasks)
        return graph

    seen = waiters(loop.run_until_complete(main()))
    assert sorted(seen) == ["a", "b", "c"]
    assert names(seen["b"]) == ["plain_wait", "decorated_wait", "native_wait"]


def test_who_waits_is_followed_up_to_the_root(loop):
    async def middle(inner):
        await inner

    async def main():
        future = loop.create_future()
        inner = task(native_wait(future), "inner")
        outer = task(middle(inner), "outer")
        await settle()
        graph = capture_call_graph(future)
        await end(future, inner, outer)
        return graph

    seen = waiters(loop.run_until_complete(main()))
    assert list(seen) == ["inner"]
    assert list(waiters(seen["inner"])) == ["outer"]


async def by_gather(aio, inner):
    await aio.gather(inner)


async def by_shield(aio, inner):
    await aio.shield(inner)


async def by_wait(aio, inner):
    await aio.wait([inner])


async def by_wait_for(aio, inner):
    await aio.wait_for(inner, 60)


async def by_as_completed(aio, inner):
    for each in aio.as_completed([inner]):
        await each


async def by_nested_combinators(aio, inner):
    await aio.gather(aio.shield(aio.gather(inner)))


async def by_task_group(aio, inner):
    async with aio.TaskGroup() as group:
        group.create_task(by_gather(aio, inner))


WAYS = [by_gather, by_shield, by_wait, by_wait_for, by_as_completed, by_nested_combinators]


@pytest.mark.parametrize("future_of", ["legacyco", "asyncio"])
@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_a_combinator_stands_for_the_task_that_waits_for_it(aio, loop, way, future_of):
    async def main():
        future = {"legacyco": legacyco, "asyncio": asyncio}[future_of].Future(loop=loop)
        waiting = task(way(aio, future), "waiting")
        await settle(5)
        graph = capture_call_graph(future)
        await end(future, waiting)
        return graph

    seen = waiters(loop.run_until_complete(main()))
    assert list(seen) == ["waiting"]
    assert way.__name__ in names(seen["waiting"])


def test_the_task_that_as_completed_wakes_is_seen_while_it_waits_only(loop):
    async def main():
        inner = loop.create_future()
        other = loop.create_future()

        async def consume():
            for each in legacyco.as_completed([inner, other]):
                await each
                await other

        consumer = task(consume(), "consumer")
        await settle()
        before = capture_call_graph(inner)
        inner.set_result(None)
        await settle()
        after = capture_call_graph(other)
        await end(other, consumer)
        return before, after

    before, after = loop.run_until_complete(main())
    assert list(waiters(before)) == ["consumer"]
    assert [each.future.get_name() for each in after.awaited_by] == ["consumer"]


@pytest.mark.parametrize("group_of", [legacyco] + [asyncio] * hasattr(asyncio, "TaskGroup"))
def test_the_parent_of_a_task_group_waits_for_its_tasks(loop, group_of):
    async def child(future):
        await future

    async def parent(future):
        async with group_of.TaskGroup() as group:
            group.create_task(child(future))

    async def main():
        future = loop.create_future()
        waiting = task(parent(future), "parent")
        await settle()
        graph = capture_call_graph(future)
        await end(future, waiting)
        return graph

    (child_graph,) = loop.run_until_complete(main()).awaited_by
    assert names(child_graph) == ["child"]
    assert list(waiters(child_graph)) == ["parent"]


def test_cancelling_at_a_deadline_that_has_passed_shows_who_waits(loop):
    async def stubborn():
        try:
            await loop.create_future()
        finally:
            await cleanup

    async def probe(inner):
        with pytest.raises(legacyco.TimeoutError):
            await legacyco.wait_for(inner, 0)

    async def main():
        inner = task(stubborn(), "inner")
        await settle()
        waiting = task(probe(inner), "probe")
        await settle()
        graph = capture_call_graph(inner)
        await end(cleanup, waiting)
        return graph

    cleanup = loop.create_future()
    seen = waiters(loop.run_until_complete(main()))
    assert list(seen) == ["probe"]


def test_a_child_that_outlives_gather_is_not_waited_for(loop):
    async def fail():
        raise ValueError

    async def main():
        future = loop.create_future()
        survivor = task(native_wait(future), "survivor")
        with pytest.raises(ValueError):
            await legacyco.gather(survivor, fail())
        graph = capture_call_graph(survivor)
        await end(future, survivor)
        return graph

    assert loop.run_until_complete(main()).awaited_by == ()


def test_callbacks_are_not_taken_for_waiters(loop):
    async def main():
        future = loop.create_future()
        bystander = task(native_wait(loop.create_future()), "bystander")
        await settle()
        future.add_done_callback(bystander.cancel)
        future.add_done_callback(print)
        future.add_done_callback(lambda _: bystander)
        graph = capture_call_graph(future)
        bystander.cancel()
        await asyncio.wait([bystander])
        return graph

    assert loop.run_until_complete(main()).awaited_by == ()


def test_tasks_of_asyncio_and_legacyco_see_each_other(loop):
    async def main():
        future = loop.create_future()
        theirs = asyncio.Task(native_wait(future), loop=loop)
        ours = task(native_wait(theirs), "ours")
        await settle(5)
        graph = capture_call_graph(future)
        await end(future, theirs, ours)
        return graph, theirs

    graph, theirs = loop.run_until_complete(main())
    (their_graph,) = graph.awaited_by
    assert their_graph.future is theirs
    assert names(their_graph) == ["plain_wait", "decorated_wait", "native_wait"]
    assert list(waiters(their_graph)) == ["ours"]


def test_futures_that_wait_for_each_other_are_shown_once_around(loop):
    one, other = loop.create_future(), loop.create_future()
    legacyco.future_add_to_awaited_by(one, other)
    legacyco.future_add_to_awaited_by(other, one)

    graph = capture_call_graph(one)

    (around,) = graph.awaited_by
    assert around.future is other
    assert [each.future for each in around.awaited_by] == [one]
    assert around.awaited_by[0].awaited_by == ()


# --- recorded by hand -----------------------------------------------------------------------


@pytest.mark.parametrize("future_class", [legacyco.Future, asyncio.Future])
def test_a_recorded_waiter_is_shown_until_it_is_discarded(loop, future_class):
    future, waiter = future_class(loop=loop), future_class(loop=loop)

    legacyco.future_add_to_awaited_by(future, waiter)
    (shown,) = capture_call_graph(future).awaited_by
    legacyco.future_discard_from_awaited_by(future, waiter)

    assert shown.future is waiter
    assert capture_call_graph(future).awaited_by == ()


def test_recording_ignores_what_is_no_future(loop):
    future = loop.create_future()

    legacyco.future_add_to_awaited_by(future, None)
    legacyco.future_add_to_awaited_by(None, future)
    legacyco.future_discard_from_awaited_by(None, future)
    legacyco.future_discard_from_awaited_by(future, None)

    assert future._asyncio_awaited_by is None


@pytest.mark.skipif(not hasattr(asyncio, "future_add_to_awaited_by"), reason="new in 3.14")
def test_asyncio_knows_what_was_recorded_here_and_the_reverse(loop):
    future, waiter = asyncio.Future(loop=loop), asyncio.Future(loop=loop)

    legacyco.future_add_to_awaited_by(future, waiter)
    assert [each.future for each in asyncio.capture_call_graph(future).awaited_by] == [waiter]
    legacyco.future_discard_from_awaited_by(future, waiter)
    assert asyncio.capture_call_graph(future).awaited_by == ()
    asyncio.future_add_to_awaited_by(future, waiter)
    assert [each.future for each in capture_call_graph(future).awaited_by] == [waiter]


def test_a_future_tells_who_waits_as_asyncio_asks_since_3_14(loop):
    async def main():
        future = loop.create_future()
        waiting = task(native_wait(future), "waiting")
        await settle()
        told = future._asyncio_awaited_by
        await end(future, waiting)
        return told, waiting, future._asyncio_awaited_by

    told, waiting, afterwards = loop.run_until_complete(main())
    assert told == frozenset([waiting])
    assert afterwards is None


# --- text -----------------------------------------------------------------------------------


def test_the_text_is_that_of_asyncio(loop):
    async def waiting(inner):
        await inner

    async def main():
        future = loop.create_future()
        inner = task(native_wait(future), "inner")
        outer = task(waiting(inner), "outer")
        await settle()
        text = format_call_graph(future)
        await end(future, inner, outer)
        return text

    text = loop.run_until_complete(main())
    lines = re.sub(r"0x[0-9a-f]+", "ID", text).replace(repr(__file__), "FILE").split("\n")
    lines = [re.sub(r"line \d+", "line N", line) for line in lines]
    # Code objects know their qualified names since 3.11.
    lines = [re.sub(r"test_\w+\.<locals>\.", "", line) for line in lines]
    assert lines == [
        "* Future(id=ID)",
        "  + Awaited by:",
        "    * Task(name='inner', id=ID)",
        "      + Call stack:",
        "      |   File FILE, line N, in generator plain_wait()",
        "      |   File FILE, line N, in async decorated_wait()",
        "      |   File FILE, line N, in async native_wait()",
        "      + Awaited by:",
        "        * Task(name='outer', id=ID)",
        "          + Call stack:",
        "          |   File FILE, line N, in async waiting()",
    ]


def test_printing_the_current_task_begins_with_the_caller(loop):
    async def numbers():
        print_call_graph(file=file)
        yield

    def helper():
        print_call_graph(file=file, depth=2)

    async def main():
        async for _ in numbers():
            helper()

    file = io.StringIO()
    loop.run_until_complete(main())
    seen = re.findall(r", in ((?:\w+ )*)(?:\S+\.)?(\w+)\(\)$", file.getvalue(), re.MULTILINE)
    assert seen == [("async generator ", "numbers"), ("async ", "main"), ("async ", "main")]


@pytest.mark.skipif(not hasattr(asyncio, "format_call_graph"), reason="new in 3.14")
def test_the_text_of_native_coroutines_equals_asyncios():
    async def inner():
        return asyncio.format_call_graph(), format_call_graph()

    async def main():
        return await inner()

    with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
        theirs, ours = runner.run(main())
    assert ours == theirs


# --- wrong use ------------------------------------------------------------------------------


def test_without_a_future_a_loop_must_run():
    with pytest.raises(RuntimeError, match="outside of a running event loop"):
        capture_call_graph()


def test_outside_of_a_task_there_is_nothing_to_show(loop):
    results = []
    loop.call_soon(lambda: results.extend([capture_call_graph(), format_call_graph()]))
    loop.call_soon(loop.stop)
    loop.run_forever()

    assert results == [None, ""]


@pytest.mark.parametrize("wrong", [1, object(), "task"])
def test_what_is_no_future_is_refused(wrong):
    with pytest.raises(TypeError, match="does not appear to be compatible with asyncio.Future"):
        capture_call_graph(wrong)
