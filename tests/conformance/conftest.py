"""The summary of the run: how many of the interpreter's own tests apply, and how many pass."""

import pytest

LINES = []


@pytest.fixture
def record_verdict():
    def record(run, verdict):
        LINES.append("%s, %.0f s" % (verdict.summary(), run.seconds))
        LINES.extend("    passed at the second try: " + name for name in run.retried)
        LINES.extend("    no such test: " + pattern for pattern in verdict.unmatched)

    return record


def pytest_terminal_summary(terminalreporter):
    if LINES:
        terminalreporter.section("test.test_asyncio against legacyco")
        for line in LINES:
            terminalreporter.write_line(line)
