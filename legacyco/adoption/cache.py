"""The bytecode of adopted modules, in files of its own beside the ordinary bytecode.

A file is used while everything its code was made of is as it was: the source (by path, time and
size), the interpreter, legacyco.
"""

import marshal
import os
import struct
import sys
from importlib.util import MAGIC_NUMBER, cache_from_source


def path_for(source_path, tag):
    """Return the path of the bytecode file, or None where the interpreter keeps none.

    tag: letters and digits for what else the code is made of.
    """
    if sys.flags.optimize:
        tag += "opt%d" % sys.flags.optimize
    try:
        return cache_from_source(source_path, optimization=tag)
    except NotImplementedError:
        return None


def key(source_path, stats):
    """Return the bytes that such a file begins with; *stats* are those of loader.path_stats()."""
    path = os.fsencode(source_path)
    return own_key(struct.pack("<dQL", stats["mtime"], stats["size"] or 0, len(path)) + path)


def own_key(state):
    """Return the bytes that say what a file was made of: the interpreter, legacyco, and *state*."""
    return MAGIC_NUMBER + _own_state() + state


def unpack(data, key):
    """Return what is in the data of such a file, or None if it was made of something else."""
    if not data.startswith(key):
        return None
    try:
        return marshal.loads(memoryview(data)[len(key) :])
    except (EOFError, TypeError, ValueError):
        # Cut off, by a full disk for instance.
        return None


def pack(value, key):
    """Return the data of such a file."""
    return key + marshal.dumps(value)


_state = None


def _own_state():
    """Return what tells the legacyco that compiles from another, or from one that was edited."""
    global _state
    if _state is None:
        # Not its version alone: an editable installation keeps that.
        folder = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
        _state = struct.pack("<dQ", *_newest_and_count(folder))
    return _state


def _newest_and_count(folder):
    newest, count = 0.0, 0
    for part in ("", "adoption", "history"):
        try:
            with os.scandir(os.path.join(folder, part)) as entries:
                times = [each.stat().st_mtime for each in entries if each.name.endswith(".py")]
        except OSError:
            # In a zip file; then that is what was written last.
            times = [0.0]
        newest, count = max(times + [newest]), count + len(times)
    return newest, count
