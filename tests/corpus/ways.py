"""The ways a suite is run: with legacyco, and with what people do without it."""

import io
import os
import re
import shutil
import tokenize
from collections import OrderedDict, namedtuple

from . import places

# *path* is put in front of the suite's; *edit*: whether the sources are edited.
Way = namedtuple("Way", "name title path edit")

WAYS = OrderedDict(
    (way.name, way)
    for way in [
        Way("plain", "plain Python", [], False),
        Way("patch", "the usual repair", [places.REPAIR], False),
        Way("patch-and-edit", "that, and the sources edited", [places.REPAIR], True),
        Way("legacyco", "legacyco", [places.legacyco_site()], False),
    ]
)


def launcher(way, package):
    """Return what comes between the interpreter and pytest's arguments."""
    if way.name != "legacyco":
        return ["-m", "pytest"]
    return ["-m", "legacyco", "run", "--adopt", ",".join(package.adopt), "-m", "pytest"]


def edit_sources(package, python, work):
    """Do what people do by hand besides the patch: rename ``async`` where it is an attribute.

    Of the sources in the directory *work*, and of the old dependencies, which are copied there.
    """
    environment = places.environment(package, python)
    site = os.path.join(environment, "lib", "python" + python, "site-packages")
    for name in package.adopt:
        source, target = os.path.join(site, name), os.path.join(work, name)
        if os.path.isdir(source) and not os.path.exists(target):
            shutil.copytree(source, target)
    for directory, _, files in os.walk(work):
        for file in files:
            if file.endswith(".py"):
                _respell(os.path.join(directory, file))


def _respell(path):
    try:
        with tokenize.open(path) as stream:
            text, encoding = stream.read(), stream.encoding
        edited = respelled(text)
    except (SyntaxError, tokenize.TokenError, UnicodeDecodeError):
        # Nothing that people could edit like this: a template, or Python 2.
        return
    if edited != text:
        with open(path, "w", encoding=encoding) as stream:
            stream.write(edited)


def respelled(text):
    """Return source *text* with every ``x.async`` made an attribute that can be parsed."""
    tokens = list(tokenize.generate_tokens(io.StringIO(text).readline))
    lines = text.splitlines(True)
    found = [
        token
        for before, token, after in zip(tokens, tokens[1:], tokens[2:])
        if token.string == "async" and before.string == "." and not re.match("=$", after.string)
    ]
    for token in reversed(found):
        (row, start), (_, end) = token.start, token.end
        line = lines[row - 1]
        lines[row - 1] = line[:start] + '__getattribute__("async")' + line[end:]
    return "".join(lines)
