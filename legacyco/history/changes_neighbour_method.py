"""Rules for methods that classes of the standard library lost."""

from legacyco.history.changes import METHOD, REMOVED, RENAME, Error, Result, change, under

_ALIASES = (
    "failUnlessEqual failIfEqual failUnless failIf failUnlessRaises failUnlessAlmostEqual"
    " failIfAlmostEqual assertEquals assertNotEquals assertAlmostEquals assertNotAlmostEquals"
    " assertRegexpMatches assertRaisesRegexp assertNotRegexpMatches assert_"
)


METHOD_ROWS = (
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
        shimmed=True,
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
        shimmed=True,
    ),
    change(
        "unittest-outcome",
        "errors that a TestCase collects while it runs",
        REMOVED,
        METHOD,
        names=under("unittest.case._Outcome", "errors skipped")
        + under("unittest.TestCase", "_feedErrorsToResult _addSkip"),
        since="3.11",
        errors=(Error("3.11-", "AttributeError", "'_Outcome' object has no attribute 'errors'"),),
        results=(Result("3.4-3.10", []),),
        before="import unittest.case\n\nresult = unittest.case._Outcome().errors\n",
        after="import unittest\n\nresult = unittest.TestResult().errors\n",
        replacement="the TestResult is told at once; for coroutine tests IsolatedAsyncioTestCase",
        issue="cpython#89258",
        shimmed=True,
    ),
    change(
        "configparser-readfp",
        "readfp() of configparser's parsers",
        REMOVED,
        METHOD,
        names=under("configparser", "RawConfigParser.readfp ConfigParser.readfp"),
        deprecated="3.2",
        since="3.12",
        errors=(
            Error("3.12-", "AttributeError", "'ConfigParser' object has no attribute 'readfp'"),
        ),
        results=(Result("3.4-3.11", []),),
        before="import configparser\n\nresult = configparser.ConfigParser().readfp([]) or []\n",
        after="import configparser\n\nresult = configparser.ConfigParser().read_file([]) or []\n",
        replacement="read_file()",
        issue="bpo-45173",
        shimmed=True,
    ),
    change(
        "array-tostring",
        "array.tostring() and array.fromstring()",
        REMOVED,
        METHOD,
        names=("array.array.tostring", "array.array.fromstring"),
        deprecated="3.2",
        since="3.9",
        errors=(
            Error("3.9-", "AttributeError", "'array.array' object has no attribute 'tostring'"),
        ),
        results=(Result("3.4-3.8", b"a"),),
        before="import array\n\nresult = array.array('b', b'a').tostring()\n",
        after="import array\n\nresult = array.array('b', b'a').tobytes()\n",
        replacement="tobytes() and frombytes()",
        issue="bpo-38916",
        shimmed=True,
    ),
    change(
        "htmlparser-unescape",
        "HTMLParser.unescape()",
        REMOVED,
        METHOD,
        names=("html.parser.HTMLParser.unescape",),
        deprecated="3.4",
        since="3.9",
        errors=(
            Error("3.9-", "AttributeError", "'HTMLParser' object has no attribute 'unescape'"),
        ),
        results=(Result("3.4-3.8", "<"),),
        before="import html.parser\n\nresult = html.parser.HTMLParser().unescape('&lt;')\n",
        after="import html\n\nresult = html.unescape('&lt;')\n",
        replacement="html.unescape()",
        issue="bpo-37328",
        shimmed=True,
    ),
    change(
        "element-getchildren",
        "getchildren() and getiterator() of XML elements",
        REMOVED,
        METHOD,
        names=under(
            "xml.etree.ElementTree",
            "Element.getchildren Element.getiterator ElementTree.getiterator",
        ),
        deprecated="3.2",
        since="3.9",
        errors=(
            Error(
                "3.9-",
                "AttributeError",
                "object has no attribute 'getchildren'",
            ),
        ),
        results=(Result("3.4-3.8", []),),
        before="import xml.etree.ElementTree as E\n\nresult = E.Element('a').getchildren()\n",
        after="import xml.etree.ElementTree as E\n\nresult = list(E.Element('a'))\n",
        replacement="list(element) and element.iter()",
        issue="bpo-36543",
        shimmed=True,
    ),
)
