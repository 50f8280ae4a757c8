"""Functions of Windows that Python 2 lacked: the interpreter's own."""

import _winapi

from .._passthrough import pass_on

pass_on(globals(), _winapi)
