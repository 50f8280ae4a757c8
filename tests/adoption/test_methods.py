"""Methods that the interpreter calls, in the forms that it took before 3.7."""

import pytest

import legacyco
from legacyco.adoption import source
from legacyco.adoption.options import Options

MODULE = """
import asyncio

@asyncio.coroutine
def old(value):
    yield from asyncio.sleep(0)
    return value

class Awaited:
    if True:
        def __await__(self):
            return (yield from old("await"))

class Iterated:
    def __iter__(self):
        return (yield from old("iter"))
    __await__ = __iter__

class Waiting:
    def wait(self):
        return (yield from old("wait"))
    __await__ = wait

class Plain:
    def __iter__(self):
        yield 1
        yield from [2]

class Asynchronous:
    async def __aiter__(self):
        await old(None)
        return self
    async def __anext__(self):
        raise StopAsyncIteration

class Generating:
    async def __aiter__(self):
        yield 1
        await old(None)

async def await_all():
    return [await each() for each in (Awaited, Iterated, Waiting)]

@asyncio.coroutine
def yield_from_all():
    return [(yield from Iterated()), (yield from Waiting().wait())]

async def iterate(iterable):
    return [each async for each in iterable]
"""


@pytest.fixture
def module():
    namespace = {"__name__": "old"}
    exec(source.compile_module(MODULE.encode(), "old.py", Options()), namespace)
    return type("Module", (), {name: staticmethod(each) for name, each in namespace.items()})


def test_a_plain_generator_that_delegates_can_be_await(module, loop):
    assert loop.run_until_complete(module.await_all()) == ["await", "iter", "wait"]


def test_the_same_generator_can_be_yielded_from(module, loop):
    assert loop.run_until_complete(module.yield_from_all()) == ["iter", "wait"]


def test_an_ordinary_iter_is_iterated(module):
    assert list(module.Plain()) == [1, 2]


def test_an_aiter_that_is_a_coroutine_function_is_iterated(module, loop):
    assert loop.run_until_complete(module.iterate(module.Asynchronous())) == []


def test_an_aiter_with_a_decorator_is_iterated(tiny, loop):
    module = tiny.module(
        "old",
        """
        import functools

        def logged(method):
            @functools.wraps(method)
            async def wrapper(*args):
                return await method(*args)

            return wrapper

        class Listing:
            @logged
            async def __aiter__(self):
                self.left = [1, 2]
                return self

            @logged
            async def __anext__(self):
                if not self.left:
                    raise StopAsyncIteration
                return self.left.pop()

        async def main():
            return [each async for each in Listing()]
        """,
    )
    assert loop.run_until_complete(module.main()) == [2, 1]


def test_an_aiter_that_is_an_asynchronous_generator_is_left_alone(module, loop):
    assert loop.run_until_complete(module.iterate(module.Generating())) == [1]


def test_a_module_without_such_methods_imports_nothing_more():
    namespace = {}
    exec(source.compile_module(b"class A:\n    pass\n", "a.py", Options()), namespace)
    assert [name for name in namespace if "legacyco" in name] == []
    assert legacyco.iscoroutinefunction(namespace["A"]) is False
