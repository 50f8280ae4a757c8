"""The pytest plugin: the test suites of old packages, coroutine tests, and an event loop for them.

::

    pytest -p legacyco --adopt oldpackage

- The packages that ``--adopt`` names, and with them the suite's own modules, see legacyco in the
  place of asyncio; see legacyco.adopt().  pytest rewrites their asserts as ever.
- Test functions that are coroutine functions run: ``async def``, and decorated generators.  A test
  that another plugin wants to run - pytest-asyncio, anyio, the suite's own - is left to it.
- ``legacyco_loop`` is the event loop that such a test runs on.
"""

import argparse
import asyncio
import os
import shlex
import unittest

import pytest

import legacyco
from legacyco.adoption import AdoptionError

__all__ = ("legacyco_loop",)

# Markers of tests that the plugin of the same name runs.
_RUNNERS = ("asyncio", "anyio", "trio", "curio")


# --- adoption ---------------------------------------------------------------------------------


def pytest_addoption(parser, pluginmanager):
    """Add the options, and adopt at once: other plugins, which come now, may import a package."""
    group = parser.getgroup("legacyco", "packages written for an old asyncio")
    _add_options(group.addoption)
    config = pluginmanager.get_plugin("pytestconfig")
    early = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    _add_options(early.add_argument)
    try:
        _adopt(config, early.parse_known_args(_all_arguments(config))[0])
    except AdoptionError as error:
        raise pytest.UsageError("--adopt: %s" % error) from None


def _add_options(add):
    add(
        "--adopt",
        action="append",
        default=[],
        metavar="PACKAGE,...",
        help="packages that are to see legacyco in the place of asyncio, as this suite will",
    )
    add(
        "--adopt-era",
        action="append",
        default=[],
        metavar="[PACKAGE=]3.X",
        help="the Python whose cancellation and timeouts they expect",
    )
    add(
        "--adopt-shims",
        action="store_true",
        help="restore in them small things that other modules lost",
    )
    add(
        "--adopt-report",
        metavar="FORMAT[:FILE]",
        help="list at exit what they used that is gone: as text, json or html",
    )


def _all_arguments(config):
    """Return what pytest is going to parse; it has not done so yet."""
    return (
        shlex.split(os.environ.get("PYTEST_ADDOPTS", ""))
        + config.getini("addopts")
        + [str(each) for each in config.invocation_params.args]
    )


def _adopt(config, given):
    from legacyco.adoption.finder import FINDER

    if given.adopt:
        from legacyco.adoption import plan

        how = (given.adopt_era, given.adopt_shims, given.adopt_report)
        plan.carry_out(given.adopt, *how, no_auto=True)
    if FINDER.adopted or FINDER.rules:
        from legacyco.adoption import asserts
        from legacyco.adoption.options import Options
        from legacyco.adoption.suites import Suite

        suite = Suite(
            FINDER.default or Options(),
            {str(config.rootpath), str(config.invocation_params.dir)},
            config.getini("python_files"),
            [arg for arg in map(str, config.invocation_params.args) if arg.endswith(".py")],
        )
        asserts.install()
        suite.adopt()
        config.add_cleanup(suite.give_up)


def pytest_report_header(config):
    """Say which packages are adopted."""
    from legacyco.adoption.finder import FINDER

    adopted = ", adopted: " + ", ".join(sorted(FINDER.adopted)) if FINDER.adopted else ""
    return "legacyco: " + legacyco.__version__ + adopted


# --- coroutine tests --------------------------------------------------------------------------


@pytest.fixture
def legacyco_loop():
    """A fresh event loop of legacyco's: current in the test's thread, closed when the test is over.

    Tasks that the test leaves behind are cancelled.
    """
    runner = legacyco.Runner()
    loop = runner.get_loop()
    yield loop
    if loop.is_closed():
        legacyco.set_event_loop(None)
    else:
        runner.close()


def _is_ours(item):
    """Return whether *item* is a coroutine function that no other plugin is known to run."""
    if not legacyco.iscoroutinefunction(getattr(item, "obj", None)):
        return False
    if item.cls is not None and issubclass(item.cls, unittest.TestCase):
        # Those of IsolatedAsyncioTestCase; the others never could.
        return False
    plugins = item.config.pluginmanager
    return not any(
        item.get_closest_marker(name) is not None and plugins.hasplugin(name) for name in _RUNNERS
    )


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    """Have the loop before the other fixtures of the test."""
    names = getattr(item, "fixturenames", None)
    if names is not None and "legacyco_loop" not in names and _is_ours(item):
        names.insert(0, "legacyco_loop")


# Neither first nor last: behind the plugins and conftest files that run coroutine tests themselves,
# which are registered later, and before pytest, which refuses them.
def pytest_pyfunc_call(pyfuncitem):
    """Run the test on its loop, if it is a coroutine function."""
    if not _is_ours(pyfuncitem):
        return None
    names = pyfuncitem._fixtureinfo.argnames
    arguments = {name: pyfuncitem.funcargs[name] for name in names}
    loop = _loop_among(arguments) or pyfuncitem.funcargs["legacyco_loop"]
    loop.run_until_complete(pyfuncitem.obj(**arguments))
    return True


def _loop_among(arguments):
    """Return the event loop that the test asked for by a fixture of the suite's own, or None."""
    loops = [
        value
        for name, value in arguments.items()
        if name != "legacyco_loop" and isinstance(value, asyncio.AbstractEventLoop)
    ]
    return loops[0] if len(loops) == 1 and "legacyco_loop" not in arguments else None
