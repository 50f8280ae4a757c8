"""Selectors: legacyco's."""

from .. import selectors as _selectors
from .._passthrough import pass_on

pass_on(globals(), _selectors)
