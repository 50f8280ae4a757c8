"""Coroutines that drive a generator, and are hidden behind it where coroutines are shown.

A generator of trollius's dialect yields what it waits for, and a coroutine around it, its driver,
does the waiting; see ``trollius.coroutines``.  What the user looks for in a stack is the generator.

The code of a driver has as its last constants _MARK and the code of the generators that it drives,
and the generator is its variable ``generator``.
"""

from ._compat import with_fields

_MARK = "drives the generator of"


def as_driver_of(code, driver):
    """Return the code of a driver, as that of one for generators of *code*."""
    return with_fields(driver, co_consts=driver.co_consts + (_MARK, code))


def driven_code(code):
    """Return the code of what a driver drives, or None if the code is not a driver's."""
    consts = code.co_consts
    return consts[-1] if len(consts) > 1 and consts[-2] == _MARK else None


def driven_by(frame):
    """Return the generator that the frame of a driver drives, or None if it is no driver's."""
    if frame is None or driven_code(frame.f_code) is None:
        return None
    return frame.f_locals["generator"]
