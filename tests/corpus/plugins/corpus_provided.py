"""pytest plugin: the helper modules of a suite, in a package that somebody else provides.

They were a part of the package, as ``trollius.test_utils``. They are in the folder CORPUS_HELPERS,
the package is CORPUS_PROVIDED.
"""

import importlib
import os

_package = importlib.import_module(os.environ["CORPUS_PROVIDED"])
_package.__path__ = list(_package.__path__) + [os.environ["CORPUS_HELPERS"]]
