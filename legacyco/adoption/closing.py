"""Who waits for a server to close, at the time when a program dies.

A server waits until its connections are closed, in legacyco on every Python and in
asyncio since 3.12.
"""

import asyncio

from .._server import Server
from ..tasks import all_tasks
from . import frames

_WAITS = (Server.wait_closed.__code__, asyncio.base_events.Server.wait_closed.__code__)


def waiting_frames(error):
    """Yield the innermost frame of a package's own, or the program's, of each that waits."""
    # What was given up ...
    if any(
        frame.f_code in _WAITS for one in frames.chain(error) for frame, _ in frames.frames(one)
    ):
        frame, _ = frames.place(error)
        if frame is not None:
            yield frame
    # ... and what still waits, in the loop that was interrupted.
    for loop in _loops(error):
        for task in all_tasks(loop):
            # The innermost is the last, library's or not.
            stack = task.get_stack()
            if any(frame.f_code in _WAITS for frame in stack):
                yield from [frame for frame in stack if not frames.is_library(frame)][-1:]


def _loops(error):
    """Return the loops that run in the frames of a traceback."""
    found = []
    for frame, _ in frames.frames(error):
        loop = frame.f_locals.get("self") if frames.is_library(frame) else None
        if isinstance(loop, asyncio.AbstractEventLoop) and loop not in found:
            found.append(loop)
    return found
