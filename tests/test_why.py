"""``python -m legacyco why``: what became of a name, an argument, a construct, an error."""

import pathlib
import textwrap

import pytest

from legacyco import cli, history
from legacyco.history import lookup, why


def first_lines(text):
    """Return the head of each part of the answer."""
    answer = why.explanation(text)
    return [part.partition("\n")[0] for part in answer.split("\n\n") if part[:1] != " "]


@pytest.mark.parametrize(
    "text, head",
    [
        ("coroutine", "asyncio.coroutine: function, Python 3.4 to 3.10"),
        ("@asyncio.coroutine", "asyncio.coroutine: function, Python 3.4 to 3.10"),
        ("legacyco.coroutine", "asyncio.coroutine: function, Python 3.4 to 3.10"),
        ("asyncio.async", "asyncio.async: function, Python 3.4 to 3.6"),
        ("asyncio.async()", "asyncio.async: function, Python 3.4 to 3.6"),
        ("wait_for", "asyncio.wait_for: coroutine function, since Python 3.4"),
        ("WAIT_FOR", "asyncio.wait_for: coroutine function, since Python 3.4"),
        ("TaskGroup", "asyncio.TaskGroup: class, since Python 3.11"),
        ("Task.all_tasks", "asyncio.Task.all_tasks: class method, Python 3.4 to 3.8"),
        ("import asyncio.compat", "asyncio.compat: module, Python 3.5 or 3.6"),
    ],
)
def test_a_name(text, head):
    assert first_lines(text)[0] == head


@pytest.mark.parametrize(
    "text, head",
    [
        ("loop=", "loop= of the task functions, warns since Python 3.8, gone since Python 3.10"),
        (
            "sleep(loop=)",
            "loop= of the task functions, warns since Python 3.8, gone since Python 3.10",
        ),
        (
            "Queue loop=None",
            "loop= of locks and queues, warns since Python 3.8, gone since Python 3.10",
        ),
        (
            "reuse_address=",
            "Where it came or went:",
        ),
        (
            "TypeError: Lock.__init__() got an unexpected keyword argument 'loop'",
            "loop= of locks and queues, warns since Python 3.8, gone since Python 3.10",
        ),
        (
            "'Lock' object is not iterable",
            "with (yield from lock), warns since Python 3.7, gone since Python 3.9",
        ),
        (
            "with (yield from lock)",
            "with (yield from lock), warns since Python 3.7, gone since Python 3.9",
        ),
        ("asyncio.JoinableQueue", "asyncio.JoinableQueue: class, Python 3.4"),
        ("imp", "the module imp, warns since Python 3.4, gone since Python 3.12"),
        (
            "ModuleNotFoundError: No module named 'asyncore'",
            "the module asyncore, warns since Python 3.6, gone since Python 3.12",
        ),
        ("time.clock", "time.clock(), warns since Python 3.3, gone since Python 3.8"),
        ("with lock", "with lock, without yield from, an error always"),
        ("wait-generator", "a generator of futures for asyncio.wait(), an error before 3.12"),
    ],
)
def test_an_argument_an_error_or_a_construct(text, head):
    assert head in first_lines(text)


@pytest.mark.parametrize(
    "text",
    [
        "module 'asyncio' has no attribute 'coroutine'",
        "AttributeError: module 'asyncio' has no attribute 'coroutine'",
        "module 'asyncio' has no attribute 'coroutine'. Did you mean: 'coroutines'?",
        "cannot import name 'coroutine' from 'asyncio' (/usr/lib/python3.13/asyncio/__init__.py)",
    ],
)
def test_an_error_is_answered_as_the_name_that_it_speaks_of(text):
    assert why.explanation(text) == why.explanation("asyncio.coroutine")


def test_an_argument_that_is_in_signatures_only_is_told_with_them():
    answer = why.explanation("ssl_shutdown_timeout=")
    assert "asyncio.AbstractEventLoop.create_connection, Python 3.11" in answer


def test_an_answer_says_what_failed_and_what_to_write():
    answer = why.explanation("asyncio.async")
    assert (
        "error in 3.7 and newer: AttributeError: module 'asyncio' has no attribute 'async'"
        in answer
    )
    assert "instead: asyncio.ensure_future()" in answer
    assert "legacyco: has it on every Python" in answer


@pytest.mark.parametrize("row", history.rules(), ids=lambda row: row.id)
def test_every_rule_is_found_by_its_id_and_by_its_title(row):
    assert (row, None) in lookup.look_up(row.id).rules or row.id in lookup._rows()
    found = lookup.look_up(row.title)
    assert any(found), row.title


@pytest.mark.parametrize("row", history.rules(), ids=lambda row: row.id)
def test_every_error_in_the_table_is_answered(row):
    for error in row.errors:
        text = error.text.replace("{name}", (row.names or ("x",))[0].rpartition(".")[2])
        if len(text) > 15:
            found = lookup.look_up("%s: %s" % (error.type, text))
            assert any(found), text


@pytest.mark.parametrize("name", sorted(history.names()))
def test_every_name_in_the_table_is_answered(name):
    assert first_lines("asyncio." + name)[0].startswith("asyncio.%s: " % name)


@pytest.mark.parametrize(
    "text, near",
    [
        ("corutine", "asyncio.coroutine"),
        ("get_event_lop", "asyncio.get_event_loop"),
        ("lop=", "loop="),
    ],
)
def test_something_unknown_gets_what_is_written_almost_like_it(text, near, capsys):
    assert why.main(text) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("legacyco: nothing is known of %r." % text)
    assert near in printed.err


@pytest.mark.parametrize("text", ["xyzzy", "", "=", "...", "()", "'", "a b c d e f g h"])
def test_nonsense_is_unknown(text, capsys):
    assert why.main(text) == 1
    assert "asked for by name" in capsys.readouterr().err


def test_the_command_takes_several_arguments_as_one(capsys):
    with pytest.raises(SystemExit) as caught:
        cli.main(["why", "with", "(yield", "from", "lock)"])
    assert caught.value.code == 0
    assert capsys.readouterr().out == why.explanation("with (yield from lock)")


def test_the_command_ends_with_1_if_it_knows_nothing(capsys):
    with pytest.raises(SystemExit) as caught:
        cli.main(["why", "xyzzy"])
    assert caught.value.code == 1


def test_the_example_in_the_documentation_is_what_it_prints():
    page = pathlib.Path(__file__).parent.parent / "docs" / "run.rst"
    _, _, after = page.read_text(encoding="utf-8").partition(
        "$ python -m legacyco why asyncio.async\n"
    )
    shown = textwrap.dedent(after.partition("    ...")[0]).rstrip()
    assert shown and why.explanation("asyncio.async").startswith(shown)
