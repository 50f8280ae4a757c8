"""Fixtures of the tests of adoption."""

import sys

import pytest
from tiny import TinyPackages

from legacyco.adoption import report
from legacyco.adoption.finder import FINDER


@pytest.fixture
def tiny(tmp_path, monkeypatch):
    """Write, adopt and import tiny packages: see tiny.TinyPackages."""
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(sys, "meta_path", list(sys.meta_path))
    # None is written when the tests end.
    monkeypatch.setattr(report, "_due", [])
    packages = TinyPackages(tmp_path)
    yield packages
    packages.forget()
    assert FINDER.adopted == {}
