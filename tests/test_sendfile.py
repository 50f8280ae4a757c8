"""loop.sendfile(), which every loop of legacyco has (asyncio: since 3.7)."""

import socket

import pytest

import legacyco


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(bytes(range(100)))
    with path.open("rb") as file:
        yield file


class Client:
    """A transport of the loop, and what the other side of it gets."""

    def __init__(self, loop):
        self.loop = loop
        mine, self.other = socket.socketpair()
        self.other.settimeout(10)
        self.transport, _ = loop.run_until_complete(
            loop.create_connection(legacyco.Protocol, sock=mine)
        )

    def send(self, *args, **kwargs):
        return self.loop.run_until_complete(self.loop.sendfile(self.transport, *args, **kwargs))

    def received(self):
        self.transport.close()
        self.loop.run_until_complete(legacyco.sleep(0))
        return b"".join(iter(lambda: self.other.recv(1000), b""))


@pytest.fixture
def client(loop):
    client = Client(loop)
    yield client
    client.transport.abort()
    loop.run_until_complete(legacyco.sleep(0))
    client.other.close()


def test_a_part_is_sent_and_the_file_stands_behind_it(client, file):
    assert client.send(file, 5, 20) == 20
    assert file.tell() == 25
    assert client.received() == bytes(range(5, 25))


def test_without_an_offset_it_begins_at_the_beginning_wherever_the_file_stands(client, file):
    file.seek(25)

    assert client.send(file) == 100
    assert file.tell() == 100
    assert client.received() == bytes(range(100))


def test_a_count_beyond_the_end_sends_what_there_is(client, file):
    assert client.send(file, 90, 1000) == 10
    assert client.received() == bytes(range(90, 100))


@pytest.mark.parametrize(
    "offset, count, error, match",
    [
        (0, 0, ValueError, r"count must be a positive integer \(got 0\)"),
        (0, "x", TypeError, r"count must be a positive integer \(got 'x'\)"),
        (-1, None, ValueError, r"offset must be a non-negative integer \(got -1\)"),
        ("x", None, TypeError, r"offset must be a non-negative integer \(got 'x'\)"),
    ],
)
def test_what_is_no_place_in_a_file_is_refused(client, file, offset, count, error, match):
    with pytest.raises(error, match=match):
        client.send(file, offset, count)


def test_a_file_of_text_is_refused(client, file):
    with open(file.name) as text:
        with pytest.raises(ValueError, match="file should be opened in binary mode"):
            client.send(text)


def test_a_closed_transport_is_refused(client, file):
    client.transport.close()

    with pytest.raises(RuntimeError, match="Transport is closing"):
        client.send(file)


def test_a_connection_that_ends_meanwhile_is_an_error(client, tmp_path):
    big = tmp_path / "big"
    big.write_bytes(bytes(10**7))
    with big.open("rb") as file:
        client.loop.call_soon(client.other.close)

        with pytest.raises(ConnectionError):
            client.send(file)
