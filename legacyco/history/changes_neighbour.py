"""Rules for what other modules of the standard library lost, and old asyncio packages use.

They are not about asyncio, but they stand in the way of the same packages. *replacement* names the
module or the maintained distribution that has the thing today.
"""

from legacyco.history.changes import (
    IMPORT,
    METHOD,
    NAME,
    REMOVED,
    RENAME,
    Error,
    Result,
    change,
    under,
)

_NO_MODULE = "No module named '{name}'"
_ABC = (
    "Awaitable Coroutine AsyncIterable AsyncIterator Hashable Iterable Iterator Generator"
    " Reversible Sized Container Callable Collection Set MutableSet Mapping MutableMapping"
    " MappingView KeysView ItemsView ValuesView Sequence MutableSequence ByteString"
)
_ALIASES = (
    "failUnlessEqual failIfEqual failUnless failIf failUnlessRaises failUnlessAlmostEqual"
    " failIfAlmostEqual assertEquals assertNotEquals assertAlmostEquals assertNotAlmostEquals"
    " assertRegexpMatches assertRaisesRegexp assertNotRegexpMatches assert_"
)


def _module(name, since, deprecated, replacement, issue=""):
    return change(
        "module-" + name,
        "the module " + name,
        REMOVED,
        IMPORT,
        names=(name,),
        deprecated=deprecated,
        since=since,
        errors=(Error(since + "-", "ModuleNotFoundError", _NO_MODULE),),
        before="import %s\n" % name,
        replacement=replacement,
        issue=issue,
    )


NEIGHBOUR_CHANGES = (
    change(
        "collections-abc",
        "abstract base classes from collections",
        REMOVED,
        NAME,
        names=under("collections", _ABC),
        deprecated="3.3",
        since="3.10",
        errors=(
            Error("3.10-", "AttributeError", "module 'collections' has no attribute 'Callable'"),
        ),
        results=(Result("3.4-3.9", True),),
        before="import collections\n\nresult = isinstance(len, collections.Callable)\n",
        after="import collections.abc\n\nresult = isinstance(len, collections.abc.Callable)\n",
        replacement="collections.abc.{name}",
        fix=RENAME,
        new_name="collections.abc.{name}",
        issue="bpo-37324",
    ),
    change(
        "inspect-getargspec",
        "inspect.getargspec() and inspect.formatargspec()",
        REMOVED,
        NAME,
        names=("inspect.getargspec", "inspect.formatargspec"),
        deprecated="3.0",
        since="3.11",
        errors=(
            Error("3.11-", "AttributeError", "module 'inspect' has no attribute 'getargspec'"),
        ),
        results=(Result("3.4-3.10", ["a"]),),
        before="import inspect\n\nresult = inspect.getargspec(lambda a: a).args\n",
        after="import inspect\n\nresult = inspect.getfullargspec(lambda a: a).args\n",
        replacement="inspect.getfullargspec() or inspect.signature()",
        issue="bpo-45320",
    ),
    change(
        "ssl-wrap-socket",
        "ssl.wrap_socket() and ssl.match_hostname()",
        REMOVED,
        NAME,
        names=("ssl.wrap_socket", "ssl.match_hostname"),
        deprecated="3.7",
        since="3.12",
        errors=(Error("3.12-", "AttributeError", "module 'ssl' has no attribute 'wrap_socket'"),),
        results=(Result("3.4-3.11", True),),
        before="import ssl\n\nresult = callable(ssl.wrap_socket)\n",
        after="import ssl\n\nresult = callable(ssl.SSLContext.wrap_socket)\n",
        replacement="ssl.SSLContext.wrap_socket(), and check_hostname of the context",
        issue="cpython#94199",
    ),
    change(
        "time-clock",
        "time.clock()",
        REMOVED,
        NAME,
        names=("time.clock",),
        deprecated="3.3",
        since="3.8",
        errors=(Error("3.8-", "AttributeError", "module 'time' has no attribute 'clock'"),),
        results=(Result("3.4-3.7", True),),
        before="import time\n\nresult = time.clock() >= 0\n",
        after="import time\n\nresult = time.perf_counter() >= 0\n",
        replacement="time.perf_counter() or time.process_time()",
        fix=RENAME,
        new_name="time.perf_counter",
        issue="bpo-36895",
    ),
    change(
        "set-coroutine-wrapper",
        "sys.set_coroutine_wrapper() and sys.get_coroutine_wrapper()",
        REMOVED,
        NAME,
        names=("sys.set_coroutine_wrapper", "sys.get_coroutine_wrapper"),
        deprecated="3.7",
        since="3.8",
        errors=(
            Error(
                "3.8-", "AttributeError", "module 'sys' has no attribute 'get_coroutine_wrapper'"
            ),
        ),
        results=(Result("3.5-3.7", None),),
        before="import sys\n\nresult = sys.get_coroutine_wrapper()\n",
        after="import sys\n\nresult = sys.get_coroutine_origin_tracking_depth() or None\n",
        replacement="sys.set_coroutine_origin_tracking_depth()",
        issue="bpo-36933",
    ),
    change(
        "thread-isalive",
        "Thread.isAlive()",
        REMOVED,
        METHOD,
        names=("threading.Thread.isAlive",),
        deprecated="3.8",
        since="3.9",
        errors=(Error("3.9-", "AttributeError", "'Thread' object has no attribute 'isAlive'"),),
        results=(Result("3.4-3.8", False),),
        before="import threading\n\nresult = threading.Thread().isAlive()\n",
        after="import threading\n\nresult = threading.Thread().is_alive()\n",
        replacement="is_alive()",
        fix=RENAME,
        new_name="threading.Thread.is_alive",
        issue="bpo-37804",
    ),
    change(
        "base64-encodestring",
        "base64.encodestring() and base64.decodestring()",
        REMOVED,
        NAME,
        names=("base64.encodestring", "base64.decodestring"),
        deprecated="3.1",
        since="3.9",
        errors=(
            Error("3.9-", "AttributeError", "module 'base64' has no attribute 'encodestring'"),
        ),
        results=(Result("3.4-3.8", b"YQ==\n"),),
        before="import base64\n\nresult = base64.encodestring(b'a')\n",
        after="import base64\n\nresult = base64.encodebytes(b'a')\n",
        replacement="base64.encodebytes() and base64.decodebytes()",
        issue="bpo-39351",
    ),
    change(
        "unittest-aliases",
        "old names of unittest's assertions",
        REMOVED,
        METHOD,
        names=under("unittest.TestCase", _ALIASES),
        deprecated="3.1",
        since="3.12",
        errors=(
            Error(
                "3.12-", "AttributeError", "type object 'TestCase' has no attribute 'failUnless'"
            ),
        ),
        results=(Result("3.4-3.11", True),),
        before="import unittest\n\nresult = callable(unittest.TestCase.failUnless)\n",
        after="import unittest\n\nresult = callable(unittest.TestCase.assertTrue)\n",
        replacement="assertEqual(), assertTrue(), assertRegex(), assertRaisesRegex(), ...",
        issue="bpo-45162",
    ),
    _module("asyncore", "3.12", "3.6", "pyasyncore", "cpython#96580"),
    _module("asynchat", "3.12", "3.6", "pyasynchat", "cpython#96580"),
    _module("smtpd", "3.12", "3.6", "aiosmtpd", "cpython#93243"),
    _module("imp", "3.12", "3.4", "importlib; the distribution zombie-imp", "cpython#98040"),
    _module("distutils", "3.12", "3.10", "the distribution setuptools", "cpython#92584"),
    _module("cgi", "3.13", "3.11", "the distribution legacy-cgi", "cpython#104773"),
    _module("telnetlib", "3.13", "3.11", "the distribution standard-telnetlib", "cpython#104773"),
    _module("lib2to3", "3.13", "3.9", "LibCST or parso", "cpython#104780"),
)
