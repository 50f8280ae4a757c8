"""Child processes through streams, in every dialect and on every loop."""

import asyncio
import signal
import subprocess as stdlib_subprocess
import sys

import pytest

import legacyco
from legacyco import subprocess
from legacyco.subprocess import DEVNULL, PIPE, STDOUT

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and shells of Unix")

# What the children run; each is a program of its own.
CAT = "import shutil, sys; shutil.copyfileobj(sys.stdin.buffer, sys.stdout.buffer)"
ECHO_LINES = "import sys\nfor line in sys.stdin: print(line.upper(), end='', flush=True)"
WAIT = "import sys; print('ready', flush=True); sys.stdin.read()"
TWO_OUTPUTS = "import sys; print('out'); sys.stdout.flush(); print('err', file=sys.stderr)"
IGNORE_INPUT = "import os; os.close(0); print('done')"
# The grandchild keeps the pipe open.
LEAVE_A_CHILD = """
import subprocess, sys
child = subprocess.Popen([sys.executable, "-c", "import sys; sys.stdin.read()"])
print(child.pid, flush=True)
"""


def start(code, **kwargs):
    """Start a Python program."""
    return legacyco.create_subprocess_exec(sys.executable, "-c", code, **kwargs)


async def end_of(process):
    """Return the status of a process, leaving no open pipe behind."""
    returncode = await process.wait()
    await process.communicate()
    return returncode


@pytest.fixture(params=[legacyco.new_event_loop, asyncio.new_event_loop, "uvloop"])
def any_loop(request):
    """A loop of legacyco, of asyncio and of uvloop, the current one of the thread."""
    make = request.param
    if make == "uvloop":
        make = pytest.importorskip("uvloop").new_event_loop
    loop = make()
    legacyco.set_event_loop(loop)
    yield loop
    legacyco.set_event_loop(None)
    loop.close()


# --- dialects -------------------------------------------------------------------------------


async def converse_natively():
    process = await start(ECHO_LINES, stdin=PIPE, stdout=PIPE)
    answers = []
    for line in (b"one\n", b"two\n"):
        process.stdin.write(line)
        await process.stdin.drain()
        answers.append(await process.stdout.readline())
    process.stdin.close()
    await process.stdin.wait_closed()
    answers.append(await process.stdout.read())
    answers.append(await process.wait())
    return answers


def converse_plainly():
    process = yield from start(ECHO_LINES, stdin=PIPE, stdout=PIPE)
    answers = []
    for line in (b"one\n", b"two\n"):
        process.stdin.write(line)
        yield from process.stdin.drain()
        answers.append((yield from process.stdout.readline()))
    process.stdin.close()
    yield from process.stdin.wait_closed()
    answers.append((yield from process.stdout.read()))
    answers.append((yield from process.wait()))
    return answers


converse_decorated = legacyco.coroutine(converse_plainly)


@pytest.mark.parametrize("converse", [converse_natively, converse_plainly, converse_decorated])
def test_a_conversation_through_pipes_in_every_dialect(any_loop, converse):
    task = legacyco.Task(converse(), loop=any_loop)
    assert any_loop.run_until_complete(task) == [b"ONE\n", b"TWO\n", b"", 0]


def communicate_plainly(*args, **kwargs):
    process = yield from start(*args, **kwargs)
    return (yield from process.communicate(b"input"))


@pytest.mark.parametrize("dialect", [communicate_plainly, legacyco.coroutine(communicate_plainly)])
def test_communicate_writes_and_reads_everything(any_loop, dialect):
    task = legacyco.Task(dialect(CAT, stdin=PIPE, stdout=PIPE, loop=any_loop), loop=any_loop)
    assert any_loop.run_until_complete(task) == (b"input", None)


# --- input and output -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "stderr, expected",
    [
        (PIPE, (b"out\n", b"err\n")),
        (STDOUT, (b"out\nerr\n", None)),
        (DEVNULL, (b"out\n", None)),
    ],
)
def test_the_standard_error_has_three_ways_to_go(aio, aio_loop, stderr, expected):
    async def main():
        process = await aio.create_subprocess_exec(
            sys.executable, "-c", TWO_OUTPUTS, stdout=PIPE, stderr=stderr
        )
        assert process.stdin is None
        assert (process.stderr is None) == (stderr != PIPE)
        return await process.communicate()

    assert aio_loop.run_until_complete(main()) == expected


def test_the_shell_runs_a_command(aio, aio_loop):
    async def main():
        process = await aio.create_subprocess_shell("cat; exit 7", stdin=PIPE, stdout=PIPE)
        output, _ = await process.communicate(b"data")
        return output, process.returncode

    assert aio_loop.run_until_complete(main()) == (b"data", 7)


def test_the_lines_of_a_process_can_be_iterated(loop):
    async def main():
        process = await start("for i in range(3): print(i)", stdout=PIPE)
        lines = [line async for line in process.stdout]
        await end_of(process)
        return lines

    assert loop.run_until_complete(main()) == [b"0\n", b"1\n", b"2\n"]


def test_more_than_the_pipes_hold_goes_both_ways(loop):
    data = bytes(range(256)) * 10000

    async def main():
        process = await start(CAT, stdin=PIPE, stdout=PIPE, limit=1000)
        assert process.stdout._limit == 1000
        output, _ = await process.communicate(data)
        return output

    assert loop.run_until_complete(main()) == data


def test_a_line_beyond_the_limit_is_an_error(loop):
    async def main():
        process = await legacyco.create_subprocess_shell(
            "echo 1234567890; echo 12", stdout=PIPE, limit=5
        )
        with pytest.raises(ValueError, match="chunk is longer than limit|chunk exceed the limit"):
            await process.stdout.readline()
        line = await process.stdout.readline()
        await end_of(process)
        return line

    assert loop.run_until_complete(main()) == b"12\n"


def test_a_process_need_not_read_its_input(loop):
    async def main():
        process = await start(IGNORE_INPUT, stdin=PIPE, stdout=PIPE)
        output, _ = await process.communicate(bytes(2**20))
        # communicate() forgives; who asks for the end of the pipe is told.
        try:
            await process.stdin.wait_closed()
        except (BrokenPipeError, ConnectionResetError):
            pass
        return output, process.returncode

    assert loop.run_until_complete(main()) == (b"done\n", 0)


def test_without_input_the_pipe_is_closed(loop):
    async def main():
        process = await start(CAT, stdin=PIPE, stdout=PIPE)
        return await process.communicate()

    assert loop.run_until_complete(main()) == (b"", None)


def test_input_without_a_pipe_is_ignored(loop):
    async def main():
        process = await start("print('done')", stdin=DEVNULL, stdout=PIPE)
        return await process.communicate(b"lost")

    assert loop.run_until_complete(main()) == (b"done\n", None)


# --- the end --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "end, number",
    [
        (lambda process: process.kill(), signal.SIGKILL),
        (lambda process: process.terminate(), signal.SIGTERM),
        (lambda process: process.send_signal(signal.SIGHUP), signal.SIGHUP),
    ],
    ids=["kill", "terminate", "send_signal"],
)
def test_a_signal_ends_it(any_loop, end, number):
    async def main():
        process = await start(WAIT, stdin=PIPE, stdout=PIPE)
        assert await process.stdout.readline() == b"ready\n"
        assert process.returncode is None
        end(process)
        return await end_of(process), process.returncode

    assert any_loop.run_until_complete(main()) == (-number, -number)


def test_a_process_that_ended_takes_no_signals(loop):
    async def main():
        process = await start("")
        await process.wait()
        # As soon as the transport is closed.
        await legacyco.sleep(0)
        with pytest.raises(ProcessLookupError):
            process.kill()

    loop.run_until_complete(main())


def test_a_timeout_leaves_a_process_that_can_be_killed(any_loop):
    async def main():
        process = await start(WAIT, stdin=PIPE, stdout=PIPE)
        assert await process.stdout.readline() == b"ready\n"
        with pytest.raises(legacyco.TimeoutError):
            await legacyco.wait_for(process.wait(), 0.01)
        with pytest.raises(legacyco.TimeoutError):
            await legacyco.wait_for(process.stdout.read(), 0.01)
        assert process.returncode is None
        process.kill()
        return await end_of(process)

    task = legacyco.Task(main(), loop=any_loop)
    assert any_loop.run_until_complete(task) == -signal.SIGKILL


def test_many_can_wait_and_one_can_stop_waiting(loop):
    async def main():
        process = await start(WAIT, stdin=PIPE, stdout=PIPE)
        waits = [legacyco.create_task(process.wait()) for _ in range(3)]
        await legacyco.sleep(0)
        waits[0].cancel()
        process.stdin.close()
        assert await legacyco.gather(*waits[1:]) == [0, 0]
        assert waits[0].cancelled()
        return await end_of(process)

    assert loop.run_until_complete(main()) == 0


def test_wait_does_not_wait_for_whoever_else_holds_the_pipes(loop):
    async def main():
        process = await start(LEAVE_A_CHILD, stdin=PIPE, stdout=PIPE)
        assert int(await process.stdout.readline()) > 0
        returncode = await process.wait()
        # The grandchild is still there, and ends with its input.
        process.stdin.close()
        assert await process.stdout.read() == b""
        return returncode

    assert loop.run_until_complete(main()) == 0


def test_output_can_be_read_after_the_end(loop):
    async def main():
        process = await start("print('late')", stdout=PIPE)
        await process.wait()
        return await process.stdout.read()

    assert loop.run_until_complete(main()) == b"late\n"


def test_a_cancelled_communicate_can_be_followed_by_another(loop):
    async def main():
        process = await start(WAIT, stdin=PIPE, stdout=PIPE)
        reading = legacyco.create_task(process.stdout.readexactly(1000))
        await legacyco.sleep(0)
        reading.cancel()
        with pytest.raises(legacyco.CancelledError):
            await reading
        output, _ = await process.communicate()
        return output

    assert loop.run_until_complete(main()) == b"ready\n"


def test_many_processes_at_once(loop):
    def one(number):
        process = yield from start("print(%d)" % number, stdout=PIPE)
        output, _ = yield from process.communicate()
        return int(output), process.returncode

    results = loop.run_until_complete(legacyco.gather(*map(one, range(8)), loop=loop))
    assert results == [(number, 0) for number in range(8)]


# --- failures, names ------------------------------------------------------------------------


def test_a_program_that_is_not_there_is_an_error(any_loop):
    async def main():
        with pytest.raises(FileNotFoundError):
            await legacyco.create_subprocess_exec("/no/such/program", stdout=PIPE)

    any_loop.run_until_complete(main())


@pytest.mark.parametrize("option", [{"universal_newlines": True}, {"shell": True}, {"bufsize": 1}])
def test_what_streams_cannot_do_is_refused(loop, option):
    async def main():
        with pytest.raises(ValueError, match="must be"):
            await start("", **option)

    loop.run_until_complete(main())


def test_a_process_shows_its_number(loop):
    async def main():
        process = await start("import os; print(os.getpid())", stdout=PIPE)
        assert repr(process) == "<Process %d>" % process.pid
        assert repr(process._protocol).startswith("<SubprocessStreamProtocol stdout=<StreamReader")
        output, _ = await process.communicate()
        return int(output) == process.pid

    assert loop.run_until_complete(main())


def test_other_arguments_are_those_of_popen(loop, tmp_path):
    async def main():
        process = await start(
            "import os; print(os.environ['NAME'], os.path.basename(os.getcwd()))",
            stdout=PIPE,
            env={"NAME": "value"},
            cwd=str(tmp_path),
        )
        output, _ = await process.communicate()
        return output.decode().split()

    assert loop.run_until_complete(main()) == ["value", tmp_path.name]


def test_the_names_are_asyncios():
    assert (PIPE, STDOUT, DEVNULL) == (
        stdlib_subprocess.PIPE,
        stdlib_subprocess.STDOUT,
        stdlib_subprocess.DEVNULL,
    )
    assert legacyco.subprocess is subprocess
    assert issubclass(subprocess.Process, asyncio.subprocess.Process)
    assert issubclass(
        subprocess.SubprocessStreamProtocol, asyncio.subprocess.SubprocessStreamProtocol
    )


def test_in_debug_mode_communicate_says_what_it_does(loop, caplog):
    async def main():
        process = await start(CAT, stdin=PIPE, stdout=PIPE)
        return await process.communicate(b"data")

    loop.set_debug(True)
    # Starting a process takes its time.
    loop.slow_callback_duration = 60
    caplog.set_level("DEBUG", "asyncio")
    assert loop.run_until_complete(main()) == (b"data", None)
    for message in ("feed stdin (4 bytes)", "close stdin", "read stdout", "close stdout"):
        assert "communicate: " + message in caplog.text
