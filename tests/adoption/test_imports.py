"""Where an adopted module says asyncio, it gets legacyco."""

import asyncio
import asyncio.queues
import textwrap

import pytest

import legacyco


def result_of(tiny, text):
    return tiny.module("old", textwrap.dedent(text)).result


@pytest.mark.parametrize(
    "text, name",
    [
        ("import asyncio; result = asyncio", "legacyco"),
        ("import asyncio as aio; result = aio", "legacyco"),
        ("import os, asyncio, sys; result = asyncio", "legacyco"),
        ("import asyncio.queues; result = asyncio", "legacyco"),
        ("import asyncio.queues; result = asyncio.queues", "legacyco.queues"),
        ("import asyncio.test_utils; result = asyncio.test_utils", "legacyco.test_utils"),
        ("import asyncio.queues as q; result = q", "legacyco.queues"),
        ("from asyncio import queues; result = queues", "legacyco.queues"),
        ("from asyncio import compat as c; result = c", "legacyco.compat"),
        ("import importlib; result = importlib.import_module('asyncio')", "legacyco"),
        (
            "from importlib import import_module as i\nn = 'asyncio.queues'\nresult = i(n)",
            "legacyco.queues",
        ),
        ("import importlib; result = importlib.import_module(name='asyncio')", "legacyco"),
        ("import pytest; result = pytest.importorskip('asyncio.locks')", "legacyco.locks"),
        ("import pytest; result = pytest.importorskip(modname='asyncio')", "legacyco"),
        ("result = __import__('asyncio')", "legacyco"),
        ("result = __import__('asyncio.queues')", "legacyco"),
        ("result = __import__('asyncio.queues', fromlist=['Queue'])", "legacyco.queues"),
        ("def f():\n    import asyncio.locks\n    return asyncio\nresult = f()", "legacyco"),
        ("def f():\n    global asyncio\n    import asyncio\nf(); result = asyncio", "legacyco"),
        ("class C:\n    import asyncio.tasks as t\nresult = C.t", "legacyco.tasks"),
        ("try:\n    import asyncio\nexcept ImportError:\n    pass\nresult = asyncio", "legacyco"),
        (
            "class C:\n    def f(self):\n        return __import__('asyncio')\nresult = C().f()",
            "legacyco",
        ),
    ],
)
def test_a_module_is_legacycos(tiny, text, name):
    assert result_of(tiny, text).__name__ == name


@pytest.mark.parametrize(
    "text, expected",
    [
        ("from asyncio import coroutine as result", lambda: legacyco.coroutine),
        ("from asyncio import coroutine, async_, tasks; result = async_", lambda: legacyco.async_),
        ("from asyncio import async; result = async", lambda: legacyco.async_),
        ("import asyncio; result = asyncio.async", lambda: legacyco.async_),
        ("import asyncio; result = getattr(asyncio, 'async')", lambda: legacyco.async_),
        (
            "from asyncio.streams import IncompleteReadError as result",
            lambda: legacyco.IncompleteReadError,
        ),
        ("from asyncio import *; result = JoinableQueue", lambda: legacyco.JoinableQueue),
        ("import asyncio.queues; result = asyncio.Queue", lambda: legacyco.Queue),
    ],
)
def test_a_name_is_legacycos(tiny, text, expected):
    assert result_of(tiny, text) is expected()


def test_relative_imports_are_the_packages_own(tiny):
    tiny.write(
        "old",
        init="from . import asyncio\nfrom .asyncio import here\n",
        asyncio="here = 1",
        sub="from . import asyncio\nfrom .asyncio import here as result",
    )
    tiny.adopt("old")
    module = __import__("old.sub", fromlist=["result"])
    assert module.result == 1
    assert module.asyncio.__name__ == "old.asyncio"


def test_relative_imports_by_function_are_the_packages_own(tiny):
    tiny.write(
        "old",
        asyncio="",
        sub="result = __import__('asyncio', globals(), None, ['x'], 1).__name__",
    )
    tiny.adopt("old")
    assert __import__("old.sub", fromlist=["result"]).result == "old.asyncio"


def test_what_only_asyncio_has_stays_asyncios(tiny):
    with pytest.raises(ImportError, match=r"'?asyncio\.never_was"):
        tiny.module("old", "import asyncio.never_was")


def test_other_modules_are_left_alone(tiny):
    text = """
        import asyncore_ as a, json.decoder
        from json import decoder as d
        import importlib
        result = [a.__name__, json.__name__, d.__name__, importlib.import_module("json").__name__]
    """
    tiny.write("asyncore_")
    assert result_of(tiny, text) == ["asyncore_", "json", "json.decoder", "json"]


def test_docstring_and_future_imports_stay_first(tiny):
    module = tiny.module(
        "old",
        '''
        """The docstring."""
        from __future__ import annotations_ as a, division
        import importlib
        result = importlib.import_module("asyncio")
        '''.replace("annotations_ as a, ", ""),
    )
    assert module.__doc__ == "The docstring."
    assert module.result is legacyco


def test_patches_by_name_are_of_what_the_package_sees(tiny):
    module = tiny.module(
        "old",
        """
        import asyncio
        from unittest import mock

        def patched():
            with mock.patch("asyncio.sleep", "patched"):
                return asyncio.sleep

        @mock.patch("asyncio.queues.Queue", "decorated")
        def decorated():
            return asyncio.queues.Queue
        """,
    )
    assert module.patched() == "patched"
    assert module.decorated() == "decorated"
    assert asyncio.sleep is not legacyco.sleep


def test_nothing_outside_of_adopted_packages_changes(tiny):
    before = {name: dict(vars(module)) for name, module in _asyncio_modules().items()}
    tiny.write("new", code="import asyncio, asyncio.queues as q\nresult = [asyncio, q]")
    old = tiny.module("old", "import asyncio, new.code\nresult = asyncio")
    new = __import__("new.code", fromlist=["result"])
    assert old.result is legacyco
    assert new.result == [asyncio, asyncio.queues]
    after = {name: dict(vars(module)) for name, module in _asyncio_modules().items()}
    assert after == before


def _asyncio_modules():
    import sys

    return {
        name: sys.modules[name] for name in list(sys.modules) if name.split(".")[0] == "asyncio"
    }
