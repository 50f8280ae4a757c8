"""Where legacyco.trollius keeps trollius's manners, and asyncio has got others since."""

import socket

import pytest

from legacyco import trollius
from legacyco.trollius import From, Return


@pytest.fixture
def loop():
    """A loop of trollius's, current in this thread."""
    loop = trollius.new_event_loop()
    trollius.set_event_loop(loop)
    yield loop
    loop.close()
    trollius.set_event_loop(None)


def generator(value):
    yield From(None)
    raise Return(value)


def test_every_function_takes_generators_that_nobody_decorated(loop):
    @trollius.coroutine
    def main():
        one = yield From(trollius.gather(generator(1), generator(2)))
        two = yield From(trollius.wait_for(generator(3), 60))
        done, _ = yield From(trollius.wait([generator(4)]))
        three = [task.result() for task in done]
        four = []
        for each in trollius.as_completed([generator(5)]):
            four.append((yield From(each)))
        five = yield From(trollius.shield(generator(6)))
        six = yield From(getattr(trollius, "async")(generator(7)))
        seven = yield From(trollius.Task(generator(8)))
        eight = yield From(loop.create_task(generator(9)))
        raise Return(one, two, three, four, five, six, seven, eight)

    expected = ([1, 2], 3, [4], [5], 6, 7, 8, 9)
    assert loop.run_until_complete(main()) == expected
    assert loop.run_until_complete(generator(10)) == 10


def test_a_loop_is_made_in_the_main_thread_that_takes_them_too():
    # As at the start of a program.
    policy = trollius.DefaultEventLoopPolicy()
    trollius.set_event_loop_policy(policy)
    try:
        loop = trollius.get_event_loop()
        assert trollius.get_event_loop() is loop
        assert loop.run_until_complete(generator(1)) == 1
        loop.close()
    finally:
        trollius.set_event_loop_policy(None)


def test_wait_for_prefers_a_result_that_comes_at_the_last_moment(loop):
    future = trollius.Future()

    @trollius.coroutine
    def main():
        loop.call_later(0, future.set_result, "just in time")
        raise Return((yield From(trollius.wait_for(future, 0))))

    assert loop.run_until_complete(main()) == "just in time"


def test_wait_for_cancels_what_is_late(loop):
    future = trollius.Future()
    with pytest.raises(trollius.TimeoutError):
        loop.run_until_complete(trollius.wait_for(future, 0.001))
    assert future.cancelled()


def test_wait_for_that_is_cancelled_cancels(loop):
    future = trollius.Future()
    task = trollius.ensure_future(trollius.wait_for(future, 60))
    loop.call_soon(loop.call_soon, task.cancel)
    with pytest.raises(trollius.CancelledError):
        loop.run_until_complete(task)
    assert future.cancelled()


@pytest.mark.parametrize("function", [trollius.wait, trollius.as_completed])
def test_a_single_coroutine_is_no_list_of_them(loop, function):
    coro = trollius.sleep(0)
    with pytest.raises(TypeError, match="expect a list of futures, not generator"):
        loop.run_until_complete(function(coro))


def test_methods_of_the_loop_return_futures(loop):
    left, right = socket.socketpair()
    try:
        left.setblocking(False)
        receiving = loop.sock_recv(left, 1)
        assert isinstance(receiving, trollius.Future)
        loop.call_soon(loop.call_soon, receiving.cancel)
        with pytest.raises(trollius.CancelledError):
            loop.run_until_complete(receiving)
        looking = loop.getaddrinfo("127.0.0.1", 80)
        looking.add_done_callback(lambda future: None)
        assert loop.run_until_complete(looking)[0][4] == ("127.0.0.1", 80)
    finally:
        left.close()
        right.close()


def test_in_debug_mode_sockets_connect_to_addresses_only(loop):
    loop.set_debug(True)
    with socket.socket() as sock:
        sock.setblocking(False)
        with pytest.raises(ValueError, match="address must be resolved"):
            loop.run_until_complete(loop.sock_connect(sock, ("localhost", 80)))


def test_the_sockets_of_a_server_are_those_that_it_listens_on(loop):
    sock = socket.socket()
    sock.bind(("127.0.0.1", 0))
    server = loop.run_until_complete(trollius.start_server(lambda *streams: None, sock=sock))
    assert server.sockets == [sock] and server.sockets[0] is sock
    server.close()
    assert server.sockets is None
    loop.run_until_complete(server.wait_closed())


def test_a_servers_callback_may_be_a_plain_generator_function(loop):
    served = trollius.Future()

    def serve(reader, writer):
        line = yield From(reader.readline())
        writer.close()
        served.set_result(line)

    @trollius.coroutine
    def main():
        server = yield From(trollius.start_server(serve, "127.0.0.1", 0))
        port = server.sockets[0].getsockname()[1]
        _, writer = yield From(trollius.open_connection("127.0.0.1", port))
        writer.write(b"hello\n")
        line = yield From(served)
        writer.close()
        server.close()
        yield From(server.wait_closed())
        raise Return(line)

    assert loop.run_until_complete(main()) == b"hello\n"


def test_wrong_types_are_assertion_errors():
    with pytest.raises(AssertionError, match="A Handle is not a callback"):
        loop = trollius.new_event_loop()
        loop.close()
        trollius.Handle(trollius.Handle(print, (), loop), (), loop)
    with pytest.raises(AssertionError, match="policy must be an instance"):
        trollius.set_event_loop_policy(3)
    with pytest.raises(AssertionError, match="loop must be an instance"):
        trollius.DefaultEventLoopPolicy().set_event_loop(3)


def test_a_semaphore_lets_in_as_many_as_it_counts(loop):
    semaphore = trollius.Semaphore(2)
    inside, most = [], []

    @trollius.coroutine
    def work(number):
        with (yield From(semaphore)):
            inside.append(number)
            most.append(len(inside))
            yield From(None)
            inside.remove(number)

    loop.run_until_complete(trollius.wait([work(number) for number in range(20)]))
    assert max(most) == 2 and semaphore._value == 2


def test_a_semaphore_loses_no_wakeup_to_cancellation(loop):
    semaphore = trollius.Semaphore(0)
    first = trollius.ensure_future(semaphore.acquire())
    second = trollius.ensure_future(semaphore.acquire())
    loop.run_until_complete(trollius.sleep(0))
    semaphore.release()
    assert semaphore._value == 1
    first.cancel()
    assert loop.run_until_complete(second) is True
    assert first.cancelled() and semaphore._value == 0


def test_exceptions_are_the_interpreters():
    assert trollius.py33_exceptions.get_error_class(2, OSError) is FileNotFoundError
    assert trollius.py33_exceptions.get_error_class(9, None) is OSError
    assert trollius.py33_exceptions.get_error_class(5, None) is None
    assert trollius.BrokenPipeError is BrokenPipeError
    assert trollius.py33_exceptions.wrap_error(max, 1, 2) == 2
    assert trollius.SSLContext is trollius.py3_ssl.SSLContext
    assert not trollius.BACKPORT_SSL_ERRORS


def test_a_future_whose_methods_were_written_before_contexts_can_be_waited_for(loop):
    class Counting(trollius.Future):
        added = 0

        def add_done_callback(self, fn):
            self.added += 1
            super().add_done_callback(fn)

    @trollius.coroutine
    def main():
        raise Return((yield From(future)))

    future = Counting()
    loop.call_soon(loop.call_soon, future.set_result, 3)
    assert loop.run_until_complete(main()) == 3
    assert future.added == 1


def test_a_future_has_the_private_methods_that_others_call():
    loop = trollius.new_event_loop()
    try:
        done, copy, cancelled = (trollius.Future(loop) for _ in range(3))
        done._set_result_unless_cancelled(3)
        copy._copy_state(done)
        cancelled.cancel()
        cancelled._set_result_unless_cancelled(4)
        assert copy.result() == 3 and cancelled.cancelled()
    finally:
        loop.close()


def test_the_loop_complains_by_the_logger_of_its_module(loop, monkeypatch):
    texts = []
    logger = trollius.base_events.logger.getChild("other")
    monkeypatch.setattr(logger, "error", lambda text, **kwargs: texts.append(text))
    monkeypatch.setattr(trollius.base_events, "logger", logger)

    loop.call_exception_handler({"message": "something is wrong"})

    assert texts == ["something is wrong"]
