"""trio through trio-asyncio. Its loop is trio's, and our functions run there."""

import subprocess
import sys

import pytest
import scripts

PACKAGES = ["trio-asyncio", "trio"]

START = """\
import asyncio
import warnings
with warnings.catch_warnings():
    # Of the interpreter, at what trio-asyncio imports and makes of asyncio's old names.
    warnings.simplefilter("ignore", DeprecationWarning)
    import trio
    import trio_asyncio
import inside
import legacyco

@legacyco.coroutine
def ours(value):
    yield from legacyco.sleep(0)
    return 2 * value

async def trios(value):
    await trio.sleep(0)
    return 2 * value

def run(main):
    async def with_loop():
        async with trio_asyncio.open_loop() as loop:
            loop.slow_callback_duration = 60
            await main()
    trio.run(with_loop)

"""

OLD_IN_NEW = """
ended = []

@legacyco.coroutine
def forever(scope):
    loop = asyncio.get_running_loop()
    loop.call_soon(scope.cancel)
    try:
        yield from loop.create_future()
    finally:
        ended.append(True)

async def main():
    assert await trio_asyncio.aio_as_trio(ours)(21) == 42
    await trio_asyncio.aio_as_trio(inside.old)()
    with trio.CancelScope() as scope:
        await trio_asyncio.aio_as_trio(forever)(scope)
    assert scope.cancelled_caught and ended == [True]
    async with trio.open_nursery() as nursery:
        nursery.start_soon(trio_asyncio.aio_as_trio(ours), 1)
        nursery.start_soon(trio_asyncio.aio_as_trio(ours), 2)

run(main)
"""

NEW_IN_OLD = """
@legacyco.coroutine
def old():
    assert (yield from legacyco.gather(ours(1), ours(2))) == [2, 4]
    assert (yield from trio_asyncio.trio_as_aio(trios)(21)) == 42
    try:
        yield from legacyco.wait_for(trio_asyncio.trio_as_aio(trio.sleep)(60), 0.001)
        raise AssertionError("no timeout")
    except asyncio.TimeoutError:
        pass
    assert isinstance((yield from legacyco.Task(inside.old())), legacyco.Task)

run(trio_asyncio.aio_as_trio(old))
"""

REFUSED = """
async def main():
    loop = asyncio.get_running_loop()
    assert not isinstance(loop, legacyco.EventLoop)
    try:
        legacyco.allow_nested(loop)
    except TypeError as exc:
        print(str(exc).partition(",")[0])

run(main)
"""

WITHOUT_POLICIES = sys.version_info >= (3, 14)
needs_policies = pytest.mark.skipif(
    WITHOUT_POLICIES, reason="trio-asyncio needs asyncio's policies"
)


@needs_policies
@pytest.mark.works_with(
    "``import trio_asyncio`` before legacyco: it replaces asyncio's ``get_running_loop()`` and "
    "``current_task()``, and who has taken them before does not see its loop",
    package="trio-asyncio",
)
def test_old_in_new_trio_calls_and_cancels_old_functions(debug):
    assert scripts.run_script(START + OLD_IN_NEW, debug) == ""


@needs_policies
def test_new_in_old_old_functions_call_trio(debug):
    assert scripts.run_script(START + NEW_IN_OLD, debug) == ""


@needs_policies
@pytest.mark.does_not(
    "legacyco's loop cannot be put under trio: trio-asyncio brings an asyncio loop of its own, "
    "whose callbacks are run by trio; so there is no ``allow_nested()`` and no speed of legacyco's",
    package="trio-asyncio",
)
def test_the_loop_is_trios(debug):
    out = scripts.run_script(START + REFUSED, debug)
    assert out == "allow_nested() takes a legacyco event loop\n"


@pytest.mark.skipif(not WITHOUT_POLICIES, reason="there are policies")
@pytest.mark.does_not(
    "trio-asyncio itself cannot be imported on Python 3.14 and later: it needs asyncio's policies"
)
def test_it_cannot_be_imported():
    command = [sys.executable, "-c", "import trio_asyncio"]
    done = subprocess.run(command, stderr=subprocess.PIPE, text=True)
    assert "no attribute 'BaseDefaultEventLoopPolicy'" in done.stderr
