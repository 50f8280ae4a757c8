"""What --shims restores, and that it is restored inside the adopted package only."""

import importlib
import os
import re
import ssl
import subprocess
import sys
import unittest
import unittest.mock
import warnings

import pytest

import legacyco
from legacyco.adoption import restored, restored_ssl
from legacyco.history.changes_neighbour import NEIGHBOUR_CHANGES

SHIMMED = [row for row in NEIGHBOUR_CHANGES if row.shimmed]

# {name: what an adopted module evaluates, and what it gets}, one for every row of restored.py.
THINGS = {
    "cgi.escape": ("escape('<\"\\'>', True)", "&lt;&quot;'&gt;"),
    "fractions.gcd": ("gcd(8, -12)", -4),
    "os.errno": ("errno.errorcode[4]", "EINTR"),
    "re.escape": (
        "[escape('/a_ 1\\xe4.\\0'), escape(b'/\\xff'), escape(bytearray(b'-'))]",
        ["\\/a_\\ 1\\\xe4\\.\\000", b"\\/\\\xff", b"\\-"],
    ),
    "time.clock": ("clock() <= clock()", True),
    "sys.getcheckinterval": ("getcheckinterval() > 0", True),
    "sys.setcheckinterval": ("setcheckinterval(100)", None),
    "sys.get_coroutine_wrapper": ("get_coroutine_wrapper()", None),
    "sys.set_coroutine_wrapper": ("set_coroutine_wrapper(None)", None),
    "base64.encodestring": ("encodestring(b'a')", b"YQ==\n"),
    "base64.decodestring": ("decodestring(b'YQ==')", b"a"),
    "configparser.SafeConfigParser": ("SafeConfigParser().sections()", []),
    "inspect.getargspec": (
        "tuple(getargspec(lambda a, b=1, *c: 0))",
        (["a", "b"], "c", None, (1,)),
    ),
    "inspect.formatargspec": (
        "formatargspec(['a', 'b'], 'c', 'd', (1,), ['e', 'f'], {'f': 2}, {'a': int, 'return': 0})",
        "(a: int, b=1, *c, e, f=2, **d) -> 0",
    ),
    "ssl.wrap_socket": ("wrap_socket.__name__", "wrap_socket"),
    "ssl.match_hostname": (
        "match_hostname({'subjectAltName': (('DNS', '*.example.org'),)}, 'www.example.org')",
        None,
    ),
    "locale.format": ("format('%5.1f', 7)", "  7.0"),
    "importlib.find_loader": ("find_loader('json') is not None", True),
    "pkgutil.find_loader": ("find_loader('no_such_module')", None),
    "pkgutil.get_loader": ("get_loader('json') is not None", True),
    "plistlib.readPlist": ("callable(readPlist)", True),
    "plistlib.writePlist": ("callable(writePlist)", True),
    "plistlib.readPlistFromBytes": ("callable(readPlistFromBytes)", True),
    "plistlib.writePlistToBytes": ("b'<plist' in writePlistToBytes({})", True),
    "unittest.makeSuite": ("makeSuite(type('C', (TestCase,), {}), 'x').countTestCases()", 0),
    "unittest.findTestCases": ("findTestCases(sys).countTestCases()", 0),
}
for _name in restored.THINGS:
    if _name.startswith("collections."):
        _short = _name.partition(".")[2]
        THINGS[_name] = ("%s.__name__" % _short, _short)

# {member: setup, expression, what it gives}.
MEMBERS = {
    "threading.Thread.isAlive": ("import threading", "threading.Thread().isAlive()", False),
    "array.array.tostring": ("import array", "array.array('b', b'a').tostring()", b"a"),
    "array.array.fromstring": (
        "import array\na = array.array('b')\na.fromstring('b')\na.fromstring(b'c')",
        "a.tolist()",
        [98, 99],
    ),
    "configparser.RawConfigParser.readfp": (
        "import configparser\np = configparser.RawConfigParser()\np.readfp(['[a]'])",
        "p.sections()",
        ["a"],
    ),
    "configparser.ConfigParser.readfp": (
        "import configparser\np = configparser.ConfigParser()\np.readfp(['[b]'])",
        "p.sections()",
        ["b"],
    ),
    "html.parser.HTMLParser.unescape": (
        "from html.parser import HTMLParser",
        "HTMLParser().unescape('&lt;')",
        "<",
    ),
    "xml.etree.ElementTree.Element.getchildren": (
        "import xml.etree.ElementTree as E\ne = E.fromstring('<a><b/></a>')",
        "[one.tag for one in e.getchildren()]",
        ["b"],
    ),
    "xml.etree.ElementTree.Element.getiterator": (
        "import xml.etree.ElementTree as E\ne = E.fromstring('<a><b/></a>')",
        "[one.tag for one in e.getiterator('b')]",
        ["b"],
    ),
    "xml.etree.ElementTree.ElementTree.getiterator": (
        "import xml.etree.ElementTree as E\ne = E.ElementTree(E.fromstring('<a><b/></a>'))",
        "[one.tag for one in e.getiterator()]",
        ["a", "b"],
    ),
    "unittest.case._Outcome.errors": ("import unittest", "unittest.case._Outcome().errors", []),
    "unittest.case._Outcome.skipped": ("import unittest", "unittest.case._Outcome().skipped", []),
    "unittest.TestCase._feedErrorsToResult": (
        "import unittest",
        "unittest.TestCase()._feedErrorsToResult(unittest.TestResult(), [])",
        None,
    ),
    "unittest.TestCase._addSkip": (
        "from unittest import *\nr = TestResult()\nc = TestCase()\nc._addSkip(r, c, 'why')",
        "[why for _, why in r.skipped]",
        ["why"],
    ),
}
ASSERTIONS = {
    "assert_": "True",
    "assertEquals": "1, 1",
    "assertNotEquals": "1, 2",
    "assertAlmostEquals": "1, 1.00000001",
    "assertNotAlmostEquals": "1, 2",
    "assertRegexpMatches": "'a', '^a'",
    "assertNotRegexpMatches": "'a', 'b'",
    "assertRaisesRegexp": "ValueError, 'invalid', int, 'a'",
    "failUnless": "True",
    "failIf": "False",
    "failUnlessEqual": "1, 1",
    "failIfEqual": "1, 2",
    "failUnlessAlmostEqual": "1, 1",
    "failIfAlmostEqual": "1, 2",
    "failUnlessRaises": "ValueError, int, 'a'",
}
for _name, _arguments in ASSERTIONS.items():
    MEMBERS["unittest.TestCase." + _name] = (
        "import unittest\nclass C(unittest.TestCase):\n    def runTest(self):\n"
        "        self.%s(%s)\n" % (_name, _arguments),
        "C().runTest()",
        None,
    )


# A run() as that of asynctest 0.10 to 0.13.
OLD_RUN = """
import unittest

class OldCase(unittest.TestCase):
    def run(self, result):
        outcome = unittest.case._Outcome(result)
        test = getattr(self, self._testMethodName)
        try:
            self._outcome = outcome
            with outcome.testPartExecutor(self):
                self.setUp()
            if outcome.success:
                outcome.expecting_failure = getattr(test, "__unittest_expecting_failure__", False)
                with outcome.testPartExecutor(self, isTest=True):
                    test()
                outcome.expecting_failure = False
                with outcome.testPartExecutor(self):
                    self.tearDown()
            self.doCleanups()
            for test, reason in outcome.skipped:
                self._addSkip(result, test, reason)
            self._feedErrorsToResult(result, outcome.errors)
            if outcome.success:
                if outcome.expectedFailure:
                    self._addExpectedFailure(result, outcome.expectedFailure)
                else:
                    result.addSuccess(self)
        finally:
            outcome.errors.clear()
            self._outcome = None

class Case(OldCase):
    def test_good(self):
        self.addCleanup(list)

    def test_failing(self):
        self.fail("on purpose")

    def test_wrong(self):
        raise KeyError("on purpose")

    def test_skipped(self):
        self.skipTest("on purpose")

    @unittest.expectedFailure
    def test_expected(self):
        self.fail("on purpose")

    def test_parts(self):
        for i in range(3):
            with self.subTest(i=i):
                self.assertNotEqual(i, 1)
"""


@pytest.fixture(autouse=True)
def _quiet():
    # Up to the version that dropped them, the old names work, with a warning.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        warnings.simplefilter("ignore", PendingDeprecationWarning)
        yield


@pytest.mark.parametrize(
    "name, outcome",
    [
        ("good", {}),
        ("failing", {"failures": 1}),
        ("wrong", {"errors": 1}),
        ("skipped", {"skipped": 1}),
        ("expected", {"expectedFailures": 1}),
        ("parts", {"failures": 1}),
    ],
)
def test_a_test_case_with_a_run_of_its_own_reports_as_ever(name, outcome, tiny):
    module = tiny.module("old_case", OLD_RUN, shims=True)
    result = unittest.TestResult()
    module.Case("test_" + name).run(result)
    kinds = ("failures", "errors", "skipped", "expectedFailures", "unexpectedSuccesses")

    assert {kind: len(getattr(result, kind)) for kind in kinds if getattr(result, kind)} == outcome


def test_every_row_of_the_table_that_is_shimmed_has_a_shim():
    named = {name for row in SHIMMED for name in row.names}

    assert named == set(restored.THINGS) | set(restored.MEMBERS)


def test_every_shim_has_a_test():
    assert set(THINGS) == set(restored.THINGS)
    assert set(MEMBERS) == set(restored.MEMBERS)


def is_lost(dotted):
    """Return whether this Python lacks the thing or member of that name."""
    parts = dotted.split(".")
    for end in range(len(parts) - 1, 0, -1):
        try:
            found = importlib.import_module(".".join(parts[:end]))
        except ImportError:
            continue
        try:
            for part in parts[end:]:
                # What every object gets is no attribute of the class.
                found = getattr(found() if part in ("errors", "skipped") else found, part)
        except AttributeError:
            return True
        return False
    return True


@pytest.mark.parametrize("dotted", sorted(THINGS))
def test_a_thing_is_there_in_the_adopted_package_and_nowhere_else(dotted, tiny):
    module, _, name = dotted.rpartition(".")
    expression, expected = THINGS[dotted]
    lost = is_lost(dotted)
    text = "import sys\nfrom unittest import TestCase\nfrom %s import %s\nresult = %s\n"

    found = tiny.module("tiny_from", text % (module, name, expression), shims=True)

    assert found.result == expected
    assert is_lost(dotted) == lost
    if lost and module != "cgi":
        attribute = "import {0}\nresult = {0}.{1}\n".format(module, name)
        assert tiny.module("tiny_attribute", attribute, shims=True).result is not None
        with pytest.raises(AttributeError):
            tiny.module("tiny_without", attribute)
    if lost:
        with pytest.raises(ImportError):
            tiny.module("tiny_plain", "from %s import %s\n" % (module, name), adopt=False)


@pytest.mark.parametrize("dotted", sorted(MEMBERS))
def test_a_member_is_there_in_the_adopted_package_and_nowhere_else(dotted, tiny):
    setup, expression, expected = MEMBERS[dotted]
    text = "%s\nresult = %s\n" % (setup, expression)
    lost = is_lost(dotted)

    found = tiny.module("tiny_member", text, shims=True)

    assert found.result == expected
    assert is_lost(dotted) == lost
    if lost:
        with pytest.raises(AttributeError):
            tiny.module("tiny_without", text)


def test_a_failing_assertion_fails_through_its_old_name(tiny):
    found = tiny.module(
        "tiny_failing",
        """
        import unittest

        class Case(unittest.TestCase):
            def runTest(self):
                self.assertEquals(1, 2)

            def shortDescription(self):
                return super().shortDescription()
        """,
        shims=True,
    )
    with pytest.raises(AssertionError, match="1 != 2"):
        found.Case().runTest()


def test_what_does_otherwise_is_restored_too(tiny):
    text = """
        import re
        import re as regular
        result = [re.escape("/"), regular.escape("/"), getattr(re, "escape")("/")]
        result += map(re.escape, ["/"])
        """
    assert tiny.module("tiny_otherwise", text, shims=True).result == ["\\/"] * 4
    assert tiny.module("tiny_as_today", text).result == [re.escape("/")] * 4


def test_a_mock_in_its_place_is_left_alone(tiny):
    module = tiny.module(
        "tiny_mocked", "import re\n\ndef go():\n    return re.escape('/')\n", shims=True
    )
    with unittest.mock.patch("re.escape", return_value=5) as escape:
        assert module.go() == 5
    escape.assert_called_once_with("/")


def test_a_method_of_ones_own_comes_before_a_shim(tiny):
    found = tiny.module(
        "tiny_own",
        """
        class Case:
            def assertEquals(self):
                return "own"

        class Parser(dict):
            def readfp(self):
                return "own, too"

        result = [Case().assertEquals(), Parser().readfp()]
        """,
        shims=True,
    )
    assert found.result == ["own", "own, too"]


def test_what_is_no_shim_stays_missing(tiny):
    with pytest.raises(AttributeError, match="'Case' object has no attribute 'assertEquals'"):
        tiny.module("tiny_missing", "class Case: pass\nCase().assertEquals\n", shims=True)


def test_names_are_asked_for_by_their_text_too(tiny):
    found = tiny.module(
        "tiny_asked",
        """
        import collections
        import time

        result = [
            hasattr(collections, "Mapping"),
            getattr(collections, "Mapping", None) is not None,
            hasattr(time, "klock"),
            getattr(time, "klock", "default"),
            getattr(time, "clock")() >= 0,
        ]
        """,
        shims=True,
    )
    assert found.result == [True, True, False, "default", True]


def test_an_import_keeps_its_order_and_its_other_names(tiny):
    found = tiny.module(
        "tiny_order",
        """
        from __future__ import print_function
        from collections import OrderedDict as Ordered, Mapping as M, deque

        class Inner:
            from collections import Sequence as __Hidden
            hidden = __Hidden

        def local():
            from collections import Iterable, namedtuple
            return Iterable, namedtuple
        """,
        shims=True,
    )
    from collections import OrderedDict, abc, deque, namedtuple

    assert (found.Ordered, found.M, found.deque) == (OrderedDict, abc.Mapping, deque)
    assert found.Inner.hidden is abc.Sequence
    assert found.local() == (abc.Iterable, namedtuple)


def test_lines_and_columns_stay_where_they_were(tiny):
    found = tiny.module(
        "tiny_lines",
        """\
        import unittest

        class Case(unittest.TestCase):
            def runTest(self):
                self.assertEquals(1,
                                  1)
                raise ValueError
        """,
        shims=True,
    )
    with pytest.raises(ValueError) as caught:
        found.Case().runTest()
    assert caught.traceback[-1].lineno == 6


# The certificates that ssl.match_hostname() accepts, and those that it does not.

ACCEPTED = [
    ({"subjectAltName": (("DNS", "a.org"),)}, "A.org"),
    ({"subjectAltName": (("DNS", "*.a.org"),)}, "b.a.org"),
    ({"subjectAltName": (("IP Address", "127.0.0.1"),)}, "127.0.0.1"),
    ({"subjectAltName": (("IP Address", "0:0:0:0:0:0:0:1\n"),)}, "::1"),
    ({"subject": ((("commonName", "a.org"),),)}, "a.org"),
]
REFUSED = [
    ({"subjectAltName": (("DNS", "a.org"),)}, "b.org", "hostname 'b.org' doesn't match 'a.org'"),
    ({"subjectAltName": (("DNS", "*.a.org"),)}, "c.b.a.org", "doesn't match"),
    ({"subjectAltName": (("DNS", "*.org"),)}, "a.org", "doesn't match"),
    ({"subjectAltName": (("DNS", "a*.b.org"),)}, "aa.b.org", "doesn't match"),
    ({"subjectAltName": (("DNS", "127.0.0.1"),)}, "127.0.0.1", "doesn't match"),
    (
        {"subjectAltName": (("DNS", "a.org"), ("DNS", "b.org"))},
        "c.org",
        "doesn't match either of 'a.org', 'b.org'",
    ),
    (
        {"subject": ((("commonName", "b.org"),),), "subjectAltName": (("DNS", "a.org"),)},
        "b.org",
        "doesn't match 'a.org'",
    ),
    ({"subject": ()}, "a.org", "no appropriate subjectAltName fields were found"),
]


@pytest.mark.parametrize("certificate, hostname", ACCEPTED)
def test_a_certificate_for_the_host_is_accepted(certificate, hostname):
    assert restored_ssl.match_hostname(certificate, hostname) is None


@pytest.mark.parametrize("certificate, hostname, text", REFUSED)
def test_a_certificate_for_another_host_is_refused(certificate, hostname, text):
    with pytest.raises(ssl.CertificateError, match=text):
        restored_ssl.match_hostname(certificate, hostname)


def test_no_certificate_is_an_error():
    with pytest.raises(ValueError, match="empty or no certificate"):
        restored_ssl.match_hostname({}, "a.org")


def test_the_second_start_does_not_load_the_table(tmp_path):
    (tmp_path / "tiny_again.py").write_text("from collections import Mapping\n")
    program = (
        "import sys, legacyco.adoption as a; a.adopt('tiny_again', shims=True); import tiny_again;"
        "print('legacyco.history' in sys.modules)"
    )
    root = os.path.dirname(os.path.dirname(legacyco.__file__))
    environment = dict(os.environ, PYTHONPATH=os.pathsep.join([str(tmp_path), root]))
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    printed = [
        subprocess.check_output(
            [sys.executable, "-W", "ignore", "-c", program], env=environment, timeout=60
        ).strip()
        for _ in range(2)
    ]
    assert printed == [b"True", b"False"]
