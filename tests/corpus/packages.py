"""What each package of the corpus needs to have its suite run."""

from collections import OrderedDict

# It runs on all of 3.7 to 3.15, and knows what the suites' plugins and fixtures ask of it.
PYTEST = "pytest==7.4.4"
# What was removed from the standard library, in the packages that bring it back: pkg_resources with
# distutils, and cgi. It is not asyncio, so every way of running gets them.
GONE = ["setuptools<72", "legacy-cgi; python_version >= '3.13'"]


class Package:
    """An old release on PyPI.

    *name* and *version* are PyPI's; *sentence* says what it is. *tests* are the arguments that
    pytest gets. *adopt* are the import names of old code: the package, and dependencies in
    site-packages. *requirements* is a list of lists, one ``pip install`` for each. *variables*
    are set in the environment of pip and of the suite. *fixtures* are files that the suite needs
    and the sdist has not, or has too weak for today's OpenSSL: ``{path: kind}``. *timeout* is in
    seconds, for the whole suite. *era* is the Python of the oracle. *helpers* are modules of the
    package that its suite needs, where the package itself is what legacyco brings.
    """

    def __init__(
        self,
        name,
        version,
        sentence,
        tests,
        adopt,
        requirements=(),
        variables=None,
        fixtures=None,
        timeout=600,
        era="3.6",
        helpers=(),
    ):
        self.name = name
        self.version = version
        self.sentence = sentence
        self.tests = tests
        self.adopt = adopt
        self.requirements = list(requirements) or [[PYTEST]]
        self.variables = variables or {}
        self.fixtures = fixtures or {}
        self.timeout = timeout
        self.era = era
        self.helpers = helpers

    def __repr__(self):
        return "<Package %s %s>" % (self.name, self.version)


_ALL = [
    Package("janus", "0.3.1", "a queue between threads and coroutines", ["tests"], ["janus"]),
    Package(
        "websockets",
        "3.4",
        "WebSocket servers and clients",
        ["websockets"],
        ["websockets"],
        variables={"WEBSOCKETS_TESTS_TIMEOUT_FACTOR": "4"},
        fixtures={"websockets/testcert.pem": "localhost.pem"},
    ),
    Package(
        "hbmqtt",
        "0.9.6",
        "an MQTT broker and client, on top of websockets 3.4",
        ["tests"],
        ["hbmqtt", "websockets"],
        requirements=[
            GONE,
            [
                PYTEST,
                "transitions==0.9.2",
                "passlib==1.7.4",
                "docopt==0.6.2",
                "pyyaml",
                "websockets==3.4",
            ],
        ],
    ),
    Package(
        "aiohttp",
        "0.22.5",
        "HTTP clients and servers, without its C extensions",
        ["tests"],
        ["aiohttp"],
        requirements=[GONE, [PYTEST, "chardet", "multidict==1.2.2", "gunicorn"]],
        variables={"AIOHTTP_NO_EXTENSIONS": "1", "MULTIDICT_NO_EXTENSIONS": "1"},
    ),
    Package(
        "trollius",
        "2.2.1",
        "asyncio for Python 2: its suite against ``legacyco.trollius``",
        # All but the files about what is below the event loop's public methods.
        [
            "tests/test_%s.py" % name
            for name in "events futures locks py33_exceptions queues streams subprocess tasks"
            " transports".split()
        ],
        ["trollius"],
        requirements=[[PYTEST, "six"]],
        era="2.7",
        helpers=["test_support.py", "test_utils.py"],
    ),
]

PACKAGES = OrderedDict((package.name, package) for package in _ALL)
