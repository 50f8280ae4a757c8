"""tornado: its IOLoop over ours."""

import asyncio

import inside
import pytest
import tornado.gen
import tornado.httpclient
import tornado.httpserver
import tornado.ioloop
import tornado.testing
import tornado.web
import tornado.websocket

import legacyco

PACKAGES = ["tornado"]


@tornado.gen.coroutine
def tornados(value):
    """One of tornado's generators, which yields its awaitables instead of from them."""
    yield tornado.gen.sleep(0)
    doubled = yield ours(value)
    raise tornado.gen.Return(doubled)


@legacyco.coroutine
def ours(value):
    yield from tornado.gen.sleep(0)
    return 2 * value


class Old(tornado.web.RequestHandler):
    @legacyco.coroutine
    def prepare(self):
        self.task = yield from inside.old()

    @legacyco.coroutine
    def get(self, value):
        assert isinstance(self.task, legacyco.Task)
        doubled = yield from tornados(int(value))
        self.write(str(doubled))


class Echo(tornado.websocket.WebSocketHandler):
    @legacyco.coroutine
    def on_message(self, message):
        yield from self.write_message(message.upper())


def serve():
    """Start a server in the running loop; return it and its port."""
    sock, port = tornado.testing.bind_unused_port()
    app = tornado.web.Application([(r"/echo", Echo), (r"/(\d+)", Old)])
    server = tornado.httpserver.HTTPServer(app)
    server.add_socket(sock)
    return server, port


def test_old_in_new_handlers_of_requests_and_websockets(run):
    async def main():
        server, port = serve()
        client = tornado.httpclient.AsyncHTTPClient()
        response = await client.fetch("http://127.0.0.1:%d/21" % port)
        assert response.body == b"42"
        socket = await tornado.websocket.websocket_connect("ws://127.0.0.1:%d/echo" % port)
        await socket.write_message("old")
        assert await socket.read_message() == "OLD"
        socket.close()
        assert await socket.read_message() is None
        client.close()
        server.stop()
        await server.close_all_connections()

    run(main())


def test_old_in_new_callbacks_of_the_ioloop(run):
    async def main():
        io_loop = tornado.ioloop.IOLoop.current()
        assert io_loop.asyncio_loop is asyncio.get_running_loop()
        called = legacyco.Queue()
        io_loop.add_callback(lambda: called.put(1))
        io_loop.call_later(0, lambda: called.put(2))
        io_loop.spawn_callback(ours, 1)
        assert sorted([await called.get(), await called.get()]) == [1, 2]

    run(main())


def test_new_in_old_gen_coroutines_and_ours_wait_for_each_other(run):
    @tornado.gen.coroutine
    def many():
        doubled = yield [ours(1), tornados(2)]
        raise tornado.gen.Return(doubled)

    @tornado.gen.coroutine
    def fails():
        yield tornado.gen.sleep(0)
        raise LookupError("tornado")

    @legacyco.coroutine
    def main():
        assert (yield from tornados(21)) == 42
        assert (yield from many()) == [2, 4]
        with pytest.raises(LookupError, match="tornado"):
            yield from fails()
        assert (yield from legacyco.gather(ours(1), tornados(1))) == [2, 2]
        with pytest.raises(asyncio.TimeoutError):
            yield from legacyco.wait_for(tornado.gen.sleep(60), 0)

    run(main())


@pytest.mark.works_with(
    "``IOLoop(asyncio_loop=legacyco.new_event_loop())``, or legacyco.run() and IOLoop.current()"
)
def test_run_sync_on_our_loop(debug):
    loop = legacyco.new_event_loop()
    loop.set_debug(debug)
    loop.slow_callback_duration = 60
    io_loop = tornado.ioloop.IOLoop(asyncio_loop=loop, make_current=False)
    try:
        assert io_loop.run_sync(lambda: tornados(21)) == 42
        assert isinstance(io_loop.run_sync(inside.old), legacyco.Task)
    finally:
        io_loop.close()
    assert loop.is_closed()
