"""Server: what a loop's create_server() and start_server() return, as in the newest Python."""

import asyncio
import socket

import pytest

import legacyco

LOCALHOST = "127.0.0.1"


def hold(reader, writer):
    """Keep the connection open until the other side closes it."""
    yield from reader.read()
    writer.close()


def address_of(server):
    return server.sockets[0].getsockname()[:2]


@pytest.fixture(params=[legacyco.new_event_loop, asyncio.new_event_loop])
def any_loop(request):
    loop = request.param()
    yield loop
    loop.close()


def test_a_server_made_by_the_loop_is_ours_too(loop, tmp_path):
    def main():
        servers = [(yield from loop.create_server(asyncio.Protocol, LOCALHOST, 0))]
        if hasattr(loop, "create_unix_server"):
            path = str(tmp_path / "socket")
            servers.append((yield from loop.create_unix_server(asyncio.Protocol, path)))
        for server in servers:
            assert type(server) is legacyco.Server
            assert isinstance(server, asyncio.AbstractServer)
            server.close()
            yield from server.wait_closed()

    loop.run_until_complete(main())


def test_it_tells_its_loop_its_sockets_and_whether_it_serves(any_loop):
    async def main():
        server = await legacyco.start_server(hold, LOCALHOST, 0)
        assert server.get_loop() is any_loop
        assert server.is_serving()
        assert isinstance(server.sockets, tuple)
        assert len(server.sockets) == 1
        assert "sockets=(<" in repr(server)
        server.close()
        assert not server.is_serving()
        assert server.sockets == ()
        server.close()
        await server.wait_closed()
        with pytest.raises(RuntimeError, match="is closed"):
            await server.start_serving()
        with pytest.raises(RuntimeError, match="is closed"):
            await server.serve_forever()

    any_loop.run_until_complete(main())


def test_wait_closed_waits_for_the_last_connection(any_loop):
    async def main():
        server = await legacyco.start_server(hold, LOCALHOST, 0)
        waiting = legacyco.create_task(server.wait_closed())
        connections = [await legacyco.open_connection(*address_of(server)) for _ in range(2)]
        # Until the server has them.
        while len(server._clients) < 2:
            await legacyco.sleep(0)
        server.close()
        for _, writer in connections:
            await legacyco.sleep(0)
            assert not waiting.done()
            writer.close()
            await writer.wait_closed()
        await waiting
        await server.wait_closed()

    any_loop.run_until_complete(main())


@pytest.mark.parametrize("method", ["close_clients", "abort_clients"])
def test_all_connections_can_be_closed_at_once(any_loop, method):
    async def main():
        server = await legacyco.start_server(hold, LOCALHOST, 0)
        reader, writer = await legacyco.open_connection(*address_of(server))
        while not server._clients:
            await legacyco.sleep(0)
        server.close()
        getattr(server, method)()
        assert await reader.read() == b""
        await server.wait_closed()
        writer.close()
        await writer.wait_closed()

    any_loop.run_until_complete(main())


def test_async_with_closes_it(any_loop):
    async def main():
        async with await legacyco.start_server(hold, LOCALHOST, 0) as server:
            assert server.is_serving()
        assert not server.is_serving()

    any_loop.run_until_complete(main())


def test_serving_forever_ends_by_cancellation_and_closes_everything(any_loop):
    def serve(server):
        yield from server.serve_forever()

    async def main():
        server = await legacyco.start_server(hold, LOCALHOST, 0)
        serving = legacyco.create_task(serve(server))
        await legacyco.sleep(0)
        with pytest.raises(RuntimeError, match="is already being awaited on serve_forever()"):
            await server.serve_forever()
        reader, writer = await legacyco.open_connection(*address_of(server))
        while not server._clients:
            await legacyco.sleep(0)
        serving.cancel()
        with pytest.raises(legacyco.CancelledError):
            await serving
        assert not server.is_serving()
        assert await reader.read() == b""
        writer.close()
        await writer.wait_closed()

    any_loop.run_until_complete(main())


def test_close_ends_serve_forever(any_loop):
    async def main():
        server = await legacyco.start_server(hold, LOCALHOST, 0)
        serving = legacyco.create_task(server.serve_forever())
        await legacyco.sleep(0)
        server.close()
        with pytest.raises(legacyco.CancelledError):
            await serving

    any_loop.run_until_complete(main())


def test_a_server_can_be_made_first_and_serve_later(loop):
    async def main():
        sock = socket.socket()
        sock.setblocking(False)
        sock.bind((LOCALHOST, 0))
        server = legacyco.Server(loop, [sock], lambda: protocol, None, 10, None)
        assert not server.is_serving()
        await server.start_serving()
        assert server.is_serving()
        _, writer = await legacyco.open_connection(*address_of(server))
        transport = await protocol.connected
        transport.close()
        writer.close()
        await writer.wait_closed()
        server.close()
        await server.wait_closed()

    class Protocol(asyncio.Protocol):
        connected = loop.create_future()

        def connection_made(self, transport):
            self.connected.set_result(transport)

    protocol = Protocol()
    loop.run_until_complete(main())
