"""What the expressions of a module mean, as far as its source alone tells.

A name is looked up as Python does it, but without regard to the order of execution: it means
everything that something in its scope binds it to. ``try: from asyncio import ensure_future``,
``except ImportError: ensure_future = asyncio.async`` makes it both. What is bound to something
unknown hides the outer scopes and means nothing.

A meaning is one of

THING     what an import brought, or a builtin: its dotted name
INSTANCE  an object of a class: the class's dotted name, or its statement in this module
DEFINED   a function or a class of this module: its statement
CALLED    what calling a coroutine function gave: the dotted name or the statement of the function
"""

import ast

from ..history.query import names as _public_names
from . import spelling
from .scopes import CALLED, DEFINED, INSTANCE, THING, Annotated, Meaning, Scopes

_RUNS = {"asyncio.run", "asyncio.Runner.run", "asyncio.AbstractEventLoop.run_until_complete"}

# How deep a chain of assignments is followed.
_DEPTH = 20

# What a name says by itself that nothing in the module binds to something known.
_GUESSES = (
    ("loop", "asyncio.AbstractEventLoop"),
    ("lock", "asyncio.Lock"),
    ("mutex", "asyncio.Lock"),
    ("semaphore", "asyncio.Semaphore"),
    ("condition", "asyncio.Condition"),
)


def string_of(node):
    """Return the text of a string literal, or None for every other node."""
    # 3.6 and 3.7 have a node class for strings, 3.14 and newer know no attribute ``s``.
    text = getattr(node, "value", None) if type(node).__name__ == "Constant" else None
    if type(node).__name__ == "Str":
        text = node.s
    return text if isinstance(text, str) else None


class Module(Scopes):
    """The tree of a module, with what its expressions mean."""

    def __init__(self, tree):
        super().__init__(tree)
        self._known = {}

    def meanings(self, node, guess=False):
        """Return the tuple of :class:`Meaning` that an expression has.

        guess: go by what a name says, ``loop`` or ``_lock``, where nothing else is known.
        """
        found = self._meanings(node, _DEPTH)
        if not found and guess:
            found = tuple(Meaning(INSTANCE, what) for what in _guessed(node))
        return found

    def things(self, node, guess=False):
        """Return the dotted names of the things that an expression may be."""
        found = [one.what for one in self.meanings(node) if one.kind == THING]
        if not found and guess and isinstance(node, ast.Attribute):
            owners = self.meanings(node.value, guess=True)
            found = ["%s.%s" % (one.what, node.attr) for one in owners if isinstance(one.what, str)]
        return found

    def defined(self, node):
        """Return the function and class statements, and lambdas, that an expression may be."""
        return [one.what for one in self.meanings(node) if one.kind == DEFINED]

    def classes(self, node, guess=False):
        """Return the dotted names of the known classes that an expression is an object of."""
        found = []
        for one in self.meanings(node, guess):
            if one.kind == INSTANCE:
                found.extend(self.lineage(one.what))
        return found

    def lineage(self, class_):
        """Return the dotted names of a class and its known bases; *class_*: name or statement."""
        if isinstance(class_, str):
            return [class_] + [one for one in spelling.ancestors(class_) if one != class_]
        found, pending = [], [class_]
        for statement in pending:
            for base in statement.bases:
                for one in self.meanings(base):
                    if one.kind == THING:
                        found.extend(self.lineage(one.what))
                    elif one.kind == DEFINED and one.what not in pending:
                        if isinstance(one.what, ast.ClassDef):
                            pending.append(one.what)
        return found

    def _meanings(self, node, depth):
        if node is None or depth <= 0:
            return ()
        if isinstance(node, Meaning):
            return (node,)
        if isinstance(node, Annotated):
            return self._annotated(node.expression, depth)
        if node in self._known:
            return self._known[node]
        # A name that is bound to itself, by way of others, means what the rest of it says.
        self._known[node] = ()
        look = _LOOK.get(type(node).__name__)
        found = look(self, node, depth - 1) if look is not None else ()
        self._known[node] = found = tuple(_once(found))
        return found

    def _all(self, nodes, depth):
        return [one for node in nodes for one in self._meanings(node, depth)]

    def _name(self, node, depth):
        scope = self.binding(node)
        if scope is not None:
            # Asked for once: a name may be bound as often as it is used.
            key = scope, node.id
            if key not in self._known:
                self._known[key] = ()
                self._known[key] = tuple(_once(self._all(self.bound[scope][node.id], depth)))
            return self._known[key]
        for module in self.stars:
            if module.partition(".")[0] == "asyncio" and node.id in _public_names():
                return [Meaning(THING, "%s.%s" % (module, node.id))]
        return [Meaning(THING, node.id)]

    def _attribute(self, node, depth):
        return self._members(self._owners(node, depth), node.attr, depth)

    def _owners(self, node, depth):
        value = node.value
        if isinstance(value, ast.Call) and getattr(value.func, "id", None) == "super":
            class_ = self.class_of(node)
            return self._all(class_.bases, depth) if class_ is not None else []
        return self._meanings(value, depth)

    def _members(self, owners, name, depth):
        found = []
        for owner in owners:
            if isinstance(owner.what, ast.ClassDef):
                found.extend(self._member(owner.what, name, depth))
            elif owner.kind in (THING, INSTANCE) and isinstance(owner.what, str):
                found.append(Meaning(THING, "%s.%s" % (owner.what, name)))
        return found

    def _member(self, class_, name, depth):
        if name in self.bound[class_]:
            return self._all(self.bound[class_][name], depth)
        key = class_, name
        if key in self.attributes:
            sources = [
                source
                for owner, source in self.attributes[key]
                if any(one.what is class_ for one in self._meanings(owner, depth))
            ]
            if sources:
                return self._all(sources, depth)
        return self._members(self._all(class_.bases, depth), name, depth)

    def _call(self, node, depth):
        if getattr(node.func, "id", None) == "getattr" and len(node.args) >= 2:
            name = string_of(node.args[1])
            if name is not None:
                return self._members(self._meanings(node.args[0], depth), name, depth)
        found = []
        for one in self._meanings(node.func, depth):
            if one.kind == DEFINED:
                kind = INSTANCE if isinstance(one.what, ast.ClassDef) else CALLED
                found.append(Meaning(kind, one.what))
            elif one.kind == THING:
                found.extend(self._called(one.what, node, depth))
        return found

    def _called(self, thing, node, depth):
        if spelling.is_class(thing):
            return [Meaning(INSTANCE, thing)]
        if spelling.is_coroutine_function(thing):
            return [Meaning(CALLED, thing)]
        if _RUNS.intersection(spelling.spellings(thing)) and node.args:
            return self._awaited(self._meanings(node.args[0], depth))
        given = spelling.gives(thing)
        return [Meaning(INSTANCE, given)] if given is not None else []

    def _wait(self, node, depth):
        return self._awaited(self._meanings(node.value, depth))

    def _awaited(self, meanings):
        given = [
            spelling.gives(one.what)
            for one in meanings
            if one.kind == CALLED and isinstance(one.what, str)
        ]
        return [Meaning(INSTANCE, one) for one in given if one is not None]

    def _either(self, node, depth):
        values = getattr(node, "values", None) or (node.body, node.orelse)
        return self._all(values, depth)

    def _named(self, node, depth):
        return self._meanings(node.value, depth)

    def _lambda(self, node, depth):
        return [Meaning(DEFINED, node)]

    def _annotated(self, expression, depth):
        text = string_of(expression)
        if text is not None:
            return ()
        return [
            Meaning(INSTANCE, one.what)
            for one in self._meanings(expression, depth)
            if isinstance(one.what, (str, ast.ClassDef))
        ]


_LOOK = {
    "Name": Module._name,
    "Attribute": Module._attribute,
    "Call": Module._call,
    "Await": Module._wait,
    "YieldFrom": Module._wait,
    "IfExp": Module._either,
    "BoolOp": Module._either,
    "NamedExpr": Module._named,
    "Lambda": Module._lambda,
}


def _once(meanings):
    seen = set()
    for one in meanings:
        if one not in seen:
            seen.add(one)
            yield one


def _guessed(node):
    name = getattr(node, "id", None) or getattr(node, "attr", None) or ""
    return [class_ for ending, class_ in _GUESSES if name.lower().endswith(ending)]
