"""TLS: legacyco's."""

from .. import sslproto as _sslproto
from .._passthrough import pass_on
from .py3_ssl import BACKPORT_SSL_CONTEXT as BACKPORT_SSL_CONTEXT

pass_on(globals(), _sslproto)
