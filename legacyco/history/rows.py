"""The shapes of the table's rows, and how their texts are read.

A row says what held when in *eras*: short texts of a span of Python versions, with the parameters
where the thing can be called::

    "3.4-3.9 (delay, result=None, *, loop=None)"    from 3.4 to 3.9, both included
    "3.10- (delay, result=None)"                    since 3.10, and still so in the newest Python
    "3.7 + name=None, context=None"                 the era before it with these keywords added
    "3.11- - reuse_address"                         the era before it without that keyword
    "3.6"                                           in 3.6 only; nothing to call

``...`` stands for a default that has no useful text (a sentinel object). Texts are parsed when
they are asked for, so that importing the table costs little more than reading it.
"""

from collections import namedtuple
from functools import lru_cache

# The newest Python the table was read from, and the oldest: "3.4" is the asyncio 3.4.3 release.
# 3.5 was not read: where a row begins in 3.6, the name appeared in 3.4.4, 3.5.x or 3.6. Of a series
# whose releases differ, the first is meant (3.13.0; see the rule task-factory-signature).
OLDEST = (3, 4)
NEWEST = (3, 15)
READ = tuple((3, minor) for minor in range(4, 16) if minor != 5)

FUNCTION = "function"
COROUTINE_FUNCTION = "coroutine function"
CLASS = "class"
EXCEPTION = "exception"
CONSTANT = "constant"
MODULE = "module"
METHOD = "method"
COROUTINE_METHOD = "coroutine method"
CLASS_METHOD = "class method"
ATTRIBUTE = "attribute"

Span = namedtuple("Span", "first last")
Era = namedtuple("Era", "span parameters")
Parameter = namedtuple("Parameter", "name kind default")

_Name = namedtuple("_Name", "name kind home eras bases members platform")
_Member = namedtuple("_Member", "name kind eras")
_Attribute = namedtuple("_Attribute", "module name eras provided instead seen")


class Name(_Name):
    """A public name of asyncio: ``asyncio.<name>``.

    *home* is the submodule that defines it in the newest Python that has it; *bases* the public
    classes whose members it inherits (a member of the same name here replaces theirs); *platform*
    the ``sys.platform`` that alone has it, or None.
    """

    __slots__ = ()

    @property
    def span(self):
        return _whole(self.eras)


class Member(_Member):
    """A member of a public class: ``asyncio.<class>.<name>``."""

    __slots__ = ()

    @property
    def span(self):
        return _whole(self.eras)


class Attribute(_Attribute):
    """A name that old code takes from a submodule: ``asyncio.<module>.<name>``.

    *provided* says whether ``legacyco.<module>.<name>`` exists on every Python; *instead* what to
    write in new code; *seen* which published code imports it, or "" for names that are listed
    because they went away.
    """

    __slots__ = ()

    @property
    def span(self):
        return _whole(self.eras)

    @property
    def dotted(self):
        return "%s.%s" % (self.module, self.name)


def function(name, home, *eras):
    return Name(name, FUNCTION, home, eras, (), (), None)


def coroutine_function(name, home, *eras):
    return Name(name, COROUTINE_FUNCTION, home, eras, (), (), None)


def class_(name, home, *eras, **more):
    return Name(
        name, CLASS, home, eras, more.get("bases", ()), more["members"], more.get("platform")
    )


def exception(name, home, *eras, **more):
    return Name(name, EXCEPTION, home, eras, (), more.get("members", ()), None)


def constant(name, home, era):
    return Name(name, CONSTANT, home, (era,), (), (), None)


def module(name, era, platform=None):
    return Name(name, MODULE, name, (era,), (), (), platform)


def method(name, *eras):
    return Member(name, METHOD, eras)


def coroutine_method(name, *eras):
    return Member(name, COROUTINE_METHOD, eras)


def class_method(name, *eras):
    return Member(name, CLASS_METHOD, eras)


def attribute(name, *eras):
    return Member(name, ATTRIBUTE, eras)


def as_version(version):
    """Return a version as a tuple of numbers.

    version: a text such as "3.11" or "3.13.3", or a tuple such as ``sys.version_info[:2]``.
    """
    if isinstance(version, str):
        return tuple(int(number) for number in version.split("."))
    return tuple(version)


def as_text(version):
    """Return a version tuple as text: ``(3, 11)`` is "3.11"."""
    return ".".join(str(number) for number in version)


def predecessor(version):
    """Return the version before *version*: "3.11" after "3.12", "3.13.2" after "3.13.3"."""
    numbers = as_version(version)
    return as_text(numbers[:-1] + (numbers[-1] - 1,))


@lru_cache(maxsize=None)
def as_span(text):
    """Return the :class:`Span` that "3.4-3.9", "3.10-" or "3.6" says; ``last`` is None if open."""
    first, dash, last = text.partition("-")
    if not dash:
        last = first
    return Span(as_version(first), as_version(last) if last else None)


def covers(span, version):
    """Return whether *version* (text or tuple) lies in *span* (text or Span).

    A version with fewer numbers than the border it is held against counts as its first release:
    3.13 comes before 3.13.3.
    """
    if isinstance(span, str):
        span = as_span(span)
    version = as_version(version)
    if version < span.first:
        return False
    return span.last is None or version[: len(span.last)] <= span.last


@lru_cache(maxsize=None)
def parse(eras):
    """Return the :class:`Era` tuples that a row's texts say.

    ``parameters`` is None where a text names none.
    """
    found = []
    for text in eras:
        span, space, rest = text.partition(" ")
        if not space:
            parameters = None
        elif rest.startswith("("):
            parameters = _parameters(rest[1:-1])
        else:
            parameters = _amended(found[-1].parameters, rest)
        found.append(Era(as_span(span), parameters))
    return tuple(found)


def _amended(parameters, text):
    """Return *parameters* with the keyword arguments that "+ a=None, b=None - c" adds and drops."""
    added, _, dropped = text.partition("- ")
    added = added[2:].strip() if added.startswith("+ ") else ""
    dropped = dropped.split(", ") if dropped else []
    kept = [one for one in parameters if one.name not in dropped]
    end = len(kept) - (1 if kept[-1].kind == "VAR_KEYWORD" else 0)
    return tuple(kept[:end]) + _parameters("*, " + added) + tuple(kept[end:])


def _parameters(text):
    """Return the parameters in *text*; no default in the table holds a comma."""
    parts = [part for part in text.split(", ") if part]
    positional = "POSITIONAL_OR_KEYWORD"
    kind = positional
    found = []
    for part in parts:
        if part == "*":
            kind = "KEYWORD_ONLY"
        elif part == "/":
            found = [one._replace(kind="POSITIONAL_ONLY") for one in found]
        elif part.startswith("**"):
            found.append(Parameter(part[2:], "VAR_KEYWORD", None))
        elif part.startswith("*"):
            found.append(Parameter(part[1:], "VAR_POSITIONAL", None))
            kind = "KEYWORD_ONLY"
        else:
            name, equals, default = part.partition("=")
            found.append(Parameter(name, kind, default if equals else None))
    return tuple(found)


def parameters_text(parameters):
    """Return *parameters* as they are written between the brackets of a ``def``."""
    parts = []
    kinds = [parameter.kind for parameter in parameters]
    for index, parameter in enumerate(parameters):
        if parameter.kind == "KEYWORD_ONLY" and not _starred(kinds[:index]):
            parts.append("*")
        stars = {"VAR_POSITIONAL": "*", "VAR_KEYWORD": "**"}.get(parameter.kind, "")
        default = "" if parameter.default is None else "=" + parameter.default
        parts.append(stars + parameter.name + default)
        if parameter.kind == "POSITIONAL_ONLY" and "POSITIONAL_ONLY" not in kinds[index + 1 :]:
            parts.append("/")
    return ", ".join(parts)


def _starred(kinds):
    return "VAR_POSITIONAL" in kinds or "KEYWORD_ONLY" in kinds


def _whole(eras):
    """Return the span from the beginning of the first era to the end of the last one."""
    first, last = eras[0].partition(" ")[0], eras[-1].partition(" ")[0]
    return Span(as_span(first).first, as_span(last).last)


def span_text(span):
    """Return a :class:`Span` as text: "3.4-3.9", "3.10-", "3.6"."""
    first = as_text(span.first)
    if span.last is None:
        return first + "-"
    return first if span.last == span.first else "%s-%s" % (first, as_text(span.last))
