"""The table of legacyco.history says what is true of the Python that runs this."""

import asyncio
import importlib
import inspect
import os
import platform
import subprocess
import sys
import warnings

import pytest
from conformance.exclusions import READ_FROM
from example_runner import outcomes

from legacyco import history
from legacyco.history import as_span, as_version, changes, covers, parse
from legacyco.history.page import page
from legacyco.history.query import CLASSES, NAMES
from legacyco.history.rows import ATTRIBUTE, CONSTANT, EXCEPTION, MODULE, READ, predecessor
from legacyco.history.rules import CHANGES
from legacyco.history.submodules import ATTRIBUTES, SUBMODULES

HERE = sys.version_info[:2]
EXACTLY = sys.version_info[:3]
PYPY = platform.python_implementation() == "PyPy"

# Of other releases the table may be wrong where it says that something came or went with a version,
# since a patch release did: 3.9.0 to 3.9.10 have no asyncio.Server, and create_task() of 3.13.3
# takes what that of 3.14 takes. There the interpreter is asked.
WAS_READ = ".".join(map(str, EXACTLY)) in READ_FROM

# Members that are methods of the language, and part of what a class offers.
PROTOCOLS = {
    "__aenter__",
    "__aexit__",
    "__aiter__",
    "__anext__",
    "__await__",
    "__class_getitem__",
    "__enter__",
    "__exit__",
    "__iter__",
}


def is_here(row):
    return covers(row.span, HERE) and getattr(row, "platform", None) in (None, sys.platform)


def is_of_a_patch_release(span):
    """Return whether *span* begins or ends beside this version, and this release was not read."""
    minor = HERE[1]
    begins, ends = span.first[1], span.last[1] if span.last else None
    return not WAS_READ and (begins in (minor, minor + 1) or ends in (minor, minor - 1))


def of_asyncio(dotted):
    """Return ``asyncio.<dotted>``, without the warning that some names give."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = asyncio
        for part in dotted.split("."):
            found = getattr(found, part)
        return found


def is_asyncios(module):
    return inspect.ismodule(module) and module.__name__.partition(".")[0] == "asyncio"


# The names


def test_every_name_of_asyncio_is_in_the_table():
    public = {
        found
        for found in dir(asyncio)
        if not found.startswith("_")
        and (not inspect.ismodule(getattr(asyncio, found)) or is_asyncios(getattr(asyncio, found)))
    }

    assert public - history.names(HERE, sys.platform) == set()


def exists(dotted):
    """Return whether ``asyncio.<dotted>`` exists, as an attribute or as a module to import."""
    try:
        of_asyncio(dotted)
    except AttributeError:
        return submodule(dotted) is not None
    return True


def submodule(name):
    """Return the submodule *name* of asyncio, or None."""
    try:
        return importlib.import_module("asyncio." + name)
    except ImportError:
        # asyncio.selectors of 3.6 is the library's own module, which is no submodule.
        return getattr(asyncio, name, None)


def test_names_are_there_in_their_versions_and_in_no_other():
    # subprocess.Process is found through its submodule, like the names of the next test but one.
    rows = [row for row in NAMES if row.platform in (None, sys.platform) and "." not in row.name]

    wrong = [row for row in rows if exists(row.name) != is_here(row)]
    assert [row.name for row in wrong if not is_of_a_patch_release(row.span)] == []


def test_names_are_defined_where_the_table_says():
    wrong = []
    for row in NAMES:
        # The exceptions got a submodule of their own in 3.8.
        if row in SUBMODULES or not is_here(row) or row.kind == EXCEPTION and HERE < (3, 8):
            continue
        name = row.name.rpartition(".")[2]
        # The classes of policies are private in their submodules since 3.14.
        if not {name, "_" + name} & set(dir(submodule(row.home))):
            wrong.append(row.name)

    assert wrong == []


def test_names_of_submodules_are_there_in_their_versions_and_in_no_other():
    wrong = [
        row.dotted
        for row in ATTRIBUTES
        if hasattr(submodule(row.module), row.name) != is_here(row)
        and not is_of_a_patch_release(row.span)
        and not (PYPY and row.name.lower().startswith("_c"))  # the C accelerator's
    ]

    assert wrong == []


def test_members_are_there_in_their_versions_and_in_no_other():
    wrong = {}
    for row in CLASSES:
        if is_here(row) and exists(row.name):
            found = {
                member
                for member in dir(of_asyncio(row.name))
                if member in PROTOCOLS or not member.startswith("_")
            }
            known = history.members(row.name)
            apart = found ^ set(history.members(row.name, HERE))
            apart = {
                name
                for name in apart
                if name not in known or not is_of_a_patch_release(known[name].span)
            }
            if apart:
                wrong[row.name] = apart

    assert wrong == {}


# Their parameters


def names_of(parameters):
    """Return the names of parameters: in order, and those that are given by keyword only."""
    in_order = [one.name for one in parameters if one.kind != "KEYWORD_ONLY"]
    return in_order, {one.name for one in parameters if one.kind == "KEYWORD_ONLY"}


def real_parameters(callable_, bound):
    """Return the parameters of a callable of asyncio as rows, or None if it does not tell."""
    try:
        parameters = list(inspect.signature(callable_).parameters.values())
    except (TypeError, ValueError):
        return None
    return [
        history.Parameter(one.name, one.kind.name, None if one.default is one.empty else "...")
        for one in parameters[bound:]
    ]


def difference(dotted, callable_, bound=0):
    """Return how the parameters of a callable of asyncio differ from the table's, or None."""
    found = real_parameters(callable_, bound)
    claimed = history.signature(dotted, EXACTLY)
    if found is None or claimed is None:
        return None
    if any(are_alike(found, each) for each in [claimed] + of_patch_releases(dotted)):
        return None
    return "%s(%s)" % (dotted, history.parameters_text(found))


def are_alike(found, claimed):
    return names_of(found) == names_of(claimed) and required(found) == required(claimed)


def of_patch_releases(dotted):
    """Return the parameters that some patch release may have: its neighbours', or both together."""
    if WAS_READ:
        return []
    eras = parse(history.name(dotted).eras)
    found = [era.parameters for era in eras if is_of_a_patch_release(era.span)]
    return [each for each in found + [history.union_signature(dotted)] if found and each]


def required(parameters):
    return {one.name for one in parameters if one.default is None and one.kind[:3] != "VAR"}


def test_parameters_are_the_interpreters():
    wrong = [
        difference(row.name, of_asyncio(row.name))
        for row in NAMES
        if is_here(row) and row.kind not in (CONSTANT, MODULE) and exists(row.name)
    ]

    assert [one for one in wrong if one] == []


def test_parameters_of_methods_are_the_interpreters():
    wrong = []
    for row in CLASSES:
        if not is_here(row) or not exists(row.name):
            continue
        for member in history.members(row.name, HERE).values():
            if not hasattr(of_asyncio(row.name), member.name):
                continue  # told by the test of the members, if it is wrong
            function = inspect.getattr_static(of_asyncio(row.name), member.name)
            if member.kind == ATTRIBUTE or member.name == "__class_getitem__":
                continue
            bound = 0 if isinstance(function, staticmethod) else 1
            function = getattr(function, "__func__", function)
            wrong.append(difference("%s.%s" % (row.name, member.name), function, bound))

    assert [one for one in wrong if one] == []


# The form of the rows


def all_eras():
    for row in NAMES:
        yield row.name, row.eras
        for member in row.members:
            yield "%s.%s" % (row.name, member.name), member.eras
    for row in ATTRIBUTES:
        yield row.dotted, row.eras


def test_eras_follow_each_other_and_only_the_last_is_open():
    for dotted, eras in all_eras():
        spans = [era.span for era in parse(eras)]
        for span in spans:
            assert span.first in READ, dotted
            assert span.last is None or span.last in READ and span.first <= span.last, dotted
        for before, after in zip(spans, spans[1:]):
            assert READ.index(after.first) == READ.index(before.last) + 1, dotted


def test_neighbouring_eras_differ():
    for dotted, eras in all_eras():
        parsed = parse(eras)
        for before, after in zip(parsed, parsed[1:]):
            assert before.parameters != after.parameters, dotted


def test_names_are_unique():
    for rows in (NAMES, ATTRIBUTES):
        dotted = [getattr(row, "dotted", row.name) for row in rows]
        assert len(dotted) == len(set(dotted))
    for row in NAMES:
        members = [member.name for member in row.members]
        assert len(members) == len(set(members))


def test_the_table_has_the_133_names_of_the_packages_namespace():
    # Three submodules more, which nothing but old tests, Windows and python -m asyncio imports.
    assert len(history.names() - {"test_utils", "proactor_events", "tools"}) == 133


# Questions


def test_names_can_be_asked_for_by_version_and_platform():
    assert "async" in history.names("3.6")
    assert "async" not in history.names("3.7")
    assert "coroutine" in history.names((3, 10))
    assert "coroutine" not in history.names((3, 11))
    assert "windows_events" in history.names("3.15", "win32")
    assert "windows_events" not in history.names("3.15", "linux")


def test_a_signature_can_be_asked_for_by_version():
    def text(dotted, version):
        return history.parameters_text(history.signature(dotted, version))

    assert text("sleep", "3.9") == "delay, result=None, *, loop=None"
    assert text("sleep", "3.10") == "delay, result=None"
    assert text("Task.cancel", "3.8") == ""
    assert text("Task.cancel", (3, 9, 1)) == "msg=None"
    assert text("to_thread", "3.9") == "func, /, *args, **kwargs"
    # Written in the table as what was added to the era before.
    assert text("AbstractEventLoop.connect_accepted_socket", "3.11") == (
        "protocol_factory, sock, *, ssl=None, ssl_handshake_timeout=None, ssl_shutdown_timeout=None"
    )
    with pytest.raises(KeyError, match="to_thread has no row for Python 3.8"):
        history.signature("to_thread", "3.8")
    with pytest.raises(KeyError, match="nothing"):
        history.signature("nothing", "3.8")


@pytest.mark.parametrize(
    "dotted, expected",
    [
        ("sleep", "delay, result=None, *, loop=None"),
        ("create_task", "coro, *, name=None, context=None, **kwargs"),
        # Renamed: the newest name counts.
        ("wrap_future", "future, *, loop=None"),
        ("AbstractEventLoop.run_in_executor", "executor, func, *args"),
        # loop stood before limit once; its place is taken.
        (
            "create_subprocess_shell",
            "cmd, stdin=None, stdout=None, stderr=None, limit=65536, *, loop=None, **kwds",
        ),
        # Positional-only only where every version says so.
        ("Future.set_result", "result"),
        ("future_add_to_awaited_by", "fut, waiter, /"),
        # Required once, but no longer.
        (
            "AbstractEventLoop.create_unix_server",
            (
                "protocol_factory, path=None, *, sock=None, backlog=100, ssl=None,"
                " ssl_handshake_timeout=None, start_serving=True, ssl_shutdown_timeout=None"
            ),
        ),
        ("gather", "*coros_or_futures, return_exceptions=False, loop=None"),
    ],
)
def test_the_union_of_the_signatures(dotted, expected):
    assert history.parameters_text(history.union_signature(dotted)) == expected


def test_what_cannot_be_called_has_no_signature():
    assert history.union_signature("ALL_COMPLETED") is None
    assert history.union_signature("Queue.maxsize") is None


def test_members_are_inherited_and_cut_to_the_class_own_versions():
    assert "subprocess_exec" in history.members("EventLoop")
    assert "join" in history.members("PriorityQueue", "3.6")
    assert "join" not in history.members("PriorityQueue", "3.4")
    assert "join" in history.members("JoinableQueue", "3.4")
    assert "shutdown" not in history.members("JoinableQueue")


def test_additions_and_removals_by_version():
    assert "TaskGroup" in history.added_in("3.11")
    assert "Task.cancelling" in history.added_in("3.11")
    assert "TaskGroup.create_task" not in history.added_in("3.11")
    assert "coroutine" in history.removed_in("3.11")
    assert "Task.all_tasks" in history.removed_in("3.9")
    assert "events._format_callback" in history.removed_in("3.7")
    # 3.5 was not read: what 3.4 had last was gone in 3.6.
    assert "JoinableQueue" in history.removed_in("3.6")
    changed = {dotted for dotted, before, since in history.signature_changes("3.10")}
    assert {"sleep", "gather", "Lock"} <= changed


def test_versions_and_spans_can_be_compared():
    assert covers("3.4-3.9", "3.9") and covers("3.4-3.9", (3, 9, 18))
    assert not covers("3.4-3.9", "3.10") and not covers("3.10-", (3, 9, 18))
    assert covers("3.13.3-", (3, 13, 3)) and not covers("3.13.3-", "3.13")
    assert predecessor("3.11") == "3.10" and predecessor("3.13.3") == "3.13.2"


# The rules


def test_rules_have_unique_ids_of_one_form():
    ids = [row.id for row in CHANGES]

    assert len(ids) == len(set(ids))
    for id in ids:
        assert id.partition(":")[0].strip("abcdefghijklmnopqrstuvwxyz0123456789-") == ""
        assert history.rule(id).id == id


def test_rules_are_well_formed():
    for row in CHANGES:
        assert row.place in changes.PLACES, row.id
        assert row.effect in changes.EFFECTS, row.id
        assert row.restored in changes.RESTORED, row.id
        assert row.fix is None or row.fix in changes.FIXES, row.id
        assert row.title and row.replacement, row.id
        assert bool(row.new_name) == (row.fix == changes.RENAME), row.id
        assert row.names or row.place == changes.SYNTAX, row.id
        assert bool(row.pattern) == (row.place == changes.SYNTAX), row.id
        assert row.value or row.place != changes.VALUE, row.id
        named = (changes.ARGUMENT, changes.OVERRIDE, changes.CALLBACK)
        assert row.argument or row.place not in named, row.id


def test_rules_say_when_and_with_what_text():
    for row in CHANGES:
        if row.effect in (changes.REMOVED, changes.MENDED, changes.NEVER):
            assert row.errors, row.id
        if row.effect == changes.REMOVED:
            first = min(as_span(error.span).first for error in row.errors)
            # 3.5 was not read; what went in it is known to fail in 3.6.
            assert first == max(as_version(row.since), (3, 6)), row.id
        if row.effect == changes.DEPRECATED:
            assert row.deprecated and row.planned and row.warning and not row.since, row.id
        elif row.effect != changes.NEVER:
            assert row.since, row.id
        if row.deprecated and row.since:
            assert as_version(row.deprecated) < as_version(row.since), row.id


def test_rules_say_at_most_one_thing_about_a_version():
    for row in CHANGES:
        spans = [one.span for one in row.errors + row.results]
        for version in READ:
            assert sum(covers(span, version) for span in spans) <= 1, row.id


def test_everything_that_asyncio_lost_has_a_rule():
    ruled = {name for row in CHANGES for name in row.names}
    lost = {
        "asyncio." + dotted
        for version in READ[1:]
        for dotted in history.removed_in(version)
        if dotted.partition(".")[0] not in ("compat", "test_utils", "selectors")
    }
    # Members of locks are what with (yield from lock) and with (await lock) are made of.
    lost -= {
        "asyncio.%s.%s" % (lock, member)
        for lock in ("Lock", "Condition", "Semaphore")
        for member in ("__enter__", "__exit__", "__iter__", "__await__")
    }

    assert lost - ruled == set()


def test_every_parameter_that_asyncio_dropped_has_a_rule():
    ruled = set(history.by_argument())
    dropped = set()
    for version in READ[1:]:
        for dotted, before, since in history.signature_changes(version):
            in_order, keywords = names_of(before)
            kept = names_of(since)
            for name in keywords - kept[1] - set(kept[0]):
                # 3.14 passes name= and context= on in **kwargs.
                if not any(one.kind == "VAR_KEYWORD" for one in since):
                    dropped.add((inherited_from(dotted), name))
                elif name == "loop":
                    dropped.add((inherited_from(dotted), name))

    assert dropped - ruled == set()
    assert ("asyncio.sleep", "loop") in dropped


def inherited_from(dotted):
    """Return the dotted name under which rules speak of a method: that of the abstract class."""
    for concrete in ("BaseEventLoop.", "SelectorEventLoop.", "EventLoop."):
        if dotted.startswith(concrete):
            dotted = "AbstractEventLoop." + dotted[len(concrete) :]
    return "asyncio." + dotted


def test_rules_can_be_asked_for_by_version():
    def ids(version):
        return {row.id for row in history.rules(version)}

    assert "loop-argument" not in ids("3.7")
    assert "loop-argument" in ids("3.8") and "loop-argument" in ids("3.15")
    assert "task-factory-signature" not in ids((3, 13, 2))
    assert "task-factory-signature" in ids((3, 13, 3))
    assert "subprocess-thread" in ids("3.7") and "subprocess-thread" not in ids("3.8")
    assert "timeout-error-identity" in ids("3.10") and "timeout-error-identity" not in ids("3.11")
    assert "plain-yield" in ids("3.6")
    assert history.rule("loop-argument").last_worked == "3.9"
    assert history.rule("plain-yield").last_worked is None


def test_rules_can_be_found_by_what_source_says():
    assert [row.id for row in history.by_name()["asyncio.Task.all_tasks"]] == ["task-all-tasks"]
    assert [row.id for row in history.by_name()["asyncio.compat"]] == ["compat-module"]
    assert [row.id for row in history.by_argument()["asyncio.gather", "loop"]] == ["loop-argument"]
    assert "wait-coroutines" in [row.id for row in history.by_call()["asyncio.wait"]]
    assert [row.id for row in history.by_handler()["OSError"]] == ["timeout-error-oserror"]
    overridden = history.by_override()["asyncio.AbstractEventLoop.call_soon"]
    assert [row.id for row in overridden] == ["loop-call-soon-override"]
    assert history.by_pattern()["with (await lock)"].id == "with-await-lock"
    assert len(history.by_pattern()) == sum(row.place == changes.SYNTAX for row in CHANGES)
    text = history.error_text(history.rule("loop-argument"), "3.12", "gather")
    assert text == "gather() got an unexpected keyword argument 'loop'"
    assert history.error_text(history.rule("loop-argument"), "3.9", "gather") is None


# The examples of the rules


@pytest.fixture(scope="module")
def before():
    """What the interpreter's asyncio makes of each rule's first example."""
    return outcomes("asyncio", [(row.id, row.before, row.alone) for row in CHANGES if row.before])


def claim(claims):
    """Return the one of *claims*, errors or results, about the running Python, or None."""
    for one in claims:
        if covers(one.span, EXACTLY):
            return one
    return None


def texts(text, names):
    """Return what *text* may be with one of *names* in it."""
    found = {text.replace("{name}", name.rpartition(".")[2]) for name in names or ("",)}
    if PYPY:
        found = {one.replace("'_asyncio.", "'") for one in found}
    return found


def test_examples_end_as_the_rules_say(before):
    wrong = {}
    for row in CHANGES:
        outcome = before.get(row.id)
        error, result = claim(row.errors), claim(row.results)
        if outcome is None or error is None and result is None:
            continue
        if PYPY and row.id == "sys-checkinterval":
            continue  # PyPy keeps them
        if error is not None:
            type_, text = outcome["error"] or ("", "")
            right = type_ == error.type and any(
                wanted in text for wanted in texts(error.text, row.names)
            )
        else:
            right = outcome["error"] is None and outcome["result"] == repr(result.value)
        if not right:
            wrong[row.id] = outcome

    assert wrong == {}


def test_examples_warn_in_the_versions_that_deprecate(before):
    wrong = {}
    for row in CHANGES:
        if row.id in before and row.warning:
            since = EXACTLY >= as_version(row.deprecated)
            until = row.since and EXACTLY >= as_version(row.since)
            warned = any(
                text in caught
                for text in texts(row.warning, row.names)
                for caught in before[row.id]["warnings"]
            )
            if warned != bool(since and not until):
                wrong[row.id] = before[row.id]["warnings"]

    assert wrong == {}


def test_replacements_work_where_they_are_needed():
    needed = [
        row
        for row in CHANGES
        if row.after and EXACTLY >= as_version(row.since or row.deprecated or "3.6")
    ]
    found = outcomes("asyncio", [(row.id, row.after, row.alone) for row in needed])

    assert {id: one["error"] for id, one in found.items() if one["error"]} == {}


# The table as a part of the package


def test_importing_legacyco_does_not_import_the_table():
    code = "import legacyco, sys; sys.exit('legacyco.history' in sys.modules)"

    assert subprocess.call([sys.executable, "-W", "ignore", "-c", code]) == 0


def test_the_page_is_written_from_the_table():
    path = os.path.join(os.path.dirname(__file__), os.pardir, "docs", "history.rst")
    with open(path, encoding="utf-8") as file:
        assert file.read() == page(), "run: python -m legacyco.history > docs/history.rst"
