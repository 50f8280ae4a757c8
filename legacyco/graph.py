"""Call graphs: what a task runs, and who waits for it (asyncio: since 3.14).

asyncio's end at the first generator or asynchronous generator, and know only of its own futures;
here both the frames and the waiters are followed through everything that can be awaited.
"""

import collections
import inspect
import sys

from . import events
from ._awaiters import awaiters
from ._task import current_task
from .base_futures import isfuture
from .base_tasks import _coroutine_frames

try:
    from asyncio.graph import FrameCallGraphEntry, FutureCallGraph
except ImportError:  # new in 3.14
    FrameCallGraphEntry = collections.namedtuple("FrameCallGraphEntry", "frame")
    FrameCallGraphEntry.__doc__ = "A frame of a call stack."
    FutureCallGraph = collections.namedtuple("FutureCallGraph", "future call_stack awaited_by")
    FutureCallGraph.__doc__ = (
        "A future or task, the tuple of the entries of its stack, innermost first, and the tuple "
        "of the graphs of those who wait for it."
    )

__all__ = (
    "FrameCallGraphEntry",
    "FutureCallGraph",
    "capture_call_graph",
    "format_call_graph",
    "print_call_graph",
)


def capture_call_graph(future=None, *, depth=1, limit=None):
    """Return the FutureCallGraph of a future or task of any kind, by default of the current task.

    Returns None if there is no current task.  Of its stack the *depth* innermost frames are left
    out, 1 being this function's own.  *limit* keeps that many frames of each stack, the outermost
    if it is positive, the innermost if it is negative; with 0 there are no stacks.

    Raises RuntimeError without a future and without a running loop, TypeError for what is no
    future.
    """
    loop = events._get_running_loop()
    current = None if loop is None else current_task(loop)
    if future is None:
        if loop is None:
            raise RuntimeError(
                "capture_call_graph() is called outside of a running event loop and no *future* "
                "to introspect was provided"
            )
        if current is None:
            return None
        future = current
    if future is not current:
        return _graph_of(future, limit, ())
    frames = [] if limit == 0 else _running_frames(sys._getframe(depth), _coroutine_of(future))
    if limit:
        frames = frames[-limit:] if limit > 0 else frames[:-limit]
    return _graph(future, frames, limit, ())


def _graph_of(future, limit, path):
    """Return the graph of a future that is not the current task."""
    if not isfuture(future):
        raise TypeError(
            "{!r} object does not appear to be compatible with asyncio.Future".format(future)
        )
    frames = [] if limit == 0 else _coroutine_frames(_coroutine_of(future))
    if limit:
        frames = frames[:limit] if limit > 0 else frames[limit:]
    return _graph(future, frames[::-1], limit, path)


def _graph(future, frames, limit, path):
    stack = tuple(FrameCallGraphEntry(frame) for frame in frames)
    if future in path:
        # Tasks that wait for each other: a deadlock is shown once around.
        return FutureCallGraph(future, stack, ())
    path += (future,)
    return FutureCallGraph(
        future, stack, tuple(_graph_of(waiter, limit, path) for waiter in awaiters(future))
    )


def _coroutine_of(future):
    """Return a task's coroutine, or None for a future."""
    get_coro = getattr(future, "get_coro", None)
    # asyncio's has the method since 3.8.
    return getattr(future, "_coro", None) if get_coro is None else get_coro()


def _running_frames(frame, coro):
    """Return the frames from one that runs up to that of the task's coroutine."""
    root = getattr(coro, "cr_frame", None) or getattr(coro, "gi_frame", None)
    frames = []
    while frame is not None:
        frames.append(frame)
        if frame is root:
            break
        frame = frame.f_back
    return frames


def format_call_graph(future=None, *, depth=1, limit=None):
    """Return capture_call_graph() as a text of lines, without a line break at the end.

    Returns "" if there is no current task.
    """
    graph = capture_call_graph(future, depth=depth + 1, limit=limit)
    return "" if graph is None else "\n".join(_lines(graph))


def print_call_graph(future=None, *, file=None, depth=1, limit=None):
    """Print format_call_graph() to *file*, by default to standard output."""
    print(format_call_graph(future, depth=depth + 1, limit=limit), file=file)


def _lines(graph, indent=""):
    yield indent + _title(graph.future)
    if graph.call_stack:
        yield indent + "  + Call stack:"
        for entry in graph.call_stack:
            yield indent + "  |   " + _location(entry.frame)
    if graph.awaited_by:
        yield indent + "  + Awaited by:"
        for waiter in graph.awaited_by:
            yield from _lines(waiter, indent + "    ")


def _title(future):
    if not hasattr(future, "get_stack"):
        return "* Future(id={:#x})".format(id(future))
    if not hasattr(future, "get_name"):
        # asyncio's own tasks have no names up to 3.7.
        return "* Task(id={:#x})".format(id(future))
    return "* Task(name={!r}, id={:#x})".format(future.get_name(), id(future))


def _location(frame):
    code = frame.f_code
    # Code objects know the qualified name since 3.11.
    name = getattr(code, "co_qualname", code.co_name)
    return "File {!r}, line {}, in {}{}()".format(
        code.co_filename, frame.f_lineno, _tag(code.co_flags), name
    )


def _tag(flags):
    if flags & inspect.CO_COROUTINE:
        return "async "
    if flags & inspect.CO_ASYNC_GENERATOR:
        return "async generator "
    if flags & inspect.CO_GENERATOR:
        return "generator "
    return ""
