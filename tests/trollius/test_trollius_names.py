"""The names and submodules of trollius 2.2.1, recorded on Python 2.7."""

import importlib
import json
import os
import sys

import pytest

import legacyco
from legacyco import trollius

HERE = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(HERE, "names.json")) as _file:
    NAMES = json.load(_file)
# How it asks Linux for the time.
C_TYPES = {"ctypes_oserror", "timespec", "timespec_p"}

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the names were recorded on Linux")


@pytest.mark.parametrize("submodule", sorted(NAMES))
def test_a_submodule_has_its_names(submodule):
    module = importlib.import_module("legacyco.trollius" + ("." + submodule if submodule else ""))

    assert {name for name in NAMES[submodule] if not hasattr(module, name)} - C_TYPES == set()


def test_a_star_import_brings_what_it_brought():
    assert sorted(trollius.__all__) == sorted(NAMES[""])
    assert "async" in trollius.__all__


def test_what_the_engine_makes_are_instances_of_the_public_classes():
    loop = trollius.new_event_loop()
    try:
        task = loop.create_task(trollius.sleep(0))
        handle = loop.call_later(60, print)
        assert isinstance(task, trollius.Task) and isinstance(task, trollius.Future)
        assert isinstance(loop.create_future(), trollius.Future)
        assert not isinstance(loop.create_future(), trollius.Task)
        assert isinstance(handle, trollius.TimerHandle) and isinstance(handle, trollius.Handle)
        assert issubclass(trollius.Task, trollius.Future)
        assert issubclass(asyncio_transport(), trollius.Transport)
        loop.run_until_complete(task)
    finally:
        loop.close()


def asyncio_transport():
    return legacyco.Transport


def test_a_subclass_of_a_public_class_is_an_ordinary_class():
    class Own(trollius.Future):
        def __init__(self, loop=None):
            super().__init__(loop)
            self.extra = 1

    loop = trollius.new_event_loop()
    try:
        own = Own(loop)
        own.set_result(3)
        assert type(own) is Own and own.extra == 1
        assert not isinstance(trollius.Future(loop), Own)
        assert loop.run_until_complete(own) == 3
    finally:
        loop.close()


def test_loop_is_taken_by_position():
    loop = trollius.new_event_loop()
    try:
        things = [
            trollius.Future(loop),
            trollius.Lock(loop),
            trollius.Event(loop),
            trollius.Condition(None, loop),
            trollius.Semaphore(1, loop),
            trollius.BoundedSemaphore(1, loop),
            trollius.Queue(0, loop),
            trollius.LifoQueue(0, loop),
            trollius.StreamReader(2**16, loop),
        ]
        assert {thing._loop for thing in things} == {loop}
        assert loop.run_until_complete(trollius.sleep(0, "x", loop)) == "x"
        waiting = trollius.wait([trollius.sleep(0, None, loop)], loop, None)
        assert len(loop.run_until_complete(waiting)[0]) == 1
    finally:
        loop.close()
