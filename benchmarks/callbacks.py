"""Callbacks and futures: what the loop does without making a task."""

import threading

from .workload import workload

_RING = 100


def _triangle(size):
    return size * (size - 1) // 2


@workload("future", size=50000, answer=_triangle, unit="hand-overs/s")
async def future(run):
    """A task awaits a new future whose result a callback sets."""
    loop = run.loop
    total = 0
    with run.timed(run.size):
        for value in range(run.size):
            waiter = loop.create_future()
            loop.call_soon(waiter.set_result, value)
            total += await waiter
    return total


class Ring:
    """100 callbacks that schedule themselves until *limit* calls were made."""

    def __init__(self, loop, limit):
        self.loop = loop
        self.limit = limit
        self.calls = 0
        self.done = loop.create_future()

    def step(self, place):
        self.calls += 1
        if self.calls < self.limit:
            self.loop.call_soon(self.step, place)
        elif not self.done.done():
            self.done.set_result(self.calls)


@workload("call_soon", size=200000, answer=lambda size: size, unit="calls/s")
async def call_soon(run):
    """100 callbacks schedule themselves again and again with ``call_soon``."""
    ring = Ring(run.loop, run.size)
    with run.timed(run.size):
        for place in range(_RING):
            run.loop.call_soon(ring.step, place)
        return await ring.done


class Receiver:
    """Adds up what another thread hands over."""

    def __init__(self, loop, count):
        self.missing = count
        self.total = 0
        self.done = loop.create_future()

    def receive(self, value):
        self.total += value
        self.missing -= 1
        if not self.missing:
            self.done.set_result(self.total)


def _send(loop, receive, count):
    for value in range(count):
        loop.call_soon_threadsafe(receive, value)


@workload("threadsafe", size=100000, answer=_triangle, unit="calls/s", clock="wall")
async def threadsafe(run):
    """Another thread makes calls with ``call_soon_threadsafe``."""
    receiver = Receiver(run.loop, run.size)
    thread = threading.Thread(target=_send, args=(run.loop, receiver.receive, run.size))
    with run.timed(run.size):
        thread.start()
        total = await receiver.done
    thread.join()
    return total
