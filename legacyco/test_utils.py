"""Helpers for tests of asyncio programs (asyncio: up to 3.6).

Written anew: they need nothing of the interpreter's own test package.
"""

import contextlib
import logging
import re
import socket
import sys
import threading
import time
import unittest
from unittest import mock

from . import coroutines, events, format_helpers, tasks
from ._test_loop import TestLoop, TestSelector
from ._test_servers import (
    SilentWSGIRequestHandler,
    SilentWSGIServer,
    run_test_server,
)
from .exceptions import TimeoutError
from .log import logger

__all__ = (
    "MockCallback",
    "MockPattern",
    "SilentWSGIRequestHandler",
    "SilentWSGIServer",
    "TestCase",
    "TestLoop",
    "TestSelector",
    "disable_logger",
    "get_function_source",
    "make_test_protocol",
    "mock_nonblocking_socket",
    "run_briefly",
    "run_once",
    "run_test_server",
    "run_until",
)

if hasattr(socket, "AF_UNIX"):
    from ._test_servers import (
        SilentUnixWSGIServer,
        UnixHTTPServer,
        UnixWSGIServer,
        gen_unix_socket_path,
        run_test_unix_server,
        unix_socket_path,
    )

    __all__ += (
        "SilentUnixWSGIServer",
        "UnixHTTPServer",
        "UnixWSGIServer",
        "gen_unix_socket_path",
        "run_test_unix_server",
        "unix_socket_path",
    )

coroutine = coroutines.coroutine

# Seconds that a test's threads have to come to an end.
_THREADS_TIMEOUT = 10


def run_briefly(loop):
    """Let the loop run what is ready now, and one turn of what that makes ready."""

    @coroutine
    def once():
        pass

    gen = once()
    task = loop.create_task(gen)
    # If the loop is stopped meanwhile, that is the test's business.
    task._log_destroy_pending = False
    try:
        loop.run_until_complete(task)
    finally:
        gen.close()


def run_until(loop, pred, timeout=30):
    """Run the loop until ``pred()`` is true; TimeoutError after *timeout* seconds, None for never.

    The seconds are those of the wall clock, not of the loop's.
    """
    deadline = None if timeout is None else time.monotonic() + timeout
    while not pred():
        if deadline is not None and time.monotonic() >= deadline:
            raise TimeoutError()
        loop.run_until_complete(tasks.sleep(0.001, loop=loop))


def run_once(loop):
    """Let the loop ask its selector once and run the callbacks of that."""
    loop.call_soon(loop.stop)
    loop.run_forever()


def make_test_protocol(base):
    """Return an object of a subclass of the protocol *base* whose public methods are mocks."""
    methods = {
        name: MockCallback(return_value=None)
        for name in dir(base)
        if not (name.startswith("__") and name.endswith("__"))
    }
    return type("TestProtocol", (base,) + base.__bases__, methods)()


def MockCallback(**kwargs):
    """Return a mock that can be called, and nothing else."""
    return mock.Mock(spec=["__call__"], **kwargs)


class MockPattern(str):
    """A regular expression that equals every text it is found in, as argument of a mock."""

    def __eq__(self, other):
        return bool(re.search(str(self), other, re.S))

    __hash__ = str.__hash__


def get_function_source(func):
    """Return (file name, line) of a function; ValueError if it has none."""
    source = format_helpers._get_function_source(func)
    if source is None:
        raise ValueError("unable to get the source of %r" % (func,))
    return source


class TestCase(unittest.TestCase):
    """A test case without a current loop: what is tested has to be given its loop."""

    @staticmethod
    def close_loop(loop):
        """Close a loop and its default executor."""
        executor = loop._default_executor
        if executor is not None:
            executor.shutdown(wait=True)
        loop.close()

    def set_event_loop(self, loop, *, cleanup=True):
        """Close *loop* after the test if *cleanup*; it does not become the current one."""
        if loop is None:
            raise TypeError("a loop was expected, got None")
        events.set_event_loop(None)
        if cleanup:
            self.addCleanup(self.close_loop, loop)

    def new_test_loop(self, gen=None):
        """Return a new TestLoop(gen), which is closed after the test."""
        loop = TestLoop(gen)
        self.set_event_loop(loop)
        return loop

    def setUp(self):
        self._get_running_loop = events._get_running_loop
        events._get_running_loop = lambda: None
        self._threads = set(threading.enumerate())

    def unpatch_get_running_loop(self):
        """Let what is tested see which loop is running, which it does not from setUp() on."""
        events._get_running_loop = self._get_running_loop

    def tearDown(self):
        self.unpatch_get_running_loop()
        events.set_event_loop(None)
        self.assertEqual(sys.exc_info(), (None, None, None))
        self.doCleanups()
        for thread in set(threading.enumerate()) - self._threads:
            if not thread.daemon:
                thread.join(_THREADS_TIMEOUT)


@contextlib.contextmanager
def disable_logger():
    """Keep asyncio's logger silent within a block."""
    level = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        logger.setLevel(level)


def mock_nonblocking_socket(
    proto=socket.IPPROTO_TCP, type=socket.SOCK_STREAM, family=socket.AF_INET
):
    """Return a mock of a socket that does not block."""
    sock = mock.MagicMock(socket.socket)
    sock.proto, sock.type, sock.family = proto, type, family
    sock.gettimeout.return_value = 0.0
    return sock
