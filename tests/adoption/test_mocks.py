"""unittest.mock as adopted suites see it."""

import sys
from unittest import mock

import pytest

import legacyco
from legacyco.adoption import source
from legacyco.adoption.options import Options

SERVICE = """
import asyncio

class Service:
    @asyncio.coroutine
    def old(self):
        yield from asyncio.sleep(0)

    @asyncio.coroutine
    def shell(self):
        return asyncio.sleep(0)

    async def new(self):
        pass

    def plain(self):
        pass
"""

IMPORTS = {
    "from unittest import mock": "mock",
    "from unittest import TestCase, mock as m": "m",
    "import unittest.mock": "unittest.mock",
    "import unittest.mock as m": "m",
}

has_async_mock = pytest.mark.skipif(sys.version_info < (3, 8), reason="AsyncMock is new in 3.8")


def run_module(text):
    """Return the namespace of an adopted module."""
    namespace = {"__name__": "old"}
    exec(source.compile_module(text.encode(), "old.py", Options()), namespace)
    return namespace


def is_async(thing):
    return hasattr(mock, "AsyncMock") and isinstance(thing, mock.AsyncMock)


@pytest.fixture
def service():
    return run_module(SERVICE)["Service"]


def test_asyncios_own_functions_are_mocked_as_any_other():
    module = run_module(
        """
from unittest import mock
import asyncio

def mocks():
    with mock.patch("asyncio.sleep") as sleep, mock.patch.object(asyncio.Queue, "put") as put:
        yield sleep
        yield put
    yield mock.Mock(spec=asyncio.Queue).get
"""
    )
    assert [is_async(each) for each in module["mocks"]()] == [False] * 3


@pytest.mark.parametrize("statement", sorted(IMPORTS))
def test_a_decorated_function_is_patched_as_any_other(statement, service):
    module = run_module(
        "%s\ndef patch(thing, name, **kwargs):\n    return %s.patch.object(thing, name, **kwargs)"
        % (statement, IMPORTS[statement])
    )

    for name in ("old", "shell", "plain"):
        original = getattr(service, name)
        with module["patch"](service, name, return_value=42) as patched:
            assert isinstance(patched, mock.MagicMock)
            assert not is_async(patched)
            assert getattr(service(), name)() == 42
        assert getattr(service, name) is original


def test_patch_is_imported_by_name_and_takes_dotted_names(service):
    module = run_module("from unittest.mock import patch, MagicMock, ANY, call, sentinel")
    sys.modules["old_service"] = type(sys)("old_service")
    sys.modules["old_service"].Service = service
    try:
        with module["patch"]("old_service.Service.old") as patched:
            assert not is_async(patched)
    finally:
        del sys.modules["old_service"]
    assert isinstance(module["MagicMock"](), mock.MagicMock)
    assert (module["ANY"], module["call"]) == (mock.ANY, mock.call)


def test_a_decorated_test_is_patched_at_each_call(service):
    patch = run_module("from unittest.mock import patch")["patch"]

    @patch.object(service, "old")
    def test(patched):
        return patched

    @patch.object(service, "old")
    class Case:
        def test(self, patched):
            return patched

    assert not is_async(test())
    assert not is_async(Case().test())


def test_dictionaries_and_several_attributes_are_patched(service):
    module = run_module("from unittest import mock")
    values = {"a": 1}
    with module["mock"].patch.dict(values, a=2):
        assert values == {"a": 2}
    default = module["mock"].DEFAULT
    with module["mock"].patch.multiple(service, old=default, plain=default) as patched:
        assert [is_async(each) for each in patched.values()] == [False, False]


@pytest.mark.parametrize("kind", ["Mock", "MagicMock", "NonCallableMock", "NonCallableMagicMock"])
def test_the_mock_of_a_class_has_ordinary_methods_where_they_are_decorated(kind, service):
    module = run_module("from unittest import mock")
    one = getattr(module["mock"], kind)(spec=service)

    assert not any(map(is_async, (one.old, one.shell, one.plain)))
    assert isinstance(one, service)
    with pytest.raises(AttributeError, match="absent"):
        one.absent  # noqa: B018


@has_async_mock
def test_async_def_is_mocked_as_ever(service):
    module = run_module("from unittest import mock")

    assert is_async(module["mock"].Mock(spec=service).new)
    with module["mock"].patch.object(service, "new") as patched:
        assert is_async(patched)


@has_async_mock
def test_what_is_asked_for_is_used(service):
    module = run_module("from unittest import mock")
    with module["mock"].patch.object(service, "old", new_callable=mock.AsyncMock) as patched:
        assert is_async(patched)
    with module["mock"].patch.object(service, "old", 42) as patched:
        assert patched == 42


def test_a_patched_function_returns_the_future_that_it_was_given(loop, service):
    module = run_module("from unittest import mock")
    future = loop.create_future()
    future.set_result(b"data")

    @legacyco.coroutine
    def read():
        return (yield from service().old())

    with module["mock"].patch.object(service, "old", side_effect=[future]):
        assert loop.run_until_complete(read()) == b"data"
