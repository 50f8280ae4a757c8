"""asyncio's abstract loop and server, with the members that the running interpreter's lack."""

import abc
import asyncio

__all__ = ("AbstractEventLoop", "AbstractServer")


def _not_implemented(self, *args, **kwargs):
    raise NotImplementedError


async def _not_implemented_coroutine(self, *args, **kwargs):
    raise NotImplementedError


# What came after 3.6, apart from the methods on plain sockets.
_NEWER_MEMBERS = {
    asyncio.AbstractEventLoop: {
        "connect_accepted_socket": _not_implemented_coroutine,
        "sendfile": _not_implemented_coroutine,
        "shutdown_default_executor": _not_implemented_coroutine,
        "start_tls": _not_implemented_coroutine,
    },
    asyncio.AbstractServer: {
        "__aenter__": _not_implemented_coroutine,
        "__aexit__": _not_implemented_coroutine,
        "abort_clients": _not_implemented,
        "close_clients": _not_implemented,
        "get_loop": _not_implemented,
        "is_serving": _not_implemented,
        "serve_forever": _not_implemented_coroutine,
        "start_serving": _not_implemented_coroutine,
    },
}


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
    members = _NEWER_MEMBERS[abstract]
    namespace = {name: members[name] for name in members if not hasattr(abstract, name)}
    if not namespace:
        return abstract
    namespace.update(_stands_for=abstract, __doc__=abstract.__doc__, __module__=__name__)
    return StandsFor(abstract.__name__, (abstract,), namespace)


AbstractEventLoop = _completed(asyncio.AbstractEventLoop)
AbstractServer = _completed(asyncio.AbstractServer)
