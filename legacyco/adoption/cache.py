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
        _state = _state_of(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    return _state


def _state_of(package):
    """Return bytes that change with every source file of a package, at whatever depth."""
    files = []
    for folder, folders, names in os.walk(package):
        if "__pycache__" in folders:
            folders.remove("__pycache__")
        files += [os.path.join(folder, name) for name in names if name.endswith(".py")]
    if not files:
        files.append(_archive_of(package))
    stats = [os.stat(path) for path in files]
    newest = max(each.st_mtime for each in stats)
    return struct.pack("<dQQ", newest, len(stats), sum(each.st_size for each in stats))


def _archive_of(package):
    """Return the path of the file that a package is in."""
    while not os.path.exists(package):
        package = os.path.dirname(package)
    return package
