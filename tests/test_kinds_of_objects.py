"""Every way in which a library asks what a future or a task is gives the answer that it had.

Libraries ask for asyncio's classes about our objects, and adopted packages, to which ours are
asyncio's, ask for ours about objects of asyncio's.
"""

import abc
import asyncio
import collections.abc
import functools
import inspect
import sys
import typing
from unittest import mock

import pytest

import legacyco
from legacyco import trollius


class DerivedFuture(legacyco.Future):
    """A future of a user's."""


class DerivedTask(legacyco.Task):
    """A task of a user's."""


class AbstractThing(abc.ABC):
    """Something that wants a metaclass of its own."""

    @abc.abstractmethod
    def name_it(self):
        """Return a name."""


class NamedFuture(legacyco.Future, AbstractThing):
    """A future that is something abstract as well."""

    def name_it(self):
        return "named"


@pytest.fixture
def make(loop):
    """Return a function that makes an object of a kind, done or cancelled at the end."""
    made = []

    async def nothing():
        pass

    def make(cls):
        thing = cls(nothing(), loop=loop) if "Task" in cls.__name__ else cls(loop=loop)
        made.append(thing)
        return thing

    yield make
    for thing in made:
        thing.cancel()
    loop.run_until_complete(legacyco.gather(*made, return_exceptions=True))


FUTURES = [legacyco.Future, DerivedFuture, NamedFuture, trollius.Future, asyncio.Future]
TASKS = [legacyco.Task, DerivedTask, trollius.Task, asyncio.Task]
# The classes of a user are ordinary ones: "what is it?" is answered by their bases.
STANDING_FOR_ASYNCIO = [legacyco.Future, trollius.Future, legacyco.Task, trollius.Task]


@pytest.mark.parametrize("cls", FUTURES + TASKS)
def test_isinstance_of_our_classes(make, cls):
    thing = make(cls)
    assert isinstance(thing, legacyco.Future)
    assert isinstance(thing, legacyco.Task) == (cls in TASKS)
    assert isinstance(thing, (str, legacyco.Future))


@pytest.mark.parametrize("cls", STANDING_FOR_ASYNCIO)
def test_isinstance_of_the_classes_of_asyncio(make, cls):
    thing = make(cls)
    assert isinstance(thing, asyncio.Future)
    assert isinstance(thing, asyncio.Task) == (cls in TASKS)


@pytest.mark.parametrize("cls", FUTURES + TASKS)
def test_issubclass(make, cls):
    for each in (cls, make(cls).__class__):
        assert issubclass(each, legacyco.Future)
        assert issubclass(each, legacyco.Task) == (cls in TASKS)
    assert not issubclass(legacyco.Future, DerivedFuture)
    assert not issubclass(asyncio.Future, DerivedFuture)
    assert not issubclass(asyncio.Future, NamedFuture)


def test_what_is_none_of_them():
    for thing in (None, 1, "future", object(), legacyco.Future, asyncio.Future):
        assert not isinstance(thing, legacyco.Future)
        assert not isinstance(thing, trollius.Future)
    for cls in (int, object, type, mock.Mock, collections.abc.Awaitable):
        assert not issubclass(cls, legacyco.Future)
        assert not issubclass(cls, legacyco.Task)


def register(dispatch, **functions):
    for name, classes in functions.items():
        for cls in classes:
            dispatch.register(cls, functools.partial(lambda name, *args: name, name))


@pytest.mark.parametrize("library", [legacyco, trollius, asyncio], ids=lambda each: each.__name__)
@pytest.mark.parametrize("cls", STANDING_FOR_ASYNCIO + [asyncio.Future, asyncio.Task])
@pytest.mark.parametrize(
    "others",
    [
        [],
        [collections.abc.Awaitable],
        [collections.abc.Iterable],
        [collections.abc.Iterable, collections.abc.Awaitable],
    ],
    ids=len,
)
@pytest.mark.parametrize("first", [True, False], ids=["future first", "others first"])
def test_singledispatch(make, library, cls, others, first):
    @functools.singledispatch
    def kind(thing):
        return "unknown"

    thing = make(cls)
    if first:
        register(kind, future=[library.Future])
    register(kind, other=others)
    if not first:
        register(kind, future=[library.Future])
    assert kind(thing) == "future"
    register(kind, task=[library.Task])
    assert kind(thing) == ("task" if cls in TASKS else "future")
    assert kind(object()) == "unknown"
    assert kind([]) == ("other" if collections.abc.Iterable in others else "unknown")


@pytest.mark.parametrize("cls", FUTURES + TASKS)
def test_singledispatch_of_an_adopted_package_for_every_kind(make, cls):
    @functools.singledispatch
    def kind(thing):
        return "unknown"

    register(kind, future=[legacyco.Future], task=[legacyco.Task], named=[AbstractThing])
    expected = "task" if cls in TASKS else "named" if cls is NamedFuture else "future"
    if cls is not NamedFuture:
        assert kind(make(cls)) == expected


@pytest.mark.skipif(sys.version_info < (3, 8), reason="new in 3.8")
@pytest.mark.parametrize("cls", STANDING_FOR_ASYNCIO)
def test_singledispatchmethod(make, cls):
    class Converter:
        @functools.singledispatchmethod
        def kind(self, thing):
            return "unknown"

        @kind.register(legacyco.Future)
        def _(self, thing):
            return "future"

    assert Converter().kind(make(cls)) == "future"


@pytest.mark.skipif(sys.version_info < (3, 10), reason="new in 3.10")
@pytest.mark.parametrize("library", [legacyco, asyncio], ids=lambda each: each.__name__)
@pytest.mark.parametrize("cls", STANDING_FOR_ASYNCIO)
def test_match(make, library, cls):
    namespace = {"library": library, "thing": make(cls)}
    exec(
        "match thing:\n"
        "    case library.Task(): kind = 'task'\n"
        "    case library.Future(): kind = 'future'\n"
        "    case _: kind = 'unknown'\n",
        namespace,
    )
    assert namespace["kind"] == ("task" if cls in TASKS else "future")


@pytest.mark.parametrize("cls", FUTURES + TASKS)
def test_abstract_classes_and_typing(make, cls):
    thing = make(cls)
    assert isinstance(thing, collections.abc.Awaitable)
    assert isinstance(thing, typing.Awaitable)
    assert isinstance(thing, collections.abc.Iterable)
    assert not isinstance(thing, collections.abc.Coroutine)
    assert inspect.isawaitable(thing)
    assert legacyco.isfuture(thing) and asyncio.isfuture(thing)
    assert issubclass(cls, collections.abc.Awaitable)


@pytest.mark.parametrize("library", [legacyco, asyncio], ids=lambda each: each.__name__)
def test_a_mock_that_is_specified_by_a_class_is_an_instance_of_it(library):
    for cls in (library.Future, library.Task):
        for specified in (mock.Mock(spec=cls), mock.MagicMock(spec_set=cls)):
            assert isinstance(specified, cls)
            assert isinstance(specified, legacyco.Future)
            assert isinstance(mock.create_autospec(cls, instance=True), cls)


@pytest.mark.parametrize("cls", STANDING_FOR_ASYNCIO)
def test_a_mock_that_is_specified_by_an_object_is_of_its_kind(make, cls):
    specified = mock.Mock(spec=make(cls))
    assert isinstance(specified, legacyco.Future)
    assert isinstance(specified, legacyco.Task) == (cls in TASKS)


def test_a_class_of_a_user_may_be_abstract(make, loop):
    class Unfinished(legacyco.Future, AbstractThing):
        pass

    thing = make(NamedFuture)
    assert isinstance(thing, AbstractThing) and thing.__class__ is NamedFuture
    assert NamedFuture.register(str) is str and isinstance("", NamedFuture)
    assert not isinstance("", legacyco.Future)
    assert Unfinished.__abstractmethods__ == {"name_it"}
