"""The facts are asked in a way that can be answered: the newest asyncio says yes to each."""

import sys

import asyncio_facts
import pytest


@pytest.mark.skipif(sys.version_info < (3, 15), reason="older ones lack some")
@pytest.mark.parametrize("fact", asyncio_facts.FACTS, ids=lambda fact: fact.__name__)
def test_is_true_of_the_newest_asyncio(fact):
    assert fact() is True


def test_a_fact_is_asked_once():
    fact = asyncio_facts.tasks_count_cancellations
    before = fact.cache_info().misses
    assert fact() is fact()
    assert fact.cache_info().misses <= before + 1
