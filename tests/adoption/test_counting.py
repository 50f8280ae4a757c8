"""What --report counts: the uses that happen, at their places, and nothing else changes."""

import asyncio
import threading

import pytest

import legacyco
from legacyco.adoption import counts

needs_uncaught_cancellation = pytest.mark.skipif(
    issubclass(asyncio.CancelledError, Exception), reason="nothing fares otherwise up to 3.7"
)


@pytest.fixture(autouse=True)
def _from_zero():
    counts.forget()
    yield
    counts.forget()


def counted(wanted=None):
    """Return ``{rule id: {line: count}}``, or the lines of one rule."""
    found = {}
    for one in counts.counted():
        found.setdefault(one.rule.id, {})[one.line] = one.count
    return found if wanted is None else found.get(wanted, {})


def test_names_are_counted_where_they_are_evaluated(tiny):
    module = tiny.module(
        "tiny_names",
        """\
        import asyncio
        from asyncio import coroutine

        @asyncio.coroutine
        def one():
            yield from asyncio.sleep(0)

        for _ in range(3):
            @coroutine
            def many():
                yield from asyncio.sleep(0)

        def never():
            asyncio.Task.all_tasks()
        """,
        report=True,
    )
    assert counted() == {"coroutine-decorator": {2: 1, 4: 1, 9: 3}}
    legacyco.run(module.one())
    first = counts.counted()[0]
    assert (first.module, first.name) == ("tiny_names.code", "asyncio.coroutine")
    assert first.file == module.__file__


def test_what_is_not_reported_is_not_counted(tiny):
    tiny.module("tiny_silent", "import asyncio\nasyncio.coroutine\n")

    assert counted() == {}


def test_arguments_are_counted_when_they_are_given(tiny):
    module = tiny.module(
        "tiny_arguments",
        """\
        import asyncio

        def lock(loop):
            return asyncio.Lock(loop=loop)

        def sleep(loop):
            return asyncio.sleep(0,
                                 loop=loop)
        """,
        report=True,
    )
    loop = legacyco.new_event_loop()
    try:
        for _ in range(2):
            module.lock(loop)
        loop.run_until_complete(module.sleep(loop))
    finally:
        loop.close()
    assert counted("loop-argument-sync") == {4: 2}
    assert set(counted("loop-argument")) <= {7, 8} and sum(counted("loop-argument").values()) == 1


def test_locks_in_with_statements_are_counted_where_they_are_locks(tiny):
    module = tiny.module(
        "tiny_locks",
        """\
        import asyncio

        class Pool:
            def __iter__(self):
                yield from asyncio.sleep(0)
                return self
            def __enter__(self): pass
            def __exit__(self, *exc_info): pass

        @asyncio.coroutine
        def use(thing):
            with (yield from thing):
                pass
        """,
        report=True,
    )

    async def main():
        await module.use(legacyco.Lock())
        await module.use(legacyco.Lock())
        await module.use(module.Pool())

    legacyco.run(main())

    assert counted("with-yield-from-lock") == {12: 2}


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::PendingDeprecationWarning")
def test_members_of_the_unknown_are_counted_where_the_object_is_one(tiny):
    module = tiny.module(
        "tiny_members",
        """\
        class Own:
            def isAlive(self):
                return "own"

        def alive(thing):
            return thing.isAlive()
        """,
        report=True,
        shims=True,
    )
    assert module.alive(threading.Thread()) is False
    assert module.alive(module.Own()) == "own"
    assert counted() == {"thread-isalive": {6: 1}}


@needs_uncaught_cancellation
def test_clauses_are_counted_where_an_exception_fares_otherwise(tiny):
    text = """\
        import asyncio

        async def guard(error):
            try:
                await asyncio.sleep(0)
                raise error
            except OSError:
                return "OSError"
            except Exception:
                return "Exception"
            except asyncio.CancelledError:
                return "cancelled"
        """
    module = tiny.module("tiny_clauses", text, report=True)
    run = legacyco.run

    assert run(module.guard(KeyError())) == "Exception"
    assert run(module.guard(ConnectionResetError())) == "OSError"
    assert counted() == {}
    assert run(module.guard(asyncio.CancelledError())) == "cancelled"
    assert counted() == {"except-exception-cancel": {9: 1}}
    caught = run(module.guard(asyncio.TimeoutError()))
    if asyncio.TimeoutError is TimeoutError:
        assert caught == "OSError"
        assert counted("timeout-error-oserror") == {7: 1}
    else:
        assert caught == "Exception"
        assert counted("timeout-error-oserror") == {}


@needs_uncaught_cancellation
def test_an_era_and_the_report_go_together(tiny):
    module = tiny.module(
        "tiny_both",
        """\
        import asyncio

        async def guard(error):
            try:
                await asyncio.sleep(0)
                raise error
            except (OSError, TimeoutError):
                return "OSError"
            except Exception:
                return "Exception"
        """,
        report=True,
        era="3.7",
    )
    assert legacyco.run(module.guard(asyncio.TimeoutError())) == "Exception"
    assert legacyco.run(module.guard(asyncio.CancelledError())) == "Exception"
    assert counted("except-exception-cancel") == {9: 1}


def test_a_loop_is_asked_for_where_none_runs(tiny):
    module = tiny.module(
        "tiny_loop",
        """\
        import asyncio

        def current():
            return asyncio.get_event_loop()

        async def inside():
            return current()
        """,
        report=True,
    )
    loop = legacyco.new_event_loop()
    legacyco.set_event_loop(loop)
    try:
        assert module.current() is loop
        assert counted("get-event-loop") == {4: 1}
        assert loop.run_until_complete(module.inside()) is loop
        assert counted("get-event-loop") == {4: 1}
    finally:
        legacyco.set_event_loop(None)
        loop.close()


@pytest.mark.filterwarnings("ignore:generator:DeprecationWarning")
def test_statements_are_counted_when_they_have_run(tiny):
    module = tiny.module(
        "tiny_statements",
        """\
        import asyncio

        def generate():
            yield
            raise StopIteration(1)

        class Loop(asyncio.SelectorEventLoop):
            def call_soon(self, callback, *args):
                return super().call_soon(callback, *args)

        @asyncio.coroutine
        def plain(async=1):
            return async
        """,
        report=True,
    )
    try:
        list(module.generate())
    except RuntimeError as error:
        assert str(error) == "generator raised StopIteration"
    found = counted()

    assert found["raise-stopiteration"] == {5: 1}
    assert found["loop-call-soon-override"] == {8: 1}
    assert found["coroutine-without-yield"].popitem()[1] == 1
    assert 12 in found["async-keyword"]
    assert legacyco.run(module.plain()) == 1
    assert counted("async-keyword")[13] == 1


def test_what_the_values_are_is_looked_at(tiny):
    module = tiny.module(
        "tiny_values",
        """\
        import asyncio

        async def native():
            return 1

        def wait(things):
            return asyncio.wait([one() for one in things])

        def is_coroutine(thing):
            return asyncio.iscoroutine(thing)
        """,
        report=True,
    )

    async def main():
        await module.wait([module.native])
        await module.wait([lambda: legacyco.ensure_future(module.native())])

    legacyco.run(main())
    module.is_coroutine(1)
    assert counted("iscoroutine-generator") == {}
    module.is_coroutine(i for i in ())

    assert counted("wait-coroutines") == {7: 1}
    assert counted("iscoroutine-generator") == {10: 1}


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::PendingDeprecationWarning")
def test_neighbours_are_counted_with_shims(tiny):
    tiny.module(
        "tiny_neighbours",
        """\
        import collections
        import unittest
        from collections import Mapping, OrderedDict

        class Case(unittest.TestCase):
            def runTest(self):
                self.assertEquals(1, 1)

        isinstance({}, collections.Mapping)
        Case().runTest()
        """,
        report=True,
        shims=True,
    )
    assert counted() == {"collections-abc": {3: 1, 9: 1}, "unittest-aliases": {7: 1}}


def test_tracebacks_stay_as_they_are(tiny):
    module = tiny.module(
        "tiny_lines",
        """\
        import asyncio

        @asyncio.coroutine
        def fail():
            yield from asyncio.sleep(0, loop=None)
            raise ValueError("here")
        """,
        report=True,
    )
    with pytest.raises(ValueError, match="here") as caught:
        legacyco.run(module.fail())
    assert caught.traceback[-1].lineno == 5
    assert caught.traceback[-1].frame.code.name == "fail"


def test_a_module_that_asks_for_cancellation_gets_it_with_a_report_too(tiny):
    text = """\
        import asyncio

        async def guard(server):
            try:
                await asyncio.sleep(10)
            except Exception as exc:
                return isinstance(exc, asyncio.CancelledError)

        @asyncio.coroutine
        def close(server):
            yield from server.wait_closed()
        """

    async def main(module):
        task = asyncio.ensure_future(module.guard(None))
        await asyncio.sleep(0)
        task.cancel()
        return await task

    plain = tiny.module("tiny_plain", text)
    reported = tiny.module("tiny_reported", text, report=True)

    assert legacyco.run(main(plain)) is legacyco.run(main(reported)) is True


def test_a_server_is_counted_and_closed_as_without_a_report(tiny):
    module = tiny.module(
        "tiny_server",
        """\
        import asyncio

        @asyncio.coroutine
        def main():
            server = yield from asyncio.start_server(print, "127.0.0.1", 0)
            server.close()
            yield from server.wait_closed()
        """,
        report=True,
    )
    legacyco.run(module.main())

    assert counted("server-wait-closed") == {7: 1}
