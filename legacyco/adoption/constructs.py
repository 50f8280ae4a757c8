"""Finds the constructs of legacyco.history in a module's source, without running it.

=============================  =====================================================================
``scopes meanings spelling``   what the names and expressions of the module mean
``sorts``                      which functions and expressions are coroutines, generators, ...
``names_used calls_made``      rules about names and imports; about calls
``handlers patterns``          rules about ``except`` clauses; about syntax
=============================  =====================================================================
"""

import ast

from ..history.rules import matters_in
from . import calls_made, handlers, names_used, patterns
from .meanings import Module
from .uses import Use

__all__ = ["UNSEEN", "Use", "find"]

# Rules whose constructs no source shows, and why.
UNSEEN = {
    "subprocess-thread": "which thread a function runs in is known when it runs",
    "windows-proactor": "it is a matter of the platform, and of which methods are called later",
    "asyncio-requirement": "requirements stand in other files than the source",
}

_FINDERS = [
    (ast.Import, names_used.imports),
    (ast.ImportFrom, names_used.imports_from),
    (ast.Name, names_used.references),
    (ast.Attribute, names_used.attributes),
    (ast.Call, names_used.getattrs),
    (ast.Call, calls_made.calls),
    (ast.ClassDef, calls_made.overrides),
    (ast.Try, handlers.clauses),
    (ast.Call, handlers.class_tests),
    (ast.Compare, handlers.class_tests),
    (ast.FunctionDef, patterns.functions),
    (ast.AsyncFunctionDef, patterns.functions),
    (ast.With, patterns.with_items),
    (ast.YieldFrom, patterns.yields_from),
]
_FINDERS.extend((kind, patterns.comprehensions) for kind in patterns.COMPREHENSIONS)
_FINDERS.extend((kind, patterns.keywords) for kind in patterns.IDENTIFIERS)
if hasattr(ast, "TryStar"):
    _FINDERS.append((ast.TryStar, handlers.clauses))

_BY_KIND = {}
for _kind, _finder in _FINDERS:
    _BY_KIND.setdefault(_kind, []).append(_finder)


def find(tree, python=None):
    """Return the list of :class:`Use`: the constructs of the table in a module, in their order.

    tree: the ``ast.Module``; ``async`` and ``await`` may stand in it as identifiers.
    python: only what fails, differs or warns in this version, a text such as "3.13" or a tuple such
        as ``sys.version_info[:3]``; None for every version.
    """
    module = Module(tree)
    found = {}
    for node in module.nodes:
        for finder in _BY_KIND.get(type(node), ()):
            for use in finder(module, node):
                if python is None or matters_in(use.rule, python):
                    # One statement may name a thing twice, in different spellings.
                    found.setdefault((use.rule.id, use.line, use.column, use.node), use)
    return sorted(found.values(), key=lambda use: (use.line, use.column))
