"""What ``transport.get_extra_info("socket")`` returns."""

__all__ = ("TransportSocket",)

try:
    from asyncio.trsock import TransportSocket
except ImportError:  # new in 3.8

    class TransportSocket:
        """A socket of which only what cannot disturb a transport may be used (asyncio: since 3.8).

        Transports of 3.6 and 3.7 give out the socket itself; this is for code that wraps its own.
        """

        __slots__ = ("_sock",)

        def __init__(self, sock):
            self._sock = sock

        family = property(lambda self: self._sock.family)
        type = property(lambda self: self._sock.type)
        proto = property(lambda self: self._sock.proto)

        def __repr__(self):
            return "<asyncio.TransportSocket fd={}, family={}, type={}, proto={}>".format(
                self.fileno(), self.family, self.type, self.proto
            )

        def __getstate__(self):
            raise TypeError("Cannot serialize asyncio.TransportSocket object")

        def fileno(self):
            """Return the file descriptor, -1 if the socket is closed."""
            return self._sock.fileno()

        def dup(self):
            """Return a new socket for the same connection."""
            return self._sock.dup()

        def get_inheritable(self):
            """Return whether child processes inherit the file descriptor."""
            return self._sock.get_inheritable()

        def shutdown(self, how):
            """Shut down one or both halves of the connection."""
            self._sock.shutdown(how)

        def getsockopt(self, *args, **kwargs):
            """Return the value of an option of the socket."""
            return self._sock.getsockopt(*args, **kwargs)

        def setsockopt(self, *args, **kwargs):
            """Set an option of the socket."""
            self._sock.setsockopt(*args, **kwargs)

        def getpeername(self):
            """Return the other end's address."""
            return self._sock.getpeername()

        def getsockname(self):
            """Return the socket's own address."""
            return self._sock.getsockname()

        def settimeout(self, value):
            """Raise ValueError unless *value* is 0: the loop's sockets do not block."""
            if value != 0:
                raise ValueError("settimeout(): only 0 timeout is allowed on transport sockets")

        def gettimeout(self):
            """Return 0: the loop's sockets do not block."""
            return 0

        def setblocking(self, flag):
            """Raise ValueError if *flag* is true: the loop's sockets do not block."""
            if flag:
                raise ValueError("setblocking(): transport sockets cannot be blocking")
