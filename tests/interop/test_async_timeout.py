"""async-timeout on our loop."""

import asyncio

import async_timeout
import inside
import pytest

import legacyco

PACKAGES = ["async-timeout"]


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
