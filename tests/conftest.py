"""Fixtures of the whole suite, and the rule that a test leaves nothing behind.

A test fails, besides what it asserts, when it

- logs at WARNING or above to the logger of asyncio, legacyco or concurrent.futures without saying
  so through `expect_log`; what reaches a loop's default exception handler is such a record too;
- leaves a coroutine that was never awaited, or an object whose finalizer raises (tox.ini: warnings
  are errors; Python 3.6 and 3.7 have no hook that tells, the others have).

On PyPy, what fails so may be one of the next nine tests instead: see COLLECT_EVERY.

Helper modules beside this file are imported by name: ``from fake_clock import ...``.
"""

import asyncio
import concurrent.futures
import faulthandler
import gc
import itertools
import logging
import os
import re
import sys

import pytest
from fake_clock import new_fake_clock_loop

import legacyco

WATCHED_LOGGERS = ("asyncio", "legacyco", "concurrent")
ON_PYPY = hasattr(sys, "pypy_version_info")
# Tests.  PyPy has only collections of everything, and one for each test would take four fifths of
# the time; COLLECT_EVERY=1 finds the one that has left something.
COLLECT_EVERY = int(os.environ.get("COLLECT_EVERY", 10 if ON_PYPY else 1))
# The interpreter, when all tests are done.
SECONDS_TO_END_IN = 60


class LogWatch(logging.Handler):
    """Collect the records that a test has to account for, and the expectations it declared."""

    def __init__(self):
        super().__init__(logging.WARNING)
        self.records = []
        self.expectations = []

    def emit(self, record):
        self.records.append(record)

    def complaints(self):
        """Yield a text for every undeclared record and every declaration that did not come true."""
        for record in self.records:
            if not any(expectation.matches(record) for expectation in self.expectations):
                yield "unexpected log record: " + _described(record)
        for expectation in self.expectations:
            count = sum(map(expectation.matches, self.records))
            if not expectation.is_satisfied_by(count):
                yield "%s, but it was %d times" % (expectation, count)


class Expectation:
    """Log records that a test declared through `expect_log`."""

    def __init__(self, pattern, logger, level, times):
        self.pattern = pattern
        self.logger = logger
        self.level = level
        self.times = times

    def matches(self, record):
        return (
            re.search(self.pattern, record.getMessage()) is not None
            and self.logger in (None, record.name)
            and self.level in (None, record.levelno)
        )

    def is_satisfied_by(self, count):
        return count > 0 if self.times is None else count == self.times

    def __str__(self):
        wanted = "at least once" if self.times is None else "%d times" % self.times
        return "%r had to be logged %s" % (self.pattern, wanted)


def _described(record):
    return logging.Formatter("%(name)s %(levelname)s: %(message)s").format(record)


def collect():
    """Collect the garbage of a test, and have the next time look at what is made from now on only.

    What is left by then mostly stays until the process ends; to walk through it after each test
    would take longer than the tests.
    """
    if hasattr(gc, "freeze"):
        gc.collect()
        gc.freeze()
    elif ON_PYPY:
        gc.collect()
    else:
        # CPython 3.6 can freeze nothing; what a test has made is in the younger generations.
        gc.collect(1)


_tests_done = itertools.count(1)


def ends_with_collection(test, watch):
    """Whether to collect after *test*: as often as asked for, where it matters, and in the end."""
    due = next(_tests_done) % COLLECT_EVERY == 0
    return due or watch.expectations or test is test.session.items[-1]


@pytest.fixture(autouse=True, scope="session")
def _no_executor_is_collected():
    """Keep the executors of asyncio's own loops: on PyPy a collected one may never end.

    Why, and what legacyco's loop does about it, is in legacyco/_thread_pool.py.
    """
    if not ON_PYPY:
        yield
        return
    kept, make = [], concurrent.futures.ThreadPoolExecutor.__init__

    def make_and_keep(self, *args, **kwargs):
        make(self, *args, **kwargs)
        kept.append(self)

    concurrent.futures.ThreadPoolExecutor.__init__ = make_and_keep
    yield
    concurrent.futures.ThreadPoolExecutor.__init__ = make


def pytest_collection_finish(session):
    gc.collect()
    collect()


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config):
    # A thread that never ends would keep the interpreter from ending: say which, and fail.
    if hasattr(sys.__stderr__, "fileno"):
        faulthandler.dump_traceback_later(SECONDS_TO_END_IN, exit=True, file=sys.__stderr__)


@pytest.fixture(autouse=True)
def _log_watch(request):
    watch = LogWatch()
    loggers = [logging.getLogger(name) for name in WATCHED_LOGGERS]
    for logger in loggers:
        logger.addHandler(watch)
    yield watch
    # Finalizers shall speak in the test that made their objects: pytest itself would hold the
    # values of the test's fixtures until after this.
    getattr(request.node, "funcargs", {}).clear()
    if ends_with_collection(request.node, watch):
        collect()
    for logger in loggers:
        logger.removeHandler(watch)
    complaints = list(watch.complaints())
    if complaints:
        pytest.fail("\n".join(complaints), pytrace=False)


@pytest.fixture
def expect_log(_log_watch):
    """Declare records of the watched loggers, before or after they are written.

    ``expect_log(pattern, logger=None, level=None, times=None)``: *pattern* is a regular expression
    that is searched in the formatted message, *logger* the exact name, *level* the exact level,
    *times* how often exactly (at least once when omitted).
    """

    def declare(pattern, logger=None, level=None, times=None):
        _log_watch.expectations.append(Expectation(pattern, logger, level, times))

    return declare


def _as_current_loop(loop, library):
    library.set_event_loop(loop)
    try:
        yield loop
    finally:
        if not loop.is_closed():
            loop.run_until_complete(loop.shutdown_asyncgens())
            loop.close()
        library.set_event_loop(None)


@pytest.fixture
def loop():
    """A fresh legacyco loop, current in this thread, closed afterwards."""
    yield from _as_current_loop(legacyco.new_event_loop(), legacyco)


@pytest.fixture
def fake_loop():
    """A fresh legacyco loop on a clock that jumps instead of waiting: see fake_clock."""
    yield from _as_current_loop(new_fake_clock_loop(legacyco.SelectorEventLoop), legacyco)


@pytest.fixture(params=[legacyco, asyncio], ids=["legacyco", "asyncio"])
def aio(request):
    """The library, legacyco and then asyncio: for a test whose body behaves alike on both."""
    return request.param


@pytest.fixture
def aio_loop(aio):
    """A fresh loop of `aio`, current in this thread, closed afterwards."""
    yield from _as_current_loop(aio.new_event_loop(), aio)


@pytest.fixture
def aio_fake_loop(aio):
    """A fresh loop of `aio` on a clock that jumps instead of waiting: see fake_clock."""
    yield from _as_current_loop(new_fake_clock_loop(aio.SelectorEventLoop), aio)
