# -*- coding: utf-8 -*-
"""One program for Python 2.7 and for 3.6 and newer: a word server, its clients, and their chores.

On 2.7 its engine is trollius, on the others legacyco; both know the dialect, and six the rest.
"""

from __future__ import print_function, unicode_literals

import functools
import sys

import six
from six.moves import range

import legacyco.trollius as asyncio
from legacyco.trollius import From, Return
from legacyco.trollius.py33_exceptions import ConnectionRefusedError

FILTER = "import sys; data = sys.stdin.read(); sys.stdout.write(data[::-1])"


class Words(object):
    """What the clients sent."""

    def __init__(self):
        self.lock = asyncio.Lock()
        self.counts = {}

    @asyncio.coroutine
    def add(self, word):
        with (yield From(self.lock)):
            count = self.counts.get(word, 0)
            # Somebody else would lose a word here, if it were not for the lock.
            yield From(None)
            self.counts[word] = count + 1
        raise Return(word, self.counts[word])


@asyncio.coroutine
def serve(words, reader, writer):
    while True:
        line = yield From(reader.readline())
        if not line:
            break
        word, count = yield From(words.add(line.decode("utf-8").strip()))
        writer.write("{0} {1}\n".format(word, count).encode("utf-8"))
        yield From(writer.drain())
    writer.close()


@asyncio.coroutine
def ask(port, text):
    reader, writer = yield From(asyncio.open_connection("127.0.0.1", port))
    answers = []
    for word in text.split():
        writer.write(word.encode("utf-8") + b"\n")
        answer = yield From(reader.readline())
        answers.append(answer.decode("utf-8").strip())
    writer.close()
    raise Return(answers)


@asyncio.coroutine
def talk(loop):
    words = Words()
    server = yield From(asyncio.start_server(functools.partial(serve, words), "127.0.0.1", 0))
    port = server.sockets[0].getsockname()[1]
    clients = [ask(port, text) for text in ("ant bee ant", "bee", "ant cow ä")]
    answers = yield From(asyncio.gather(*clients, loop=loop))
    print([len(answer) for answer in answers])
    for word, count in sorted(six.iteritems(words.counts)):
        print(word.encode("unicode_escape").decode("ascii"), count)
    server.close()
    yield From(server.wait_closed())
    try:
        yield From(asyncio.open_connection("127.0.0.1", port))
    except ConnectionRefusedError as exc:
        print("closed:", type(exc).__name__, isinstance(exc, OSError))


def undecorated(queue, numbers):
    # Nobody said that this is a coroutine function.
    for number in numbers:
        yield From(queue.put(number))
    yield From(queue.put(None))


@asyncio.coroutine
def consume(queue):
    total = 0
    while True:
        number = yield From(queue.get())
        if number is None:
            raise Return(total)
        total += number


@asyncio.coroutine
def produce(loop):
    queue = asyncio.Queue(2, loop)
    producer = loop.create_task(undecorated(queue, range(10)))
    total = yield From(consume(queue))
    yield From(producer)
    print("sum", total, producer.done(), queue.empty())


@asyncio.coroutine
def stubborn(log):
    try:
        yield From(asyncio.sleep(60))
    except asyncio.CancelledError:
        log.append("cancelled")
        raise
    finally:
        yield From(asyncio.sleep(0))
        log.append("cleaned up")


@asyncio.coroutine
def be_late(loop):
    log = []
    task = getattr(asyncio, "async")(stubborn(log), loop=loop)
    try:
        yield From(asyncio.wait_for(task, 0.02))
    except asyncio.TimeoutError:
        done, pending = yield From(asyncio.wait([task], timeout=10))
        print("late:", " and ".join(log), len(done), len(pending), task.cancelled())


class Refused(Exception):
    pass


@asyncio.coroutine
def refuse(depth):
    if not depth:
        raise Refused("at the bottom")
    yield From(refuse(depth - 1))


@asyncio.coroutine
def fail():
    try:
        yield From(refuse(5))
    except Refused as exc:
        print("refused", exc)
    both = asyncio.gather(refuse(0), asyncio.sleep(0, "fine"), return_exceptions=True)
    for result in (yield From(both)):
        print(result)


@asyncio.coroutine
def immediately():
    return "a plain function"


@asyncio.coroutine
def nothing():
    yield From(None)


@asyncio.coroutine
def return_values():
    one = yield From(immediately())
    two = yield From(nothing())
    print(one, two)


@asyncio.coroutine
def run_others(loop):
    squared = yield From(loop.run_in_executor(None, pow, 12, 2))
    pipe = asyncio.subprocess.PIPE
    start = asyncio.create_subprocess_exec(sys.executable, "-c", FILTER, stdin=pipe, stdout=pipe)
    process = yield From(start)
    output, _ = yield From(process.communicate(b"olleh"))
    print("thread", squared, "process", output.decode(), process.returncode)


@asyncio.coroutine
def main(loop):
    yield From(talk(loop))
    yield From(produce(loop))
    yield From(be_late(loop))
    yield From(fail())
    yield From(return_values())
    yield From(run_others(loop))
    raise Return("done", len(asyncio.Task.all_tasks(loop)) > 0)


if __name__ == "__main__":
    event_loop = asyncio.get_event_loop()
    print(*event_loop.run_until_complete(main(event_loop)))
    event_loop.close()
