"""uvloop's event loop, under everything that asyncio's own is tested with, and more."""

import asyncio
import functools

import inside
import pytest
import uvloop
from test_stdlib_loop import (  # noqa: F401
    double,
    test_new_in_old_everything_of_asyncio_can_be_yielded_from,
    test_old_in_new_every_function_that_makes_tasks_or_waits,
    test_old_in_new_run_coroutine_threadsafe,
    test_old_in_new_task_groups_and_timeouts,
    test_old_in_new_the_callback_of_start_server,
    test_old_in_new_the_methods_of_a_protocol_start_old_functions,
    test_tasks_and_futures_of_both_await_each_other,
    test_the_functions_of_legacyco_work_on_the_loop,
)

import legacyco

PACKAGES = ["uvloop"]


@pytest.fixture
def run(debug):
    return functools.partial(legacyco.run, loop_factory=new_loop, debug=debug)


def new_loop():
    loop = uvloop.new_event_loop()
    # As for ours, in conftest.py.
    loop.slow_callback_duration = 60
    return loop


def test_old_in_new_run_with_the_loop_factory(run):
    async def main():
        assert isinstance(asyncio.get_running_loop(), uvloop.Loop)
        return await inside.old()

    task = run(main())
    # asyncio's does not count its cancellations before 3.11, as one of run() must.
    counts = hasattr(asyncio.Task, "uncancel")
    assert task.done() and type(task) is (asyncio.Task if counts else legacyco.Task)
    assert run(double(21)) == 42


def test_new_in_old_the_methods_of_the_loop_are_yielded_from(run):
    @legacyco.coroutine
    def main():
        loop = asyncio.get_running_loop()
        server = yield from loop.create_server(asyncio.Protocol, "127.0.0.1", 0)
        address = server.sockets[0].getsockname()
        transport, _ = yield from loop.create_connection(asyncio.Protocol, *address)
        transport.close()
        server.close()
        yield from server.wait_closed()
        assert (yield from loop.run_in_executor(None, int, "42")) == 42
        yield from loop.getaddrinfo("127.0.0.1", 80)

    run(main())


@pytest.mark.does_not(
    "``legacyco.allow_nested()`` refuses its loop: only a loop itself can be run inside itself"
)
def test_its_loop_cannot_be_nested():
    loop = uvloop.new_event_loop()
    with pytest.raises(TypeError, match="takes a legacyco event loop, got <uvloop.Loop"):
        legacyco.allow_nested(loop)
    loop.close()
