"""Fixtures of the tests with real packages, and the record from which docs/interop.rst is written.

A module here says in ``PACKAGES`` which distributions it tries. Its tests go in pairs: in
``test_old_in_new_...`` the package calls decorated functions, in ``test_new_in_old_...`` decorated
functions call the package. A test may say, for the page,

- ``@pytest.mark.works_with("what")``: what a user has to write or to know;
- ``@pytest.mark.does_not("what and why")``: it proves that something does not work;

both with ``package="..."`` where the module tries others as well.

A package that is not installed fails its tests: these are run in ``tox -e interop`` only.
"""

import findings
import pytest

import legacyco


def pytest_configure(config):
    config.addinivalue_line(
        "markers", "works_with(what, package=None): what a user of the package has to do"
    )
    config.addinivalue_line("markers", "does_not(what, package=None): this does not work, and why")
    config.stash[findings.KEY] = findings.Findings()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if hasattr(item.module, "PACKAGES"):
        item.config.stash[findings.KEY].add(item, report)
    return report


def pytest_sessionfinish(session):
    session.config.stash[findings.KEY].save()


@pytest.fixture(params=[False, True], ids=["plain", "debug"])
def debug(request):
    """Debug mode of the event loop: off, and on."""
    return request.param


@pytest.fixture
def run(debug):
    """Run a coroutine as a program on a loop of ours, in both modes; return its result."""

    def run(main):
        with legacyco.Runner(debug=debug, loop_factory=new_loop) as runner:
            return runner.run(main)

    return run


def new_loop():
    loop = legacyco.new_event_loop()
    # Both modes check correctness; what is slow on a busy machine is no news.
    loop.slow_callback_duration = 60
    return loop
