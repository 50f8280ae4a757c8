"""The shape of the rules: one row for each construct that a version of Python changed.

A rule is enough to find a construct (*place*, *names*, *argument*, *value*, *pattern*), to say what
becomes of it (*effect*, versions, exact texts), and to replace it (*fix*, *replacement*, and two
examples that the tests run). *place* says how the construct is looked up in source or at run time:

NAME         one of *names*, as an attribute (``asyncio.Task.all_tasks``) or by ``from ... import``
IMPORT       ``import`` of one of *names*, which are modules
METHOD       one of *names* on an instance: ``task.set_result`` for ``asyncio.Task.set_result``
ARGUMENT     *argument*, given to one of *names*
VALUE        one of *names*, called with a *value* of the named sort as *argument*
OVERRIDE     a subclass that defines one of *names* without the parameter *argument*
CALLBACK     a function that *names* call with *argument*, and that does not take it
HANDLER      an ``except`` clause with one of *names*, or with what it used to include
RESULT       what a call of one of *names* returns or does
SYNTAX       the syntactic *pattern*
REQUIREMENT  a requirement on one of the distributions *names*

Names are dotted paths that begin with the module: ``asyncio.coroutine``, ``collections.Callable``.
In texts, ``{name}`` stands for the last part of the name that was used.
"""

from collections import namedtuple

from legacyco.history.rows import predecessor

NAME = "name"
IMPORT = "import"
METHOD = "method"
ARGUMENT = "argument"
VALUE = "value"
OVERRIDE = "override"
CALLBACK = "callback"
HANDLER = "handler"
RESULT = "result"
SYNTAX = "syntax"
REQUIREMENT = "requirement"
PLACES = (
    NAME,
    IMPORT,
    METHOD,
    ARGUMENT,
    VALUE,
    OVERRIDE,
    CALLBACK,
    HANDLER,
    RESULT,
    SYNTAX,
    REQUIREMENT,
)

REMOVED = "removed"  # an error since
CHANGED = "changed"  # no error, another outcome since
DEPRECATED = "deprecated"  # only a warning so far
MENDED = "mended"  # an error before, works since
NEVER = "never"  # an error in every version
EFFECTS = (REMOVED, CHANGED, DEPRECATED, MENDED, NEVER)

# How legacyco brings the construct back.
LIBRARY = "library"  # import legacyco as asyncio
ADOPT = "adopt"  # for adopted packages, whose source is rewritten on import
NOT_RESTORED = ""
RESTORED = (LIBRARY, ADOPT, NOT_RESTORED)

# What a rewriter does; None where somebody has to think.
RENAME = "rename"  # replace the name by new_name
DROP_ARGUMENT = "drop argument"  # leave the argument out
WRAP_TASKS = "wrap in tasks"  # asyncio.ensure_future() round every element
ASYNC_DEF = "async def"  # the decorated function becomes a native coroutine function
ASYNC_WITH = "async with"  # the with statement becomes async with
FIXES = (RENAME, DROP_ARGUMENT, WRAP_TASKS, ASYNC_DEF, ASYNC_WITH)

# The exception that a span of versions raises, and its text. Results: the value that the example
# leaves in the variable ``result``, by span.
Error = namedtuple("Error", "span type text")
Result = namedtuple("Result", "span value")

_Change = namedtuple(
    "_Change",
    "id title effect place names argument value pattern deprecated since until planned warning"
    " errors results before after replacement fix new_name restored issue note alone"
    " distribution shimmed",
)

_DEFAULTS = {
    "names": (),
    "argument": None,
    "value": None,
    "pattern": None,
    "deprecated": None,
    "since": None,
    "until": None,
    "planned": None,
    "warning": None,
    "errors": (),
    "results": (),
    "before": "",
    "after": "",
    "fix": None,
    "new_name": None,
    "restored": NOT_RESTORED,
    "issue": "",
    "note": "",
    "alone": False,
    "distribution": None,
    "shimmed": False,
}


class Change(_Change):
    """A rule.

    *deprecated* is the version that first warns (with the text *warning*), *since* the first in
    which the construct fails or acts differently, *until* the first in which that is over again,
    *planned* the one that is to remove it. *before* and *after* are examples, run with the names
    ``asyncio``, ``loop`` (the current event loop) and ``run`` (its ``run_until_complete``) at hand;
    where *alone* is set, in an interpreter of their own that has no loop yet. *distribution* is the
    maintained one on the package index that has the thing today, *shimmed* whether
    ``legacyco.adoption.shims`` restores it in the packages that ask for that.
    """

    __slots__ = ()

    @property
    def last_worked(self):
        """The last version in which the construct worked as it first did, or None."""
        return predecessor(self.since) if self.since else None


def change(id, title, effect, place, **fields):
    """Return a :class:`Change`; *fields* not given take their defaults."""
    unknown = set(fields) - set(Change._fields)
    if unknown:
        raise TypeError("no such field in rule %s: %s" % (id, ", ".join(sorted(unknown))))
    return Change(**dict(_DEFAULTS, id=id, title=title, effect=effect, place=place, **fields))


def under(prefix, words):
    """Return the dotted names ``prefix.word`` for the words of a text."""
    return tuple("%s.%s" % (prefix, word) for word in words.split())
