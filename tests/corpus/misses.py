"""The oracle's tests that do not pass with legacyco, each with its reason.

A row names tests of one package by a pattern over their ids, and the Pythons it is true for. A test
that does not pass and is not in the table fails the run, and so does a row whose tests all pass.
"""

import fnmatch
from collections import namedtuple


class Row(namedtuple("Row", "package pythons tests why unreachable sometimes reason")):
    """One reason, for the tests whose failure has the text *why* in it.

    *unreachable*: the test dies of something that is not asyncio, and is not counted. *sometimes*:
    it passes in one run and fails in the next.
    """

    def matches(self, test, why):
        # A parametrised test has brackets in its id, which are no pattern.
        return fnmatch.fnmatchcase(test, self.tests.replace("[", "[[]")) and self.why in why


def _missed(package, pythons, tests, why, reason, sometimes=False):
    return Row(package, pythons.split(), tests, why, False, sometimes, reason)


def _unreachable(package, pythons, tests, why, reason, sometimes=False):
    return Row(package, pythons.split(), tests, why, True, sometimes, reason)


BOTH = "3.13 3.15"

MISSES = [
    _missed(
        "aiohttp",
        BOTH,
        "tests/test_client_functional.py::test_format_task_get",
        "<Task pending name",
        "Compares the beginning of a task's repr. Since 3.8 that is the task's name, in legacyco as"
        " in asyncio.",
    ),
    _missed(
        "aiohttp",
        BOTH,
        "tests/test_pytest_plugin.py::test_myplugin",
        "'errors': 1",
        "Starts another pytest in its own process, on a suite that it writes, and without"
        " ``-p legacyco``: nobody adopts that.",
    ),
    _unreachable(
        "janus",
        "3.15",
        "tests/test_async.py::*",
        "AssertionError: True is not false",
        "Asserts that a ``threading.Lock`` is free that it has released a moment ago, while a"
        " thread of the executor waits for it. Since 3.14 the release hands the lock to a thread"
        " that has waited for more than a millisecond, before that runs; a busy machine fails more"
        " of them. ``tests/corpus/lock_handoff.py`` shows it with two threads and no event loop:"
        " after 2 ms the lock is free in 100 of 100 on 3.13, and in none on 3.14 and 3.15. With"
        " asyncio's own event loop in the place of legacyco's the suite fails likewise.",
        sometimes=True,
    ),
    _missed(
        "trollius",
        BOTH,
        "tests/test_tasks.py::TaskTests::test_async_warning",
        "DeprecationWarning not triggered",
        "Wants trollius.async() to warn. legacyco gives no DeprecationWarning for what it is there"
        " to provide.",
    ),
    _missed(
        "trollius",
        BOTH,
        "tests/test_tasks.py::TaskTests::test_step_in_completed_task",
        "Task does not support set_result operation",
        "Ends a task by ``set_result()``. legacyco's tasks refuse that, as asyncio's since 3.8.",
    ),
    _missed(
        "trollius",
        BOTH,
        "tests/test_tasks.py::TaskTests::test_task_repr_coro_decorator",
        "-----------------",
        "Compares a task's repr. Since 3.8 that has the task's name, in legacyco as in asyncio.",
    ),
    _missed(
        "trollius",
        BOTH,
        "tests/test_queues.py::QueuePutTests::test_get_cancel_drop_many_pending_readers",
        "1 != 2",
        "trollius hands an item to the reader that waits for it when it is put, and to the next one"
        " if that is cancelled, past those who were handed theirs. In legacyco, as in asyncio"
        " today, items are taken in their order.",
    ),
    _unreachable(
        "trollius",
        "3.15",
        "tests/test_tasks.py::TaskTests::test_step_with_baseexception",
        "False is not true",
        "Runs a task's step outside of a running loop. Since 3.14 the interpreter's register of"
        " current tasks, where every task has to be entered, takes none of a loop that does not"
        " run: asyncio's own do not do it either.",
    ),
    _unreachable(
        "trollius",
        BOTH,
        "tests/test_tasks.py::TaskTests::test_get_stack",
        "test broken on Python 3.5",
        "Skips itself on Python 3.5 and newer.",
    ),
    _unreachable(
        "trollius",
        BOTH,
        "tests/test_events.py::*::test_subprocess_close_client_stream",
        "ran past 15 seconds",
        "Starts ``tests/echo3.py`` in a Python of its own, which imports trollius from the sdist."
        " That does not parse, with or without legacyco in the process that runs the test.",
    ),
    _unreachable(
        "trollius",
        BOTH,
        "tests/test_events.py::HandleTests::test_handle_repr",
        "functools.partialmethod",
        "Compares the repr of a ``functools.partialmethod``, which is another one since 3.13.",
    ),
]


def rows_for(package, python):
    """Return the rows that are true of a package's suite on a Python like "3.13"."""
    return [row for row in MISSES if row.package == package.name and python in row.pythons]
