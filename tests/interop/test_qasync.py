"""Qt through qasync, without a display. Its loop is Qt's, and our functions run there."""

import sys

import pytest
import scripts

PACKAGES = ["qasync", "PySide6-Essentials"]

START = """\
import asyncio
import sys
import inside
import legacyco
from PySide6 import QtCore
import qasync

app = QtCore.QCoreApplication(sys.argv)
loop = qasync.QEventLoop(app)
loop.slow_callback_duration = 60
asyncio.set_event_loop(loop)

@legacyco.coroutine
def ours(value):
    yield from legacyco.sleep(0)
    return 2 * value

"""

OLD_IN_NEW = """
class Thing(QtCore.QObject):
    rang = QtCore.Signal(int)

async def main():
    await inside.old()
    assert type(await legacyco.Task(inside.old(), loop=loop)) is legacyco.Task
    assert await legacyco.gather(ours(1), ours(2)) == [2, 4]

    heard = loop.create_future()
    thing = Thing()

    @qasync.asyncSlot(int)
    @legacyco.coroutine
    def on_ring(value):
        heard.set_result((yield from ours(value)))

    thing.rang.connect(on_ring)
    QtCore.QTimer.singleShot(0, lambda: thing.rang.emit(21))
    assert await heard == 42
    print("rang")

with loop:
    loop.run_until_complete(main())
"""

NEW_IN_OLD = """
@legacyco.coroutine
def main():
    try:
        yield from legacyco.wait_for(loop.create_future(), 0.001)
    except asyncio.TimeoutError:
        print("timed out")
    assert (yield from loop.run_in_executor(None, int, "42")) == 42

with loop:
    loop.run_until_complete(main())
"""

SOCKETS = """
@legacyco.coroutine
def main():
    server = yield from legacyco.start_server(shout, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    reader, writer = yield from legacyco.open_connection("127.0.0.1", port)
    writer.write(b"old\\n")
    print((yield from reader.readline()))
    writer.close()
    server.close()

@legacyco.coroutine
def shout(reader, writer):
    line = yield from reader.readline()
    writer.write(line.upper())
    writer.close()

with loop:
    loop.run_until_complete(main())
"""

WITHOUT_SOCKETS = """
async def nothing():
    pass

loop.run_until_complete(nothing())
try:
    loop._add_reader(0, print, context=None)
except TypeError as exc:
    print(exc)
loop.close()
"""

REFUSED = """
try:
    legacyco.allow_nested(loop)
except TypeError as exc:
    print(str(exc).partition(",")[0])
assert not isinstance(loop, legacyco.EventLoop)
loop.close()
"""


def run(script, debug):
    # qasync asks what asyncio deprecated in 3.14.
    ignore = "'asyncio.iscoroutinefunction' is deprecated"
    return scripts.run_script(START + script, debug, ignore, QT_QPA_PLATFORM="offscreen")


def test_old_in_new_slots_and_tasks(debug):
    assert run(OLD_IN_NEW, debug) == "rang\n"


def test_new_in_old_timers_and_threads(debug):
    assert run(NEW_IN_OLD, debug) == "timed out\n"


@pytest.mark.skipif(sys.version_info >= (3, 15), reason="qasync has no sockets there")
def test_old_in_new_streams(debug):
    assert run(SOCKETS, debug) == "b'OLD\\n'\n"


@pytest.mark.skipif(sys.version_info < (3, 15), reason="qasync has sockets")
@pytest.mark.does_not(
    "sockets and streams on Python 3.15, with asyncio's functions neither: qasync's "
    "``_add_reader()`` does not take the *context* that the transports give it",
    package="qasync",
)
def test_it_has_no_sockets(debug):
    assert "unexpected keyword argument 'context'" in run(WITHOUT_SOCKETS, debug)


@pytest.mark.does_not(
    "legacyco's loop cannot be put under Qt: who owns the thread is Qt's own loop, and qasync "
    "makes an asyncio loop of that; so there is no ``allow_nested()`` and no speed of legacyco's",
    package="qasync",
)
def test_the_loop_is_qts(debug):
    assert run(REFUSED, debug) == "allow_nested() takes a legacyco event loop\n"
