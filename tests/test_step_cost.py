"""The paths that every program takes grow no longer unnoticed: instructions counted, not times."""

import platform

import pytest
import step_cost

# More than rounding and less than a line of Python: one instruction in fifty, or two.
SHARE, FEW = 0.02, 2

pytestmark = pytest.mark.skipif(
    platform.python_implementation() != "CPython", reason="counts CPython's instructions"
)


@pytest.mark.parametrize("operation", step_cost.OPERATIONS, ids=lambda each: each.__name__)
def test_an_operation_takes_the_committed_number_of_instructions(operation):
    committed = step_cost.figures().get(step_cost.VERSION)
    if committed is None:
        pytest.skip("no figures for Python %s" % step_cost.VERSION)
    expected = committed[operation.__name__]
    found = step_cost.count(operation)
    assert abs(found - expected) <= max(FEW, SHARE * expected), (
        "%s takes %s instructions, committed are %s: if that is right, or better, run "
        "`python tests/step_cost.py --write`" % (operation.__name__, found, expected)
    )
