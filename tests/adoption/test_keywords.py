"""``async`` and ``await`` as names, read as Python 3.6 read them."""

import ast
import sys
import textwrap

import pytest

from legacyco.adoption import keywords, source
from legacyco.adoption.options import Options

WORDS = ("async", "await")


def run(text, **names):
    code = source.compile_module(textwrap.dedent(text).encode(), "old.py", Options())
    exec(code, names)
    return names


def identifiers(text):
    """Return the positions of both words that are names, as ``line:column``."""
    return ["%d:%d" % (line + 1, column) for line, column, _ in keywords.names(text)]


@pytest.mark.parametrize(
    "text",
    [
        "async = 1\nresult = async + 1",
        "def async(x):\n    return x\nresult = async(2)",
        "def f(async=False, *, await=0):\n    return async + await\nresult = f(async=1, await=1)",
        "class async: await = 2\nresult = async.await",
        "class C:\n    async = 2\nresult = C().async",
        "import textwrap as async\nresult = 2 if async.dedent else 0",
        "from textwrap import dedent as await\nresult = 2 if await else 0",
        "def f():\n    global async\n    async = 2\nf()\nresult = async",
        "result = [await for await in (2,)][0]",
        "try:\n    1 / 0\nexcept ZeroDivisionError as async:\n    result = 2 if async else 0",
        "result = (lambda async: async)(2)",
        "result = dict(async=2)['async']",
        "@(lambda f: f(2))\ndef await(async): return async\nresult = await",
        "x = [0]\nfor async in 1, 2:\n    x[0] = async\nresult = x[0]",
    ],
)
def test_a_word_is_a_name(text):
    # Decorators are names and calls only up to 3.8.
    if text.startswith("@("):
        text = "call = lambda f: f(2)\n@call" + text[text.index("\ndef") :]
    assert run(text)["result"] == 2


@pytest.mark.parametrize(
    "text",
    [
        "async def f():\n    await x\n    async with y: pass\n    async for z in w: pass\n",
        "async def f(): await x\n",
        "class C:\n    @d\n    async def f(self,\n          x):\n        pass\n\n        await x\n",
        "async def f():\n    if x:\n        await x\n# comment\n    await y\n",
        "async def f():\n    def g():\n        pass\n    await g()\n",
    ],
)
def test_a_word_is_a_keyword_within_async_def(text):
    assert identifiers(text) == []
    ast.parse(text)


@pytest.mark.parametrize(
    "text, expected",
    [
        ("async def f():\n    await x\nawait = 1\n", ["3:0"]),
        ("async def f(): await x\nawait = async = 1\n", ["2:0", "2:8"]),
        ("if 1:\n    async def f():\n        await x\n    async = 1\n", ["4:4"]),
        ("class C:\n    async def f(self):\n        await x\n    def await(self): pass\n", ["4:8"]),
        ("asyncio.async(f(async=1))\n", ["1:8", "1:16"]),
        ('\'async\' # await\n"""\nawait\n"""\n', []),
    ],
)
def test_a_word_is_a_name_again_after_async_def(text, expected):
    assert identifiers(text) == expected


@pytest.mark.skipif(sys.version_info < (3, 7), reason="they are names on 3.6")
def test_columns_and_texts_stay_as_they_are():
    tree = source.parse(b"x = f(async=1, y='async')\n")
    call = tree.body[0].value
    assert [keyword.arg for keyword in call.keywords] == ["async", "y"]
    assert call.keywords[1].value.col_offset == 17
    assert ast.literal_eval(call.keywords[1].value) == "async"
    assert not any(word in ast.dump(tree) for word in ("aaaaa", "aaaab"))


def test_a_placeholder_is_nowhere_in_the_file():
    names = run("aaaaa = 1\nasync = 2\naaaab = 3\nawait = 4\n")
    assert [names[each] for each in ("aaaaa", "async", "aaaab", "await")] == [1, 2, 3, 4]


def test_the_words_can_be_asked_for_by_text():
    names = run(
        """
        class Client:
            def async(self, await):
                return await
        result = getattr(Client(), "async")(**{"await": 2})
        """
    )
    assert names["result"] == 2


def test_an_encoding_is_that_of_the_file():
    data = "# -*- coding: latin-1 -*-\nasync = 'é'\n".encode("latin-1")
    names = {}
    exec(source.compile_module(data, "old.py", Options()), names)
    assert names["async"] == "é"


def test_a_form_feed_ends_no_line():
    assert run("x = 1\n\x0c\nasync = 2\ny = '\x0c'; await = 3\n")["await"] == 3


def test_what_still_does_not_parse_is_shown_as_it_is_written():
    with pytest.raises(SyntaxError) as caught:
        source.compile_module(b"async = 1\nprint async\n", "old.py", Options())
    assert caught.value.lineno == 2
    assert caught.value.text.strip() == "print async"
    assert caught.value.filename == "old.py"
    assert caught.value.legacyco_adopting


@pytest.mark.parametrize("text", ["print 'x'\n", "async = (\n", "'async\n", "\tasync = 1\n  x\n"])
def test_what_does_not_parse_is_a_syntax_error(text):
    with pytest.raises(SyntaxError):
        source.compile_module(text.encode(), "old.py", Options())
