"""Written in 2017 for Python 3.4, with websockets 3.4: a server that greets, and its client."""

import asyncio

import websockets


@asyncio.coroutine
def greet(websocket, path):
    name = yield from websocket.recv()
    yield from websocket.send("Hello " + name + "!")


@asyncio.coroutine
def ask(port, name):
    websocket = yield from websockets.connect("ws://127.0.0.1:%d/" % port)
    try:
        yield from websocket.send(name)
        print((yield from websocket.recv()))
    finally:
        yield from websocket.close()


loop = asyncio.get_event_loop()
server = loop.run_until_complete(websockets.serve(greet, "127.0.0.1", 0, loop=loop))
port = server.server.sockets[0].getsockname()[1]
loop.run_until_complete(asyncio.wait([ask(port, name) for name in ("Ada", "Alan")], loop=loop))
server.close()
loop.run_until_complete(server.wait_closed())
