"""Coroutines of adopted modules that nobody awaits, as generators of old."""

import gc
import warnings

import pytest

import legacyco
from legacyco.adoption import unawaited

OLD = """
import asyncio

@asyncio.coroutine
def noop():
    return

@asyncio.coroutine
def never_begun():
    yield from noop()

class Response:
    @asyncio.coroutine
    def release(self):
        return

async def native():
    pass
"""


async def nothing():
    pass


def the_interpreter_asks():
    """Return whether warnings has a say: not before 3.7, and not in PyPy."""
    asked = []
    with pytest.MonkeyPatch.context() as patch, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        patch.setattr(warnings, "_warn_unawaited_coroutine", asked.append, raising=False)
        nothing()
        gc.collect()
    return bool(asked)


pytestmark = pytest.mark.skipif(not the_interpreter_asks(), reason="the interpreter asks nobody")


def complaints(function):
    """Return what is said when the coroutine that *function* returns is dropped."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        function()
        gc.collect()
    return [str(each.message).splitlines()[0] for each in caught]


def test_a_decorated_function_of_an_adopted_module_may_be_called_for_nothing(tiny):
    module = tiny.module("tiny_noop", OLD)

    assert complaints(module.noop) == []
    assert complaints(module.never_begun) == []
    assert complaints(module.Response().release) == []


def test_a_native_coroutine_of_an_adopted_module_may_not(tiny):
    module = tiny.module("tiny_native", OLD)

    assert complaints(module.native) == ["coroutine 'native' was never awaited"]


def test_those_of_other_modules_may_not(tiny):
    tiny.module("tiny_adopted", OLD)

    @legacyco.coroutine
    def plain():
        pass

    @legacyco.coroutine
    def generator():
        yield

    for function in (plain, generator):
        assert complaints(function) == ["coroutine '%s' was never awaited" % function.__qualname__]


def test_the_warning_names_the_place_where_the_coroutine_was_dropped(tiny):
    tiny.module("tiny_place", OLD)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        nothing()

    (warning,) = caught
    assert warning.filename == __file__


def test_in_debug_mode_none_may(tiny, monkeypatch):
    module = tiny.module("tiny_debug", OLD)
    monkeypatch.setattr(unawaited, "is_debug_mode", lambda: True)

    assert complaints(module.noop) == ["coroutine 'noop' was never awaited"]


def test_the_hook_is_replaced_once():
    unawaited.install()
    replaced = warnings._warn_unawaited_coroutine
    unawaited.install()

    assert warnings._warn_unawaited_coroutine is replaced
    assert not hasattr(replaced.legacyco_original, "legacyco_original")
