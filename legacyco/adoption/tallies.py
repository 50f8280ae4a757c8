"""What child processes count for the report, which their parent writes.

Each child appends lines to a file of its own, in a folder that the first of the parents made: one
for a place that it uses for the first time, and the true numbers when it ends.  So one that is
killed, as the workers of a Pool are, has still said what it used.
"""

import atexit
import json
import os
import shutil
import sys
import tempfile

from . import afterwards, counts

# The folder, once there are children, and the process that made it.
_folder = None
_maker = None
# The process that counts, and its file's path.
_counting = None
_path = None


def watch():
    """Count in the children that multiprocessing makes of this process from now on."""
    global _counting
    _counting = os.getpid()
    afterwards.do(["multiprocessing.util"], __name__, "join_in")


def folder():
    """Return the folder for the children's files, or None if there is to be no report."""
    global _folder, _maker
    if _folder is None and _counting is not None:
        _folder, _maker = tempfile.mkdtemp(prefix="legacyco-report-"), os.getpid()
    return _folder


def deliver_to(path):
    """Count here for a parent with that folder."""
    global _folder
    if path is not None and _folder is None:
        _folder = path
        watch()
        _begin()
        atexit.register(_deliver)


def join_in(util):
    """Have the module multiprocessing.util tell of each child that begins."""
    util.register_after_fork(_CHILDREN, _Children.begun)
    if _counting is not None:
        # Before there is a child, so that all have the same.
        folder()


class _Children:
    def begun(self):
        """Count from zero in a forked process, and deliver at its end."""
        if _folder is None:
            return
        if _counting != os.getpid():
            watch()
            _begin()
        # It is not told that it ends otherwise.
        sys.modules["multiprocessing.util"].Finalize(None, _deliver, exitpriority=-100)


# It is told as long as somebody holds it.
_CHILDREN = _Children()


def _begin():
    global _path
    _path = None
    counts.begin_again(_Telling)


class _Telling(list):
    """Counts that tell of each place when it is used first."""

    def __init__(self, numbers, module):
        super().__init__(numbers)
        self._module = module

    def __setitem__(self, number, count):
        super().__setitem__(number, count)
        if count == 1:
            _write([(counts.key(self._module, number), count)])


def _deliver():
    _write(counts.all_rows())


def _write(rows):
    global _path
    try:
        if _path is None:
            fd, _path = tempfile.mkstemp(dir=_folder)
            os.close(fd)
        with open(_path, "a", encoding="utf-8") as file:
            file.writelines(json.dumps(row) + "\n" for row in rows)
    except OSError:
        # The parent has written its report and is gone.
        pass


def collect():
    """Add to this process's counts what its children have delivered."""
    global _folder
    if _folder is None or _maker != os.getpid():
        return
    own_names = {os.path.abspath(name): name for name in counts.files()}
    for name in os.listdir(_folder) if os.path.isdir(_folder) else ():
        with open(os.path.join(_folder, name), encoding="utf-8") as file:
            for (module, path, *place), count in _last(file).items():
                # The program, by the names that it has here.
                module = "__main__" if module == "__mp_main__" else module
                counts.add((module, own_names.get(path, path)) + tuple(place), count)
    shutil.rmtree(_folder, ignore_errors=True)
    _folder = None


def _last(lines):
    found = {}
    for line in lines:
        try:
            key, count = json.loads(line)
        except ValueError:
            # Its process was killed as it wrote.
            continue
        found[tuple(key)] = count
    return found
