"""The suites of adopted packages under pytest: adopted too.

This is what child processes of a test get, too, so it does without pytest.
"""

import fnmatch
import os

from .finder import FINDER

# Folders whose modules are test code, whatever they are called.
_TEST_FOLDERS = ("test", "tests")
# Folders whose modules are installed, not the suite's, though they may lie below it.
_INSTALLED = ("site-packages", "dist-packages")


def is_test_code(path, root, patterns):
    """Return whether a module comes from the test code below *root*, and not from a program.

    path: of the module's file, as *root* without symbolic links. patterns: of the names of test
    modules.
    """
    if not path.startswith(os.path.join(root, "")):
        return False
    folders, name = os.path.split(os.path.relpath(path, root))
    folders = folders.split(os.sep)
    if any(folder in _INSTALLED for folder in folders):
        return False
    return (
        name == "conftest.py"
        or any(_matches(path, pattern) for pattern in patterns)
        or any(folder in _TEST_FOLDERS for folder in folders)
    )


def _matches(path, pattern):
    # As pytest does: a pattern with a slash is one of whole paths.
    return fnmatch.fnmatch(path if "/" in pattern else os.path.basename(path), pattern)


class Suite:
    """The rule by which the modules of a suite are adopted."""

    def __init__(self, options, roots, patterns, files):
        self.options = options
        # Not the standard library's own tests, where somebody starts pytest in the root folder.
        self.roots = {os.path.realpath(each) for each in roots} - {os.path.realpath(os.sep)}
        self.patterns = patterns
        self.files = {os.path.realpath(each) for each in files}

    def adopt(self):
        """Adopt the suite from now on, in front of pytest's own finder."""
        FINDER.rules.append(self)
        FINDER.install()

    def give_up(self):
        """Adopt no more of it."""
        FINDER.rules.remove(self)

    def __call__(self, spec):
        """Return the options for the module of *spec* if it is test code."""
        if spec.origin is None or not spec.origin.endswith(".py"):
            return None
        path = os.path.realpath(spec.origin)
        if path in self.files or any(
            is_test_code(path, root, self.patterns) for root in self.roots
        ):
            return self.options
        return None
