"""trollius, the asyncio of Python 2, on legacyco's engine.

``import legacyco.trollius as asyncio`` is the whole change that a program in its dialect needs,
which is coroutines that wait by ``yield From(x)`` and return by ``raise Return(x)``.  All of the
names and submodules of trollius 2.2.1 are here; ``legacyco.adopt()`` and ``python -m legacyco run``
have adopted packages that import trollius import this instead.

On Python 2.7, ``import legacyco.trollius`` gives trollius itself; see ``legacyco._python2``.
"""

from sys import platform as _platform

from . import (
    base_events as base_events,
    executor as executor,
    selectors as selectors,
    sslproto as sslproto,
    time_monotonic as time_monotonic,
)
from .base_events import *  # noqa: F403
from .coroutines import *  # noqa: F403
from .events import *  # noqa: F403
from .futures import *  # noqa: F403
from .locks import *  # noqa: F403
from .protocols import *  # noqa: F403
from .py33_exceptions import *  # noqa: F403
from .queues import *  # noqa: F403
from .streams import *  # noqa: F403
from .subprocess import *  # noqa: F403
from .tasks import *  # noqa: F403
from .transports import *  # noqa: F403
from .py3_ssl import *  # noqa: F403

if _platform == "win32":
    from .windows_events import *  # noqa: F403
else:
    from .unix_events import *  # noqa: F403
