"""The submodules behind asyncio's names, and what old packages take from them."""

import asyncio
import collections.abc
import concurrent.futures
import importlib
import logging
import pkgutil
import selectors
import socket
import subprocess
import sys

import pytest

import legacyco
from legacyco import (
    compat,
    constants,
    coroutines,
    format_helpers,
    protocols,
    sslproto,
    tasks,
    trsock,
)
from legacyco.history.submodules import SUBMODULES

LAZY = [
    "base_subprocess",
    "compat",
    "graph",
    "proactor_events",
    "selector_events",
    "selectors",
    "sigchld_watchers",
    "sslproto",
    "staggered",
    "subprocess",
    "test_utils",
    "threads",
    "tools",
    "trsock",
]


def run_python(code):
    """Run *code* in an interpreter of its own; return what it prints."""
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        check=True,
        stdout=subprocess.PIPE,
        universal_newlines=True,
    ).stdout


# --- loading --------------------------------------------------------------------------------


if sys.version_info < (3, 7):
    # A module cannot load another when it is asked for it: this one has to be imported, as it had.
    LAZY.remove("test_utils")


@pytest.mark.parametrize("name", LAZY)
def test_a_submodule_is_there_after_import_legacyco_alone(name):
    printed = run_python("import legacyco; print(legacyco.%s.__name__)" % name)
    assert printed.split() == ["legacyco." + name]


def test_importing_legacyco_does_not_import_what_only_tests_need():
    printed = run_python("import legacyco, sys; print(*sys.modules)")
    heavy = {"unittest.mock", "http.server", "wsgiref", "legacyco.test_utils", "legacyco.history"}
    assert heavy & set(printed.split()) == set()


@pytest.mark.skipif(sys.version_info < (3, 7), reason="modules cannot wait for being asked")
def test_importing_legacyco_does_not_import_what_few_programs_need():
    printed = run_python("import legacyco, sys; print(*sys.modules)")
    late = {"legacyco." + name for name in ("graph", "sigchld_watchers", "subprocess", "threads")}
    assert (late | {"exceptiongroup"}) & set(printed.split()) == set()


def test_a_name_that_is_loaded_late_can_be_patched_before():
    printed = run_python("""
import legacyco
from unittest import mock

for name in ("to_thread", "SafeChildWatcher", "ExceptionGroup"):
    with mock.patch("legacyco." + name, 42):
        assert getattr(legacyco, name) == 42
    assert callable(getattr(legacyco, name))
with mock.patch("legacyco.exceptions.ExceptionGroup", 42):
    assert legacyco.exceptions.ExceptionGroup == 42
assert legacyco.exceptions.ExceptionGroup is legacyco.ExceptionGroup
assert legacyco.unix_events.SafeChildWatcher is legacyco.SafeChildWatcher
print("all of them")
""")
    assert printed == "all of them\n"


@pytest.mark.parametrize("module", ["", ".exceptions", ".unix_events"])
def test_what_is_nowhere_is_no_attribute(module):
    name = "legacyco" + module
    with pytest.raises(AttributeError, match="module '%s' has no attribute 'nonsense'" % name):
        sys.modules[name].nonsense  # noqa: B018


def test_what_another_platform_has_is_no_attribute_here():
    other = "windows_events" if sys.platform != "win32" else "unix_events"
    assert not hasattr(legacyco, other)
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        legacyco.nonsense  # noqa: B018


def test_submodules_are_listed_by_dir():
    assert set(LAZY) <= set(dir(legacyco))


def test_every_submodule_of_the_running_asyncio_is_there_and_in_the_history():
    # python -m asyncio is a program, and not to be imported.
    theirs = {each.name for each in pkgutil.iter_modules(asyncio.__path__)} - {"__main__"}
    other_platform = {row.name for row in SUBMODULES if row.platform not in (None, sys.platform)}
    if sys.platform == "win32":
        other_platform = {"unix_events"}

    assert theirs - {row.name for row in SUBMODULES} == set()
    for name in sorted(theirs - other_platform):
        assert importlib.import_module("legacyco." + name) is getattr(legacyco, name)
    for name in theirs & other_platform:
        with pytest.raises(ImportError):
            importlib.import_module("legacyco." + name)


def test_the_public_names_of_a_submodule_are_those_of_the_running_asyncio():
    lacking = []
    for each in pkgutil.iter_modules(asyncio.__path__):
        try:
            theirs = importlib.import_module("asyncio." + each.name)
            ours = importlib.import_module("legacyco." + each.name)
        except ImportError:
            continue  # Of another platform.
        if each.name != "__main__":
            names = getattr(theirs, "__all__", ())
            lacking += [each.name + "." + name for name in names if not hasattr(ours, name)]
    assert lacking == []


def test_what_looks_into_other_processes_does_or_says_what_it_takes():
    from legacyco import tools

    assert tools.NodeType.TASK.value == 2
    assert tools.CycleFoundException([[1, 1]], {1: "a"}).cycles == [[1, 1]]
    if hasattr(asyncio, "tools") and hasattr(asyncio.tools, "RemoteUnwinder"):
        assert tools.get_all_awaited_by is asyncio.tools.get_all_awaited_by
        assert tools.build_async_tree([]) == tools.build_task_table([]) == []
    else:
        with pytest.raises(
            RuntimeError, match=r"get_all_awaited_by\(\) needs CPython 3.14 or newer"
        ):
            tools.get_all_awaited_by(1)


# --- what published code takes ----------------------------------------------------------------
# Each a few lines as old releases have them, `aio` being legacyco.


def aiohttp_0_22(aio, loop, generator):
    assert isinstance(generator(), aio.coroutines._COROUTINE_TYPES)


def aiohttp_3_6(aio, loop, generator):
    debug = aio.coroutines._DEBUG
    aio.coroutines._DEBUG = False

    @aio.coroutine
    def noop(*args):
        return

    aio.coroutines._DEBUG = debug


def aiohttp_examples(aio, loop, generator):
    if aio.compat.PY35:
        assert aio.compat.flatten_list_bytes([b"a", memoryview(b"b")]) == b"ab"


def aiocoap_0_3(aio, loop, generator):
    assert aio.constants.LOG_THRESHOLD_FOR_CONNLOST_WRITES == 5
    assert issubclass(aio.SelectorEventLoop, aio.selector_events.BaseSelectorEventLoop)


def aiomysql_0_0_9(aio, loop, generator):
    from legacyco.streams import IncompleteReadError

    assert IncompleteReadError is aio.IncompleteReadError


def aiozmq_0_7(aio, loop, generator):
    with aio.events._lock:
        pass
    assert issubclass(aio.selectors.DefaultSelector, aio.selectors.BaseSelector)
    aio.selectors.SelectorKey(1, 1, aio.selectors.EVENT_READ, None)


def asynctest_0_13(aio, loop, generator):
    class CoroutineMock:
        _is_coroutine = aio.coroutines._is_coroutine

        def __call__(self):
            pass

    assert aio.iscoroutinefunction(CoroutineMock())
    assert not isinstance(generator(), aio.coroutines.CoroWrapper)
    assert aio.events._format_callback(print, (1,), {}).startswith("print(")


def bridges_to_threads(aio, loop, generator):
    source, destination = concurrent.futures.Future(), loop.create_future()
    aio.futures._chain_future(source, destination)
    source.set_result(42)
    assert loop.run_until_complete(destination) == 42


def clients_with_a_timeout_of_their_own(aio, loop, generator):
    waiter = loop.create_future()
    loop.call_soon(aio.tasks._release_waiter, waiter)
    loop.run_until_complete(waiter)


def copies_of_base_events(aio, loop, generator):
    wrapped = aio.coroutines.debug_wrapper(generator())
    assert isinstance(wrapped, aio.coroutines.CoroWrapper)
    assert list(wrapped) == [1, 2]


def decorators_taken_from_elsewhere(aio, loop, generator):
    for name in "tasks locks queues streams subprocess base_events base_subprocess".split():
        assert getattr(aio, name).coroutine is aio.coroutine


def gbulb_0_6(aio, loop, generator):
    from legacyco.futures import CancelledError, InvalidStateError

    assert CancelledError is aio.CancelledError
    assert InvalidStateError is aio.InvalidStateError
    assert aio.sslproto._is_sslproto_available()


def lock_users(aio, loop, generator):
    lock = aio.Lock(loop=loop)

    def main():
        with (yield from lock):
            assert lock.locked()
        yield from lock.acquire()
        with aio.locks._ContextManager(lock):
            assert lock.locked()
        return lock.locked()

    assert loop.run_until_complete(main()) is False


def nest_asyncio(aio, loop, generator):
    assert aio.tasks._CTask is aio.tasks._PyTask is aio.Task
    assert aio.futures._CFuture is aio.futures._PyFuture is aio.Future
    assert aio.tasks._py_current_task is aio.current_task
    assert aio.events._c_get_running_loop is aio.get_running_loop

    async def main():
        this = aio.tasks._c_swap_current_task(loop, None)
        assert aio.current_task() is None
        aio.tasks._py_enter_task(loop, this)

    loop.run_until_complete(main())


def pulsar_1_6(aio, loop, generator):
    from legacyco.base_events import _StopError

    assert not issubclass(_StopError, Exception)


def qasync_examples(aio, loop, generator):
    from legacyco.tasks import __sleep0

    def main():
        yield from __sleep0()
        return 1

    assert loop.run_until_complete(main()) == 1


def saved_and_restored_futures(aio, loop, generator):
    future = aio.Future(loop=loop)
    assert future._state == aio.futures._PENDING
    future.set_result(1)
    assert future._state == aio.futures._FINISHED


def scripts_that_start_hbmqtt(aio, loop, generator):
    from legacyco.base_events import _run_until_complete_cb

    future = loop.create_future()
    future.add_done_callback(_run_until_complete_cb)
    loop.call_soon(future.set_result, 1)
    loop.run_forever()


def uvloop(aio, loop, generator):
    assert issubclass(aio.DefaultEventLoopPolicy, aio.events.BaseDefaultEventLoopPolicy)


def wxasync(aio, loop, generator):
    from legacyco.futures import TimeoutError

    assert TimeoutError is aio.TimeoutError


@pytest.mark.parametrize(
    "use",
    [
        aiohttp_0_22,
        aiohttp_3_6,
        aiohttp_examples,
        aiocoap_0_3,
        aiomysql_0_0_9,
        aiozmq_0_7,
        asynctest_0_13,
        bridges_to_threads,
        clients_with_a_timeout_of_their_own,
        copies_of_base_events,
        decorators_taken_from_elsewhere,
        gbulb_0_6,
        lock_users,
        nest_asyncio,
        pulsar_1_6,
        qasync_examples,
        saved_and_restored_futures,
        scripts_that_start_hbmqtt,
        uvloop,
        wxasync,
    ],
    ids=lambda use: use.__name__,
)
def test_what_old_packages_do_works(use, loop):
    def generator():
        yield 1
        yield 2

    use(legacyco, loop, generator)


# --- coroutines -------------------------------------------------------------------------------


def test_a_wrapped_coroutine_can_be_awaited_and_yielded_from(loop):
    async def native():
        await legacyco.sleep(0)
        return 1

    @legacyco.coroutine
    def decorated():
        first = yield from coroutines.CoroWrapper(native())
        second = yield from plain()
        return first + second

    def plain():
        return (yield from coroutines.CoroWrapper(native()))

    async def main():
        return await coroutines.CoroWrapper(decorated(), decorated)

    assert loop.run_until_complete(coroutines.CoroWrapper(main())) == 2


def test_a_wrapper_shows_what_it_wraps():
    def generator():
        yield

    wrapper = coroutines.CoroWrapper(generator(), generator)

    assert isinstance(wrapper, collections.abc.Coroutine)
    assert wrapper.func is generator
    assert wrapper.__name__ == "generator"
    assert wrapper.gi_code is generator.__code__
    assert repr(wrapper).startswith("<CoroWrapper test_a_wrapper_shows")
    assert "created at %s:" % __file__ in repr(wrapper)
    with pytest.raises(AttributeError, match="'CoroWrapper' object has no attribute 'other'"):
        wrapper.other  # noqa: B018
    with pytest.raises(ZeroDivisionError):
        wrapper.throw(ZeroDivisionError())
    wrapper.close()
    with pytest.raises(TypeError, match="a coroutine or a generator was expected, got 1"):
        coroutines.CoroWrapper(1)


def test_a_wrapper_that_nobody_awaits_is_reported(expect_log):
    expect_log("generator.*was never yielded from", logger="asyncio", level=logging.ERROR, times=1)

    def generator():
        yield

    coroutines.CoroWrapper(generator())


# --- tasks ------------------------------------------------------------------------------------


def test_the_set_of_all_tasks_holds_those_of_both_libraries(loop):
    async def main():
        ours = legacyco.create_task(legacyco.sleep(0))
        theirs = asyncio.Task(asyncio.sleep(0), loop=loop)
        seen = [each in tasks._all_tasks for each in (ours, theirs, legacyco.current_task())]
        assert len(tasks._all_tasks) >= 3
        await ours
        await theirs
        return seen

    assert loop.run_until_complete(main()) == [True, True, True]


def test_a_task_can_be_taken_out_of_the_set_of_all_tasks(loop):
    async def main():
        task = legacyco.create_task(legacyco.sleep(0))
        tasks._all_tasks.discard(task)
        taken = task not in legacyco.all_tasks()
        tasks._all_tasks.add(task)
        put_back = task in legacyco.all_tasks()
        await task
        return taken, put_back

    assert loop.run_until_complete(main()) == (True, True)


def test_the_current_task_can_be_taken_and_put_back(loop):
    async def main():
        this = tasks._current_tasks[loop]
        assert dict(tasks._current_tasks.items())[loop] is this
        assert tasks._current_tasks.pop(loop) is this
        assert tasks._current_tasks.get(loop) is legacyco.current_task() is None
        with pytest.raises(KeyError):
            del tasks._current_tasks[loop]
        tasks._current_tasks[loop] = this
        return this, legacyco.current_task()

    this, current = loop.run_until_complete(main())
    assert this is current
    assert list(tasks._current_tasks) == []


# --- protocols --------------------------------------------------------------------------------


class Receiver(protocols.BufferedProtocol):
    """Receive into a small buffer until the other end is done."""

    def __init__(self, done):
        self.done = done
        self.buffer = bytearray(3)
        self.received = b""

    def get_buffer(self, sizehint):
        return self.buffer

    def buffer_updated(self, nbytes):
        self.received += self.buffer[:nbytes]

    def eof_received(self):
        self.done.set_result(self.received)


def test_a_buffered_protocol_receives_from_a_socket(loop):
    async def main():
        ours, other = socket.socketpair()
        done = loop.create_future()
        transport, _ = await loop.create_connection(lambda: Receiver(done), sock=ours)
        other.sendall(b"0123456789")
        other.close()
        received = await done
        transport.close()
        return received

    assert loop.run_until_complete(main()) == b"0123456789"


def test_a_buffered_protocol_without_buffer_is_an_error(loop):
    receiver = Receiver(None)
    receiver.buffer = bytearray()
    with pytest.raises(RuntimeError, match=r"get_buffer\(\) returned an empty buffer"):
        protocols._feed_data_to_buffered_proto(receiver, b"data")


# --- the rest ---------------------------------------------------------------------------------


def test_a_transport_socket_allows_only_what_does_no_harm():
    with socket.socket() as real:
        wrapped = trsock.TransportSocket(real)
        assert wrapped.fileno() == real.fileno()
        assert (wrapped.family, wrapped.type, wrapped.proto) == (
            real.family,
            real.type,
            real.proto,
        )
        assert wrapped.getsockname() == real.getsockname()
        assert wrapped.gettimeout() == 0
        wrapped.setblocking(False)
        wrapped.settimeout(0)
        with pytest.raises(ValueError, match="cannot be blocking"):
            wrapped.setblocking(True)
        with pytest.raises(ValueError, match="only 0 timeout is allowed"):
            wrapped.settimeout(1)
        assert repr(wrapped).startswith("<asyncio.TransportSocket fd=")


@pytest.mark.parametrize(
    "name, value",
    [
        ("ACCEPT_RETRY_DELAY", 1),
        ("DEBUG_STACK_DEPTH", 10),
        ("FLOW_CONTROL_HIGH_WATER_SSL_READ", 256),
        ("FLOW_CONTROL_HIGH_WATER_SSL_WRITE", 512),
        ("LOG_THRESHOLD_FOR_CONNLOST_WRITES", 5),
        ("SENDFILE_FALLBACK_READBUFFER_SIZE", 262144),
        ("SSL_HANDSHAKE_TIMEOUT", 60.0),
        ("SSL_SHUTDOWN_TIMEOUT", 30.0),
        ("THREAD_JOIN_TIMEOUT", 300),
    ],
)
def test_constants_are_those_of_the_newest_asyncio(name, value):
    assert getattr(constants, name) == value


def test_the_modes_of_sendfile_are_three():
    assert [mode.name for mode in constants._SendfileMode] == [
        "UNSUPPORTED",
        "TRY_NATIVE",
        "FALLBACK",
    ]


def test_internals_are_those_of_the_interpreter():
    assert sslproto.SSLProtocol is asyncio.sslproto.SSLProtocol
    assert legacyco.selectors.EVENT_READ is selectors.EVENT_READ
    assert legacyco.log.logger is logging.getLogger("asyncio")
    assert compat.PY34 and compat.PY35 and compat.PY352


def test_a_callback_is_named_with_its_source():
    source = format_helpers._get_function_source(run_python)
    assert source[0] == __file__
    assert format_helpers._format_callback_source(run_python, ()).endswith("%s:%s" % source)
    assert format_helpers.extract_stack()[-1].name == "test_a_callback_is_named_with_its_source"
