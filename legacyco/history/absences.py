"""Members that legacyco may lack, because the running interpreter's own objects lack them.

Transports are the interpreter's (they come out of its event loop), and so are the loop's methods on
raw sockets. Everything else that asyncio ever had is there on every Python.
"""

from legacyco.history.query import CLASSES, members

OLDEST_SUPPORTED = (3, 6)

_TRANSPORT = "transports are the interpreter's own"
_SOCKET = "the loop's methods on raw sockets are the interpreter's own"


def absences():
    """Return ``{(class name, member name): reason}`` for what some supported Python lacks."""
    found = {}
    for row in CLASSES:
        for name, member in members(row.name).items():
            if member.span.first <= OLDEST_SUPPORTED and member.span.last is None:
                continue
            if row.home == "transports":
                found[row.name, name] = _TRANSPORT
            elif row.name.endswith("EventLoop") and name.startswith("sock_"):
                found[row.name, name] = _SOCKET
    return found
