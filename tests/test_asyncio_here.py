"""What stands in front of the interpreter's asyncio is named."""

import subprocess
import sys

import pytest


def import_below(folder, *options):
    """Return what ``import legacyco`` prints where *folder* is first on the path."""
    program = "import sys; sys.path.insert(0, %r); import legacyco; print('imported')"
    return subprocess.run(
        [sys.executable] + list(options) + ["-c", program % str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        universal_newlines=True,
    )


@pytest.mark.parametrize(
    "name, text, remedy",
    [
        ("asyncio.py", "", "asyncio.py' is in front of it: rename it"),
        ("asyncio.py", "async = 1", "asyncio.py' is in front of it: rename it"),
        ("asyncio/__init__.py", "", "pip uninstall asyncio"),
        ("asyncio/__init__.py", "from .tasks import async", "pip uninstall asyncio"),
    ],
)
def test_another_asyncio_is_named(tmp_path, name, text, remedy):
    file = tmp_path / name
    file.parent.mkdir(exist_ok=True)
    file.write_text(text)
    done = import_below(tmp_path)
    assert done.returncode == 1
    last = done.stderr.strip().split("\n")[-1]
    assert last.startswith("ImportError: legacyco needs the asyncio of the standard library, and ")
    assert last.endswith(remedy)


def test_the_interpreters_own_is_nothing_to_speak_of(tmp_path):
    (tmp_path / "other.py").write_text("")
    assert import_below(tmp_path).stdout == "imported\n"
