"""The asserts of an adopted suite, rewritten as pytest does with those of others.

pytest loads test modules by a finder of its own, which stands in front of all others and rewrites
``assert`` statements. Ours stands in front of that one, takes what it finds, and rewrites the
asserts with pytest's own function once the tree is what legacyco makes of it.
"""

import sys
from importlib.machinery import SourceFileLoader

import pytest
from _pytest.assertion import rewrite

from . import loader


def install():
    """Rewrite from now on what pytest would."""
    loader.CONVERSIONS[rewrite.AssertionRewritingHook] = RewritingLoader


class RewritingLoader(SourceFileLoader):
    """Reads a module for which pytest had its own loader, and rewrites the asserts."""

    finish_tag = "pytest" + "".join(filter(str.isalnum, pytest.__version__))

    def __init__(self, hook, spec):
        super().__init__(spec.name, spec.origin)
        self.hook = hook

    def finish(self, tree, data, path):
        """Rewrite the asserts of the tree."""
        rewrite.rewrite_asserts(tree, data, path, self.hook.config)

    def exec_module(self, module):
        """Run the module; pytest keeps a list of those that need no warning."""
        self.hook._rewritten_names[module.__name__] = sys.modules[module.__name__].__spec__.origin
        super().exec_module(module)
