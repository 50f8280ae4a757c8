"""The pass that counts which constructs of the table an adopted package really uses.

=====================================  ===========================================================
``@asyncio.coroutine``                 ``@uses.used(0, asyncio.coroutine)``
``sleep(1, loop=loop)``                ``sleep(1, loop=uses.used(1, loop))``
``thread.isAlive()``                   ``uses.given(2, thread).isAlive()``: if it is a Thread
``except Exception:``                  ``except uses.clause(3, Exception, ("Exception",)):``: if an
                                       exception meets it that it caught before
``from asyncio import async``          the same, and ``uses.used(4)`` behind it
=====================================  ===========================================================

The numbers are those of the sites that the module hands to its ``counts.Uses``. What the source
alone does not tell is counted where the object in question confirms it.
"""

import ast

from ..history.changes import ARGUMENT, CALLBACK, HANDLER, METHOD, RESULT, SYNTAX, VALUE
from . import counts
from .calls_made import subjects
from .eras import class_names
from .rewriting import call, helper_object, replace

_HELPER = "__legacyco_uses__"


def apply(tree, options):
    """Have *tree* count the uses that sites.py noted, those that other passes left as they were."""
    module, uses = tree.legacyco_uses
    plan = _Plan(module)
    for use in uses:
        plan.add(use)
    if plan.sites:
        replace(tree, plan.replacements())
        helper_object(tree, "counts", "Uses", _HELPER, tuple(plan.sites))


class _Plan:
    """What is to be replaced in a module, and the sites that are counted."""

    def __init__(self, module):
        self.sites = []
        self._module = module
        self._changes = {}
        self._before = {}
        self._behind = {}

    def add(self, use):
        """Have a use counted, if there is a way to see it when it happens."""
        how = self._way(use)
        if how is not None:
            check, attach = how
            self.sites.append((use.rule.id, use.name, use.line, use.column, check))
            attach(len(self.sites) - 1)

    def replacements(self):
        """Return ``{node: function}`` for rewriting.replace()."""
        found = {node: _in_turn(changes) for node, changes in self._changes.items()}
        for statement in set(self._before) | set(self._behind):
            found[statement] = _surrounded(
                found.get(statement),
                self._before.get(statement, ()),
                self._behind.get(statement, ()),
            )
        return found

    def _way(self, use):
        """Return ``(check, attach)``: when it counts, and a function that takes the number."""
        node, place = use.node, use.rule.place
        if place == HANDLER and isinstance(node, ast.ExceptHandler):
            if node.type not in self._module.parents:
                # Another pass has seen to it that the exception is caught as before.
                return None
            return counts.DIFFERS, lambda number: self._clause(node, number)
        if use.certain and place == METHOD and isinstance(node, ast.Attribute):
            # The call of a method stays one, for the passes that look for it.
            return self._certain(node.value)
        if use.certain or place in (ARGUMENT, CALLBACK):
            return self._certain(node)
        if place == METHOD and isinstance(node, ast.Attribute):
            class_ = use.name.rpartition(".")[0]
            return self._given(counts.IS_A + class_, node.value)
        if use.rule.id in counts.CONDITIONS:
            return use.rule.id, lambda number: self._change(node, "checked", number)
        if place in (VALUE, RESULT):
            return self._argument(use)
        if place == SYNTAX and isinstance(node, (ast.YieldFrom, ast.Await)):
            return self._given(counts.SUBJECTS[use.rule.id], node.value)
        # A question whether something is there, or a matter of what happens later.
        return None

    def _certain(self, node):
        if isinstance(node, ast.keyword):
            return counts.ALWAYS, lambda number: self._value(node, number)
        if isinstance(node, ast.expr) and isinstance(getattr(node, "ctx", ast.Load()), ast.Load):
            return counts.ALWAYS, lambda number: self._change(node, "used", number)
        return counts.ALWAYS, lambda number: self._statement(node, number)

    def _argument(self, use):
        """Return the way to count a call by what is given to it."""
        if use.rule.value not in counts.VALUES:
            return None
        given = subjects(use.node, use.name, use.rule)
        if len(given) != 1 or isinstance(given[0], ast.Starred):
            return None
        return self._given(counts.VALUE_IS + use.rule.value, given[0])

    def _given(self, check, subject):
        return check, lambda number: self._change(subject, "given", number)

    def _change(self, node, function, number):
        def wrap(node):
            return call(node, _HELPER, function, number, node)

        self._changes.setdefault(node, []).append(wrap)

    def _value(self, keyword, number):
        self._change(keyword.value, "used", number)

    def _clause(self, handler, number):
        names = class_names(self._module, handler.type)

        def wrap(node):
            made = call(node, _HELPER, "clause", number, node, names)
            # For the pass that has to know what the clause says.
            made.legacyco_names = names
            return made

        self._changes.setdefault(handler.type, []).append(wrap)

    def _statement(self, node, number):
        """Count a use where its statement is run: behind it, if it goes on from there."""
        while not isinstance(node, ast.stmt):
            node = self._module.parents[node]
        leaves = isinstance(node, (ast.Return, ast.Raise, ast.Break, ast.Continue))
        counted = ast.copy_location(ast.Expr(call(node, _HELPER, "used", number)), node)
        (self._before if leaves else self._behind).setdefault(node, []).append(counted)


def _in_turn(changes):
    def make(node):
        for change in changes:
            node = change(node)
        return node

    return make


def _surrounded(make, before, behind):
    def surround(node):
        node = node if make is None else make(node)
        return list(before) + [node] + list(behind)

    return surround
