"""What an old module means beyond doubt, and gets without asking."""

import socket
import ssl
import sys
from pathlib import Path

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


# --- connections ------------------------------------------------------------------------------


def contexts():
    client = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    client.check_hostname = False
    client.verify_mode = ssl.CERT_NONE
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(str(Path(__file__).parent.parent / "localhost.pem"))
    return client, server


class End(legacyco.Protocol):
    """One end of a connection."""

    ends = []

    def __init__(self):
        self.ends.append(self)
        self.lost = legacyco.get_event_loop().create_future()

    def connection_made(self, transport):
        self.transport = transport

    def connection_lost(self, exc):
        # Else asyncio's transport complains, up to 3.10.
        self.transport.close()
        self.lost.set_result(exc)


def test_the_ssl_object_of_a_connection_is_found(loop):
    module = run_module(
        """
def look(transport):
    return transport._ssl_protocol._sslpipe.ssl_object
"""
    )
    context, server_context = contexts()
    End.ends = []

    async def connect():
        server = await loop.create_server(
            End, "127.0.0.1", 0, ssl=server_context, family=socket.AF_INET
        )
        address = server.sockets[0].getsockname()
        transport, _ = await loop.create_connection(End, *address, ssl=context)
        found = module["look"](transport)
        same = found is transport.get_extra_info("ssl_object")
        transport.close()
        await legacyco.wait([each.lost for each in End.ends])
        server.close()
        return found, same

    found, same = loop.run_until_complete(connect())

    assert isinstance(found, ssl.SSLObject)
    assert same


def test_other_objects_have_attributes_of_these_names_of_their_own():
    module = run_module(
        """
class Own:
    _sslpipe = 1
    _app_transport = 2

    def __init__(self):
        self._protocol = 3

own = Own()
RESULT = own._sslpipe, own._app_transport, own._protocol
own._protocol = 4
"""
    )

    assert module["RESULT"] == (1, 2, 3)
    assert module["own"]._protocol == 4


def test_a_connection_is_handed_to_tls_in_its_midst(loop):
    module = run_module(
        """
from asyncio import sslproto

def start_tls(loop, transport, protocol, context):
    tls = sslproto.SSLProtocol(loop, protocol, context, None, server_side=True)
    transport._protocol = tls
    protocol.transport = tls._app_transport
    tls.connection_made(transport)
"""
    )
    client_context, server_context = contexts()

    class Server(End):
        def data_received(self, data):
            if data == b"STARTTLS":
                self.transport.write(b"OK")
                module["start_tls"](loop, self.transport, self, server_context)
            else:
                self.transport.write(data.upper())

    async def talk():
        server = await loop.create_server(Server, "127.0.0.1", 0, family=socket.AF_INET)
        with socket.create_connection(server.sockets[0].getsockname()) as connection:
            answer = await loop.run_in_executor(None, converse, connection, client_context)
        await legacyco.wait([each.lost for each in Server.ends])
        server.close()
        return answer

    def converse(connection, context):
        connection.sendall(b"STARTTLS")
        assert connection.recv(2) == b"OK"
        with context.wrap_socket(connection) as secure:
            secure.sendall(b"hello")
            return secure.recv(5)

    Server.ends = []
    assert loop.run_until_complete(talk()) == b"HELLO"


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


def test_coroutines_of_decorated_functions_count_as_generators_and_no_others(loop):
    module = run_module(
        """
import asyncio
import inspect
import types
from types import GeneratorType

@asyncio.coroutine
def old():
    yield from asyncio.sleep(0)

@asyncio.coroutine
def shell():
    return None

async def new():
    pass

def plain():
    yield

def look(thing):
    return (
        inspect.isgenerator(thing),
        isinstance(thing, types.GeneratorType),
        isinstance(thing, (int, GeneratorType)),
    )

class Own:
    def isgenerator(self, thing):
        return "own"

OWN = Own().isgenerator(1)
FUNCTIONS = [inspect.isgeneratorfunction(each) for each in (old, shell, plain, new, len)]
"""
    )
    things = [module[name]() for name in ("old", "shell", "plain", "new")]

    assert [module["look"](each) for each in things] == [(True,) * 3] * 3 + [(False,) * 3]
    assert module["look"](1) == (False, False, True)
    assert module["OWN"] == "own"
    assert module["FUNCTIONS"] == [True, True, True, False, False]
    for each in things:
        each.close()


def test_a_coroutine_is_iterated_over_as_the_generator_that_it_was():
    module = run_module(
        """
import asyncio

LOG = []

@asyncio.coroutine
def old():
    yield
    LOG.append("old")
    yield

@asyncio.coroutine
def shell():
    LOG.append("shell")

def run(coro):
    for _ in coro:
        pass

def passed_on(coro):
    for each in coro:
        yield each

class Holder:
    def __init__(self, coro):
        self.coro = coro

    def run(self):
        for _ in self.coro: continue
        else:
            LOG.append("over")

def listed(coro):
    return list(coro)

def first(coro):
    return next(iter(coro))
"""
    )
    log = module["LOG"]
    module["run"](module["old"]())
    module["run"](module["shell"]())
    module["Holder"](module["old"]()).run()

    assert log == ["old", "shell", "old", "over"]
    assert list(module["passed_on"](module["old"]())) == [None, None]
    assert module["listed"](module["old"]()) == [None, None]
    assert module["first"](module["old"]()) is None
    assert module["listed"](iter("ab")) == ["a", "b"]
    assert module["first"]("ab") == "a"


def test_native_coroutines_cannot_be_iterated_over_as_ever():
    module = run_module(
        """
async def native():
    pass

def run(coro):
    for _ in coro:
        pass
"""
    )
    coro = module["native"]()
    with pytest.raises(TypeError, match="'coroutine' object is not iterable"):
        module["run"](coro)
    coro.close()


def test_next_makes_a_step_of_a_coroutine():
    module = run_module(
        """
import asyncio

@asyncio.coroutine
def old():
    yield
    return 42

def steps(iterator):
    results = [next(iterator)]
    try:
        next(iterator)
    except StopIteration as exc:
        results.append(exc.value)
    return results

DEFAULT = next(iter(()), "default"), next(iter([1]), "default")

def last(coro):
    return next(coro, None), next(coro, "default")
"""
    )

    assert module["steps"](module["old"]()) == [None, 42]
    assert module["steps"](iter("a")) == ["a", None]
    assert module["last"](module["old"]()) == (None, "default")
    assert module["DEFAULT"] == ("default", 1)
