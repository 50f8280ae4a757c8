"""The program that runs on Python 2.7 as well prints the same here."""

import importlib.util
import os

import pytest

import legacyco

ROOT = os.path.dirname(os.path.dirname(legacyco.__file__))


def load_main():
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "__main__.py")
    spec = importlib.util.spec_from_file_location("straddling_main", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("debug", ["", "1"], ids=["plain", "debug"])
def test_the_straddling_program_prints_what_it_prints_on_python_2(debug):
    environ = {"PYTHONPATH": ROOT, "PYTHONWARNINGS": "error", "TROLLIUSDEBUG": debug}

    assert load_main().difference(**environ) == []
