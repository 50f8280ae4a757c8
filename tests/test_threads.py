"""to_thread(), and the executors below it, in every dialect."""

import asyncio
import concurrent.futures
import contextvars
import functools
import inspect
import threading

import pytest
from eras import need

import legacyco

value = contextvars.ContextVar("value", default="unset")


def echo(*args, **kwargs):
    return args, kwargs


def test_to_thread_calls_the_function_in_another_thread(aio, aio_loop):
    need(aio, "to_thread")

    async def main():
        return await aio.to_thread(threading.current_thread)

    assert aio_loop.run_until_complete(main()) is not threading.current_thread()


def test_to_thread_can_be_awaited_and_yielded_from(loop):
    async def native():
        return await legacyco.to_thread(echo, 1, two=2)

    @legacyco.coroutine
    def decorated():
        return (yield from legacyco.to_thread(echo, 1, two=2))

    def plain():
        return (yield from legacyco.to_thread(echo, 1, two=2))

    for dialect in (native, decorated, plain):
        assert loop.run_until_complete(dialect()) == ((1,), {"two": 2})


@pytest.mark.parametrize("name", ["func", "self", "call", "callable", "loop", "context"])
def test_every_keyword_reaches_the_function(loop, name):
    # asyncio's own on PyPy takes two of them for itself.
    call = legacyco.to_thread(echo, "positional", **{name: "keyword"})
    assert loop.run_until_complete(call) == (("positional",), {name: "keyword"})


def test_to_thread_raises_what_the_function_raises(aio, aio_loop):
    need(aio, "to_thread")

    async def main():
        await aio.to_thread(int, "no number")

    with pytest.raises(ValueError, match="invalid literal for int"):
        aio_loop.run_until_complete(main())


def test_the_thread_sees_a_copy_of_the_context(aio, aio_loop):
    need(aio, "to_thread")

    def in_thread():
        seen = value.get()
        value.set("set in the thread")
        return seen

    async def main():
        value.set("set by the task")
        return await aio.to_thread(in_thread), value.get()

    assert aio_loop.run_until_complete(main()) == ("set by the task", "set by the task")
    assert value.get() == "unset"


def test_to_thread_wants_a_function():
    with pytest.raises(
        TypeError, match="to_thread.. missing 1 required positional argument: 'func'"
    ):
        legacyco.to_thread()
    with pytest.raises(TypeError, match="a callable object was expected by to_thread.., got 42"):
        legacyco.to_thread(42)


def test_to_thread_wants_a_running_loop():
    with pytest.raises(RuntimeError, match="no running event loop"):
        legacyco.to_thread(echo).send(None)


def test_the_signature_says_that_func_is_positional_only(aio):
    need(aio, "to_thread")
    assert [str(each.kind) for each in inspect.signature(aio.to_thread).parameters.values()] == [
        "POSITIONAL_ONLY",
        "VAR_POSITIONAL",
        "VAR_KEYWORD",
    ]


def test_partial_functions_keep_their_arguments(loop):
    call = functools.partial(echo, 1, two=2)
    assert loop.run_until_complete(legacyco.to_thread(call, 3, four=4)) == (
        (1, 3),
        {"two": 2, "four": 4},
    )


@pytest.mark.parametrize("new_loop", [asyncio.new_event_loop, "uvloop"])
def test_to_thread_works_on_other_loops(new_loop):
    if new_loop == "uvloop":
        new_loop = pytest.importorskip("uvloop").new_event_loop

    def main():
        return (yield from legacyco.to_thread(echo, "elsewhere"))

    assert legacyco.run(main(), loop_factory=new_loop) == (("elsewhere",), {})


# --- the default executor -------------------------------------------------------------------


def test_shutting_the_default_executor_down_ends_its_threads(aio, aio_loop):
    need(aio, "BaseEventLoop.shutdown_default_executor")

    async def main():
        thread = await aio_loop.run_in_executor(None, threading.current_thread)
        await aio_loop.shutdown_default_executor()
        return thread

    assert not aio_loop.run_until_complete(main()).is_alive()
    with pytest.raises(RuntimeError, match="Executor shutdown has been called"):
        aio_loop.run_in_executor(None, echo)


def test_an_executor_that_nobody_used_is_shut_down_at_once(loop):
    loop.run_until_complete(loop.shutdown_default_executor())
    with pytest.raises(RuntimeError, match="Executor shutdown has been called"):
        loop.run_in_executor(None, echo)


def test_other_executors_outlive_the_default_one(loop):
    loop.run_until_complete(loop.shutdown_default_executor())
    with concurrent.futures.ThreadPoolExecutor(1) as executor:
        assert loop.run_until_complete(loop.run_in_executor(executor, echo, 1)) == ((1,), {})


@pytest.mark.parametrize("dialect", ["native", "plain"])
def test_shutting_down_warns_of_threads_that_do_not_end_in_time(loop, dialect):
    blocked = threading.Event()

    async def native():
        future = loop.run_in_executor(None, blocked.wait)
        await loop.shutdown_default_executor(timeout=0.01)
        return future

    def plain():
        future = loop.run_in_executor(None, blocked.wait)
        yield from loop.shutdown_default_executor(0.01)
        return future

    main = {"native": native, "plain": plain}[dialect]
    with pytest.warns(
        RuntimeWarning,
        match="The executor did not finishing joining its threads within 0.01 seconds",
    ):
        future = loop.run_until_complete(main())
    blocked.set()
    assert loop.run_until_complete(future) is True


def test_what_the_executor_raises_at_its_end_is_raised(loop):
    class Executor(concurrent.futures.ThreadPoolExecutor):
        def shutdown(self, wait=True):
            if wait:
                raise OSError("cannot end")
            super().shutdown(wait)

    loop.set_default_executor(Executor())
    with pytest.raises(OSError, match="cannot end"):
        loop.run_until_complete(loop.shutdown_default_executor())


def test_threads_of_the_default_executor_are_named_after_asyncio(loop):
    thread = loop.run_until_complete(loop.run_in_executor(None, threading.current_thread))
    assert thread.name.startswith("asyncio_")
