"""Generators that wait by ``yield From(x)``, with everybody else's coroutines on one loop."""

import asyncio
import inspect
import sys
import traceback
import types

import pytest

import legacyco
from legacyco import trollius
from legacyco.trollius import From, Return


@pytest.fixture
def loop():
    """A loop of trollius's, current in this thread."""
    loop = trollius.new_event_loop()
    trollius.set_event_loop(loop)
    yield loop
    loop.close()
    trollius.set_event_loop(None)


@trollius.coroutine
def add(a, b):
    yield From(None)
    raise Return(a + b)


@trollius.coroutine
def plain_value():
    return 7


async def native(value):
    await asyncio.sleep(0)
    return value


@legacyco.coroutine
def decorated(value):
    yield from legacyco.sleep(0)
    return value


def undecorated(value):
    yield From(None)
    raise Return(value)


# --- values -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "args, value", [((), None), ((1,), 1), ((1, 2), (1, 2)), (((),), ())], ids=str
)
def test_the_arguments_of_return_are_the_value(loop, args, value):
    @trollius.coroutine
    def function():
        yield From(None)
        raise Return(*args)

    assert loop.run_until_complete(function()) == value


@pytest.mark.parametrize(
    "make",
    [
        lambda loop: add(3, 4),
        lambda loop: plain_value(),
        lambda loop: native(7),
        lambda loop: decorated(7),
        lambda loop: undecorated(7),
        lambda loop: trollius.sleep(0, 7),
        lambda loop: legacyco.sleep(0, 7),
        lambda loop: loop.run_in_executor(None, int, "7"),
        lambda loop: trollius.ensure_future(undecorated(7)),
        lambda loop: legacyco.ensure_future(native(7), loop=loop),
        lambda loop: _done(asyncio.Future(loop=loop)),
        lambda loop: _done(trollius.Future(loop)),
        lambda loop: trollius.coroutines.FromWrapper(add(3, 4)),
    ],
)
def test_whatever_can_be_awaited_can_be_waited_for(loop, make):
    @trollius.coroutine
    def function():
        raise Return((yield From(make(loop))))

    assert loop.run_until_complete(function()) == 7


def _done(future):
    future.set_result(7)
    return future


def test_coroutines_of_all_kinds_wait_for_one_of_trollius(loop):
    async def awaits():
        return await add(1, 2)

    @legacyco.coroutine
    def delegates():
        return (yield from add(3, 4))

    def delegates_undecorated():
        return (yield from add(5, 6))

    @trollius.coroutine
    def both():
        first = yield From(add(7, 8))
        return first + (yield from add(0, 1))

    async def main():
        return await legacyco.gather(awaits(), delegates(), delegates_undecorated(), both())

    assert loop.run_until_complete(main()) == [3, 7, 11, 16]


def test_it_runs_on_loops_of_legacyco_and_of_asyncio():
    async def main():
        task = trollius.ensure_future(undecorated(1))
        return await add(1, 2), await task

    assert legacyco.run(main()) == (3, 1)
    loop = asyncio.new_event_loop()
    try:
        assert loop.run_until_complete(main()) == (3, 1)
    finally:
        loop.close()


def test_a_plain_function_may_raise_return(loop):
    @trollius.coroutine
    def function():
        raise Return("value")

    assert loop.run_until_complete(function()) == "value"


def test_locks_are_held_within_a_with_block(loop):
    lock = trollius.Lock()
    order = []

    @trollius.coroutine
    def work(name):
        with (yield From(lock)):
            order.append(name + " in")
            yield From(trollius.sleep(0))
            order.append(name + " out")

    loop.run_until_complete(trollius.wait([work("a"), work("b")]))

    assert order in (["a in", "a out", "b in", "b out"], ["b in", "b out", "a in", "a out"])
    with pytest.raises(RuntimeError, match='"yield From" should be used'), lock:
        pass


# --- errors -----------------------------------------------------------------------------------


def test_an_exception_reaches_the_one_who_waits_and_shows_no_drivers(loop):
    @trollius.coroutine
    def bottom():
        yield From(None)
        raise ValueError("at the bottom")

    @trollius.coroutine
    def middle():
        yield From(bottom())

    @trollius.coroutine
    def top():
        try:
            yield From(middle())
        except ValueError as exc:
            names = [frame.name for frame in traceback.extract_tb(exc.__traceback__)]
        raise Return(names)

    assert loop.run_until_complete(top()) == ["top", "middle", "bottom"]


def test_a_bad_yield_is_thrown_back(loop):
    @trollius.coroutine
    def function():
        yield From(42)

    with pytest.raises(RuntimeError, match="Task got bad yield: 42"):
        loop.run_until_complete(function())


def test_a_wrong_argument_is_reported_where_the_function_is_called():
    with pytest.raises(TypeError, match="argument"):
        add(1)


def test_a_return_that_was_not_raised_is_logged(expect_log):
    expect_log(r"Return\('lost'\) used without raise", times=1)

    Return("lost")


def test_what_cannot_be_called_is_refused():
    with pytest.raises(TypeError, match=r"a function was expected, got 3; write @coroutine"):
        trollius.coroutine(3)


def test_an_exception_that_is_none_of_the_usual_goes_through_the_loop(loop):
    class Exit(BaseException):
        pass

    @trollius.coroutine
    def function():
        yield From(None)
        raise Exit

    task = loop.create_task(function())
    with pytest.raises(Exit):
        loop.run_until_complete(task)
    assert type(task.exception()) is Exit


# --- cancellation -----------------------------------------------------------------------------


def test_cancellation_goes_down_to_the_one_who_waits(loop):
    log = []

    @trollius.coroutine
    def inner():
        try:
            yield From(trollius.Future())
        except trollius.CancelledError:
            log.append("inner")
            raise

    @trollius.coroutine
    def outer():
        try:
            yield From(inner())
        finally:
            log.append("outer")

    task = trollius.ensure_future(outer())
    loop.run_until_complete(trollius.sleep(0.001))
    task.cancel()
    with pytest.raises(trollius.CancelledError):
        loop.run_until_complete(task)
    assert log == ["inner", "outer"]


def test_a_coroutine_that_was_not_begun_is_closed_by_cancellation(loop):
    coro = native(1)

    @trollius.coroutine
    def function():
        yield From(coro)

    task = trollius.ensure_future(function())
    loop.call_soon(task.cancel)
    with pytest.raises(trollius.CancelledError):
        loop.run_until_complete(task)
    assert coro.cr_frame is None


def test_closing_a_coroutine_closes_the_generator():
    log = []

    @trollius.coroutine
    def function():
        try:
            yield From(None)
        finally:
            log.append("closed")

    coro = function()
    coro.send(None)
    coro.close()
    assert log == ["closed"]


# --- turns of the loop ------------------------------------------------------------------------


def test_who_polls_does_not_keep_the_others_from_running(loop):
    flag = []

    @trollius.coroutine
    def is_set():
        raise Return(bool(flag))

    @trollius.coroutine
    def poll():
        while not (yield From(is_set())):
            pass
        while len(flag) < 2:
            yield From(_done(trollius.Future()))

    task = trollius.ensure_future(poll())
    for _ in range(2):
        loop.call_later(0, flag.append, 1)
    loop.run_until_complete(task)


def test_a_coroutine_runs_within_the_task_of_who_waits_for_it(loop):
    @trollius.coroutine
    def inner():
        yield From(None)
        raise Return(trollius.Task.current_task())

    @trollius.coroutine
    def outer():
        raise Return((yield From(inner())))

    task = trollius.ensure_future(outer())
    assert loop.run_until_complete(task) is task


# --- what a coroutine is ----------------------------------------------------------------------


def test_a_coroutine_is_a_generator_that_can_be_awaited():
    coro = add(1, 2)
    assert inspect.isgenerator(coro) and inspect.isawaitable(coro)
    assert isinstance(coro, types.GeneratorType)
    assert trollius.iscoroutine(coro) and legacyco.iscoroutine(coro)
    assert trollius.iscoroutinefunction(add) and legacyco.iscoroutinefunction(add)
    assert not trollius.iscoroutinefunction(undecorated)
    assert (coro.__name__, add.__name__, add.__module__) == ("add", "add", __name__)


def test_decorating_keeps_what_is_native_and_what_is_bound_to_a_class(loop):
    class Class:
        @trollius.coroutine
        @classmethod
        def make(cls):
            yield From(None)
            raise Return(cls)

    assert trollius.coroutine(native) is native
    assert loop.run_until_complete(Class.make()) is Class


def test_the_stack_of_a_task_is_that_of_its_generators(loop):
    event = trollius.Event()

    @trollius.coroutine
    def inner():
        yield From(event.wait())

    @trollius.coroutine
    def outer():
        yield From(inner())

    task = trollius.ensure_future(outer())
    loop.run_until_complete(trollius.sleep(0.001))
    names = [frame.f_code.co_name for frame in task.get_stack()]
    assert names == ["outer", "inner", "wait"]
    assert "outer() running at %s:" % __file__ in repr(task)
    event.set()
    loop.run_until_complete(task)
    assert "outer() done, defined at %s:" % __file__ in repr(task)


# --- debug mode -------------------------------------------------------------------------------


@pytest.fixture
def debug(monkeypatch):
    monkeypatch.setattr(trollius.coroutines, "_DEBUG", True)


def test_in_debug_mode_a_yield_without_from_is_an_error(loop, debug):
    @trollius.coroutine
    def function():
        yield trollius.sleep(0)

    with pytest.raises(RuntimeError, match="yield used without From"):
        loop.run_until_complete(function())


def test_in_debug_mode_it_works_all_the_same(loop, debug):
    @trollius.coroutine
    def function():
        first = yield From(add(1, 2))
        second = yield from add(3, 4)
        third = yield From(loop.run_in_executor(None, int, "7"))
        raise Return(first, second, third, (yield From(plain_value())))

    assert loop.run_until_complete(function()) == (3, 7, 7, 7)


def test_in_debug_mode_a_coroutine_that_nobody_waits_for_is_logged(debug, expect_log):
    @trollius.coroutine
    def forgotten():
        yield From(None)

    expect_log(r"forgotten\(\) running, defined at .* was never yielded from", times=1)
    line = sys._getframe().f_lineno + 1
    coro = forgotten()
    assert "created at %s:%d" % (__file__, line) in repr(coro)
    del coro
