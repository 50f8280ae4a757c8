"""constructs.find() sees every rule of the table in its example, and no rule in its replacement."""

import textwrap
import warnings

import pytest

from legacyco.adoption.constructs import UNSEEN, find
from legacyco.adoption.source import parse
from legacyco.history.rules import CHANGES

# The names that the table's examples have at hand.
AT_HAND = """
import asyncio
loop = asyncio.new_event_loop()
run = loop.run_until_complete
"""

# Replacements that a rule is seen in all the same, and why.
SEEN_IN_REPLACEMENT = {}


def uses(source, **options):
    with warnings.catch_warnings():
        # 3.6 warns of names that become keywords.
        warnings.simplefilter("ignore", DeprecationWarning)
        tree = parse(textwrap.dedent(source).encode())
    return find(tree, **options)


def ids(source, **options):
    return [use.rule.id for use in uses(source, **options)]


def of_example(row, code):
    head = "import asyncio\n" if row.alone else AT_HAND
    return [use for use in uses(head + code) if use.rule.id == row.id]


@pytest.mark.parametrize("row", [row for row in CHANGES if row.before], ids=lambda row: row.id)
def test_a_rule_is_seen_in_its_example(row):
    if row.id in UNSEEN:
        assert of_example(row, row.before) == [], "the rule can be seen: take it off the list"
    else:
        assert of_example(row, row.before) != []


@pytest.mark.parametrize("row", [row for row in CHANGES if row.after], ids=lambda row: row.id)
def test_a_rule_is_not_seen_in_its_replacement(row):
    assert of_example(row, row.after) == []
