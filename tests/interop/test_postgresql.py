"""asyncpg and psycopg on our loop, against a PostgreSQL that runs here."""

import asyncio
import shutil
import tempfile

import asyncpg
import inside
import psycopg
import pytest
import servers

import legacyco

PACKAGES = ["asyncpg", "psycopg"]


@pytest.fixture(scope="module")
def host():
    # Not below pytest's directories, which only their owner may enter.
    directory = tempfile.mkdtemp(prefix="legacyco-")
    try:
        with servers.postgresql(directory) as host:
            yield host
    finally:
        shutil.rmtree(directory)


def arguments(host):
    return {"host": host, "user": "test"}


def test_new_in_old_asyncpg_queries_and_a_pool(run, host):
    @legacyco.coroutine
    def query(pool, number):
        connection = yield from pool.acquire().__await__()
        try:
            return (yield from connection.fetchval("select $1::int * 2", number))
        finally:
            yield from pool.release(connection)

    @legacyco.coroutine
    def main():
        connection = yield from asyncpg.connect(database="postgres", **arguments(host))
        assert (yield from connection.fetch("select 1 as one"))[0]["one"] == 1
        with pytest.raises(asyncpg.UndefinedTableError):
            yield from connection.execute("select * from nowhere")
        with pytest.raises(asyncio.TimeoutError):
            yield from connection.execute("select pg_sleep(60)", timeout=0.01)
        assert (yield from connection.fetchval("select 2")) == 2
        yield from connection.close()

        pool = asyncpg.create_pool(database="postgres", min_size=2, max_size=2, **arguments(host))
        yield from pool.__await__()
        doubled = yield from legacyco.gather(*[query(pool, number) for number in range(5)])
        assert doubled == [0, 2, 4, 6, 8]
        yield from inside.old()
        yield from pool.close()

    run(main())


def test_old_in_new_asyncpg_calls_a_listener(run, host):
    async def main():
        loop = asyncio.get_running_loop()
        heard = loop.create_future()

        @legacyco.coroutine
        def listener(connection, pid, channel, payload):
            yield from legacyco.sleep(0)
            heard.set_result(payload)

        connection = await asyncpg.connect(database="postgres", **arguments(host))
        await connection.add_listener("news", listener)
        await connection.execute("notify news, 'old'")
        assert await heard == "old"
        async with connection.transaction():
            cursor = [row["n"] async for row in connection.cursor("select generate_series(1,3) n")]
        assert cursor == [1, 2, 3]
        await connection.remove_listener("news", listener)
        await connection.close()

    run(main())


def test_new_in_old_psycopg_queries(run, host):
    @legacyco.coroutine
    def main():
        connect = psycopg.AsyncConnection.connect
        connection = yield from connect(dbname="postgres", autocommit=True, **arguments(host))
        cursor = yield from connection.execute("select %s::int * 2", [21])
        assert (yield from cursor.fetchone()) == (42,)
        with pytest.raises(psycopg.errors.UndefinedTable):
            yield from connection.execute("select * from nowhere")
        with pytest.raises(asyncio.TimeoutError):
            yield from legacyco.wait_for(connection.execute("select pg_sleep(60)"), 0.05)
        cursor = yield from connection.execute("select 2")
        assert (yield from cursor.fetchall()) == [(2,)]
        yield from inside.old()
        yield from connection.close()

    run(main())


def test_old_in_new_psycopg_hands_over_rows_and_notifications(run, host):
    heard = []

    @legacyco.coroutine
    def handler(notify):
        yield from inside.old()
        heard.append(notify.payload)

    @legacyco.coroutine
    def doubled(cursor):
        (number,) = yield from cursor.fetchone()
        return 2 * number

    async def main():
        connect = psycopg.AsyncConnection.connect
        async with await connect(dbname="postgres", autocommit=True, **arguments(host)) as conn:
            async with conn.transaction(), conn.cursor() as cursor:
                await cursor.execute("select 21")
                assert await doubled(cursor) == 42
            await conn.execute("listen news")
            await conn.execute("notify news, 'old'")
            async for notify in conn.notifies(stop_after=1, timeout=60):
                await handler(notify)

    run(main())
    assert heard == ["old"]
