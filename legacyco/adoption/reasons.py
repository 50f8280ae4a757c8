"""What in a source file makes the package around it need adoption."""

import ast
import os
import re
import sys
import tokenize
import warnings

from ..history import as_version, changes
from ..history.rules import CHANGES
from . import constructs, source
from .conditions import FUNCTIONS, UNKNOWN, Conditions, Interpreter
from .dead_code import dead_nodes
from .loops import calls_without_loop

THIS_INTERPRETER = Interpreter(sys.version_info[:3], sys.platform, os.name, sys.implementation.name)

# Where ``async`` and ``await`` may be names, for a look at files that do not mention asyncio.
_WORD_AS_NAME = re.compile(
    rb"\.(async|await)\b|\basync\s*[=(,):\[]|\bawait\s*[=,):]"
    rb"|\b(import|as|def|class|global|nonlocal|for|lambda)\s+(async|await)\b"
)

# What source does not tell: whether there is a loop, what class an executor is of, and, short of a
# ``yield from``, what a generator is made for.
_NOT_TELLING = (
    "default-executor",
    "generator-task",
    "generator-awaitable",
    "generator-run",
    "generator-threadsafe",
    "implicit-loop",
)
# In this one case it may; see loops.py.
_LOOP_RULE = "get-event-loop"

# What there is at least in a file with the construct, where the rule names nothing by itself: a
# word, to look for it fast, and a pattern.
_PATTERNS = {
    "aiter-coroutine": (b"__aiter__", re.compile(rb"def\s+__aiter__\b")),
    # As names they do not parse: see _has_words_as_names().
    "async-name": (b"async", re.compile(rb"[\"']async[\"']")),
    "async-keyword": (b"asyncio", re.compile(rb"(?!)")),
    "plain-yield-from": (b"yield", re.compile(rb"yield\s+from\b")),
    "with-yield-from-lock": (b"yield", re.compile(rb"yield\s+from\b")),
    "yield-from-lock": (b"yield", re.compile(rb"yield\s+from\b")),
    "with-await-lock": (b"await", re.compile(rb"with\s*\(?\s*await\b")),
    "yield-in-comprehension": (b"yield", re.compile(rb"\(\s*yield\b")),
    "wait-coroutines": (b"wait", re.compile(rb"\bwait\s*\(\s*[^\s)]")),
}


_AS_CODE = (
    rb"\.%(name)s\b|@\s*%(name)s\b|\b%(name)s\s*\(|\bimport\s[\s\w,.(]*\b%(name)s\b"
    rb"|[\"']%(name)s[\"']|\bexcept\b.*\b%(name)s\b"
)


def reason_in(path, data, siblings=None):
    """Return the reason in the source *data* of a file, or None.

    siblings: the Siblings of the file, which say what names mean that it imports from them.
    """
    if not (b"asyncio" in data and has_clue(data)) and not _has_words_as_names(data):
        return None
    tree = _parsed(source.parse, data)
    # A guard is of no use in a file that does not even parse.
    parses = _parsed(ast.parse, data) is not None
    use = tree and _decisive_use(tree, _guarded_nodes if parses else _nothing, siblings)
    if not use:
        return None
    where = os.path.join(os.path.basename(os.path.dirname(path)), os.path.basename(path))
    return "{}:{}: {}, gone since Python {}".format(where, use.line, use.rule.title, use.rule.since)


def decisive_rules():
    """Return the rules by which a package needs adoption on this Python."""
    return [
        rule
        for rule in CHANGES
        if rule.effect == changes.REMOVED
        and rule.restored != changes.NOT_RESTORED
        and as_version(rule.since) <= THIS_INTERPRETER.version
        and rule.id not in _NOT_TELLING
    ]


def has_clue(data):
    """Return whether a file may hold a decisive use: to parse it takes a hundred times as long."""
    return any(
        all(word in data for word in words) and (pattern is None or pattern.search(data))
        for words, pattern in _all_clues()
    )


_clues = None


def _all_clues():
    global _clues
    if _clues is None:
        _clues = {clue for rule in decisive_rules() for clue in _clues_of(rule)}
    return _clues


def _clues_of(rule):
    """Yield ``(words, pattern)``: all of one of them are in a file that the rule speaks of."""
    if rule.id in _PATTERNS:
        word, pattern = _PATTERNS[rule.id]
        yield (word,), pattern
        return
    for name in rule.names:
        words = tuple(name.encode().split(b".")[1:])
        if rule.place == changes.ARGUMENT:
            words = words[-1], rule.argument.encode()
            yield words, re.compile(rb"[(,]\s*%s\s*=" % words[1])
        else:
            # Not in a sentence: as an attribute, decorator, function, or in an import.
            yield words, re.compile(_AS_CODE % {b"name": words[-1]})


def _has_words_as_names(data):
    return (
        (b"async" in data or b"await" in data)
        and _WORD_AS_NAME.search(data) is not None
        and _parsed(ast.parse, data) is None
    )


def _parsed(parse, data):
    """Return the tree, or None; without the warnings of the parser, which are for another time."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return parse(data)
    except (SyntaxError, ValueError, RecursionError, tokenize.TokenError):
        return None


def _decisive_use(tree, guarded_nodes, siblings):
    decisive = {rule.id for rule in decisive_rules()}
    found = [
        use for use in constructs.find(tree, THIS_INTERPRETER.version) if use.rule.id in decisive
    ]
    uses = [use for use in found if use.certain and use.rule.id != _LOOP_RULE]
    uses += calls_without_loop(tree, [use for use in found if use.rule.id == _LOOP_RULE])
    guarded = guarded_nodes(tree, siblings) if uses else ()
    return next((use for use in uses if use.node not in guarded), None)


def _nothing(tree, siblings):
    return ()


def _guarded_nodes(tree, siblings):
    """Return the nodes that do not run here, or only if something was looked at, or that may fail.

    And annotations, most of which are for nobody but type checkers.
    """
    conditions = Conditions(tree, THIS_INTERPRETER, siblings and siblings.read)
    found = dead_nodes(tree, conditions)
    _collect_guarded(tree, conditions, found)
    return found


def _collect_guarded(node, conditions, found):
    is_function = isinstance(node, FUNCTIONS)
    if is_function:
        conditions.enter(node)
    if isinstance(node, ast.Try) and _tries(node):
        for each in node.body + node.handlers:
            found.update(ast.walk(each))
    elif isinstance(node, (ast.If, ast.IfExp)):
        if conditions.value(node.test) is UNKNOWN and _looks(node.test):
            for each in ast.iter_child_nodes(node):
                found.update(ast.walk(each))
    for field in ("annotation", "returns"):
        if getattr(node, field, None) is not None:
            found.update(ast.walk(getattr(node, field)))
    for child in ast.iter_child_nodes(node):
        if child not in found:
            _collect_guarded(child, conditions, found)
    if is_function:
        conditions.leave()


# What is raised where a name, an argument, or a way to use something is not there.
_ABSENCE = {"AttributeError", "ImportError", "ModuleNotFoundError", "NameError", "TypeError"}
_ANYTHING = {"Exception", "BaseException"}


def _tries(node):
    """Return whether a ``try`` is there to find out what is there, and not for the work in it."""
    caught = set()
    for handler in node.handlers:
        if handler.type is None:
            caught.update(_ANYTHING)
        else:
            caught.update(getattr(each, "id", "") for each in ast.walk(handler.type))
    if caught & _ABSENCE:
        return True
    return bool(caught & _ANYTHING) and not any(
        isinstance(each, (ast.Await, ast.Yield, ast.YieldFrom))
        for statement in node.body
        for each in ast.walk(statement)
    )


def _looks(test):
    """Return whether a condition asks if something is there, or for a version not known here."""
    for node in ast.walk(test):
        word = getattr(node, "attr", getattr(node, "id", ""))
        if word in ("version_info", "hexversion", "hasattr", "TYPE_CHECKING") or (
            isinstance(word, str) and re.match(r"_?(IS_)?(PY|PYTHON)_?\d", word, re.IGNORECASE)
        ):
            return True
    return False
