"""staggered_race(): attempts that start one after the other."""

import pytest

import legacyco
from legacyco import staggered


def attempt(after, result=None, error=None):
    """Return a coroutine function that ends *after* seconds."""

    async def run():
        await legacyco.sleep(after)
        if error is not None:
            raise error
        return result

    return run


def race(loop, coro_fns, delay):
    started = loop.time()
    found = loop.run_until_complete(staggered.staggered_race(coro_fns, delay))
    return found, loop.time() - started


def test_the_first_success_wins_and_the_others_are_cancelled(fake_loop):
    slow = attempt(10, "slow")
    (result, index, exceptions), took = race(fake_loop, [slow, attempt(1, "fast"), slow], 2)
    assert (result, index, took) == ("fast", 1, 3)
    assert isinstance(exceptions[0], legacyco.CancelledError)
    assert exceptions[1:] == [None]


def test_the_next_attempt_starts_when_the_one_before_fails(fake_loop):
    error = OSError()
    found, took = race(fake_loop, [attempt(1, error=error), attempt(1, "second")], None)
    assert (found, took) == (("second", 1, [error, None]), 2)


def test_without_success_there_is_no_winner(fake_loop):
    errors = [OSError(), ValueError()]
    found, took = race(fake_loop, [attempt(3, error=each) for each in errors], 1)
    assert (found, took) == ((None, None, errors), 4)
    assert race(fake_loop, [], 1) == ((None, None, []), 0)


def test_attempts_may_be_generators_and_futures(fake_loop):
    def generator():
        yield from legacyco.sleep(1)
        raise OSError

    future = fake_loop.create_future()
    fake_loop.call_later(5, future.set_result, "future")

    def plain():
        return (yield from staggered.staggered_race([generator, lambda: future], None))

    result, index, _ = fake_loop.run_until_complete(plain())
    assert (result, index) == ("future", 1)


def test_cancelling_the_race_cancels_its_attempts(fake_loop):
    ended = []

    async def forever():
        try:
            await legacyco.sleep(3600)
        finally:
            await legacyco.sleep(1)
            ended.append(fake_loop.time())

    async def main():
        task = legacyco.create_task(staggered.staggered_race([forever, forever], 1))
        await legacyco.sleep(10)
        task.cancel()
        with pytest.raises(legacyco.CancelledError):
            await task

    fake_loop.run_until_complete(main())
    assert ended == [11, 11]


def test_an_iterable_that_fails_ends_the_race(fake_loop):
    def broken():
        yield attempt(10)
        raise LookupError("broken")

    with pytest.raises(LookupError, match="broken"):
        race(fake_loop, broken(), 1)
