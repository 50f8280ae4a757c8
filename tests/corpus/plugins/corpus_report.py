"""pytest plugin: one line of JSON for each test, and a time limit for each.

CORPUS_REPORT   the file that the lines are appended to
CORPUS_SKIP     a file with the ids of tests, one a line, that have run already
CORPUS_TIMEOUT  how many seconds a test may take
"""

import json
import os
import re
import signal
import time

LIMIT = float(os.environ["CORPUS_TIMEOUT"])


class Expired(BaseException):
    """A test ran past its limit; no ``except Exception`` of an event loop stops it."""


class Running:
    """The test that runs: when it began, and what is known of its outcome."""

    def __init__(self):
        self.began = time.time()
        self.outcome = None
        self.message = ""

    def learn(self, report):
        """Take what one phase of the test (set-up, call, tear-down) adds."""
        outcome = _outcome(report)
        if outcome is None or self.outcome in ("failed", "error"):
            return
        self.outcome = outcome
        if outcome != "passed":
            self.message = _message(report.longrepr)


_running = {}


def _outcome(report):
    if report.passed:
        if report.when != "call":
            return None
        return "xpassed" if hasattr(report, "wasxfail") else "passed"
    if report.skipped:
        return "xfailed" if hasattr(report, "wasxfail") else "skipped"
    return "failed" if report.when == "call" else "error"


def _message(longrepr):
    """Return what went wrong, in one line."""
    crash = getattr(longrepr, "reprcrash", None)
    text = getattr(crash, "message", None) or str(longrepr or "")
    marked = [line[1:] for line in text.splitlines() if line.startswith("E  ")]
    text = marked[-1] if marked else text.strip()[-300:]
    return text.strip().replace("\n", " | ")[:300]


def _stable(nodeid):
    """Return a test's id without what differs from run to run: addresses."""
    return re.sub(r"0x[0-9a-fA-F]{6,}", "0x", nodeid.replace("::()", ""))


def _write(event, **fields):
    with open(os.environ["CORPUS_REPORT"], "a") as stream:
        stream.write(json.dumps(dict(fields, event=event), sort_keys=True) + "\n")


def _expire(signum, frame):
    raise Expired("ran past %g seconds" % LIMIT)


def pytest_collection_modifyitems(config, items):
    if not os.path.exists(os.environ["CORPUS_SKIP"]):
        return
    with open(os.environ["CORPUS_SKIP"]) as stream:
        done = set(stream.read().splitlines())
    dropped = [item for item in items if _stable(item.nodeid) in done]
    if dropped:
        config.hook.pytest_deselected(items=dropped)
        items[:] = [item for item in items if _stable(item.nodeid) not in done]


def pytest_collectreport(report):
    if report.failed:
        _write("collection error", node=_stable(report.nodeid), message=_message(report.longrepr))


def pytest_runtest_logstart(nodeid, location):
    _running[nodeid] = Running()
    _write("start", test=_stable(nodeid))
    signal.signal(signal.SIGALRM, _expire)
    # Again every few seconds: an event loop that swallows the exception does not get away with it.
    signal.setitimer(signal.ITIMER_REAL, LIMIT, 3)


def pytest_runtest_logreport(report):
    running = _running.get(report.nodeid)
    if running is not None:
        running.learn(report)
    if report.when == "teardown":
        _end(report.nodeid)


def pytest_runtest_logfinish(nodeid, location):
    _end(nodeid)


def _end(nodeid):
    signal.setitimer(signal.ITIMER_REAL, 0)
    running = _running.pop(nodeid, None)
    if running is not None:
        _write(
            "end",
            test=_stable(nodeid),
            outcome=running.outcome or "none",
            seconds=round(time.time() - running.began, 3),
            message=running.message,
        )


def pytest_sessionfinish(session, exitstatus):
    _write("finish")
