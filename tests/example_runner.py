"""Runs the examples of legacyco.history's rules, in a process of their own.

``python example_runner.py MODULE`` reads ``[[id, code, alone], ...]`` as JSON from standard input,
runs each piece of code with MODULE as ``asyncio``, and writes ``{id: outcome}``. An outcome has
``error``, ``[exception type, text]`` or null, ``result``, the repr of the variable ``result`` or
null, and ``warnings``, the texts of all warnings.
"""

import importlib
import json
import logging
import os
import re
import subprocess
import sys
import warnings


def outcomes(module, examples):
    """Return ``{id: outcome}`` of *examples*, ``(id, code, alone)`` each, on *module*.

    Examples that are *alone* get a process each, the others share one.
    """
    shared = [example for example in examples if not example[2]]
    found = _in_child(module, shared)
    for example in examples:
        if example[2]:
            found.update(_in_child(module, [example]))
    return found


def _in_child(module, examples):
    root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    search = [root] + [path for path in [os.environ.get("PYTHONPATH")] if path]
    # Where setuptools is installed, its .pth file puts a distutils of its own into every process.
    stdlib = {"PYTHONPATH": os.pathsep.join(search), "SETUPTOOLS_USE_DISTUTILS": "stdlib"}
    child = subprocess.run(
        [sys.executable, "-W", "ignore", os.path.abspath(__file__), module],
        input=json.dumps(examples),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        universal_newlines=True,
        timeout=120,
        env=dict(os.environ, **stdlib),
    )
    if child.returncode:
        raise RuntimeError("the examples' process ended with %s" % child.stderr)
    return json.loads(child.stdout)


def _run(asyncio, code, alone):
    # What a program does to use legacyco: it changes its import lines.
    code = re.sub("^(from|import) asyncio", r"\1 " + asyncio.__name__, code, flags=re.MULTILINE)
    namespace = {"asyncio": asyncio, "__name__": "example"}
    loop = None
    if not alone:
        loop = asyncio.new_event_loop()
        asyncio.set_event_loop(loop)
        namespace.update(loop=loop, run=loop.run_until_complete)
    try:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            try:
                exec(compile(code, "<example>", "exec"), namespace)
                error = None
            except Exception as exc:
                error = [type(exc).__name__, str(exc)]
    finally:
        if loop is not None:
            asyncio.set_event_loop(None)
            loop.close()
    return {
        "error": error,
        "result": repr(namespace["result"]) if "result" in namespace else None,
        "warnings": [str(one.message) for one in caught],
    }


def main():
    logging.disable(logging.CRITICAL)
    asyncio = importlib.import_module(sys.argv[1])
    examples = json.load(sys.stdin)
    json.dump({id: _run(asyncio, code, alone) for id, code, alone in examples}, sys.stdout)
    sys.stdout.flush()
    # Examples that fail half-way leave tasks and generators behind; they are not to be heard of.
    os._exit(0)


if __name__ == "__main__":
    main()
