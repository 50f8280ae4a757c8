"""The scopes of a module: what each of them binds which name to.

What a name is bound to is a list of sources: an expression of the module, a :class:`Meaning` where
the statement itself says it, an :class:`Annotated` expression, or None for something unknown.
"""

import ast
from collections import namedtuple

# What an expression may mean; meanings.py says what there is.
Meaning = namedtuple("Meaning", "kind what")
Annotated = namedtuple("Annotated", "expression")

THING = "thing"
INSTANCE = "instance"
DEFINED = "defined"
CALLED = "called"

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_SCOPES = FUNCTIONS + (ast.ClassDef, ast.Module)


class Scopes:
    """The tree of a module with its scopes.

    nodes: every node, each after those that stand round it.
    parents: ``{node: the node round it}``.
    bound: ``{function, class or module: {name: sources}}``.
    attributes: ``{(class, name): [(object, source)]}`` of assignments to attributes in methods.
    stars: the modules that are imported with a star.
    """

    def __init__(self, tree):
        self.tree = tree
        self.nodes = []
        self.parents = {}
        self.bound = {tree: {}}
        self.attributes = {}
        self.stars = []
        self._scope = {tree: tree}
        self._outer = []
        self._imported = {}
        self._walk()
        for node in self.nodes:
            collect = _COLLECT.get(type(node))
            if collect is not None:
                collect(self, node)
        for scope, name, global_ in self._outer:
            self._move_out(scope, name, global_)

    def scope(self, node):
        """Return the function, class or module whose body *node* stands in.

        Defaults, decorators and base classes stand in the scope round their statement.
        """
        return self._scope[node]

    def binding(self, name):
        """Return the scope that binds what a Name node means, or None where no scope does."""
        scope, own = self.scope(name), True
        while True:
            # The names of a class's body are not seen by the functions in it.
            if name.id in self.bound[scope] and (own or not isinstance(scope, ast.ClassDef)):
                return scope
            if isinstance(scope, ast.Module):
                return None
            own = False
            scope = self.scope(scope)

    def sources(self, name):
        """Return what the scope of a Name node binds it to, or None where no scope does."""
        scope = self.binding(name)
        return None if scope is None else self.bound[scope][name.id]

    def imported(self, name):
        """Return the meanings that imports give to a Name node, or None where no scope binds it."""
        scope = self.binding(name)
        if scope is None:
            return None
        key = scope, name.id
        if key not in self._imported:
            sources = self.bound[scope][name.id]
            self._imported[key] = {one for one in sources if isinstance(one, Meaning)}
        return self._imported[key]

    def function(self, node):
        """Return the function whose body *node* stands in, or None."""
        scope = self.scope(node)
        while not isinstance(scope, FUNCTIONS + (ast.Module,)):
            scope = self.scope(scope)
        return None if isinstance(scope, ast.Module) else scope

    def class_of(self, node):
        """Return the class in one of whose methods *node* stands, or None."""
        scope = self.scope(node)
        while not isinstance(scope, ast.Module):
            if isinstance(scope, ast.ClassDef):
                return scope
            scope = self.scope(scope)
        return None

    def _walk(self):
        pending = [self.tree]
        while pending:
            node = pending.pop()
            self.nodes.append(node)
            body = ()
            if isinstance(node, _SCOPES):
                self.bound.setdefault(node, {})
                body = [node.body] if isinstance(node, ast.Lambda) else node.body
            body = {id(child) for child in body}
            children = list(ast.iter_child_nodes(node))
            for child in children:
                # Contexts and operators may be shared by the whole tree; nobody asks for theirs.
                self.parents[child] = node
                self._scope[child] = node if id(child) in body else self._scope[node]
            pending.extend(reversed(children))

    def _bind(self, node, name, source):
        self.bound[self.scope(node)].setdefault(name, []).append(source)

    def _move_out(self, scope, name, global_):
        """Give the outer scope what a function binds to one of its globals or nonlocals."""
        target = self.tree
        if not global_:
            target = self.scope(scope)
            while not isinstance(target, ast.Module) and name not in self.bound[target]:
                target = self.scope(target)
        if target is not scope:
            sources = self.bound[scope].pop(name, [])
            self.bound[target].setdefault(name, []).extend(sources)

    def _import(self, node):
        for alias in node.names:
            name = alias.asname or alias.name.partition(".")[0]
            thing = alias.name if alias.asname else name
            self._bind(node, name, Meaning(THING, thing))

    def _import_from(self, node):
        for alias in node.names:
            if node.level or not node.module:
                source = None
            elif alias.name == "*":
                self.stars.append(node.module)
                continue
            else:
                source = Meaning(THING, "%s.%s" % (node.module, alias.name))
            self._bind(node, alias.asname or alias.name, source)

    def _statement(self, node):
        self._bind(node, node.name, Meaning(DEFINED, node))
        if not isinstance(node, ast.ClassDef):
            self._parameters(node)

    def _parameters(self, node):
        bound = self.bound[node]
        arguments = node.args
        positional = list(getattr(arguments, "posonlyargs", ())) + arguments.args
        defaults = [None] * (len(positional) - len(arguments.defaults)) + arguments.defaults
        pairs = list(zip(positional, defaults))
        pairs += list(zip(arguments.kwonlyargs, arguments.kw_defaults))
        for argument, default in pairs:
            sources = bound.setdefault(argument.arg, [])
            if argument.annotation is not None:
                sources.append(Annotated(argument.annotation))
            sources.append(default)
        for argument in (arguments.vararg, arguments.kwarg):
            if argument is not None:
                bound.setdefault(argument.arg, []).append(None)
        class_ = self.scope(node)
        if isinstance(class_, ast.ClassDef) and positional and not isinstance(node, ast.Lambda):
            own = self._own(node, class_)
            if own is not None:
                bound[positional[0].arg].append(own)

    def _own(self, function, class_):
        """Return what the first parameter of a method means."""
        decorators = {getattr(one, "id", None) for one in function.decorator_list}
        if "staticmethod" in decorators:
            return None
        kind = DEFINED if decorators & {"classmethod"} else INSTANCE
        return Meaning(kind, class_)

    def _assign(self, node):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        annotation = getattr(node, "annotation", None)
        for target in targets:
            for source in ([Annotated(annotation)] if annotation is not None else []) + [
                node.value
            ]:
                self._target(target, source)

    def _target(self, target, source):
        if isinstance(target, ast.Name):
            self._bind(target, target.id, source)
        elif isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name):
            class_ = self.class_of(target)
            if class_ is not None:
                key = class_, target.attr
                self.attributes.setdefault(key, []).append((target.value, source))
        elif isinstance(target, (ast.Tuple, ast.List)):
            values = [None] * len(target.elts)
            if isinstance(source, (ast.Tuple, ast.List)) and len(source.elts) == len(values):
                values = source.elts
            for one, value in zip(target.elts, values):
                self._target(one, value)
        elif isinstance(target, ast.Starred):
            self._target(target.value, None)

    def _loop(self, node):
        self._target(node.target, None)

    def _as(self, node):
        if node.optional_vars is not None:
            self._target(node.optional_vars, None)

    def _handler(self, node):
        if node.name:
            self._bind(node, node.name, None)

    def _global(self, node):
        scope = self.scope(node)
        for name in node.names:
            self._outer.append((scope, name, isinstance(node, ast.Global)))


_COLLECT = {
    ast.Import: Scopes._import,
    ast.ImportFrom: Scopes._import_from,
    ast.FunctionDef: Scopes._statement,
    ast.AsyncFunctionDef: Scopes._statement,
    ast.ClassDef: Scopes._statement,
    ast.Lambda: Scopes._parameters,
    ast.Assign: Scopes._assign,
    ast.AnnAssign: Scopes._assign,
    ast.For: Scopes._loop,
    ast.AsyncFor: Scopes._loop,
    ast.comprehension: Scopes._loop,
    ast.withitem: Scopes._as,
    ast.ExceptHandler: Scopes._handler,
    ast.Global: Scopes._global,
    ast.Nonlocal: Scopes._global,
}
if hasattr(ast, "NamedExpr"):
    _COLLECT[ast.NamedExpr] = Scopes._assign
