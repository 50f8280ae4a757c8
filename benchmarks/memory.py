"""How much memory the process holds."""

import sys

try:
    import resource
except ImportError:  # Windows
    resource = None

_MEBIBYTE = 1024.0 * 1024.0


def resident_mebibytes():
    """Return the resident memory of this process in MiB.

    From ``/proc`` where there is one; elsewhere the highest value so far, which is the
    same thing in a process that only grew.  Raises OSError where neither can be had.
    """
    try:
        with open("/proc/self/statm") as file:
            pages = int(file.read().split()[1])
    except FileNotFoundError:
        return _peak_mebibytes()
    return pages * resource.getpagesize() / _MEBIBYTE


def _peak_mebibytes():
    if resource is None:
        raise OSError("resident memory cannot be read on this platform: %s" % sys.platform)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / _MEBIBYTE if sys.platform == "darwin" else peak / 1024.0
