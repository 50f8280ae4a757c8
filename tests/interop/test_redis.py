"""redis-py on our loop, against a Redis that runs here."""

import asyncio
import functools

import inside
import pytest
import redis.asyncio
import servers

import legacyco

PACKAGES = ["redis"]


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    with servers.redis_server(tmp_path_factory.mktemp("redis")) as path:
        yield path


@pytest.fixture
def connect(path):
    return functools.partial(redis.asyncio.Redis, unix_socket_path=path)


def test_new_in_old_commands_and_pipelines(run, connect):
    @legacyco.coroutine
    def main():
        client = connect()
        yield from client.delete("count")
        yield from legacyco.gather(*[client.incr("count") for _ in range(10)])
        assert (yield from client.get("count")) == b"10"
        pipeline = client.pipeline()
        pipeline.set("old", "1").get("old")
        assert (yield from pipeline.execute()) == [True, b"1"]
        yield from inside.old()
        yield from client.aclose()

    run(main())


def test_new_in_old_a_blocking_command_is_cancelled(run, connect):
    @legacyco.coroutine
    def main():
        client = connect()
        task = asyncio.ensure_future(client.blpop("nothing"))
        # Before, and up to 3.11, asyncio.wait_for() can lose a cancellation (bpo-37658): redis-py
        # sends by it.
        yield from until_the_server_blocks()
        with pytest.raises(asyncio.TimeoutError):
            yield from legacyco.wait_for(task, 0)
        task = asyncio.ensure_future(client.blpop("list"))
        yield from connect_and_push()
        assert (yield from task) == (b"list", b"item")
        yield from client.aclose()

    @legacyco.coroutine
    def until_the_server_blocks():
        client = connect()
        while (yield from client.info("clients"))["blocked_clients"] == 0:
            pass
        yield from client.aclose()

    @legacyco.coroutine
    def connect_and_push():
        client = connect()
        yield from client.rpush("list", "item")
        yield from client.aclose()

    run(main())


def test_old_in_new_the_handler_of_a_subscription(run, connect):
    received = []

    async def main():
        async with connect() as client, client.pubsub() as pubsub:

            @legacyco.coroutine
            def handler(message):
                yield from legacyco.sleep(0)
                received.append(message["data"])
                listening.cancel()

            await pubsub.subscribe(news=handler)
            listening = asyncio.ensure_future(pubsub.run())
            await client.publish("news", "old")
            with pytest.raises(asyncio.CancelledError):
                await listening

    run(main())
    assert received == [b"old"]
