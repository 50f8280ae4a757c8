"""Watchers that tell an event loop when a child process ends.

asyncio had these in unix_events from 3.4 to 3.13.  All of them work on every Python, each with its
own price:

- PidfdChildWatcher: no thread, no signal; Linux 5.3 or newer only.  The default where it works.
- ThreadedChildWatcher: a thread for each process; works anywhere.  The default elsewhere.
- MultiLoopChildWatcher, SafeChildWatcher, FastChildWatcher: see sigchld_watchers.py.

Rule: whoever reaps a child (takes its exit status, and frees its pid for the next process) hands
the status on before anybody else may ask for it.  Where two threads could ask, a lock or the loop's
own thread makes one of them wait.
"""

import itertools
import os
import threading
from asyncio.log import logger

from . import events
from ._compat import ChildWatcherBase, pidfd_open, waitstatus_to_exitcode

__all__ = (
    "AbstractChildWatcher",
    "PidfdChildWatcher",
    "ThreadedChildWatcher",
)


class AbstractChildWatcher(ChildWatcherBase):
    """What an event loop asks of a watcher.

    A process is started within ``with watcher:``, so that the watcher can wait with what it learns
    meanwhile until the process is registered::

        with watcher:
            process = subprocess.Popen("sleep 1", shell=True)
            watcher.add_child_handler(process.pid, callback)

    Implementations must be thread-safe.
    """

    def add_child_handler(self, pid, callback, *args):
        """Have ``callback(pid, returncode, *args)`` called when the process *pid* ends.

        It replaces the process's handler, if there is one.  *callback* must be thread-safe.
        """
        raise NotImplementedError

    def remove_child_handler(self, pid):
        """Remove the handler of the process *pid*; return False if there is none."""
        raise NotImplementedError

    def attach_loop(self, loop):
        """Detach the watcher from its loop, and attach it to *loop* unless that is None."""
        raise NotImplementedError

    def close(self):
        """Free what the watcher holds."""
        raise NotImplementedError

    def is_active(self):
        """Return True if the watcher is ready to tell of processes (asyncio: since 3.8)."""
        raise NotImplementedError

    def __enter__(self):
        """Allow new processes to be started; return the watcher."""
        raise NotImplementedError

    def __exit__(self, exc_type, exc, traceback):
        """End what __enter__() began."""
        raise NotImplementedError


class _LooplessChildWatcher(AbstractChildWatcher):
    """A watcher that needs no loop of its own and is always ready."""

    def __init__(self):
        # By pid: what add_child_handler() was given.
        self._handlers = {}

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc, traceback):
        pass

    def is_active(self):
        """Return True."""
        return True

    def attach_loop(self, loop):
        """Do nothing: each process belongs to the loop that started it."""

    def close(self):
        """Do nothing: each process that is watched still tells its loop."""

    def remove_child_handler(self, pid):
        """Remove the handler of the process *pid*; return False if there is none.

        asyncio's did nothing here and returned True.
        """
        return self._handlers.pop(pid, None) is not None


def _reap(loop, pid, options=0):
    """Take the exit code of a child; None if it is still alive.

    255 stands for a child that somebody else has reaped.
    """
    try:
        reaped, status = os.waitpid(pid, options)
    except ChildProcessError:
        logger.warning("Unknown child process pid %d, will report returncode 255", pid)
        return 255
    if reaped == 0:
        return None
    returncode = waitstatus_to_exitcode(status)
    if loop.get_debug():
        logger.debug("process %s exited with returncode %s", pid, returncode)
    return returncode


class PidfdChildWatcher(_LooplessChildWatcher):
    """Watches a file descriptor of each process: no thread, no signal (asyncio: 3.9 to 3.13).

    add_child_handler() is called in a running loop, and raises OSError where the kernel has no
    process file descriptors (before Linux 5.3, or forbidden).
    """

    def add_child_handler(self, pid, callback, *args):
        """See AbstractChildWatcher."""
        loop = events.get_running_loop()
        self.remove_child_handler(pid)
        self._close_abandoned()
        pidfd = pidfd_open(pid)
        self._handlers[pid] = (loop, pidfd)
        loop.add_reader(pidfd, self._on_exit, loop, pid, callback, args)

    def _close_abandoned(self):
        """Close the descriptors of processes that their loops did not outlive."""
        for pid, (loop, _) in list(self._handlers.items()):
            if loop.is_closed():
                self.remove_child_handler(pid)

    def _on_exit(self, loop, pid, callback, args):
        self.remove_child_handler(pid)
        callback(pid, _reap(loop, pid), *args)

    def remove_child_handler(self, pid):
        """See AbstractChildWatcher; to be called in the loop's thread."""
        loop, pidfd = self._handlers.pop(pid, (None, None))
        if loop is None:
            return False
        if not loop.is_closed():
            loop.remove_reader(pidfd)
        os.close(pidfd)
        return True


class ThreadedChildWatcher(_LooplessChildWatcher):
    """Waits for each process in a thread (asyncio: 3.8 to 3.13).

    add_child_handler() is called in a running loop.
    """

    def __init__(self):
        super().__init__()
        self._pid_counter = itertools.count(0)
        self._lock = threading.Lock()
        self._threads = {}

    def add_child_handler(self, pid, callback, *args):
        """See AbstractChildWatcher."""
        loop = events.get_running_loop()
        with self._lock:
            self._handlers[pid] = (loop, callback, args)
            if pid in self._threads:
                # Whoever is the handler at the end will be told.
                return
            thread = self._threads[pid] = threading.Thread(
                target=self._do_waitpid,
                name="asyncio-waitpid-%d" % next(self._pid_counter),
                args=(loop, pid),
                daemon=True,
            )
        thread.start()

    def _do_waitpid(self, loop, pid):
        returncode = None if _wait_without_reaping(pid) else _reap(loop, pid)
        with self._lock:
            del self._threads[pid]
            handler = self._handlers.get(pid)
        if handler is None:
            return
        try:
            handler[0].call_soon_threadsafe(self._notify, pid, returncode, handler)
        except RuntimeError:
            if returncode is None:
                # Nobody else will, and it would stay a zombie.
                _reap(loop, pid)
            self.remove_child_handler(pid)
            logger.warning("Loop %r that handles pid %r is closed", handler[0], pid)

    def _notify(self, pid, returncode, handler):
        if self._handlers.get(pid) is not handler:
            # Removed, or replaced: then another thread has looked since.
            return
        del self._handlers[pid]
        loop, callback, args = handler
        if returncode is None:
            # In the loop's thread, between two callbacks: nobody finds the pid free, and maybe in
            # use again, while the transport still believes in it.
            returncode = _reap(loop, pid)
        callback(pid, returncode, *args)


# Where os lacks it, up to 3.8, there is no waitid() on macOS either, which alone needs it.
_CLD_STOPPED = getattr(os, "CLD_STOPPED", None)


def _wait_without_reaping(pid):
    """Wait until a child ends and leave it to be reaped; return False where that is impossible."""
    if not hasattr(os, "waitid"):
        return False
    try:
        while True:
            result = os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
            if result.si_code != _CLD_STOPPED:
                return True
            # macOS reports a child that has merely stopped: take the report, and wait on.
            os.waitid(os.P_PID, pid, os.WSTOPPED | os.WNOHANG)
    except ChildProcessError:
        # Reaped elsewhere: _reap() will say so.
        return True


def can_use_pidfd():
    """Return whether os and the kernel offer file descriptors of processes."""
    if not hasattr(os, "pidfd_open"):
        return False
    try:
        os.close(os.pidfd_open(os.getpid(), 0))
    except OSError:
        # Forbidden, by SECCOMP for example.
        return False
    return True
