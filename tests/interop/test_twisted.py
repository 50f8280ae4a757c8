"""Twisted: its asyncioreactor on our loop."""

import pytest
import scripts

PACKAGES = ["Twisted"]

START = """\
import asyncio
import inside
import legacyco
from twisted.internet import asyncioreactor
loop = legacyco.new_event_loop()
loop.slow_callback_duration = 60
asyncio.set_event_loop(loop)
asyncioreactor.install(loop)
from twisted.internet import defer, endpoints, protocol, reactor, task, threads

@legacyco.coroutine
def ours(value):
    yield from legacyco.sleep(0)
    return 2 * value

def later(value):
    return task.deferLater(reactor, 0, lambda: value)

"""

END = """
def end(result):
    reactor.stop()
    print(getattr(result, "value", result))

started = []
reactor.callWhenRunning(lambda: started.append(defer.ensureDeferred(main()).addBoth(end)))
reactor.run()
print(loop.is_running(), type(loop).__module__)
"""

ENDED = "None\nFalse legacyco.unix_events\n"

DEFERREDS = """
async def main():
    # Futures as Deferreds, in a function that Twisted drives.
    assert await defer.Deferred.fromFuture(asyncio.ensure_future(ours(21))) == 42
    deferred = defer.Deferred.fromFuture(asyncio.ensure_future(inside.old()))
    assert isinstance(await deferred, legacyco.Task)
    assert await generator() == 42
    await defer.Deferred.fromFuture(asyncio.ensure_future(in_a_task()))

@defer.inlineCallbacks
def generator():
    value = yield defer.Deferred.fromFuture(asyncio.ensure_future(ours(20)))
    more = yield later(2)
    return value + more

@legacyco.coroutine
def in_a_task():
    # Deferreds as futures, in a task of ours.
    loop = asyncio.get_running_loop()
    assert (yield from later("deferred").asFuture(loop)) == "deferred"
    try:
        yield from defer.fail(LookupError("twisted")).asFuture(loop)
        raise AssertionError("no error")
    except LookupError:
        pass
    assert (yield from threads.deferToThread(int, "42").asFuture(loop)) == 42
    deferred = task.deferLater(reactor, 60)
    try:
        yield from legacyco.wait_for(deferred.asFuture(loop), 0.001)
        raise AssertionError("no timeout")
    except asyncio.TimeoutError:
        pass
    assert deferred.called
"""

NETWORK = """
class Shout(protocol.Protocol):
    def dataReceived(self, data):
        asyncio.ensure_future(self.answer(data))

    @legacyco.coroutine
    def answer(self, data):
        self.transport.write((yield from ours(data)).upper())
        self.transport.loseConnection()

async def main():
    port = await endpoints.serverFromString(reactor, "tcp:0:interface=127.0.0.1").listen(
        protocol.Factory.forProtocol(Shout)
    )
    text = await defer.Deferred.fromFuture(asyncio.ensure_future(ask(port.getHost().port)))
    assert text == b"OLDOLD", text
    await port.stopListening()

@legacyco.coroutine
def ask(port):
    reader, writer = yield from legacyco.open_connection("127.0.0.1", port)
    writer.write(b"old")
    text = yield from reader.read()
    writer.close()
    yield from writer.wait_closed()
    return text
"""


@pytest.mark.works_with(
    "``asyncioreactor.install(legacyco.new_event_loop())`` before anything imports the reactor; "
    "``Deferred.fromFuture(asyncio.ensure_future(...))`` and ``deferred.asFuture(loop)``"
)
def test_new_in_old_deferreds_and_futures_both_ways(debug):
    assert scripts.run_script(START + DEFERREDS + END, debug) == ENDED


def test_old_in_new_protocols_and_streams_on_one_loop(debug):
    assert scripts.run_script(START + NETWORK + END, debug) == ENDED
