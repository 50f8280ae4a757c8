"""Pipes and processes of Windows: legacyco's."""

from .. import windows_utils as _windows_utils
from .._passthrough import pass_on

pass_on(globals(), _windows_utils)
