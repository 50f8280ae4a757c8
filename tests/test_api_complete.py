"""Everything asyncio ever offered is in legacyco, on the Python that runs this.

The table in legacyco.history says what there is: names, members, and the parameters they took in
any version. What may be missing stands in legacyco.history.absences.
"""

import asyncio
import importlib
import inspect
import sys

import pytest
from example_runner import outcomes

import legacyco
from legacyco.history import changes, members, name, names, parameters_text, parse, union_signature
from legacyco.history.absences import absences
from legacyco.history.query import CLASSES
from legacyco.history.rows import ATTRIBUTE, CLASS, CONSTANT, EXCEPTION
from legacyco.history.rules import CHANGES
from legacyco.history.submodules import ATTRIBUTES, SUBMODULES

ABSENT = absences()
PUBLIC = sorted(names(platform=sys.platform) - {row.name for row in SUBMODULES})
MODULES = [row for row in SUBMODULES if row.platform in (None, sys.platform)]
MEMBERS = [
    (row.name, member)
    for row in CLASSES
    if row.platform in (None, sys.platform)
    for member in sorted(members(row.name))
]


def submodule(name):
    """Return the module ``legacyco.<name>``, or None."""
    try:
        return importlib.import_module("legacyco." + name)
    except ImportError:
        return None


def the(dotted):
    """Return ``legacyco.<dotted>``."""
    found = legacyco
    for part in dotted.split("."):
        found = getattr(found, part)
    return found


def wanted_calls(parameters, by_keyword=True):
    """Yield ``(args, kwargs)`` that a callable with the union *parameters* has to accept.

    With as little as it allows; with everything, by position; and, where it may be so, with
    everything by keyword.
    """
    positional = [one for one in parameters if one.kind.startswith("POSITIONAL")]
    keyword = {one.name: None for one in parameters if one.kind == "KEYWORD_ONLY"}
    kinds = {one.kind for one in parameters}
    if "VAR_KEYWORD" in kinds:
        keyword["of_somebody_else"] = None
        # func(func, /, **kwargs) leaves its own name free for a keyword. Signature.bind() knows
        # that since 3.8.
        if sys.version_info >= (3, 8):
            keyword.update((one.name, None) for one in positional if one.kind == "POSITIONAL_ONLY")
    needed = [one for one in positional if one.default is None]
    yield [None] * len(needed), {}
    more = 2 if "VAR_POSITIONAL" in kinds else 0
    yield [None] * (len(positional) + more), dict(keyword)
    if by_keyword and not more:
        named = [one for one in positional if one.kind == "POSITIONAL_OR_KEYWORD"]
        yield (
            [None] * (len(positional) - len(named)),
            dict(keyword, **{one.name: None for one in named}),
        )


def refusals(callable_, parameters, bound=(), by_keyword=True):
    """Return what *callable_* says to calls that the union *parameters* allow, [] if it takes all.

    bound: what stands before the parameters: an object for ``self``.
    """
    try:
        signature = inspect.signature(callable_)
    except ValueError:
        return ["%r has no signature" % (callable_,)]
    found = []
    for args, kwargs in wanted_calls(parameters, by_keyword):
        try:
            signature.bind(*(list(bound) + args), **kwargs)
        except TypeError as exc:
            found.append("%s: has (%s), wants (%s)" % (exc, signature, parameters_text(parameters)))
    return found


def member_refusals(class_name, member):
    """Return what the method *member* says to calls that any version allowed."""
    row = name("%s.%s" % (class_name, member))
    parameters = union_signature("%s.%s" % (class_name, member))
    if row.kind == ATTRIBUTE or parameters is None or member == "__class_getitem__":
        return []
    function = inspect.getattr_static(the(class_name), member)
    bound = () if isinstance(function, staticmethod) else (None,)
    function = getattr(function, "__func__", function)
    return refusals(function, parameters, bound, by_keyword=not member.startswith("__"))


def may_be_absent(class_name, member):
    """Return whether legacyco may lack this member: the interpreter does, and it is listed."""
    return (class_name, member) in ABSENT and not hasattr(
        getattr(asyncio, class_name, None), member
    )


def test_every_name_is_there_as_what_it_is():
    wrong = []
    for public_name in PUBLIC:
        found = getattr(legacyco, public_name, None)
        kind = name(public_name).kind
        if (
            inspect.isclass(found) != (kind in (CLASS, EXCEPTION))
            or callable(found) != (kind != CONSTANT)
            or inspect.ismodule(found)
        ):
            wrong.append(public_name)

    assert wrong == []


def test_every_name_is_in_its_submodule_too():
    wrong = [
        "%s.%s" % (name(one).home, one)
        for one in PUBLIC
        if getattr(submodule(name(one).home), one, None) is not getattr(legacyco, one, legacyco)
    ]

    assert wrong == []


def test_a_star_import_brings_every_name():
    namespace = {}
    exec("from legacyco import *", namespace)

    # Nobody can write the name async: whether it is among them is all the same.
    assert sorted(set(PUBLIC) - set(namespace) - {"async"}) == []


def test_the_name_that_is_a_keyword_can_be_written():
    assert legacyco.async_ is getattr(legacyco, "async")


def test_every_submodule_can_be_imported():
    wrong = [
        row.name
        for row in MODULES
        if submodule(row.name) is None or getattr(legacyco, row.name) is not submodule(row.name)
    ]

    assert wrong == []


def test_every_name_that_old_code_takes_from_a_submodule_is_there():
    wrong = [
        row.dotted
        for row in ATTRIBUTES
        if row.provided and not hasattr(submodule(row.module), row.name)
    ]

    assert wrong == []


def test_exceptions_are_the_interpreters_own():
    wrong = [
        one
        for one in PUBLIC
        if name(one).kind == EXCEPTION
        and hasattr(asyncio, one)
        and getattr(legacyco, one) is not getattr(asyncio, one)
    ]

    assert wrong == []


def test_every_callable_takes_the_parameters_of_every_version():
    wrong = []
    for dotted in PUBLIC + ["subprocess.Process"]:
        if union_signature(dotted) is not None:
            wrong.extend(refusals(the(dotted), union_signature(dotted)))

    assert wrong == []


def test_every_class_has_the_members_of_every_version():
    wrong = [
        "%s.%s" % (class_name, member)
        for class_name, member in MEMBERS
        if not hasattr(the(class_name), member) and not may_be_absent(class_name, member)
    ]

    assert wrong == []


def test_every_method_takes_the_parameters_of_every_version():
    wrong = []
    for class_name, member in MEMBERS:
        # The abstract loop is the interpreter's own, so that its instances are ours as well; all
        # its methods do is to raise NotImplementedError.
        if class_name == "AbstractEventLoop":
            continue
        if hasattr(the(class_name), member) and not may_be_absent(class_name, member):
            wrong.extend(member_refusals(class_name, member))

    assert wrong == []


def test_classes_that_became_generic_can_be_subscripted():
    for class_name, member in MEMBERS:
        if member == "__class_getitem__":
            # 3.6 does not call the method when the class is subscripted.
            assert the(class_name).__class_getitem__(int) is not None


def test_what_exceptions_carry_is_there():
    incomplete = legacyco.IncompleteReadError(b"ab", 4)
    overrun = legacyco.LimitOverrunError("too long", 7)

    for error in (incomplete, overrun):
        for member in name(type(error).__name__).members:
            assert hasattr(error, member.name)


def test_only_transports_and_socket_methods_may_be_absent():
    for class_name, member in ABSENT:
        assert name(class_name).home == "transports" or member.startswith("sock_")


def test_legacyco_restores_what_the_rules_say():
    restored = [row for row in CHANGES if row.before and row.restored == changes.LIBRARY]
    found = outcomes("legacyco", [(row.id, row.before, row.alone) for row in restored])
    wrong = {}
    for row in restored:
        # As it was before the change; or, where it only works since, as it is now.
        wanted = row.results[-1 if row.effect == changes.MENDED else 0] if row.results else None
        outcome = found[row.id]
        if outcome["error"] or wanted and outcome["result"] != repr(wanted.value):
            wrong[row.id] = outcome

    assert wrong == {}


@pytest.mark.parametrize(
    "function, parameters, complaint",
    [
        (lambda a: None, "a, *, loop=None", "unexpected keyword argument 'loop'"),
        (lambda a, b: None, "a, b=None", "missing a required argument: 'b'"),
        (lambda a: None, "a, *args", "too many positional arguments"),
        (lambda x: None, "a", "missing a required argument: 'x'"),
        pytest.param(
            lambda a, **kwargs: None,
            "a, /, **kwargs",
            "multiple values for argument 'a'",
            marks=pytest.mark.skipif(
                sys.version_info < (3, 8), reason="Signature.bind() refuses it wherever it is"
            ),
        ),
        (lambda a: None, "a, **kwargs", "unexpected keyword argument 'of_somebody_else'"),
    ],
)
def test_the_check_of_parameters_finds_what_is_refused(function, parameters, complaint):
    found = refusals(function, parse(("3.4- (%s)" % parameters,))[0].parameters)

    assert any(complaint in one for one in found)
