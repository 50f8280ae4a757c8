"""The pass that has an adopted package see exceptions, servers and loops as in its own time.

=======================================  =========================================================
``except (OSError, E):``                 ``except era.caught((OSError, E), ("OSError", "")):``
``isinstance(x, Exception)``             ``era.isinstance(x, Exception, ("Exception",))``
``contextlib.suppress(Exception)``       ``era.suppress(("Exception",), Exception)``
``server.wait_closed``                   ``era.member(server, "wait_closed")``
=======================================  =========================================================

The texts are the dotted names that the source says, where it tells: they distinguish what is one
class today, such as ``TimeoutError`` and ``asyncio.TimeoutError``. ``era_semantics`` decides what
matches. Only what a behaviour of that era may concern is touched.
"""

import ast

from ..history import as_version
from ..history.rules import rule
from .era_semantics import BEHAVIOURS, CLASSES, MEMBERS
from .meanings import Module
from .rewriting import call, helper_object, replace
from .spelling import spellings

# The last version in which most of it was as it was: what is advised.
ERA = "3.7"

_HELPER = "__legacyco_era__"
_TESTS = {"isinstance", "issubclass"}
_SUPPRESS = {"contextlib.suppress"}

_ALL_CLASSES = frozenset(name for names in CLASSES.values() for name in names)


def apply(tree, options):
    """Give *tree* the semantics of the version ``options.era``."""
    behaviours = behaviours_of(options.era)
    classes = {name for one in behaviours for name in CLASSES.get(one, ())}
    members = {name for one in behaviours for name in MEMBERS.get(one, ())}
    chosen = _Choice(Module(tree), classes, members).replacements()
    if chosen:
        replace(tree, chosen)
        helper_object(tree, "era_semantics", "Era", _HELPER, *behaviours)


def behaviours_of(era):
    """Return the ids of the behaviours that were otherwise in *era*, a text such as "3.7"."""
    return tuple(id for id in BEHAVIOURS if as_version(era) < as_version(rule(id).since))


def era_for(row):
    """Return the era that brings back what a rule of legacyco.history speaks of, or None."""
    if row.id not in BEHAVIOURS:
        return None
    return ERA if row.id in behaviours_of(ERA) else row.last_worked


class _Choice:
    """Which nodes of a module are replaced, and by what."""

    def __init__(self, module, classes, members):
        self._module = module
        self._classes = classes
        self._members = members

    def replacements(self):
        """Return ``{node: function}`` for rewriting.replace()."""
        found = {}
        for node in self._module.nodes:
            choose = self._CHOOSE.get(type(node))
            made = choose and choose(self, node)
            if made:
                found[node] = made
        return found

    def _handler(self, node):
        # The clauses of ``except*`` are none of the old ones.
        if type(self._module.parents[node]) is not ast.Try or node.type is None:
            return None
        names = class_names(self._module, node.type)
        if not self._concerned(names):
            return None

        def make(node):
            node.type = call(node.type, _HELPER, "caught", node.type, names)
            return node

        return make

    def _call(self, node):
        things = self._module.things(node.func)
        if node.keywords or any(isinstance(one, ast.Starred) for one in node.args):
            return None
        if _SUPPRESS.intersection(things):
            names = [name for one in node.args for name in class_names(self._module, one)]
            if self._concerned(names):
                return lambda node: call(node, _HELPER, "suppress", tuple(names), *node.args)
        elif _TESTS.intersection(things) and len(node.args) == 2:
            names = class_names(self._module, node.args[1])
            if any(name in self._classes for name in names):
                given = names + (_class_name(self._module, node.args[0]),)
                return lambda node: call(node, _HELPER, node.func.id, *node.args, given)
        return None

    def _attribute(self, node):
        if node.attr in self._members and isinstance(node.ctx, ast.Load):
            return lambda node: call(node, _HELPER, "member", node.value, node.attr)
        return None

    def _concerned(self, names):
        return any(name in self._classes or not name for name in names)

    _CHOOSE = {
        ast.ExceptHandler: _handler,
        ast.Call: _call,
        ast.Attribute: _attribute,
    }


def class_names(module, expression):
    """Return the dotted names of the classes that *expression* is, or that a tuple of it has.

    A name is "" where the source does not tell, and "?" for a class of no behaviour.
    """
    said = getattr(expression, "legacyco_names", None)
    if said is not None:
        return said
    if isinstance(expression, ast.Tuple):
        return tuple(_class_name(module, one) for one in expression.elts)
    return (_class_name(module, expression),)


def _class_name(module, expression):
    things = module.things(expression)
    if not things and not module.defined(expression):
        return ""
    names = [one.replace("futures._base.", "futures.") for one in things]
    names += [spellings(one)[-1] for one in names]
    # Several, where it depends on the version what a name is imported from.
    known = [one for one in names if one in _ALL_CLASSES]
    return known[0] if known else "?"
