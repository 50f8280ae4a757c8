"""The event loop and its policy on Unix."""

import asyncio
import types
from threading import Lock, current_thread, main_thread

from . import events
from ._compat import AnyChildWatcher
from ._late import load_late
from ._policies import BaseDefaultEventLoopPolicy, _ask_policy
from .child_watchers import (
    AbstractChildWatcher,
    PidfdChildWatcher,
    ThreadedChildWatcher,
    can_use_pidfd,
)
from .selector_events import BaseSelectorEventLoop
from .tasks import shield

__all__ = (
    "AbstractChildWatcher",
    "DefaultEventLoopPolicy",
    "EventLoop",
    "FastChildWatcher",  # noqa: F822
    "MultiLoopChildWatcher",  # noqa: F822
    "PidfdChildWatcher",
    "SafeChildWatcher",  # noqa: F822
    "SelectorEventLoop",
    "ThreadedChildWatcher",
)

_LATE = dict.fromkeys(
    ("BaseChildWatcher", "FastChildWatcher", "MultiLoopChildWatcher", "SafeChildWatcher"),
    "sigchld_watchers",
)
__getattr__ = load_late(__name__, _LATE)


class SelectorEventLoop(BaseSelectorEventLoop, asyncio.SelectorEventLoop):
    """legacyco's scheduler over the interpreter's own sockets, TLS, pipes and subprocesses.

    *selector* is a selectors.BaseSelector, by default the best of the platform.  Processes are
    watched by the watcher of set_child_watcher(), by default in a way that works in any thread.
    """

    @types.coroutine
    def _make_subprocess_transport(
        self, protocol, args, shell, stdin, stdout, stderr, bufsize, extra=None, **kwargs
    ):
        watcher = _watcher_of_policy()
        with watcher:
            if not _is_active(watcher):
                # Before there is a process that nobody would wait for.
                raise RuntimeError(
                    "asyncio.get_child_watcher() is not activated, "
                    "subprocess support is not installed."
                )
            waiter = self.create_future()
            transport = asyncio.unix_events._UnixSubprocessTransport(
                self,
                protocol,
                args,
                shell,
                stdin,
                stdout,
                stderr,
                bufsize,
                waiter=waiter,
                extra=extra,
                **kwargs,
            )
            watcher.add_child_handler(transport.get_pid(), self._child_watcher_callback, transport)
            try:
                yield from waiter
            except (SystemExit, KeyboardInterrupt):
                raise
            except GeneratorExit:
                transport.close()
                raise
            except BaseException:
                transport.close()
                yield from shield(transport._wait())
                raise
        return transport

    def _child_watcher_callback(self, pid, returncode, transport):
        if events._get_running_loop() is self:
            # At once: the pid is free by now, and must not be sent a signal any more.
            transport._process_exited(returncode)
        else:
            self.call_soon_threadsafe(transport._process_exited, returncode)


EventLoop = SelectorEventLoop


class DefaultEventLoopPolicy(BaseDefaultEventLoopPolicy):
    """The policy whose loops are legacyco's, with a watcher for their child processes."""

    _loop_factory = SelectorEventLoop

    def __init__(self):
        super().__init__()
        self._watcher = None
        self._lock = Lock()

    def set_event_loop(self, loop):
        """Make *loop* the thread's; in the main thread, attach the watcher to it as well.

        Raises TypeError if it is no AbstractEventLoop.
        """
        super().set_event_loop(loop)
        if current_thread() is main_thread():
            # asyncio's loops ask asyncio's policy; up to 3.7 its watcher needs the loop.
            for policy in (self, self._asyncio_policy):
                watcher = getattr(policy, "_watcher", None)
                if watcher is not None:
                    watcher.attach_loop(loop)

    def get_child_watcher(self):
        """Return the watcher for child processes, by default one that works in any thread."""
        with self._lock:
            if self._watcher is None:
                self._watcher = PidfdChildWatcher() if can_use_pidfd() else ThreadedChildWatcher()
            return self._watcher

    def set_child_watcher(self, watcher):
        """Close the watcher for child processes, and take another; None for the default one.

        Raises TypeError if it is not an AbstractChildWatcher.
        """
        if watcher is not None and not isinstance(watcher, AnyChildWatcher):
            raise TypeError(
                "watcher must be an instance of AbstractChildWatcher or None, not {!r}".format(
                    watcher
                )
            )
        if self._watcher is not None and self._watcher is not watcher:
            self._watcher.close()
        self._watcher = watcher


# Where the policy is somebody else's, and no watcher was set.
_fallback_policy = DefaultEventLoopPolicy()


def _watcher_of_policy():
    """Return the watcher that the policy was given, else one that works in any thread."""
    policy = events.get_event_loop_policy()
    if not isinstance(policy, DefaultEventLoopPolicy):
        if getattr(policy, "_watcher", policy) is None:
            # asyncio's would make one that is bound to the main thread's loop (up to 3.7).
            policy = _fallback_policy
    try:
        watcher = _ask_policy(policy, "get_child_watcher")
    except NotImplementedError:
        watcher = None
    return _fallback_policy.get_child_watcher() if watcher is None else watcher


def _is_active(watcher):
    try:
        return watcher.is_active()
    except (AttributeError, NotImplementedError):
        # Written for 3.7 or older, where nobody asked.
        return True


# By these names they are imported, and derived from, everywhere.
_UnixSelectorEventLoop = SelectorEventLoop
_UnixDefaultEventLoopPolicy = _DefaultEventLoopPolicy = DefaultEventLoopPolicy
