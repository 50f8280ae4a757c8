"""The harness itself: it sees what fails, hangs or dies, and a patch reaches whom it must."""

import asyncio
import importlib
import sys
import textwrap
import types
from unittest import mock

import pytest

from . import exclusions, harness, report, standin

SUITE = """
    import os, sys, time, unittest
    import asyncio

    class Outcomes(unittest.TestCase):
        def test_passes(self):
            pass
        def test_fails(self):
            self.assertEqual(1, 2)
        def test_raises(self):
            raise OSError("broken")
        @unittest.skip("not here")
        def test_skipped(self):
            pass
        @unittest.expectedFailure
        def test_expected_failure(self):
            self.fail()
        @unittest.expectedFailure
        def test_unexpected_success(self):
            pass
        def test_one_subtest_fails(self):
            for number in range(3):
                with self.subTest(number=number):
                    self.assertNotEqual(number, 1)

    class Fatal(unittest.TestCase):
        def test_1_hangs(self):
            time.sleep(1000)
        def test_2_ends_the_process(self):
            os._exit(3)
        def test_3_comes_after_them(self):
            pass

    class BadFixture(unittest.TestCase):
        @classmethod
        def setUpClass(cls):
            raise OSError("no fixture")
        def test_never_runs(self):
            pass

    class SecondTry(unittest.TestCase):
        def test_passes_at_the_second_try(self):
            marker = os.path.join(os.path.dirname(__file__), "marker")
            first = not os.path.exists(marker)
            open(marker, "w").close()
            self.assertFalse(first)

    class Substituted(unittest.TestCase):
        def test_sees_the_subject(self):
            self.assertEqual(asyncio.Future, "ours")
"""


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory):
    """What a run of the file above finds, against a package that has one name."""
    directory = tmp_path_factory.mktemp("suite")
    (directory / "test_sample.py").write_text(textwrap.dedent(SUITE))
    (directory / "subject").mkdir()
    (directory / "subject" / "__init__.py").write_text("Future = 'ours'\n")
    return harness.run_module("subject", [str(directory)], "test_sample", limit=3)


def outcome(run, name):
    return run.outcomes[name].outcome


def test_a_test_that_passes_is_a_pass(outcomes):
    assert outcome(outcomes, "Outcomes.test_passes") == "pass"
    assert outcome(outcomes, "Outcomes.test_expected_failure") == "xfail"


def test_a_test_sees_the_subject_in_the_place_of_asyncio(outcomes):
    assert outcome(outcomes, "Substituted.test_sees_the_subject") == "pass"


@pytest.mark.parametrize(
    "name, kind, detail",
    [
        ("Outcomes.test_fails", "fail", "AssertionError: 1 != 2"),
        ("Outcomes.test_raises", "error", "OSError: broken"),
        ("Outcomes.test_unexpected_success", "fail", "unexpected success"),
        ("Outcomes.test_one_subtest_fails", "fail", "AssertionError: 1 == 1"),
        ("setUpClass (test_sample.BadFixture)", "error", "OSError: no fixture"),
    ],
)
def test_a_test_that_fails_is_seen_with_its_error(outcomes, name, kind, detail):
    assert outcomes.outcomes[name][:2] == (kind, detail)


def test_a_skipped_test_is_a_skip_with_its_reason(outcomes):
    assert outcomes.outcomes["Outcomes.test_skipped"][:2] == ("skip", "not here")


def test_tests_that_hang_or_kill_the_process_fail_and_the_rest_still_runs(outcomes):
    hung = outcomes.outcomes["Fatal.test_1_hangs"]
    assert hung.outcome == "error"
    assert "test_1_hangs" in hung.trace, "the stack of the hanging test"
    assert outcome(outcomes, "Fatal.test_2_ends_the_process") == "error"
    assert hung.detail == harness.HUNG
    assert outcome(outcomes, "Fatal.test_3_comes_after_them") == "pass"


def test_a_test_that_passes_at_the_second_try_passes_and_is_told(outcomes):
    assert outcomes.retried == ["SecondTry.test_passes_at_the_second_try"]
    assert outcome(outcomes, "SecondTry.test_passes_at_the_second_try") == "pass"


def test_a_file_that_cannot_be_imported_fails(tmp_path):
    (tmp_path / "test_broken.py").write_text("from asyncio import no_such_name")
    run = harness.run_module("asyncio", [str(tmp_path)], "test_broken")
    assert [each.outcome for each in run.outcomes.values()] == ["error"]


# --- the verdict --------------------------------------------------------------------------------

PASS = harness.Outcome("pass", "", "")
FAIL = harness.Outcome("fail", "AssertionError: 1 != 2", "")
SKIP = harness.Outcome("skip", "no C types", "")


def row(pattern, kind=exclusions.CANNOT_APPLY):
    return exclusions.Row("test_tasks", (pattern,), "", kind, "a reason")


def test_a_failure_that_is_not_listed_is_a_complaint():
    verdict = harness.Verdict("test_tasks", {"T.a": FAIL, "T.b": PASS}, [])
    assert [each.split("\n")[0] for each in verdict.complaints()] == [
        "T.a: AssertionError: 1 != 2",
        "50.0% of the applicable tests pass, less than 98%",
    ]


def test_a_listed_test_that_passes_is_a_complaint():
    verdict = harness.Verdict("test_tasks", {"T.a": PASS, "T.b": FAIL}, [row("T.*")])
    assert list(verdict.complaints()) == ["T.a passes: take it out of the table in exclusions.py"]


def test_a_test_that_cannot_apply_is_not_counted_and_one_that_differs_is():
    rows = [row("T.a"), row("T.b", exclusions.DIFFERS)]
    outcomes = {"T.a": FAIL, "T.b": FAIL, "T.c": SKIP}
    outcomes.update(("T.d%d" % number, PASS) for number in range(49))
    verdict = harness.Verdict("test_tasks", outcomes, rows)
    assert (verdict.applicable, verdict.passed, verdict.skipped) == (50, 49, 1)
    assert list(verdict.complaints()) == []


def test_a_file_of_which_nothing_runs_is_a_complaint():
    verdict = harness.Verdict("test_tasks", {"T.a": SKIP}, [])
    assert list(verdict.complaints()) == ["0.0% of the applicable tests pass, less than 98%"]


def test_a_pattern_that_names_no_test_is_told():
    assert harness.Verdict("test_tasks", {"T.a": PASS}, [row("T.b")]).unmatched == ["T.b"]


@pytest.mark.parametrize(
    "pythons, versions",
    [
        ("", [(3, 6), (3, 9), (3, 15)]),
        ("3.9", [(3, 9)]),
        ("3.7-3.9", [(3, 9)]),
        ("3.9-", [(3, 9), (3, 15)]),
        ("-3.9", [(3, 6), (3, 9)]),
    ],
)
def test_a_row_covers_its_pythons(monkeypatch, pythons, versions):
    table = [exclusions.Row("test_tasks", ("T.a",), pythons, exclusions.DIFFERS, "a reason")]
    monkeypatch.setattr(exclusions, "TABLE", table)
    assert [v for v in [(3, 6), (3, 9), (3, 15)] if exclusions.rows("test_tasks", v)] == versions


# --- the stand-ins ------------------------------------------------------------------------------


@pytest.fixture
def stand_in():
    """A stand-in for a module *real*, over *ours* and *part*, the two modules ours is split into;
    all three have the same `logger`."""
    real, ours, part = (types.ModuleType(name) for name in ("asyncio.real", "ours", "part"))
    for module in (real, ours, part):
        module.logger = "logger"
    real.only_there, real._CTask, real.Task = "theirs", "C", "their task"
    ours.Task, ours._enter = "our task", "our function"
    result = standin.StandIn(real, [ours, part, real], True, set())
    return types.SimpleNamespace(module=result, real=real, ours=ours, part=part)


def test_ours_comes_first_and_what_is_theirs_is_remembered(stand_in):
    assert stand_in.module.Task == stand_in.module._PyTask == "our task"
    assert stand_in.module._py_enter == "our function"
    assert stand_in.module.only_there == "theirs"
    assert stand_in.module.__dict__["_state"][3] == {"asyncio.real.only_there"}


def test_there_are_no_c_types(stand_in):
    with pytest.raises(AttributeError, match="_CTask"):
        stand_in.module._CTask  # noqa: B018


def test_a_patch_reaches_every_module_that_uses_the_object_and_is_undone(stand_in, monkeypatch):
    monkeypatch.setitem(sys.modules, "sample", stand_in.module)
    holders = (stand_in.real, stand_in.ours, stand_in.part)
    with mock.patch("sample.logger", "first"):
        with mock.patch("sample.logger", "second"):
            assert {each.logger for each in holders} == {"second"}
        assert {each.logger for each in holders} == {"first"}
    assert {each.logger for each in holders} == {"logger"}


def test_a_patch_leaves_alone_what_has_the_same_name_and_is_another_object(stand_in):
    with mock.patch.object(stand_in.module, "Task", None):
        assert (stand_in.ours.Task, stand_in.real.Task) == (None, "their task")
    assert stand_in.ours.Task == "our task"


def test_the_modules_that_ours_are_split_into_exist():
    for parts in standin.SPLIT.values():
        for part in parts:
            importlib.import_module("legacyco." + part)


def test_the_subjects_own_imports_get_the_real_asyncio(tmp_path):
    (tmp_path / "subject").mkdir()
    (tmp_path / "subject" / "__init__.py").write_text(
        "def late():\n    import asyncio\n    return asyncio.__class__.__name__\n"
    )
    (tmp_path / "test_late.py").write_text(
        "import asyncio, unittest\n"
        "class T(unittest.TestCase):\n"
        "    def test_it(self):\n"
        "        self.assertEqual(asyncio.late(), 'module')\n"
        "        self.assertEqual(type(asyncio).__name__, 'StandIn')\n"
    )
    run = harness.run_module("subject", [str(tmp_path)], "test_late")
    assert outcome(run, "T.test_it") == "pass"


@pytest.mark.skipif(harness.suite_directory() is None, reason="ships no test.test_asyncio")
def test_with_asyncio_in_its_own_place_its_suite_passes():
    run = harness.run_module("asyncio", [], "test.test_asyncio.test_locks")
    assert {each.outcome for each in run.outcomes.values()} <= {"pass", "skip"}
    assert len(run.outcomes) > 40
    assert isinstance(asyncio, types.ModuleType), "and this process is left as it was"


# --- the page -----------------------------------------------------------------------------------


def findings(python, **counts):
    each = {"total": 5, "skipped": 1, "passed": 2, "applicable": 3, "borrowed": []}
    each.update(excluded=["T.a"], differing=["T.b"], failures=[], unmatched=[])
    return {"python": python, "files": {"test_tasks": dict(each, **counts)}}


def test_the_page_has_the_counts_and_every_reason_with_its_tests(monkeypatch):
    rows = [row("T.a"), row("T.b", exclusions.DIFFERS)._replace(reason="another")]
    monkeypatch.setattr(exclusions, "TABLE", rows)
    page = report.page(
        [findings("3.6.15"), findings("3.7.16"), findings("3.9.1", borrowed=["asyncio.run"])]
    )
    assert "* - 3.7.16\n     - 5\n     - 1\n     - 1\n     - 3\n     - 2\n     - 66.7\n" in page
    assert "**a reason**\n\n- ``test_tasks.T.a`` (3.6-3.9)\n" in page
    assert "**another**\n\n- ``test_tasks.T.b`` (3.6-3.9)\n" in page
    assert "- ``asyncio.run`` (3.9)\n" in page
