"""Run one module of tests, in this process, with a package in the place of asyncio.

A program: its only argument is a JSON object with

- module: the name of the module with the tests, "test.test_asyncio.test_tasks";
- subject, path: the package that is given to the tests as asyncio, and directories for sys.path;
- only: the tests to run, or null for all; done: tests not to run again;
- limit: seconds that one test may take before the process is ended;
- out: the file that gets a line of JSON for every test that starts and every one that ends.

A test that hangs or kills the process is therefore the one that started and never ended.
"""

import faulthandler
import importlib
import json
import os
import sys
import traceback
import unittest
import warnings

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.append(HERE)

import standin  # noqa: E402

# How bad an outcome is: the worst thing that happened in a test is its outcome.
ORDER = ("pass", "unwarned", "xfail", "skip", "fail", "error")


class Recorder(unittest.TestResult):
    """Write each outcome as soon as it is known."""

    def __init__(self, out, prefix, limit):
        super().__init__()
        self.out = out
        self.prefix = prefix
        self.limit = limit
        self.seen = []

    def write(self, **record):
        self.out.write(json.dumps(record) + "\n")
        self.out.flush()

    def name(self, test):
        name = test.id()
        return name[len(self.prefix) :] if name.startswith(self.prefix) else name

    def startTest(self, test):
        super().startTest(test)
        self.write(event="start", id=self.name(test))
        faulthandler.dump_traceback_later(self.limit, exit=True)

    def stopTest(self, test):
        super().stopTest(test)
        faulthandler.cancel_dump_traceback_later()
        self._end(self.name(test))

    def _end(self, name):
        outcome, detail, trace = max(self.seen, key=lambda each: ORDER.index(each[0]))
        if outcome == "skip" and any(each[0] == "pass" for each in self.seen):
            # Only a subtest was skipped.
            outcome, detail = "pass", ""
        self.write(event="end", id=name, outcome=outcome, detail=detail, trace=trace)
        # Here and not where a test starts: 3.12.1 starts none that is skipped with its class.
        self.seen = []

    def _saw(self, test, outcome, detail="", trace=""):
        self.seen.append((outcome, detail, trace))
        if isinstance(test, unittest.TestCase) or hasattr(test, "test_case"):
            return
        # A fixture of a class or of the module: nothing starts or ends around it.
        self._end(self.name(test))

    def _saw_error(self, test, outcome, err):
        trace = "".join(traceback.format_exception(*err))
        lines = traceback.format_exception_only(err[0], err[1])
        self._saw(test, outcome, lines[0].strip()[:300], trace[-6000:])

    def addSuccess(self, test):
        self._saw(test, "pass")

    def addSkip(self, test, reason):
        self._saw(test, "skip", reason)

    def addExpectedFailure(self, test, err):
        self._saw(test, "xfail")

    def addUnexpectedSuccess(self, test):
        self._saw(test, "fail", "unexpected success")

    def addFailure(self, test, err):
        self._saw_error(test, "fail", err)

    def addError(self, test, err):
        if issubclass(err[0], standin.NoCType):
            self.addSkip(test, standin.NO_C_TYPES)
        else:
            self._saw_error(test, "error", err)

    def addSubTest(self, test, subtest, err):
        if err is not None:
            failed = issubclass(err[0], test.failureException)
            self._saw_error(test, "fail" if failed else "error", err)


def reach_children(subject, path):
    """Give ours to the programs that tests hand to a child interpreter with -c, too."""
    try:
        from test.support import script_helper
    except ImportError:
        # An interpreter without its tests: the modules that are run are others.
        return
    genuine = script_helper.assert_python_ok

    def assert_python_ok(*args, **env):
        args = list(args)
        if "-c" in args:
            code = args.index("-c") + 1
            args[code] = standin.in_child(args[code], subject, [HERE] + path)
        return genuine(*args, **env)

    script_helper.assert_python_ok = assert_python_ok


def forgive_missing_deprecation_warnings(result):
    """Let a test go on where a DeprecationWarning that it asserts does not come.

    legacyco deprecates nothing of asyncio: what else such a test asserts is worth knowing.
    """
    context = unittest.case._AssertWarnsContext
    complain = context._raiseFailure

    def _raiseFailure(self, message):
        expected = self.expected if isinstance(self.expected, tuple) else (self.expected,)
        deprecations = (DeprecationWarning, PendingDeprecationWarning)
        if " not triggered" in message and all(issubclass(each, deprecations) for each in expected):
            self.warning = self.filename = self.lineno = None
            result.seen.append(("unwarned", message, ""))
        else:
            complain(self, message)

    context._raiseFailure = _raiseFailure


def load(module, substitution):
    """Return the tests of *module*, which may take it for granted that there are C types."""
    while True:
        try:
            importlib.import_module(module)
        except standin.NoCType as exc:
            substitution.insist_on(exc.name)
        except Exception:
            # It becomes the failure of a test.
            break
        else:
            break
    return tests_in(unittest.defaultTestLoader.loadTestsFromName(module))


def uses_c_types(test):
    """Tell whether the class of *test* says that it tests a C type."""
    return any(standin.CType in vars(cls).values() for cls in type(test).__mro__)


def tests_in(suite):
    for each in suite:
        if isinstance(each, unittest.TestSuite):
            yield from tests_in(each)
        else:
            yield each


def substitute(config):
    sys.path[:0] = config["path"]
    substitution = standin.Substitution(config["subject"])
    substitution.install()
    return substitution


def main(config):
    del sys.path[0]  # the directory of this file, which is also the last
    substitution = substitute(config)
    reach_children(config["subject"], config["path"])
    with open(config["out"], "a") as out:
        result = Recorder(out, config["module"] + ".", config["limit"])
        if not sys.warnoptions:
            # As `python -m unittest` does.
            warnings.simplefilter("default")
        if config["subject"] != "asyncio":
            forgive_missing_deprecation_warnings(result)
        only, done = config["only"], set(config["done"])
        suite = unittest.TestSuite()
        for test in load(config["module"], substitution):
            name = result.name(test)
            if (only is None or name in only) and name not in done:
                if uses_c_types(test):
                    result.write(
                        event="end", id=name, outcome="skip", detail=standin.NO_C_TYPES, trace=""
                    )
                else:
                    suite.addTest(test)
        suite.run(result)
        result.write(event="finish", borrowed=sorted(substitution.borrowed))
    sys.stdout.flush()
    sys.stderr.flush()
    # Threads that a failed test left behind must not keep the process alive.
    os._exit(0)


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
elif __name__ == "__mp_main__":
    # A process that a test spawned through multiprocessing, with our arguments.
    substitute(json.loads(sys.argv[1]))
