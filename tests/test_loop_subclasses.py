"""Event loops of others that derive from ours, as those for Qt and GLib do."""

import collections
import contextvars
import functools

import pytest

import legacyco

variable = contextvars.ContextVar("variable")


class LogOfCalls:
    """Remember who was queued, as asynctest does; written for 3.6, without contexts."""

    def call_soon(self, callback, *args):
        self.calls.append(callback)
        return super().call_soon(callback, *args)

    def call_later(self, delay, callback, *args):
        self.calls.append(callback)
        return super().call_later(delay, callback, *args)


class LoggingLoop(LogOfCalls, legacyco.SelectorEventLoop):
    def __init__(self):
        self.calls = []
        super().__init__()


class OwnQueueLoop(legacyco.SelectorEventLoop):
    """Queue and run in a way of its own, as a loop over a GUI toolkit's does."""

    def __init__(self):
        super().__init__()
        self.queue = collections.deque()
        self.stopped = False

    def call_soon(self, callback, *args):
        handle = legacyco.Handle(callback, args, self)
        self.queue.append(handle)
        return handle

    call_soon_threadsafe = call_soon

    def run_forever(self):
        legacyco._set_running_loop(self)
        self.stopped = False
        try:
            while not self.stopped:
                self.queue.popleft()._run()
        finally:
            legacyco._set_running_loop(None)

    def stop(self):
        self.stopped = True


class ContextLoop(OwnQueueLoop):
    """The same, of today."""

    def call_soon(self, callback, *args, context=None):
        handle = legacyco.Handle(callback, args, self, context)
        self.queue.append(handle)
        return handle


@pytest.fixture(params=[LoggingLoop, OwnQueueLoop, ContextLoop], ids=lambda cls: cls.__name__)
def own_loop(request):
    loop = request.param()
    yield loop
    loop.close()


async def native(number):
    future = legacyco.get_running_loop().create_future()
    future.get_loop().call_soon(future.set_result, number)
    await legacyco.sleep(0)
    return await future


@legacyco.coroutine
def decorated(number):
    return (yield from native(number))


def test_tasks_run_on_it(own_loop):
    def main():
        tasks = [own_loop.create_task(decorated(number)) for number in range(3)]
        first = yield from legacyco.gather(*tasks)
        second = yield from legacyco.wait_for(native(3), 5)
        return first, second

    assert own_loop.run_until_complete(main()) == ([0, 1, 2], 3)


def test_exceptions_and_cancellation_reach_tasks(own_loop):
    async def fail():
        raise ZeroDivisionError

    async def waits():
        await own_loop.create_future()

    async def cancelled():
        task = legacyco.create_task(waits())
        await legacyco.sleep(0)
        task.cancel()
        return await legacyco.gather(fail(), task, return_exceptions=True)

    failed, ended = own_loop.run_until_complete(cancelled())
    assert isinstance(failed, ZeroDivisionError)
    assert isinstance(ended, legacyco.CancelledError)


def test_callbacks_and_tasks_keep_their_contexts(own_loop):
    seen = []

    async def child():
        await legacyco.sleep(0)
        seen.append(variable.get())
        variable.set("of the child")

    async def main():
        variable.set("of main")
        task = legacyco.create_task(child())
        task.add_done_callback(lambda _: seen.append(variable.get()))
        await task
        await legacyco.sleep(0)
        seen.append(variable.get())

    own_loop.run_until_complete(main())
    assert seen == ["of main"] * 3


def test_a_loop_that_looks_at_what_is_queued_sees_the_steps_of_tasks():
    loop = LoggingLoop()
    loop.run_until_complete(decorated(1))
    loop.close()
    names = {getattr(call, "__name__", "") for call in loop.calls}
    steps = [call for call in loop.calls if isinstance(call, functools.partial)]
    assert "set_result" in names
    assert len(steps) >= 3


def test_a_loop_that_changes_nothing_of_it_runs_tasks_itself():
    class Plain(legacyco.SelectorEventLoop):
        def time(self):
            return super().time()

    assert Plain._runs_tasks
    assert not LoggingLoop._runs_tasks
    assert not ContextLoop._runs_tasks
