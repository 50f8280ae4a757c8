"""Protocols: legacyco's."""

from .. import protocols as _protocols
from .._passthrough import pass_on

pass_on(globals(), _protocols)
