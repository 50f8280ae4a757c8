"""Stacks and representation of tasks."""

import asyncio
import gc
import linecache
import reprlib
import traceback
from types import AsyncGeneratorType, CoroutineType, GeneratorType

from ._compat import SHOWS_CANCEL_COUNT, SHOWS_TASK_NAME
from ._driven import driven_by, driven_code
from .base_futures import _future_repr_info
from .coroutines import _format_coroutine
from .futures import Future

# Where a future waits for itself: no frame of the user's.
_FUTURE_CODES = tuple(
    method.__code__
    for cls in (Future, asyncio.futures._PyFuture)
    for method in (cls.__await__, cls.__iter__)
)


def _task_repr_info(task):
    """Return the parts of a task's repr as a list of strings."""
    info = _future_repr_info(task)
    if (task.cancelling() and not task.done()) if SHOWS_CANCEL_COUNT else task._must_cancel:
        info[0] = "cancelling"
    place = 1
    if SHOWS_TASK_NAME:
        info.insert(place, "name={!r}".format(task.get_name()))
        place += 1
    if task._fut_waiter is not None:
        info.insert(place, "wait_for={!r}".format(task._fut_waiter))
    if task._coro is not None:
        info.insert(place, "coro=<{}>".format(_format_coroutine(task._coro)))
    return info


@reprlib.recursive_repr()
def _task_repr(task):
    return "<{} {}>".format(type(task).__name__, " ".join(task._repr_info()))


def _next_in_chain(coro):
    """Return the frame of a suspended coroutine or generator, and what it waits for."""
    for frame, awaited in (
        ("cr_frame", "cr_await"),
        ("gi_frame", "gi_yieldfrom"),
        ("ag_frame", "ag_await"),
    ):
        if hasattr(coro, frame):
            return getattr(coro, frame), getattr(coro, awaited, None)
    return None, None


def _wrapped_in(awaitable):
    """Return the coroutine or generator that an iterator of the interpreter's hides, or None.

    ``async for`` waits for an asynchronous generator, and ``await coro.__await__()`` for a
    coroutine, through an object that has no attribute for it.
    """
    for referent in gc.get_referents(awaitable):
        if isinstance(referent, (AsyncGeneratorType, CoroutineType, GeneratorType)):
            return referent
    return None


def _coroutine_frames(coro):
    """Return the frames from a coroutine down to the one that waits, through ``yield from`` too."""
    frames = []
    while coro is not None:
        frame, awaited = _next_in_chain(coro)
        if frame is not None:
            if frame.f_code in _FUTURE_CODES:
                break
            driven = driven_by(frame)
            if driven is not None:
                frame, delegated = _next_in_chain(driven)
                awaited = delegated or awaited
            if frame is not None:
                frames.append(frame)
        else:
            awaited = _wrapped_in(coro)
        coro = awaited
    return frames


def _running_frames(frame):
    """Return the frames from the task's first one down to the one that runs now."""
    frames = []
    while frame is not None:
        if driven_code(frame.f_code) is None:
            frames.append(frame)
        frame = frame.f_back
    return frames[::-1]


def _task_get_stack(task, limit):
    """Return the task's frames, oldest first: the newest of a stack, the oldest of a traceback."""
    frame, _ = _next_in_chain(task._coro)
    if frame is not None:
        # A frame that runs has a caller; a suspended one does not.
        if frame.f_back is not None:
            frames = _running_frames(frame)
        else:
            frames = _coroutine_frames(task._coro)
        return frames if limit is None else frames[len(frames) - max(0, min(limit, len(frames))) :]
    if task._exception is None:
        return []
    frames = [frame for frame, _ in traceback.walk_tb(task._exception.__traceback__)]
    return frames if limit is None else frames[: max(0, limit)]


def _task_print_stack(task, limit, file):
    """Print what _task_get_stack() returns as a traceback is printed."""
    extracted = []
    for frame in task.get_stack(limit=limit):
        filename = frame.f_code.co_filename
        linecache.checkcache(filename)
        line = linecache.getline(filename, frame.f_lineno, frame.f_globals)
        extracted.append((filename, frame.f_lineno, frame.f_code.co_name, line))
    exc = task._exception
    if not extracted:
        print("No stack for {!r}".format(task), file=file)
    elif exc is not None:
        print("Traceback for {!r} (most recent call last):".format(task), file=file)
    else:
        print("Stack for {!r} (most recent call last):".format(task), file=file)
    traceback.print_list(extracted, file=file)
    if exc is not None:
        for line in traceback.format_exception_only(exc.__class__, exc):
            print(line, file=file, end="")
