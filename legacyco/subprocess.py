"""Subprocesses whose pipes are streams.

All the functions and methods that wait can be awaited, and yielded from in decorated and in plain
generators.  They run on the loop that is given, or else on the one that runs.
"""

import asyncio
import subprocess
import types
from asyncio.log import logger

from . import events
from ._coroutine_functions import coroutine_function
from .coroutines import coroutine  # noqa: F401, which old code takes from here
from .streams import _DEFAULT_LIMIT, FlowControlMixin, StreamReader, StreamWriter
from .tasks import _wrap_awaitable, gather

__all__ = ("create_subprocess_exec", "create_subprocess_shell")

PIPE = subprocess.PIPE
STDOUT = subprocess.STDOUT
DEVNULL = subprocess.DEVNULL


class SubprocessStreamProtocol(FlowControlMixin, asyncio.subprocess.SubprocessStreamProtocol):
    """A protocol that makes streams of a process's pipes: ``stdin``, ``stdout`` and ``stderr``.

    *limit*, in bytes, is the readers'; *loop* is the event loop.
    """

    def __init__(self, limit, loop):
        super().__init__(loop=loop)
        self._limit = limit
        self.stdin = self.stdout = self.stderr = None
        self._transport = None
        self._process_exited = False
        self._exit_waiters = []
        self._pipe_fds = []
        self._stdin_closed = self._loop.create_future()

    def __repr__(self):
        info = [self.__class__.__name__]
        for name in ("stdin", "stdout", "stderr"):
            stream = getattr(self, name)
            if stream is not None:
                info.append("{}={!r}".format(name, stream))
        return "<%s>" % " ".join(info)

    def connection_made(self, transport):
        """Make the streams."""
        self._transport = transport
        self.stdout = self._make_reader(1)
        self.stderr = self._make_reader(2)
        pipe = transport.get_pipe_transport(0)
        if pipe is not None:
            self.stdin = StreamWriter(pipe, protocol=self, reader=None, loop=self._loop)

    def _make_reader(self, fd):
        pipe = self._transport.get_pipe_transport(fd)
        if pipe is None:
            return None
        reader = StreamReader(limit=self._limit, loop=self._loop)
        reader.set_transport(pipe)
        self._pipe_fds.append(fd)
        return reader

    def _reader_of(self, fd):
        return {1: self.stdout, 2: self.stderr}.get(fd)

    def pipe_data_received(self, fd, data):
        """Feed a reader."""
        reader = self._reader_of(fd)
        if reader is not None:
            reader.feed_data(data)

    def pipe_connection_lost(self, fd, exc):
        """Tell the reader or the writer; after the last of all, close the transport."""
        if fd == 0:
            self._stdin_lost(exc)
            return
        reader = self._reader_of(fd)
        if reader is not None:
            if exc is None:
                reader.feed_eof()
            else:
                reader.set_exception(exc)
        if fd in self._pipe_fds:
            self._pipe_fds.remove(fd)
        self._maybe_close_transport()

    def _stdin_lost(self, exc):
        if self.stdin is not None:
            self.stdin.close()
        self.connection_lost(exc)
        if self._stdin_closed.done():
            return
        if exc is None:
            self._stdin_closed.set_result(None)
        else:
            self._stdin_closed.set_exception(exc)
            # Nobody has to call wait_closed(): it counts as retrieved.
            self._stdin_closed.exception()

    def process_exited(self):
        """Wake up wait(); close the transport when the pipes are closed, too."""
        self._process_exited = True
        for waiter in self._exit_waiters:
            if not waiter.done():
                waiter.set_result(None)
        self._maybe_close_transport()

    def _maybe_close_transport(self):
        if not self._pipe_fds and self._process_exited:
            self._transport.close()
            self._transport = None

    @types.coroutine
    def _wait_for_exit(self):
        waiter = self._loop.create_future()
        self._exit_waiters.append(waiter)
        try:
            yield from waiter
        finally:
            self._exit_waiters.remove(waiter)

    def _get_close_waiter(self, stream):
        return self._stdin_closed if stream is self.stdin else None


class Process(asyncio.subprocess.Process):
    """A process that create_subprocess_exec() or create_subprocess_shell() started.

    ``stdin`` is a StreamWriter, ``stdout`` and ``stderr`` are StreamReaders, each None unless it
    is a pipe.  ``pid`` is the process's number.
    """

    def __init__(self, transport, protocol, loop):
        self._transport = transport
        self._protocol = protocol
        self._loop = loop
        self.stdin = protocol.stdin
        self.stdout = protocol.stdout
        self.stderr = protocol.stderr
        self.pid = transport.get_pid()

    def __repr__(self):
        return "<{} {}>".format(self.__class__.__name__, self.pid)

    @property
    def returncode(self):
        """The exit status, the negative number of the signal that ended it, or None."""
        return self._transport.get_returncode()

    @coroutine_function
    def wait(self):
        """Wait until the process has ended; return its returncode.

        A process that writes more than its pipes hold ends only if somebody reads them.
        """
        # Not the transport's _wait(): from 3.11 to 3.13 that waits until the pipes are closed,
        # which children of the process may hold for ever (gh-119710).
        if self.returncode is None:
            yield from self._protocol._wait_for_exit()
        return self.returncode

    def send_signal(self, signal):
        """Send a signal; ProcessLookupError if the process has ended."""
        self._transport.send_signal(signal)

    def terminate(self):
        """Send SIGTERM."""
        self._transport.terminate()

    def kill(self):
        """Send SIGKILL."""
        self._transport.kill()

    def _log(self, message, *args):
        if self._loop.get_debug():
            logger.debug("%r communicate: " + message, self, *args)

    @types.coroutine
    def _feed_stdin(self, input):
        try:
            if input is not None:
                self.stdin.write(input)
                self._log("feed stdin (%s bytes)", len(input))
            yield from self.stdin.drain()
        except (BrokenPipeError, ConnectionResetError) as exc:
            # The process need not read all of its input.
            self._log("stdin got %r", exc)
        self._log("close stdin")
        self.stdin.close()

    @types.coroutine
    def _read_stream(self, fd):
        stream, name = (self.stdout, "stdout") if fd == 1 else (self.stderr, "stderr")
        transport = self._transport.get_pipe_transport(fd)
        self._log("read %s", name)
        output = yield from stream.read()
        self._log("close %s", name)
        transport.close()
        return output

    @types.coroutine
    def _noop(self):
        return
        yield

    @coroutine_function
    def communicate(self, input=None):
        """Write *input*, bytes, to stdin, read stdout and stderr to the end and wait for the exit.

        Returns (stdout, stderr), bytes, each None unless it is a pipe.  Without *input*, stdin is
        closed.  It is no error if the process does not read all of it.
        """
        stdin = self._noop() if self.stdin is None else self._feed_stdin(input)
        stdout = self._noop() if self.stdout is None else self._read_stream(1)
        stderr = self._noop() if self.stderr is None else self._read_stream(2)
        _, stdout, stderr = yield from gather(stdin, stdout, stderr, loop=self._loop)
        yield from self.wait()
        return stdout, stderr


@types.coroutine
def _start(start, loop, limit, args, kwds):
    """Return the process that a method of the loop starts."""
    transport, protocol = yield from _wrap_awaitable(
        start(lambda: SubprocessStreamProtocol(limit=limit, loop=loop), *args, **kwds)
    )
    return Process(transport, protocol, loop)


@coroutine_function
def create_subprocess_shell(
    cmd, stdin=None, stdout=None, stderr=None, limit=_DEFAULT_LIMIT, *, loop=None, **kwds
):
    """Have the shell run *cmd*; return its Process.

    *stdin*, *stdout* and *stderr* are PIPE, DEVNULL, a file or None for the parent's, *stderr* also
    STDOUT.  *limit*, in bytes, is the readers'; the other arguments are those of subprocess.Popen.
    By position the arguments are the newest Python's: up to 3.9 *loop* stood before *limit*.
    """
    if loop is None:
        loop = events.get_event_loop()
    kwds.update(stdin=stdin, stdout=stdout, stderr=stderr)
    return (yield from _start(loop.subprocess_shell, loop, limit, (cmd,), kwds))


@coroutine_function
def create_subprocess_exec(
    program, *args, stdin=None, stdout=None, stderr=None, loop=None, limit=_DEFAULT_LIMIT, **kwds
):
    """Run *program* with the arguments *args*; return its Process.

    The other arguments are those of create_subprocess_shell().
    """
    if loop is None:
        loop = events.get_event_loop()
    kwds.update(stdin=stdin, stdout=stdout, stderr=stderr)
    return (yield from _start(loop.subprocess_exec, loop, limit, (program,) + args, kwds))
