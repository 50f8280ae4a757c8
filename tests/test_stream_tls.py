"""TLS through streams: from the start, and on a connection that began without."""

import asyncio
import os
import ssl

import pytest

import legacyco

LOCALHOST = "127.0.0.1"
# The key and the certificate of "localhost", which is its own authority; made for these tests.
CERTIFICATE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "localhost.pem")


def server_context():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    return context


def client_context():
    return ssl.create_default_context(cafile=CERTIFICATE)


def address_of(server):
    return server.sockets[0].getsockname()[:2]


def echo_a_line(reader, writer):
    line = yield from reader.readline()
    writer.write(line)
    yield from writer.drain()
    writer.close()


def echo_a_line_over_tls(reader, writer):
    """The server's side of a STARTTLS."""
    line = yield from reader.readline()
    assert line == b"STARTTLS\n"
    writer.write(b"go ahead\n")
    yield from writer.start_tls(server_context())
    assert writer.get_extra_info("sslcontext") is not None
    yield from echo_a_line(reader, writer)


async def talk_natively(reader, writer):
    writer.write(b"secret\n")
    await writer.drain()
    line = await reader.readline()
    rest = await reader.read()
    writer.close()
    await writer.wait_closed()
    return line, rest


async def begin_tls(server, **kwargs):
    """The client's side of a STARTTLS."""
    reader, writer = await legacyco.open_connection(*address_of(server))
    writer.write(b"STARTTLS\n")
    assert await reader.readline() == b"go ahead\n"
    await writer.start_tls(client_context(), **kwargs)
    return reader, writer


async def stop(server):
    server.close()
    await server.wait_closed()


@pytest.mark.parametrize("callback", [echo_a_line, legacyco.coroutine(echo_a_line)])
def test_a_connection_with_tls(loop, callback):
    async def main():
        server = await legacyco.start_server(callback, LOCALHOST, 0, ssl=server_context())
        reader, writer = await legacyco.open_connection(
            *address_of(server), ssl=client_context(), server_hostname="localhost"
        )
        assert not writer.can_write_eof()
        assert writer.get_extra_info("ssl_object").version().startswith("TLS")
        answer = await talk_natively(reader, writer)
        await stop(server)
        return answer

    assert loop.run_until_complete(main()) == (b"secret\n", b"")


@pytest.fixture(params=[legacyco.new_event_loop, asyncio.new_event_loop])
def any_loop(request):
    loop = request.param()
    yield loop
    loop.close()


@pytest.mark.parametrize(
    "callback", [echo_a_line_over_tls, legacyco.coroutine(echo_a_line_over_tls)]
)
@pytest.mark.parametrize(
    "timeouts", [{}, {"ssl_handshake_timeout": 30.0, "ssl_shutdown_timeout": 30.0}]
)
def test_a_connection_goes_on_with_tls(any_loop, callback, timeouts):
    async def main():
        server = await legacyco.start_server(callback, LOCALHOST, 0)
        reader, writer = await begin_tls(server, server_hostname="localhost", **timeouts)
        assert writer.get_extra_info("ssl_object").getpeercert()["subject"]
        assert reader._transport is writer.transport
        assert writer._protocol._over_ssl
        answer = await talk_natively(reader, writer)
        await stop(server)
        return answer

    assert any_loop.run_until_complete(main()) == (b"secret\n", b"")


def test_a_certificate_of_somebody_else_ends_the_connection(loop):
    # What the server's side says of the client that left depends on the Python, and in debug mode
    # the client's says something as well.
    loop.set_exception_handler(lambda loop, context: None)
    loop.set_debug(False)

    async def main():
        server = await legacyco.start_server(echo_a_line_over_tls, LOCALHOST, 0)
        reader, writer = await legacyco.open_connection(*address_of(server))
        writer.write(b"STARTTLS\n")
        assert await reader.readline() == b"go ahead\n"
        with pytest.raises((ssl.SSLError, ssl.CertificateError), match="match|mismatch"):
            await writer.start_tls(client_context(), server_hostname="elsewhere")
        assert writer.is_closing()
        await stop(server)

    loop.run_until_complete(main())


def test_the_end_of_a_tls_connection_is_seen_by_the_writer(loop):
    async def main():
        server = await legacyco.start_server(echo_a_line, LOCALHOST, 0, ssl=server_context())
        reader, writer = await legacyco.open_connection(
            *address_of(server), ssl=client_context(), server_hostname="localhost"
        )
        writer.write(b"secret\n")
        assert await reader.read() == b"secret\n"
        await writer.wait_closed()
        assert writer.is_closing()
        with pytest.raises(ConnectionResetError):
            await writer.drain()
        await stop(server)

    loop.run_until_complete(main())
