"""TLS: the interpreter's own."""

from asyncio import sslproto as _sslproto

from ._passthrough import pass_on


def _is_sslproto_available():
    """Return True: what asyncio had to ask up to 3.6."""
    return True


pass_on(globals(), _sslproto)
