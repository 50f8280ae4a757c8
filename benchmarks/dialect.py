"""Make the decorated dialect of a workload file out of its ``async def`` source.

Every workload exists once.  What differs between the dialects is spelling: ``async def``
is ``@coroutine def``, ``await`` is ``yield from``, ``async with lock`` is ``with (yield
from lock)``.  Writing that by hand twice would measure two programs that drift apart.
"""

import ast
import importlib
import importlib.util
import types


class _Decorated(ast.NodeTransformer):
    def visit_AsyncFunctionDef(self, node):
        self.generic_visit(node)
        # Innermost, as one writes it: other decorators see the finished coroutine function.
        node.decorator_list.append(ast.Name(id="coroutine", ctx=ast.Load()))
        fields = {field: getattr(node, field) for field in node._fields}
        return ast.copy_location(ast.FunctionDef(**fields), node)

    def visit_Await(self, node):
        self.generic_visit(node)
        return ast.copy_location(ast.YieldFrom(value=node.value), node)

    def visit_AsyncWith(self, node):
        self.generic_visit(node)
        for item in node.items:
            item.context_expr = ast.copy_location(
                ast.YieldFrom(value=item.context_expr), item.context_expr
            )
        fields = {field: getattr(node, field) for field in node._fields}
        return ast.copy_location(ast.With(**fields), node)


def load_async(name):
    """Return the workload module *name* (relative to this package) as it is written."""
    return importlib.import_module("." + name, __package__)


def load_decorated(name, coroutine):
    """Return a copy of the module with every coroutine a generator decorated by *coroutine*."""
    full_name = "%s.%s" % (__package__, name)
    path = importlib.util.find_spec(full_name).origin
    with open(path, encoding="utf-8") as file:
        tree = ast.parse(file.read(), path)
    tree = ast.fix_missing_locations(_Decorated().visit(tree))
    module = types.ModuleType(full_name)
    module.__package__ = __package__
    module.coroutine = coroutine
    exec(compile(tree, path, "exec"), vars(module))
    return module
