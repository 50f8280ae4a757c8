"""websockets on our loop: its asyncio server and client."""

import asyncio
import functools

import inside
import pytest
import websockets

import legacyco

PACKAGES = ["websockets"]

ITERABLE = hasattr(websockets.connect, "__iter__")


@legacyco.coroutine
def shout(connection):
    assert isinstance((yield from inside.old()), legacyco.Task)
    while True:
        try:
            text = yield from connection.recv()
        except websockets.ConnectionClosed:
            return
        yield from connection.send(text.upper())


def uri(server):
    return "ws://127.0.0.1:%d" % server.sockets[0].getsockname()[1]


def test_old_in_new_the_handler_of_a_server(run):
    async def main():
        async with websockets.serve(shout, "127.0.0.1", 0) as server:
            async with websockets.connect(uri(server)) as connection:
                await connection.send("old")
                assert await connection.recv() == "OLD"

    run(main())


def test_new_in_old_server_and_client_are_yielded_from(run):
    @legacyco.coroutine
    def main():
        server = yield from legacyco.ensure_future(websockets.serve(shout, "127.0.0.1", 0))
        connection = yield from legacyco.ensure_future(websockets.connect(uri(server)))
        yield from connection.send("old")
        assert (yield from connection.recv()) == "OLD"
        pong = yield from connection.ping()
        yield from pong
        with pytest.raises(asyncio.TimeoutError):
            yield from legacyco.wait_for(connection.recv(), 0.001)
        yield from connection.close()
        server.close()
        yield from server.wait_closed()

    run(main())


@pytest.mark.skipif(ITERABLE, reason="they are iterable in websockets up to 16")
@pytest.mark.works_with(
    "``serve()`` and ``connect()`` are awaitable and not iterable: "
    "``yield from asyncio.ensure_future(connect(...))``"
)
def test_new_in_old_serve_and_connect_are_not_iterable(run):
    @legacyco.coroutine
    def main():
        for function in (websockets.connect, functools.partial(websockets.serve, shout)):
            with pytest.raises(TypeError, match="object is not iterable"):
                yield from function("ws://127.0.0.1:9")

    run(main())


@pytest.mark.skipif(not ITERABLE, reason="they are not iterable since websockets 17")
def test_new_in_old_serve_and_connect_are_iterable(run):
    @legacyco.coroutine
    def main():
        server = yield from websockets.serve(shout, "127.0.0.1", 0)
        connection = yield from websockets.connect(uri(server))
        yield from connection.send("old")
        assert (yield from connection.recv()) == "OLD"
        yield from connection.close()
        server.close()
        yield from server.wait_closed()

    run(main())
