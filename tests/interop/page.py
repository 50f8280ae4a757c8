"""Write docs/interop.rst from what the tests found, or check that it is up to date.

    python tests/interop/page.py           after .ci/interop
    python tests/interop/page.py --check   this Python's findings against the page

Each run leaves its findings in build/interop. What the page says is kept in findings.json beside
this file, with one entry for a Python; a test of the main suite compares the two.
"""

import ast
import json
import re
import sys
from collections import OrderedDict
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
BUILD = ROOT / "build" / "interop"
KEPT = HERE / "findings.json"
REQUIRED = HERE / "requirements.txt"
PAGE = ROOT / "docs" / "interop.rst"

HEAD = """\
.. Written by tests/interop/page.py from what the tests found; do not edit.

With the packages of today
==========================

Old functions under new frameworks, and new frameworks on legacyco's loop: each row was tried by
``.ci/interop`` with the real package, and real servers where it talks to one. The tests go both
ways - the package calls decorated functions, decorated functions call the package - with the loop's
debug mode off and on, and look from inside of the package whether ``asyncio.current_task()``,
``all_tasks()``, timeouts, context variables and the counts of cancellations are right.

Unless a row says otherwise, the loop is legacyco's and nothing else had to be done. One rule for
old code: ``yield from`` takes coroutines, futures and iterables; what is awaitable only, such as a
coroutine of Cython, wants ``yield from asyncio.ensure_future(...)``, and ``async with`` and ``async
for`` want an ``async def`` function.

.. list-table::
   :header-rows: 1

   * - package
     - Python
     - verdict
     - tests
"""

TAIL = """
`Dask as an executor <beyond-one-machine.rst>`_ has a page of its own; loops that run inside
themselves are in `internals <internals.rst>`_, speed on uvloop in `performance <performance.rst>`_.
"""


def marked_tests(module):
    """Return the tests of a module, as {name: (mark, text, package or None) or None}."""
    tests = OrderedDict()
    for node in ast.parse((HERE / (module + ".py")).read_text()).body:
        if isinstance(node, ast.ImportFrom):
            names = [each.name for each in node.names if each.name.startswith("test_")]
            tests.update((name, marked_tests(node.module)[name]) for name in names)
        elif isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            tests[node.name] = _mark(node)
    return tests


def _mark(function):
    for decorator in function.decorator_list:
        name = getattr(getattr(decorator, "func", None), "attr", None)
        if name in ("works_with", "does_not"):
            options = {each.arg: ast.literal_eval(each.value) for each in decorator.keywords}
            return name, ast.literal_eval(decorator.args[0]), options.get("package")
    return None


def modules():
    """Return the names of the modules with tests."""
    return sorted(path.stem for path in HERE.glob("test_*.py"))


def verdict(module, package, outcomes):
    """Return what the page says of one of a module's packages, given how each test ended."""
    with_, not_, works = [], [], False
    for name, mark in marked_tests(module).items():
        if outcomes.get(name) != "passed":
            continue
        kind, text, of = mark or (None, None, None)
        works = works or kind != "does_not"
        if kind is not None and of in (None, package):
            (with_ if kind == "works_with" else not_).append(text)
    said = ["works with: " + "; ".join(with_)] if with_ else ["works"] if works else []
    if not_:
        said.append("does not: " + "; ".join(not_))
    return ". ".join(said)


def older_releases():
    """Return {(package, version): the first Python that has a newer one}."""
    lines = re.findall(
        r'^([\w-]+) == (\S+); python_version < "([\d.]+)"$', REQUIRED.read_text(), re.MULTILINE
    )
    return {(name, version): python for name, version, python in lines}


def rows(findings):
    """Yield (package with version, Pythons, verdict, module) in the order of the page."""
    older = older_releases()
    for module in modules():
        found = OrderedDict()
        for python in sorted(findings, key=_version):
            entry = findings[python]["modules"].get(module, {"packages": {}})
            for name, version in sorted(entry["packages"].items()):
                row = name, version, verdict(module, name, entry["tests"])
                found.setdefault(row, []).append(python)
        for (name, version, said), pythons in sorted(found.items()):
            if (name, version) in older:
                said += ". Newer releases want Python " + older[name, version]
            yield (name + " " + version).strip(), ", ".join(pythons), said, module


def _version(python):
    return tuple(map(int, python.split(".")))


def page(findings):
    """Return the text of docs/interop.rst."""
    lines = []
    for package, pythons, said, module in rows(findings):
        link = "`%s <../tests/interop/%s.py>`__" % (module[5:], module)
        lines += ["   * - " + package]
        lines += ["     - " + cell for cell in (pythons, said, link)]
    return HEAD + "\n".join(lines) + "\n" + TAIL


def problems(found, kept):
    """Yield what differs between the findings of a run and those that the page is made of."""
    for module in sorted(set(found) | set(kept)):
        here, there = found.get(module), kept.get(module)
        if here is None or there is None:
            yield "%s was %s" % (module, "not run" if here is None else "not there")
            continue
        if here["packages"] != there["packages"]:
            yield "%s tried %s, not %s" % (module, here["packages"], there["packages"])
        for name in sorted(set(here["tests"]) | set(there["tests"])):
            outcomes = here["tests"].get(name), there["tests"].get(name)
            if outcomes[0] != outcomes[1]:
                yield "%s::%s: %s, not %s" % ((module, name) + outcomes)


def load(path):
    return json.loads(path.read_text()) if path.exists() else {}


def check(python):
    """Return the exit status: 0 if the page says what this Python found."""
    kept = load(KEPT)
    stale = list(
        problems(
            load(BUILD / (python + ".json"))["modules"],
            kept.get(python, {"modules": {}})["modules"],
        )
    )
    if not PAGE.exists() or PAGE.read_text() != page(kept):
        stale.append("docs/interop.rst is not what findings.json makes")
    for problem in stale:
        print(problem)
    if stale:
        print("docs/interop.rst is stale: run python tests/interop/page.py")
    return 1 if stale else 0


def write():
    """Take over what was found, and write the page; refuse where a test failed."""
    kept = load(KEPT)
    for path in sorted(BUILD.glob("*.json")):
        kept[path.stem] = load(path)
        for module, entry in kept[path.stem]["modules"].items():
            if "failed" in entry["tests"].values():
                print("%s: a test of %s failed" % (path.stem, module))
                return 1
    KEPT.write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n")
    PAGE.write_text(page(kept))
    return 0


if __name__ == "__main__":
    sys.exit(check("%d.%d" % sys.version_info[:2]) if sys.argv[1:] == ["--check"] else write())
