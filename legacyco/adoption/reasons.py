"""What in a source file makes the package around it need adoption."""

import ast
import os
import re
import sys
import tokenize
import warnings

from ..history import as_version, changes
from . import constructs, source

_WORD_AS_NAME = re.compile(rb"\b(async(?!\s+(def|for|with)\b)|await(?!\s+[\w(\[]))\b")


def reason_in(path, data):
    """Return the reason in the source *data* of a file, or None."""
    if b"asyncio" not in data and _WORD_AS_NAME.search(data) is None:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = source.parse(data)
    except (SyntaxError, ValueError, RecursionError, tokenize.TokenError):
        return None
    where = os.path.join(os.path.basename(os.path.dirname(path)), os.path.basename(path))
    use = _decisive_use(tree)
    if use is None:
        return None
    return "{}:{}: {}, gone since Python {}".format(where, use.line, use.rule.title, use.rule.since)


def _decisive_use(tree):
    version = sys.version_info[:3]
    guarded = _guarded_nodes(tree)
    for use in constructs.find(tree, version):
        rule = use.rule
        if (
            use.certain
            and rule.effect == changes.REMOVED
            and rule.restored != changes.NOT_RESTORED
            and as_version(rule.since) <= version
            and use.node not in guarded
        ):
            return use
    return None


def _guarded_nodes(tree):
    """Return the nodes that run only if something was looked at before, or that may fail."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Try) and node.handlers:
            for each in node.body + node.handlers:
                found.update(ast.walk(each))
        elif isinstance(node, (ast.If, ast.IfExp)) and _looks(node.test):
            for each in ast.iter_child_nodes(node):
                found.update(ast.walk(each))
    return found


def _looks(test):
    """Return whether a condition asks for the version, or whether something is there."""
    for node in ast.walk(test):
        word = getattr(node, "attr", getattr(node, "id", ""))
        if word in ("version_info", "hexversion", "hasattr", "TYPE_CHECKING") or (
            isinstance(word, str) and re.match(r"_?(IS_)?(PY|PYTHON)_?\d", word, re.IGNORECASE)
        ):
            return True
    return False
