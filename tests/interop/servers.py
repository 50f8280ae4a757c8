"""Real servers in processes of their own, on sockets in a directory of their own."""

import contextlib
import glob
import os
import pwd
import shutil
import subprocess
import time

# Seconds that a server may take to start on a busy machine.
START_TIMEOUT = 60


def _program(name, pattern=""):
    """Return the path of a program; Debian keeps PostgreSQL's out of PATH."""
    found = glob.glob(pattern)
    path = found[-1] if found else shutil.which(name)
    if path is None:
        raise FileNotFoundError("%s is not installed: see docs/contributing.rst" % name)
    return path


@contextlib.contextmanager
def _running(command, answers, **options):
    """Run a server from when *answers* returns true to the end of the block."""
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **options
    )
    try:
        deadline = time.monotonic() + START_TIMEOUT
        while not answers():
            if process.poll() is not None or time.monotonic() > deadline:
                process.kill()
                raise RuntimeError("%s did not start:\n%s" % (command[0], process.stdout.read()))
            time.sleep(0.01)
        yield process
    finally:
        process.terminate()
        process.communicate()


@contextlib.contextmanager
def redis_server(directory):
    """Run a Redis; yield the path of its socket."""
    path = os.path.join(str(directory), "redis.sock")
    command = [_program("redis-server"), "--port", "0", "--unixsocket", path, "--save", ""]
    with _running(command, lambda: os.path.exists(path), cwd=str(directory)):
        yield path


@contextlib.contextmanager
def postgresql(directory):
    """Run a PostgreSQL with a new cluster; yield the directory of its socket.

    Its programs refuse to run as root: there, it runs as the user that its package has made.
    """
    programs = "/usr/lib/postgresql/*/bin/"
    data = os.path.join(directory, "data")
    options = {"cwd": directory}
    if os.getuid() == 0:
        user = pwd.getpwnam("postgres")
        os.chown(directory, user.pw_uid, user.pw_gid)
        options["preexec_fn"] = lambda: _become(user)
    subprocess.run(
        [_program("initdb", programs + "initdb"), "--no-sync", "-A", "trust", "-U", "test", data],
        check=True,
        stdout=subprocess.DEVNULL,
        **options,
    )
    command = [_program("postgres", programs + "postgres"), "-D", data, "-k", directory, "-F"]
    command += ["-c", "listen_addresses="]
    ready = [_program("pg_isready", programs + "pg_isready"), "-q", "-h", directory]
    with _running(command, lambda: subprocess.call(ready) == 0, **options):
        yield directory


def _become(user):
    os.setgid(user.pw_gid)
    os.setuid(user.pw_uid)
