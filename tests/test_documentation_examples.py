"""The examples of Python's documentation print what it says they print.

tests/examples/documentation has every example of the pages "Tasks and coroutines" (3.6) and
"Coroutines and Tasks" (3.7), in the ``async def`` dialect and in the decorated one.  What the pages
give as a fragment is in a program that has nothing else to do.  The import line is
``import legacyco as asyncio``; everything else is as it would be written for asyncio, and on the
interpreters that can, the programs are run on asyncio too.
"""

import asyncio
import functools
import json
import os
import re
import subprocess
import sys

import pytest

import legacyco

ROOT = os.path.dirname(os.path.dirname(legacyco.__file__))
EXAMPLES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "examples")
PROGRAMS = os.path.join(EXAMPLES, "documentation")

FACTORIALS = """\
Task A: Compute factorial(2)...
Task B: Compute factorial(2)...
Task C: Compute factorial(2)...
Task A: factorial(2) = 2
Task B: Compute factorial(3)...
Task C: Compute factorial(3)...
Task B: factorial(3) = 6
Task C: Compute factorial(4)...
Task C: factorial(4) = 24
"""

FIVE_SECONDS = "".join("2018-06-27 10:00:0%d\n" % second for second in range(5))

# What the pages say.
PRINTED = {
    "as_completed": "first\nsecond\nthird\n",
    "cancel_me": """\
cancel_me(): before sleep
cancel_me(): cancel sleep
cancel_me(): after sleep
main(): cancel_me is cancelled now
""",
    "chained_coroutines": "Compute 1 + 2 ...\n1 + 2 = 3\n",
    "display_date_loop": FIVE_SECONDS,
    "display_date_run": FIVE_SECONDS,
    "factorials_loop": FACTORIALS,
    "factorials_run": FACTORIALS,
    "future_run_forever": "Future is done!\n",
    "future_run_until_complete": "Future is done!\n",
    "hello_world_loop": "Hello World!\n",
    "hello_world_run": "hello\nworld\n",
    "nested": "42\n",
    "nested_task": "42\n",
    "old_style_coroutine": "done\n",
    "run_coroutine_threadsafe": "The coroutine returned: 3\n",
    "say_after": "started at 17:13:52\nhello\nworld\nfinished at 17:13:55\n",
    "say_after_tasks": "started at 17:14:32\nhello\nworld\nfinished at 17:14:34\n",
    "shield": "None\nsomething() went on\n",
    "wait": "42 set()\n",
    "wait_for": "timeout!\n",
    "wait_for_a_coroutine": "42 set()\n",
}


def path_of(dialect, name):
    return os.path.join(PROGRAMS, dialect, name + ".py")


def source_of(dialect, name):
    with open(path_of(dialect, name)) as file:
        return file.read()


def started_at(name):
    """Return the time of day at which the page has the program run."""
    started = re.search(r"started at (\S+)", PRINTED[name])
    return started.group(1) if started else "10:00:00"


def run_python(*arguments, **kwargs):
    child = subprocess.run(
        (sys.executable,) + arguments,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        universal_newlines=True,
        timeout=60,
        env=dict(os.environ, PYTHONPATH=ROOT),
        **kwargs,
    )
    assert (child.returncode, child.stderr) == (0, "")
    return child.stdout


@functools.lru_cache(maxsize=None)
def printed_quickly(library, dialect):
    """Return what the programs print on a clock that jumps, without fractions of a second."""
    names = [name for name in PRINTED if library == "legacyco" or why_not_on_asyncio(name) is None]
    programs = [[path_of(dialect, name), started_at(name)] for name in names]
    driver = os.path.join(EXAMPLES, "quick_clock.py")
    printed = json.loads(run_python("-W", "error", driver, library, input=json.dumps(programs)))
    return {
        name: re.sub(r"(:\d\d)\.\d+$", r"\1", text, flags=re.MULTILINE)
        for name, text in zip(names, printed)
    }


def why_not_on_asyncio(name):
    """Return what keeps this interpreter's asyncio from running the program, or None."""
    source = source_of("async_def", name)
    for used in sorted(set(re.findall(r"asyncio\.(\w+)", source))):
        if not hasattr(asyncio, used):
            return "there is no asyncio." + used
    if name == "wait_for_a_coroutine" and sys.version_info >= (3, 8):
        return "wait() of coroutines warns since 3.8, and is refused since 3.11"
    if "asyncio.get_event_loop" in source and sys.version_info >= (3, 10):
        return "get_event_loop() warns since 3.10, and makes no loop since 3.14"
    if name == "factorials_loop" and sys.version_info < (3, 7):
        return "gather() starts coroutines in the order of a set up to 3.6"
    if name == "old_style_coroutine" and sys.version_info >= (3, 8):
        return "the decorator warns since 3.8, and is gone since 3.11"
    return None


@pytest.mark.parametrize("dialect", ["async_def", "decorated"])
def test_no_example_is_left_out(dialect):
    files = sorted(os.listdir(os.path.join(PROGRAMS, dialect)))

    assert [name for name in files if name.endswith(".py")] == [name + ".py" for name in PRINTED]


@pytest.mark.parametrize("name", PRINTED)
def test_only_the_import_line_knows_of_legacyco(name):
    for dialect in "async_def", "decorated":
        lines = re.findall(".*legacyco.*", source_of(dialect, name))

        assert lines == ["import legacyco as asyncio"]


@pytest.mark.parametrize("name", PRINTED)
def test_each_dialect_is_pure(name):
    new, old = (re.sub("#.*", "", source_of(each, name)) for each in ("async_def", "decorated"))

    # The one is the page's own example of a mix.
    assert name == "old_style_coroutine" or not re.search(r"\byield\b|coroutine\n", new)
    assert not re.search(r"\basync def\b|\bawait\b", old)


@pytest.mark.parametrize("dialect", ["async_def", "decorated"])
@pytest.mark.parametrize("name", PRINTED)
def test_prints_what_the_documentation_says(name, dialect):
    assert printed_quickly("legacyco", dialect)[name] == PRINTED[name]


@pytest.mark.parametrize("name", PRINTED)
def test_prints_the_same_on_asyncio_where_that_can_run_it(name):
    reason = why_not_on_asyncio(name)
    if reason:
        pytest.skip(reason)

    assert printed_quickly("asyncio", "async_def")[name] == PRINTED[name]


@pytest.mark.parametrize("dialect", ["async_def", "decorated"])
def test_needs_nothing_but_the_interpreter_to_run(dialect):
    printed = run_python(path_of(dialect, "chained_coroutines"))

    assert printed == PRINTED["chained_coroutines"]
