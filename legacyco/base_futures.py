"""What every future-like object shares: its states, its test, its representation."""

import reprlib
from asyncio import isfuture

from ._compat import format_callback_source

__all__ = ("isfuture",)

_PENDING = "PENDING"
_CANCELLED = "CANCELLED"
_FINISHED = "FINISHED"


def _format_callbacks(callbacks):
    """Name the first and the last of a future's callbacks, and count the rest."""
    names = [format_callback_source(callback, ()) for callback, _ in callbacks]
    if len(names) > 2:
        names[1:-1] = ["<%d more>" % (len(names) - 2)]
    return "cb=[%s]" % ", ".join(names)


def _future_repr_info(future):
    """Return the parts of a future's repr as a list of strings."""
    info = [future._state.lower()]
    if future._state == _FINISHED:
        if future._exception is not None:
            info.append("exception={!r}".format(future._exception))
        else:
            # reprlib keeps a very long result from flooding the log.
            info.append("result={}".format(reprlib.repr(future._result)))
    callbacks = future._callbacks
    if callbacks:
        info.append(_format_callbacks(callbacks))
    if future._source_traceback:
        frame = future._source_traceback[-1]
        info.append("created at {}:{}".format(frame[0], frame[1]))
    return info


@reprlib.recursive_repr()
def _future_repr(future):
    return "<{} {}>".format(type(future).__name__, " ".join(future._repr_info()))
