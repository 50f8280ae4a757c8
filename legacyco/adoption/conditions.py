"""What conditions come to on a given Python.

A condition is evaluated where all that it depends on is known: the version and the platform of the
interpreter, literals, and names that the module binds to such expressions, or imports from a module
that does.  Everything else is UNKNOWN, and what follows from it too: ``PY2 and x`` is False on
Python 3, ``PY3 and x`` is unknown.

This room depends on nothing but the tree and what it is told: an interpreter, and a function that
reads a module of the same package.
"""

import ast
import operator
from collections import namedtuple

UNKNOWN = object()

# The interpreter that is asked about: its version, a tuple of two numbers or more, and the values
# of sys.platform, os.name and sys.implementation.name, or None where they do not matter.
Interpreter = namedtuple("Interpreter", "version platform os_name implementation")
Interpreter.__new__.__defaults__ = (None, None, None)

_COMPARISONS = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.In: lambda one, other: one in other,
    ast.NotIn: lambda one, other: one not in other,
    ast.Is: operator.is_,
    ast.IsNot: operator.is_not,
}
_OPERATIONS = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.BitOr: operator.or_,
    ast.BitAnd: operator.and_,
    ast.RShift: operator.rshift,
}
_CALLS = {"bool": bool, "int": int, "float": float, "str": str, "tuple": tuple, "len": len}
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


class _VersionInfo(tuple):
    """``sys.version_info``, with the names of its parts."""

    major = property(operator.itemgetter(0))
    minor = property(operator.itemgetter(1))
    micro = property(operator.itemgetter(2))
    releaselevel = property(operator.itemgetter(3))
    serial = property(operator.itemgetter(4))


def _facts(interpreter):
    """Return the dict of dotted names to their values on the interpreter."""
    numbers = tuple(interpreter.version[:3]) + (0,) * (3 - len(interpreter.version[:3]))
    info = _VersionInfo(numbers + ("final", 0))
    facts = {
        "sys.version_info": info,
        "sys.hexversion": numbers[0] << 24 | numbers[1] << 16 | numbers[2] << 8 | 0xF0,
        "sys.version": "%d.%d.%d (main)" % numbers,
        "six.PY2": numbers[0] == 2,
        "six.PY3": numbers[0] == 3,
        "six.PY34": numbers >= (3, 4),
        "typing.TYPE_CHECKING": False,
        "sys.platform": interpreter.platform,
        "os.name": interpreter.os_name,
        "sys.implementation.name": interpreter.implementation,
    }
    return {name: value for name, value in facts.items() if value is not None}


class Conditions:
    """The conditions of a module.

    tree: the ``ast.Module``.
    interpreter: the Interpreter that is to run it.
    read: called with the level and the dotted name of an import, ``from .compat import PY3`` being
        ``(1, "compat")``; returns the Conditions of that module, or None.
    """

    def __init__(self, tree, interpreter, read=None):
        self._facts = _facts(interpreter)
        self._read = read or (lambda level, name: None)
        # The expressions that a name of the module is bound to; None for what is no expression.
        self._bound = {}
        # What an import bound it to: a dotted name, or (level, module, name).
        self._imported = {}
        # The modules of which it imports everything: (level, module).
        self._stars = []
        # Names on whose value it depends right now.
        self._asked = set()
        # What the functions around the expression bind, outermost first: as _imported, or None for
        # what is no import.
        self._locals = []
        self._scan(tree.body)
        for node in ast.walk(tree):
            if isinstance(node, ast.Global):
                for name in node.names:
                    self._bound.setdefault(name, []).append(None)

    # --- names ---

    def _scan(self, statements):
        """Note what the statements of the module bind, at whatever depth short of functions."""
        for node in statements:
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                names = _imported_names(node)
                if names.pop("*", None) is not None:
                    self._stars.append((node.level, node.module or ""))
                self._imported.update(names)
            elif isinstance(node, ast.Assign):
                for target in node.targets:
                    self._bind(target, node.value)
            elif isinstance(node, ast.AnnAssign):
                self._bind(node.target, node.value)
            elif isinstance(node, ast.AugAssign):
                self._bind(node.target, None)
            elif isinstance(node, FUNCTIONS + (ast.ClassDef,)):
                self._bound.setdefault(node.name, []).append(None)
            if isinstance(node, ast.ClassDef):
                # Its names are seen within it only; few hide others.
                self._scan(node.body)
            elif not isinstance(node, FUNCTIONS):
                self._scan_parts(node)

    def _scan_parts(self, node):
        if isinstance(node, ast.If):
            known = self.value(node.test)
            if known is UNKNOWN or known:
                self._scan(node.body)
            if known is UNKNOWN or not known:
                self._scan(node.orelse)
            return
        for name in ("body", "orelse", "finalbody"):
            self._scan(getattr(node, name, None) or [])
        for handler in getattr(node, "handlers", ()):
            self._scan(handler.body)

    def _bind(self, target, value):
        if isinstance(target, ast.Name):
            self._bound.setdefault(target.id, []).append(value)
        elif isinstance(target, (ast.Tuple, ast.List)):
            values = getattr(value, "elts", [None] * len(target.elts))
            if len(values) != len(target.elts):
                values = [None] * len(target.elts)
            for each, one in zip(target.elts, values):
                self._bind(each, one)

    def value_of_name(self, name):
        """Return the value of a name of the module, or UNKNOWN."""
        if name in self._asked or len(self._asked) > 100:
            return UNKNOWN
        self._asked.add(name)
        try:
            values = [
                UNKNOWN if each is None else self.value(each) for each in self._bound.get(name, ())
            ]
            if name in self._imported:
                values.append(self._value_of_import(self._imported[name]))
            elif not values:
                values += self._values_by_star(name)
        finally:
            self._asked.discard(name)
        if values and all(each is not UNKNOWN and each == values[0] for each in values):
            return values[0]
        return UNKNOWN

    def _value_of_import(self, imported):
        if isinstance(imported, str):
            return self._fact(imported)
        level, module, name = imported
        # A module of the package's own is none of the interpreter's, whatever its name.
        dotted = "%s%s.%s" % ("." * level, module, name)
        known = self._fact(dotted)
        if known is not UNKNOWN:
            return known
        read = self._read(level, module)
        return UNKNOWN if read is None else read.value_of_name(name)

    def _values_by_star(self, name):
        read = [self._read(level, module) for level, module in self._stars]
        values = [each.value_of_name(name) for each in read if each is not None]
        return [each for each in values if each is not UNKNOWN]

    def _fact(self, dotted):
        if dotted in self._facts:
            return self._facts[dotted]
        # six is carried along in many packages.
        module, _, name = dotted.rpartition(".")
        if module.rpartition(".")[2] == "six":
            return self._facts.get("six." + name, UNKNOWN)
        return UNKNOWN

    def dotted(self, node):
        """Return the dotted name that an expression spells, by the module's imports, or None."""
        if isinstance(node, ast.Attribute):
            owner = self.dotted(node.value)
            return owner and "%s.%s" % (owner, node.attr)
        if isinstance(node, ast.Name):
            imported = self._import_of(node.id)
            if node.id in self._bound and not self._is_local(node.id):
                return None
            if isinstance(imported, tuple):
                level, module, name = imported
                return "." * level + ".".join(filter(None, (module, name)))
            if imported is None and not self._is_local(node.id) and node.id not in self._bound:
                # A builtin.
                return node.id
            return imported
        return None

    def enter(self, function):
        """Evaluate from now on within a function, until leave()."""
        self._locals.append(_local_names(function))

    def leave(self):
        """Undo enter()."""
        self._locals.pop()

    def _is_local(self, name):
        return any(name in each for each in self._locals)

    def _import_of(self, name):
        """Return what an import has bound a name to, for the innermost scope that has it."""
        for names in self._locals[::-1] + [self._imported]:
            if name in names:
                return names[name]
        return None

    # --- values ---

    def value(self, node):
        """Return what an expression gives on the interpreter, or UNKNOWN."""
        evaluate = getattr(self, "_value_of_" + type(node).__name__.lower(), None)
        if evaluate is None:
            return UNKNOWN
        try:
            return evaluate(node)
        except (TypeError, ValueError, IndexError, AttributeError, ArithmeticError):
            # The module would fail there, or it is about something else.
            return UNKNOWN

    def _known(self, *nodes):
        """Return the list of the values of expressions; ValueError if one is unknown."""
        values = [self.value(each) for each in nodes]
        if any(each is UNKNOWN for each in values):
            raise ValueError
        return values

    def _value_of_constant(self, node):
        return node.value

    # Up to 3.7.
    def _value_of_num(self, node):
        return node.n

    def _value_of_str(self, node):
        return node.s

    _value_of_nameconstant = _value_of_constant

    def _value_of_tuple(self, node):
        return tuple(self._known(*node.elts))

    _value_of_list = _value_of_tuple

    def _value_of_name(self, node):
        if self._is_local(node.id):
            imported = self._import_of(node.id)
            return UNKNOWN if imported is None else self._value_of_import(imported)
        if node.id in self._bound or node.id in self._imported or self._stars:
            return self.value_of_name(node.id)
        return UNKNOWN

    def _value_of_attribute(self, node):
        known = self._fact(self.dotted(node) or "")
        if known is not UNKNOWN:
            return known
        if isinstance(node.value, ast.Name):
            imported = self._import_of(node.value.id)
            if isinstance(imported, tuple):
                # ``from . import compat``, then ``compat.PY3``.
                level, module, name = imported
                read = self._read(level, ".".join(filter(None, (module, name))))
                return UNKNOWN if read is None else read.value_of_name(node.attr)
        (owner,) = self._known(node.value)
        return getattr(owner, node.attr) if isinstance(owner, _VersionInfo) else UNKNOWN

    def _value_of_subscript(self, node):
        (owner,) = self._known(node.value)
        index = node.slice
        # Up to 3.8 there is a node around an index.
        index = index.value if type(index).__name__ == "Index" else index
        if isinstance(index, ast.Slice):
            bounds = [each and self._known(each)[0] for each in (index.lower, index.upper)]
            (step,) = self._known(index.step) if index.step else (None,)
            return owner[slice(bounds[0], bounds[1], step)]
        return owner[self._known(index)[0]]

    def _value_of_compare(self, node):
        left = self.value(node.left)
        result = True
        for operation, right in zip(node.ops, node.comparators):
            right = self.value(right)
            if left is UNKNOWN or right is UNKNOWN:
                result = UNKNOWN
            elif not _COMPARISONS[type(operation)](left, right):
                return False
            left = right
        return result

    def _value_of_boolop(self, node):
        decides = isinstance(node.op, ast.Or)
        result = self.value(node.values[0])
        for each in node.values[1:]:
            if result is not UNKNOWN and bool(result) is decides:
                return result
            value = self.value(each)
            if result is UNKNOWN and (value is UNKNOWN or bool(value) is not decides):
                value = UNKNOWN
            result = value
        return result

    def _value_of_unaryop(self, node):
        (operand,) = self._known(node.operand)
        if isinstance(node.op, ast.Not):
            return not operand
        return -operand if isinstance(node.op, ast.USub) else UNKNOWN

    def _value_of_binop(self, node):
        left, right = self._known(node.left, node.right)
        return _OPERATIONS[type(node.op)](left, right) if type(node.op) in _OPERATIONS else UNKNOWN

    def _value_of_ifexp(self, node):
        test = self.value(node.test)
        if test is UNKNOWN:
            one, other = self._known(node.body, node.orelse)
            return one if one == other else UNKNOWN
        return self.value(node.body if test else node.orelse)

    def _value_of_call(self, node):
        if node.keywords:
            return UNKNOWN
        arguments = self._known(*node.args)
        if isinstance(node.func, ast.Name) and node.func.id not in self._bound:
            function = _CALLS.get(node.func.id)
            return UNKNOWN if function is None else function(*arguments)
        if isinstance(node.func, ast.Attribute) and node.func.attr in ("startswith", "endswith"):
            (text,) = self._known(node.func.value)
            return getattr(text, node.func.attr)(*arguments)
        return UNKNOWN


def _imported_names(node):
    """Return what an import statement binds its names to: (level, module, name) or dotted names."""
    if isinstance(node, ast.ImportFrom):
        module = node.module or ""
        return {each.asname or each.name: (node.level, module, each.name) for each in node.names}
    return {
        each.asname or each.name.partition(".")[0]: each.name
        if each.asname
        else each.name.partition(".")[0]
        for each in node.names
    }


def _local_names(function):
    """Return what a function binds for itself: as _imported_names(), None for what is no import."""
    arguments = function.args
    parameters = arguments.args + arguments.kwonlyargs + getattr(arguments, "posonlyargs", [])
    parameters += [each for each in (arguments.vararg, arguments.kwarg) if each is not None]
    names = dict.fromkeys(each.arg for each in parameters)
    shared = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            names[node.id] = None
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            names.update(_imported_names(node))
        elif isinstance(node, ast.Global):
            shared.update(node.names)
    return {name: value for name, value in names.items() if name not in shared}
