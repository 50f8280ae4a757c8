"""asyncio's abstract loop and server, with the members that the running interpreter's lack."""

import asyncio

__all__ = ("AbstractEventLoop", "AbstractServer")

# What came after 3.6, apart from the methods on plain sockets.
_NEWER_MEMBERS = {
    asyncio.AbstractEventLoop: (
        "connect_accepted_socket",
        "sendfile",
        "shutdown_default_executor",
        "start_tls",
    ),
    asyncio.AbstractServer: (
        "__aenter__",
        "__aexit__",
        "abort_clients",
        "close_clients",
        "get_loop",
        "is_serving",
        "serve_forever",
        "start_serving",
    ),
}


def _not_implemented(self, *args, **kwargs):
    raise NotImplementedError


class _StandsFor(type):
    """The class of a class whose instances are those of the class that it stands for."""

    def __instancecheck__(cls, instance):
        return cls.__subclasscheck__(type(instance))

    def __subclasscheck__(cls, subclass):
        stands_for = vars(cls).get("_stands_for")
        if stands_for is not None:
            return issubclass(subclass, stands_for)
        return super().__subclasscheck__(subclass)


def _completed(abstract):
    """Return *abstract*, or where it lacks members, one that has them and the same instances."""
    missing = [name for name in _NEWER_MEMBERS[abstract] if not hasattr(abstract, name)]
    if not missing:
        return abstract
    namespace = dict.fromkeys(missing, _not_implemented)
    namespace.update(_stands_for=abstract, __doc__=abstract.__doc__, __module__=__name__)
    return _StandsFor(abstract.__name__, (abstract,), namespace)


AbstractEventLoop = _completed(asyncio.AbstractEventLoop)
AbstractServer = _completed(asyncio.AbstractServer)
