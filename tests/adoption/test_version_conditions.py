"""Conditions that are evaluated for a given Python, and the code that it never runs."""

import ast
import textwrap

import pytest

from legacyco.adoption.conditions import UNKNOWN, Conditions, Interpreter
from legacyco.adoption.dead_code import dead_nodes
from legacyco.adoption.siblings import Siblings

LINUX = Interpreter((3, 13, 2), "linux", "posix", "cpython")


def value_of(expression, before="", interpreter=LINUX, read=None):
    """Return what an expression comes to at the end of a module."""
    tree = ast.parse("%s\nresult = %s\n" % (textwrap.dedent(before), expression))
    return Conditions(tree, interpreter, read).value_of_name("result")


@pytest.mark.parametrize(
    "expression, expected",
    [
        ("sys.version_info >= (3, 5)", True),
        ("sys.version_info < (3,)", False),
        ("sys.version_info[:2] == (3, 13)", True),
        ("sys.version_info[0] == 2", False),
        ("sys.version_info[0] > 2 and sys.version_info[1] >= 5", True),
        ("sys.version_info.major == 3", True),
        ("sys.version_info.minor < 7", False),
        ("(3, 4) <= sys.version_info < (3, 7)", False),
        ("(3, 4) <= sys.version_info[:2]", True),
        ("sys.version_info[0:2] >= (3, 14)", False),
        ("sys.version_info > (3, 13, 1)", True),
        ("sys.version_info >= (3, 13, 3)", False),
        ("sys.version_info == (3, 13, 2, 'final', 0)", True),
        ("sys.version_info[:2] in [(3, 12), (3, 13)]", True),
        ("sys.version_info[:2] not in ((3, 4), (3, 5))", True),
        ("sys.hexversion >= 0x03050000", True),
        ("sys.hexversion < 0x030600f0", False),
        ("sys.hexversion >> 24 == 3", True),
        ("sys.version >= '3'", True),
        ("sys.version[0] == '3'", True),
        ("sys.version.startswith('2')", False),
        ("int(sys.version[0]) >= 3", True),
        ("float('%d') > 2" % 3, True),
        ("sys.platform == 'win32'", False),
        ("sys.platform.startswith('linux')", True),
        ("os.name == 'nt'", False),
        ("sys.implementation.name == 'cpython'", True),
        ("not sys.version_info >= (3, 5)", False),
        ("not (sys.version_info < (3, 5) or x)", UNKNOWN),
        ("sys.version_info < (3, 5) and x", False),
        ("sys.version_info >= (3, 5) and x", UNKNOWN),
        # Whatever x is: nothing that is true.
        ("x and sys.version_info < (3, 5)", False),
        ("sys.version_info >= (3, 5) or x", True),
        ("bool(sys.version_info >= (3, 5))", True),
        ("True if sys.version_info >= (3, 5) else x", True),
        ("1 if x else 1", 1),
        ("1 if x else 2", UNKNOWN),
        ("sys.version_info >= x", UNKNOWN),
        ("sys.version_info >= 3", UNKNOWN),
        ("sys.version_info[7]", UNKNOWN),
        ("sys.maxsize > 2", UNKNOWN),
        ("hasattr(sys, 'version_info')", UNKNOWN),
        ("(sys.version_info >= (3, 5)) is True", True),
        ("-1 < 0", True),
    ],
)
def test_an_expression(expression, expected):
    assert value_of(expression, "import os, sys") == expected


@pytest.mark.parametrize(
    "before, expression, expected",
    [
        ("import sys as system", "system.version_info >= (3, 5)", True),
        ("from sys import version_info", "version_info >= (3, 5)", True),
        ("from sys import version_info as v", "v[0] == 3", True),
        ("import six", "six.PY3", True),
        ("import six", "not six.PY2", True),
        ("from six import PY2", "PY2", False),
        ("from six import PY34 as modern", "modern", True),
        ("from package.vendor import six", "six.PY3", True),
        ("from .packages.six import PY3", "PY3", True),
        ("import typing", "typing.TYPE_CHECKING", False),
        ("from typing import TYPE_CHECKING", "TYPE_CHECKING", False),
        ("import sys\nPY35 = sys.version_info >= (3, 5)", "PY35", True),
        ("import sys\nPY = sys.version_info\nPY35 = PY >= (3, 5)", "PY35", True),
        ("import sys\nPY2, PY3 = sys.version_info[0] == 2, sys.version_info[0] == 3", "PY2", False),
        ("import sys\nA = B = sys.version_info >= (3, 5)", "B", True),
        ("import sys\nPY35: bool = sys.version_info >= (3, 5)", "PY35", True),
        (
            """
            import sys
            if sys.version_info >= (3, 5):
                modern = True
            else:
                modern = False
            """,
            "modern",
            True,
        ),
        (
            "try:\n    import x\n    there = True\nexcept ImportError:\n    there = False",
            "there",
            UNKNOWN,
        ),
        ("PY3 = detect()", "PY3", UNKNOWN),
        ("PY3 = True\nPY3 = False", "PY3", UNKNOWN),
        ("PY3 = True\ndef f():\n    global PY3\n    PY3 = False", "PY3", UNKNOWN),
        ("PY3 = True\nPY3 |= x", "PY3", UNKNOWN),
        ("def PY3(): pass", "PY3", UNKNOWN),
        ("A = B\nB = A", "A", UNKNOWN),
        ("import sys\nclass sys: pass", "sys.version_info >= (3, 5)", UNKNOWN),
        ("from elsewhere import *", "PY3", UNKNOWN),
        ("from elsewhere import PY3", "PY3", UNKNOWN),
    ],
)
def test_a_name(before, expression, expected):
    assert value_of(expression, before) == expected


def test_another_version_is_asked_about():
    expression = "sys.version_info >= (3, 14)"
    for version, expected in (((3, 13), False), ((3, 14), True), ((3, 4, 10), False)):
        assert value_of(expression, "import sys", Interpreter(version)) is expected


def test_what_is_not_told_is_unknown():
    told = Interpreter((3, 13))
    for expression in ("sys.platform == 'linux'", "os.name == 'posix'"):
        assert value_of(expression, "import os, sys", told) is UNKNOWN


# In each, what is not run is marked by the name ``dead``.
@pytest.mark.parametrize(
    "text",
    [
        "if sys.version_info >= (3, 5):\n    live\nelse:\n    dead",
        "if sys.version_info < (3, 5):\n    dead\nelif six.PY2:\n    dead\nelse:\n    live",
        "if x:\n    live\nelif sys.version_info >= (3, 5):\n    live\nelse:\n    dead",
        "live if sys.version_info >= (3, 5) else dead",
        "sys.version_info < (3, 5) and dead",
        "sys.version_info >= (3, 5) or dead",
        "x or sys.version_info >= (3, 5) or dead",
        "sys.version_info >= (3, 5) and live",
        "while sys.version_info < (3, 5):\n    dead\nelse:\n    live",
        "if sys.version_info >= (3, 5):\n    live\n    raise ImportError\n    dead\ndead",
        "if sys.version_info < (3, 5):\n    raise ImportError(dead)\nlive",
        "if x:\n    raise ImportError\nlive",
        "if x:\n    raise ImportError\nelse:\n    sys.exit()\ndead",
        "if sys.version_info >= (3, 5):\n    sys.exit(live)\ndead",
        "class A:\n    if sys.version_info < (3, 5):\n        dead\n    live",
        "def f():\n    if sys.version_info >= (3, 5):\n        return live\n    dead",
        "def f():\n    import six as s\n    if s.PY3:\n        return live\n    dead",
        "def f(sys):\n    if sys.version_info >= (3, 5):\n        return live\n    live",
        "def f(PY35):\n    if PY35:\n        live\n    else:\n        live",
        "def f():\n    PY35 = x\n    if PY35:\n        live\n    else:\n        live",
        "def f():\n    if PY35:\n        live\n    else:\n        dead",
        "async def f():\n    if not PY35:\n        dead\n    live",
        "f = lambda: live if PY35 else dead",
        "for each in x:\n    continue\n    dead\nlive",
        "try:\n    raise x\n    dead\nfinally:\n    live",
    ],
)
def test_what_is_never_run(text):
    tree = ast.parse("import six, sys\nPY35 = sys.version_info >= (3, 5)\n" + text)
    dead = dead_nodes(tree, Conditions(tree, LINUX))
    names = {"dead": [], "live": []}
    for node in ast.walk(tree):
        if getattr(node, "id", None) in names:
            names[node.id].append(node in dead)
    assert names["dead"] + names["live"]
    assert all(names["dead"]) and not any(names["live"])


@pytest.fixture
def package(tmp_path):
    """Return a function that writes the modules of a package, and asks one of them for a name."""

    def ask(expression, before, **modules):
        for name, text in modules.items():
            path = tmp_path / "package" / (name.replace("__of__", "/") + ".py")
            path.parent.mkdir(parents=True, exist_ok=True)
            for folder in path.relative_to(tmp_path).parents:
                if str(folder) != ".":
                    (tmp_path / folder / "__init__.py").touch()
            path.write_text(text)
        siblings = Siblings(str(tmp_path / "package" / "asking.py"), LINUX)
        return value_of(expression, before, read=siblings.read), siblings.paths

    return ask


VERSIONS = "import sys\nPY35 = sys.version_info >= (3, 5)\n"


@pytest.mark.parametrize(
    "expression, before",
    [
        ("PY35", "from .compat import PY35"),
        ("new", "from .compat import PY35 as new"),
        ("PY35", "from package.compat import PY35"),
        ("compat.PY35", "from . import compat"),
        ("PY35", "from .compat import *"),
        ("PY35", "from .inner.deep import PY35"),
        ("PY35", "from package.inner.deep import PY35"),
        ("PY35", "from .again import PY35"),
    ],
)
def test_a_name_of_another_module_of_the_package(package, expression, before):
    known, paths = package(
        expression,
        before,
        __init__="",
        compat=VERSIONS,
        again="from .compat import *\nfrom .inner.deep import PY35",
        inner__of__deep="from ..compat import PY35",
    )
    assert known is True
    assert any(path.endswith("compat.py") for path in paths)


@pytest.mark.parametrize(
    "before",
    [
        "from .nowhere import PY35",
        "from .broken import PY35",
        "from .circle import PY35",
        "from compat import PY35",
        "from .... import PY35",
        "from other.compat import PY35",
    ],
)
def test_a_name_that_cannot_be_read_is_unknown(package, before):
    modules = {"compat": VERSIONS, "broken": "PY35 = (", "circle": "from .asking import PY35"}
    assert package("PY35", before, __init__="", asking=before, **modules)[0] is UNKNOWN


def test_a_module_beside_a_script_is_read(tmp_path):
    (tmp_path / "compat.py").write_text(VERSIONS)
    siblings = Siblings(str(tmp_path / "app.py"), LINUX)
    assert value_of("PY35", "from compat import PY35", read=siblings.read) is True
