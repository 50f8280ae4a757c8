"""Tracebacks without the frames in which a future hands an exception on.

asyncio's futures and tasks are compiled: they have no frames. Ours have two for each wait, and the
user looks for his own among them.
"""

from ._compat import TRACEBACKS_CAN_BE_CUT

# The code of what only hands on.
_codes = set()


def hands_on(function):
    """Leave a function out of the tracebacks that without_frames() cuts; use it as a decorator."""
    _codes.add(function.__code__)
    return function


if TRACEBACKS_CAN_BE_CUT:

    def without_frames(traceback):
        """Return a traceback without those frames; they are unlinked in place.

        Whoever holds a part of it that begins at a user's frame sees the same.
        """
        head = last = None
        while traceback is not None:
            following = traceback.tb_next
            if traceback.tb_frame.f_code not in _codes:
                if last is None:
                    head = traceback
                elif last.tb_next is not traceback:
                    last.tb_next = traceback
                last = traceback
            traceback = following
        if last is not None and last.tb_next is not None:
            last.tb_next = None
        return head

else:

    def without_frames(traceback):
        """Return the traceback as it is."""
        return traceback
