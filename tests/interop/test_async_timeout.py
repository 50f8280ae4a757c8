"""async-timeout on our loop."""

import asyncio

import async_timeout
import inside
import pytest

import legacyco

PACKAGES = ["async-timeout"]

# asyncio's tasks count their cancellations since 3.11.
COUNTS = hasattr(asyncio.Task, "uncancel")


def expired(scope):
    """Return whether the timeout was reached: its own is a property, asyncio's a method."""
    return scope.expired() if callable(scope.expired) else scope.expired


def test_old_in_new_old_functions_below_a_timeout(run):
    @legacyco.coroutine
    def forever():
        yield from asyncio.get_running_loop().create_future()

    async def main():
        with pytest.raises(asyncio.TimeoutError):
            async with async_timeout.timeout(0.001):
                await forever()
        async with async_timeout.timeout(60) as scope:
            await inside.old()
        assert not expired(scope)

    run(main())


async def timed_out():
    """Be cancelled by a timeout, which catches it; return the count of cancellations."""
    with pytest.raises(asyncio.TimeoutError):
        async with async_timeout.timeout(0.001):
            await asyncio.get_running_loop().create_future()
    return asyncio.current_task().cancelling()


@pytest.mark.skipif(not COUNTS, reason="it does not count before 3.11")
def test_old_in_new_its_cancellation_is_counted_back(run):
    assert run(timed_out()) == 0


@pytest.mark.skipif(COUNTS, reason="it is asyncio's timeout since 3.11, and counts")
@pytest.mark.does_not(
    "counts of cancellations on Python 3.10: asyncio's tasks have none there, so it does not take "
    "its own back; ``cancelling()`` stays at 1"
)
def test_its_cancellation_remains_counted(run):
    assert run(timed_out()) == 1


def test_new_in_old_entered_and_left_by_hand(run):
    @legacyco.coroutine
    def main():
        scope = async_timeout.timeout(0.001)
        yield from scope.__aenter__()
        try:
            yield from asyncio.get_running_loop().create_future()
        except asyncio.CancelledError as exc:
            with pytest.raises(asyncio.TimeoutError):
                yield from scope.__aexit__(type(exc), exc, exc.__traceback__)
        assert expired(scope)
        yield from inside.old()

    run(main())
