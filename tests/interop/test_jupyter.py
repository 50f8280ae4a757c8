"""Jupyter: a kernel on a loop of ours that may be nested, and its client on another."""

import json
import os
import sys

import inside
import pytest
from jupyter_client.manager import start_new_async_kernel

import legacyco

PACKAGES = ["ipykernel", "jupyter-client"]

KERNEL = """\
import asyncio, legacyco
asyncio.set_event_loop(legacyco.allow_nested(legacyco.new_event_loop()))
from ipykernel.kernelapp import IPKernelApp
IPKernelApp.launch_instance()
"""

START = """\
import asyncio
import inside
import legacyco
loop = asyncio.get_running_loop()
assert isinstance(loop, legacyco.EventLoop)

@legacyco.coroutine
def old(value):
    yield from inside.old()
    return 2 * value
"""

NESTED = """\
task = asyncio.current_task()
print(loop.run_until_complete(old(21)), asyncio.current_task() is task)
task = loop.create_task(old(1))
"""

TOP_LEVEL = """\
print(await task, await old(2), asyncio.current_task() is not None)
"""

FAILS = """\
@legacyco.coroutine
def fails():
    yield from legacyco.sleep(0)
    raise LookupError("old")

loop.run_until_complete(fails())
"""


@pytest.fixture
def in_cells(run, debug, tmp_path, monkeypatch):
    """Run texts in a new kernel, one a cell; return what they printed or the error's name."""
    spec = {
        "argv": [sys.executable, "-c", KERNEL, "-f", "{connection_file}"],
        "display_name": "old",
        "language": "python",
        "env": {
            "PYTHONASYNCIODEBUG": "1" if debug else "",
            "PYTHONPATH": os.path.dirname(os.path.abspath(__file__)),
        },
    }
    directory = tmp_path / "kernels" / "old"
    directory.mkdir(parents=True)
    (directory / "kernel.json").write_text(json.dumps(spec))
    for name in ("JUPYTER_PATH", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR"):
        monkeypatch.setenv(name, str(tmp_path))

    @legacyco.coroutine
    def main(cells):
        manager, client = yield from start_new_async_kernel(kernel_name="old")
        try:
            yield from inside.old()
            outputs = []
            for cell in cells:
                outputs.append((yield from run_cell(client, cell)))
            return outputs
        finally:
            client.stop_channels()
            yield from manager.shutdown_kernel(now=True)

    return lambda *cells: run(main(cells))


@legacyco.coroutine
def run_cell(client, text):
    said = []

    def heard(message):
        content = message["content"]
        said.append(content["text"] if message["msg_type"] == "stream" else content.get("ename"))

    yield from client.execute_interactive(text, output_hook=heard, timeout=60)
    return "".join(filter(None, said))


@pytest.mark.works_with(
    "``asyncio.set_event_loop(legacyco.allow_nested(legacyco.new_event_loop()))`` before the "
    "kernel, as in *argv* of a kernel.json; old code in a cell may then run the loop itself",
    package="ipykernel",
)
def test_old_in_new_cells_run_the_loop_that_runs_them(in_cells):
    assert in_cells(START, NESTED, TOP_LEVEL) == ["", "42 True\n", "2 4 True\n"]


def test_new_in_old_an_error_in_a_nested_run_ends_the_cell_only(in_cells):
    assert in_cells(START, FAILS, NESTED) == ["", "LookupError", "42 True\n"]
