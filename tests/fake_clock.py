"""An event loop whose clock jumps instead of waiting, for tests of anything that takes time.

``loop.time()`` starts at 0.0 and stands still while callbacks run. When the loop would block until
its next timer, the clock jumps there: ``sleep(3600)`` takes an hour of it and no time at all.

Not for tests that wait for a thread or a process while a timer is pending: the timer always wins.
"""

import selectors

# Far above what a busy machine needs to deliver a wakeup from a thread, in seconds.
BLOCKED_FOREVER = 20


class _JumpingSelector(selectors.DefaultSelector):
    """Report what is ready now, and let the clock jump over the time that there is nothing."""

    now = 0.0

    def select(self, timeout=None):
        ready = super().select(0)
        if ready or (timeout is not None and timeout <= 0):
            return ready
        if timeout is None:
            return self._wait_for_a_thread()
        # Rounded, so that 0.1 + 0.2 is 0.3; at least a nanosecond, so that a loop which still finds
        # its timer a rounding error away makes progress.
        self.now = round(self.now + max(timeout, 1e-9), 9)
        return ready

    def _wait_for_a_thread(self):
        ready = super().select(BLOCKED_FOREVER)
        if not ready:
            raise RuntimeError("the loop waits for ever: no timer, no I/O and no ready callback")
        return ready


def new_fake_clock_loop(loop_class):
    """Return a new *loop_class*, a selector event loop of legacyco or asyncio, on such a clock."""

    class FakeClockLoop(loop_class):
        def time(self):
            return selector.now

    selector = _JumpingSelector()
    return FakeClockLoop(selector)
