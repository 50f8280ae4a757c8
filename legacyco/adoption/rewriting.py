"""How the passes replace nodes that they chose beforehand, and call helpers in their place."""

import ast

from .edits import insert_at_top, located


class _Replacing(ast.NodeTransformer):
    def __init__(self, replacements):
        self._replacements = replacements

    def visit(self, node):
        make = self._replacements.get(node)
        node = self.generic_visit(node)
        return node if make is None else make(node)


def replace(tree, replacements):
    """Replace nodes of a tree in place.

    replacements: ``{node: function}``; the function gets the node, in which everything is replaced
    already, and returns the new one, or for a statement a list of statements.
    """
    _Replacing(replacements).visit(tree)


def helper(tree, module, name):
    """Have *tree* import ``legacyco.adoption.<module>`` as *name* before anything else."""
    insert_at_top(tree, ast.ImportFrom("legacyco.adoption", [ast.alias(module, name)], 0))


def helper_object(tree, module, class_, name, *arguments):
    """Have *tree* make an object of a class of that module, as *name*, before anything else."""
    made = ast.Call(ast.Name(name, ast.Load()), [literal(one) for one in arguments], [])
    insert_at_top(tree, ast.Assign([ast.Name(name, ast.Store())], made, type_comment=None))
    imported = ast.ImportFrom("legacyco.adoption." + module, [ast.alias(class_, name)], 0)
    insert_at_top(tree, imported)


def call(like, name, function, *arguments):
    """Return the expression ``name.function(*arguments)`` at the place of the node *like*.

    arguments: expressions, or values to be written as literals.
    """
    own = located(ast.Attribute(ast.Name(name, ast.Load()), function, ast.Load()), like)
    given = [one if isinstance(one, ast.AST) else located(literal(one), like) for one in arguments]
    return ast.copy_location(ast.Call(own, given, []), like)


def literal(value):
    """Return the expression of a constant, or of a tuple of such."""
    if isinstance(value, tuple):
        return ast.Tuple([literal(one) for one in value], ast.Load())
    return ast.Constant(value, kind=None)
