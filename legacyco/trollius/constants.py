"""Constants: legacyco's."""

from .. import constants as _constants
from .._passthrough import pass_on

pass_on(globals(), _constants)
