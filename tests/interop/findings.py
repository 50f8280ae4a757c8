"""What the tests found out on this interpreter: build/interop/<version>.json."""

import json
import platform
import sys
from importlib import metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
BUILD = ROOT / "build" / "interop"
KEY = pytest.StashKey()
PYTHON = "%d.%d" % sys.version_info[:2]


class Findings:
    """The versions of the packages, and how their tests ended."""

    def __init__(self):
        self.modules = {}

    def add(self, item, report):
        """Count a phase of a test."""
        module = self.modules.setdefault(
            item.path.stem,
            {"packages": {name: _version(name) for name in item.module.PACKAGES}, "tests": {}},
        )
        name = item.originalname
        # The worst of all phases and parameters is the outcome.
        outcomes = ["passed", "skipped", "failed"]
        known = module["tests"].get(name, "passed")
        module["tests"][name] = max(known, report.outcome, key=outcomes.index)

    def save(self):
        """Write what is known, if anything was run."""
        if self.modules:
            BUILD.mkdir(parents=True, exist_ok=True)
            found = {"python": platform.python_version(), "modules": self.modules}
            path = BUILD / (PYTHON + ".json")
            path.write_text(json.dumps(found, indent=1, sort_keys=True) + "\n")


def _version(name):
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        # Of the interpreter's own library.
        return ""
