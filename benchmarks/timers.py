"""Timers: those that fire and those that are cancelled before."""

from .workload import workload

_SLEEPERS = 1000
_SPREAD = 10
_SURVIVES = 100


async def doze(run, delay, times):
    sleep = run.aio.sleep
    for _ in range(times):
        await sleep(delay)
    return times


@workload("timers", size=50000, answer=lambda size: size, unit="timers/s")
async def timers(run):
    """1000 tasks sleep 0.1 to 1 ms each, again and again, with ten different delays.

    The delays are so short that all engines are late all the time: the processor is what
    is measured, not the clock.
    """
    with run.timed(run.size):
        sleepers = min(_SLEEPERS, run.size)
        tasks = []
        for place in range(sleepers):
            delay = (1 + place % _SPREAD) * 0.0001
            tasks.append(run.spawn(doze(run, delay, run.size // sleepers)))
        return sum(await run.aio.gather(*tasks))


class Countdown:
    """Completes *done* at the last of *count* calls."""

    def __init__(self, loop, count):
        self.missing = count
        self.fired = 0
        self.done = loop.create_future()

    def fire(self):
        self.fired += 1
        self.missing -= 1
        if not self.missing:
            self.done.set_result(self.fired)


@workload("timer_cancel", size=100000, answer=lambda size: size // _SURVIVES, unit="timers/s")
async def timer_cancel(run):
    """100,000 timers are set, 99% of them are cancelled, the others fire."""
    call_later = run.loop.call_later
    countdown = Countdown(run.loop, run.size // _SURVIVES)
    with run.timed(run.size):
        # Deadlines go down and up, as timeouts of different lengths do, and the ones that
        # are cancelled are the far ones: they would sit in the heap for a minute.
        handles = []
        for place in range(run.size):
            if place % _SURVIVES:
                handles.append(call_later(60 + place * 7 % 1000, countdown.fire))
            else:
                call_later(0.0001, countdown.fire)
        for handle in handles:
            handle.cancel()
        return await countdown.done
