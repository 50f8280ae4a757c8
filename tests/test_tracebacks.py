"""A traceback shows what asyncio's shows: the user's frames, and no more of the library's."""

import gc
import os
import sys
import traceback

import pytest

import legacyco

pytestmark = pytest.mark.skipif(
    sys.version_info < (3, 7), reason="the links of a traceback can be written since 3.7"
)


async def fail():
    raise ValueError


@legacyco.coroutine
def old_fail():
    yield
    raise ValueError


@legacyco.coroutine
def without_yield(aio):
    return aio.ensure_future(fail())


async def below_a_task(aio):
    await aio.ensure_future(fail())


async def below_a_future(aio):
    future = aio.get_event_loop().create_future()
    aio.get_event_loop().call_soon(future.set_exception, ValueError())
    await future


async def below_gather(aio):
    await aio.gather(below_a_task(aio), aio.sleep(0))


async def below_shield(aio):
    await aio.shield(below_a_task(aio))


async def below_wait_for(aio):
    await aio.wait_for(below_gather(aio), 10)


async def below_everything(aio):
    await aio.ensure_future(below_wait_for(aio))


def names_of(exception, library):
    """Return the names of the user's frames, in order, and how many are of the library."""
    folder = os.path.dirname(library.__file__)
    frames = traceback.extract_tb(exception.__traceback__)
    own = [each.name for each in frames if os.path.dirname(each.filename) != folder]
    return own, len(frames) - len(own)


def failure_of(aio, loop, coro):
    with pytest.raises(ValueError) as caught:
        loop.run_until_complete(coro)
    return names_of(caught.value, aio)


WAYS = {
    below_a_task: ["below_a_task", "fail"],
    below_a_future: ["below_a_future"],
    below_gather: ["below_gather", "below_a_task", "fail"],
    below_shield: ["below_shield", "below_a_task", "fail"],
    below_wait_for: ["below_wait_for", "below_gather", "below_a_task", "fail"],
    below_everything: [
        "below_everything",
        "below_wait_for",
        "below_gather",
        "below_a_task",
        "fail",
    ],
}


@pytest.mark.skipif(sys.implementation.name == "pypy", reason="PyPy's asyncio is not compiled")
@pytest.mark.parametrize("way", WAYS)
def test_the_users_frames_are_all_there_and_few_others(aio, aio_fake_loop, way):
    own, others = failure_of(aio, aio_fake_loop, way(aio))
    assert own == ["failure_of"] + WAYS[way]
    # The loop's, and wait_for's where it is one.
    assert others <= 1 + ("below_wait_for" in own)


@pytest.mark.parametrize("debug", [False, True])
@pytest.mark.parametrize(
    "make, expected",
    [
        (lambda: old_fail(), ["old_fail"]),
        (lambda: without_yield(legacyco), ["fail"]),
        (lambda: below_wait_for(legacyco), WAYS[below_wait_for]),
    ],
    ids=["old", "without yield", "new"],
)
def test_the_old_dialect_and_debug_mode_show_the_same(fake_loop, make, expected, debug):
    fake_loop.set_debug(debug)
    fake_loop.slow_callback_duration = 1000.0
    own, others = failure_of(legacyco, fake_loop, make())
    assert own == ["failure_of"] + expected
    assert others <= 3


def test_a_task_that_is_awaited_twice_shows_the_same_twice(fake_loop):
    async def main():
        task = legacyco.ensure_future(below_a_task(legacyco))
        shown = []
        for _ in range(2):
            try:
                await task
            except ValueError as exc:
                shown.append([each.name for each in traceback.extract_tb(exc.__traceback__)])
        shown.append([each.name for each in traceback.extract_tb(task.exception().__traceback__)])
        return shown

    first, second, kept = fake_loop.run_until_complete(main())
    assert [each for each in first if each != "__await__"][0] == "main"
    assert first == second
    assert kept[-2:] == first[-2:] == ["below_a_task", "fail"]


def test_what_the_log_shows_is_cut_too(fake_loop, expect_log):
    async def main():
        legacyco.ensure_future(below_gather(legacyco))
        await legacyco.sleep(1)

    contexts = []
    fake_loop.set_exception_handler(lambda loop, context: contexts.append(context))
    fake_loop.run_until_complete(main())
    for _ in range(3):
        gc.collect()
    (context,) = contexts
    names = [each.name for each in traceback.extract_tb(context["exception"].__traceback__)]
    assert names == ["below_gather", "below_a_task", "fail"]
