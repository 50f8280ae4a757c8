"""Commands with a deadline, and without a network where that is possible."""

import functools
import os
import signal
import subprocess


class CommandFailed(Exception):
    """A command that had to succeed did not."""


def run(command, log, timeout, env=None, cwd=None):
    """Run *command* in a process group of its own; append what it writes to the file *log*.

    Returns its exit status, None if it was ended after *timeout* seconds. What it started and left
    behind in its group ends with it.
    """
    with open(log, "ab") as stream:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=subprocess.STDOUT,
            env=env,
            cwd=cwd,
            start_new_session=True,
        )
        try:
            return process.wait(timeout)
        except subprocess.TimeoutExpired:
            return None
        finally:
            try:
                os.killpg(process.pid, signal.SIGKILL)
            except (ProcessLookupError, PermissionError):
                pass
            process.wait()


def must(command, log, timeout=600, env=None):
    """Run *command*; raise CommandFailed, with the end of its output, unless it succeeds."""
    if os.path.exists(log):
        os.remove(log)
    if run(command, log, timeout, env) != 0:
        raise CommandFailed("%s failed:\n%s" % (" ".join(command), tail(log)))


def tail(log, size=2000):
    """Return the end of a log."""
    with open(log, "rb") as stream:
        return stream.read()[-size:].decode("utf-8", "replace")


def end_marked(mark):
    """End the processes that have *mark* ("NAME=value") in their environment: a suite's daemons."""
    mark = mark.encode()
    for pid in os.listdir("/proc") if os.path.isdir("/proc") else ():
        if not pid.isdigit() or int(pid) == os.getpid():
            continue
        try:
            with open("/proc/%s/environ" % pid, "rb") as stream:
                if mark in stream.read().split(b"\0"):
                    os.kill(int(pid), signal.SIGKILL)
        except OSError:
            continue


@functools.lru_cache(maxsize=None)
def network_of_its_own():
    """Return what to put before a command to give it a network with a loopback only.

    Empty where this needs a permission that is missing: suites then share the machine's ports.
    """
    prefix = ["unshare", "-n", "sh", "-c", 'ip link set lo up && exec "$@"', "sh"]
    try:
        works = not subprocess.call(
            prefix + ["true"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
    except OSError:
        works = False
    return prefix if works else []
