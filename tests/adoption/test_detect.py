"""Which packages are found to need adoption, and that the verdict is kept."""

import importlib.util
import os
import sys
import textwrap
import zipfile

import pytest

from legacyco.adoption import detect, reasons
from legacyco.adoption.finder import FINDER
from legacyco.adoption.options import Options

pytestmark = pytest.mark.skipif(sys.version_info < (3, 7), reason="nothing is gone on 3.6")


@pytest.fixture
def judged(monkeypatch):
    """Return the list of the files that are looked into from now on."""
    names, real = [], reasons.reason_in

    def reason_in(path, data, siblings=None):
        names.append(os.path.basename(path))
        return real(path, data, siblings)

    monkeypatch.setattr(reasons, "reason_in", reason_in)
    return names


def reason_of(name):
    importlib.invalidate_caches()
    return detect.reason(importlib.util.find_spec(name))


def reason_in(text):
    return reasons.reason_in("package/module.py", textwrap.dedent(text).encode())


since_3_11 = pytest.mark.skipif(sys.version_info < (3, 11), reason="works up to 3.10")


@pytest.mark.parametrize("rule", reasons.decisive_rules(), ids=lambda rule: rule.id)
def test_no_decisive_use_escapes_the_first_look(rule):
    # Those of private names have no example.
    text = rule.before or "from {} import {}".format(*rule.names[0].rsplit(".", 1))
    data = text.encode()
    assert reasons.has_clue(data) or reasons._has_words_as_names(data)


@pytest.mark.parametrize(
    "text, expected",
    [
        ("import asyncio\nx = asyncio.async(f())", "package/module.py:2: asyncio.async(), gone"),
        ("from asyncio import async", "package/module.py:1: "),
        ("def f(async=True): pass", "async or await as a name"),
        ("self.await = 1", "package/module.py:1: async or await as a name"),
        # As websockets 3.4 has it: the guard is in a file that does not parse.
        (
            """
            import asyncio
            try:
                ensure = asyncio.ensure_future
            except AttributeError:
                ensure = asyncio.async
            """,
            "package/module.py:6: asyncio.async(), gone",
        ),
        ("import asyncio.compat", "gone since Python 3.7"),
        ("import asyncio\nx = getattr(asyncio, 'async')", "package/module.py:2: "),
    ],
)
def test_what_needs_adoption(text, expected):
    assert expected in reason_in(text)


@since_3_11
@pytest.mark.parametrize(
    "text",
    [
        "import asyncio\n@asyncio.coroutine\ndef f(): yield from g()",
        "from asyncio import coroutine as co\n@co\ndef f(): pass",
        "import asyncio as aio\nx = aio.sleep(1, loop=None)",
        "import asyncio\nlock = asyncio.Lock(loop=loop)",
        "import asyncio\nx = asyncio.Task.all_tasks()",
        "import asyncio\ntry:\n    x()\nfinally:\n    asyncio.Task.all_tasks()",
        "import asyncio\nif x:\n    y = asyncio.coroutine(x)",
        "import asyncio, sys\nif sys.version_info >= (3, 5):\n    y = asyncio.coroutine(x)",
        "import asyncio, sys\nif sys.version_info[:2] >= (3, 4):\n    y = asyncio.coroutine(x)",
        "import asyncio, sys\nif sys.version_info.major > 2:\n    y = asyncio.coroutine(x)",
        "import asyncio, sys\nif sys.hexversion > 0x03040000:\n    y = asyncio.coroutine(x)",
        "import asyncio, six\nif six.PY3:\n    y = asyncio.coroutine(x)",
        (
            "import asyncio, sys\nPY35 = sys.version_info >= (3, 5)\nclass A:\n    if PY35:\n"
            "        y = asyncio.coroutine(x)"
        ),
        (
            "import asyncio, sys\nPY35 = sys.version_info >= (3, 5)\nif not PY35:\n    pass\n"
            "else:\n    y = asyncio.coroutine(x)"
        ),
        "import asyncio, sys\ny = asyncio.coroutine(x) if sys.version_info >= (3,) else x",
        (
            "import asyncio, sys\nif sys.version_info < (3, 4):\n    raise ImportError\n"
            "y = asyncio.coroutine(x)"
        ),
        (
            "import asyncio, sys\ntry:\n    import y\nexcept ImportError:\n    y = None\n"
            "if sys.version_info >= (3, 5) or y:\n    z = asyncio.coroutine(x)"
        ),
        "import asyncio\ntry:\n    asyncio.Task.all_tasks()\nexcept OSError:\n    pass",
        """
        import asyncio
        lock = asyncio.Lock()
        @asyncio.coroutine
        def f():
            try:
                with (yield from lock):
                    yield
            except Exception:
                pass
        """,
    ],
)
def test_what_needs_adoption_today(text):
    assert reason_in(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        "import asyncio\nasync def f(): await asyncio.sleep(1)",
        "# import asyncio; asyncio.async(); async = 1",
        "'''asyncio: async, await; asyncio.coroutine'''",
        "import types\n@types.coroutine\ndef f(): yield",
        "import asyncio\nif hasattr(asyncio, 'coroutine'):\n    c = asyncio.coroutine",
        "import asyncio\ntry:\n    c = asyncio.coroutine\nexcept AttributeError:\n    c = None",
        "import asyncio\ntry:\n    c = asyncio.coroutine\nexcept:\n    c = None",
        "import asyncio, sys\nif sys.version_info < (3, 8):\n    c = asyncio.coroutine",
        "import asyncio, sys\nPY34 = sys.version_info < (3, 5)\nif PY34:\n    asyncio.coroutine",
        "import asyncio, six\nif six.PY2:\n    c = asyncio.coroutine",
        (
            "import asyncio, sys\nif sys.version_info[0] == 3 and hasattr(asyncio, 'coroutine'):\n"
            "    c = asyncio.coroutine"
        ),
        "import asyncio, sys\nx = sys.version_info[:2] < (3, 7) and asyncio.coroutine(f)",
        (
            "import asyncio, sys\nif sys.version_info >= (3, 7):\n    raise ImportError\n"
            "c = asyncio.coroutine"
        ),
        "from .compat import PY_36\nimport asyncio\nif PY_36:\n    c = asyncio.coroutine",
        "import asyncio\nif PY36:\n    c = asyncio.coroutine",
        "import asyncio\nc = asyncio.coroutine if PY_36 else None",
        "import collections\nx = collections.Mapping",
        "import asyncio\ndef f():\n    x: asyncio.JoinableQueue = None",
        "print 'Python 2, asyncio, async'",
        "import asyncio\nx = (",
    ],
)
def test_what_does_not(text):
    assert reason_in(text) is None


def test_a_package_needs_it_if_one_of_its_files_does(tiny):
    tiny.write("old", good="import asyncio", bad="import asyncio\nasyncio.async()")
    assert reason_of("old") == "old/bad.py:2: asyncio.async(), gone since Python 3.7"
    tiny.write("new", good="import asyncio")
    assert reason_of("new") is None


def test_its_tests_say_nothing(tiny, tmp_path):
    tiny.write("new", test_it="async = 1", it_test="async = 1", conftest="async = 1")
    for folder in ("tests", "no-package"):
        (tmp_path / "new" / folder).mkdir()
        (tmp_path / "new" / folder / "bad.py").write_text("async = 1")
    assert reason_of("new") is None
    tiny.write("old", testing_not="", attest="async = 1")
    assert reason_of("old") is not None


def test_a_module_alone(tmp_path, tiny):
    (tmp_path / "alone.py").write_text("async = 1\n")
    (tmp_path / "other.py").write_text("x = 1\n")
    assert "alone.py:1" in reason_of("alone")
    assert reason_of("other") is None


def test_a_package_in_a_zip_file(tmp_path, monkeypatch):
    path = str(tmp_path / "library.zip")
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("zipped_one/__init__.py", "")
        file.writestr("zipped_one/bad.py", "async = 1\n")
        file.writestr("zipped_two/__init__.py", "")
    monkeypatch.syspath_prepend(path)
    assert "zipped_one/bad.py:1" in reason_of("zipped_one")
    assert reason_of("zipped_two") is None


def test_what_has_no_source_needs_nothing():
    assert detect.reason(importlib.util.find_spec("sys")) is None


def test_verdicts_are_kept(tiny, judged, monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    tiny.write("old", a="", b="import asyncio\nasyncio.async()", c="")
    tiny.write("new", a="", b="")
    reason = reason_of("old")
    assert reason_of("new") is None
    # One reason is enough.
    assert sorted(judged) == ["__init__.py", "__init__.py", "a.py", "a.py", "b.py", "b.py"]
    del judged[:]
    assert reason_of("old") == reason
    assert reason_of("new") is None
    assert judged == []
    (tmp_path / "new" / "b.py").write_text("async = 1\n")
    (tmp_path / "old" / "b.py").write_text("import asyncio\n")
    assert "new/b.py:1" in reason_of("new")
    assert reason_of("old") is None
    assert sorted(judged) == ["b.py", "b.py", "c.py"]


def test_the_rule_adopts_what_needs_it_and_says_so(tiny, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(FINDER, "rules", [detect.AdoptWhereNeeded(FINDER, Options())])
    FINDER.install()
    tiny.write("old", init="import asyncio", sub="async = 1")
    tiny.write("new", init="import asyncio, json")
    for name in ("one", "two"):
        (tmp_path / "space" / name).mkdir(parents=True)
    (tmp_path / "space" / "one" / "__init__.py").write_text("async = 1")
    (tmp_path / "space" / "two" / "__init__.py").write_text("import asyncio")
    tiny.expect("space")
    tiny.expect("space.one")
    modules = [importlib.import_module(name) for name in ("old", "new", "space.one", "space.two")]
    importlib.import_module("old.sub")
    assert [getattr(each, "asyncio", each).__name__ for each in modules] == [
        "legacyco",
        "asyncio",
        "space.one",
        "asyncio",
    ]
    assert sorted(FINDER.adopted) == ["old", "space.one"]
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err == (
        "legacyco: adopted old (old/sub.py:1: async or await as a name, an attribute or a keyword"
        " argument, gone since Python 3.7)\n"
        "legacyco: adopted space.one (one/__init__.py:1: async or await as a name, an attribute or"
        " a keyword argument, gone since Python 3.7)\n"
    )


def test_a_name_that_a_sibling_binds_decides(tiny, monkeypatch):
    guarded = "import asyncio\nfrom .compat import OLD\nif OLD:\n    asyncio.async()"
    versions = "import sys\nOLD = sys.version_info %s (3, 5)\n"
    tiny.write("young", compat=versions % "<", code=guarded.replace("asyncio.async()", "import x"))
    assert reason_of("young") is None
    tiny.write("old", compat=versions % ">=", code="import asyncio.compat\n" + guarded)
    assert reason_of("old") is not None


@pytest.mark.skipif(sys.version_info < (3, 7), reason="nothing is gone on 3.6")
def test_a_verdict_is_given_anew_when_a_sibling_has_changed(tiny, judged, monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    code = "import asyncio\nfrom .compat import OLD\nif OLD:\n    import asyncio.compat"
    tiny.write("old", code=code, compat="import sys\nOLD = sys.version_info < (3, 5)\n")
    assert reason_of("old") is None
    (tmp_path / "old" / "compat.py").write_text("OLD = True  # It is.\n")
    assert "code.py:4" in reason_of("old")


@pytest.mark.skipif(sys.version_info < (3, 7), reason="it works up to 3.6")
def test_a_decorated_aiter_is_decisive():
    text = """
    import asyncio
    class It:
        @asyncio.coroutine
        def __aiter__(self):
            return self
    """
    assert reason_in(text) is not None
    if sys.version_info < (3, 11):
        assert "a coroutine as __aiter__(), gone since Python 3.7" in reason_in(text)
    native = "import asyncio\nclass It:\n    async def __aiter__(self):\n        return self"
    assert reason_in(native) is None


@pytest.mark.skipif(sys.version_info < (3, 14), reason="it makes a loop up to 3.13")
@pytest.mark.parametrize(
    "text",
    [
        "import asyncio\nloop = asyncio.get_event_loop()",
        "from asyncio import get_event_loop\nloop = get_event_loop()",
        "import asyncio\nclass A:\n    loop = asyncio.get_event_loop()",
        "import asyncio\ndef f(loop=asyncio.get_event_loop()): pass",
        "import asyncio\nif __name__ == '__main__':\n    asyncio.get_event_loop().run_forever()",
        "import asyncio\ndef f():\n    asyncio.get_event_loop().run_until_complete(x())\nf()",
        (
            "import asyncio\ndef f():\n    loop = asyncio.get_event_loop()\n"
            "    loop.run_forever()\nif __name__ == '__main__':\n    f()"
        ),
    ],
    ids=range(7),
)
def test_a_call_of_get_event_loop_where_no_loop_runs(text):
    assert "get_event_loop() in the main thread, with no loop set, gone since" in reason_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "import asyncio\ndef f():\n    return asyncio.get_event_loop()",
        "import asyncio\ndef f():\n    asyncio.get_event_loop().run_until_complete(x())",
        (
            "import asyncio\nclass A:\n    def __init__(self, loop=None):\n"
            "        self.loop = loop or asyncio.get_event_loop()"
        ),
        "import asyncio\nasync def f():\n    return asyncio.get_event_loop()",
        "import asyncio\ndef f():\n    return asyncio.get_event_loop()\nf()",
        "import asyncio\nasyncio.set_event_loop(x)\nasyncio.get_event_loop()",
        (
            "import asyncio\ntry:\n    loop = asyncio.get_event_loop()\nexcept RuntimeError:\n"
            "    loop = None"
        ),
        "import asyncio, sys\nif sys.version_info < (3, 10):\n    loop = asyncio.get_event_loop()",
        "import asyncio\nloop = x.get_event_loop()",
    ],
    ids=range(9),
)
def test_a_call_of_get_event_loop_where_there_may_be_one(text):
    assert reason_in(text) is None
