"""docs/run.rst has every row of the tables that it is about."""

import os

from legacyco.adoption import restored
from legacyco.adoption.era_semantics import BEHAVIOURS
from legacyco.history import rule
from legacyco.history.changes_neighbour import NEIGHBOUR_CHANGES

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def page():
    path = os.path.join(os.path.dirname(ROOT), "docs", "run.rst")
    with open(path, encoding="utf-8") as file:
        return file.read()


def test_every_behaviour_of_an_era_is_there_with_its_version():
    lines = page().splitlines()
    for id in BEHAVIOURS:
        (line,) = [line for line in lines if line.startswith(id)]
        assert line.split()[1] == rule(id).since


def test_every_distribution_is_there():
    text = page()
    for row in NEIGHBOUR_CHANGES:
        if row.distribution:
            assert "``%s``" % row.distribution in text
            assert row.names[0].partition("(")[0] in text


def test_every_shim_is_there():
    text = page()
    in_groups = ("collections.", "unittest.TestCase.")
    for dotted in sorted(restored.THINGS) + sorted(restored.MEMBERS):
        if not dotted.startswith(in_groups):
            module, _, name = dotted.rpartition(".")
            assert name in text, dotted
            assert "``%s``" % module in text or "``%s``" % module.rpartition(".")[0] in text
