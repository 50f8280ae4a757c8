"""docs/interop.rst is what the tests with real packages found, and all that is there."""

import configparser
import importlib.util
import os
import re
import sys

import pytest

HERE = os.path.dirname(os.path.abspath(__file__))

pytestmark = pytest.mark.skipif(sys.version_info < (3, 8), reason="tests/interop needs 3.8")


@pytest.fixture(scope="module")
def page():
    path = os.path.join(HERE, "interop", "page.py")
    spec = importlib.util.spec_from_file_location("interop_page", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def kept(page):
    return page.load(page.KEPT)


def test_the_page_is_written_from_the_findings(page, kept):
    assert page.PAGE.read_text() == page.page(kept), "run: python tests/interop/page.py"


def test_every_environment_of_tox_left_its_findings(kept):
    config = configparser.ConfigParser(interpolation=None)
    config.read(os.path.join(HERE, os.pardir, "tox.ini"))
    pythons = {config["testenv:interop"]["basepython"].replace("python", "")}
    (others,) = [name for name in config.sections() if name.startswith("testenv:interop-")]
    pythons |= {"3." + minor for minor in re.findall(r"\b3(\d\d)\b", others)}
    assert set(kept) == pythons == {"3.%d" % minor for minor in range(10, 16)}


def test_every_test_was_run_on_every_python(page, kept):
    for findings in kept.values():
        assert set(findings["modules"]) == set(page.modules())
        for module, entry in findings["modules"].items():
            assert set(entry["tests"]) == set(page.marked_tests(module))
            assert set(entry["tests"].values()) <= {"passed", "skipped"}
            assert "passed" in entry["tests"].values()


def test_the_versions_are_those_that_are_required(kept):
    with open(os.path.join(HERE, "interop", "requirements.txt")) as file:
        required = re.findall(r"^([\w-]+)(?:\[\w+\])? == ([^;\s]+)", file.read(), re.MULTILINE)
    tried = {
        pair
        for findings in kept.values()
        for entry in findings["modules"].values()
        for pair in entry["packages"].items()
    }
    assert set(required) == tried - {("asyncio", "")}


def test_a_page_that_says_something_else_is_stale(page):
    there = {"test_a": {"packages": {"a": "1"}, "tests": {"test_x": "passed"}}}
    assert list(page.problems(there, there)) == []
    newer = {"test_a": {"packages": {"a": "2"}, "tests": {"test_x": "passed"}}}
    assert list(page.problems(newer, there)) == ["test_a tried {'a': '2'}, not {'a': '1'}"]
    fails = {"test_a": {"packages": {"a": "1"}, "tests": {"test_x": "failed", "test_y": "passed"}}}
    assert list(page.problems(fails, there)) == [
        "test_a::test_x: failed, not passed",
        "test_a::test_y: passed, not None",
    ]
    assert list(page.problems({}, there)) == ["test_a was not run"]
    assert list(page.problems(there, {})) == ["test_a was not there"]
