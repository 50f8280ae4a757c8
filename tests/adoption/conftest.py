"""Fixtures of the tests of adoption."""

import sys

import pytest
from tiny import TinyPackages

from legacyco.adoption.finder import FINDER


@pytest.fixture
def tiny(tmp_path, monkeypatch):
    """Write, adopt and import tiny packages: see tiny.TinyPackages."""
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(sys, "meta_path", list(sys.meta_path))
    packages = TinyPackages(tmp_path)
    yield packages
    packages.forget()
    assert FINDER.adopted == {}
