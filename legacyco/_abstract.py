"""asyncio's abstract loop and server, with the members that the running interpreter's lack."""

import abc
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


class StandsFor(abc.ABCMeta):
    """The type of a class that has the instances and subclasses of another one, too.

    The class has that one in ``_stands_for``; its own subclasses are ordinary classes, which may
    have abstract classes among their bases.
    """

    def __instancecheck__(cls, instance):
        """Count the instances of the other class, too."""
        stands_for = vars(cls).get("_stands_for")
        if stands_for is None:
            return super().__instancecheck__(instance)
        return type.__instancecheck__(cls, instance) or isinstance(instance, stands_for)

    def __subclasscheck__(cls, subclass):
        """Count the subclasses of the other class, too."""
        stands_for = vars(cls).get("_stands_for")
        if stands_for is None:
            return super().__subclasscheck__(subclass)
        return type.__subclasscheck__(cls, subclass) or issubclass(subclass, stands_for)


def _completed(abstract):
    """Return *abstract*, or where it lacks members, one that has them and the same instances."""
    missing = [name for name in _NEWER_MEMBERS[abstract] if not hasattr(abstract, name)]
    if not missing:
        return abstract
    namespace = dict.fromkeys(missing, _not_implemented)
    namespace.update(_stands_for=abstract, __doc__=abstract.__doc__, __module__=__name__)
    return StandsFor(abstract.__name__, (abstract,), namespace)


AbstractEventLoop = _completed(asyncio.AbstractEventLoop)
AbstractServer = _completed(asyncio.AbstractServer)
