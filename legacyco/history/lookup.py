"""Finds what somebody asks for in the table: a name, an argument, a construct, an error's text."""

import difflib
import re
from collections import namedtuple
from functools import lru_cache

from legacyco.history.changes import ARGUMENT, CALLBACK, IMPORT, METHOD, NAME, OVERRIDE
from legacyco.history.query import NAMES, members, signature_changes
from legacyco.history.rows import READ
from legacyco.history.rules import CHANGES, PRIVATE_NAME_CHANGES
from legacyco.history.submodules import ATTRIBUTES

# *names* are ``(dotted name, row)``, rows of the table of names; *rules* ``(rule, the name that was
# used or None)``; *arguments* ``(version, dotted name, parameters before, parameters since)``.
Found = namedtuple("Found", "names rules arguments")

# What errors say of a name that is not there, and of an argument.
_LACKS = re.compile(
    r"module '(?P<module>[\w.]+)' has no attribute '(?P<a>\w+)'?"
    r"|cannot import name '?(?P<b>\w+)'?(?: from '?(?P<package>[\w.]+)'?)?"
    r"|(?:type object |)'(?P<owner>[\w.]+)' (?:object )?has no attribute '(?P<c>\w+)'?"
    r"|No module named '?(?P<d>[\w.]+)'?"
)
_UNEXPECTED = re.compile(
    r"(?P<function>[\w.]+?)(?:\.__init__)?\(\) got an unexpected keyword argument '(?P<name>\w+)'?"
)
# Rules of these places are about their argument; to others it is one of several.
_ABOUT_ARGUMENTS = (ARGUMENT, OVERRIDE, CALLBACK)


def look_up(text):
    """Return the :class:`Found` for what a user typed; all of it is empty if nothing is known."""
    text = _stripped(text)
    for find in (_by_id, _by_error, _by_argument, _by_dotted_name, _by_words):
        found = find(text)
        if any(found):
            return found
    return Found([], [], [])


def near(text, count=5):
    """Return what is written almost like *text*: names, arguments, rules."""
    wanted = _stripped(text)
    by_form = {}
    for known in _vocabulary():
        by_form.setdefault(known.lower(), known)
        if "." in known:
            by_form.setdefault(known.rpartition(".")[2].lower(), known)
    forms = difflib.get_close_matches(wanted.lower(), by_form, 3 * count, 0.7)
    found = []
    for form in forms:
        if by_form[form] not in found:
            found.append(by_form[form])
    return found[:count]


def _stripped(text):
    """Return *text* without what surrounds a name in code and in sentences."""
    text = " ".join(text.split()).strip("` ").rstrip(".:,;")
    if text[:1] in "\"'" and text[:1] == text[-1:]:
        text = text[1:-1]
    text = text[1:] if text.startswith("@") else text
    text = re.sub(r"^(import|from) (?=[\w.]+$)", "", text)
    text = re.sub(r"\((?:\.\.\.|)\)$", "", text)
    return re.sub(r"^(?:legacyco|aio)(?=\.\w)", "asyncio", text)


def _by_id(text):
    return Found([], [(row, None) for row in CHANGES if row.id == text], [])


# --- names ----------------------------------------------------------------------------------


def _by_dotted_name(text):
    """Find "wait_for", "asyncio.async", "Task.all_tasks", "collections.Mapping", "all_tasks"."""
    if not re.match(r"[\w.]+$", text):
        return Found([], [], [])
    for fold in (str, str.lower):
        names = [(dotted, row) for dotted, row in _rows() if _ends(fold(dotted), fold(text))]
        rules = [
            (row, name) for row in CHANGES for name in row.names if _ends(fold(name), fold(text))
        ]
        if any("." not in dotted[len("asyncio.") :] for dotted, _ in names):
            # A submodule that imports a public name has it by accident.
            rules = [each for each in rules if each[0] not in PRIVATE_NAME_CHANGES]
        if names or rules:
            return Found(_nearest_home(names), _once(rules), [])
    return Found([], [], [])


def _ends(dotted, text):
    return dotted == text or dotted.endswith("." + text)


@lru_cache(maxsize=None)
def _rows():
    """Return ``[(dotted name, row)]`` of every name and member: "asyncio.Task.cancel"."""
    found = [("asyncio." + row.name, row) for row in NAMES]
    for row in NAMES:
        found += [("asyncio.%s.%s" % (row.name, name), member) for name, member in _members(row)]
    known = {dotted for dotted, _ in found}
    # "asyncio.tasks.Task" is in the table for those who import it from there.
    return found + [
        ("asyncio." + row.dotted, row) for row in ATTRIBUTES if "asyncio." + row.dotted not in known
    ]


def _members(row):
    return sorted(members(row.name).items()) if row.members else []


def _nearest_home(names):
    """Leave out what a public name of asyncio says as well: a base's member, a submodule's name."""
    public = [each for each in names if each[0].count(".") == 1]
    if public:
        return public
    seen, kept = set(), []
    for dotted, row in names:
        if id(row) not in seen:
            seen.add(id(row))
            kept.append((dotted, row))
    return kept


def _once(rules):
    """Return the rules, each once, with the shortest of the names that led there."""
    best = {}
    for row, name in rules:
        if row.id not in best or name is not None and len(name) < len(best[row.id][1] or name):
            best[row.id] = (row, name)
    return sorted(best.values(), key=_remoteness)


def _remoteness(found):
    """Sort what is about the name itself before what is about a call of it, and of many others."""
    row, name = found
    about_the_name = row.place in (NAME, METHOD, IMPORT)
    return not about_the_name, 0 if about_the_name or name is None else len(row.names)


# --- arguments ------------------------------------------------------------------------------


def _by_argument(text):
    """Find "loop=", "sleep(loop=)", "asyncio.Queue loop=None"."""
    matched = re.match(r"(?:(?P<name>[\w.]+)(?:\(.*?| ))?(?P<argument>\w+)=(?!=)", text)
    if matched is None:
        return Found([], [], [])
    return _argument(matched.group("argument"), matched.group("name"))


def _argument(argument, function=None):
    rules = [
        (row, name)
        for row in CHANGES
        if row.argument == argument and row.place in _ABOUT_ARGUMENTS
        for name in row.names
        if function is None or _ends(name, function)
    ]
    covered = {name for row, _ in rules for name in row.names}
    changes = [
        each
        for each in _changed(argument)
        if "asyncio." + each[1] not in covered
        and (function is None or _ends("asyncio." + each[1], function))
    ]
    if not rules and not changes and function is not None:
        return _argument(argument)
    return Found(
        [], _once(rules) if function else _once([(row, None) for row, _ in rules]), changes
    )


def _changed(argument):
    """Yield the changes of signatures in which *argument* came or went."""
    for version in READ:
        for dotted, before, since in signature_changes(version):
            if _takes(before, argument) != _takes(since, argument):
                yield version, dotted, before, since


def _takes(parameters, argument):
    return any(one.name == argument for one in parameters or ())


# --- errors ---------------------------------------------------------------------------------


def _by_error(text):
    """Find the rules whose error, or warning, says *text*; or the name that it speaks of."""
    named = _LACKS.search(text)
    if named is not None:
        return _lacking(named)
    unexpected = _UNEXPECTED.search(text)
    if unexpected is not None:
        found = _argument(unexpected.group("name"), unexpected.group("function"))
        if any(found):
            return found
    if " " not in text:
        return Found([], [], [])
    return Found([], _once(_saying(text)), [])


def _lacking(named):
    name = next(named.group(key) for key in "abcd" if named.group(key))
    owner = named.group("module") or named.group("package") or named.group("owner") or ""
    # '_asyncio.Task' is the class in C, 'Task' any class of that name.
    owner = re.sub(r"^_asyncio\b|^legacyco\b", "asyncio", owner)
    for dotted in (owner + "." + name if owner else name, name):
        found = _by_dotted_name(dotted)
        if any(found):
            return found
    return Found([], [], [])


def _saying(text):
    for row in CHANGES:
        texts = [error.text for error in row.errors] + [row.warning or ""]
        if any(_says(known, text) for known in texts if known):
            yield row, None


def _says(known, text):
    """Return whether the table's text *known* is in *text*, or *text* a good part of it."""
    pattern = re.escape(known.rstrip(".")).replace(re.escape("{name}"), r"\w+")
    if re.search(pattern, text):
        return True
    return len(text) >= 12 and text.lower() in known.lower()


# --- constructs -----------------------------------------------------------------------------


def _by_words(text):
    """Find rules whose title, pattern or example has all the words of *text*, in their order."""
    if not re.search(r"\w", text):
        return Found([], [], [])
    wanted = re.compile(
        r"(?<!\w)" + r"[\W_]*".join(map(re.escape, re.findall(r"\w+", text))), re.IGNORECASE
    )
    for texts in (_titles, _examples):
        rules = [(row, None) for row in CHANGES if any(map(wanted.search, texts(row)))]
        if rules:
            return Found([], rules, [])
    return Found([], [], [])


def _titles(row):
    return [row.title, row.pattern or "", row.id]


def _examples(row):
    return row.before.splitlines()


@lru_cache(maxsize=None)
def _vocabulary():
    """Return all that can be asked for by one word."""
    words = [dotted for dotted, _ in _rows()]
    words += [name for row in CHANGES for name in row.names]
    words += [row.id for row in CHANGES]
    words += sorted({row.argument + "=" for row in CHANGES if row.place in _ABOUT_ARGUMENTS})
    return words


def is_attribute(row):
    """Return whether *row* is of a name in a submodule, which old code takes from there."""
    return hasattr(row, "dotted")
