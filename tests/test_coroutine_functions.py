"""legacyco's own functions that one waits for are coroutine functions to whoever asks.

And where one is called and not waited for, debug mode tells it, as the interpreter does for
coroutines.
"""

import asyncio
import collections.abc
import functools
import gc
import inspect
import os
import subprocess
import sys
import unittest
import warnings
from unittest import mock

import pytest

import legacyco
import legacyco.staggered
import legacyco.subprocess
from legacyco import trollius

# --- who asks -------------------------------------------------------------------------------

_LOOP = """
    connect_accepted_socket connect_read_pipe connect_write_pipe create_connection
    create_datagram_endpoint
    create_server create_unix_connection create_unix_server getaddrinfo getnameinfo
    sendfile shutdown_asyncgens shutdown_default_executor sock_accept sock_connect
    sock_recv sock_recv_into sock_recvfrom sock_recvfrom_into sock_sendall
    sock_sendfile sock_sendto start_tls subprocess_exec subprocess_shell
"""
_QUEUE = "get join put"
_SEMAPHORE = "__aenter__ __aexit__ acquire"

# What asyncio.iscoroutinefunction() of 3.15 said True of, by class; "" for functions. That of 3.6
# said True of nothing else.
COROUTINE_FUNCTIONS = {
    "": """
        create_subprocess_exec create_subprocess_shell open_connection open_unix_connection
        sleep start_server start_unix_server to_thread wait wait_for
    """,
    "staggered": "staggered_race",
    "AbstractServer": "__aenter__ __aexit__ serve_forever start_serving wait_closed",
    "Barrier": "__aenter__ __aexit__ abort reset wait",
    "BaseEventLoop": _LOOP,
    "BoundedSemaphore": _SEMAPHORE,
    "Condition": "__aenter__ __aexit__ wait wait_for",
    "Event": "wait",
    "EventLoop": _LOOP,
    "LifoQueue": _QUEUE,
    "Lock": "__aenter__ __aexit__ acquire",
    "PriorityQueue": _QUEUE,
    "Queue": _QUEUE,
    "SelectorEventLoop": _LOOP,
    "Semaphore": _SEMAPHORE,
    "Server": "__aenter__ __aexit__ serve_forever start_serving wait_closed",
    "StreamReader": "__anext__ read readexactly readline readuntil",
    "StreamWriter": "drain start_tls wait_closed",
    "TaskGroup": "__aenter__ __aexit__",
    "Timeout": "__aenter__ __aexit__",
    "subprocess.Process": "communicate wait",
}

# inspect can be told since 3.12; before, it believes the flags of the code, by which the
# interpreter makes a coroutine or a generator.
ASKERS = [asyncio.iscoroutinefunction, legacyco.iscoroutinefunction]
if sys.version_info >= (3, 12):
    ASKERS.append(inspect.iscoroutinefunction)


# Gone in 3.16.
@pytest.fixture(autouse=True)
def _may_ask():
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", ".*iscoroutinefunction.*", DeprecationWarning)
        yield


def owner_of(library, path):
    """Return the module or the class of that path in *library*, or None where it has none."""
    try:
        return functools.reduce(getattr, filter(None, path.split(".")), library)
    except AttributeError:
        return None


def recorded():
    """Yield each path and name of which 3.15 said True, where legacyco has it here."""
    for path, names in COROUTINE_FUNCTIONS.items():
        owner = owner_of(legacyco, path)
        for name in names.split():
            # Without methods on sockets that this Python's loops lack, and members of abstract
            # classes that are the interpreter's own.
            own = getattr(owner, name, None)
            if own is not None and not (
                path.startswith("Abstract") and own is getattr(getattr(asyncio, path), name, None)
            ):
                yield path, name


def test_nearly_all_that_is_recorded_is_there():
    total = sum(len(names.split()) for names in COROUTINE_FUNCTIONS.values())
    assert len(list(recorded())) >= total - 3 * 6 - 5


@pytest.mark.parametrize("ask", ASKERS, ids=lambda ask: ask.__module__)
@pytest.mark.parametrize("path, name", list(recorded()))
def test_what_asyncio_says_of_its_own_is_said_of_ours(ask, path, name):
    assert ask(getattr(owner_of(legacyco, path), name))


def public_callables(library, path=""):
    """Yield (path, name, callable) of what is public in *library*, with the methods of classes."""
    owner = owner_of(library, path)
    for name in dir(owner):
        if not name.startswith("_") or name in ("__aenter__", "__aexit__", "__anext__"):
            try:
                value = getattr(owner, name)
            except AttributeError:
                continue
            if inspect.isclass(value) and not path:
                yield from public_callables(library, name)
            elif callable(value) and not inspect.ismodule(value):
                yield path, name, value


@pytest.mark.parametrize("ask", ASKERS, ids=lambda ask: ask.__module__)
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_nothing_that_this_asyncio_calls_one_is_none_here_and_no_more_than_that(ask):
    theirs = {(path, name): ask(each) for path, name, each in public_callables(asyncio)}
    ours = {(path, name): ask(each) for path, name, each in public_callables(legacyco)}
    known = set(recorded())
    for key in theirs.keys() & ours.keys():
        if key[0].startswith("Abstract"):
            # The interpreter's own classes.
            continue
        if key in known:
            assert ours[key], key
        else:
            assert ours[key] == theirs[key], key


def test_methods_are_some_bound_and_unbound_and_of_subclasses(loop):
    class Mine(legacyco.Queue):
        pass

    for queue in (legacyco.Queue(), Mine()):
        for ask in ASKERS:
            assert ask(queue.put) and ask(type(queue).put)
            assert not ask(queue.put_nowait)
    for ask in ASKERS:
        assert ask(loop.create_server) and ask(legacyco.Condition().acquire)


@pytest.mark.skipif(sys.version_info < (3, 8), reason="inspect looks through partial() since 3.8")
def test_a_partial_of_one_is_one():
    assert legacyco.iscoroutinefunction(functools.partial(legacyco.sleep, 1)) == (
        sys.version_info >= (3, 12)
    )


@pytest.mark.parametrize("library", [legacyco, trollius], ids=lambda each: each.__name__)
def test_decorating_one_gives_it_back(library):
    assert legacyco.coroutine(legacyco.sleep) is legacyco.sleep
    assert legacyco.coroutine(legacyco.Queue.put) is legacyco.Queue.put


def test_a_queue_takes_what_an_old_emitter_emits(aio, aio_loop):
    # On 3.6 asyncio.iscoroutinefunction() told the two kinds of callbacks apart.
    async def emit(callback, value):
        if asyncio.iscoroutinefunction(callback):
            await callback(value)
        else:
            callback(value)

    async def main():
        queue = aio.Queue()
        await emit(queue.put, 1)
        await emit(queue.put_nowait, 2)
        return queue.qsize()

    assert aio_loop.run_until_complete(main()) == 2


@pytest.mark.skipif(not hasattr(mock, "AsyncMock"), reason="new in 3.8")
def test_mocks_with_a_specification_make_async_mocks(loop):
    with mock.patch.object(loop, "create_server", autospec=True) as create_server:
        assert asyncio.iscoroutinefunction(create_server)
    specified = mock.create_autospec(legacyco.Queue, instance=True)
    assert isinstance(mock.Mock(spec=legacyco.Queue).put, mock.AsyncMock)
    assert not isinstance(mock.Mock(spec=legacyco.Queue).put_nowait, mock.AsyncMock)

    async def main():
        return await specified.get()

    specified.get.return_value = "got"
    assert loop.run_until_complete(main()) == "got"


@pytest.mark.skipif(not hasattr(unittest, "IsolatedAsyncioTestCase"), reason="new in 3.8")
def test_unittest_awaits_a_clean_up_of_ours_or_says_that_it_cannot():
    class Case(unittest.IsolatedAsyncioTestCase):
        async def test(self):
            self.queue = legacyco.Queue()
            self.addAsyncCleanup(self.queue.put, 1)

    case = Case("test")
    result = unittest.TestResult()
    case.run(result)
    if sys.version_info[:2] == (3, 11):
        # It asks inspect, which cannot be told there, and takes it for a plain function.
        assert case.queue.qsize() == 0
    elif sys.version_info[:2] in ((3, 12), (3, 13)):
        # asyncio's own Runner takes coroutine objects only.
        ((_, error),) = result.errors
        assert "a coroutine was expected, got <generator object Queue.put" in error
    else:
        assert result.wasSuccessful(), result.errors
        assert case.queue.qsize() == 1


def test_what_they_return_can_be_awaited(loop):
    made = legacyco.sleep(0)
    assert legacyco.iscoroutine(made)
    assert inspect.isawaitable(made)
    loop.run_until_complete(made)


def test_debug_mode_refuses_them_as_callbacks(aio, aio_loop):
    aio_loop.set_debug(True)
    with pytest.raises(TypeError, match="coroutines cannot be used with call_soon()"):
        aio_loop.call_soon(aio.Queue().put)


# --- a forgotten await ----------------------------------------------------------------------


def forgotten(recorded):
    """Return the first lines of what was said about forgotten awaits."""
    gc.collect()
    lines = [str(each.message).split("\n")[0] for each in recorded if "never" in str(each.message)]
    assert all(each.category is RuntimeWarning for each in recorded)
    return lines


FORGOTTEN = {
    "sleep": lambda aio, loop: aio.sleep(1),
    "wait_for": lambda aio, loop: aio.wait_for(loop.create_future(), 1),
    "wait": lambda aio, loop: aio.wait([loop.create_future()]),
    "Queue.put": lambda aio, loop: aio.Queue().put(1),
    "Queue.get": lambda aio, loop: aio.Queue().get(),
    "Queue.join": lambda aio, loop: aio.Queue().join(),
    "Lock.acquire": lambda aio, loop: aio.Lock().acquire(),
    "Event.wait": lambda aio, loop: aio.Event().wait(),
    "Semaphore.acquire": lambda aio, loop: aio.Semaphore().acquire(),
    "open_connection": lambda aio, loop: aio.open_connection("localhost", 1),
    "BaseEventLoop.create_server": lambda aio, loop: loop.create_server(None, "localhost", 1),
    "BaseEventLoop.getaddrinfo": lambda aio, loop: loop.getaddrinfo("localhost", 1),
    "StreamReader.read": lambda aio, loop: aio.StreamReader(loop=loop).read(),
}


@pytest.mark.parametrize("name", FORGOTTEN)
def test_a_forgotten_await_is_told_while_a_debug_loop_runs(aio, aio_loop, name):
    if aio is asyncio and sys.version_info < (3, 8):
        pytest.skip("asyncio's were generators, or wrapped, up to 3.7")

    async def main():
        made = FORGOTTEN[name](aio, aio_loop)
        if aio.isfuture(made):
            pytest.skip("it runs without being awaited, up to 3.6")

    aio_loop.set_debug(True)
    with warnings.catch_warnings(record=True) as recorded:
        warnings.simplefilter("always")
        aio_loop.run_until_complete(main())
        lines = forgotten(recorded)
    assert lines == ["coroutine %r was never awaited" % name]


def test_the_place_is_named(loop):
    async def main():
        legacyco.sleep(1)

    loop.set_debug(True)
    with warnings.catch_warnings(record=True) as recorded:
        warnings.simplefilter("always")
        loop.run_until_complete(main())
        gc.collect()
    (message,) = [str(each.message) for each in recorded]
    assert "Coroutine created at (most recent call last)" in message
    assert message.rstrip().endswith("legacyco.sleep(1)")
    assert os.sep + "_coroutine_functions.py" not in message


def test_nobody_is_told_without_debug_mode(loop):
    # Not the interpreter's debug mode either.
    async def main():
        legacyco.sleep(1)
        loop.set_debug(True)
        loop.set_debug(False)
        legacyco.sleep(1)

    if not legacyco.coroutines._is_debug_mode():
        loop.run_until_complete(main())
        gc.collect()


def test_debug_mode_that_is_switched_on_in_between_tells_it(loop):
    async def main():
        loop.set_debug(True)
        legacyco.sleep(1)
        loop.set_debug(False)

    with warnings.catch_warnings(record=True) as recorded:
        warnings.simplefilter("always")
        loop.run_until_complete(main())
        assert forgotten(recorded) == ["coroutine 'sleep' was never awaited"]


def test_a_name_that_was_imported_before_is_watched_too(loop):
    sleep, put = legacyco.sleep, legacyco.Queue().put
    before = (sleep.__code__, inspect.signature(sleep), inspect.signature(put))

    async def main():
        assert (inspect.signature(sleep), inspect.signature(put)) == before[1:]
        sleep(1)
        put(1)

    loop.set_debug(True)
    with warnings.catch_warnings(record=True) as recorded:
        warnings.simplefilter("always")
        loop.run_until_complete(main())
        assert sorted(forgotten(recorded)) == [
            "coroutine 'Queue.put' was never awaited",
            "coroutine 'sleep' was never awaited",
        ]
    if not legacyco.coroutines._is_debug_mode():
        assert sleep.__code__ is before[0]


class Loud(legacyco.Queue):
    """A queue of old, with methods that call its base's."""

    @legacyco.coroutine
    def put(self, item):
        yield from super().put(item)

    def get(self):
        return (yield from super().get())


def test_what_is_watched_can_be_waited_for_in_every_way(loop):
    def plain():
        yield from legacyco.sleep(0)
        return "plain"

    @legacyco.coroutine
    def old():
        yield from legacyco.sleep(0)
        return (yield from plain())

    async def main():
        made = legacyco.sleep(0, "slept")
        assert legacyco.iscoroutine(made) and asyncio.iscoroutine(made)
        assert inspect.isawaitable(made) and isinstance(made, collections.abc.Coroutine)
        assert await made == "slept"
        assert await old() == "plain"
        queue = Loud()
        await queue.put(1)
        assert await legacyco.ensure_future(queue.get()) == 1
        assert await legacyco.gather(legacyco.sleep(0, 1), legacyco.sleep(0, 2)) == [1, 2]
        assert await legacyco.wait_for(legacyco.sleep(0, 3), 10) == 3
        assert await legacyco.create_task(legacyco.sleep(0, 4), name="named") == 4
        done, _ = await legacyco.wait([legacyco.sleep(0, 5)])
        assert [each.result() for each in done] == [5]
        async with legacyco.Lock(), legacyco.timeout(10):
            await legacyco.to_thread(int)
        legacyco.sleep(1).close()
        return "done"

    loop.set_debug(True)
    loop.slow_callback_duration = 1000.0
    assert loop.run_until_complete(main()) == "done"
    gc.collect()


def test_a_watched_wait_can_be_cancelled_and_shows_its_stack(loop):
    async def main():
        task = legacyco.create_task(legacyco.Queue().get())
        waiting = legacyco.create_task(legacyco.wait_for(legacyco.Event().wait(), 3600))
        await legacyco.sleep(0)
        stacks = [[f.f_code.co_name for f in each.get_stack()] for each in (task, waiting)]
        for each in (task, waiting):
            each.cancel()
            with pytest.raises(legacyco.CancelledError):
                await each
        return stacks

    loop.set_debug(True)
    loop.slow_callback_duration = 1000.0
    first, second = loop.run_until_complete(main())
    assert first == ["get"]
    assert second[0] == "wait_for" and second[-1] == "wait"


def test_wrong_arguments_are_refused_at_once(loop):
    async def main():
        with pytest.raises(TypeError, match="missing 1 required positional argument: 'item'"):
            legacyco.Queue().put()

    for debug in (False, True):
        loop.set_debug(debug)
        loop.run_until_complete(main())


@pytest.mark.skipif(sys.version_info < (3, 7), reason="-X dev is new in 3.7")
def test_the_development_mode_tells_it_without_a_loop():
    program = "import gc, legacyco; legacyco.sleep(1); gc.collect()"
    done = subprocess.run(
        [sys.executable, "-X", "dev", "-c", program],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        universal_newlines=True,
    )
    assert done.returncode == 0
    assert "RuntimeWarning: coroutine 'sleep' was never awaited" in done.stderr
