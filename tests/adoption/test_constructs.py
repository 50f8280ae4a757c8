"""constructs.find() sees every rule of the table in its example, and no rule in its replacement."""

import textwrap
import warnings

import pytest

from legacyco.adoption.constructs import UNSEEN, find
from legacyco.adoption.source import parse
from legacyco.history import changes
from legacyco.history.rules import CHANGES

# The names that the table's examples have at hand.
AT_HAND = """
import asyncio
loop = asyncio.new_event_loop()
run = loop.run_until_complete
"""

# Replacements that a rule is seen in all the same, and why.
SEEN_IN_REPLACEMENT = {}


def uses(source, **options):
    with warnings.catch_warnings():
        # 3.6 warns of names that become keywords.
        warnings.simplefilter("ignore", DeprecationWarning)
        tree = parse(textwrap.dedent(source).encode())
    return find(tree, **options)


def ids(source, **options):
    return [use.rule.id for use in uses(source, **options)]


def of_example(row, code):
    head = "import asyncio\n" if row.alone else AT_HAND
    return [use for use in uses(head + code) if use.rule.id == row.id]


@pytest.mark.parametrize("row", [row for row in CHANGES if row.before], ids=lambda row: row.id)
def test_a_rule_is_seen_in_its_example(row):
    if row.id in UNSEEN:
        assert of_example(row, row.before) == [], "the rule can be seen: take it off the list"
    else:
        assert of_example(row, row.before) != []


@pytest.mark.parametrize("row", [row for row in CHANGES if row.after], ids=lambda row: row.id)
def test_a_rule_is_not_seen_in_its_replacement(row):
    assert of_example(row, row.after) == []


# By which names a thing goes.


@pytest.mark.parametrize(
    "source, expected",
    [
        ("import asyncio\nasyncio.coroutine", ["coroutine-decorator"]),
        ("import asyncio as aio\naio.coroutine", ["coroutine-decorator"]),
        ("from asyncio import coroutines\ncoroutines.coroutine", ["coroutine-decorator"]),
        ("import asyncio.coroutines\nasyncio.coroutines.coroutine", ["coroutine-decorator"]),
        ("import asyncio\nco = asyncio\nco.coroutine", ["coroutine-decorator"]),
        ("import asyncio\ngetattr(asyncio, 'coroutine')", ["coroutine-decorator"]),
        ("def f():\n    import asyncio\n    return asyncio.coroutine", ["coroutine-decorator"]),
        ("def f():\n    global a\n    import asyncio as a\na.coroutine", ["coroutine-decorator"]),
        ("from asyncio import *\n\n@coroutine\ndef f():\n    yield", ["coroutine-decorator"]),
        ("import asyncio\nif asyncio:\n    f = asyncio.Task.all_tasks", ["task-all-tasks"]),
        ("from asyncio import Task as T\nT.all_tasks()", ["task-all-tasks"]),
        ("from asyncio.tasks import Task\nTask.all_tasks()", ["task-all-tasks"]),
        ("import asyncio\nclass T(asyncio.Task): pass\nT.all_tasks()", ["task-all-tasks"]),
        ("from asyncio.tasks import sleep\nsleep(1, loop=None)", ["loop-argument"]),
        ("import asyncio\nasyncio.sleep(1, **{'loop': None})", ["loop-argument"]),
        ("import asyncio, functools\nfunctools.partial(asyncio.sleep, loop=1)", ["loop-argument"]),
        ("import asyncio\nasyncio.locks.Lock(loop=None)", ["loop-argument-sync"]),
        ("import imp", ["module-imp"]),
        ("import distutils.core", ["module-distutils"]),
        ("from distutils import log", ["module-distutils"]),
        ("import importlib\nimportlib.import_module('imp')", ["module-imp"]),
        ("from asyncio import test_utils", ["test-utils-module"]),
        ("from asyncio.test_utils import TestCase", ["test-utils-module"]),
        ("from collections import Mapping", ["collections-abc"]),
    ],
)
def test_a_thing_is_found_by_all_its_names(source, expected):
    assert ids(source) == expected


def test_an_imported_name_is_found_where_it_is_imported_and_where_it_is_used():
    found = uses("from asyncio import coroutine as co\n\n@co\ndef f():\n    yield\n")

    assert [(use.rule.id, use.line, use.column) for use in found] == [
        ("coroutine-decorator", 1, 0 if not hasattr(found[0].node, "lineno") else 20),
        ("coroutine-decorator", 3, 1),
    ]
    assert {use.name for use in found} == {"asyncio.coroutine"}


@pytest.mark.parametrize(
    "source",
    [
        "asyncio = object()\nasyncio.coroutine",
        "import asyncio\ndef f(asyncio):\n    return asyncio.coroutine",
        "import asyncio\nclass C:\n    asyncio = None\n    coroutine = asyncio",
        "from .asyncio import coroutine\ncoroutine",
        "import other\nother.coroutine",
        "import asyncio\nasyncio.coroutine = None",
        "import asyncio\ndel asyncio.coroutine",
        "import asyncio\nhasattr(asyncio, 'coroutine')",
        "import asyncio\nasyncio.sleep(1)\nasyncio.run(main(), loop_factory=loop)",
        "import asyncio\nasyncio.Future(loop=loop)",
        "import types\n@types.coroutine\ndef f():\n    yield from g",
        "from collections import OrderedDict, abc\nabc.Mapping",
        "class C:\n    def failUnless(self): pass\n    def test(self):\n        self.failUnless()",
        "class C:\n    def test(self):\n        self.assertEquals()",
        "def f(items):\n    return [x for x in (yield items)]",
        "def f():\n    yield\n    raise ValueError",
        "def f():\n    raise StopIteration",
        "import threading\nwith threading.Lock():\n    pass",
        "async def f():\n    async with lock:\n        pass",
        "try:\n    f()\nexcept Exception:\n    pass",
        "import queue\nqueue.Queue(loop=1)",
    ],
)
def test_what_only_looks_like_it_is_not_found(source):
    assert ids(source) == []


def test_an_object_is_known_by_what_made_it():
    source = """
        import asyncio

        class Client:
            def __init__(self, loop=None):
                self._loop = loop or asyncio.get_event_loop()
                self.lock = asyncio.Lock()

            @asyncio.coroutine
            def work(self):
                yield from self._loop.create_datagram_endpoint(P, reuse_address=True)
                with (yield from self.lock):
                    pass
                task = self._loop.create_task(f())
                task.set_result(1)
                server = yield from asyncio.start_server(g)
                yield from server.wait_closed()
        """
    found = {use.rule.id: use for use in uses(source)}

    for id in ("reuse-address", "with-yield-from-lock", "task-set-result", "server-wait-closed"):
        assert found[id].certain, id


def test_what_only_the_name_says_is_not_certain():
    source = """
        def work(loop, thread, self):
            loop.create_datagram_endpoint(P, reuse_address=True)
            thread.isAlive()
            with (yield from self.lock):
                pass
        """
    found = {use.rule.id: use.certain for use in uses(source)}

    assert found == {
        "reuse-address": False,
        "thread-isalive": False,
        "with-yield-from-lock": False,
    }


def test_a_name_that_depends_on_the_version_is_both():
    source = """
        try:
            from asyncio import ensure_future
        except ImportError:
            from asyncio import async as ensure_future
        ensure_future(f())
        """
    found = [(use.rule.id, use.line) for use in uses(source) if use.rule.id == "async-name"]

    assert found == [("async-name", 5), ("async-name", 6)]


def test_a_subclass_is_called_like_its_base():
    source = """
        import asyncio

        class Queue(asyncio.Queue):
            def __init__(self, *, loop):
                super().__init__(loop=loop)

        class Plain(asyncio.Queue):
            pass

        Queue(loop=1)
        Plain(loop=1)
        """
    found = [(use.rule.id, use.line) for use in uses(source)]

    assert found == [("loop-argument-sync", 6), ("loop-argument-sync", 12)]


def test_every_clause_is_looked_at_with_those_before_it():
    source = """
        import asyncio

        async def f():
            try:
                await g()
            except asyncio.CancelledError:
                raise
            except Exception:
                pass
            try:
                await g()
            except (ValueError, Exception):
                pass
            except asyncio.CancelledError:
                pass
            try:
                await asyncio.wait_for(g(), 1)
            except asyncio.TimeoutError:
                pass
            except OSError:
                pass
            try:
                await asyncio.wait_for(g(), 1)
            except OSError:
                pass
        """
    found = [(use.rule.id, use.line) for use in uses(source) if use.certain]

    assert found == [("except-exception-cancel", 13), ("timeout-error-oserror", 25)]


def test_keywords_are_found_as_names_everywhere():
    source = """
        import m.async as a
        def async(await, *async): pass
        async(await=1)
        x.async = async
        """
    found = sorted((use.line, use.name) for use in uses(source) if use.rule.id == "async-keyword")

    assert found == [
        (2, "async"),
        (3, "async"),
        (3, "async"),
        (3, "await"),
        (4, "async"),
        (4, "await"),
        (5, "async"),
        (5, "async"),
    ]


def test_a_version_leaves_out_what_does_not_matter_there():
    source = "import asyncio, asyncore\nasyncio.coroutine\nasyncio.sleep(1, loop=loop)\n"

    assert ids(source, python="3.7") == ["module-asyncore"]
    assert ids(source, python="3.8") == ["module-asyncore", "coroutine-decorator", "loop-argument"]
    assert ids(source, python=(3, 5)) == []


def test_texts_have_the_name_in_them():
    (use,) = uses("import collections\ncollections.Mapping\n")

    assert use.last_name == "Mapping"
    assert use.replacement == "collections.abc.Mapping"


def test_a_large_module_takes_no_time():
    source = (
        "import asyncio\n" + "x = asyncio.sleep(1, loop=loop) if x else [y for y in x]\n" * 3000
    )

    assert len(uses(source)) == 3000


def test_deep_expressions_are_no_trouble():
    source = "import asyncio\nx = " + " + ".join(["1"] * 300) + "\nasyncio.coroutine\n"

    assert ids(source) == ["coroutine-decorator"]


# Each name of each rule, not the one of the example alone.


def source_with(row, name):
    """Return a source that uses *name* as the rule says, or None if that takes more than a name."""
    top = name.partition(".")[0]
    if row.place == changes.IMPORT:
        return "import %s\n" % name
    if row.place == changes.ARGUMENT:
        return "import asyncio\n%s(%s=1)\n" % (name, row.argument)
    if row.place in (changes.NAME, changes.METHOD) and row.id not in ("server-sockets-closed",):
        text = "found = getattr(%s, '%s')\n" % tuple(name.rsplit(".", 1))
        if row.id == "loop-method-future":
            text = "found = %s()\n" % name
        return "import %s\n%s" % (top, text)
    if row.place == changes.HANDLER:
        imported = "import %s\n" % name.rpartition(".")[0] if "." in name else ""
        return imported + "async def f():\n try:\n  await g()\n except %s:\n  pass\n" % name
    return None


@pytest.mark.parametrize("row", CHANGES, ids=lambda row: row.id)
def test_every_name_of_a_rule_is_found(row):
    for name in row.names:
        source = source_with(row, name)
        if source is not None:
            assert row.id in ids(source), name


def test_every_rule_is_found_in_an_example_or_by_its_names_or_is_unseen():
    for row in CHANGES:
        named = any(source_with(row, name) for name in row.names)
        assert row.before or named or row.id in UNSEEN, row.id
    assert set(UNSEEN) <= {row.id for row in CHANGES}
