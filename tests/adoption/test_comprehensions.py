"""``yield`` in comprehensions, as up to Python 3.7."""

import inspect
import sys
import traceback

import pytest

import legacyco


@pytest.mark.parametrize(
    "expression, expected",
    [
        ("[(yield from f(x)) for x in xs]", [1, 2, 3]),
        ("[x for x in xs if (yield from f(x)) > 1]", [2, 3]),
        ("[(x, y) for x in xs for y in (yield from g(x))]", [(2, 0), (3, 0), (3, 1)]),
        ("[(x, y) for x in xs if x > 1 for y in (yield from g(x)) if y]", [(3, 1)]),
        ("{(yield from f(x)) for x in xs}", {1, 2, 3}),
        ("{x: (yield from f(-x)) for x in xs}", {1: -1, 2: -2, 3: -3}),
        ("{(yield from f(x)): -x for x in xs}", {1: -1, 2: -2, 3: -3}),
        ("[[(yield from f(y)) for y in range(x)] for x in [2]][0]", None),
    ],
)
def test_what_came_of_it_is_a_generator_that_returns_it(tiny, expression, expected):
    text = """
        import asyncio

        def f(x):
            yield from asyncio.sleep(0)
            return x

        def g(x):
            yield from asyncio.sleep(0)
            return range(x - 1)

        @asyncio.coroutine
        def plain(xs):
            return %s

        @asyncio.coroutine
        def generator(xs):
            return (yield from %s)
    """
    if expected is None:
        # Within a comprehension that has no yield itself.
        if sys.version_info < (3, 8):
            pytest.skip("the interpreter compiles it")
        with pytest.raises(SyntaxError):
            tiny.module("old", text % (expression, expression))
        return
    module = tiny.module("old", text % (expression, expression))
    assert legacyco.run(module.plain([1, 2, 3])) == expected
    assert legacyco.run(module.generator([1, 2, 3])) == expected


def test_it_is_made_where_it_stands(tiny):
    """Loops, branches, closures, private names, several of them in a statement."""
    module = tiny.module(
        "old",
        """
        class C:
            __private = 10

            def f(self, xs):
                if not xs:
                    pass
                elif [(yield) for x in xs].gi_code.co_name == "<listcomp>":
                    return [x + self.__private + (yield) for x in xs]
                else:
                    return None

            def g(self, xs):
                while xs:
                    n = 1
                    a, b = [n + (yield) for x in xs], [n - (yield x) for x in xs]
                    return a, b
        """,
    )
    generator = module.C().f([1, 2])
    assert inspect.isgenerator(generator)
    next(generator), generator.send(100)
    with pytest.raises(StopIteration) as caught:
        generator.send(200)
    assert caught.value.value == [111, 212]
    a, b = module.C().g([7])
    assert (next(a), next(b)) == (None, 7)
    with pytest.raises(StopIteration) as caught:
        b.send(3)
    assert caught.value.value == [-2]


def test_others_are_not_touched(tiny):
    text = "result = [[x for x in range(y)] for y in range(3)], {y: y for y in range(2)}\n"
    module = tiny.module("old", text)
    assert module.result == ([[], [0], [0, 1]], {0: 0, 1: 1})
    assert "<listcomp>" not in vars(module)


def test_tracebacks_show_its_line(tiny):
    module = tiny.module(
        "old",
        """\
        def f(xs):
            return [
                (yield from x)
                for x in xs]
        """,
    )
    with pytest.raises(TypeError) as caught:
        next(module.f([1]))
    frame = traceback.extract_tb(caught.value.__traceback__)[-1]
    assert (frame.name, frame.lineno) == ("<listcomp>", 3)
