"""The pass for what an old module means beyond doubt, where a newer Python means something else.

Each of these hides no bug, so it is done whatever the options are; see eras.py for what might.

====================================  =============================================================
``yield from server.wait_closed()``   does not wait for connections that nobody is going to close:
                                      asyncio's did not up to 3.11
``except Exception as exc:`` in a     catches cancellation too, as up to 3.7: the module asks for it
module with ``isinstance(exc,         afterwards
CancelledError)``
``coro.gi_frame``, ``gi_code``, ...   those of a coroutine, ``cr_frame`` ..., if it is one:
                                      decorated functions returned generators up to 3.10
``inspect.isgenerator(coro)``,        true also of these coroutines, and those functions
``isinstance(coro, GeneratorType)``,  and ``next()`` makes a step of one
``inspect.isgeneratorfunction(f)``
``for x in coro: pass``,              goes over one of these coroutines, as over the generator that
``for x in coro: yield x``,           it was; loops that do something with what they get stay as
``iter(coro)``, ``list(coro)``        they are
``protocol._sslpipe.ssl_object``      the connection's SSLObject, also since 3.11
``protocol._app_transport``           of an SSLProtocol: made when it is asked for, since 3.11
``transport._protocol = protocol``    hands the connection to an SSLProtocol, which reads in another
                                      way since 3.11
====================================  =============================================================
"""

import ast
import asyncio
import inspect
import types
from asyncio.sslproto import SSLProtocol

from ..coroutines import is_decorated
from .edits import insert_at_top, located

# Inside of a class, a name that also ended without underscores would be mangled.
_ROOM = "__legacyco_evident__"
# Of a generator, and what a coroutine has instead.
_GENERATOR_ATTRIBUTES = {
    "gi_code": "cr_code",
    "gi_frame": "cr_frame",
    "gi_running": "cr_running",
    "gi_yieldfrom": "cr_await",
}
_GENERATOR_TESTS = {
    "isgenerator": "is_generator",
    "isgeneratorfunction": "is_generator_function",
}
# Builtins that iterate over their argument.
_ITERATING = ("iter", "list")
_SSL_ATTRIBUTES = {"_sslpipe": "ssl_pipe", "_app_transport": "app_transport"}


def apply(tree, options):
    """Have a module's tree do what it means, whatever the options are."""
    functions = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    rewriter = _Rewriter(functions, _asks_for_cancellation(tree))
    rewriter.visit(tree)
    if rewriter.needs_room:
        insert_at_top(tree, ast.ImportFrom(__package__, [ast.alias("evident", _ROOM)], 0))


def _asks_for_cancellation(tree):
    """Return whether a module asks of an exception that it has caught if it is cancellation."""
    return any(
        isinstance(node, ast.Call)
        and getattr(node.func, "id", None) == "isinstance"
        and len(node.args) == 2
        and any(_last_name(each) == "CancelledError" for each in ast.walk(node.args[1]))
        for node in ast.walk(tree)
    )


def _names_generators(node):
    return any(_last_name(each) == "GeneratorType" for each in ast.walk(node))


def _last_name(node):
    return getattr(node, "attr", getattr(node, "id", None))


class _Rewriter(ast.NodeTransformer):
    def __init__(self, functions, asks_for_cancellation):
        # The names of those that the module defines.
        self.functions = functions
        self.asks_for_cancellation = asks_for_cancellation
        self.needs_room = False

    def visit_Call(self, node):
        self.generic_visit(node)
        function = _last_name(node.func)
        if node.keywords or any(isinstance(each, ast.Starred) for each in node.args):
            return node
        if function == "wait_closed" and isinstance(node.func, ast.Attribute) and not node.args:
            return self._call("wait_closed", node, node.func.value)
        if function in _GENERATOR_TESTS and self._is_inspects(node.func, function):
            node.func = self._attribute(_GENERATOR_TESTS[function], node.func)
        is_builtin = isinstance(node.func, ast.Name) and function not in self.functions
        if function == "next" and is_builtin:
            node.func = self._attribute("step", node.func)
        if function in _ITERATING and is_builtin and len(node.args) == 1:
            if _may_be_coroutine(node.args[0]):
                node.args = [self._call("iterable", node, node.args[0])]
        if function == "isinstance" and len(node.args) == 2 and _names_generators(node.args[1]):
            node.func = self._attribute("is_instance", node.func)
        return node

    def _is_inspects(self, node, name):
        if isinstance(node, ast.Attribute):
            return getattr(node.value, "id", None) == "inspect"
        return name not in self.functions

    def visit_Attribute(self, node):
        self.generic_visit(node)
        if isinstance(node.ctx, ast.Load):
            if node.attr in _GENERATOR_ATTRIBUTES:
                name = ast.Constant(node.attr, kind=None)
                return self._call("generator_attribute", node, node.value, name)
            if node.attr in _SSL_ATTRIBUTES:
                return self._call(_SSL_ATTRIBUTES[node.attr], node, node.value)
        return node

    def visit_Assign(self, node):
        self.generic_visit(node)
        target = node.targets[0]
        if len(node.targets) > 1 or getattr(target, "attr", None) != "_protocol":
            return node
        if getattr(target.value, "id", None) == "self":
            # A class of the module's own, not a transport.
            return node
        return located(ast.Expr(self._call("set_protocol", node, target.value, node.value)), node)

    def visit_For(self, node):
        self.generic_visit(node)
        if _only_steps(node) and _may_be_coroutine(node.iter):
            node.iter = self._call("iterable", node.iter, node.iter)
        return node

    def visit_Try(self, node):
        self.generic_visit(node)
        if self.asks_for_cancellation and _waits(node.body):
            for handler in node.handlers:
                if handler.name and getattr(handler.type, "id", None) == "Exception":
                    handler.type = self._attribute("EXCEPTION_OR_CANCELLATION", handler.type)
                if any(_last_name(each) == "CancelledError" for each in _walk(handler.type)):
                    break
        return node

    def _attribute(self, name, like):
        self.needs_room = True
        return located(ast.Attribute(ast.Name(_ROOM, ast.Load()), name, ast.Load()), like)

    def _call(self, name, like, *arguments):
        call = ast.Call(self._attribute(name, like), list(arguments), [])
        return ast.fix_missing_locations(ast.copy_location(call, like))


def _only_steps(loop):
    """Return whether a ``for`` statement does nothing with what it gets, or only yields it."""
    (statement,) = loop.body if len(loop.body) == 1 else (None,)
    if isinstance(statement, (ast.Pass, ast.Continue)):
        return True
    value = getattr(statement, "value", None)
    return isinstance(statement, ast.Expr) and isinstance(value, ast.Yield) and bool(value.value)


def _may_be_coroutine(node):
    return isinstance(node, (ast.Name, ast.Attribute, ast.Call))


def _walk(node):
    return ast.walk(node) if node is not None else ()


def _waits(statements):
    return any(
        isinstance(node, (ast.YieldFrom, ast.Await))
        for statement in statements
        for node in ast.walk(statement)
    )


# --- what the rewritten module calls ----------------------------------------------------------

EXCEPTION_OR_CANCELLATION = (Exception, asyncio.CancelledError)


def wait_closed(thing):
    """Return what to wait for: of a server that was closed, for nothing."""
    closed = isinstance(thing, asyncio.base_events.Server) and not thing.sockets
    return _nothing() if closed else thing.wait_closed()


@types.coroutine
def _nothing():
    yield from ()


def generator_attribute(thing, name):
    """Return ``thing.gi_frame``, or ``cr_frame`` if it is a coroutine; likewise the others."""
    if isinstance(thing, types.CoroutineType):
        name = _GENERATOR_ATTRIBUTES[name]
    return getattr(thing, name)


def is_generator(thing):
    """Return what inspect.isgenerator() did before decorated functions returned coroutines."""
    return inspect.isgenerator(thing) or is_decorated(thing) and inspect.iscoroutine(thing)


def is_generator_function(thing):
    """Return what inspect.isgeneratorfunction() did before decorated ones were coroutine's."""
    return inspect.isgeneratorfunction(thing) or is_decorated(thing) and callable(thing)


def is_instance(thing, classes):
    """Return what isinstance() did, where the type of generators is among the classes."""
    return isinstance(thing, classes) or is_generator(thing)


def step(thing, *default):
    """Return what next() did, which made a step of the generator of a decorated function."""
    if not is_generator(thing):
        return next(thing, *default)
    try:
        return thing.send(None)
    except StopIteration:
        if default:
            return default[0]
        raise


def iterable(thing):
    """Return what can be iterated over as *thing* could, if that is a decorated function's."""
    if isinstance(thing, types.CoroutineType) and is_decorated(thing):
        return thing.__await__()
    return thing


def ssl_pipe(protocol):
    """Return ``protocol._sslpipe``, or what can be asked for the SSLObject as it could."""
    if isinstance(protocol, SSLProtocol) and not hasattr(protocol, "_sslpipe"):
        return types.SimpleNamespace(ssl_object=protocol._sslobj)
    return protocol._sslpipe


def app_transport(protocol):
    """Return ``protocol._app_transport``, made if need be."""
    if isinstance(protocol, SSLProtocol) and hasattr(protocol, "_get_app_transport"):
        return protocol._get_app_transport()
    return protocol._app_transport


def set_protocol(transport, protocol):
    """Do ``transport._protocol = protocol``, so that a connection's bytes go to an SSLProtocol."""
    if isinstance(transport, asyncio.BaseTransport) and isinstance(protocol, SSLProtocol):
        transport.set_protocol(protocol)
    else:
        transport._protocol = protocol
