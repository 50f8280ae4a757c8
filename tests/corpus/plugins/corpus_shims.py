"""pytest plugin: restores what old suites miss in a new Python besides asyncio.

Old suites trip over asyncio, which is what the corpus measures, over the rest of the standard
library, and over pytest itself. This restores the last two, in every way of running, so that a
failure that is left says something about asyncio. Nothing here touches asyncio, coroutines or the
keyword ``async``.
"""

import base64
import collections
import collections.abc
import configparser
import importlib.util
import inspect
import logging
import re
import ssl
import sys
import types
import unittest

import pytest

CASE_ALIASES = {
    "assertEquals": "assertEqual",
    "assertNotEquals": "assertNotEqual",
    "assertAlmostEquals": "assertAlmostEqual",
    "assertNotAlmostEquals": "assertNotAlmostEqual",
    "assertRegexpMatches": "assertRegex",
    "assertNotRegexpMatches": "assertNotRegex",
    "assertRaisesRegexp": "assertRaisesRegex",
    "assertItemsEqual": "assertCountEqual",
    "assert_": "assertTrue",
    "failUnless": "assertTrue",
    "failIf": "assertFalse",
    "failUnlessEqual": "assertEqual",
}


def restore(owner, **names):
    """Give *owner* those of the names that it lacks."""
    for name, value in names.items():
        if not hasattr(owner, name):
            setattr(owner, name, value)


def restore_small_ones():
    restore(
        collections, **{name: getattr(collections.abc, name) for name in collections.abc.__all__}
    )
    restore(
        unittest.TestCase,
        **{old: getattr(unittest.TestCase, new) for old, new in CASE_ALIASES.items()},
    )
    restore(base64, encodestring=base64.encodebytes, decodestring=base64.decodebytes)
    restore(
        configparser.RawConfigParser,
        readfp=lambda self, file, filename=None: self.read_file(file, filename),
    )
    specification = collections.namedtuple("ArgSpec", "args varargs keywords defaults")
    restore(inspect, getargspec=lambda func: specification(*inspect.getfullargspec(func)[:4]))


def allow_weak_tls():
    """Take keys of 1024 bits, and TLS 1.2 for 1.0: today's OpenSSL refuses what suites bring."""
    ssl.PROTOCOL_TLSv1 = ssl.PROTOCOL_TLSv1_2
    new = ssl.SSLContext.__new__

    def new_weak(cls, *args, **kwargs):
        context = new(cls, *args, **kwargs)
        context.set_ciphers("DEFAULT:@SECLEVEL=0")
        return context

    ssl.SSLContext.__new__ = new_weak


def restore_imp():
    imp = types.ModuleType("imp")
    imp.reload = importlib.reload
    imp.new_module = types.ModuleType

    def load_source(name, path):
        spec = importlib.util.spec_from_file_location(name, path)
        module = sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    imp.load_source = load_source
    sys.modules.setdefault("imp", imp)


def accept_unhashable_handlers():
    """Take log handlers that cannot be hashed, as up to 3.8."""
    register = logging._register_at_fork_reinit_lock

    def register_if_possible(instance):
        try:
            register(instance)
        except TypeError:
            pass

    logging._register_at_fork_reinit_lock = register_if_possible


def escape_as_before():
    """Have re.escape() escape all that is not alphanumeric, as up to 3.6: suites compare that."""

    def escape(pattern):
        if isinstance(pattern, bytes):
            return escape(pattern.decode("latin-1")).encode("latin-1")
        return re.sub(r"[^a-zA-Z0-9_]", _escaped, pattern)

    re.escape = escape


def _escaped(match):
    return "\\000" if match.group() == "\0" else "\\" + match.group()


def accept_old_pytest_idioms():
    """Let fixtures be called, and nodes made by calling their class, as before pytest 4 and 5."""
    from _pytest import fixtures, nodes

    def mark(self, function):
        if getattr(function, "_pytestfixturefunction", False):
            # The same function, marked twice: mark a copy.
            function = _copy(function)
        function._pytestfixturefunction = self
        return function

    def create(self, *args, **kwargs):
        return super(nodes.NodeMeta, self).__call__(*args, **kwargs)

    fixtures.FixtureFunctionMarker.__call__ = mark
    nodes.NodeMeta.__call__ = create
    restore(
        pytest,
        yield_fixture=pytest.fixture,
        collect=types.SimpleNamespace(File=pytest.File, Item=pytest.Item),
    )


def _copy(function):
    copy = types.FunctionType(
        function.__code__,
        function.__globals__,
        function.__name__,
        function.__defaults__,
        function.__closure__,
    )
    copy.__kwdefaults__ = function.__kwdefaults__
    copy.__module__ = function.__module__
    copy.__doc__ = function.__doc__
    return copy


restore_small_ones()
allow_weak_tls()
restore_imp()
accept_unhashable_handlers()
escape_as_before()
accept_old_pytest_idioms()
