"""The decorator: what it takes, what it gives, and who accepts that."""

import asyncio
import gc
import inspect
import sys
import traceback
import types
import warnings

import pytest
from eras import need

import legacyco
from legacyco import coroutines


@legacyco.coroutine
def old(result, turns=1):
    """Return *result* after some turns of the loop."""
    for _ in range(turns):
        yield
    return result


async def new(result, turns=1):
    for _ in range(turns):
        await legacyco.sleep(0)
    return result


def plain_generator(result):
    yield from legacyco.sleep(0)
    return result


class Awaitable:
    def __init__(self, result):
        self.result = result

    def __await__(self):
        yield from legacyco.sleep(0)
        return self.result


@pytest.fixture(params=["native", "shell"])
def decorate(request):
    """The decorator, and what it does on an interpreter that refuses the flags."""
    if request.param == "native":
        return legacyco.coroutine
    return coroutines._as_shell_of_generator


# --- methods that the interpreter calls -----------------------------------------------------


class Request:
    """What old clients return: to be yielded from, awaited, or iterated."""

    @legacyco.coroutine
    def __iter__(self):
        return (yield from old("iter"))

    @legacyco.coroutine
    def __await__(self):
        return (yield from new("await"))

    @legacyco.coroutine
    def __aiter__(self):
        return self

    @legacyco.coroutine
    def __anext__(self):
        yield from new(None)
        raise StopAsyncIteration


class ShellRequest:
    """The same, by methods that are no generators."""

    @legacyco.coroutine
    def __iter__(self):
        return new("iter")

    @legacyco.coroutine
    def __await__(self):
        return old("await")


class LateRequest(Request):
    @legacyco.coroutine
    def __aiter__(self):
        yield from new(None)
        return self


@pytest.mark.parametrize("request_class", [Request, ShellRequest])
def test_a_decorated_iter_is_yielded_from_and_a_decorated_await_awaited(loop, request_class):
    @legacyco.coroutine
    def yielding():
        return (yield from request_class())

    def plainly_yielding():
        return (yield from request_class())

    async def awaiting():
        return await request_class()

    assert loop.run_until_complete(yielding()) == "iter"
    assert loop.run_until_complete(plainly_yielding()) == "iter"
    assert loop.run_until_complete(awaiting()) == "await"


def test_what_a_decorated_iter_returns_can_be_awaited_and_is_a_coroutine(loop):
    async def awaiting():
        return await Request().__iter__()

    assert legacyco.iscoroutinefunction(Request().__iter__)
    assert legacyco.iscoroutine(Request().__iter__())
    assert loop.run_until_complete(awaiting()) == "iter"


@pytest.mark.parametrize("request_class", [Request, LateRequest])
def test_a_decorated_aiter_is_iterated(loop, request_class):
    async def iterate():
        return [each async for each in request_class()]

    assert loop.run_until_complete(iterate()) == []


def test_an_aiter_that_waits_can_be_awaited_as_of_old(loop):
    @legacyco.coroutine
    def iterate():
        iterator = yield from LateRequest().__aiter__()
        return iterator

    assert isinstance(loop.run_until_complete(iterate()), LateRequest)


# --- what it takes --------------------------------------------------------------------------


def test_a_decorated_generator_function_returns_what_the_generator_returns(loop, decorate):
    @decorate
    def add(a, b=2, *more, c, d=4, **others):
        yield
        return (a, b, more, c, d, others)

    assert loop.run_until_complete(add(1, c=3)) == (1, 2, (), 3, 4, {})
    assert loop.run_until_complete(add(1, 5, 6, c=7, d=8, e=9)) == (1, 5, (6,), 7, 8, {"e": 9})
    with pytest.raises(TypeError, match="missing 1 required keyword-only argument: 'c'"):
        loop.run_until_complete(add(1))


def test_a_decorated_function_sees_and_changes_its_closure(loop, decorate):
    count = 0

    @decorate
    def increment():
        nonlocal count
        yield
        count += 1
        return increment

    assert loop.run_until_complete(increment()) is increment
    assert count == 1


def test_name_docstring_and_annotations_stay(decorate):
    def documented(a: int, *, b: str = "b") -> bool:
        """Say what it is."""
        yield

    documented.mark = "kept"
    function = decorate(documented)

    assert function.__name__ == "documented"
    assert function.__qualname__ == documented.__qualname__
    assert function.__module__ == __name__
    assert function.__doc__ == "Say what it is."
    assert function.__annotations__ == {"a": int, "b": str, "return": bool}
    assert function.mark == "kept"
    assert str(inspect.signature(function)) == str(inspect.signature(documented))


def test_the_undecorated_function_stays_a_generator_function(decorate):
    def original():
        yield 1

    decorate(original)

    assert inspect.isgeneratorfunction(original)
    assert not inspect.iscoroutinefunction(original)
    assert list(original()) == [1]


def test_the_decorated_function_stands_for_the_original_and_does_not_wrap_it():
    def original():
        yield

    function = legacyco.coroutine(original)

    assert function is not original
    assert not hasattr(function, "__wrapped__")


def test_a_plain_function_may_return_a_value_or_anything_to_wait_for(loop):
    future = loop.create_future()
    future.set_result("future")
    for returned, result in [
        (None, None),
        ("value", "value"),
        ([1, 2], [1, 2]),
        (new("new"), "new"),
        (old("old"), "old"),
        (plain_generator("generator"), "generator"),
        (Awaitable("awaitable"), "awaitable"),
        (future, "future"),
        (legacyco.sleep(0, "sleep"), "sleep"),
    ]:

        @legacyco.coroutine
        def plain():
            return returned  # noqa: B023

        assert inspect.iscoroutinefunction(plain)
        assert loop.run_until_complete(plain()) == result


def test_a_plain_function_is_called_when_it_is_awaited_and_may_raise(loop):
    @legacyco.coroutine
    def fail():
        raise LookupError("from a plain function")

    coro = fail()
    with pytest.raises(LookupError, match="from a plain function"):
        loop.run_until_complete(coro)


def test_methods_class_methods_and_static_methods_in_both_orders(loop, decorate):
    def decorate_any(func):
        if isinstance(func, (classmethod, staticmethod)):
            return type(func)(decorate(func.__func__))
        return decorate(func)

    decorator = legacyco.coroutine if decorate is legacyco.coroutine else decorate_any

    class Thing:
        @decorator
        def method(self, x):
            yield
            return (type(self).__name__, x)

        @classmethod
        @decorator
        def inner_class(cls, x):
            yield
            return (cls.__name__, x)

        @decorator
        @classmethod
        def outer_class(cls, x):
            yield
            return (cls.__name__, x)

        @staticmethod
        @decorator
        def inner_static(x):
            yield
            return x

        @decorator
        @staticmethod
        def outer_static(x):
            yield
            return x

    class Other(Thing):
        pass

    run = loop.run_until_complete
    assert run(Other().method(1)) == ("Other", 1)
    assert run(Other.inner_class(2)) == ("Other", 2)
    assert run(Other.outer_class(3)) == ("Other", 3)
    assert run(Other().inner_static(4)) == 4
    assert run(Other().outer_static(5)) == 5


def test_an_overridden_method_reaches_its_parent_by_super(loop):
    class Parent:
        @legacyco.coroutine
        def work(self):
            yield
            return "parent"

    class Child(Parent):
        @legacyco.coroutine
        def work(self):
            return "child of " + (yield from super().work())

    assert loop.run_until_complete(Child().work()) == "child of parent"


def test_an_async_def_function_is_returned_as_it_is():
    assert legacyco.coroutine(new) is new
    assert legacyco.coroutine(old) is old


def test_any_callable_may_be_decorated(loop):
    import functools

    class Caller:
        def __call__(self, x):
            yield
            return x

    assert loop.run_until_complete(legacyco.coroutine(Caller())(1)) == 1
    assert loop.run_until_complete(legacyco.coroutine(functools.partial(old, 2))()) == 2
    assert loop.run_until_complete(legacyco.coroutine(functools.partial(plain_generator, 3))()) == 3


@pytest.mark.parametrize("wrong", [None, 1, "name"])
def test_what_cannot_be_called_is_refused(wrong):
    with pytest.raises(TypeError, match="a function was expected, got .*above the def"):
        legacyco.coroutine(wrong)


def test_a_generator_decorated_by_types_coroutine_is_a_coroutine_function_of_the_new_kind(loop):
    function = legacyco.coroutine(types.coroutine(plain_generator))

    assert loop.run_until_complete(function("result")) == "result"


# --- what it gives --------------------------------------------------------------------------


def test_the_result_is_a_native_coroutine(decorate):
    @decorate
    def decorated():
        yield

    coro = decorated()

    assert inspect.iscoroutinefunction(decorated)
    assert inspect.iscoroutine(coro)
    assert type(coro) is types.CoroutineType
    assert coro.cr_code.co_name in ("decorated", "shell")
    coro.close()


def test_old_awaits_new_and_new_awaits_old(loop):
    @legacyco.coroutine
    def outer_old():
        return (yield from new("new in old"))

    async def outer_new():
        return await old("old in new")

    @legacyco.coroutine
    def outermost():
        return (yield from outer_old()), (yield from outer_new())

    assert loop.run_until_complete(outermost()) == ("new in old", "old in new")


def test_old_may_yield_from_everything_that_can_be_awaited(loop):
    @legacyco.coroutine
    def all_of_them():
        future = loop.create_future()
        loop.call_soon(future.set_result, "future")
        task = loop.create_task(new("task"))
        return [
            (yield from future),
            (yield from task),
            (yield from new("new")),
            (yield from old("old")),
            (yield from plain_generator("generator")),
            (yield from legacyco.sleep(0, "sleep")),
            (yield from legacyco.gather(old(1), new(2))),
        ]

    assert loop.run_until_complete(all_of_them()) == [
        *("future", "task", "new", "old", "generator", "sleep", [1, 2])
    ]


def test_a_plain_generator_may_yield_from_what_legacyco_offers_and_not_from_a_coroutine(loop):
    def plain():
        future = loop.create_future()
        loop.call_soon(future.set_result, 1)
        yield from future
        yield from legacyco.sleep(0)
        yield from legacyco.wait([legacyco.ensure_future(old(2))])
        yield from legacyco.wait_for(old(3), 10)
        yield from old(4)

    with pytest.raises(TypeError, match="coroutine"):
        # It says so before the coroutine is started, which is then never awaited.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)
            loop.run_until_complete(plain())
            gc.collect()


@pytest.mark.parametrize("function", [old, new], ids=["old", "new"])
def test_a_coroutine_that_is_never_awaited_is_reported(function):
    with warnings.catch_warnings():
        # Of the tests before, which PyPy need not have collected.
        warnings.simplefilter("ignore")
        gc.collect()
    with pytest.warns(RuntimeWarning, match="coroutine '%s' was never awaited" % function.__name__):
        function(1)
        gc.collect()


def test_what_is_thrown_in_arrives_and_close_runs_the_finally(decorate):
    seen = []

    @decorate
    def catcher():
        try:
            yield
        except KeyError as exc:
            seen.append(exc)
        try:
            yield
        finally:
            seen.append("closed")

    coro, error = catcher(), KeyError("thrown")
    coro.send(None)
    coro.throw(error)
    coro.close()

    assert seen == [error, "closed"]
    with pytest.raises(RuntimeError, match="cannot reuse already awaited coroutine"):
        coro.send(None)


def test_a_value_sent_in_is_what_yield_returns():
    @legacyco.coroutine
    def echo():
        return (yield), (yield)

    coro = echo()
    coro.send(None)
    coro.send(1)
    with pytest.raises(StopIteration) as info:
        coro.send(2)
    assert info.value.value == (1, 2)


def test_a_stop_iteration_that_gets_out_becomes_a_runtime_error(loop, decorate):
    @decorate
    def stopping():
        yield
        raise StopIteration("out")

    with pytest.raises(RuntimeError, match="(coroutine|generator) raised StopIteration"):
        loop.run_until_complete(stopping())


def test_a_traceback_shows_the_lines_of_both_dialects_and_nothing_between(loop):
    @legacyco.coroutine
    def innermost():
        yield
        raise ValueError("deep")

    async def middle():
        await innermost()

    @legacyco.coroutine
    def outermost():
        yield from middle()

    with pytest.raises(ValueError, match="deep") as info:
        loop.run_until_complete(outermost())

    names = [entry.name for entry in traceback.extract_tb(info.value.__traceback__)]
    assert names[-3:] == ["outermost", "middle", "innermost"]


def test_the_chain_of_awaits_can_be_followed_from_outside(loop):
    @legacyco.coroutine
    def inner():
        yield

    @legacyco.coroutine
    def outer():
        yield from inner()

    coro = outer()
    coro.send(None)
    assert coro.cr_await.cr_code.co_name == "inner"
    assert inspect.getcoroutinestate(coro) == "CORO_SUSPENDED"
    coro.close()


# --- who accepts it -------------------------------------------------------------------------


def test_asyncio_runs_it(decorate):
    need(asyncio, "run")

    @decorate
    def main():
        task = asyncio.create_task(old(1))
        return (yield from task), (yield from asyncio.gather(old(2), new(3)))

    assert asyncio.run(main()) == (1, [2, 3])


def test_asyncio_on_an_interpreter_without_run_runs_it():
    loop = asyncio.new_event_loop()
    try:
        assert loop.run_until_complete(old(1)) == 1
    finally:
        loop.close()


def test_asyncios_task_group_takes_it():
    need(asyncio, "TaskGroup")

    async def main():
        async with asyncio.TaskGroup() as group:
            return await group.create_task(old("from a group"))

    assert asyncio.run(main()) == "from a group"


def test_asyncios_start_server_calls_it():
    need(asyncio, "run")

    @legacyco.coroutine
    def shout(reader, writer):
        line = yield from reader.readline()
        writer.write(line.upper())
        yield from writer.drain()
        writer.close()

    async def main():
        server = await asyncio.start_server(shout, "127.0.0.1", 0)
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        writer.write(b"hello\n")
        line = await reader.readline()
        writer.close()
        server.close()
        await server.wait_closed()
        return line

    assert asyncio.run(main()) == b"HELLO\n"


def test_uvloop_runs_it():
    uvloop = pytest.importorskip("uvloop")
    loop = uvloop.new_event_loop()
    try:
        assert loop.run_until_complete(old(1)) == 1
        assert loop.run_until_complete(legacyco.Task(old(2), loop=loop)) == 2
        assert loop.run_until_complete(legacyco.Task(plain_generator(3), loop=loop)) == 3
    finally:
        loop.close()


# --- what is a coroutine --------------------------------------------------------------------


def test_iscoroutine_counts_coroutines_and_generators_and_nothing_else():
    for coro in old(1), new(1), plain_generator(1), legacyco.sleep(0):
        assert legacyco.iscoroutine(coro)
        coro.close()
    for other in old, new, plain_generator, None, [], iter([]), Awaitable(1):
        assert not legacyco.iscoroutine(other)


def test_iscoroutinefunction_counts_what_gives_coroutines():
    @legacyco.coroutine
    def without_yield():
        return 1

    for function in old, new, without_yield:
        assert legacyco.iscoroutinefunction(function)
        assert inspect.iscoroutinefunction(function)
    for other in plain_generator, print, old.__code__, None, Awaitable:
        assert not legacyco.iscoroutinefunction(other)


def test_a_function_marked_by_asyncio_is_a_coroutine_function():
    if not hasattr(asyncio.coroutines, "_is_coroutine"):
        pytest.skip("asyncio has no mark of its own since 3.15")

    def marked():
        pass

    marked._is_coroutine = asyncio.coroutines._is_coroutine

    assert legacyco.iscoroutinefunction(marked)


# --- the fallback ---------------------------------------------------------------------------


def test_this_interpreter_takes_the_flags():
    # The fallback costs a frame for each level; no supported interpreter needs it today.
    assert coroutines._as_coroutine_function is coroutines._copy_as_coroutine_function


def test_the_fallback_does_all_that_the_native_function_does(loop):
    @coroutines._as_shell_of_generator
    def inner():
        future = loop.create_future()
        loop.call_soon(future.set_result, "inner")
        return (yield from future)

    async def middle():
        return await inner()

    @coroutines._as_shell_of_generator
    def outer():
        result = yield from middle()
        try:
            yield from legacyco.wait_for(loop.create_future(), 0)
        except legacyco.TimeoutError:
            return result

    assert loop.run_until_complete(outer()) == "inner"


def test_a_cancelled_fallback_sees_the_cancellation(loop):
    seen = []

    @coroutines._as_shell_of_generator
    def cancelled():
        try:
            yield from loop.create_future()
        except legacyco.CancelledError:
            seen.append("cancelled")
            raise

    task = loop.create_task(cancelled())
    loop.call_soon(task.cancel)
    with pytest.raises(legacyco.CancelledError):
        loop.run_until_complete(task)
    assert seen == ["cancelled"]


def test_origin_tracking_shows_where_a_decorated_coroutine_was_made():
    if not hasattr(sys, "set_coroutine_origin_tracking_depth"):
        pytest.skip("since 3.7")
    depth = sys.get_coroutine_origin_tracking_depth()
    sys.set_coroutine_origin_tracking_depth(1)
    try:
        coro = old(1)
        assert coro.cr_origin[0][2].startswith("test_origin_tracking_shows_where")
    finally:
        sys.set_coroutine_origin_tracking_depth(depth)
        coro.close()


def test_the_error_of_an_undecorated_generator_names_it(loop):
    async def new():
        return 42

    def undecorated():
        return (yield from coro)

    coro = new()
    with pytest.raises(TypeError, match="cannot 'yield from' a coroutine") as caught:
        loop.run_until_complete(undecorated())

    coro.close()
    text = "\n".join([str(caught.value)] + getattr(caught.value, "__notes__", []))
    assert "undecorated is a plain generator: put @legacyco.coroutine above its def" in text
    assert "%s line %d" % (__file__, undecorated.__code__.co_firstlineno) in text


def test_an_awaited_plain_generator_is_told_how_to_become_awaitable(loop):
    def plain():
        yield

    async def main():
        await plain()

    with pytest.raises(TypeError) as caught:
        loop.run_until_complete(main())
    text = "".join(traceback.format_exception(TypeError, caught.value, caught.tb))
    assert "comes of a plain generator function: put @legacyco.coroutine above its def" in text
