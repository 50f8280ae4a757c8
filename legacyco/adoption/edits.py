"""How passes put code into a module's tree."""

import ast


def insert_at_top(tree, statement):
    """Put a statement behind the module's docstring and ``from __future__`` imports.

    It is given the position of the statement it stands before, so that no line of the file comes to
    be executed that was not.
    """
    head = 0
    while head < len(tree.body) and _must_be_first(tree.body[head], head):
        head += 1
    like = tree.body[min(head, len(tree.body) - 1)] if tree.body else None
    tree.body.insert(head, located(statement, like))


def located(node, like):
    """Return *node*, and what is in it, at the position of the node *like* (None: line 1)."""
    for each in ast.walk(node):
        if "lineno" in each._attributes:
            if like is None:
                each.lineno, each.col_offset = 1, 0
            else:
                ast.copy_location(each, like)
    return ast.fix_missing_locations(node)


def _must_be_first(node, index):
    return _is_docstring(node, index) or _is_future(node)


def _is_docstring(node, index):
    return (
        index == 0
        and isinstance(node, ast.Expr)
        and isinstance(getattr(node.value, "value", getattr(node.value, "s", None)), str)
    )


def _is_future(node):
    return isinstance(node, ast.ImportFrom) and node.module == "__future__" and not node.level
