"""A job server of decorated generators, and its clients in ``async def``, in one process.

Each line that a client sends is a job: a hash in a thread, a sum of primes in another process, a
filter in a child process of its own.  A job that takes too long is cancelled.  SIGUSR1 has the
server say what it did; SIGTERM ends it.
"""

import concurrent.futures
import hashlib
import multiprocessing
import os
import signal
import sys

import legacyco as asyncio

# Seconds.  Nothing but the job that is to be late takes as long as the first.
JOB_LIMIT = 60.0
SHORT_LIMIT = 0.05
FILTER = "import sys; sys.stdout.write(sys.stdin.read()[::-1])"


def digest(text):
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def sum_of_primes(limit):
    return sum(n for n in range(2, limit) if all(n % d for d in range(2, int(n**0.5) + 1)))


class JobServer:
    """Answers each line with one line."""

    def __init__(self, threads, processes):
        self.threads = threads
        self.processes = processes
        self.limit = JOB_LIMIT
        self.finished = 0
        self.lock = asyncio.Lock()
        self.asleep = asyncio.Event()
        self.stopped = asyncio.Event()
        self.server = None
        self.connections = set()

    @asyncio.coroutine
    def start(self):
        self.server = yield from asyncio.start_server(self.serve, "127.0.0.1", 0)
        loop = asyncio.get_event_loop()
        loop.add_signal_handler(signal.SIGUSR1, self.report)
        loop.add_signal_handler(signal.SIGTERM, self.stopped.set)
        return self.server.sockets[0].getsockname()[1]

    @asyncio.coroutine
    def serve(self, reader, writer):
        connection = asyncio.current_task()
        self.connections.add(connection)
        try:
            while True:
                line = yield from reader.readline()
                if not line:
                    break
                answer = yield from self.answer(*line.decode().split(None, 1))
                writer.write(answer.encode() + b"\n")
                yield from writer.drain()
        finally:
            self.connections.discard(connection)
            writer.close()

    @asyncio.coroutine
    def answer(self, name, argument):
        try:
            job = getattr(self, "do_" + name)(argument.strip())
            answer = yield from asyncio.wait_for(job, self.limit)
        except asyncio.TimeoutError:
            answer = "too late"
        except Exception as exc:
            answer = "%s: %s" % (type(exc).__name__, exc)
        with (yield from self.lock):
            self.finished += 1
        return answer

    @asyncio.coroutine
    def do_hash(self, text):
        loop = asyncio.get_event_loop()
        return (yield from loop.run_in_executor(self.threads, digest, text))

    async def do_primes(self, limit):
        loop = asyncio.get_running_loop()
        return str(await loop.run_in_executor(self.processes, sum_of_primes, int(limit)))

    @asyncio.coroutine
    def do_reverse(self, text):
        pipe = asyncio.subprocess.PIPE
        process = yield from asyncio.create_subprocess_exec(
            sys.executable, "-c", FILTER, stdin=pipe, stdout=pipe
        )
        out, _ = yield from process.communicate(text.encode())
        return "%s, exit code %d" % (out.decode(), process.returncode)

    def do_sleep(self, seconds):
        # A plain generator, as they are in old code.
        self.asleep.set()
        try:
            yield from asyncio.sleep(float(seconds))
        except asyncio.CancelledError:
            print("server: a job was cancelled")
            raise

    def report(self):
        print("server: %d jobs finished" % self.finished)

    @asyncio.coroutine
    def run_until_stopped(self):
        yield from self.stopped.wait()
        self.server.close()
        for connection in self.connections:
            connection.cancel()
        yield from self.server.wait_closed()
        print("server: stopped")


async def ask(port, *jobs):
    """Send the jobs over one connection; return the answers."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    answers = []
    try:
        for job in jobs:
            writer.write(job.encode() + b"\n")
            await writer.drain()
            answers.append((await reader.readline()).decode().strip())
    finally:
        writer.close()
    return answers


async def ask_all(port):
    """Have three clients ask at the same time."""
    clients = [
        ask(port, "hash legacyco", "reverse abc", "primes 1000"),
        ask(port, "primes 10000", "hash asyncio"),
        ask(port, "reverse 12345", "primes many", "dance now"),
    ]
    for number, answers in enumerate(await asyncio.gather(*clients)):
        for answer in answers:
            print("client %d: %s" % (number, answer))


async def be_late(server, port):
    """Have the server lose its patience, then a client, whose job goes on."""
    server.limit = SHORT_LIMIT
    print("client 3:", *await ask(port, "sleep 3600"))
    server.limit = JOB_LIMIT
    server.asleep.clear()
    client = asyncio.ensure_future(ask(port, "sleep 3600"))
    await server.asleep.wait()
    try:
        await asyncio.wait_for(client, SHORT_LIMIT)
    except asyncio.TimeoutError:
        print("client 4: gave up")


async def send_signal(number):
    """Send this process a signal, and let its handler run."""
    handled = asyncio.get_running_loop().create_future()
    asyncio.get_running_loop().add_signal_handler(signal.SIGUSR2, handled.set_result, None)
    os.kill(os.getpid(), number)
    os.kill(os.getpid(), signal.SIGUSR2)
    await handled


@asyncio.coroutine
def main():
    with concurrent.futures.ThreadPoolExecutor(2) as threads:
        with concurrent.futures.ProcessPoolExecutor(1) as processes:
            server = JobServer(threads, processes)
            port = yield from server.start()
            stopped = asyncio.ensure_future(server.run_until_stopped())
            yield from ask_all(port)
            yield from be_late(server, port)
            yield from send_signal(signal.SIGUSR1)
            yield from send_signal(signal.SIGTERM)
            yield from stopped
    left = asyncio.all_tasks() - {asyncio.current_task()}
    print("main: %d tasks left" % len(left))
    return "done"


if __name__ == "__main__":
    # Forking is not for a process that has threads.
    multiprocessing.set_start_method("spawn")
    print("main:", asyncio.run(main()))
