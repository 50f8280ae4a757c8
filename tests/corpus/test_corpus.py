"""The harness of the corpus, without a package: what it makes of a run, and its data."""

import os
import re
import subprocess
import sys

import pytest

from . import holdout, misses, oracle, places, suite, ways
from .packages import PACKAGES, Package

SUITE = """
import os
import pytest

def test_passes():
    pass

def test_fails():
    assert [1] == [2]

@pytest.fixture
def broken():
    raise ValueError("broken fixture")

def test_errs(broken):
    pass

def test_skipped():
    pytest.skip("not here")

@pytest.mark.xfail
def test_expected():
    assert False

def test_kills_the_process():
    if "again" not in os.environ:
        os._exit(1)
"""


def make_package():
    return Package("sample", "1", "a sample", ["tests"], ["sample"])


@pytest.fixture
def sample(tmp_path, monkeypatch):
    """A package with an oracle of its own: *passed* are the names of the tests in it."""

    def make(*passed):
        path = tmp_path / "sample.json"
        places.save(str(path), {"oracle": {"passed": {"tests/test_a.py": list(passed)}}})
        monkeypatch.setattr(places, "data_file", lambda package: str(path))
        return make_package()

    return make


def result_of(**outcomes):
    tests = {"tests/test_a.py::" + name: (each, 0.1, "why") for name, each in outcomes.items()}
    return suite.Result(tests, {}, True)


def row(tests, unreachable=False, sometimes=False, why=""):
    return misses.Row("sample", ["3.13"], tests, why, unreachable, sometimes, "a reason")


# --- comparing --------------------------------------------------------------------------------


def test_a_miss_without_a_reason_is_a_complaint(sample):
    verdict = oracle.Verdict(sample("a", "b"), "3.13", result_of(a="passed", b="failed"))

    assert verdict.percentage == 50
    assert [text.split(":")[0] for text in verdict.complaints()] == [
        "50.0% of what is reachable passes, less than 99%",
        "failed",
    ]


def test_what_is_out_of_reach_is_not_counted(sample, monkeypatch):
    monkeypatch.setattr(misses, "MISSES", [row("tests/test_a.py::b*", unreachable=True)])
    verdict = oracle.Verdict(sample("a", "b[1]", "b[2]"), "3.13", result_of(a="passed"))

    assert verdict.percentage == 100
    assert list(verdict.complaints()) == []
    assert verdict.summary() == "sample 1 on 3.13: 1 of 1, 100.0%, and 2 out of reach"


def test_a_miss_with_a_reason_is_counted_and_no_complaint(sample, monkeypatch):
    names = [str(number) for number in range(200)]
    monkeypatch.setattr(misses, "MISSES", [row("tests/test_a.py::7", why="why")])
    outcomes = {name: "failed" if name == "7" else "passed" for name in names}
    verdict = oracle.Verdict(sample(*names), "3.13", result_of(**outcomes))

    assert verdict.percentage == 99.5
    assert list(verdict.complaints()) == []


@pytest.mark.parametrize("changes", [{}, {"why": "something else"}])
def test_a_reason_that_explains_nothing_is_a_complaint(sample, monkeypatch, changes):
    monkeypatch.setattr(misses, "MISSES", [row("tests/test_a.py::a", **changes)])
    verdict = oracle.Verdict(sample("a"), "3.13", result_of(a="passed"))

    assert list(verdict.complaints()) == ["listed in misses.py, and passes: tests/test_a.py::a"]


def test_a_suite_without_an_end_is_a_complaint(sample):
    result = suite.Result({"tests/test_a.py::a": ("passed", 0, "")}, {}, False)

    assert list(oracle.Verdict(sample("a"), "3.13", result).complaints()) == [
        "the suite did not come to its end"
    ]


def test_why_a_test_did_not_pass():
    result = suite.Result({"a.py::b": ("failed", 0, "boom")}, {"c.py": "SyntaxError"}, True)

    assert result.why("a.py::b") == "failed: boom"
    assert result.why("c.py::d") == "not collected: SyntaxError"
    assert result.why("e.py::f") == "not run"


# --- reporting --------------------------------------------------------------------------------


def test_the_plugin_reports_each_test_and_goes_on_where_the_process_died(tmp_path):
    (tmp_path / "test_sample.py").write_text(SUITE)
    report, skip = str(tmp_path / "report"), str(tmp_path / "skip")
    environ = dict(
        os.environ,
        PYTHONPATH=places.PLUGINS,
        CORPUS_REPORT=report,
        CORPUS_SKIP=skip,
        CORPUS_TIMEOUT="15",
    )
    command = [sys.executable, "-m", "pytest", "-p", "corpus_report", "-p", "no:cacheprovider"]

    def run(**more):
        subprocess.run(
            command, cwd=str(tmp_path), env=dict(environ, **more), stdout=subprocess.DEVNULL
        )
        return suite.read_report(report)

    result, unended = run()
    assert not result.finished
    assert unended == ["test_sample.py::test_kills_the_process"]
    with open(skip, "w") as stream:
        stream.write("\n".join(result.tests))
    result, unended = run(again="1")

    assert result.finished and not unended
    outcomes = {name.partition("::test_")[2]: each[0] for name, each in result.tests.items()}
    assert outcomes == {
        "passes": "passed",
        "fails": "failed",
        "errs": "error",
        "skipped": "skipped",
        "expected": "xfailed",
        "kills_the_process": "passed",
    }
    assert result.tests["test_sample.py::test_fails"][2].startswith("assert [1] == [2]")


# --- editing ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("f = asyncio.async\n", 'f = asyncio.__getattribute__("async")\n'),
        ("x.async(1).async(2)\n", 'x.__getattribute__("async")(1).__getattribute__("async")(2)\n'),
        ("async def f():\n    pass\n", "async def f():\n    pass\n"),
        ("x.async = 1\n", "x.async = 1\n"),
        ("'x.async'  # x.async\n", "'x.async'  # x.async\n"),
    ],
)
def test_async_is_renamed_where_people_do_that(before, after):
    assert ways.respelled(before) == after


# --- data -------------------------------------------------------------------------------------


@pytest.mark.parametrize("package", PACKAGES.values(), ids=lambda package: package.name)
def test_the_data_of_a_package_are_those_of_its_version(package):
    data = places.load(places.data_file(package))

    assert data["version"] == package.version
    assert re.match(r"%s-%s\.tar\.gz$" % (package.name, re.escape(package.version)), data["sdist"])
    assert re.match("[0-9a-f]{64}$", data["sha256"])
    assert oracle.oracle(package)
    assert not oracle.oracle(package) & set(data["oracle"]["others"])


@pytest.mark.parametrize("row", misses.MISSES, ids=lambda row: row.tests)
def test_a_reason_is_about_tests_of_the_oracle(row):
    tests = oracle.oracle(PACKAGES[row.package])

    assert any(row.matches(test, row.why) for test in tests)
    assert row.reason.endswith(".")


def test_the_page_is_about_these_packages_and_reasons():
    with open(places.PAGE, encoding="utf-8") as stream:
        page = stream.read()

    for package in PACKAGES.values():
        assert page.count("* - %s %s\n" % (package.name, package.version)) == 2
        assert page.count("\n     - %d\n" % len(oracle.oracle(package))) >= 2
    for each in misses.MISSES:
        assert each.sometimes or each.reason in page
    for each in holdout.HOLDOUT:
        assert "* - %s\n" % each.package in page and each.missed in page
