"""What --era brings back, inside the adopted package only."""

import asyncio
import concurrent.futures
import socket
import sys

import pytest

import legacyco
from legacyco import history
from legacyco.adoption import AdoptionError
from legacyco.adoption.era_semantics import BEHAVIOURS, CLASSES, MEMBERS
from legacyco.adoption.eras import behaviours_of
from legacyco.adoption.options import Options
from legacyco.history import as_version, changes, covers

HERE = sys.version_info[:3]
# Up to 3.7 it is as in that era without one.
CANCELS_EXCEPTIONS = issubclass(asyncio.CancelledError, Exception)

# The names that the table's examples have at hand.
AT_HAND = """
import asyncio
loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)
run = loop.run_until_complete
"""
CLEAN = "\nasyncio.set_event_loop(None)\nloop.close()\n"


def era_before(row):
    """Return the last version in which rule *row* did not hold."""
    return row.last_worked


def example_result(tiny, name, row, **options):
    return tiny.module(name, AT_HAND + row.before + CLEAN, **options).result


def said(row, version):
    """Return the result that the table says for a version."""
    return next(one.value for one in row.results if covers(one.span, version))


@pytest.mark.parametrize("id", sorted(set(BEHAVIOURS) - {"timeout-error-identity"}))
def test_an_example_of_the_table_ends_as_it_did_in_the_era(id, tiny):
    row = history.rule(id)
    era = era_before(row)

    assert example_result(tiny, "tiny_era", row, era=era) == said(row, era)
    assert example_result(tiny, "tiny_now", row, adopt=False) == said(row, HERE)


def test_every_rule_that_adoption_restores_has_a_behaviour():
    # Syntax is restored without an era.
    adopted = {row.id for row in history.rules() if row.restored == changes.ADOPT}

    syntax = {"aiter-coroutine", "async-keyword", "yield-in-comprehension"}
    assert adopted - syntax == set(BEHAVIOURS)
    assert set(CLASSES) | set(MEMBERS) == set(BEHAVIOURS)


def test_a_behaviour_ends_with_the_version_that_changed_it():
    assert set(behaviours_of("3.6")) == set(BEHAVIOURS)
    assert behaviours_of("3.8") == ("timeout-error-oserror", "server-wait-closed")
    assert behaviours_of("3.11") == ("server-wait-closed",)
    assert behaviours_of("3.12") == ()
    for id in BEHAVIOURS:
        assert id not in behaviours_of(history.rule(id).since)
        assert as_version(era_before(history.rule(id))) < as_version(history.rule(id).since)


# Who catches what. A clause, what is raised, and whether the clause caught it in the era.

HEAD = """
import asyncio
import concurrent.futures
import socket
from asyncio import TimeoutError as AsyncTimeout
from concurrent.futures import CancelledError as ThreadCancelled
from concurrent.futures import TimeoutError as ThreadTimeout
from concurrent.futures._base import Error as ThreadError

both = (OSError, ValueError)
class Own(asyncio.TimeoutError): pass
class OwnOS(asyncio.TimeoutError, ConnectionError): pass
class OwnCancel(asyncio.CancelledError): pass
"""
CLAUSE = """
def caught(make):
    try:
        raise make()
    except {}:
        return True
    except BaseException:
        return False
"""
CANCELLED = asyncio.CancelledError
THREAD_CANCELLED = concurrent.futures.CancelledError
TIMEOUT = asyncio.TimeoutError
THREAD_TIMEOUT = concurrent.futures.TimeoutError


def os_timeout():
    return OSError(110, "Connection timed out")


def socket_timeout():
    return socket.timeout("timed out")


IN_37 = [
    ("Exception", CANCELLED, True),
    ("Exception", THREAD_CANCELLED, True),
    ("Exception", KeyError, True),
    ("Exception", KeyboardInterrupt, False),
    ("Exception", GeneratorExit, False),
    ("(KeyError, Exception)", CANCELLED, True),
    ("(KeyError, ValueError)", CANCELLED, False),
    ("ValueError", CANCELLED, False),
    ("BaseException", CANCELLED, True),
    ("asyncio.CancelledError", CANCELLED, True),
    ("asyncio.CancelledError", THREAD_CANCELLED, True),
    ("ThreadCancelled", CANCELLED, True),
    ("concurrent.futures.CancelledError", CANCELLED, True),
    ("(concurrent.futures.CancelledError, ValueError)", CANCELLED, True),
    ("ThreadError", CANCELLED, True),
    ("concurrent.futures._base.Error", CANCELLED, True),
    ("OSError", TIMEOUT, False),
    ("IOError", TIMEOUT, False),
    ("EnvironmentError", TIMEOUT, False),
    ("socket.error", TIMEOUT, False),
    ("(OSError, ValueError)", TIMEOUT, False),
    ("both", TIMEOUT, False),
    ("TimeoutError", TIMEOUT, False),
    ("socket.timeout", TIMEOUT, False),
    ("(OSError, asyncio.TimeoutError)", TIMEOUT, True),
    ("asyncio.TimeoutError", TIMEOUT, True),
    ("AsyncTimeout", TIMEOUT, True),
    ("ThreadTimeout", TIMEOUT, True),
    ("ThreadError", TIMEOUT, True),
    ("asyncio.TimeoutError", THREAD_TIMEOUT, True),
    ("Exception", TIMEOUT, True),
    ("BaseException", TIMEOUT, True),
    ("OSError", os_timeout, True),
    ("TimeoutError", os_timeout, True),
    ("asyncio.TimeoutError", os_timeout, False),
    ("ThreadTimeout", os_timeout, False),
    ("OSError", socket_timeout, True),
    ("socket.timeout", socket_timeout, True),
    ("AsyncTimeout", socket_timeout, False),
    ("OSError", ConnectionResetError, True),
    ("both", ConnectionResetError, True),
]
IN_310 = [
    ("Exception", CANCELLED, CANCELS_EXCEPTIONS),
    ("OSError", TIMEOUT, False),
    ("TimeoutError", TIMEOUT, False),
    ("asyncio.TimeoutError", TIMEOUT, True),
    ("asyncio.TimeoutError", os_timeout, False),
    ("OSError", os_timeout, True),
    ("Exception", TIMEOUT, True),
]


def is_caught(tiny, era, clause, make):
    return tiny.module("tiny_clause", HEAD + CLAUSE.format(clause), era=era).caught(make)


@pytest.mark.parametrize("clause, make, expected", IN_37)
def test_who_catches_what_in_3_7(tiny, clause, make, expected):
    assert is_caught(tiny, "3.7", clause, make) is expected


@pytest.mark.parametrize("clause, make, expected", IN_310)
def test_who_catches_what_in_3_10(tiny, clause, make, expected):
    assert is_caught(tiny, "3.10", clause, make) is expected


@pytest.mark.parametrize("clause, make, expected", IN_37 + IN_310)
def test_without_an_era_it_is_as_everywhere(tiny, clause, make, expected):
    adopted = tiny.module("tiny_today", HEAD + CLAUSE.format(clause))
    plain = tiny.module("tiny_plain", HEAD + CLAUSE.format(clause), adopt=False)

    assert adopted.caught(make) is plain.caught(make)


@pytest.mark.parametrize(
    "clause, make, expected",
    [
        ("OSError", "Own", False),
        ("asyncio.TimeoutError", "Own", True),
        ("Own", "Own", True),
        ("OSError", "OwnOS", True),
        ("ConnectionError", "OwnOS", True),
        ("Exception", "OwnCancel", True),
    ],
)
def test_derived_exceptions(tiny, clause, make, expected):
    module = tiny.module("tiny_derived", HEAD + CLAUSE.format(clause), era="3.7")

    assert module.caught(getattr(module, make)) is expected


def test_the_exception_has_its_name_and_the_clauses_their_order(tiny):
    module = tiny.module(
        "tiny_names",
        """
        import asyncio

        async def order(error):
            try:
                await asyncio.sleep(0)
                raise error
            except OSError as exc:
                return "OSError", exc
            except asyncio.TimeoutError as exc:
                return "TimeoutError", exc
            except Exception as exc:
                return "Exception", exc
            finally:
                pass
        """,
        era="3.7",
    )
    for error, clause in [
        (TIMEOUT(), "TimeoutError"),
        (CANCELLED(), "Exception"),
        (os_timeout(), "OSError"),
        (KeyError(), "Exception"),
    ]:
        assert legacyco.run(module.order(error)) == (clause, error)


def test_a_cancelled_generator_goes_on_as_it_did(tiny):
    text = """
        import asyncio

        @asyncio.coroutine
        def work():
            try:
                yield from asyncio.sleep(10)
            except Exception as error:
                return type(error).__name__

        @asyncio.coroutine
        def main():
            task = asyncio.ensure_future(work())
            yield from asyncio.sleep(0)
            task.cancel()
            return (yield from task)
        """
    old = tiny.module("tiny_cancelled", text, era="3.7")
    new = tiny.module("tiny_not_cancelled", text)

    assert legacyco.run(old.main()) == "CancelledError"
    if CANCELS_EXCEPTIONS:
        return
    with pytest.raises(CANCELLED):
        legacyco.run(new.main())


def test_tests_of_classes_and_suppress_follow(tiny):
    module = tiny.module(
        "tiny_tests",
        """
        import asyncio
        import contextlib

        def results(cancelled, timeout):
            with contextlib.suppress(Exception):
                raise cancelled
            try:
                with contextlib.suppress(OSError, KeyError):
                    raise timeout
            except asyncio.TimeoutError:
                pass
            return [
                isinstance(cancelled, Exception),
                isinstance(cancelled, (KeyError, Exception)),
                isinstance(timeout, OSError),
                isinstance(timeout, (OSError, asyncio.TimeoutError)),
                isinstance(KeyError(), Exception),
                isinstance(1, Exception),
                issubclass(asyncio.CancelledError, Exception),
                issubclass(asyncio.TimeoutError, OSError),
                issubclass(TimeoutError, OSError),
                issubclass(KeyError, Exception),
            ]
        """,
        era="3.7",
    )
    assert module.results(CANCELLED(), TIMEOUT()) == [
        True,
        True,
        False,
        True,
        True,
        False,
        True,
        False,
        True,
        True,
    ]


def test_lines_and_tracebacks_stay_as_they_are(tiny):
    module = tiny.module(
        "tiny_lines",
        """\
        def fail():
            try:
                raise ValueError
            except (OSError,
                    TimeoutError):
                pass
        """,
        era="3.7",
    )
    with pytest.raises(ValueError) as caught:
        module.fail()
    assert [entry.lineno + 1 for entry in caught.traceback][1:] == [3]


def test_an_expression_that_fails_fails_as_before(tiny):
    module = tiny.module("tiny_failing", CLAUSE.format("no_such_name"), era="3.7")

    with pytest.raises(NameError, match="no_such_name"):
        module.caught(KeyError)


# Servers and loops.

SERVER = """
import asyncio

@asyncio.coroutine
def handle(reader, writer):
    yield from reader.read()
    writer.close()

@asyncio.coroutine
def main():
    server = yield from asyncio.start_server(handle, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    reader, writer = yield from asyncio.open_connection("127.0.0.1", port)
    yield from asyncio.sleep(0.01)
    server.close()
    yield from server.wait_closed()
    sockets = server.sockets
    writer.close()
    yield from reader.read()
    yield from asyncio.sleep(0.01)
    return sockets
"""


def test_a_server_is_closed_while_clients_are_connected(tiny):
    module = tiny.module("tiny_server", SERVER, era="3.11")

    assert legacyco.run(asyncio.wait_for(module.main(), 5)) == ()


def test_a_server_has_no_sockets_after_its_end(tiny):
    module = tiny.module("tiny_server", SERVER, era="3.6")

    assert legacyco.run(asyncio.wait_for(module.main(), 5)) is None


def test_only_servers_and_loops_get_their_old_members(tiny):
    module = tiny.module(
        "tiny_members",
        """
        class Own:
            sockets = ()
            def wait_closed(self):
                return "own"
            def getaddrinfo(self):
                return "own, too"

        result = [Own().sockets, Own().wait_closed(), Own().getaddrinfo()]
        """,
        era="3.6",
    )
    assert module.result == [(), "own", "own, too"]


def test_code_outside_the_package_is_untouched(tiny):
    tiny.write("tiny_outside", code=HEAD + CLAUSE.format("Exception"))
    inside = tiny.module("tiny_inside", HEAD + CLAUSE.format("Exception"), era="3.7")
    from tiny_outside import code as outside

    assert inside.caught(CANCELLED) is True
    assert outside.caught(CANCELLED) is CANCELS_EXCEPTIONS


def test_every_version_since_asyncio_is_an_era():
    for minor in range(4, history.NEWEST[1] + 1):
        assert Options(era="3.%d" % minor).era == "3.%d" % minor
    for era in ("3.3", "3.99", "2.7", "3", "3.7.1", "new"):
        with pytest.raises(AdoptionError, match="an era is a version of Python from 3.4 to"):
            Options(era=era)
