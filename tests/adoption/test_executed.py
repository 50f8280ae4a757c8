"""Source that an adopted module executes: adopted as the module is."""

import ast
import sys
import textwrap

import pytest

import legacyco
from legacyco.adoption import source
from legacyco.adoption.options import Options

# What plain Python refuses: a name, a decorator, a plain generator over a coroutine.
OLD = """
import asyncio

async = 1

@asyncio.coroutine
def triple(n):
    yield from plain()
    return 3 * n

def plain():
    yield from asyncio.coroutine(lambda: asyncio.sleep(0))()
"""


def run_module(text, **options):
    """Return the namespace of an adopted module, in which OLD is at hand as ``old``."""
    namespace = {"__name__": "module", "old": OLD}
    code = source.compile_module(textwrap.dedent(text).encode(), "module.py", Options(**options))
    exec(code, namespace)
    return namespace


@pytest.fixture
def tripled(loop):
    """Return a function that runs a coroutine function that is to triple a number."""
    return lambda function: loop.run_until_complete(function(3)) == 9


@pytest.mark.parametrize(
    "text",
    [
        "exec(old)",
        "exec(old.encode())",
        "exec(bytearray(old.encode()))",
        "exec(old, globals())",
        "exec(old, globals(), globals())",
        "import builtins\nbuiltins.exec(old)",
        "import six\nsix.exec_(old, globals())",
        "from six import exec_\nexec_(old, globals())",
        "exec(compile(old, 'old.py', 'exec'))",
        "exec(compile(old, filename='old.py', mode='exec', dont_inherit=True))",
        "exec('exec(old)')",
        "eval(compile(old, 'old.py', 'exec'))",
        "for each in [old]:\n    exec(each)",
        "class A:\n    exec(old, globals())",
        "exec('import asyncio')\nexec(old)",
    ],
)
def test_what_is_executed_sees_legacyco(text, tripled):
    module = run_module(text)
    assert module["asyncio"] is legacyco
    assert module["async"] == 1
    assert tripled(module["triple"])


def test_a_function_of_its_own_namespace(tripled):
    module = run_module(
        """
        def make(name):
            namespace = {}
            exec(old.replace("triple", name), namespace)
            return namespace[name]

        def local():
            here = 2
            exec("there = here + 1; import asyncio")
            return eval("here"), locals().get("there"), sorted(eval("locals()"))
        """
    )
    assert tripled(module["make"]("thrice"))
    here, there, names = module["local"]()
    assert here == 2
    assert "here" in names
    # exec() has changed no local variables of a function since 3.13 (PEP 667).
    assert there == (3 if sys.version_info < (3, 13) else None)
    assert "there" not in module and "asyncio" not in module


def test_a_tree_is_rewritten_and_left_as_it_is(tripled):
    tree = ast.parse(OLD.replace("async = 1", ""))
    before = ast.dump(tree)
    module = run_module("def run(tree):\n    exec(compile(tree, 'tree', 'exec'), globals())")
    module["run"](tree)
    assert ast.dump(tree) == before
    assert tripled(module["triple"])


@pytest.mark.parametrize(
    "text, expected",
    [
        ("x = 2\nresult = eval('x + 1')", 3),
        ("x = 2\nresult = eval('  x + 1')", 3),
        ("result = eval(b'1 + 1')", 2),
        ("result = eval(compile('1 + 1', '<string>', 'eval'))", 2),
        ("result = eval('(lambda: (yield from ()))')().__class__.__name__", "generator"),
        ("class A: pass\na = A()\nsetattr(a, 'async', 5)\nresult = eval('a.async')", 5),
        ("result = eval('x', {'x': 7})", 7),
        ("result = eval('x', {}, {'x': 8})", 8),
        ("def f(x):\n    return eval('x if True else yield_')\nresult = f(9)", 9),
    ],
)
def test_an_expression(text, expected):
    assert run_module(text)["result"] == expected


def test_an_expression_that_imports_asyncio():
    module = run_module("result = eval('__import__(\"asyncio\").coroutine')")
    assert module["result"] is legacyco.coroutine


def test_a_statement_at_a_prompt(capsys):
    run_module("exec(compile('1 + 1 # yield', '<stdin>', 'single'))")
    assert capsys.readouterr().out == "2\n"


def test_a_tree_can_be_asked_for():
    module = run_module("import ast\nresult = compile('yield_', 'x', 'eval', ast.PyCF_ONLY_AST)")
    assert isinstance(module["result"], ast.Expression)


@pytest.mark.skipif(sys.version_info < (3, 7), reason="new in 3.7")
@pytest.mark.parametrize("how", ["exec(text)", "exec(compile(text, 'x', 'exec'))"])
def test_future_statements_hold_there_too(how):
    text = "text = 'import asyncio\\ndef f(x: no_such_name): yield'\n" + how
    function = run_module("from __future__ import annotations\n" + text)["f"]
    assert function.__annotations__ == {"x": "no_such_name"}


@pytest.mark.parametrize(
    "text",
    [
        "def exec(text):\n    return text.upper()\nresult = exec('import asyncio')",
        (
            "class A:\n    def exec(self, x):\n        return x.upper()\n"
            "a = A()\nresult = a.exec('import asyncio')"
        ),
        "import re\ncompile = str.upper\nresult = compile('import asyncio')",
    ],
)
def test_functions_of_the_modules_own_are_left_alone(text):
    assert run_module(text)["result"] == "IMPORT ASYNCIO"


def test_other_things_of_that_name_are_left_alone():
    module = run_module(
        "import re\npattern = re.compile('async')\ndef f(*args):\n    exec(*args)\nf('x = 1', {})"
    )
    assert module["pattern"].match("async")


@pytest.mark.parametrize("text", ["exec('yield from 1 +')", "eval('yield_ = 1')", "eval('')"])
def test_errors_are_those_of_the_interpreter(text):
    with pytest.raises(SyntaxError) as plain:
        exec(text)
    with pytest.raises(SyntaxError) as ours:
        run_module(text)
    assert ours.value.msg == plain.value.msg
    assert ours.value.filename == plain.value.filename == "<string>"
    assert not hasattr(ours.value, "legacyco_adopting")


@pytest.mark.parametrize("text", ["exec(1)", "eval(None)", "compile(1, 'x', 'exec')"])
def test_what_is_no_source_is_refused_as_ever(text):
    with pytest.raises(TypeError):
        run_module(text)


def test_the_place_in_a_traceback_is_that_in_the_string():
    with pytest.raises(ZeroDivisionError) as caught:
        run_module("exec('import asyncio\\n\\n\\n1 / 0')")
    traceback = caught.traceback[-1]
    assert (str(traceback.path), traceback.lineno + 1) == ("<string>", 4)


@pytest.mark.skipif(sys.version_info < (3, 10), reason="they were there up to 3.9")
@pytest.mark.parametrize(
    "text",
    [
        "exec('import collections\\nresult = collections.Mapping')",
        "import collections\nresult = eval('collections.Mapping')",
    ],
)
def test_shims_are_there_too(text):
    assert run_module(text, shims=True)["result"].__name__ == "Mapping"


def test_an_era_holds_there_too():
    module = run_module(
        "exec('import asyncio\\ntry:\\n    raise asyncio.CancelledError\\n"
        "except Exception:\\n    result = True')",
        era="3.7",
    )
    assert module["result"]


def test_the_report_counts_there_too(tiny):
    tiny.module("tiny_executed", "exec('import asyncio\\nasyncio.coroutine(len)')", report=True)
