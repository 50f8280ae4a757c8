"""What an old module means beyond doubt, and gets without asking."""

import socket
import sys

import pytest

import legacyco
from legacyco.adoption import evident, source
from legacyco.adoption.options import Options


def run_module(text):
    """Return the namespace of an adopted module."""
    namespace = {"__name__": "old"}
    exec(source.compile_module(text.encode(), "old.py", Options()), namespace)
    return namespace


# --- servers ----------------------------------------------------------------------------------


def test_a_closed_server_does_not_wait_for_connections(loop):
    module = run_module(
        """
import asyncio

@asyncio.coroutine
def serve_one(connections):
    server = yield from asyncio.start_server(lambda r, w: connections.append(w), "127.0.0.1", 0)
    address = server.sockets[0].getsockname()
    reader, writer = yield from asyncio.open_connection(*address[:2])
    while not connections:
        yield
    server.close()
    yield from server.wait_closed()
    return writer
"""
    )
    connections = []
    writer = loop.run_until_complete(module["serve_one"](connections))

    for each in connections + [writer]:
        each.close()
    loop.run_until_complete(legacyco.sleep(0.001))


def test_an_open_server_waits_to_be_closed(loop):
    server = loop.run_until_complete(
        loop.create_server(legacyco.Protocol, "127.0.0.1", 0, family=socket.AF_INET)
    )
    waiting = loop.create_task(evident.wait_closed(server))
    loop.run_until_complete(legacyco.sleep(0))

    assert not waiting.done()

    server.close()
    loop.run_until_complete(waiting)


def test_what_is_no_server_has_a_wait_closed_of_its_own():
    module = run_module(
        """
class Server:
    def wait_closed(self, *args):
        return args

class Derived(Server):
    def wait_closed(self):
        return ("derived",) + super().wait_closed()

RESULT = Derived().wait_closed(), Server().wait_closed(1)
"""
    )

    assert module["RESULT"] == (("derived",), (1,))


# --- cancellation -----------------------------------------------------------------------------

CATCHES = """
import asyncio

@asyncio.coroutine
def catch(future):
    try:
        yield from future
    except %s:
        return "caught"

def is_cancellation(exc):
    return %s
"""
ASKS = "isinstance(exc, (asyncio.CancelledError, ConnectionError))"


@pytest.mark.parametrize(
    ("clause", "asks", "caught"),
    [
        ("Exception as exc", ASKS, True),
        ("Exception as exc", "isinstance(exc, OSError)", sys.version_info < (3, 8)),
        ("Exception", ASKS, sys.version_info < (3, 8)),
        ("ValueError as exc", ASKS, False),
    ],
)
def test_a_module_that_asks_for_cancellation_catches_it(loop, clause, asks, caught):
    module = run_module(CATCHES % (clause, asks))
    task = loop.create_task(module["catch"](loop.create_future()))
    loop.run_until_complete(legacyco.sleep(0))
    task.cancel()

    if caught:
        assert loop.run_until_complete(task) == "caught"
    else:
        with pytest.raises(legacyco.CancelledError):
            loop.run_until_complete(task)


def test_a_clause_that_names_cancellation_has_settled_the_matter(loop):
    module = run_module(
        """
import asyncio

@asyncio.coroutine
def catch(future):
    try:
        yield from future
    except asyncio.CancelledError:
        return "cancelled"
    except Exception as exc:
        return isinstance(exc, asyncio.CancelledError)
"""
    )
    task = loop.create_task(module["catch"](loop.create_future()))
    loop.run_until_complete(legacyco.sleep(0))
    task.cancel()

    assert loop.run_until_complete(task) == "cancelled"


# --- generators -------------------------------------------------------------------------------


def test_the_attributes_of_a_generator_are_those_of_the_coroutine(loop):
    module = run_module(
        """
import asyncio

@asyncio.coroutine
def old():
    yield from asyncio.sleep(0)

def plain():
    yield

class Own:
    gi_frame = 1

def look(thing):
    return thing.gi_frame, thing.gi_code, thing.gi_running, thing.gi_yieldfrom
"""
    )
    coro, generator = module["old"](), module["plain"]()

    assert module["look"](coro) == (coro.cr_frame, coro.cr_code, False, None)
    assert module["look"](generator) == (generator.gi_frame, generator.gi_code, False, None)
    with pytest.raises(AttributeError, match="Own.*has no attribute 'gi_code'"):
        module["look"](module["Own"]())
    loop.run_until_complete(coro)
