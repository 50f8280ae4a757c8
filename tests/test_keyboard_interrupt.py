"""What Ctrl-C does to run() and Runner."""

import asyncio
import os
import selectors
import signal
import threading

import pytest
from eras import need

import legacyco


@pytest.fixture
def interruptible():
    """Python's own SIGINT handler, which a shell's background job starts without."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    signal.signal(signal.SIGINT, before)


def interrupt():
    os.kill(os.getpid(), signal.SIGINT)


@pytest.mark.parametrize("main_dialect", ["native", "decorated", "plain"])
def test_sigint_cancels_main_and_comes_out_when_main_has_ended(main_dialect, interruptible):
    events = []

    async def native_main():
        legacyco.get_running_loop().call_soon(interrupt)
        try:
            await legacyco.sleep(3600)
        except legacyco.CancelledError:
            await legacyco.sleep(0)
            events.append("cleaned up")
            raise

    def generator():
        legacyco.get_running_loop().call_soon(interrupt)
        try:
            yield from legacyco.sleep(3600)
        except legacyco.CancelledError:
            yield from legacyco.sleep(0)
            events.append("cleaned up")
            raise

    mains = {
        "native": native_main,
        "decorated": legacyco.coroutine(generator),
        "plain": generator,
    }
    with pytest.raises(KeyboardInterrupt) as caught:
        legacyco.run(mains[main_dialect]())
    assert events == ["cleaned up"]
    assert caught.value.__cause__ is None
    assert isinstance(caught.value.__context__, legacyco.CancelledError)


def test_sigint_cancels_main_on_asyncio_too(interruptible):
    need(asyncio, "Runner")

    async def main():
        asyncio.get_running_loop().call_soon(interrupt)
        await asyncio.sleep(3600)

    with pytest.raises(KeyboardInterrupt):
        asyncio.run(main())


class InterruptingSelector(selectors.DefaultSelector):
    """One that SIGINT finds asleep."""

    def select(self, timeout=None):
        if timeout is None:
            interrupt()
        return super().select(timeout)


@pytest.mark.parametrize("loop_class", [legacyco.EventLoop, asyncio.SelectorEventLoop])
def test_sigint_wakes_a_loop_that_sleeps(loop_class, interruptible):
    def main():
        yield from legacyco.get_event_loop().create_future()

    with pytest.raises(KeyboardInterrupt):
        legacyco.run(main(), loop_factory=lambda: loop_class(InterruptingSelector()))


def test_sigint_in_the_last_step_of_main_is_not_lost(interruptible):
    async def main():
        interrupt()
        # The handler runs before the next call returns.
        signal.getsignal(signal.SIGINT)
        return "ignored"

    with pytest.raises(KeyboardInterrupt):
        legacyco.run(main())


def test_sigint_reaches_a_main_that_never_waits_for_anything(interruptible):
    def main():
        interrupt()
        while True:
            yield

    with pytest.raises(KeyboardInterrupt):
        legacyco.run(main())


def test_a_main_that_takes_the_cancellation_back_has_survived_sigint(interruptible):
    async def main():
        legacyco.get_running_loop().call_soon(interrupt)
        try:
            await legacyco.sleep(3600)
        except legacyco.CancelledError:
            return legacyco.current_task().uncancel()

    assert legacyco.run(main()) == 0


def test_the_second_sigint_is_raised_at_once(interruptible):
    events = []

    async def main():
        loop = legacyco.get_running_loop()
        loop.call_soon(interrupt)
        try:
            await legacyco.sleep(3600)
        except legacyco.CancelledError:
            try:
                interrupt()
                for _ in range(1000):
                    signal.getsignal(signal.SIGINT)
            except KeyboardInterrupt:
                events.append("at once")
                raise

    with pytest.raises(KeyboardInterrupt):
        legacyco.run(main())
    assert events == ["at once"]


def test_a_main_that_cancels_itself_is_not_interrupted(interruptible):
    async def main():
        legacyco.current_task().cancel()
        await legacyco.sleep(0)

    with pytest.raises(legacyco.CancelledError):
        legacyco.run(main())


def test_somebody_elses_cancellation_is_not_taken_for_ctrl_c(interruptible):
    async def main():
        legacyco.current_task().cancel()
        legacyco.get_running_loop().call_soon(interrupt)
        await legacyco.sleep(3600)

    with pytest.raises(legacyco.CancelledError):
        legacyco.run(main())


def test_a_users_own_sigint_handler_is_left_alone(interruptible):
    received = []

    async def main():
        loop = legacyco.get_running_loop()
        future = loop.create_future()
        received.append(signal.getsignal(signal.SIGINT))
        loop.call_soon(interrupt)
        loop.call_soon(lambda: loop.call_soon(future.set_result, None))
        await future

    def handler(signum, frame):
        received.append(signum)

    signal.signal(signal.SIGINT, handler)
    try:
        legacyco.run(main())
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    assert received == [handler, signal.SIGINT]


def test_a_handler_that_main_installs_stays_installed(interruptible):
    def handler(signum, frame):
        raise AssertionError("nobody interrupts")

    async def main():
        signal.signal(signal.SIGINT, handler)

    legacyco.run(main())
    assert signal.signal(signal.SIGINT, signal.default_int_handler) is handler


def test_sigint_in_a_thread_without_signals_is_the_main_threads(interruptible):
    def work():
        async def main():
            return signal.getsignal(signal.SIGINT)

        handlers.append(legacyco.run(main()))

    handlers = []
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert handlers == [signal.default_int_handler]
