"""Policies: which loop a thread has, of which kind new ones are, and who watches child processes.

asyncio keeps one policy for the program, and so do we: the one that was set in either library is
that of both.  As long as none was set, ours stands in front of asyncio's and keeps nothing of its
own, so that both name the same loops.
"""

import sys
from threading import Lock, current_thread, main_thread
from weakref import WeakSet

from . import _compat
from ._abstract import AbstractEventLoop
from ._compat import AbstractEventLoopPolicy


class BaseDefaultEventLoopPolicy(AbstractEventLoopPolicy):
    """Each thread has one loop; the main thread's is made when it is first asked for.

    asyncio's, public up to 3.13.
    """

    _loop_factory = None
    # asyncio's own policy, where this one only stands in front of it.
    _asyncio_policy = None
    # Subclasses keep their loops elsewhere, in one of these: a process's, for instance.
    _Local = _compat.ThreadLoop

    def __init__(self):
        self._own_local = self._Local()

    @property
    def _local(self):
        return getattr(self._asyncio_policy, "_local", self._own_local)

    @_local.setter
    def _local(self, local):
        # In a forked child asyncio takes the loops away from its policy, which this may be.
        self._own_local = local

    def get_event_loop(self):
        """Return the thread's loop, making one in the main thread.

        Raises RuntimeError where none was set and none may be made.
        """
        local = self._local
        # asyncio's own does not keep the second since 3.14.
        if (
            local._loop is None
            and not getattr(local, "_set_called", False)
            and current_thread() is main_thread()
        ):
            self.set_event_loop(self.new_event_loop())
        if local._loop is None:
            raise RuntimeError(
                "There is no current event loop in thread %r." % current_thread().name
            )
        return local._loop

    def set_event_loop(self, loop):
        """Make *loop* the thread's; None for none.

        Raises TypeError if it is no AbstractEventLoop.
        """
        if loop is not None and not isinstance(loop, AbstractEventLoop):
            raise TypeError(
                "loop must be an instance of AbstractEventLoop or None, not '{}'".format(
                    type(loop).__name__
                )
            )
        self._local._set_called = True
        self._local._loop = loop

    def new_event_loop(self):
        """Return a new loop, which becomes nobody's yet."""
        return self._loop_factory()


_policy = None
_policy_lock = Lock()


def get_event_loop_policy():
    """Return the policy that was set here or in asyncio, else legacyco's own.

    asyncio's will be gone in 3.16.
    """
    installed = _compat.asyncio_policy()
    if not _compat.is_asyncio_default(installed):
        return installed
    with _policy_lock:
        if _policy is None or _policy._asyncio_policy is not installed:
            _stand_in_front_of(installed)
        return _policy


# Called with the policy that is made or set.
listeners = []


def _tell(policy):
    for listener in listeners:
        listener(policy)


def _stand_in_front_of(asyncio_policy):
    """Make legacyco's own policy, which names the same loops as asyncio's."""
    global _policy
    # A lazy look upward: the policy's loops are made of what this file is the floor of.
    if sys.platform == "win32":
        from .windows_events import DefaultEventLoopPolicy
    else:
        from .unix_events import DefaultEventLoopPolicy

    policy = DefaultEventLoopPolicy()
    policy._asyncio_policy = asyncio_policy
    _policy = policy
    _tell(policy)


def set_event_loop_policy(policy):
    """Make *policy* that of legacyco and of asyncio; None for their own again.

    Raises TypeError if it is not an AbstractEventLoopPolicy.
    """
    if policy is not None and not isinstance(policy, _compat.AnyEventLoopPolicy):
        raise TypeError(
            "policy must be an instance of AbstractEventLoopPolicy or None, not '{}'".format(
                type(policy).__name__
            )
        )
    # What stands in front of asyncio's may be handed back, as tests do that restore what was.
    _compat.install_policy(getattr(policy, "_asyncio_policy", None) or policy)
    _tell(policy)


# Policies of others that were told here which loop the main thread has, if only that it has none.
_told = WeakSet()


def get_loop_of(policy):
    """Return the policy's loop; in the main thread make one if it has none and makes none.

    asyncio's own policies make none since 3.14, and what derives from them, nor uvloop's of today.
    """
    if isinstance(policy, BaseDefaultEventLoopPolicy):
        return policy.get_event_loop()
    try:
        if _compat.POLICIES_WARN_OF_LOOPS:
            return _compat.without_deprecation(policy.get_event_loop)
        return policy.get_event_loop()
    except RuntimeError as error:
        # One that refuses for a reason of its own is believed.
        if not str(error).startswith("There is no current event loop") or policy in _told:
            raise
        if current_thread() is not main_thread():
            raise
    loop = policy.new_event_loop()
    policy.set_event_loop(loop)
    return loop


def makes_loop():
    """Return whether get_event_loop() has a loop for the main thread, or makes one."""
    policy = get_event_loop_policy()
    if isinstance(policy, BaseDefaultEventLoopPolicy):
        local = policy._local
        return local._loop is not None or not getattr(local, "_set_called", False)
    return policy not in _told


def set_loop_of(policy, loop):
    """Tell the policy which loop the thread has; None for none."""
    policy.set_event_loop(loop)
    if not isinstance(policy, BaseDefaultEventLoopPolicy) and current_thread() is main_thread():
        _told.add(policy)


def get_child_watcher():
    """Return the policy's watcher for child processes; see set_child_watcher().

    Raises NotImplementedError if the policy has none.  asyncio's was removed in 3.14.
    """
    return _ask_policy(get_event_loop_policy(), "get_child_watcher")


def set_child_watcher(watcher):
    """Have legacyco's loops use *watcher* for their child processes; None for the default one.

    Raises TypeError if it is not an AbstractChildWatcher, NotImplementedError if the policy takes
    none.  asyncio's was removed in 3.14.
    """
    _ask_policy(get_event_loop_policy(), "set_child_watcher", watcher)


def _ask_policy(policy, name, *args):
    method = getattr(policy, name, None)
    if method is None:
        # Written for 3.14, where policies know of no watchers.
        raise NotImplementedError
    if isinstance(policy, BaseDefaultEventLoopPolicy):
        return method(*args)
    return _compat.without_deprecation(method, *args)
