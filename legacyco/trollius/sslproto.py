"""TLS: legacyco's."""

from .. import sslproto as _sslproto
from .._passthrough import pass_on

pass_on(globals(), _sslproto)
