"""Adopted generators, and adopted code beside code that is not."""

import asyncio
import inspect
import traceback

import pytest

import legacyco

OLD = """
    import asyncio

    @asyncio.coroutine
    def decorated(value):
        return (yield from plain(value))

    def plain(value):
        yield from asyncio.sleep(0)
        return (yield from native(value))

    async def native(value):
        await asyncio.sleep(0)
        return value

    class Method:
        def plain(self, value):
            return (yield from (lambda: (yield from native(value)))())

    def numbers():
        yield 1
        yield 2

    def all_numbers():
        yield 0
        yield from numbers()
"""


@pytest.fixture
def old(tiny):
    return tiny.module("old", OLD)


def test_a_plain_generator_may_wait_for_coroutines(old):
    loop = legacyco.new_event_loop()
    try:
        for make in (old.decorated, old.plain, old.native, old.Method().plain):
            assert loop.run_until_complete(make(3)) == 3
    finally:
        loop.close()


@pytest.mark.skipif(not hasattr(asyncio, "run"), reason="no asyncio.run() on 3.6")
def test_new_code_may_await_a_plain_generator(old):
    async def main():
        return await old.plain(4), await old.Method().plain(5)

    assert legacyco.run(main()) == (4, 5)
    assert asyncio.run(main()) == (4, 5)


def test_iterators_stay_iterators(old):
    assert list(old.all_numbers()) == [0, 1, 2]
    assert not inspect.isawaitable(old.numbers())
    assert inspect.isgeneratorfunction(old.plain)


def test_decorated_ones_are_native_coroutine_functions(old):
    assert inspect.iscoroutinefunction(old.decorated)
    coro = old.decorated(1)
    assert inspect.iscoroutine(coro)
    coro.close()


@pytest.mark.skipif(not hasattr(asyncio, "run"), reason="no asyncio.run() on 3.6")
def test_adopted_and_other_code_share_one_loop(tiny):
    """Both sides wait for each other, hand over a queue's items, and see the same loop and task."""
    tiny.write(
        "new",
        code="""
        import asyncio

        async def produce(queue):
            for number in range(3):
                await queue.put(number)
                await asyncio.sleep(0)
            await queue.put(None)
            return asyncio.get_running_loop(), asyncio.current_task()

        def make_queue():
            return asyncio.Queue(1)
        """,
    )
    old = tiny.module(
        "old",
        """
        import asyncio
        from new.code import make_queue, produce

        @asyncio.coroutine
        def consume():
            queue = make_queue()
            task = asyncio.async(produce(queue))
            found = []
            while True:
                item = yield from queue.get()
                if item is None:
                    break
                found.append(item)
            loop, its_task = yield from asyncio.wait_for(task, 10)
            assert its_task is task
            assert loop is asyncio.get_event_loop()
            return found
        """,
    )
    assert legacyco.run(old.consume()) == [0, 1, 2]

    async def main():
        return await asyncio.wait_for(asyncio.ensure_future(old.consume()), 10)

    assert asyncio.run(main()) == [0, 1, 2]


def test_tracebacks_have_the_lines_of_the_file(tiny):
    tiny.write(
        "old",
        code='''\
        """Doc."""
        import importlib
        import asyncio.queues

        def fail(async):
            loop = importlib.import_module("asyncio")
            return (async +
                    undefined)

        @asyncio.coroutine
        def main():
            yield from asyncio.sleep(0)
            fail(async=1)
        ''',
    )
    tiny.adopt("old")
    module = __import__("old.code", fromlist=["main"])
    with pytest.raises(NameError) as caught:
        legacyco.run(module.main())
    frames = [
        (frame.name, frame.lineno, frame.line)
        for frame in traceback.extract_tb(caught.value.__traceback__)
        if frame.filename == module.__file__
    ]
    assert frames == [("main", 13, "fail(async=1)"), ("fail", 8, "undefined)")]


@pytest.mark.skipif(not hasattr(traceback.FrameSummary, "colno"), reason="no columns before 3.11")
def test_tracebacks_have_the_columns_of_the_file(tiny):
    module = tiny.module(
        "old", "import asyncio\ndef f(async): return async + 1 / (async - async)\n"
    )
    with pytest.raises(ZeroDivisionError) as caught:
        module.f(1)
    frame = traceback.extract_tb(caught.value.__traceback__)[-1]
    text = "def f(async): return async + 1 / (async - async)"
    assert (frame.lineno, text[frame.colno : frame.end_colno]) == (2, "1 / (async - async)")
