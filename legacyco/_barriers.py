"""The Barrier; its public room is locks.py."""

import enum
import types

from . import exceptions, mixins
from ._coroutine_functions import coroutine_function
from ._locking import Condition


class _BarrierState(enum.Enum):
    FILLING = "filling"
    DRAINING = "draining"
    RESETTING = "resetting"
    BROKEN = "broken"


class Barrier(mixins._LoopBoundMixin):
    """A point that tasks pass together, *parties* at a time (asyncio: since 3.11).

    1. FILLING: tasks wait, until there are as many as *parties*.
    2. DRAINING: those go on; who comes now waits for the next round, which begins when the last of
       them has left.
    3. RESETTING: as DRAINING, but those who waited get BrokenBarrierError.
    4. BROKEN: until reset(), everybody gets BrokenBarrierError.

    ``async with barrier as index:`` waits too.  Raises ValueError if *parties* is less than 1.
    """

    def __init__(self, parties, *, loop=None):
        if parties < 1:
            raise ValueError("parties must be >= 1")
        super().__init__(loop=loop)
        # Notified of every change of the state.
        self._cond = Condition(loop=loop)
        self._parties = parties
        self._state = _BarrierState.FILLING
        # Those between arrival and departure.
        self._count = 0

    def __repr__(self):
        state = self._state.value
        if not self.broken:
            state += ", waiters:%d/%d" % (self.n_waiting, self.parties)
        return "<%s [%s]>" % (object.__repr__(self)[1:-1], state)

    async def __aenter__(self):
        return await self.wait()

    async def __aexit__(self, *args):
        pass

    @coroutine_function
    def wait(self):
        """Wait for the others; return a number from 0 to parties-1, each to one of them.

        Raises BrokenBarrierError if the barrier is reset or aborted.
        """
        with (yield from self._cond):
            yield from self._block()
            try:
                index = self._count
                self._count += 1
                if index + 1 == self._parties:
                    self._change_state(_BarrierState.DRAINING)
                else:
                    yield from self._wait()
                return index
            finally:
                self._count -= 1
                self._exit()

    @types.coroutine
    def _block(self):
        """Wait until the round before is over."""
        yield from self._cond.wait_for(
            lambda: self._state not in (_BarrierState.DRAINING, _BarrierState.RESETTING)
        )
        if self._state is _BarrierState.BROKEN:
            raise exceptions.BrokenBarrierError("Barrier aborted")

    @types.coroutine
    def _wait(self):
        """Wait until this round is full."""
        yield from self._cond.wait_for(lambda: self._state is not _BarrierState.FILLING)
        if self._state in (_BarrierState.BROKEN, _BarrierState.RESETTING):
            raise exceptions.BrokenBarrierError("Abort or reset of barrier")

    def _exit(self):
        """Begin the next round if the last one has left."""
        if self._count == 0:
            if self._state in (_BarrierState.RESETTING, _BarrierState.DRAINING):
                self._state = _BarrierState.FILLING
            self._cond.notify_all()

    def _change_state(self, state):
        self._state = state
        self._cond.notify_all()

    @coroutine_function
    def reset(self):
        """Begin anew; those who wait get BrokenBarrierError."""
        with (yield from self._cond):
            if self._count > 0:
                self._change_state(_BarrierState.RESETTING)
            else:
                self._change_state(_BarrierState.FILLING)

    @coroutine_function
    def abort(self):
        """Break the barrier: those who wait, and all who come, get BrokenBarrierError."""
        with (yield from self._cond):
            self._change_state(_BarrierState.BROKEN)

    @property
    def parties(self):
        """How many tasks pass together."""
        return self._parties

    @property
    def n_waiting(self):
        """How many tasks wait for the others."""
        return self._count if self._state is _BarrierState.FILLING else 0

    @property
    def broken(self):
        """True if the barrier is broken."""
        return self._state is _BarrierState.BROKEN
