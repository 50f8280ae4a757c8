"""What adopted modules call when they execute source: see executed.py."""

import __future__

import ast
import copy
import re
import sys
import warnings

from . import source
from .edits import located
from .options import Options

# Without one of these words there is nothing to be done, unless an option asks for it.
_WORTH_READING = re.compile(
    rb"async|await|yield|trollius|mock|gi_|enerator|wait_closed|except|exec|eval|compile"
)

_FUTURE_FLAGS = 0
for _name in __future__.all_feature_names:
    _FUTURE_FLAGS |= getattr(__future__, _name).compiler_flag


class Execution:
    """Source that a module executes, adopted as the module itself is: with the same options."""

    def __init__(self, era, shims, report):
        self._options = Options(era, shims, report)

    def code(self, given):
        """Return what exec() is to be given in the place of *given*."""
        if not self._is_worth_it(given):
            return given
        return self._compiled(given, "<string>", "exec", _inherited_flags())

    def expression(self, given):
        """Return what eval() is to be given in the place of *given*."""
        if isinstance(given, str):
            # As eval() does.
            given = given.lstrip(" \t")
        if not self._is_worth_it(given):
            return given
        return self._compiled(given, "<string>", "eval", _inherited_flags())

    def compile(
        self, given, filename, mode="exec", flags=0, dont_inherit=False, optimize=-1, **kwargs
    ):
        """Do what compile() does."""
        if not dont_inherit:
            flags |= _inherited_flags()
        if flags & ast.PyCF_ONLY_AST or not self._is_worth_it(given):
            return compile(given, filename, mode, flags, True, optimize, **kwargs)
        return self._compiled(given, filename, mode, flags, optimize, **kwargs)

    def _is_worth_it(self, given):
        if isinstance(given, ast.AST):
            return True
        if isinstance(given, str):
            given = given.encode("utf-8", "surrogatepass")
        elif not isinstance(given, (bytes, bytearray)):
            # A code object, or what is refused anyway.
            return False
        return self._options != Options() or _WORTH_READING.search(given) is not None

    def _compiled(self, given, filename, mode, flags, optimize=-1, **kwargs):
        # As for a file: nobody is going to edit it.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = self._rewritten(given, filename, mode)
            given = given if tree is None else ast.fix_missing_locations(tree)
            code = compile(given, filename, mode, flags, True, optimize, **kwargs)
        return source.with_delegating_generators(code)

    def _rewritten(self, given, filename, mode):
        """Return the tree for compile(), or None where there is none, or an error to be raised."""
        tree = copy.deepcopy(given) if isinstance(given, ast.AST) else _parsed(given, filename)
        if isinstance(tree, ast.Expression):
            tree = _module([ast.copy_location(ast.Expr(tree.body), tree.body)])
        elif isinstance(tree, ast.Interactive):
            tree = _module(tree.body)
        is_expression = len(tree.body) == 1 and isinstance(tree.body[0], ast.Expr)
        if mode == "eval" and not is_expression:
            return None
        source.rewrite(tree, self._options)
        if mode == "eval":
            return _as_expression(tree.body)
        return ast.Interactive(tree.body) if mode == "single" else tree


def _as_expression(statements):
    """Return the last statement, an expression, without those that the passes put before it."""
    names = {}
    for each in statements[:-1]:
        if isinstance(each, ast.ImportFrom):
            (alias,) = each.names
            names[alias.asname] = _import(each.module, alias.name)
        elif isinstance(each, ast.Assign):
            names[each.targets[0].id] = _Substituting(names).visit(each.value)
        else:
            # A function, for a comprehension: it has no place in an expression.
            return None
    return ast.Expression(_Substituting(names).visit(statements[-1].value))


def _import(module, name):
    text = "__import__(%r, fromlist=[%r]).%s" % (module, name, name)
    return ast.parse(text, mode="eval").body


class _Substituting(ast.NodeTransformer):
    def __init__(self, names):
        self._names = names

    def visit_Name(self, node):
        made = self._names.get(node.id)
        return node if made is None else located(copy.deepcopy(made), node)


def _module(statements):
    return ast.Module(body=statements, type_ignores=[])


def _parsed(given, filename):
    if isinstance(given, bytearray):
        given = bytes(given)
    return source.parse(given, filename)


def _inherited_flags():
    """Return the flags of the future statements in the code that calls the method above."""
    return sys._getframe(2).f_code.co_flags & _FUTURE_FLAGS
