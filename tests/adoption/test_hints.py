"""The last line below ``run`` when a program dies: which option would mend that."""

import asyncio
import concurrent.futures
import contextlib
import gc
import os
import subprocess
import sys
import textwrap
import warnings
import zipfile

import pytest

import legacyco
from legacyco.adoption import hints
from legacyco.history import as_version
from legacyco.history.changes import REMOVED
from legacyco.history.rules import ASYNCIO_CHANGES

ROOT = os.path.dirname(os.path.dirname(legacyco.__file__))
HERE = sys.version_info[:3]

# What mends itself, or ends otherwise, where the program is one of a test.
_ELSEWHERE = (
    "async-keyword",  # SyntaxErrors have a test of their own
    "yield-in-comprehension",
    "asyncio-requirement",
)
RULES = [
    row
    for row in ASYNCIO_CHANGES
    if row.effect == REMOVED
    and row.restored
    and row.before
    and not row.alone
    and as_version(row.since) <= HERE
    and row.id not in _ELSEWHERE
]
PRELUDE = """
import asyncio
loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)
run = loop.run_until_complete
"""


def died(function, *args):
    """Return the exception that a call ends with."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            function(*args)
        except BaseException as error:
            return error
    return None


@contextlib.contextmanager
def own_loop():
    """Take back what a module did to the current loop, and close it."""
    try:
        yield
    finally:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with contextlib.suppress(RuntimeError):
                asyncio.get_event_loop_policy().get_event_loop().close()
            asyncio.set_event_loop(None)


# What the examples leave behind.
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("row", RULES, ids=lambda row: row.id)
def test_of_what_legacyco_brings_back_it_says_adopt(tiny, row):
    body = textwrap.indent(row.before.strip("\n"), "    ")
    tiny.write("tiny_old", code=PRELUDE + "\ndef go():\n" + body + "\n")
    import tiny_old.code

    with own_loop():
        error = died(tiny_old.code.go)
    assert error is not None
    said, shown = hints.last_line(error), repr(error)
    del error
    gc.collect()
    assert said == "legacyco: tiny_old was not adopted; try --adopt tiny_old", shown


OTHERS = {
    # by what is called, where the source does not tell
    "a lock's loop": ("3.10", "make(asyncio.Lock, loop=None)"),
    "a queue's loop": ("3.10", "make(asyncio.PriorityQueue, loop=None)"),
    "a class of one's own": ("3.10", "Own(loop=None)"),
    "gather's loop": ("3.10", "make(asyncio.gather, loop=None)"),
    "all_tasks": ("3.9", "getattr(asyncio.Task, 'all_tasks')()"),
    "a module": ("3.7", "importlib.import_module('asyncio.compat')"),
    "a private name": ("3.12", "getattr(asyncio.tasks, '_all_tasks')"),
    "a semaphore": ("3.10", "list(asyncio.Semaphore())"),
    "a cause": ("3.11", "chained()"),
}
TEXT = """
import asyncio
import importlib

def make(thing, **arguments):
    return thing(**arguments)

class Own(asyncio.Queue):
    def __init__(self, **arguments):
        super().__init__(**arguments)

def chained():
    try:
        getattr(asyncio, "coroutine")
    except AttributeError as error:
        raise ValueError("no") from error

def go():
    %s
"""


@pytest.mark.parametrize("name", sorted(OTHERS))
def test_of_what_the_source_does_not_show_it_says_adopt(tiny, name):
    since, statement = OTHERS[name]
    if HERE < as_version(since):
        pytest.skip("it works on this Python")
    tiny.write("tiny_old", code=TEXT % statement)
    import tiny_old.code

    assert "--adopt tiny_old" in (hints.last_line(died(tiny_old.code.go)) or "")


NOT_MENDED = {
    "another error": "{}['x']",
    "asyncio's own": "asyncio.no_such_name",
    "a function of one's own": "sleep(loop=None)",
    "a function within": "(lambda: sleep(loop=1))()",
    "another module": "importlib.import_module('nothing_of_that_name')",
    "what never was": "make(asyncio.sleep, nothing=None)",
    "no loop in another thread": "in_thread(asyncio.get_event_loop)",
    "a text like it": "raise_(ValueError(\"module 'asyncio' has no attribute 'coroutine'\"))",
    "a module beside": "importlib.import_module('json').coroutine",
    "an object beside": "types.SimpleNamespace().all_tasks",
}
BESIDE = """
import concurrent.futures
import types

def sleep(seconds=0):
    pass

def raise_(error):
    raise error

def in_thread(function):
    with concurrent.futures.ThreadPoolExecutor() as pool:
        pool.submit(function).result()
"""


@pytest.mark.parametrize("name", sorted(NOT_MENDED))
def test_of_what_adoption_does_not_mend_nothing_is_said(tiny, name):
    tiny.write("tiny_other", code=BESIDE + TEXT % NOT_MENDED[name])
    import tiny_other.code

    error = died(tiny_other.code.go)
    assert error is not None
    assert hints.last_line(error) is None


def test_of_an_adopted_module_it_does_not_say_adopt(tiny):
    module = tiny.module("tiny_adopted", "import json\n\ndef go():\n    json.coroutine\n")
    error = died(module.go)
    error.args = ("module 'asyncio' has no attribute 'get_event_loop'",)

    assert hints.last_line(error) is None


def test_the_part_of_a_namespace_package_is_named(tiny):
    (tiny.folder / "tiny_space").mkdir()
    (tiny.folder / "tiny_space" / "part.py").write_text(
        "import asyncio\n\ndef go():\n    list(asyncio.Semaphore())\n"
    )
    tiny.expect("tiny_space")
    import tiny_space.part

    error = died(tiny_space.part.go)
    # On 3.9 it wants a loop first.
    if HERE >= (3, 10):
        assert "--adopt tiny_space.part" in hints.last_line(error)


# --- an era --------------------------------------------------------------------------------------

CLAUSES = {
    "an except clause": "try:\n    {wait}\nexcept Exception:\n    pass",
    "a tuple": "try:\n    {wait}\nexcept (KeyError, Exception):\n    pass",
    "a second one": "try:\n    {wait}\nexcept KeyError:\n    pass\nexcept Exception:\n    pass",
    "suppress": "with contextlib.suppress(Exception):\n    {wait}",
    "an outer one": "try:\n    with lock:\n        {wait}\nexcept Exception as error:\n    pass",
}
CANCELLED = """
import asyncio
import contextlib
import threading

lock = threading.Lock()

@asyncio.coroutine
def cancelled():
    task = asyncio.ensure_future(asyncio.sleep(10))
    yield from asyncio.sleep(0)
    task.cancel()
{body}

def go():
    loop = asyncio.new_event_loop()
    try:
        loop.run_until_complete(cancelled())
    finally:
        loop.close()
"""
from_3_8 = pytest.mark.skipif(HERE < (3, 8), reason="it is caught on this Python")


def cancelled(body):
    body = body.format(wait="yield from task")
    return CANCELLED.format(body=textwrap.indent(body, "    "))


@from_3_8
@pytest.mark.parametrize("name", sorted(CLAUSES))
def test_of_a_cancellation_that_was_caught_once_it_says_era(tiny, name):
    module = tiny.module("tiny_caught", cancelled(CLAUSES[name]))
    error = died(module.go)

    assert isinstance(error, asyncio.CancelledError)
    line = hints.last_line(error)
    assert line.startswith("legacyco: CancelledError was caught at code.py:")
    assert line.endswith("; try --era 3.7")


@pytest.mark.parametrize(
    "body",
    [
        "{wait}",
        "try:\n    {wait}\nexcept KeyError:\n    pass",
        "try:\n    {wait}\nexcept Exception:\n    print(1)\n    raise",
        "try:\n    {wait}\nexcept asyncio.CancelledError:\n    raise\nexcept Exception:\n    pass",
        "try:\n    pass\nexcept Exception:\n    pass\n{wait}",
        "try:\n    pass\nfinally:\n    {wait}",
        "with lock:\n    {wait}",
    ],
)
def test_of_a_cancellation_that_nobody_caught_nothing_is_said(tiny, body):
    error = died(tiny.module("tiny_through", cancelled(body)).go)

    assert hints.last_line(error) is None


@from_3_8
def test_with_an_era_it_is_caught(tiny):
    module = tiny.module("tiny_era", cancelled(CLAUSES["an except clause"]), era="3.7")

    assert died(module.go) is None


TIMEOUT = """
import asyncio
import concurrent.futures

def go():
    loop = asyncio.new_event_loop()
    try:
        loop.run_until_complete(asyncio.wait_for(asyncio.sleep(10), 0.001))
    except {first}:
        raise
    except {second}:
        pass
    finally:
        loop.close()
"""


@pytest.mark.parametrize(
    "first, second",
    [("KeyError", "concurrent.futures.TimeoutError"), ("OSError", "asyncio.TimeoutError")],
)
def test_of_a_timeout_that_was_caught_once_it_says_era(tiny, first, second):
    module = tiny.module("tiny_late", TIMEOUT.format(first=first, second=second))
    error = died(module.go)
    if first == "OSError":
        is_caught = not issubclass(asyncio.TimeoutError, OSError)
    else:
        is_caught = issubclass(asyncio.TimeoutError, concurrent.futures.TimeoutError)
    if is_caught:
        assert error is None
    else:
        assert "TimeoutError was caught at code.py:" in hints.last_line(error)


SERVER = """
import asyncio

kept = []

@asyncio.coroutine
def serve(wait):
    server = yield from asyncio.start_server(lambda r, w: kept.append(w), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    reader, writer = yield from asyncio.open_connection("127.0.0.1", port)
    while not kept:
        yield from asyncio.sleep(0.001)
    server.close()
    try:
        yield from wait(getattr(server, "wait_closed")())
    finally:
        writer.close()
        kept.pop().close()

def interrupted(closing):
    asyncio.get_event_loop().call_later(0.01, interrupt)
    yield from closing

def interrupt():
    raise KeyboardInterrupt

def late(closing):
    yield from asyncio.wait_for(closing, 0.01)

def go(wait):
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    loop.run_until_complete(serve(wait))
"""


@pytest.mark.parametrize("how", ["interrupted", "late"])
def test_of_a_server_that_never_closes_it_says_era(tiny, how):
    module = tiny.module("tiny_server", SERVER)
    error = died(module.go, getattr(module, how))
    said = hints.last_line(error)
    finish(module)

    assert said == "legacyco: a server waits until its connections are closed; try --era 3.7"


def finish(module):
    """End what an interrupted loop has left."""
    loop = legacyco.get_event_loop()
    for task in legacyco.all_tasks(loop):
        task.cancel()
        died(loop.run_until_complete, task)
    loop.run_until_complete(legacyco.sleep(0.01))
    loop.close()
    legacyco.set_event_loop(None)


# --- shims ---------------------------------------------------------------------------------------

ROUTER = """
import re

def add_get(path):
    return compiled(re.compile(re.escape(path)))

def compiled(pattern):
    assert pattern.pattern.startswith("\\\\/")
    return pattern.pattern

def other():
    raise KeyError
"""


@pytest.mark.skipif(HERE < (3, 7), reason="it does as it did")
def test_of_what_another_module_does_otherwise_it_says_shims(tiny):
    module = tiny.module("tiny_router", ROUTER)

    assert hints.last_line(died(module.add_get, "/a")) == (
        "legacyco: re.escape() at code.py:5 is different since Python 3.7; try --shims"
    )
    assert hints.last_line(died(module.other)) is None


def test_with_shims_it_does_as_it_did(tiny):
    module = tiny.module("tiny_shims", ROUTER, shims=True)

    assert module.add_get("/a") == "\\/a"
    assert hints.last_line(died(module.add_get, "")) is None


# --- the whole of it -----------------------------------------------------------------------------


@pytest.fixture
def run(tmp_path):
    """Write modules, and run app.py; return what is on standard error."""

    def run(*options, **modules):
        for name, text in modules.items():
            (tmp_path / (name + ".py")).write_text(textwrap.dedent(text))
        ended = subprocess.run(
            [sys.executable, "-m", "legacyco", "run"]
            + list(options)
            + ["app.py"] * ("app" in modules),
            cwd=str(tmp_path),
            env=dict(os.environ, PYTHONPATH=ROOT),
            stderr=subprocess.PIPE,
            universal_newlines=True,
            timeout=60,
        )
        return ended.stderr

    return run


@pytest.mark.skipif(HERE < (3, 14), reason="a loop is made on this Python")
def test_the_last_line_names_the_package_that_wants_a_loop(run):
    said = run(
        app="import oldlib\n",
        oldlib="import asyncio\nloop = getattr(asyncio, 'get_' + 'event_loop')()\n",
    )

    assert said.endswith(
        "RuntimeError: There is no current event loop in thread 'MainThread'.\n"
        "legacyco: oldlib was not adopted; try --adopt oldlib\n"
    )


@pytest.mark.skipif(HERE < (3, 7), reason="asyncio has no run()")
def test_of_a_loop_that_legacyco_would_not_make_nothing_is_said(run):
    said = run(
        app="""
        import asyncio
        asyncio.run(asyncio.sleep(0))
        import oldlib
        """,
        oldlib="import asyncio\nloop = getattr(asyncio, 'get_' + 'event_loop')()\n",
    )
    # What asyncio.run() has set to None is not made anew.
    assert said.endswith("RuntimeError: There is no current event loop in thread 'MainThread'.\n")


@from_3_8
def test_a_program_in_a_zip_file(tmp_path):
    text = cancelled(CLAUSES["an except clause"]) + "go()\n"
    with zipfile.ZipFile(str(tmp_path / "app.pyz"), "w") as file:
        file.writestr("__main__.py", text)
    ended = subprocess.run(
        [sys.executable, "-m", "legacyco", "run", str(tmp_path / "app.pyz")],
        env=dict(os.environ, PYTHONPATH=ROOT),
        stderr=subprocess.PIPE,
        universal_newlines=True,
        timeout=60,
    )
    assert "CancelledError was caught at __main__.py:" in ended.stderr
    assert ended.stderr.endswith("; try --era 3.7\n")


@pytest.mark.skipif(HERE < (3, 14), reason="a loop is made on this Python")
def test_a_module_that_is_run_by_its_name_is_named(run):
    said = run("-m", "oldlib", oldlib="import asyncio\ngetattr(asyncio, 'get_' + 'event_loop')()\n")

    assert said.endswith("\nlegacyco: oldlib was not adopted; try --adopt oldlib\n")


@pytest.mark.skipif(HERE < (3, 7), reason="it parses on this Python")
def test_a_file_that_parses_for_adopted_code_only(run):
    said = run("--no-auto", app="import oldlib\n", oldlib="def f(async=1): pass\n")
    assert said.endswith("\nlegacyco: oldlib was not adopted; try --adopt oldlib\n")

    said = run("--no-auto", app="import oldlib\n", oldlib="def f(]: pass\n")
    assert "legacyco:" not in said


def test_the_programs_own_hook_comes_first(run):
    said = run(
        app="""
        import sys
        import oldlib
        sys.excepthook = lambda *args: sys.stderr.write("own hook\\n")
        oldlib.go()
        """,
        oldlib="import asyncio\n\ndef go():\n    getattr(asyncio, 'async_is_no_name')\n",
    )
    assert said == "own hook\n"


def test_what_cannot_be_looked_at_is_no_second_death(monkeypatch):
    from legacyco.adoption import running

    def broken(error):
        raise ZeroDivisionError

    monkeypatch.setattr(hints, "last_line", broken)
    shown = []
    hook = running._from_the_program_on(lambda *args: shown.append(args))
    error = died(lambda: {}["x"])
    hook(type(error), error, error.__traceback__)

    assert len(shown) == 1


def test_a_frame_of_no_module_is_passed_over():
    names = {"__name__": "made_up"}
    exec(compile("def f():\n    raise KeyError\n", "<made up>", "exec"), names)
    error = died(names["f"])
    from legacyco.adoption import frames

    assert frames.place(error)[0].f_code.co_filename == __file__


def test_a_circle_of_contexts_has_an_end():
    error, other = KeyError(1), ValueError(2)
    error.__context__, other.__context__ = other, error
    from legacyco.adoption import frames

    assert list(frames.chain(error)) == [error, other]
