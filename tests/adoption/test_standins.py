"""trollius, for adopted packages, and for everybody else where there is none."""

import subprocess
import sys
import textwrap

import pytest

from legacyco.adoption.standins import TROLLIUS_FINDER, renamed, standin


def run(directory, code):
    """Run *code* in a process of its own, with *directory* on its path; return what it prints."""
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", textwrap.dedent(code)],
        cwd=str(directory),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        universal_newlines=True,
        timeout=60,
    )


@pytest.mark.parametrize(
    "name, expected",
    [
        ("asyncio", "legacyco"),
        ("asyncio.tasks", "legacyco.tasks"),
        ("trollius", "legacyco.trollius"),
        ("trollius.py3_ssl", "legacyco.trollius.py3_ssl"),
        ("trollius.no_such_module", "trollius.no_such_module"),
        ("trolliusx", "trolliusx"),
        ("os.path", "os.path"),
        (None, None),
    ],
)
def test_what_stands_in_for_what(name, expected):
    assert standin(name) == expected


def test_a_dotted_name_is_renamed_at_its_head():
    assert renamed("trollius.tasks.sleep") == "legacyco.trollius.tasks.sleep"


def test_the_finder_finds_nothing_else():
    assert TROLLIUS_FINDER.find_spec("asyncio") is None
    assert TROLLIUS_FINDER.find_spec("trollius.no_such_module") is None


ADOPTED = """\
import importlib
import trollius
import trollius.py33_exceptions
import trollius as aio
import trollius.tasks as tasks
from trollius import From, Return, async as spawn
from trollius.locks import Lock

@trollius.coroutine
def work():
    with (yield From(Lock())):
        value = yield From(trollius.async(undecorated()))
    raise Return(value)

def undecorated():
    yield From(trollius.sleep(0))
    raise Return("done")

same = {trollius, aio, importlib.import_module("trollius")}
loop = trollius.get_event_loop()
print(loop.run_until_complete(work()), trollius.__name__, len(same), tasks.__name__)
loop.close()
"""


def test_an_adopted_module_has_it_in_every_form_of_import(tmp_path):
    (tmp_path / "old.py").write_text(ADOPTED)

    child = run(tmp_path, "import legacyco; legacyco.adopt('old'); import old")

    assert child.stderr == ""
    assert child.stdout == "done legacyco.trollius 1 legacyco.trollius.tasks\n"


def test_the_command_runs_a_script_in_the_dialect(tmp_path):
    (tmp_path / "app.py").write_text(ADOPTED)

    child = subprocess.run(
        [sys.executable, "-m", "legacyco", "run", "app.py"],
        cwd=str(tmp_path),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        universal_newlines=True,
        timeout=60,
    )

    assert child.stdout == "done legacyco.trollius 1 legacyco.trollius.tasks\n"
    assert child.returncode == 0


def test_everybody_gets_it_where_it_is_adopted_and_not_installed(tmp_path):
    (tmp_path / "plain.py").write_text("import trollius.tasks\nfrom trollius import From\n")

    child = run(
        tmp_path,
        """
        import sys
        import legacyco
        legacyco.adopt("trollius")
        import plain, trollius, legacyco.trollius
        print(trollius is legacyco.trollius, plain.trollius.tasks is legacyco.trollius.tasks)
        print(trollius.tasks.__spec__.name, sys.modules["trollius.tasks"] is trollius.tasks)
        """,
    )

    assert child.stderr == ""
    assert child.stdout == "True True\nlegacyco.trollius.tasks True\n"


def test_one_that_is_installed_is_left_to_those_who_are_not_adopted(tmp_path):
    (tmp_path / "trollius.py").write_text("name = 'installed'\n")
    (tmp_path / "old.py").write_text("import trollius\n")

    child = run(
        tmp_path,
        """
        import legacyco
        legacyco.adopt("old")
        import old, trollius
        print(old.trollius.__name__, trollius.name)
        """,
    )

    assert child.stderr == ""
    assert child.stdout == "legacyco.trollius installed\n"
