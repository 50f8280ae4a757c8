"""Rules for what other modules of the standard library lost or changed, and old packages use.

They are not about asyncio, but they stand in the way of the same packages. *replacement* names the
module or the maintained distribution that has the thing today.
"""

from legacyco.history.changes import CHANGED, NAME, REMOVED, RENAME, Error, Result, change, under
from legacyco.history.changes_neighbour_method import METHOD_ROWS
from legacyco.history.changes_neighbour_module import MODULE_ROWS

_ABC = (
    "Awaitable Coroutine AsyncIterable AsyncIterator Hashable Iterable Iterator Generator"
    " Reversible Sized Container Callable Collection Set MutableSet Mapping MutableMapping"
    " MappingView KeysView ItemsView ValuesView Sequence MutableSequence ByteString"
)
_NAME_ROWS = (
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
        shimmed=True,
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
        shimmed=True,
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
        shimmed=True,
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
        shimmed=True,
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
                "3.8-",
                "AttributeError",
                "module 'sys' has no attribute 'get_coroutine_wrapper'",
            ),
        ),
        results=(Result("3.5-3.7", None),),
        before="import sys\n\nresult = sys.get_coroutine_wrapper()\n",
        after="import sys\n\nresult = sys.get_coroutine_origin_tracking_depth() or None\n",
        replacement="sys.set_coroutine_origin_tracking_depth()",
        issue="bpo-36933",
        shimmed=True,
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
        shimmed=True,
    ),
    change(
        "cgi-escape",
        "cgi.escape()",
        REMOVED,
        NAME,
        names=("cgi.escape",),
        deprecated="3.2",
        since="3.8",
        errors=(Error("3.8-3.12", "AttributeError", "module 'cgi' has no attribute 'escape'"),),
        results=(Result("3.4-3.7", "&lt;"),),
        before="import cgi\n\nresult = cgi.escape('<')\n",
        after="import html\n\nresult = html.escape('<', quote=False)\n",
        replacement="html.escape()",
        issue="bpo-33843",
        note="The module itself is gone since 3.13.",
        shimmed=True,
    ),
    change(
        "fractions-gcd",
        "fractions.gcd()",
        REMOVED,
        NAME,
        names=("fractions.gcd",),
        deprecated="3.5",
        since="3.9",
        errors=(Error("3.9-", "AttributeError", "module 'fractions' has no attribute 'gcd'"),),
        results=(Result("3.4-3.8", 4),),
        before="import fractions\n\nresult = fractions.gcd(8, 12)\n",
        after="import math\n\nresult = math.gcd(8, 12)\n",
        replacement="math.gcd()",
        fix=RENAME,
        new_name="math.gcd",
        issue="bpo-39350",
        shimmed=True,
    ),
    change(
        "os-errno",
        "modules that other modules happened to import",
        REMOVED,
        NAME,
        names=("os.errno",),
        since="3.7",
        errors=(Error("3.7-", "AttributeError", "module 'os' has no attribute 'errno'"),),
        results=(Result("3.4-3.6", "EINTR"),),
        before="import os\n\nresult = os.errno.errorcode[4]\n",
        after="import errno\n\nresult = errno.errorcode[4]\n",
        replacement="the module {name}",
        fix=RENAME,
        new_name="{name}",
        issue="bpo-33666",
        shimmed=True,
    ),
    change(
        "re-escape",
        "re.escape()",
        CHANGED,
        NAME,
        names=("re.escape",),
        since="3.7",
        results=(Result("3.4-3.6", r"\/"), Result("3.7-", "/")),
        before="import re\n\nresult = re.escape('/')\n",
        after=r"""
import re

result = re.sub(r"([^a-zA-Z0-9_])", r"\\\1", "/")
""",
        replacement="re.sub() with a pattern of one's own, where somebody looks at what it gives",
        issue="bpo-29995",
        note="Since then it escapes special characters only; up to 3.6 all but letters, digits and"
        " underscores of ASCII.",
        shimmed=True,
    ),
    change(
        "sys-checkinterval",
        "sys.setcheckinterval() and sys.getcheckinterval()",
        REMOVED,
        NAME,
        names=("sys.setcheckinterval", "sys.getcheckinterval"),
        deprecated="3.2",
        since="3.9",
        errors=(
            Error("3.9-", "AttributeError", "module 'sys' has no attribute 'getcheckinterval'"),
        ),
        results=(Result("3.4-3.8", 100),),
        before="import sys\n\nresult = sys.getcheckinterval()\n",
        after="import sys\n\nresult = sys.getswitchinterval()\n",
        replacement="sys.setswitchinterval() and sys.getswitchinterval()",
        issue="bpo-37392",
        note="Without effect since 3.2.",
        shimmed=True,
    ),
    change(
        "configparser-aliases",
        "configparser.SafeConfigParser",
        REMOVED,
        NAME,
        names=("configparser.SafeConfigParser",),
        deprecated="3.2",
        since="3.12",
        errors=(
            Error(
                "3.12-",
                "AttributeError",
                "module 'configparser' has no attribute 'SafeConfigParser'",
            ),
        ),
        results=(Result("3.4-3.11", True),),
        before="import configparser\n\nresult = callable(configparser.SafeConfigParser)\n",
        after="import configparser\n\nresult = callable(configparser.ConfigParser)\n",
        replacement="configparser.ConfigParser",
        fix=RENAME,
        new_name="configparser.ConfigParser",
        issue="bpo-45173",
        shimmed=True,
    ),
    change(
        "plistlib-functions",
        "plistlib.readPlist() and its like",
        REMOVED,
        NAME,
        names=under("plistlib", "readPlist writePlist readPlistFromBytes writePlistToBytes"),
        deprecated="3.4",
        since="3.9",
        errors=(Error("3.9-", "AttributeError", "module 'plistlib' has no attribute '{name}'"),),
        results=(Result("3.4-3.8", {}),),
        before="""
import plistlib

result = dict(plistlib.readPlistFromBytes(b"<plist><dict></dict></plist>"))
""",
        after="""
import plistlib

result = plistlib.loads(b"<plist><dict></dict></plist>")
""",
        replacement="plistlib.load(), dump(), loads() and dumps()",
        issue="bpo-36409",
        shimmed=True,
    ),
    change(
        "locale-format",
        "locale.format()",
        REMOVED,
        NAME,
        names=("locale.format",),
        deprecated="3.7",
        since="3.12",
        errors=(Error("3.12-", "AttributeError", "module 'locale' has no attribute 'format'"),),
        results=(Result("3.4-3.11", "7"),),
        before="import locale\n\nresult = locale.format('%d', 7)\n",
        after="import locale\n\nresult = locale.format_string('%d', 7)\n",
        replacement="locale.format_string()",
        issue="cpython#94226",
        shimmed=True,
    ),
    change(
        "find-loader",
        "importlib.find_loader()",
        REMOVED,
        NAME,
        names=("importlib.find_loader",),
        deprecated="3.4",
        since="3.12",
        errors=(
            Error("3.12-", "AttributeError", "module 'importlib' has no attribute 'find_loader'"),
        ),
        results=(Result("3.4-3.11", True),),
        before="import importlib\n\nresult = importlib.find_loader('json') is not None\n",
        after="from importlib.util import find_spec\n\nresult = find_spec('json') is not None\n",
        replacement="importlib.util.find_spec()",
        issue="cpython#98040",
        shimmed=True,
    ),
    change(
        "pkgutil-loaders",
        "pkgutil.find_loader() and pkgutil.get_loader()",
        REMOVED,
        NAME,
        names=("pkgutil.find_loader", "pkgutil.get_loader"),
        deprecated="3.12",
        since="3.14",
        errors=(Error("3.14-", "AttributeError", "module 'pkgutil' has no attribute '{name}'"),),
        results=(Result("3.4-3.13", True),),
        before="import pkgutil\n\nresult = pkgutil.find_loader('json') is not None\n",
        after="from importlib.util import find_spec\n\nresult = find_spec('json') is not None\n",
        replacement="importlib.util.find_spec()",
        issue="cpython#97850",
        shimmed=True,
    ),
    change(
        "unittest-suites",
        "unittest.makeSuite() and unittest.findTestCases()",
        REMOVED,
        NAME,
        names=("unittest.makeSuite", "unittest.findTestCases"),
        deprecated="3.11",
        since="3.13",
        errors=(
            Error("3.13-", "AttributeError", "module 'unittest' has no attribute 'makeSuite'"),
        ),
        results=(Result("3.4-3.12", 0),),
        before="""
import unittest

class Case(unittest.TestCase):
    pass

result = unittest.makeSuite(Case).countTestCases()
""",
        after="""
import unittest

class Case(unittest.TestCase):
    pass

result = unittest.defaultTestLoader.loadTestsFromTestCase(Case).countTestCases()
""",
        replacement="loadTestsFromTestCase() and loadTestsFromModule() of a unittest.TestLoader",
        issue="cpython#50096",
        shimmed=True,
    ),
    change(
        "platform-linux-distribution",
        "platform.linux_distribution() and platform.dist()",
        REMOVED,
        NAME,
        names=("platform.linux_distribution", "platform.dist"),
        deprecated="3.5",
        since="3.8",
        errors=(
            Error(
                "3.8-",
                "AttributeError",
                "module 'platform' has no attribute 'linux_distribution'",
            ),
        ),
        results=(Result("3.4-3.7", 3),),
        before="import platform\n\nresult = len(platform.linux_distribution())\n",
        after="import platform\n\nresult = platform.system()\n",
        replacement="the distribution distro",
        issue="bpo-28167",
        distribution="distro",
    ),
)

NEIGHBOUR_CHANGES = _NAME_ROWS + METHOD_ROWS + MODULE_ROWS
