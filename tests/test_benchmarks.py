"""The benchmarks compute what they say, on every engine and in both dialects.

Nothing here looks at a clock: a benchmark that gives the wrong answer is the defect.
"""

import inspect
import json
import os
import re
import subprocess
import sys

import pytest

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
# `pytest` without `python -m` does not put the directory it runs in on the path.
sys.path.append(ROOT)

from benchmarks import (  # noqa: E402
    budget,
    dialect,
    engines,
    growth,
    imports,
    instructions,
    measure,
    report,
    starting,
    suite,
    workload,
)

TINY = 100


@pytest.fixture(params=engines.NAMES)
def engine(request):
    if request.param not in engines.available():
        pytest.skip("%s needs a package that is not installed" % request.param)
    return engines.load(request.param)


@pytest.mark.parametrize("name", suite.NAMES)
def test_every_workload_gives_its_answer_on_every_engine(name, engine):
    run = workload.execute(suite.load(engine)[name], engine, TINY)

    assert run.operations >= TINY
    assert run.rate("cpu") > 0
    assert run.rate("wall") > 0


def test_a_workload_that_computes_something_else_is_an_error():
    @workload.workload("liar", size=TINY, answer=lambda size: size, unit="lies/s")
    async def liar(run):
        with run.timed(run.size):
            return run.size - 1

    with pytest.raises(workload.WrongAnswer, match="liar on asyncio .* returned 99 instead of 100"):
        workload.execute(liar, engines.load("asyncio"))


@pytest.mark.parametrize("name", suite.NAMES)
def test_the_decorated_dialect_is_made_of_generators(name):
    decorated = []

    def coroutine(function):
        decorated.append(function)
        return function

    modules = [dialect.load_decorated(room, coroutine) for room in suite.ROOMS]
    assert decorated

    found = [getattr(module, name) for module in modules if hasattr(module, name)]
    assert len(found) == 1
    assert inspect.isgeneratorfunction(found[0].function)
    assert all(inspect.isgeneratorfunction(function) for function in decorated)


def test_growth_refers_to_workloads_that_exist():
    assert set(growth.WORKLOADS) <= set(suite.NAMES)


@pytest.mark.parametrize(
    "value, text",
    [(7.4, "7"), (942.0, "942"), (1139.0, "1.14 k"), (56849.0, "56.8 k"), (1.15e6, "1.15 M")],
)
def test_rates_are_shown_with_three_digits_that_count(value, text):
    assert report.rate(value) == text


def test_the_comparison_shows_medians_and_ratios_and_leaves_gaps_where_nothing_ran():
    known = suite.load(engines.load("asyncio"))
    rows = {"asyncio": [100.0, 300.0, 200.0], "legacyco": [500.0], "uvloop": []}
    measured = {name: measure.Series() for name in rows}
    for name, rates in rows.items():
        measured[name].rates += rates

    lines = report.comparison([known["switch"]], {"switch": measured}).splitlines()

    assert lines[1].split() == "workload asyncio uvloop ratio legacyco ratio unit noise".split()
    assert lines[3].split() == "switch 200 - - 500 2.50 switches/s 50%".split()
    assert lines[0] == lines[2] == lines[4]


def test_the_comparison_may_refer_to_another_engine_or_to_one_that_did_not_run():
    known = suite.load(engines.load("asyncio"))
    rows = {"uvloop": [200.0], "legacyco-on-uvloop": [300.0]}
    measured = {name: measure.Series() for name in rows}
    for name, rates in rows.items():
        measured[name].rates += rates

    to_uvloop = report.comparison([known["switch"]], {"switch": measured}, "uvloop")
    to_asyncio = report.comparison([known["switch"]], {"switch": measured})

    assert to_uvloop.splitlines()[3].split()[:4] == "switch 200 300 1.50".split()
    assert to_asyncio.splitlines()[3].split()[:5] == "switch 200 - 300 -".split()


def test_instructions_are_those_that_a_larger_size_takes_more():
    started = {"asyncio": 500000, "legacyco": 700000}
    each = {"asyncio": 3000, "legacyco": 2000}

    def count(job):
        engine, _, size = job
        return started[engine] + each[engine] * size

    rows = list(instructions.rows(["spawn", "queue"], ["asyncio", "legacyco"], count))

    assert rows == [[name, "3,000", "2,000", "1.50"] for name in ("spawn", "queue")]


def test_instructions_are_read_from_what_valgrind_writes():
    assert instructions.counted("==1== \n==1== I   refs:      1,234,567\n") == 1234567
    with pytest.raises(ValueError, match="no count .* 'Killed'"):
        instructions.counted("Killed")


@pytest.mark.parametrize("name", instructions.WORKLOADS)
def test_instructions_are_counted_of_workloads_with_an_operation_for_each_of_their_size(name):
    engine = engines.load("asyncio")
    run = workload.execute(suite.load(engine)[name], engine, TINY)

    assert run.operations == TINY


@pytest.mark.parametrize("name", budget.LADDERS)
def test_a_budget_ends_with_the_real_thing(name):
    costs = budget.measure(name, steps=2, rounds=1)

    assert len(costs) == len(budget.LADDERS[name]) + 2
    assert [what for what, _ in costs][-2:] == ["all of legacyco", "all of asyncio"]
    assert all(cost > 0 for _, cost in costs)


def test_jobs_take_turns_and_a_failing_one_is_reported_once():
    turns = []

    def job(name):
        def run():
            turns.append(name)
            if name == "b":
                raise measure.WorkerFailed("b is broken")
            return {"cpu": 1.0, "wall": 2.0}

        return run

    series, failures = measure.interleave([job(name) for name in "abc"], 2, "wall", lambda: None)

    assert turns == ["a", "b", "c", "a", "c"]
    assert failures == ["b is broken"]
    assert [each.rates for each in series] == [[2.0, 2.0], [], [2.0, 2.0]]


def test_the_command_line_measures_in_processes_and_prints_a_table(tmp_path):
    raw = tmp_path / "rates.json"
    command = [sys.executable, "-m", "benchmarks", "--quick", "--rounds", "2"]
    command += ["future", "--only", "memory", "--engines", "asyncio,legacyco", "--json", str(raw)]

    output = subprocess.check_output(
        command, cwd=ROOT, stderr=subprocess.STDOUT, universal_newlines=True
    )

    assert re.search(r"^future +\S+ [kM] +\S+ [kM] +\d+\.\d\d +hand-overs/s", output, re.M), output
    rates = json.loads(raw.read_text())
    assert {name: len(rates["memory"][name]) for name in rates["memory"]} == {
        "asyncio": 2,
        "legacyco": 2,
    }


@pytest.mark.parametrize("arguments", [["swich"], ["--only", "swich"]])
def test_the_command_line_refuses_a_workload_it_does_not_know(arguments):
    command = [sys.executable, "-m", "benchmarks"] + arguments
    result = subprocess.run(command, cwd=ROOT, stderr=subprocess.PIPE, universal_newlines=True)

    assert result.returncode == 2
    assert "'swich' is not one of switch, spawn" in result.stderr


def test_imports_are_measured_by_turns(monkeypatch):
    started = []
    monkeypatch.setattr(starting, "start", lambda program: started.append(program) or len(started))
    assert starting.measure(2) == {
        "pass": [4, 7],
        "import asyncio": [5, 8],
        "import legacyco": [6, 9],
    }
    assert started == list(starting.PROGRAMS) * 3


def test_a_start_takes_time():
    assert starting.start("import asyncio") > 0


def test_starts_are_measured_of_packages_that_differ_in_their_imports_only(tmp_path):
    imports.write_packages(str(tmp_path))
    ordinary, adopted = (
        (tmp_path / name / "m0.py").read_text() for name in ("ordinary", "adopted")
    )
    assert adopted.replace("import asyncio", "import legacyco as asyncio") == ordinary

    # The second of the adopted one is a later start: it finds what the first has kept.
    assert all(imports.start(str(tmp_path), name) > 0 for name in ("ordinary", "adopted") * 2)
    kept = os.listdir(str(tmp_path / "adopted" / "__pycache__"))
    assert all(".opt-legacyco" in name for name in kept) and len(kept) == 21
