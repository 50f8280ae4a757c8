"""aiohttp 3: server, client and web.run_app() with decorated handlers, on our loop."""

import asyncio
import os
import signal
import socket

import aiohttp
import inside
import pytest
from aiohttp import web

import legacyco

PACKAGES = ["aiohttp"]


@legacyco.coroutine
def hello(request):
    # On 3.12 and later the task is asyncio's: aiohttp makes it itself, to have it start eagerly.
    yield from inside.old()
    text = yield from request.text()
    return web.Response(text="Hello, %s" % text)


async def new_hello(request):
    return await hello(request)


class View(web.View):
    @legacyco.coroutine
    def get(self):
        yield from legacyco.sleep(0)
        return web.json_response({"path": self.request.path})


@web.middleware
@legacyco.coroutine
def signed(request, handler):
    response = yield from handler(request)
    if not response.prepared:
        response.headers["X-Signed"] = "old"
    return response


@legacyco.coroutine
def echo(request):
    socket = web.WebSocketResponse()
    yield from socket.prepare(request)
    while True:
        message = yield from socket.receive()
        if message.type is not aiohttp.WSMsgType.TEXT:
            return socket
        yield from socket.send_str(message.data.upper())


def make_app():
    app = web.Application(middlewares=[signed])
    app.router.add_post("/", hello)
    app.router.add_post("/new", new_hello)
    app.router.add_get("/echo", echo)
    return app


@legacyco.coroutine
def start(app):
    """Start the server as old programs do; return its runner and URL."""
    runner = web.AppRunner(app)
    yield from runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    yield from site.start()
    return runner, "http://127.0.0.1:%d" % runner.addresses[0][1]


def test_old_in_new_handlers_views_middlewares_and_websockets(run):
    async def main():
        runner, url = await start(make_app())
        async with aiohttp.ClientSession(url) as session:
            for path in ("/", "/new"):
                async with session.post(path, data="world") as response:
                    assert await response.text() == "Hello, world"
                    assert response.headers["X-Signed"] == "old"
            async with session.ws_connect("/echo") as socket:
                await socket.send_str("old")
                assert await socket.receive_str() == "OLD"
        await runner.cleanup()

    run(main())


@pytest.mark.works_with(
    "class-based views below an old middleware are awaitable and not iterable: "
    "``yield from asyncio.ensure_future(handler(request))`` there"
)
def test_old_in_new_class_based_views(run):
    @web.middleware
    @legacyco.coroutine
    def handed_on(request, handler):
        with pytest.raises(TypeError, match="'View' object is not iterable"):
            yield from handler(request)
        return (yield from asyncio.ensure_future(handler(request)))

    async def main():
        for middlewares in ([], [handed_on]):
            app = web.Application(middlewares=middlewares)
            app.router.add_get("/view", View)
            runner, url = await start(app)
            async with aiohttp.ClientSession(url) as session:
                async with session.get("/view") as response:
                    assert await response.json() == {"path": "/view"}
            await runner.cleanup()

    run(main())


def test_new_in_old_the_client_is_yielded_from(run):
    @legacyco.coroutine
    def main():
        runner, url = yield from start(make_app())
        session = aiohttp.ClientSession()
        response = yield from session.post(url, data="world")
        try:
            assert response.status == 200
            assert (yield from response.text()) == "Hello, world"
        finally:
            response.release()
        socket = yield from session.ws_connect(url + "/echo")
        yield from socket.send_str("old")
        assert (yield from socket.receive()).data == "OLD"
        yield from socket.close()
        yield from session.close()
        yield from runner.cleanup()

    run(main())


def test_old_in_new_the_disconnection_of_a_client_is_felt(run):
    cancelled = []

    @legacyco.coroutine
    def stuck(request):
        started.set()
        try:
            yield from asyncio.get_running_loop().create_future()
        except asyncio.CancelledError:
            cancelled.append(asyncio.current_task().cancelling())
            raise
        finally:
            felt.set()

    async def main():
        app = web.Application()
        app.router.add_get("/", stuck)
        runner = web.AppRunner(app, handler_cancellation=True)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        async with aiohttp.ClientSession() as session:
            url = "http://127.0.0.1:%d" % runner.addresses[0][1]
            asking = asyncio.ensure_future(session.get(url))
            await started.wait()
            asking.cancel()
            await felt.wait()
        await runner.cleanup()

    started, felt = legacyco.Event(), legacyco.Event()
    run(main())
    assert cancelled == [1]


def test_run_app_on_our_loop_until_a_signal(debug):
    seen = []

    async def ask(url):
        async with aiohttp.ClientSession() as session:
            async with session.post(url, data="run_app") as response:
                seen.append(await response.text())
        os.kill(os.getpid(), signal.SIGTERM)

    @legacyco.coroutine
    def on_startup(app):
        yield from legacyco.sleep(0)
        seen.append(type(asyncio.get_running_loop()))

    def started(text):
        # Printed as soon as the server listens.
        seen.append(text.splitlines()[0])
        seen.append(asyncio.ensure_future(ask(url), loop=loop))

    app = make_app()
    app.on_startup.append(on_startup)
    loop = legacyco.new_event_loop()
    loop.set_debug(debug)
    loop.slow_callback_duration = 60
    with socket.create_server(("127.0.0.1", 0)) as sock:
        url = "http://127.0.0.1:%d" % sock.getsockname()[1]
        web.run_app(app, sock=sock, loop=loop, print=started, handler_cancellation=True)
    assert seen[0] is legacyco.EventLoop
    assert seen[-1] == "Hello, run_app"
    assert loop.is_closed()
