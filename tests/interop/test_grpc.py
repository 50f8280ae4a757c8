"""grpc.aio on our loop, with generic handlers: bytes in, bytes out."""

import asyncio

import grpc
import grpc.aio
import inside
import pytest

import legacyco

PACKAGES = ["grpcio"]


@legacyco.coroutine
def shout(request, context):
    yield from inside.old()
    if request == b"fail":
        yield from asyncio.ensure_future(context.abort(grpc.StatusCode.NOT_FOUND, "nothing here"))
    return request.upper()


@legacyco.coroutine
def count(request, context):
    for number in range(int(request)):
        yield from asyncio.ensure_future(context.write(b"%d" % number))


@legacyco.coroutine
def forever(request, context):
    yield from asyncio.get_running_loop().create_future()


class Serving:
    """A server in the running loop, and a channel to it."""

    @legacyco.coroutine
    def start(self):
        self.server = grpc.aio.server()
        handlers = {
            "Shout": grpc.unary_unary_rpc_method_handler(shout),
            "Count": grpc.unary_stream_rpc_method_handler(count),
            "Forever": grpc.unary_unary_rpc_method_handler(forever),
        }
        service = grpc.method_handlers_generic_handler("test.Old", handlers)
        self.server.add_generic_rpc_handlers((service,))
        port = self.server.add_insecure_port("127.0.0.1:0")
        yield from self.server.start()
        self.channel = grpc.aio.insecure_channel("127.0.0.1:%d" % port)
        return self.channel

    @legacyco.coroutine
    def stop(self):
        yield from self.channel.close()
        yield from self.server.stop(0)


@pytest.mark.works_with(
    "``write()``, ``abort()`` and the like return coroutines of Cython, which are not iterable: "
    "``yield from asyncio.ensure_future(context.write(...))``"
)
def test_old_in_new_handlers_of_a_server(run):
    async def main():
        serving = Serving()
        channel = await serving.start()
        assert await channel.unary_unary("/test.Old/Shout")(b"old") == b"OLD"
        stream = channel.unary_stream("/test.Old/Count")(b"3")
        assert [each async for each in stream] == [b"0", b"1", b"2"]
        with pytest.raises(grpc.aio.AioRpcError, match="nothing here"):
            await channel.unary_unary("/test.Old/Shout")(b"fail")
        await serving.stop()

    run(main())


@pytest.mark.works_with("nor is a call: ``yield from asyncio.ensure_future(stub.Method(...))``")
def test_new_in_old_calls_and_their_deadlines(run):
    @legacyco.coroutine
    def main():
        serving = Serving()
        channel = yield from serving.start()
        call = channel.unary_unary("/test.Old/Shout")
        answers = yield from legacyco.gather(*[call(b"%d" % number) for number in range(5)])
        assert answers == [b"0", b"1", b"2", b"3", b"4"]
        assert (yield from legacyco.ensure_future(call(b"old"))) == b"OLD"
        with pytest.raises(grpc.aio.AioRpcError) as caught:
            forever = channel.unary_unary("/test.Old/Forever")
            yield from legacyco.ensure_future(forever(b"", timeout=0.05))
        assert caught.value.code() is grpc.StatusCode.DEADLINE_EXCEEDED
        yield from serving.stop()

    run(main())
