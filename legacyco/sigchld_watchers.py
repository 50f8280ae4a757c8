"""Watchers that ask for their processes whenever SIGCHLD tells that a child ended.

Up to 3.7 asyncio had no others.  SafeChildWatcher and FastChildWatcher depend on the main thread's
loop, which has to run while other threads wait; MultiLoopChildWatcher does not.
"""

import os
import signal
import threading
import warnings
from asyncio.log import logger

from . import events
from ._compat import waitstatus_to_exitcode
from .child_watchers import AbstractChildWatcher, ThreadedChildWatcher, _reap

__all__ = (
    "BaseChildWatcher",
    "FastChildWatcher",
    "MultiLoopChildWatcher",
    "SafeChildWatcher",
)


class MultiLoopChildWatcher(AbstractChildWatcher):
    """Asks, at each SIGCHLD, for all processes of the main thread; its loop need not be attached.

    attach_loop(), called once in the main thread with any argument, makes it active; close() gives
    SIGCHLD back.  asyncio: 3.8 to 3.13.

    The system hands SIGCHLD to the thread that started the process, and Python's handler has to
    wait until the main thread does something: for ever, if that waits for the other one.  So the
    processes of other threads are waited for in threads; asyncio's hung there.
    """

    def __init__(self):
        self._callbacks = {}
        self._saved_sighandler = None
        self._elsewhere = ThreadedChildWatcher()

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc, traceback):
        pass

    def is_active(self):
        """Return True between attach_loop() and close()."""
        return self._saved_sighandler is not None

    def attach_loop(self, loop):
        """Handle SIGCHLD, if it is not done yet; *loop* does not matter."""
        if self._saved_sighandler is not None:
            return
        self._saved_sighandler = signal.signal(signal.SIGCHLD, self._sig_chld)
        if self._saved_sighandler is None:
            logger.warning(
                "Previous SIGCHLD handler was set by non-Python code, "
                "restore to default handler on watcher close."
            )
            self._saved_sighandler = signal.SIG_DFL
        # System calls of the program are not to end with EINTR because of a child.
        signal.siginterrupt(signal.SIGCHLD, False)

    def close(self):
        """Forget all processes, and give SIGCHLD back to who had it before."""
        self._callbacks.clear()
        if self._saved_sighandler is None:
            return
        if signal.getsignal(signal.SIGCHLD) != self._sig_chld:
            logger.warning("SIGCHLD handler was changed by outside code")
        else:
            signal.signal(signal.SIGCHLD, self._saved_sighandler)
        self._saved_sighandler = None

    def add_child_handler(self, pid, callback, *args):
        """See AbstractChildWatcher; to be called in a running loop."""
        if threading.current_thread() is not threading.main_thread():
            self._elsewhere.add_child_handler(pid, callback, *args)
            return
        self._callbacks[pid] = (events.get_running_loop(), callback, args)
        # It may have ended before it was registered.
        self._do_waitpid(pid)

    def remove_child_handler(self, pid):
        """See AbstractChildWatcher."""
        if self._callbacks.pop(pid, None) is not None:
            return True
        return self._elsewhere.remove_child_handler(pid)

    def _sig_chld(self, signum, frame):
        for pid, (loop, _, _) in list(self._callbacks.items()):
            try:
                loop.call_soon_threadsafe(self._do_waitpid, pid)
            except RuntimeError:
                self._callbacks.pop(pid, None)
                logger.warning("Loop %r that handles pid %r is closed", loop, pid)

    def _do_waitpid(self, pid):
        """Ask for one process, in the thread of its loop."""
        loop, callback, args = self._callbacks.get(pid, (None, None, None))
        if loop is None:
            return
        returncode = _reap(loop, pid, os.WNOHANG)
        if returncode is not None:
            del self._callbacks[pid]
            callback(pid, returncode, *args)


class BaseChildWatcher(AbstractChildWatcher):
    """Handles SIGCHLD in one loop, that of the main thread, to which it must be attached."""

    def __init__(self):
        self._loop = None
        self._callbacks = {}
        self._lock = threading.Lock()

    def close(self):
        """Forget all processes, and detach from the loop."""
        self._callbacks.clear()
        self.attach_loop(None)

    def is_active(self):
        """Return True if the loop that the watcher is attached to runs."""
        return self._loop is not None and self._loop.is_running()

    def _do_waitpid(self, expected_pid):
        raise NotImplementedError

    def _do_waitpid_all(self):
        raise NotImplementedError

    def remove_child_handler(self, pid):
        """See AbstractChildWatcher."""
        return self._callbacks.pop(pid, None) is not None

    def _check_attached(self):
        if self._loop is None:
            raise RuntimeError(
                "Cannot add child handler, the child watcher does not have a loop attached"
            )

    def attach_loop(self, loop):
        """See AbstractChildWatcher; to be called in the main thread.

        Warns if processes are waited for and nobody will tell of them.
        """
        if loop is not None and not isinstance(loop, events.AbstractEventLoop):
            raise TypeError("an event loop or None was expected, got {!r}".format(loop))
        if self._loop is not None and loop is None and self._callbacks:
            warnings.warn(
                "A loop is being detached from a child watcher with pending handlers",
                RuntimeWarning,
                stacklevel=2,
            )
        if self._loop is not None:
            self._loop.remove_signal_handler(signal.SIGCHLD)
        self._loop = loop
        if loop is not None:
            loop.add_signal_handler(signal.SIGCHLD, self._sig_chld)
            # A child may have ended while nobody listened.
            self._do_waitpid_all()

    def _sig_chld(self):
        try:
            self._do_waitpid_all()
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as exc:
            self._loop.call_exception_handler(
                {"message": "Unknown exception in SIGCHLD handler", "exception": exc}
            )


class SafeChildWatcher(BaseChildWatcher):
    """Asks, at each SIGCHLD, for each of its processes; leaves all others alone."""

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc, traceback):
        pass

    def add_child_handler(self, pid, callback, *args):
        """See AbstractChildWatcher.  Raises RuntimeError if no loop is attached."""
        self._check_attached()
        self._callbacks[pid] = (callback, args)
        # It may have ended before it was registered.
        self._do_waitpid(pid)

    def _do_waitpid_all(self):
        for pid in list(self._callbacks):
            self._do_waitpid(pid)

    def _do_waitpid(self, expected_pid):
        with self._lock:
            # The loop's thread and the one that registers a process may both be here.
            if expected_pid not in self._callbacks:
                return
            returncode = _reap(self._loop, expected_pid, os.WNOHANG)
            if returncode is None:
                return
            callback, args = self._callbacks.pop(expected_pid)
        callback(expected_pid, returncode, *args)


class FastChildWatcher(BaseChildWatcher):
    """Reaps, at each SIGCHLD, every child that ended, whoever started it.

    Other code that waits for processes of its own will not find them.
    """

    def __init__(self):
        super().__init__()
        # Exit codes by pid of children that ended before they could be registered.
        self._zombies = {}
        self._forks = 0

    def close(self):
        """Forget all processes, and detach from the loop."""
        self._zombies.clear()
        super().close()

    def __enter__(self):
        with self._lock:
            self._forks += 1
            return self

    def __exit__(self, exc_type, exc, traceback):
        with self._lock:
            self._forks -= 1
            if self._forks or not self._zombies:
                return
            collateral_victims = str(self._zombies)
            self._zombies.clear()
        logger.warning("Caught subprocesses termination from unknown pids: %s", collateral_victims)

    def add_child_handler(self, pid, callback, *args):
        """See AbstractChildWatcher.

        Raises RuntimeError if no loop is attached, or outside of ``with watcher:``.
        """
        self._check_attached()
        if not self._forks:
            raise RuntimeError("Must use the context manager")
        with self._lock:
            returncode = self._zombies.pop(pid, None)
            if returncode is None:
                self._callbacks[pid] = (callback, args)
                return
        # It has ended already.
        callback(pid, returncode, *args)

    def _do_waitpid_all(self):
        # One signal may stand for several children.
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            self._child_ended(pid, waitstatus_to_exitcode(status))

    def _child_ended(self, pid, returncode):
        with self._lock:
            callback, args = self._callbacks.pop(pid, (None, None))
            if callback is None and self._forks:
                # It may not be registered yet.
                self._zombies[pid] = returncode
                return
        if self._loop.get_debug():
            logger.debug("process %s exited with returncode %s", pid, returncode)
        if callback is None:
            logger.warning(
                "Caught subprocess termination from unknown pid: %d -> %d", pid, returncode
            )
        else:
            callback(pid, returncode, *args)
