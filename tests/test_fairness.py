"""A loop that never runs out of work serves everybody else within a bounded number of steps.

Steps are counted, not seconds.  The bounds are those of the scheduler's Rule 2: one batch for
timers and sockets, as in asyncio; for what comes by the loop's own pipe, POLL_INTERVAL entries
more.
"""

import os
import signal
import socket
import threading

import pytest

import legacyco
from legacyco import scheduler

FLOOD = 5
# The batch that is at work, the entries until the next poll, and the turns that a service itself
# takes from the selector's report to its callback.
BOUND = scheduler.POLL_INTERVAL + 4 * FLOOD

# The batch that is at work, and the turns that a service itself takes.
BATCHES = 4 * FLOOD

# Far above the bound: a loop that starves somebody fails the test instead of running for ever.
GIVE_UP = 50 * BOUND

# What a step takes, in seconds of the loop's clock.
TICK = scheduler.SLOW_STRETCH / (10 * BOUND)


class Flood:
    """FLOOD entries that are always ready, and a count of the steps they took."""

    def __init__(self, loop, kind):
        self.loop = loop
        self.steps = self.ticks = 0
        self.marks = {}
        # The loop finds its entries quick, however busy the machine is.
        loop.time = lambda: self.ticks * TICK
        for _ in range(FLOOD):
            if kind == "callbacks":
                loop.call_soon(self.callback)
            elif kind == "old tasks":
                loop.create_task(self.old_task())
            else:
                loop.create_task(self.new_task())

    def step(self):
        self.steps += 1
        self.ticks += 1
        if self.steps > GIVE_UP:
            self.loop.stop()

    def callback(self):
        self.step()
        self.loop.call_soon(self.callback)

    @legacyco.coroutine
    def old_task(self):
        while True:
            self.step()
            yield

    async def new_task(self):
        while True:
            self.step()
            await legacyco.sleep(0)

    def mark(self, name):
        """Remember at which step something happened."""
        self.marks.setdefault(name, self.steps)

    def steps_between(self, first, second):
        assert second in self.marks, "the flood starved it"
        return self.marks[second] - self.marks[first]


@pytest.fixture(params=["callbacks", "old tasks", "new tasks"])
def flood(loop, request):
    flood = Flood(loop, request.param)
    # As fast as it gets: what the scheduler allows itself between two polls is at its most.
    run_steps(flood, 20 * BOUND)
    assert loop._allowance >= scheduler.POLL_INTERVAL
    yield flood
    for task in legacyco.all_tasks(loop):
        task.cancel()
    flood.callback = lambda: None
    run_once(loop)
    run_once(loop)


def run_once(loop):
    loop.call_soon(loop.stop)
    loop.run_forever()


def run_steps(flood, number):
    """Run the loop until the flood took *number* of steps more; then count from 0 again."""

    @legacyco.coroutine
    def wait():
        goal = flood.steps + number
        while flood.steps < goal:
            yield

    flood.loop.run_until_complete(wait())
    flood.steps = 0


def start_after(flood, number, callback):
    """Call *callback* in the middle of a run, when the scheduler is at its most generous."""

    def check():
        if flood.steps < number:
            flood.loop.call_soon(check)
        else:
            callback()

    flood.loop.call_soon(check)


def test_a_readable_socket_is_served(loop, flood):
    ours, theirs = socket.socketpair()
    with ours, theirs:

        def send():
            flood.mark("sent")
            theirs.send(b"x")

        def receive():
            ours.recv(1)
            flood.mark("received")
            loop.stop()

        loop.add_reader(ours, receive)
        start_after(flood, 20 * BOUND, send)
        loop.run_forever()
        loop.remove_reader(ours)

    assert flood.steps_between("sent", "received") <= BATCHES


def test_a_timer_fires(loop, flood):
    def start_timer():
        flood.mark("due")
        loop.call_at(loop.time(), fire)

    def fire():
        flood.mark("fired")
        loop.stop()

    start_after(flood, 20 * BOUND, start_timer)
    loop.run_forever()

    assert flood.steps_between("due", "fired") <= BATCHES


def test_a_task_that_sleeps_goes_on(loop, flood):
    @legacyco.coroutine
    def sleeper():
        flood.mark("asleep")
        yield from legacyco.sleep(TICK)
        flood.mark("awake")
        loop.stop()

    start_after(flood, 20 * BOUND, lambda: loop.create_task(sleeper()))
    loop.run_forever()

    assert flood.steps_between("asleep", "awake") <= BATCHES


def test_a_callback_from_another_thread_runs(loop, flood):
    def start_thread():
        thread = threading.Thread(target=call)
        thread.start()
        # The step that starts it waits for it: whatever comes between, comes after.
        thread.join()
        flood.mark("called")

    def call():
        loop.call_soon_threadsafe(run)

    def run():
        flood.mark("run")
        loop.stop()

    start_after(flood, 20 * BOUND, start_thread)
    loop.run_forever()

    assert flood.steps_between("called", "run") <= BOUND


def test_the_handler_of_a_signal_runs(loop, flood):
    def handle():
        flood.mark("handled")
        loop.stop()

    def send():
        flood.mark("sent")
        os.kill(os.getpid(), signal.SIGUSR1)

    loop.add_signal_handler(signal.SIGUSR1, handle)
    start_after(flood, 20 * BOUND, send)
    loop.run_forever()
    loop.remove_signal_handler(signal.SIGUSR1)

    # Once more through the selector: the signal's byte has to be read.
    assert flood.steps_between("sent", "handled") <= 2 * BOUND


def test_entries_that_are_slow_let_the_selector_be_asked_after_every_batch(loop):
    polls = []
    select = loop._selector.select

    def counting_select(timeout=None):
        polls.append(timeout)
        return select(timeout)

    now = [0.0]
    loop.time = lambda: now[0]
    loop._selector.select = counting_select
    batches = []

    def slow():
        now[0] += 2 * scheduler.SLOW_STRETCH
        batches.append(len(polls))
        if len(batches) < 10:
            loop.call_soon(slow)
        else:
            loop.stop()

    loop.call_soon(slow)
    loop.run_forever()

    assert batches == list(range(1, 11))


async def count_turns(aio, done):
    """Return how many turns of the loop it takes until ``done()``."""
    turns = 0
    while not done():
        await aio.sleep(0)
        turns += 1
        assert turns < GIVE_UP
    return turns


@pytest.mark.parametrize("before", [0, 5, 20, 60, 200])
def test_a_timer_that_is_due_runs_two_turns_later_whatever_went_before(aio, aio_loop, before):
    async def main():
        for _ in range(before):
            await aio.sleep(0)
        fired = []
        aio_loop.call_later(0, fired.append, True)
        return await count_turns(aio, lambda: fired)

    assert aio_loop.run_until_complete(main()) == 2


@pytest.mark.parametrize("before", [0, 5, 20, 60, 200])
def test_a_byte_that_waits_is_read_three_turns_later_whatever_went_before(aio, aio_loop, before):
    ours, theirs = socket.socketpair()
    got = []

    class Reader(aio.Protocol):
        def data_received(self, data):
            got.append(data)

    async def main():
        transport, _ = await aio_loop.create_connection(Reader, sock=ours)
        for _ in range(before):
            await aio.sleep(0)
        theirs.send(b"x")
        turns = await count_turns(aio, lambda: got)
        transport.close()
        return turns

    with ours, theirs:
        assert aio_loop.run_until_complete(main()) <= 3


@pytest.mark.parametrize("before", [0, 5, 20, 60, 200])
def test_a_file_that_is_watched_from_now_on_is_read_three_turns_later(aio, aio_loop, before):
    ours, theirs = socket.socketpair()
    theirs.send(b"x")
    got = []

    async def main():
        for _ in range(before):
            await aio.sleep(0)
        aio_loop.add_reader(ours, lambda: got.append(ours.recv(1)))
        turns = await count_turns(aio, lambda: got)
        aio_loop.remove_reader(ours)
        return turns

    with ours, theirs:
        assert aio_loop.run_until_complete(main()) <= 3


def test_without_files_and_timers_the_selector_is_asked_once_in_many_batches(loop):
    polls = []
    select = loop._selector.select

    def counting_select(timeout=None):
        polls.append(timeout)
        return select(timeout)

    loop.time = lambda: 0.0
    loop._selector.select = counting_select
    loop.run_until_complete(count_turns(legacyco, iter([False] * 200 + [True]).__next__))

    assert len(polls) < 20


def test_tasks_share_the_loop_evenly(loop):
    turns = []

    @legacyco.coroutine
    def old(name):
        for _ in range(3):
            turns.append(name)
            yield

    async def new(name):
        for _ in range(3):
            turns.append(name)
            await legacyco.sleep(0)

    loop.run_until_complete(legacyco.gather(old("a"), new("b"), old("c")))
    assert "".join(turns) == "abcabcabc"
