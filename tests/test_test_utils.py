"""legacyco.test_utils, the helpers that asyncio offered up to 3.6."""

import logging
import socket
import urllib.request
import weakref

import pytest

import legacyco
from legacyco import events, protocols, test_utils


def test_the_test_loop_moves_its_clock_as_the_generator_says():
    def gen():
        when = yield
        assert when == 10
        when = yield 10
        assert when == 15
        yield 5

    loop = test_utils.TestLoop(gen)

    def main():
        yield from legacyco.sleep(10, loop=loop)
        yield from legacyco.sleep(5, loop=loop)
        return loop.time()

    assert loop.run_until_complete(main()) == 15
    loop.close()


def test_the_test_loop_complains_of_timers_that_nobody_set():
    def gen():
        yield
        yield 10

    loop = test_utils.TestLoop(gen)
    with pytest.raises(AssertionError, match="Time generator is not finished"):
        loop.close()


def test_the_test_loop_remembers_readers_and_writers():
    loop = test_utils.TestLoop()
    try:
        loop.add_reader(1, print, "a")
        loop.assert_reader(1, print, "a")
        for args in ((1, repr), (1, print, "b"), (2, print, "a")):
            with pytest.raises(AssertionError):
                loop.assert_reader(*args)
        with pytest.raises(AssertionError, match="fd 1 is registered"):
            loop.assert_no_reader(1)
        assert loop.remove_reader(1)
        assert not loop.remove_reader(1)
        assert loop.remove_reader_count[1] == 2
        loop.assert_no_reader(1)
        loop.add_writer(1, print)
        loop.assert_writer(1, print)
        assert loop.remove_writer(1)
        assert loop.remove_writer_count[1] == 1
    finally:
        loop.close()


def test_a_file_of_a_transport_is_not_to_be_watched():
    class Transport:
        pass

    loop = test_utils.TestLoop()
    transport = loop._transports[1] = Transport()
    with pytest.raises(RuntimeError, match="File descriptor 1 is used by transport"):
        loop.add_reader(1, print)
    assert weakref.ref(transport)() is transport
    loop.close()


def test_the_loop_is_run_briefly_once_and_until(loop):
    calls = []
    loop.call_soon(calls.append, "briefly")
    test_utils.run_briefly(loop)
    assert calls == ["briefly"]
    loop.call_soon(calls.append, "once")
    test_utils.run_once(loop)
    assert calls == ["briefly", "once"]
    loop.call_later(0.005, calls.append, "until")
    test_utils.run_until(loop, lambda: len(calls) == 3)
    assert calls[-1] == "until"
    with pytest.raises(legacyco.TimeoutError):
        test_utils.run_until(loop, lambda: False, timeout=0)


def test_a_test_protocol_has_mocks_for_methods():
    protocol = test_utils.make_test_protocol(protocols.Protocol)
    protocol.data_received(b"data")
    protocol.data_received.assert_called_once_with(b"data")
    assert isinstance(protocol, protocols.Protocol)


def test_a_pattern_equals_what_it_is_found_in():
    assert test_utils.MockPattern("spam.*ham") == "a spam\nand ham"
    assert not test_utils.MockPattern("spam") == "ham"
    assert {test_utils.MockPattern("a")} == {"a"}


def test_mocks_look_like_what_they_stand_for():
    sock = test_utils.mock_nonblocking_socket(family=socket.AF_INET6)
    assert sock.gettimeout() == 0.0
    assert (sock.family, sock.type) == (socket.AF_INET6, socket.SOCK_STREAM)
    assert isinstance(sock, socket.socket)
    with pytest.raises(AttributeError):
        test_utils.MockCallback().other  # noqa: B018


def test_the_source_of_a_function_is_found():
    assert test_utils.get_function_source(test_the_source_of_a_function_is_found)[0] == __file__
    with pytest.raises(ValueError, match="unable to get the source of"):
        test_utils.get_function_source(print)


def test_the_logger_can_be_silenced():
    with test_utils.disable_logger():
        legacyco.log.logger.error("nobody sees this")
    assert legacyco.log.logger.isEnabledFor(logging.ERROR)


def test_a_test_server_answers():
    with test_utils.run_test_server() as server:
        with urllib.request.urlopen("http://%s:%d/" % server.address) as response:
            assert response.read() == b"Test message"


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="Unix only")
def test_a_test_server_answers_on_a_unix_socket(loop):
    async def ask(path):
        reader, writer = await legacyco.open_unix_connection(path)
        writer.write(b"GET / HTTP/1.0\r\n\r\n")
        answer = await reader.read()
        writer.close()
        return answer

    with test_utils.run_test_unix_server() as server:
        answer = loop.run_until_complete(ask(server.address))
    assert answer.endswith(b"Test message")


class OldTestCase(test_utils.TestCase):
    """What a test of the 3.6 era looks like; run below."""

    def runTest(self):
        loop = self.new_test_loop()
        self.closed = loop.is_closed
        future = legacyco.Future(loop=loop)
        with self.assertRaises(RuntimeError):
            legacyco.Future()
        loop.call_soon(future.set_result, 1)
        self.assertEqual(loop.run_until_complete(future), 1)


def test_a_test_case_keeps_the_current_loop_away():
    case = OldTestCase()
    before = events._get_running_loop
    result = case.run()
    assert (result.errors, result.failures, result.testsRun) == ([], [], 1)
    assert case.closed()
    assert events._get_running_loop is before
