"""Transports: legacyco's."""

from .. import transports as _transports
from .._passthrough import pass_on

pass_on(globals(), _transports)
