"""The interpreter's own tests of asyncio pass against legacyco, file by file.

What this interpreter's suite says is written to build/conformance, for report.py.
"""

import os
import platform

import pytest

import legacyco

from . import exclusions, harness, plan, report

# How many percent of a file pass on a release whose suite nobody has read.
LEAST_OF_UNREAD = 90

DIRECTORY = harness.suite_directory()

if DIRECTORY is None:
    pytest.skip(
        "this %s %s ships no test.test_asyncio"
        % (platform.python_implementation(), platform.python_version()),
        allow_module_level=True,
    )


@pytest.fixture(scope="module")
def suite(request):
    """The suite, already running those files that this run of pytest asks for."""
    chosen = [
        item.callspec.params["file"]
        for item in request.session.items
        if "suite" in getattr(item, "fixturenames", ()) and hasattr(item, "callspec")
    ]
    where = os.path.dirname(os.path.dirname(os.path.abspath(legacyco.__file__)))
    running = harness.Suite("legacyco", [where])
    running.start(chosen)
    yield running
    running.close()


@pytest.mark.parametrize("file", plan.available(DIRECTORY))
def test_passes_against_legacyco(suite, file, record_verdict, request):
    run, verdict = suite.verdict(file)
    record_verdict(run, verdict)
    report.save(report.directory_of(str(request.config.rootdir)), run, verdict)

    complaints = list(verdict.complaints())
    if platform.python_version() not in exclusions.READ_FROM and complaints:
        # Nobody has read this release's suite: what is not in the table is told, and no failure.
        assert verdict.percent >= LEAST_OF_UNREAD, "\n".join(complaints)
        pytest.skip("not read from this release's suite: %s" % "; ".join(complaints))
    assert not complaints, "\n".join(complaints)
