"""Transports of child processes: legacyco's."""

from .. import base_subprocess as _base_subprocess
from .._passthrough import pass_on

pass_on(globals(), _base_subprocess)
