"""Child processes whose pipes are streams: legacyco's."""

from .. import subprocess as _subprocess
from .._passthrough import pass_on
from ..subprocess import create_subprocess_exec
from .coroutines import From as From, Return as Return, coroutine as coroutine
from .streams import _DEFAULT_LIMIT

__all__ = ("create_subprocess_exec", "create_subprocess_shell")


def create_subprocess_shell(
    cmd, stdin=None, stdout=None, stderr=None, loop=None, limit=_DEFAULT_LIMIT, **kwds
):
    """Have the shell run *cmd*; return its Process."""
    return _subprocess.create_subprocess_shell(
        cmd, stdin=stdin, stdout=stdout, stderr=stderr, loop=loop, limit=limit, **kwds
    )


pass_on(globals(), _subprocess)
