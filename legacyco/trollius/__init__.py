"""trollius, the asyncio of Python 2, on legacyco's engine.

``import legacyco.trollius as asyncio`` is the whole change that a program in its dialect needs,
which is coroutines that wait by ``yield From(x)`` and return by ``raise Return(x)``.  The names and
submodules of trollius 2.2.1 are here, but for the helpers of its own tests; packages that are
adopted get this where they import trollius.

On Python 2.7, ``legacyco.trollius`` is trollius itself; see ``legacyco._python2``.

``coroutines``                    the dialect: what drives its generators
``events base_events``            the loop of a thread; the event loop, as far as it differs
``futures tasks locks queues``    legacyco's, with the arguments and the manners of trollius
``streams subprocess transports`` likewise
``selector_events unix_events``   the event loops and their policy, and those of Windows
``py33_exceptions py3_ssl`` ...   what Python 2 lacked: the interpreter's own

The other submodules are legacyco's by another name.
"""

from sys import platform as _platform

from . import (
    base_events as base_events,
    coroutines as coroutines,
    events as events,
    executor as executor,
    futures as futures,
    locks as locks,
    protocols as protocols,
    py3_ssl as py3_ssl,
    py33_exceptions as py33_exceptions,
    queues as queues,
    selectors as selectors,
    sslproto as sslproto,
    streams as streams,
    subprocess as subprocess,
    tasks as tasks,
    time_monotonic as time_monotonic,
    transports as transports,
)

if _platform == "win32":
    from . import windows_events as _platform_events
else:
    from . import unix_events as _platform_events


def _collected():
    """Return the public names of the rooms, as trollius has them."""
    rooms = (base_events, coroutines, events, py33_exceptions, futures, locks, protocols, queues)
    rooms += (streams, subprocess, tasks, transports, _platform_events, py3_ssl)
    return {name: getattr(room, name) for room in rooms for name in room.__all__}


globals().update(_collected())
__all__ = tuple(_collected())
