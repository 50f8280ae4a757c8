"""Programs that were installed under a name of their own."""

import os
import sys
import sysconfig

_GROUPS = ("console_scripts", "gui_scripts")


def find(name):
    """Return the path of the installed Python script, or None.

    What pip writes for a console script is one, except on Windows.
    """
    folders = [os.path.dirname(sys.executable)]
    folders += [sysconfig.get_path("scripts", scheme) for scheme in _schemes()]
    for folder in folders:
        path = os.path.join(folder, name)
        if os.path.isfile(path) and is_python(path):
            return path
    return None


def _schemes():
    user = {"posix": "posix_user", "nt": "nt_user"}.get(os.name)
    names = sysconfig.get_scheme_names()
    default = {"posix": "posix_prefix"}.get(os.name, os.name)
    return [each for each in (default, user) if each in names]


def is_python(path):
    """Return whether the file says in its first line that Python is to run it."""
    try:
        with open(path, "rb") as file:
            head = file.read(1000).split(b"\n")
    except OSError:
        return False
    # A path too long for the first line is in the second, for a shell.
    if head[0].startswith(b"#!/bin/sh") and head[1:2] and head[1].startswith(b"'''exec'"):
        return True
    return head[0].startswith(b"#!") and b"py" in head[0]


def entry_point(name):
    """Return the entry point of the console script, or None."""
    try:
        from importlib import metadata
    except ImportError:
        # Python 3.7 and before.
        return None
    found = metadata.entry_points()
    for group in _GROUPS:
        # A mapping of groups up to 3.9.
        points = found.select(group=group) if hasattr(found, "select") else found.get(group, ())
        for point in points:
            if point.name == name:
                return point
    return None
