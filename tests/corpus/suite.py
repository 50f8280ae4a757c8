"""One run of one suite."""

import json
import os
import shutil
import time

from . import places
from .preparation import certificate
from .processes import end_marked, network_of_its_own, run, tail
from .ways import edit_sources, launcher

# What pytest gets in each of them. The reporting plugin writes one line of JSON for each test.
PYTEST_ARGUMENTS = ["-p", "corpus_report", "-p", "corpus_shims", "-p", "no:cacheprovider"] + [
    "-q",
    "-rN",
    "--tb=short",
    "--continue-on-collection-errors",
]
# Seconds. A suite that dies or hangs is started again, behind the test that did it.
TEST_TIMEOUT = 15
STARTS = 8


class Result:
    """What a run found: ``{test: (outcome, seconds, message)}`` and collection errors by node."""

    def __init__(self, tests, errors, finished):
        self.tests = tests
        self.errors = errors
        self.finished = finished

    def passed(self):
        return {name for name, (outcome, _, _) in self.tests.items() if outcome == "passed"}

    def why(self, test):
        """Return the reason that *test* did not pass, in one line."""
        if test in self.tests:
            return "%s: %s" % (self.tests[test][0], self.tests[test][2])
        for node, message in self.errors.items():
            if test.split("::")[0].startswith(node):
                return "not collected: " + message
        return "not run"


def run_suite(package, python, way, only=(), keep=False):
    """Run a package's suite on a Python like "3.13"; return and save the findings.

    *only* are node ids, instead of the whole suite; *keep* leaves the copy of the sources that the
    suite ran in.
    """
    base = places.results(package, way.name, python)
    for ending in (".report", ".skip", ".log"):
        if os.path.exists(base + ending):
            os.remove(base + ending)
    work = places.below("work", "%s-%s-%s" % (package.name, way.name, python))
    _copy_sources(package, python, way, work)
    command = network_of_its_own() + [places.environment_python(package, python)]
    command += launcher(way, package) + PYTEST_ARGUMENTS
    if _is_provided(package, way):
        command += ["-p", "corpus_provided"]
    command += list(only) or package.tests
    environ = _environ(package, way, work, base)
    began = time.time()
    result = _run_to_the_end(command, package.timeout, environ, work, base)
    findings = {
        "python": python,
        "seconds": round(time.time() - began, 1),
        "finished": result.finished,
        "tests": result.tests,
        "errors": result.errors,
        "partial": bool(only),
        "end": "" if result.finished else tail(base + ".log"),
    }
    if not only:
        places.save(base + ".json", findings)
    if not keep:
        for path in (work, environ["TMPDIR"]):
            shutil.rmtree(path, ignore_errors=True)
    return findings


def _copy_sources(package, python, way, work):
    shutil.rmtree(work, ignore_errors=True)
    shutil.copytree(places.source(package), work, symlinks=True)
    for path, kind in package.fixtures.items():
        shutil.copy(certificate(kind), os.path.join(work, path))
    if way.edit:
        edit_sources(package, python, work)
    if _is_provided(package, way):
        _step_aside(package, work)


def _is_provided(package, way):
    """Return whether the package's own code is not what is to be tested, but legacyco's."""
    return bool(package.helpers) and way.name == "legacyco"


def _step_aside(package, work):
    """Put the package's own code out of the way, all but the helpers of its suite."""
    own = os.path.join(work, package.adopt[0])
    os.rename(own, own + ".own")
    os.mkdir(os.path.join(work, "helpers"))
    for name in package.helpers:
        shutil.copy(os.path.join(own + ".own", name), os.path.join(work, "helpers"))


def _environ(package, way, work, base):
    """Return the variables of a run: few of this process's, so that it is the same everywhere."""
    environ = {
        name: os.environ[name]
        for name in ("PATH", "USER", "LOGNAME", "TERM", "SSL_CERT_FILE")
        if name in os.environ
    }
    temporary = places.below("tmp", os.path.basename(work), "x")
    environ.update(
        LANG="C.UTF-8",
        LC_ALL="C.UTF-8",
        TZ="UTC",
        HOME=os.path.dirname(temporary),
        TMPDIR=os.path.dirname(temporary),
        PYTHONHASHSEED="0",
        PYTHONUNBUFFERED="1",
        PYTHONPATH=os.pathsep.join(way.path + [work, places.PLUGINS]),
        CORPUS_REPORT=base + ".report",
        CORPUS_SKIP=base + ".skip",
        CORPUS_TIMEOUT=str(TEST_TIMEOUT),
        CORPUS_PROVIDED=package.adopt[0],
        CORPUS_HELPERS=os.path.join(work, "helpers"),
    )
    environ.update(package.variables)
    return environ


def _run_to_the_end(command, timeout, environ, work, base):
    """Run the suite, again without the tests before where the process died; return a Result."""
    deadline = time.time() + timeout
    lost = []
    for _ in range(STARTS):
        left = deadline - time.time()
        if left < 5:
            break
        run(command, base + ".log", left, environ, work)
        end_marked("CORPUS_REPORT=" + environ["CORPUS_REPORT"])
        result, open_tests = read_report(environ["CORPUS_REPORT"])
        if result.finished or not open_tests:
            break
        lost.append(open_tests[-1])
        with open(environ["CORPUS_REPORT"], "a") as stream:
            line = {"event": "end", "test": lost[-1], "outcome": "lost", "seconds": 0}
            stream.write(json.dumps(dict(line, message="the process died or hung here")) + "\n")
        with open(environ["CORPUS_SKIP"], "w") as stream:
            stream.write("\n".join(list(result.tests) + lost))
    return read_report(environ["CORPUS_REPORT"])[0]


def read_report(path):
    """Return the Result in a file of the reporting plugin, and the tests that did not end."""
    tests, started, errors, finished = {}, [], {}, False
    for record in _records(path):
        if record["event"] == "start":
            started.append(record["test"])
            finished = False
        elif record["event"] == "end":
            known = tests.get(record["test"])
            # Two tests of the same id: it passes only if both did.
            if known is None or known[0] == "passed":
                tests[record["test"]] = (record["outcome"], record["seconds"], record["message"])
        elif record["event"] == "collection error":
            errors[record["node"]] = record["message"]
        elif record["event"] == "finish":
            finished = True
    return Result(tests, errors, finished), [name for name in started if name not in tests]


def _records(path):
    if not os.path.exists(path):
        return
    with open(path) as stream:
        for line in stream:
            try:
                yield json.loads(line)
            except ValueError:
                # The last line of a process that was killed.
                continue
