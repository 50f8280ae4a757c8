"""sleep, wait, wait_for, gather, shield, as_completed and those that make tasks."""

import asyncio
import gc
import threading

import pytest

import legacyco


@legacyco.coroutine
def old(result, delay=0):
    yield from legacyco.sleep(delay)
    return result


async def new(result, delay=0):
    await legacyco.sleep(delay)
    return result


def plain(result, delay=0):
    yield from legacyco.sleep(delay)
    return result


class Awaitable:
    def __init__(self, result, delay=0):
        self.arguments = result, delay

    def __await__(self):
        return (yield from plain(*self.arguments))


DIALECTS = [old, new, plain]


@pytest.fixture(params=DIALECTS, ids=["old", "new", "plain"])
def dialect(request):
    return request.param


@pytest.fixture(params=["await", "decorated", "plain generator"])
def wait_in(request, fake_loop):
    """Run what a function returns by each of the ways to wait, on a clock that jumps."""

    async def by_await(make):
        return await make()

    @legacyco.coroutine
    def by_decorated(make):
        return (yield from make())

    def by_plain_generator(make):
        return (yield from make())

    way = {"await": by_await, "decorated": by_decorated, "plain generator": by_plain_generator}

    def run(make):
        return fake_loop.run_until_complete(way[request.param](make))

    return run


def run_once(loop):
    loop.call_soon(loop.stop)
    loop.run_forever()


def finish(loop, *tasks):
    for task in tasks:
        task.cancel()
    loop.run_until_complete(legacyco.gather(*tasks, return_exceptions=True))


# --- by every way to wait -------------------------------------------------------------------


def test_sleep_takes_its_time_and_returns_its_result(wait_in, fake_loop):
    assert wait_in(lambda: legacyco.sleep(5, "slept")) == "slept"
    assert fake_loop.time() == 5
    assert wait_in(lambda: legacyco.sleep(0, "turn", loop=fake_loop)) == "turn"
    assert wait_in(lambda: legacyco.sleep(-1, "turn")) == "turn"
    assert fake_loop.time() == 5


def test_everything_that_waits_can_be_waited_for_in_every_way(wait_in, fake_loop):
    loop = fake_loop
    assert wait_in(lambda: legacyco.gather(old(1), new(2), plain(3))) == [1, 2, 3]
    assert wait_in(lambda: legacyco.shield(new(1))) == 1
    assert wait_in(lambda: legacyco.wait_for(new(1, 1), 2)) == 1
    assert wait_in(lambda: legacyco.wait_for(plain(1, 1), None)) == 1
    done, pending = wait_in(lambda: legacyco.wait([old(1), new(2), plain(3)]))
    assert sorted(task.result() for task in done) == [1, 2, 3] and not pending
    assert wait_in(lambda: next(legacyco.as_completed([new(1)], loop=loop))) == 1
    assert wait_in(lambda: legacyco.ensure_future(Awaitable(1), loop=loop)) == 1


# --- sleep ----------------------------------------------------------------------------------


def test_sleep_refuses_what_is_not_a_number(fake_loop):
    with pytest.raises(ValueError, match="Invalid delay: NaN"):
        fake_loop.run_until_complete(legacyco.sleep(float("nan")))


def test_a_cancelled_sleep_leaves_no_timer(fake_loop):
    task = fake_loop.create_task(legacyco.sleep(3600))
    run_once(fake_loop)
    finish(fake_loop, task)
    run_once(fake_loop)
    assert not fake_loop._scheduled


def test_sleepers_of_equal_time_wake_in_the_order_they_fell_asleep(fake_loop):
    order = []

    async def sleeper(number):
        await legacyco.sleep(1)
        order.append(number)

    fake_loop.run_until_complete(legacyco.gather(*map(sleeper, range(20))))
    assert order == list(range(20))


# --- wait -----------------------------------------------------------------------------------


def test_wait_returns_what_is_done_at_the_timeout(aio, aio_fake_loop):
    async def sleep_and_return(delay):
        await aio.sleep(delay)
        return delay

    async def main():
        tasks = [aio_fake_loop.create_task(sleep_and_return(delay)) for delay in (1, 5)]
        done, pending = await aio.wait(tasks, timeout=2)
        assert (done, pending) == ({tasks[0]}, {tasks[1]})
        assert aio_fake_loop.time() == 2
        return await tasks[1]

    assert aio_fake_loop.run_until_complete(main()) == 5


@pytest.mark.parametrize(
    "return_when, until", [("FIRST_COMPLETED", 1), ("FIRST_EXCEPTION", 2), ("ALL_COMPLETED", 3)]
)
def test_wait_returns_when_it_is_told_to(aio, aio_fake_loop, return_when, until):
    async def succeed(delay):
        await aio.sleep(delay)

    async def fail(delay):
        await aio.sleep(delay)
        raise ValueError("failed")

    async def main():
        tasks = list(map(aio_fake_loop.create_task, [succeed(1), fail(2), succeed(3)]))
        done, pending = await aio.wait(tasks, return_when=getattr(aio, return_when))
        assert (done, pending) == (set(tasks[:until]), set(tasks[until:]))
        await aio.gather(*tasks, return_exceptions=True)

    aio_fake_loop.run_until_complete(main())


def test_wait_starts_coroutines_in_the_order_given(fake_loop):
    order = []

    async def start(number):
        order.append(number)

    fake_loop.run_until_complete(legacyco.wait([start(number) for number in range(10)]))
    assert order == list(range(10))


def test_wait_refuses_what_is_no_collection(fake_loop):
    run = fake_loop.run_until_complete
    coro = new(1)
    with pytest.raises(TypeError, match="expect a list of futures, not coroutine"):
        run(legacyco.wait(coro))
    coro.close()
    with pytest.raises(TypeError, match="expect a list of futures, not Future"):
        run(legacyco.wait(fake_loop.create_future()))
    with pytest.raises(ValueError, match="Set of Tasks/Futures is empty"):
        run(legacyco.wait([]))
    with pytest.raises(ValueError, match="Invalid return_when value: when"):
        run(legacyco.wait([fake_loop.create_future()], return_when="when"))


def test_wait_leaves_no_callbacks_behind(fake_loop):
    future = fake_loop.create_future()
    before = repr(future)
    fake_loop.run_until_complete(legacyco.wait([future], timeout=1))
    assert repr(future) == before


# --- wait_for -------------------------------------------------------------------------------


def test_wait_for_cancels_what_is_late(fake_loop, dialect):
    task = fake_loop.create_task(dialect(1, 3600))
    with pytest.raises(legacyco.TimeoutError):
        fake_loop.run_until_complete(legacyco.wait_for(task, 10))
    assert task.cancelled()
    assert fake_loop.time() == 10


def test_wait_for_cancels_what_is_late_inside_the_waiting_task(fake_loop, dialect):
    with pytest.raises(legacyco.TimeoutError):
        fake_loop.run_until_complete(legacyco.wait_for(dialect(1, 3600), 10))
    assert fake_loop.time() == 10


@pytest.mark.parametrize("timeout", [0, -1])
def test_wait_for_without_any_time_gives_only_what_is_done(fake_loop, timeout):
    done, pending = fake_loop.create_future(), fake_loop.create_future()
    done.set_result("done")
    run = fake_loop.run_until_complete

    assert run(legacyco.wait_for(done, timeout)) == "done"
    with pytest.raises(legacyco.TimeoutError):
        run(legacyco.wait_for(pending, timeout))
    assert pending.cancelled()


def test_a_cancelled_wait_for_cancels_what_it_waits_for(fake_loop):
    future = fake_loop.create_future()
    task = fake_loop.create_task(legacyco.wait_for(future, 10))
    run_once(fake_loop)
    task.cancel()
    with pytest.raises(legacyco.CancelledError):
        fake_loop.run_until_complete(task)
    assert future.cancelled()


def test_wait_for_gives_the_exception_of_what_it_waits_for(fake_loop):
    async def fail():
        raise LookupError("inside")

    with pytest.raises(LookupError, match="inside"):
        fake_loop.run_until_complete(legacyco.wait_for(fail(), 10))


# --- gather ---------------------------------------------------------------------------------


def test_gather_keeps_the_order_of_its_arguments_and_runs_each_once(fake_loop):
    coro = new("twice", 2)

    async def main():
        return await legacyco.gather(old("old", 3), coro, plain("plain", 1), coro)

    assert fake_loop.run_until_complete(main()) == ["old", "twice", "plain", "twice"]
    assert fake_loop.time() == 3


def test_gather_of_nothing_is_done(fake_loop):
    assert fake_loop.run_until_complete(legacyco.gather()) == []
    assert fake_loop.run_until_complete(legacyco.gather(loop=fake_loop)) == []


def test_the_first_exception_is_that_of_gather_and_the_others_go_on(aio, aio_fake_loop):
    finished = []

    async def fail():
        raise ValueError("first")

    async def finish_later():
        await aio.sleep(1)
        finished.append(True)

    async def main():
        with pytest.raises(ValueError, match="first"):
            await aio.gather(fail(), finish_later())
        assert not finished
        await aio.sleep(2)

    aio_fake_loop.run_until_complete(main())
    assert finished


def test_gather_may_return_exceptions(aio, aio_fake_loop):
    error = ValueError("returned")

    async def fail():
        raise error

    async def cancel():
        raise aio.CancelledError

    async def main():
        return await aio.gather(fail(), cancel(), return_exceptions=True)

    results = aio_fake_loop.run_until_complete(main())
    assert results[0] is error
    assert isinstance(results[1], aio.CancelledError)


def test_cancelling_gather_cancels_its_children(aio, aio_fake_loop):
    async def sleep():
        await aio.sleep(3600)

    async def main():
        children = [aio_fake_loop.create_task(sleep()) for _ in range(2)]
        outer = aio.gather(*children)
        await aio.sleep(0)
        assert outer.cancel()
        with pytest.raises(aio.CancelledError):
            await outer
        assert all(child.cancelled() for child in children)

    aio_fake_loop.run_until_complete(main())


# --- shield ---------------------------------------------------------------------------------


def test_a_shield_keeps_a_cancellation_from_what_it_protects(aio, aio_fake_loop):
    async def protected():
        await aio.sleep(10)
        return "went on"

    async def wait(inner):
        await aio.shield(inner)

    async def main():
        inner = aio_fake_loop.create_task(protected())
        outer = aio_fake_loop.create_task(wait(inner))
        await aio.sleep(1)
        outer.cancel()
        with pytest.raises(aio.CancelledError):
            await outer
        return await inner

    assert aio_fake_loop.run_until_complete(main()) == "went on"


def test_a_shield_passes_results_exceptions_and_inner_cancellations_on(fake_loop):
    async def fail():
        raise LookupError("inside")

    async def main():
        assert await legacyco.shield(plain("result")) == "result"
        with pytest.raises(LookupError, match="inside"):
            await legacyco.shield(fail())
        inner = fake_loop.create_future()
        outer = legacyco.shield(inner)
        inner.cancel()
        with pytest.raises(legacyco.CancelledError):
            await outer

    fake_loop.run_until_complete(main())


# --- as_completed ---------------------------------------------------------------------------


def test_as_completed_gives_results_in_the_order_of_completion(fake_loop):
    @legacyco.coroutine
    def main():
        results = []
        for each in legacyco.as_completed([old("c", 3), new("a", 1), plain("b", 2)]):
            results.append((yield from each))
        return results

    assert fake_loop.run_until_complete(main()) == ["a", "b", "c"]


def test_as_completed_can_be_iterated_with_async_for_on_every_python(fake_loop):
    async def main():
        tasks = [legacyco.create_task(new(delay, delay)) for delay in (2, 1)]
        return [task async for task in legacyco.as_completed(tasks)] == tasks[::-1]

    assert fake_loop.run_until_complete(main())


def test_as_completed_raises_for_what_is_late(aio, aio_fake_loop):
    async def sleep_and_return(delay):
        await aio.sleep(delay)
        return delay

    async def main():
        tasks = [aio_fake_loop.create_task(sleep_and_return(delay)) for delay in (1, 3600)]
        iterator = iter(aio.as_completed(tasks, timeout=2))
        assert await next(iterator) == 1
        with pytest.raises(aio.TimeoutError):
            await next(iterator)
        tasks[1].cancel()

    aio_fake_loop.run_until_complete(main())


def test_as_completed_refuses_a_single_awaitable(fake_loop):
    coro = new(1)
    with pytest.raises(TypeError, match="expects an iterable of awaitables, not coroutine"):
        legacyco.as_completed(coro, loop=fake_loop)
    coro.close()


# --- making tasks ---------------------------------------------------------------------------


def test_ensure_future_takes_anything_that_can_be_run(fake_loop, dialect):
    task = legacyco.ensure_future(dialect("ran"), loop=fake_loop)
    assert isinstance(task, legacyco.Task)
    assert legacyco.ensure_future(task) is task
    assert legacyco.ensure_future(task, loop=fake_loop) is task
    assert fake_loop.run_until_complete(task) == "ran"
    assert fake_loop.run_until_complete(legacyco.ensure_future(Awaitable("too"))) == "too"


def test_the_old_name_of_ensure_future_is_there(fake_loop):
    ensure = getattr(legacyco, "async")
    assert fake_loop.run_until_complete(ensure(old("by its old name"), loop=fake_loop)) == (
        "by its old name"
    )


def test_ensure_future_refuses_the_rest(fake_loop):
    for wrong in None, 1, new, [], iter([]):
        with pytest.raises(TypeError, match="a coroutine or an awaitable is required"):
            legacyco.ensure_future(wrong, loop=fake_loop)
    other = legacyco.new_event_loop()
    with pytest.raises(ValueError, match="different loop"):
        legacyco.ensure_future(other.create_future(), loop=fake_loop)
    other.close()


def test_create_task_needs_a_running_loop(fake_loop):
    coro = new(1)
    with pytest.raises(RuntimeError, match="no running event loop"):
        legacyco.create_task(coro)
    coro.close()


def test_create_task_on_a_loop_of_asyncio_takes_every_dialect():
    async def main():
        tasks = [legacyco.create_task(make(make.__name__), name="named") for make in DIALECTS]
        return await asyncio.gather(*tasks)

    loop = asyncio.new_event_loop()
    try:
        assert loop.run_until_complete(main()) == ["old", "new", "plain"]
    finally:
        loop.close()


def test_run_coroutine_threadsafe_runs_any_dialect_for_another_thread(loop, dialect):
    def thread():
        results.append(legacyco.run_coroutine_threadsafe(dialect("ran"), loop).result(20))
        loop.call_soon_threadsafe(loop.stop)

    results = []
    other = threading.Thread(target=thread)
    other.start()
    loop.run_forever()
    other.join()
    assert results == ["ran"]


def test_run_coroutine_threadsafe_passes_a_cancellation_on(loop):
    seen = []

    async def wait():
        try:
            await loop.create_future()
        finally:
            seen.append("ended")
            loop.stop()

    future = legacyco.run_coroutine_threadsafe(wait(), loop)
    run_once(loop)
    run_once(loop)
    future.cancel()
    loop.run_forever()
    assert seen == ["ended"] and future.cancelled()
    run_once(loop)


def test_run_coroutine_threadsafe_refuses_what_is_no_coroutine(loop):
    with pytest.raises(TypeError, match="A coroutine object is required, got 1"):
        legacyco.run_coroutine_threadsafe(1, loop)


@pytest.mark.parametrize("function", ["gather", "shield", "wait", "wait_for", "as_completed"])
def test_every_function_takes_the_loop_as_it_did(fake_loop, function):
    arguments = {
        "gather": [fake_loop.create_future()],
        "shield": [fake_loop.create_future()],
        "wait": [[fake_loop.create_future()]],
        "wait_for": [fake_loop.create_future(), 10],
        "as_completed": [[fake_loop.create_future()]],
    }[function]
    waiting = getattr(legacyco, function)(*arguments, loop=fake_loop)
    if hasattr(waiting, "close"):
        waiting.close()
    gc.collect()
