"""Future: its states, its callbacks, who waits for it, and what it is chained to."""

import asyncio
import concurrent.futures
import contextvars
import copy
import gc
import pickle
import re
import sys
import threading

import pytest
from eras import need

import legacyco
from legacyco import futures

value = contextvars.ContextVar("value", default="unset")


@pytest.fixture
def future(aio_loop):
    return aio_loop.create_future()


def run_once(loop):
    loop.call_soon(loop.stop)
    loop.run_forever()


# --- states ---------------------------------------------------------------------------------


def test_a_new_future_is_pending(aio, future):
    assert not future.done()
    assert not future.cancelled()
    with pytest.raises(aio.InvalidStateError, match="Result is not (ready|set)"):
        future.result()
    with pytest.raises(aio.InvalidStateError, match="Exception is not set"):
        future.exception()


def test_a_result_is_set_once(aio, future):
    future.set_result("result")

    assert future.done() and not future.cancelled()
    assert future.result() == "result"
    assert future.exception() is None
    for again in future.set_result, future.set_exception:
        with pytest.raises(aio.InvalidStateError):
            again(ValueError("again"))
    assert not future.cancel()
    assert future.result() == "result"


@pytest.mark.parametrize("error", [LookupError("said"), LookupError], ids=["instance", "class"])
def test_an_exception_is_set_as_an_instance_or_as_a_class(future, error):
    future.set_exception(error)

    assert future.done() and not future.cancelled()
    assert isinstance(future.exception(), LookupError)
    with pytest.raises(LookupError):
        future.result()


def test_a_cancelled_future_raises_and_stays_cancelled(aio, future):
    assert future.cancel()
    assert not future.cancel()

    assert future.done() and future.cancelled()
    for method in future.result, future.exception:
        with pytest.raises(aio.CancelledError):
            method()
    with pytest.raises(aio.InvalidStateError):
        future.set_result(1)


@pytest.mark.parametrize("wrong", ["text", int, None])
def test_what_is_no_exception_is_refused_and_nothing_is_lost(wrong, loop):
    future = loop.create_future()
    with pytest.raises(TypeError, match="an exception was expected, got"):
        future.set_exception(wrong)
    future.set_result(1)
    assert loop.run_until_complete(future) == 1


def test_a_future_is_neither_copied_nor_pickled(loop):
    future = loop.create_future()
    for copier in (copy.copy, pickle.dumps):
        with pytest.raises(TypeError, match="cannot pickle 'Future' object"):
            copier(future)


def test_a_cancel_message_is_in_the_exception(loop):
    future = loop.create_future()
    future.cancel(msg="enough")

    with pytest.raises(legacyco.CancelledError, match="enough"):
        future.result()


def test_a_stop_iteration_becomes_the_cause_of_a_runtime_error(loop):
    future = loop.create_future()
    stop = StopIteration("value")
    future.set_exception(stop)

    with pytest.raises(RuntimeError, match="StopIteration interacts badly with generators") as info:
        future.result()
    assert info.value.__cause__ is stop


def test_result_raises_the_same_traceback_each_time(loop):
    def lengths():
        for _ in range(3):
            with pytest.raises(ValueError, match="once") as info:
                future.result()
            yield len(info.traceback)

    future = loop.create_future()
    future.set_exception(ValueError("once"))

    assert len(set(lengths())) == 1


def test_the_repr_says_the_state_and_the_callbacks(loop):
    def callback(future):
        pass

    future = legacyco.Future(loop=loop)
    assert repr(future) == "<Future pending>"
    future.add_done_callback(callback)
    assert re.match(
        r"<Future pending cb=\[.*callback\(\) at .*test_futures.py:\d+\]>", repr(future)
    )
    future.set_result("x" * 5)
    assert repr(future) == "<Future finished result='xxxxx'>"


def test_a_future_without_a_loop_belongs_to_the_current_one(loop):
    assert legacyco.Future().get_loop() is loop
    assert legacyco.Future(loop=loop).get_loop() is loop


def test_isfuture_knows_the_futures_of_both_libraries(aio, future):
    assert legacyco.isfuture(future)
    assert asyncio.isfuture(future)
    for other in None, 1, aio.Future, concurrent.futures.Future():
        assert not legacyco.isfuture(other)


# --- callbacks ------------------------------------------------------------------------------


def test_callbacks_run_later_in_the_order_they_were_added(aio_loop, future):
    order = []
    for number in range(5):
        future.add_done_callback(lambda _, number=number: order.append(number))

    future.set_result(None)

    assert order == []
    run_once(aio_loop)
    assert order == [0, 1, 2, 3, 4]


def test_a_callback_of_a_done_future_runs_later_too(aio_loop, future):
    called = []
    future.set_result(None)

    future.add_done_callback(called.append)

    assert called == []
    run_once(aio_loop)
    assert called == [future]


def test_remove_done_callback_removes_all_of_a_kind_and_says_how_many(aio_loop, future):
    first, second = [], []
    add_to_first, add_to_second = first.append, second.append
    for callback in add_to_first, add_to_second, add_to_first:
        future.add_done_callback(callback)

    assert future.remove_done_callback(add_to_first) == 2
    assert future.remove_done_callback(add_to_first) == 0
    future.cancel()
    run_once(aio_loop)
    assert (first, second) == ([], [future])


def test_a_callback_runs_in_the_context_it_was_added_in(loop):
    future = loop.create_future()
    seen = []

    def add(number):
        value.set(number)
        future.add_done_callback(lambda _: seen.append(value.get()))

    contextvars.copy_context().run(add, 1)
    contextvars.copy_context().run(add, 2)
    other = contextvars.copy_context()
    other.run(value.set, 3)
    future.add_done_callback(lambda _: seen.append(value.get()), context=other)
    future.add_done_callback(lambda _: seen.append(value.get()))
    future.set_result(None)
    run_once(loop)

    assert seen == [1, 2, 3, "unset"]


def test_a_callback_that_fails_does_not_keep_the_others_from_running(aio_loop, future, expect_log):
    expect_log("Exception in callback", times=1)
    called = []

    def fail(future):
        raise ValueError("from a callback")

    future.add_done_callback(fail)
    future.add_done_callback(called.append)
    future.set_result(None)
    run_once(aio_loop)

    assert called == [future]


def test_tasks_and_callbacks_that_wait_go_on_in_the_order_they_came(aio, aio_loop, future):
    order = []

    async def wait(name):
        await future
        order.append(name)

    async def main():
        waiting = []
        for number in range(3):
            waiting.append(aio_loop.create_task(wait("task %d" % number)))
            await aio.sleep(0)
            name = "callback %d" % number
            future.add_done_callback(lambda _, name=name: order.append(name))
        future.set_result(None)
        await aio.gather(*waiting)

    aio_loop.run_until_complete(main())
    assert order == ["task 0", "callback 0", "task 1", "callback 1", "task 2", "callback 2"]


def test_a_callback_can_be_removed_from_between_waiting_tasks(loop):
    order = []

    @legacyco.coroutine
    def wait(future, name):
        yield from future
        order.append(name)

    @legacyco.coroutine
    def main():
        future = loop.create_future()
        tasks = [loop.create_task(wait(future, 1))]
        yield
        future.add_done_callback(order.append)
        tasks.append(loop.create_task(wait(future, 2)))
        yield
        assert future.remove_done_callback(order.append) == 1
        future.set_result(None)
        yield from legacyco.gather(*tasks)

    loop.run_until_complete(main())
    assert order == [1, 2]


# --- waiting --------------------------------------------------------------------------------


def test_old_and_new_coroutines_wait_for_a_future_of_either_library(aio, aio_loop):
    async def new():
        future = aio_loop.create_future()
        aio_loop.call_soon(future.set_result, "new")
        return await future

    @legacyco.coroutine
    def old():
        future = aio_loop.create_future()
        aio_loop.call_soon(future.set_result, "old")
        return (yield from future)

    for make_future in aio.Future, legacyco.Future, asyncio.Future:

        async def any_kind():
            future = make_future(loop=aio_loop)  # noqa: B023
            aio_loop.call_soon(future.set_result, "any")
            return await future

        assert aio_loop.run_until_complete(any_kind()) == "any"
    assert aio_loop.run_until_complete(new()) == "new"
    assert aio_loop.run_until_complete(old()) == "old"


def test_a_future_that_is_resumed_before_it_is_done_complains(loop):
    waiting = loop.create_future().__await__()
    next(waiting)

    with pytest.raises(RuntimeError, match="await wasn't used with future"):
        next(waiting)


def test_an_exception_that_nobody_retrieves_is_logged(loop, expect_log):
    expect_log("Future exception was never retrieved", times=1)
    future = loop.create_future()
    future.set_exception(ValueError("lost"))
    del future
    gc.collect()


@pytest.mark.parametrize("look", ["result", "exception", "cancel"])
def test_an_exception_that_somebody_saw_is_not_logged(aio_loop, future, look):
    future.set_exception(ValueError("seen"))
    try:
        getattr(future, look)()
    except ValueError:
        pass
    # The log watch of the suite fails the test if there is a record.
    del future
    gc.collect()


# --- chains ---------------------------------------------------------------------------------


def test_wrap_future_follows_a_future_of_a_thread(loop):
    source = concurrent.futures.Future()
    wrapped = legacyco.wrap_future(source, loop=loop)
    thread = threading.Thread(target=source.set_result, args=("from a thread",))
    loop.call_soon(thread.start)

    assert loop.run_until_complete(wrapped) == "from a thread"
    thread.join()


def test_wrap_future_follows_an_exception(loop):
    source = concurrent.futures.Future()
    wrapped = legacyco.wrap_future(source)
    source.set_exception(LookupError("from a thread"))

    with pytest.raises(LookupError, match="from a thread"):
        loop.run_until_complete(wrapped)


def test_wrap_future_returns_a_future_as_it_is_and_refuses_the_rest(loop, aio, future):
    assert legacyco.wrap_future(future) is future
    with pytest.raises(TypeError, match="concurrent.futures.Future is expected"):
        legacyco.wrap_future(1)


def test_cancelling_the_wrapped_future_cancels_the_source_and_the_other_way_round(loop):
    source = concurrent.futures.Future()
    legacyco.wrap_future(source, loop=loop).cancel()
    run_once(loop)
    assert source.cancelled()

    source = concurrent.futures.Future()
    wrapped = legacyco.wrap_future(source, loop=loop)
    source.cancel()
    with pytest.raises(legacyco.CancelledError):
        loop.run_until_complete(wrapped)
    assert wrapped.cancelled()


def test_a_future_can_be_chained_into_one_of_a_thread(loop):
    source, destination = loop.create_future(), concurrent.futures.Future()
    futures._chain_future(source, destination)
    source.set_result("for a thread")
    run_once(loop)
    assert destination.result(0) == "for a thread"

    source, destination = loop.create_future(), concurrent.futures.Future()
    futures._chain_future(source, destination)
    destination.cancel()
    run_once(loop)
    run_once(loop)
    assert source.cancelled()


def test_each_library_wraps_what_the_other_follows(aio, aio_loop):
    for wrap in legacyco.wrap_future, asyncio.wrap_future:
        source = concurrent.futures.Future()
        wrapped = wrap(source, loop=aio_loop)
        aio_loop.call_soon(source.set_result, "both ways")
        assert aio_loop.run_until_complete(wrapped) == "both ways"


def test_a_timeout_of_concurrent_futures_arrives_as_that_of_asyncio(loop):
    source = concurrent.futures.Future()
    wrapped = legacyco.wrap_future(source)
    source.set_exception(concurrent.futures.TimeoutError("late"))

    with pytest.raises(legacyco.TimeoutError, match="late"):
        loop.run_until_complete(wrapped)


def test_a_task_that_waits_for_a_future_of_another_loop_is_told_so(aio, aio_loop):
    other_loop = aio.new_event_loop()
    future = other_loop.create_future()

    async def main():
        await future

    with pytest.raises(RuntimeError, match="got Future <.*> attached to a different loop"):
        aio_loop.run_until_complete(main())
    other_loop.close()


def test_run_until_complete_refuses_a_future_of_another_loop(aio, aio_loop):
    other_loop = aio.new_event_loop()
    with pytest.raises(ValueError, match="different loop|must agree with Future"):
        aio_loop.run_until_complete(other_loop.create_future())
    other_loop.close()


def test_a_future_can_be_subscripted_for_annotations():
    if sys.version_info < (3, 7):
        pytest.skip("classes cannot say how they are subscripted")
    assert "Future" in repr(legacyco.Future[int])


def test_a_future_of_asyncio_tells_its_loop_as_ours_does(aio, future, aio_loop):
    need(asyncio.Future, "get_loop")
    assert future.get_loop() is aio_loop


# --- who asks for the class ---------------------------------------------------------------------


def test_an_instance_of_asyncios_classes_for_whoever_asks_so(loop):
    # As tornado does, and many others.
    async def nothing():
        pass

    future, task = loop.create_future(), loop.create_task(nothing())
    gathered = legacyco.gather(task)
    for each in (future, task, gathered):
        assert isinstance(each, asyncio.Future)
        assert isinstance(each, legacyco.Future)
        assert not isinstance(each, legacyco.Lock)
    assert isinstance(task, asyncio.Task) and isinstance(task, legacyco.Task)
    assert not isinstance(future, (asyncio.Task, legacyco.Task))
    assert repr(gathered).startswith("<_GatheringFuture pending")
    loop.run_until_complete(gathered)


def test_a_subclass_stands_for_itself(loop):
    class Mine(legacyco.Future):
        def another(self):
            return self.__class__(loop=self.get_loop())

    assert type(Mine(loop=loop).another()) is Mine
    assert Mine(loop=loop).__class__ is Mine
