"""The pass that notes which uses of constructs there are to count, while the module is as written.

What becomes of them is the matter of counting.py, after the passes that look for certain forms.
"""

from ..history.changes import CHANGED, DEPRECATED, REMOVED
from . import constructs
from .meanings import Module

_COUNTED = (REMOVED, CHANGED, DEPRECATED)


def apply(tree, options):
    """Leave ``(module, uses)`` in the attribute ``legacyco_uses`` of the tree."""
    uses = [use for use in constructs.find(tree) if use.rule.effect in _COUNTED]
    tree.legacyco_uses = Module(tree) if uses else None, uses
