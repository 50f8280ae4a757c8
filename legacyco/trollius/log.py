"""The logger: legacyco's."""

from .. import log as _log
from .._passthrough import pass_on

pass_on(globals(), _log)
