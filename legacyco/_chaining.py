"""Futures that follow others, of another loop or of a thread; their public room is futures.py."""

import concurrent.futures

from . import events, exceptions
from .base_futures import isfuture


def _get_loop(future):
    """Return the loop of a future of any kind."""
    try:
        get_loop = future.get_loop
    except AttributeError:
        return future._loop  # asyncio's on 3.6
    return get_loop()


def _set_result_unless_cancelled(future, result):
    if not future.cancelled():
        future.set_result(result)


def _set_exception_unless_cancelled(future, exception):
    if not future.cancelled():
        future.set_exception(exception)


# Where concurrent.futures and asyncio have different classes of one name, and old code expects
# asyncio's from a future of asyncio's.
_CONVERTED = {
    getattr(concurrent.futures, name): getattr(exceptions, name)
    for name in ("CancelledError", "InvalidStateError", "TimeoutError")
    if getattr(concurrent.futures, name, None) not in (None, getattr(exceptions, name))
}


def _convert_future_exc(exc):
    """Return asyncio's exception for concurrent.futures' of the same name."""
    converted = _CONVERTED.get(type(exc))
    return exc if converted is None else converted(*exc.args).with_traceback(exc.__traceback__)


def _set_concurrent_future_state(concurrent_future, source):
    """Copy the state of a done future to a concurrent.futures.Future."""
    if source.cancelled():
        concurrent_future.cancel()
    if not concurrent_future.set_running_or_notify_cancel():
        return
    exception = source.exception()
    if exception is not None:
        concurrent_future.set_exception(_convert_future_exc(exception))
    else:
        concurrent_future.set_result(source.result())


def _copy_future_state(source, dest):
    """Copy the state of a done future of any kind to a future."""
    if dest.cancelled():
        return
    if source.cancelled():
        dest.cancel()
        return
    exception = source.exception()
    if exception is not None:
        dest.set_exception(_convert_future_exc(exception))
    else:
        dest.set_result(source.result())


def _chain_future(source, destination):
    """Copy the source's end to the destination, and the destination's cancellation back.

    Each may be a future of any loop or a concurrent.futures.Future.
    """
    for name, future in (("source", source), ("destination", destination)):
        if not isfuture(future) and not isinstance(future, concurrent.futures.Future):
            raise TypeError("A future is required for {} argument".format(name))
    source_loop = _get_loop(source) if isfuture(source) else None
    dest_loop = _get_loop(destination) if isfuture(destination) else None

    def copy_state():
        if dest_loop is None:
            _set_concurrent_future_state(destination, source)
        else:
            _copy_future_state(source, destination)

    def on_destination_done(destination):
        if destination.cancelled():
            if source_loop is None or source_loop is events._get_running_loop():
                source.cancel()
            elif not source_loop.is_closed():
                source_loop.call_soon_threadsafe(source.cancel)

    def on_source_done(source):
        if destination.cancelled() and dest_loop is not None and dest_loop.is_closed():
            return
        if dest_loop is None or dest_loop is events._get_running_loop():
            copy_state()
        elif not dest_loop.is_closed():
            dest_loop.call_soon_threadsafe(copy_state)

    destination.add_done_callback(on_destination_done)
    source.add_done_callback(on_source_done)


def wrap_future(future, *, loop=None):
    """Return a future of *loop* that follows a concurrent.futures.Future, or a future as it is.

    Raises TypeError for anything else.
    """
    if isfuture(future):
        return future
    if not isinstance(future, concurrent.futures.Future):
        raise TypeError("concurrent.futures.Future is expected, got {!r}".format(future))
    if loop is None:
        loop = events.get_event_loop()
    new_future = loop.create_future()
    _chain_future(future, new_future)
    return new_future
