"""The pass for ``yield`` in comprehensions, which is a SyntaxError since Python 3.8.

Up to 3.7 a comprehension was a function, and one with a ``yield`` in it a generator function: what
came of it was a generator, and the list was what that returned.  Such a comprehension is put into a
function of that kind, in front of its statement::

    return [(yield from f(x)) for x in xs]

becomes, with names that no source can have::

    def <listcomp>(.0):
        result = []
        for x in .0:
            result.append((yield from f(x)))
        return result
    return <listcomp>(xs)

Those in a lambda and those in a comprehension without a ``yield`` of its own stay as they are, and
so do generator expressions; nobody was seen to use any.
"""

import ast

from .edits import located

_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_ITERABLE, _RESULT = ".0", ".result"


def apply(tree, options):
    """Rewrite the comprehensions with a ``yield`` in a module's tree, whatever the options are."""
    _Rewriting().visit(tree)


class _Rewriting(ast.NodeTransformer):
    def __init__(self):
        # The functions that are to stand in front of the statement at hand.
        self._functions = []

    def generic_visit(self, node):
        for field, value in ast.iter_fields(node):
            if isinstance(value, list) and value and isinstance(value[0], ast.stmt):
                setattr(node, field, self._block(value))
            elif isinstance(value, list):
                value[:] = [
                    self.visit(each) if isinstance(each, ast.AST) else each for each in value
                ]
            elif isinstance(value, ast.AST):
                setattr(node, field, self.visit(value))
        return node

    def _block(self, statements):
        outer, block = self._functions, []
        for statement in statements:
            self._functions = []
            statement = self.visit(statement)
            block += self._functions + [statement]
        self._functions = outer
        return block

    def visit_Lambda(self, node):
        return node

    def visit_ListComp(self, node):
        return self._comprehension(node, "<listcomp>", "list", "append", node.elt)

    def visit_SetComp(self, node):
        return self._comprehension(node, "<setcomp>", "set", "add", node.elt)

    def visit_DictComp(self, node):
        return self._comprehension(node, "<dictcomp>", "dict", "__setitem__", node.key, node.value)

    def visit_GeneratorExp(self, node):
        node.generators[0].iter = self.visit(node.generators[0].iter)
        return node

    def _comprehension(self, node, name, kind, method, *element):
        first = node.generators[0]
        first.iter = self.visit(first.iter)
        if not _yields(node):
            return node
        # The statement may hold several.
        name += str(len(self._functions) or "")
        call = _placed(ast.Call(ast.Name(name, ast.Load()), [first.iter], []), node)
        first.iter = _placed(ast.Name(_ITERABLE, ast.Load()), node)
        # The parser knows the fields of arguments, which differ between Pythons.
        function = located(ast.parse("def f(x):\n    y = %s()\n    return y" % kind).body[0], node)
        begin, end = function.body
        function.name, function.args.args[0].arg = name, _ITERABLE
        begin.targets[0].id = end.value.id = _RESULT
        add = ast.Attribute(ast.Name(_RESULT, ast.Load()), method, ast.Load())
        loop = _loop(node.generators, ast.Expr(ast.Call(add, list(element), [])))
        function.body = [begin] + self._block([_placed(loop, node)]) + [end]
        self._functions.append(function)
        return call


def _loop(generators, statement):
    """Return the loops and conditions of a comprehension round the innermost statement."""
    for each in reversed(generators):
        for condition in reversed(each.ifs):
            statement = ast.If(condition, [statement], [])
        statement = ast.For(each.target, each.iter, [statement], [])
    return statement


def _placed(node, like):
    """Give what is new in *node* the place of the node *like*; what is not has its own."""
    for each in ast.walk(node):
        if "lineno" in each._attributes and not hasattr(each, "lineno"):
            ast.copy_location(each, like)
    return node


def _yields(comprehension):
    """Return whether there is a ``yield`` in the scope of the comprehension itself."""
    pending = list(ast.iter_child_nodes(comprehension))
    # Its first iterable belongs to the scope around it.
    first = comprehension.generators[0].iter
    while pending:
        node = pending.pop()
        if isinstance(node, (ast.Yield, ast.YieldFrom)):
            return True
        if isinstance(node, _COMPREHENSIONS):
            pending.append(node.generators[0].iter)
        elif node is not first and not isinstance(node, ast.Lambda):
            pending.extend(ast.iter_child_nodes(node))
    return False
