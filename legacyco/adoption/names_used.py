"""Uses of names: imports, attributes, members of objects."""

import ast

from ..history.changes import IMPORT, METHOD, NAME
from ..history.changes_neighbour import NEIGHBOUR_CHANGES
from ..history.rules import by_name
from .meanings import string_of
from .scopes import FUNCTIONS, INSTANCE, THING
from .spelling import spellings
from .uses import use

_IMPORTERS = {"importlib.import_module", "__import__"}

# Members whose names tell by themselves, where the object they are taken from is unknown.
_TELLING = {
    name.rpartition(".")[2]: (row, name)
    for row in NEIGHBOUR_CHANGES
    if row.place == METHOD
    for name in row.names
}


def _rules(dotted, *places):
    """Yield ``(rule, name)`` for the rules of *places* that speak of *dotted*."""
    for spelling in spellings(dotted):
        rows = [row for row in by_name().get(spelling, ()) if row.place in places]
        for row in rows:
            yield row, spelling
        if rows:
            return


def _module_rules(dotted):
    """Yield ``(rule, name)`` for the rules about a module or one that it is part of."""
    parts = dotted.split(".")
    for end in range(1, len(parts) + 1):
        for row, name in _rules(".".join(parts[:end]), IMPORT):
            yield row, name


def imports(module, node):
    """Yield the uses in an ``import`` statement."""
    for alias in node.names:
        for row, name in _module_rules(alias.name):
            yield use(row, alias, name, at=node)


def imports_from(module, node):
    """Yield the uses in a ``from ... import`` statement."""
    if node.level or not node.module:
        return
    seen = set()
    for row, name in _module_rules(node.module):
        seen.add(row.id)
        yield use(row, node, name)
    for alias in node.names:
        dotted = "%s.%s" % (node.module, alias.name)
        for row, name in _rules(dotted, NAME, IMPORT):
            if row.id not in seen:
                yield use(row, alias, name, at=node)


def references(module, node):
    """Yield the uses in a name that an import of the module brought."""
    if not isinstance(node.ctx, ast.Load):
        return
    sources = module.imported(node)
    if sources is None:
        sources = module.meanings(node)
    for source in sorted(sources, key=str):
        if source.kind == THING and "." in source.what:
            for row, name in _rules(source.what, NAME):
                yield use(row, node, name)


def attributes(module, node):
    """Yield the uses in an attribute that is read."""
    if not isinstance(node.ctx, ast.Load):
        return
    for found in _members(module, node, node.attr, node.value):
        yield found


def getattrs(module, node):
    """Yield the uses in a call of ``getattr()`` or ``import_module()`` with a literal name."""
    if getattr(node.func, "id", None) == "getattr" and len(node.args) >= 2:
        name = string_of(node.args[1])
        if name is not None:
            for found in _members(module, node, name, node.args[0]):
                # With a default, it is a question.
                yield found._replace(certain=found.certain and len(node.args) == 2)
    elif node.args and _IMPORTERS.intersection(module.things(node.func)):
        for row, name in _module_rules(string_of(node.args[0]) or ""):
            yield use(row, node, name)


def _members(module, node, member, owner):
    meanings = module.meanings(owner)
    known = [one for one in meanings if isinstance(one.what, (str, ast.ClassDef))]
    reported = set()
    for one in known:
        places = (NAME, IMPORT, METHOD) if one.kind == THING else (NAME, METHOD)
        for class_ in _owners(module, one, member):
            for row, name in _rules("%s.%s" % (class_, member), *places):
                if row.id not in reported and _matters(module, node, row):
                    reported.add(row.id)
                    yield use(row, node, name)
    if not known:
        for found in _guessed(module, node, member, owner):
            yield found
    elif not reported and member in _TELLING and _may_have(module, known, member):
        row, name = _TELLING[member]
        yield use(row, node, name, certain=False)


def _owners(module, meaning, member):
    """Return the dotted names from which something has *member*."""
    if isinstance(meaning.what, str):
        return [meaning.what] if meaning.kind in (THING, INSTANCE) else []
    # A class of this module: its own members hide those of its bases.
    return [] if _defines(meaning.what, member) else module.lineage(meaning.what)


def _defines(class_, member):
    return any(getattr(each, "name", None) == member for each in class_.body)


def _may_have(module, meanings, member):
    """Return whether an object of a class with unknown bases may inherit *member* from them."""
    return any(
        isinstance(one.what, ast.ClassDef) and one.what.bases and not _defines(one.what, member)
        for one in meanings
    )


def _guessed(module, node, member, owner):
    """Yield uses of members of something unknown, by its name or by the member's."""
    if member in _TELLING:
        row, name = _TELLING[member]
        yield use(row, node, name, certain=False)
    for meaning in module.meanings(owner, guess=True):
        if isinstance(meaning.what, str):
            for row, name in _rules("%s.%s" % (meaning.what, member), METHOD):
                if _matters(module, node, row):
                    yield use(row, node, name, certain=False)


# Members that matter only where they are used in a certain way, by rule.


def _matters(module, node, row):
    condition = _CONDITIONS.get(row.id)
    return condition is None or condition(module, node)


def _kept(module, node):
    """Return whether what a method returns is kept, not awaited or handed on."""
    call = module.parents.get(node)
    if not isinstance(call, ast.Call) or call.func is not node:
        return False
    parent = module.parents[call]
    return isinstance(parent, (ast.Assign, ast.AnnAssign, ast.Attribute, ast.Expr))


def _after_close(module, node):
    """Return whether the attribute is read after ``close()``, and not as a truth value."""
    parent = module.parents[node]
    if isinstance(parent, ast.Compare):
        return True
    if isinstance(parent, ast.UnaryOp) or _tested(module, node):
        return False
    owner, scope = ast.dump(node.value), module.scope(node)
    for call in module.nodes:
        if isinstance(call, ast.Call) and getattr(call.func, "attr", None) == "close":
            before = call.lineno < node.lineno and module.scope(call) is scope
            if before and ast.dump(call.func.value) == owner:
                return True
    return False


def _tested(module, node):
    """Return whether *node* is evaluated only where a condition on its truth allows."""
    wanted, parent = ast.dump(node), module.parents[node]
    while not isinstance(parent, FUNCTIONS + (ast.Module,)):
        test = getattr(parent, "test", None)
        if test is not None and wanted in ast.dump(test) and not isinstance(test, ast.Compare):
            return True
        parent = module.parents[parent]
    return False


_CONDITIONS = {
    "loop-method-future": _kept,
    "server-sockets-closed": _after_close,
}
