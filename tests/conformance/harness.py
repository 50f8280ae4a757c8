"""Start a process for each file of the suite, and judge what it says."""

import fnmatch
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import namedtuple
from concurrent.futures import ThreadPoolExecutor

from . import exclusions, plan

RUNNER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "runner.py")
PACKAGE = "test.test_asyncio."
TEST_LIMIT = 30  # seconds for one test; few take more than 1
FILE_LIMIT = 240  # seconds for all the processes of one file

# Set, these would change what the suite tests.
NOT_INHERITED = ("PYTHONASYNCIODEBUG", "PYTHONWARNINGS", "PYTHONDEVMODE", "PYTHONPATH")

HUNG = "hung, or ended the process"
# Also "unwarned": passed, but for a DeprecationWarning that legacyco does not give.
PASSED = ("pass", "xfail")

Outcome = namedtuple("Outcome", "outcome detail trace")
Run = namedtuple("Run", "outcomes borrowed retried seconds log")


def suite_directory():
    """Return where this interpreter keeps test.test_asyncio, or None if it ships none."""
    try:
        import test.test_asyncio
    except ImportError:
        return None
    return os.path.dirname(test.test_asyncio.__file__)


def run_process(
    subject, path, module, only=None, done=(), limit=TEST_LIMIT, process_limit=FILE_LIMIT
):
    """Run *module* once; return the outcomes by test, the borrowed names (None if the process ended
    before its time) and the end of what it printed."""
    directory = tempfile.mkdtemp(prefix="conformance-")
    out = os.path.join(directory, "out")
    config = {
        "subject": subject,
        "path": list(path),
        "module": module,
        "only": None if only is None else sorted(only),
        "done": sorted(done),
        "limit": limit,
        "out": out,
    }
    env = {name: value for name, value in os.environ.items() if name not in NOT_INHERITED}
    work = os.path.join(directory, "work")
    os.mkdir(work)
    try:
        with open(os.path.join(directory, "log"), "w+b") as log:
            command = [sys.executable, RUNNER, json.dumps(config)]
            process = subprocess.Popen(
                command,
                cwd=work,
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
            try:
                process.wait(max(1, process_limit))
            except subprocess.TimeoutExpired:
                pass
            _end(process)
            log.seek(0)
            said = log.read().decode("utf-8", "replace")
        records = []
        if os.path.exists(out):
            with open(out) as lines:
                records = [json.loads(line) for line in lines]
    finally:
        shutil.rmtree(directory, ignore_errors=True)
    return _read(records, said)


def _end(process):
    """Kill what is left of a process, and the children that a failed test has left behind."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.wait()


def _read(records, said):
    outcomes = {}
    borrowed = None
    running = None
    for record in records:
        if record["event"] == "start":
            running = record["id"]
        elif record["event"] == "end":
            running = None
            found = Outcome(record["outcome"], record["detail"], record["trace"])
            outcomes[record["id"]] = found
        else:
            borrowed = record["borrowed"]
    if borrowed is None and running is not None:
        outcomes[running] = Outcome("error", HUNG, said[-6000:])
    return outcomes, borrowed, said


def run_to_the_end(subject, path, module, only=None, done=(), limit=TEST_LIMIT):
    """Run *module* in as many processes as it takes: one more after each that hung or died."""
    deadline = time.time() + FILE_LIMIT
    outcomes = {}
    while True:
        left = deadline - time.time()
        more, borrowed, said = run_process(
            subject, path, module, only, set(outcomes).union(done), limit, left
        )
        outcomes.update(more)
        if borrowed is not None:
            return outcomes, borrowed, said
        if time.time() > deadline:
            outcomes["(the rest)"] = Outcome("error", "not run: %s s are over" % FILE_LIMIT, "")
            return outcomes, [], said
        if not more:
            outcomes["(the rest)"] = Outcome("error", "the process ended at once", said[-6000:])
            return outcomes, [], said


def run_module(subject, path, module, rows=(), limit=TEST_LIMIT):
    """Run *module*, and tests that failed and are not listed in *rows* a second time.

    The suite measures time and talks to real sockets: on a busy machine a test may fail once.
    CPython's own test runner repeats such tests too.
    """
    started = time.time()
    never = [name for row in rows if row.kind == exclusions.NOT_RUN for name in row.tests]
    outcomes, borrowed, said = run_to_the_end(subject, path, module, done=never, limit=limit)
    again = [
        name
        for name, each in outcomes.items()
        if each.outcome in ("fail", "error")
        and each.detail != HUNG
        and exclusions.row_of(rows, name) is None
    ]
    retried = []
    if again:
        more, _, _ = run_to_the_end(subject, path, module, again, limit=limit)
        retried = [name for name in again if name in more and more[name].outcome in PASSED]
        outcomes.update((name, more[name]) for name in retried)
    outcomes.update((name, Outcome("not run", "", "")) for name in never)
    return Run(outcomes, borrowed, retried, time.time() - started, said)


class Verdict:
    """What the outcomes of one file mean, given the rows of the table that speak of it."""

    def __init__(self, file, outcomes, rows):
        self.file = file
        self.total = len(outcomes)
        self.skipped = 0
        self.passed = 0
        self.unwarned = []
        self.excluded = {}
        self.differing = {}
        self.failures = {}
        self.stale = []
        for name, each in sorted(outcomes.items()):
            self._count(name, each, exclusions.row_of(rows, name))
        self.unmatched = [
            pattern
            for row in rows
            for pattern in row.tests
            if not fnmatch.filter(outcomes, pattern)
        ]

    def _count(self, name, each, row):
        if each.outcome == "skip":
            self.skipped += 1
        elif each.outcome == "unwarned" and row is None:
            self.passed += 1
            self.unwarned.append(name)
        elif each.outcome in PASSED:
            self.passed += 1
            if row is not None:
                self.stale.append(name)
        elif row is None:
            self.failures[name] = each
        elif row.kind in (exclusions.CANNOT_APPLY, exclusions.NOT_RUN):
            self.excluded[name] = row
        else:
            self.differing[name] = row

    @property
    def applicable(self):
        return self.passed + len(self.differing) + len(self.failures)

    @property
    def percent(self):
        if not self.applicable:
            return 100.0 if self.excluded else 0.0
        return 100.0 * self.passed / self.applicable

    def summary(self):
        return "%-26s %4d tests, %4d skipped by the suite, %3d cannot apply: %4d/%4d = %.1f%%" % (
            self.file,
            self.total,
            self.skipped,
            len(self.excluded),
            self.passed,
            self.applicable,
            self.percent,
        )

    def complaints(self):
        """Yield a text for everything that keeps the file from being accepted."""
        for name, each in self.failures.items():
            yield "%s: %s\n%s" % (name, each.detail, _indented(each.trace))
        for name in self.stale:
            yield "%s passes: take it out of the table in exclusions.py" % name
        wanted = plan.FILES[self.file].percent
        if self.percent < wanted:
            yield "%.1f%% of the applicable tests pass, less than %d%%" % (self.percent, wanted)


def _indented(text):
    return "\n".join("    " + line for line in text.splitlines()[-40:])


class Suite:
    """The suite of this interpreter against *subject*: a few files at a time, each once."""

    def __init__(self, subject, path, jobs=2):
        self.subject = subject
        self.path = path
        self.pool = ThreadPoolExecutor(jobs)
        self.runs = {}

    def start(self, files):
        """Begin with *files*, the longest first, so that the last one does not run alone."""
        for file in sorted(files, key=lambda each: -plan.FILES[each].seconds):
            self.runs[file] = self.pool.submit(
                run_module, self.subject, self.path, PACKAGE + file, self._rows(file)
            )

    def verdict(self, file):
        """Wait for *file*; return its run and the verdict."""
        run = self.runs[file].result()
        return run, Verdict(file, run.outcomes, self._rows(file))

    def _rows(self, file):
        return exclusions.rows(file) if self.subject != "asyncio" else []

    def close(self):
        for run in self.runs.values():
            run.cancel()
        self.pool.shutdown()
