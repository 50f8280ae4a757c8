"""Child processes that a test starts itself, for a child watcher to tell of."""

import os
import subprocess


class Exit:
    """What a watcher calls; a future of the calls."""

    def __init__(self, loop):
        self.loop = loop
        self.future = loop.create_future()

    def __call__(self, *args):
        self.loop.call_soon_threadsafe(self.future.set_result, args)


def start_child(code="exit 0"):
    return subprocess.Popen(["sh", "-c", code], stdin=subprocess.PIPE)


def wait_without_reaping(process):
    """Wait until a child has ended, and leave it to the watcher."""
    while not hasattr(os, "waitid"):
        with open("/proc/%d/stat" % process.pid) as stat:
            if stat.read().rpartition(")")[2].split()[0] == "Z":
                return
    os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)


def forget(process):
    """Keep subprocess from complaining of a child that a watcher has reaped."""
    process.stdin.close()
    process.returncode = 0
