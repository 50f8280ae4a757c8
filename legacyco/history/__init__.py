"""The table: what asyncio offered in which Python, and what became of it.

One table for the documentation, the tests, the checker, the rewriter and the runtime report. It is
data read off the interpreters themselves; it imports nothing but the standard library, and
``import legacyco`` does not import it.

============================ ======================================================================
``rows``                     the shapes of the rows of names, and how their texts are read
``functions`` ``values``     rows of functions, of exceptions and constants
``loop_classes`` ...         rows of classes with their members
``submodules``               rows of submodules and of names that old code takes from them
``results``                  what calls give, as far as rules speak of it
``query``                    questions about names: ``names("3.7")``, ``union_signature("sleep")``
``changes``                  the shape of the rules
``changes_coroutine`` ...    the rules: every construct that some Python removed or changed
``rules``                    questions about rules: ``rule("loop-argument")``, ``by_name()``
``wording``                  what a rule says, in the words that the next two share
``page``                     writes docs/history.rst: ``python -m legacyco.history``
``lookup`` ``why``           answers ``python -m legacyco why loop=``
============================ ======================================================================
"""

from legacyco.history.changes import Change
from legacyco.history.query import (
    added_in,
    home,
    members,
    name,
    names,
    removed_in,
    signature,
    signature_changes,
    union_signature,
)
from legacyco.history.rows import (
    NEWEST,
    OLDEST,
    READ,
    Attribute,
    Member,
    Name,
    Parameter,
    as_span,
    as_version,
    covers,
    parameters_text,
    parse,
    span_text,
)
from legacyco.history.rules import (
    by_argument,
    by_call,
    by_handler,
    by_name,
    by_override,
    by_pattern,
    error_text,
    matters_in,
    rule,
    rules,
)

__all__ = [
    "Attribute",
    "Change",
    "Member",
    "NEWEST",
    "Name",
    "OLDEST",
    "Parameter",
    "READ",
    "added_in",
    "as_span",
    "as_version",
    "by_argument",
    "by_call",
    "by_handler",
    "by_name",
    "by_override",
    "by_pattern",
    "covers",
    "error_text",
    "home",
    "matters_in",
    "members",
    "name",
    "names",
    "parameters_text",
    "parse",
    "removed_in",
    "rule",
    "rules",
    "signature",
    "signature_changes",
    "span_text",
    "union_signature",
]
