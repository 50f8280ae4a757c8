"""TCP through streams."""

from .workload import workload

_CONNECTIONS = 20
_MESSAGE = bytes(range(256)) * 2


async def serve(reader, writer):
    while True:
        data = await reader.read(65536)
        if not data:
            break
        writer.write(data)
        await writer.drain()
    writer.close()


async def talk(run, port, count):
    reader, writer = await run.aio.open_connection("127.0.0.1", port)
    received = 0
    for _ in range(count):
        writer.write(_MESSAGE)
        answer = await reader.readexactly(len(_MESSAGE))
        if answer == _MESSAGE:
            received += 1
    writer.write_eof()
    # Until the server has closed its end: what is still open at the end is a ResourceWarning.
    await reader.read()
    writer.close()
    return received


@workload("echo", size=10000, answer=lambda size: size, unit="round trips/s")
async def echo(run):
    """20 TCP connections send 512 bytes to an echo server and read them back (streams)."""
    server = await run.aio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    with run.timed(run.size):
        talks = [run.spawn(talk(run, port, run.size // _CONNECTIONS)) for _ in range(_CONNECTIONS)]
        received = sum(await run.aio.gather(*talks))
    server.close()
    await server.wait_closed()
    return received
