"""The small things that the standard library lost, made of what it has today: what shims give.

``THINGS`` has those of modules and ``MEMBERS`` those of classes, by the names in the rules of
legacyco.history that are *shimmed*. A thing is made by calling its row, when it is first asked for;
a member by calling its row with the object, or with the class. The table itself is not loaded: this
is what a module imports whose bytecode is kept.
"""

import functools
import importlib
import sys
import types

_HERE = __package__ + "."


def _of(module, name):
    """Return a row: the thing *name* of today's *module*."""
    return lambda: getattr(importlib.import_module(module), name)


def _as_method(function):
    """Return a row: *function* as a method that takes the object first."""

    def make(owner):
        return function if isinstance(owner, type) else types.MethodType(function, owner)

    return make


def _named(name):
    """Return a row: the method that is called *name* today."""
    return lambda owner: getattr(owner, name)


def _thing(function):
    """Return a row: *function* itself."""
    return lambda: function


def _escape(s, quote=None):
    """Escape as cgi.escape() did: quotation marks only when asked to, apostrophes never."""
    s = s.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return s.replace('"', "&quot;") if quote else s


def _escape_pattern(pattern):
    """Escape all but letters, digits and underscores of ASCII, as re.escape() did."""
    import re

    if isinstance(pattern, str):
        return re.sub("[^a-zA-Z0-9_]", _escape_character, pattern)
    return _escape_pattern(bytes(pattern).decode("latin-1")).encode("latin-1")


def _escape_character(match):
    return "\\000" if match.group() == "\0" else "\\" + match.group()


def _escapes_little(found):
    # Not of a mock, which would note that it was called.
    return isinstance(found, types.FunctionType) and found("/") == "/"


def _gcd(a, b):
    import math

    # fractions.gcd() gave the result the sign of b.
    found = math.gcd(a, b)
    return -found if b < 0 else found


def _get_check_interval():
    return 100


def _set_check_interval(interval):
    # Without effect since 3.2.
    pass


def _get_coroutine_wrapper():
    return None


def _set_coroutine_wrapper(wrapper):
    if wrapper is not None and not callable(wrapper):
        raise TypeError("callable expected, got %s" % type(wrapper).__name__)


def _format(percent, value, grouping=False, monetary=False, *additional):
    import locale

    return locale.format_string(percent, (value,) + additional, grouping, monetary)


def _find_loader(name, path=None):
    from importlib.util import find_spec

    spec = find_spec(name)
    return spec and spec.loader


def _get_loader(module_or_name):
    if isinstance(module_or_name, types.ModuleType):
        loader = getattr(module_or_name, "__loader__", None)
        return loader or _find_loader(module_or_name.__name__)
    return _find_loader(module_or_name)


def _read_plist(path_or_file):
    import plistlib

    if isinstance(path_or_file, str):
        with open(path_or_file, "rb") as file:
            return plistlib.load(file)
    return plistlib.load(path_or_file)


def _write_plist(value, path_or_file):
    import plistlib

    if isinstance(path_or_file, str):
        with open(path_or_file, "wb") as file:
            plistlib.dump(value, file)
    else:
        plistlib.dump(value, path_or_file)


def _loader_of_tests(prefix, sort_using, suite_class):
    import unittest

    loader = unittest.TestLoader()
    loader.testMethodPrefix = prefix
    if sort_using is not None:
        loader.sortTestMethodsUsing = staticmethod(sort_using)
    if suite_class is not None:
        loader.suiteClass = suite_class
    return loader


def _make_suite(testCaseClass, prefix="test", sortUsing=None, suiteClass=None):
    loader = _loader_of_tests(prefix, sortUsing, suiteClass)
    return loader.loadTestsFromTestCase(testCaseClass)


def _find_test_cases(module, prefix="test", sortUsing=None, suiteClass=None):
    return _loader_of_tests(prefix, sortUsing, suiteClass).loadTestsFromModule(module)


def _read_fp(self, fp, filename=None):
    self.read_file(fp, filename)


def _from_string(self, data):
    self.frombytes(data.encode() if isinstance(data, str) else data)


def _unescape(self, s):
    import html

    return html.unescape(s)


def _get_iterator(self, tag=None):
    return list(self.iter(tag))


def _nothing_collected(outcome):
    # Since 3.11 the result has been told already, of errors as of skipped tests.
    return []


def _feed_errors(self, result, errors):
    if errors:
        raise AssertionError(errors)


def _add_skip(self, result, test_case, reason):
    result.addSkip(test_case, reason)


def _executor(self, test_case, isTest=False):
    return self.testPartExecutor(test_case)


THINGS = {
    "cgi.escape": _thing(_escape),
    "fractions.gcd": _thing(_gcd),
    "re.escape": _thing(_escape_pattern),
    "os.errno": lambda: importlib.import_module("errno"),
    "time.clock": _of("time", "perf_counter"),
    "sys.getcheckinterval": _thing(_get_check_interval),
    "sys.setcheckinterval": _thing(_set_check_interval),
    "sys.get_coroutine_wrapper": _thing(_get_coroutine_wrapper),
    "sys.set_coroutine_wrapper": _thing(_set_coroutine_wrapper),
    "base64.encodestring": _of("base64", "encodebytes"),
    "base64.decodestring": _of("base64", "decodebytes"),
    "configparser.SafeConfigParser": _of("configparser", "ConfigParser"),
    "inspect.getargspec": _of(_HERE + "restored_inspect", "getargspec"),
    "inspect.formatargspec": _of(_HERE + "restored_inspect", "formatargspec"),
    "ssl.wrap_socket": _of(_HERE + "restored_ssl", "wrap_socket"),
    "ssl.match_hostname": _of(_HERE + "restored_ssl", "match_hostname"),
    "locale.format": _thing(_format),
    "importlib.find_loader": _thing(_find_loader),
    "pkgutil.find_loader": _thing(_find_loader),
    "pkgutil.get_loader": _thing(_get_loader),
    "plistlib.readPlist": _thing(_read_plist),
    "plistlib.writePlist": _thing(_write_plist),
    "plistlib.readPlistFromBytes": _of("plistlib", "loads"),
    "plistlib.writePlistToBytes": _of("plistlib", "dumps"),
    "unittest.makeSuite": _thing(_make_suite),
    "unittest.findTestCases": _thing(_find_test_cases),
}
_ABC = (
    "Awaitable Coroutine AsyncIterable AsyncIterator Hashable Iterable Iterator Generator"
    " Reversible Sized Container Callable Collection Set MutableSet Mapping MutableMapping"
    " MappingView KeysView ItemsView ValuesView Sequence MutableSequence ByteString"
)
for _name in _ABC.split():
    THINGS["collections." + _name] = _of("collections.abc", _name)

MEMBERS = {
    "threading.Thread.isAlive": _named("is_alive"),
    "array.array.tostring": _named("tobytes"),
    "array.array.fromstring": _as_method(_from_string),
    "configparser.RawConfigParser.readfp": _as_method(_read_fp),
    "configparser.ConfigParser.readfp": _as_method(_read_fp),
    "html.parser.HTMLParser.unescape": _as_method(_unescape),
    "xml.etree.ElementTree.Element.getchildren": _as_method(list),
    "xml.etree.ElementTree.Element.getiterator": _as_method(_get_iterator),
    "xml.etree.ElementTree.ElementTree.getiterator": _as_method(_get_iterator),
    # Of a TestCase with a run() of its own, as asynctest's.
    "unittest.case._Outcome.errors": _nothing_collected,
    "unittest.case._Outcome.skipped": _nothing_collected,
    "unittest.TestCase._feedErrorsToResult": _as_method(_feed_errors),
    "unittest.TestCase._addSkip": _as_method(_add_skip),
}
# What is there, and takes other arguments, where the first is missing.
CHANGED = {
    "unittest.case._Outcome.testPartExecutor": ("errors", _as_method(_executor)),
}
# Things that are there, and do otherwise than they did if this says so of what there is.
OTHERWISE = {"re.escape": _escapes_little}
# Old names of assertions, and what they are called today.
_ASSERTIONS = {
    "assert_": "assertTrue",
    "assertEquals": "assertEqual",
    "assertNotEquals": "assertNotEqual",
    "assertAlmostEquals": "assertAlmostEqual",
    "assertNotAlmostEquals": "assertNotAlmostEqual",
    "assertRegexpMatches": "assertRegex",
    "assertNotRegexpMatches": "assertNotRegex",
    "assertRaisesRegexp": "assertRaisesRegex",
    "failUnless": "assertTrue",
    "failIf": "assertFalse",
    "failUnlessEqual": "assertEqual",
    "failIfEqual": "assertNotEqual",
    "failUnlessAlmostEqual": "assertAlmostEqual",
    "failIfAlmostEqual": "assertNotAlmostEqual",
    "failUnlessRaises": "assertRaises",
}
for _old, _new in _ASSERTIONS.items():
    MEMBERS["unittest.TestCase." + _old] = _named(_new)


@functools.lru_cache(maxsize=None)
def _thing_of(dotted):
    return THINGS[dotted]()


# What adopted code calls.

_MISSING = object()


def member(owner, name, *default):
    """Return ``getattr(owner, name, *default)``, restored where *owner* lost it."""
    found = getattr(owner, name, _MISSING)
    if found is _MISSING:
        found = _restored(owner, name)
    elif name in _CHANGED_NAMES:
        found = _as_it_was(owner, name, found)
    elif isinstance(owner, types.ModuleType):
        found = _as_it_did("%s.%s" % (owner.__name__, name), found)
    return getattr(owner, name, *default) if found is _MISSING else found


def has(owner, name):
    """Return whether *owner* has the attribute, or would have it restored."""
    return hasattr(owner, name) or _restored(owner, name) is not _MISSING


def taken(module, name):
    """Return what ``from module import name`` brings, restored where *module* lost it."""
    dotted = "%s.%s" % (module, name)
    try:
        return _as_it_did(dotted, getattr(importlib.import_module(module), name))
    except (AttributeError, ImportError):
        # The module may be gone altogether, such as cgi.
        return _thing_of(dotted)


def _as_it_did(dotted, found):
    """Return what does as the thing of that name did, of which there is *found* today."""
    differs = OTHERWISE.get(dotted)
    return _thing_of(dotted) if differs is not None and differs(found) else found


def _restored(owner, name):
    if isinstance(owner, types.ModuleType):
        dotted = "%s.%s" % (owner.__name__, name)
        return _thing_of(dotted) if dotted in THINGS else _MISSING
    if isinstance(owner, super):
        owner = owner.__self__
    for dotted, make in MEMBERS.items():
        class_name, _, lost = dotted.rpartition(".")
        if lost == name and _is_a(owner, class_name):
            return make(owner)
    return _MISSING


_CHANGED_NAMES = frozenset(name.rpartition(".")[2] for name in CHANGED)


def _as_it_was(owner, name, found):
    for dotted, (missing, make) in CHANGED.items():
        class_name, _, changed = dotted.rpartition(".")
        if changed == name and not hasattr(owner, missing) and _is_a(owner, class_name):
            return make(owner)
    return found


def _is_a(owner, class_name):
    """Return whether *owner* is a class of this dotted name, or derived from it, or an object."""
    module, _, name = class_name.rpartition(".")
    class_ = getattr(sys.modules.get(module), name, None)
    if class_ is None:
        return False
    return issubclass(owner, class_) if isinstance(owner, type) else isinstance(owner, class_)
