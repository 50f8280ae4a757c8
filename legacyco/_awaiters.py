"""Who waits for a future.

Nothing is recorded while a program runs: the callbacks of a future tell, whoever made them.

1. A task that waits has put a bound method of its own among them, and names the future as the one
   it waits for.
2. The callback of shield(), wait() and the like is a function that knows the future it will wake,
   under one of the names in _WAKES; who waits for that one, waits for this one.  So does who waits
   for the future of gather(), whose callback is a bound method of it.
3. A task group's is a bound method of an object that names its parent task.
4. That of as_completed() belongs to an object, or knows a queue, in which the waiting futures are.
"""

import functools
import gc

from .base_futures import isfuture

# What the functions that make such a callback call the future in asyncio, of any version, and here.
_WAKES = ("outer", "waiter", "destination", "on_completed_fut")


def awaiters(future):
    """Return the list of the tasks that wait for a future of any kind, and of recorded waiters."""
    found = {}
    _collect(future, found, set())
    return list(found)


def _collect(future, found, seen):
    if future in seen:
        return
    seen.add(future)
    found.update(dict.fromkeys(_recorded(future)))
    for callback in getattr(future, "_callbacks", None) or ():
        if type(callback) is tuple:
            # With its context, since 3.7.
            callback = callback[0]
        for waiter in _woken_by(callback, future):
            if _is_task(waiter):
                found[waiter] = None
            else:
                _collect(waiter, found, seen)


def _recorded(future):
    """Return what future_add_to_awaited_by() was told, here and in asyncio."""
    recorded = list(getattr(future, "_recorded_awaiters", ()))
    if not hasattr(future, "_waiters"):
        # One of asyncio's, which keeps them itself since 3.14; ours would ask here.
        recorded.extend(getattr(future, "_asyncio_awaited_by", None) or ())
    return recorded


def _is_task(future):
    return hasattr(future, "_fut_waiter")


def _woken_by(callback, future):
    """Return the tasks and futures that a callback of *future* will wake."""
    if isinstance(callback, functools.partial):
        return _woken_by_partial(callback, future)
    owner = getattr(callback, "__self__", None)
    if owner is None and type(callback).__name__ == "TaskWakeupMethWrapper":
        # The one of 3.6 does not say whose it is.
        owner = next(filter(_is_task, gc.get_referents(callback)), None)
    if owner is not None:
        return _woken_by_owner(owner, future)
    return _woken_by_closure(callback)


def _woken_by_partial(partial, future):
    if getattr(partial.func, "__name__", None) == "_release_waiter":
        return [arg for arg in partial.args if isfuture(arg)]
    woken = _woken_by(partial.func, future)
    for arg in partial.args:
        # What runs another function within a context: 3.6 has no other way.
        if callable(arg) and not woken:
            woken = _woken_by(arg, future)
    return woken


def _woken_by_owner(owner, future):
    if getattr(owner, "_fut_waiter", None) is future:
        return [owner]
    parent = getattr(owner, "_parent_task", None)
    if parent is not None:
        return [parent]
    if isfuture(owner):
        return [owner] if hasattr(owner, "_children") else []
    return _waiting_in(owner)


def _woken_by_closure(function):
    cells = getattr(function, "__closure__", None)
    if not cells:
        return []
    woken = []
    for name, cell in zip(function.__code__.co_freevars, cells):
        try:
            value = cell.cell_contents
        except ValueError:
            # Not assigned yet, or deleted.
            continue
        if name in _WAKES and isfuture(value):
            woken.append(value)
        elif name == "done":
            woken.extend(_waiting_in(value))
    return woken


def _waiting_in(holder):
    """Return the futures of those who wait in the iterator of as_completed(), or in its queue."""
    queue = getattr(holder, "_done", holder)
    waiting = getattr(holder, "_waiters", None) or getattr(queue, "_getters", None) or ()
    return [waiter for waiter in waiting if isfuture(waiter)]
