"""Programs for packages that can be set up once in a process only."""

import os
import subprocess
import sys


def run_script(source, debug, ignore=None, **environment):
    """Run *source* in a Python of its own, warnings being errors; return what it printed.

    *ignore* is the beginning of a DeprecationWarning that the package causes by itself.
    """
    here = os.path.dirname(os.path.abspath(__file__))
    environment = dict(os.environ, PYTHONPATH=here, **environment)
    environment["PYTHONASYNCIODEBUG"] = "1" if debug else ""
    command = [sys.executable, "-W", "error"]
    if ignore is not None:
        command += ["-W", "ignore:%s:DeprecationWarning" % ignore]
    done = subprocess.run(
        command + ["-c", source],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0 and not done.stderr, done.stderr
    return done.stdout
