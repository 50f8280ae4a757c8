"""Every way to hold a lock that any era knew, in every dialect, and all of them against each other.

A way is a coroutine that acquires, gives way while it holds, and releases.
"""

import asyncio

import pytest

import legacyco
from legacyco import locks

PRIMITIVES = {
    "Lock": legacyco.Lock,
    "Condition": legacyco.Condition,
    "Semaphore": legacyco.Semaphore,
    "BoundedSemaphore": legacyco.BoundedSemaphore,
}
# What asyncio itself has on every Python; a lock of its own in our tasks.
ASYNCIOS = {"asyncio.Lock": asyncio.Lock, "asyncio.Semaphore": asyncio.Semaphore}


class Trace:
    """Who is inside, to see that never two are."""

    def __init__(self):
        self.order = []
        self.inside = 0

    def enter(self, name):
        self.inside += 1
        assert self.inside == 1, "two hold the lock"
        self.order.append(name)

    def leave(self):
        self.inside -= 1


async def native_async_with(lock, trace, name):
    async with lock as nothing:
        assert nothing is None
        trace.enter(name)
        await legacyco.sleep(0)
        trace.leave()


async def native_with_await(lock, trace, name):
    with await lock as nothing:
        assert nothing is None
        trace.enter(name)
        await legacyco.sleep(0)
        trace.leave()


async def native_acquire(lock, trace, name):
    assert await lock.acquire() is True
    try:
        trace.enter(name)
        await legacyco.sleep(0)
        trace.leave()
    finally:
        lock.release()


def plain_with(lock, trace, name):
    with (yield from lock) as nothing:
        assert nothing is None
        trace.enter(name)
        yield from legacyco.sleep(0)
        trace.leave()


def plain_acquire(lock, trace, name):
    acquired = yield from lock.acquire()
    assert acquired is True
    try:
        trace.enter(name)
        yield from legacyco.sleep(0)
        trace.leave()
    finally:
        lock.release()


def plain_bare(lock, trace, name):
    yield from lock
    try:
        trace.enter(name)
        yield from legacyco.sleep(0)
        trace.leave()
    finally:
        lock.release()


def plain_in_plain(lock, trace, name):
    yield from plain_with(lock, trace, name)


decorated_with = legacyco.coroutine(plain_with)
decorated_acquire = legacyco.coroutine(plain_acquire)
decorated_bare = legacyco.coroutine(plain_bare)


@legacyco.coroutine
def decorated_around_plain(lock, trace, name):
    yield from plain_acquire(lock, trace, name)


@legacyco.coroutine
def decorated_around_native(lock, trace, name):
    yield from native_async_with(lock, trace, name)


async def native_around_decorated(lock, trace, name):
    await decorated_with(lock, trace, name)


WAYS = [
    native_async_with,
    native_with_await,
    native_acquire,
    plain_with,
    plain_acquire,
    plain_bare,
    plain_in_plain,
    decorated_with,
    decorated_acquire,
    decorated_bare,
    decorated_around_plain,
    decorated_around_native,
    native_around_decorated,
]
# decorated_* bear the name of what they decorate.
IDS = [name for way in WAYS for name, value in sorted(globals().items()) if value is way]
# Those that a lock without __iter__ and __await__ takes.
NEWEST_WAYS = [native_async_with, native_acquire, decorated_around_native]


def contend(loop, lock, *ways):
    """Have the ways hold the lock at the same time; return the order in which they got it."""
    trace = Trace()

    async def main():
        tasks = [legacyco.ensure_future(way(lock, trace, n)) for n, way in enumerate(ways)]
        await legacyco.sleep(0)
        assert trace.order == [0]
        await legacyco.wait_for(legacyco.gather(*tasks), 5)

    loop.run_until_complete(main())
    assert not lock.locked()
    assert trace.inside == 0
    return trace.order


@pytest.mark.parametrize("first", WAYS, ids=IDS)
def test_any_two_ways_exclude_each_other_in_turn(first, loop):
    for second, name in zip(WAYS, IDS):
        lock = legacyco.Lock(loop=loop)
        assert contend(loop, lock, first, second, first, second) == [0, 1, 2, 3], name


@pytest.mark.parametrize("way", WAYS, ids=IDS)
@pytest.mark.parametrize("make", list(PRIMITIVES.values()), ids=list(PRIMITIVES))
def test_every_primitive_is_held_in_every_way(make, way, loop):
    assert contend(loop, make(loop=loop), way, native_acquire, way) == [0, 1, 2]


@pytest.mark.parametrize("way", NEWEST_WAYS)
@pytest.mark.parametrize("make", list(ASYNCIOS.values()), ids=list(ASYNCIOS))
def test_a_lock_of_asyncio_is_held_in_the_newest_ways(make, way, loop):
    assert contend(loop, make(), way, native_acquire, way) == [0, 1, 2]


@pytest.mark.parametrize("way", WAYS, ids=IDS)
def test_whoever_is_cancelled_while_he_holds_releases(way, loop):
    lock, trace = legacyco.Lock(), Trace()

    async def main():
        task = legacyco.ensure_future(way(lock, trace, "gone"))
        await legacyco.sleep(0)
        assert lock.locked()
        task.cancel()
        with pytest.raises(legacyco.CancelledError):
            await task
        assert not lock.locked()

    loop.run_until_complete(main())


@pytest.mark.parametrize("way", WAYS, ids=IDS)
def test_whoever_is_cancelled_while_he_waits_holds_nothing(way, loop):
    lock, trace = legacyco.Lock(), Trace()

    async def main():
        async with lock:
            task = legacyco.ensure_future(way(lock, trace, "gone"))
            await legacyco.sleep(0)
            task.cancel()
            with pytest.raises(legacyco.CancelledError):
                await task
            assert lock.locked()
        assert not lock.locked()
        assert trace.order == []

    loop.run_until_complete(main())


@pytest.mark.parametrize("make", list(PRIMITIVES.values()), ids=list(PRIMITIVES))
def test_with_without_yield_from_says_what_is_missing(make, loop):
    lock = make()
    with pytest.raises(RuntimeError, match='^"yield from" should be used as context manager exp'):
        with lock:
            pytest.fail("entered")
    assert not lock.locked()


def test_the_context_manager_of_a_lock_cannot_be_used_twice(loop):
    lock = legacyco.Lock()

    async def main():
        holding = await lock
        assert isinstance(holding, locks._ContextManager)
        with holding:
            assert lock.locked()
        assert not lock.locked()
        await lock.acquire()
        with pytest.raises(AttributeError):
            with holding:
                pass
        assert lock.locked()

    loop.run_until_complete(main())


@pytest.mark.parametrize("make", list(PRIMITIVES.values()), ids=list(PRIMITIVES))
def test_what_waits_is_no_native_coroutine_that_a_plain_generator_would_refuse(make, loop):
    lock = make()

    def plain():
        yield from lock.acquire()
        lock.release()

    loop.run_until_complete(plain())
    assert not lock.locked()


async def native_in_subclass(self):
    return await legacyco.Lock.acquire(self)


@legacyco.coroutine
def decorated_in_subclass(self):
    return (yield from legacyco.Lock.acquire(self))


def plain_in_subclass(self):
    return (yield from legacyco.Lock.acquire(self))


OLD_WAYS = [native_with_await, plain_with, decorated_bare]


@pytest.mark.parametrize(
    "acquire, way",
    [(native_in_subclass, way) for way in OLD_WAYS + NEWEST_WAYS]
    + [(decorated_in_subclass, way) for way in OLD_WAYS + NEWEST_WAYS]
    # No await takes a plain generator.
    + [(plain_in_subclass, way) for way in OLD_WAYS],
)
def test_a_subclass_may_acquire_in_any_dialect(acquire, way, loop):
    calls = []

    class Counting(legacyco.Lock):
        def acquire(self):
            calls.append(self)
            return acquire(self)

    lock = Counting()
    assert contend(loop, lock, way, way) == [0, 1]
    assert calls == [lock, lock]


def test_a_context_manager_of_ones_own_may_be_made_of_the_mixin(loop):
    class Gate(locks._ContextManagerMixin):
        opened = 0

        @legacyco.coroutine
        def acquire(self):
            yield from legacyco.sleep(0)
            self.opened += 1

        def release(self):
            self.opened -= 1

    gate = Gate()

    @legacyco.coroutine
    def old():
        with (yield from gate):
            assert gate.opened == 1

    async def main():
        await old()
        async with gate:
            assert gate.opened == 1
        with await gate:
            assert gate.opened == 1

    loop.run_until_complete(main())
    assert gate.opened == 0
