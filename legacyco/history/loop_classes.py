"""The event loop classes of asyncio, with servers and handles: members and signatures."""

from legacyco.history.rows import attribute, class_, coroutine_method, method

LOOP_CLASSES = (
    class_(
        "AbstractEventLoop",
        "events",
        "3.4- ()",
        members=(
            method("add_reader", "3.4- (fd, callback, *args)"),
            method("add_signal_handler", "3.4- (sig, callback, *args)"),
            method("add_writer", "3.4- (fd, callback, *args)"),
            method(
                "call_at",
                "3.4-3.8 (when, callback, *args)",
                "3.9- (when, callback, *args, context=None)",
            ),
            method("call_exception_handler", "3.4- (context)"),
            method(
                "call_later",
                "3.4-3.8 (delay, callback, *args)",
                "3.9- (delay, callback, *args, context=None)",
            ),
            method(
                "call_soon", "3.4-3.8 (callback, *args)", "3.9- (callback, *args, context=None)"
            ),
            method(
                "call_soon_threadsafe",
                "3.4-3.8 (callback, *args)",
                "3.9- (callback, *args, context=None)",
            ),
            method("close", "3.4- ()"),
            coroutine_method(
                "connect_accepted_socket",
                "3.10 (protocol_factory, sock, *, ssl=None, ssl_handshake_timeout=None)",
                "3.11- + ssl_shutdown_timeout=None",
            ),
            coroutine_method("connect_read_pipe", "3.4- (protocol_factory, pipe)"),
            coroutine_method("connect_write_pipe", "3.4- (protocol_factory, pipe)"),
            coroutine_method(
                "create_connection",
                (
                    "3.4-3.6 (protocol_factory, host=None, port=None, *, ssl=None, family=0, "
                    "proto=0, flags=0, sock=None, local_addr=None, server_hostname=None)"
                ),
                "3.7 + ssl_handshake_timeout=None",
                "3.8-3.10 + happy_eyeballs_delay=None, interleave=None",
                "3.11- + ssl_shutdown_timeout=None",
            ),
            coroutine_method(
                "create_datagram_endpoint",
                (
                    "3.4 (protocol_factory, local_addr=None, remote_addr=None, *, family=0, "
                    "proto=0, flags=0)"
                ),
                "3.6- + reuse_address=None, reuse_port=None, allow_broadcast=None, sock=None",
            ),
            method("create_future", "3.6- ()"),
            coroutine_method(
                "create_server",
                (
                    "3.4 (protocol_factory, host=None, port=None, *, family=0, flags=1, "
                    "sock=None, backlog=100, ssl=None, reuse_address=None)"
                ),
                "3.6 + reuse_port=None",
                "3.7-3.10 + ssl_handshake_timeout=None, start_serving=True",
                "3.11-3.12 + ssl_shutdown_timeout=None",
                "3.13- + keep_alive=None",
            ),
            method(
                "create_task",
                "3.4-3.7 (coro)",
                "3.8-3.10 (coro, *, name=None)",
                "3.11-3.13 (coro, *, name=None, context=None)",
                "3.14- (coro, **kwargs)",
            ),
            coroutine_method(
                "create_unix_connection",
                "3.4-3.6 (protocol_factory, path, *, ssl=None, sock=None, server_hostname=None)",
                (
                    "3.7-3.10 (protocol_factory, path=None, *, ssl=None, sock=None, "
                    "server_hostname=None, ssl_handshake_timeout=None)"
                ),
                "3.11- + ssl_shutdown_timeout=None",
            ),
            coroutine_method(
                "create_unix_server",
                "3.4-3.6 (protocol_factory, path, *, sock=None, backlog=100, ssl=None)",
                (
                    "3.7-3.10 (protocol_factory, path=None, *, sock=None, backlog=100, ssl=None, "
                    "ssl_handshake_timeout=None, start_serving=True)"
                ),
                "3.11- + ssl_shutdown_timeout=None",
            ),
            method("default_exception_handler", "3.4- (context)"),
            method("get_debug", "3.4- ()"),
            method("get_exception_handler", "3.6- ()"),
            method("get_task_factory", "3.6- ()"),
            coroutine_method(
                "getaddrinfo", "3.4- (host, port, *, family=0, type=0, proto=0, flags=0)"
            ),
            coroutine_method("getnameinfo", "3.4- (sockaddr, flags=0)"),
            method("is_closed", "3.4- ()"),
            method("is_running", "3.4- ()"),
            method("remove_reader", "3.4- (fd)"),
            method("remove_signal_handler", "3.4- (sig)"),
            method("remove_writer", "3.4- (fd)"),
            method("run_forever", "3.4- ()"),
            method(
                "run_in_executor", "3.4 (executor, callback, *args)", "3.6- (executor, func, *args)"
            ),
            method("run_until_complete", "3.4- (future)"),
            coroutine_method(
                "sendfile", "3.7- (transport, file, offset=0, count=None, *, fallback=True)"
            ),
            method("set_debug", "3.4- (enabled)"),
            method("set_default_executor", "3.4- (executor)"),
            method("set_exception_handler", "3.4- (handler)"),
            method("set_task_factory", "3.6- (factory)"),
            coroutine_method("shutdown_asyncgens", "3.6- ()"),
            coroutine_method("shutdown_default_executor", "3.9- ()"),
            coroutine_method("sock_accept", "3.4- (sock)"),
            coroutine_method("sock_connect", "3.4- (sock, address)"),
            coroutine_method("sock_recv", "3.4- (sock, nbytes)"),
            coroutine_method("sock_recv_into", "3.7- (sock, buf)"),
            coroutine_method("sock_recvfrom", "3.11- (sock, bufsize)"),
            coroutine_method("sock_recvfrom_into", "3.11- (sock, buf, nbytes=0)"),
            coroutine_method("sock_sendall", "3.4- (sock, data)"),
            coroutine_method(
                "sock_sendfile", "3.7- (sock, file, offset=0, count=None, *, fallback=None)"
            ),
            coroutine_method("sock_sendto", "3.11- (sock, data, address)"),
            coroutine_method(
                "start_tls",
                (
                    "3.7-3.10 (transport, protocol, sslcontext, *, server_side=False, "
                    "server_hostname=None, ssl_handshake_timeout=None)"
                ),
                "3.11- + ssl_shutdown_timeout=None",
            ),
            method("stop", "3.4- ()"),
            coroutine_method(
                "subprocess_exec",
                "3.4- (protocol_factory, *args, stdin=-1, stdout=-1, stderr=-1, **kwargs)",
            ),
            coroutine_method(
                "subprocess_shell",
                "3.4- (protocol_factory, cmd, *, stdin=-1, stdout=-1, stderr=-1, **kwargs)",
            ),
            method("time", "3.4- ()"),
        ),
    ),
    class_(
        "BaseEventLoop",
        "base_events",
        "3.4- ()",
        bases=("AbstractEventLoop",),
        members=(
            method(
                "call_at",
                "3.4-3.6 (when, callback, *args)",
                "3.7- (when, callback, *args, context=None)",
            ),
            method(
                "call_later",
                "3.4-3.6 (delay, callback, *args)",
                "3.7- (delay, callback, *args, context=None)",
            ),
            method(
                "call_soon", "3.4-3.6 (callback, *args)", "3.7- (callback, *args, context=None)"
            ),
            method(
                "call_soon_threadsafe",
                "3.4-3.6 (callback, *args)",
                "3.7- (callback, *args, context=None)",
            ),
            coroutine_method(
                "connect_accepted_socket",
                "3.6 (protocol_factory, sock, *, ssl=None)",
                "3.7-3.10 (protocol_factory, sock, *, ssl=None, ssl_handshake_timeout=None)",
                "3.11- + ssl_shutdown_timeout=None",
            ),
            coroutine_method(
                "create_connection",
                (
                    "3.4-3.6 (protocol_factory, host=None, port=None, *, ssl=None, family=0, "
                    "proto=0, flags=0, sock=None, local_addr=None, server_hostname=None)"
                ),
                "3.7 + ssl_handshake_timeout=None",
                "3.8-3.10 + happy_eyeballs_delay=None, interleave=None",
                "3.11 + ssl_shutdown_timeout=None",
                "3.12- + all_errors=False",
            ),
            coroutine_method(
                "create_datagram_endpoint",
                (
                    "3.4 (protocol_factory, local_addr=None, remote_addr=None, *, family=0, "
                    "proto=0, flags=0)"
                ),
                "3.6-3.10 + reuse_address=..., reuse_port=None, allow_broadcast=None, sock=None",
                "3.11- - reuse_address",
            ),
            coroutine_method("shutdown_default_executor", "3.9-3.11 ()", "3.12- (timeout=None)"),
            coroutine_method(
                "sock_sendfile", "3.7- (sock, file, offset=0, count=None, *, fallback=True)"
            ),
            coroutine_method(
                "subprocess_exec",
                (
                    "3.4-3.7 (protocol_factory, program, *args, stdin=-1, stdout=-1, stderr=-1, "
                    "universal_newlines=False, shell=False, bufsize=0, **kwargs)"
                ),
                "3.8- + encoding=None, errors=None, text=None",
            ),
            coroutine_method(
                "subprocess_shell",
                (
                    "3.4-3.7 (protocol_factory, cmd, *, stdin=-1, stdout=-1, stderr=-1, "
                    "universal_newlines=False, shell=True, bufsize=0, **kwargs)"
                ),
                "3.8- + encoding=None, errors=None, text=None",
            ),
        ),
    ),
    class_(
        "SelectorEventLoop",
        "unix_events",
        "3.4- (selector=None)",
        bases=("BaseEventLoop",),
        members=(
            coroutine_method(
                "create_unix_server",
                "3.4-3.6 (protocol_factory, path=None, *, sock=None, backlog=100, ssl=None)",
                "3.7-3.10 + ssl_handshake_timeout=None, start_serving=True",
                "3.11-3.12 + ssl_shutdown_timeout=None",
                "3.13- + cleanup_socket=True",
            ),
            coroutine_method("sock_recv", "3.4- (sock, n)"),
        ),
    ),
    class_(
        "EventLoop",
        "unix_events",
        "3.13- (selector=None)",
        bases=("SelectorEventLoop",),
        members=(),
    ),
    class_(
        "ProactorEventLoop",
        "windows_events",
        "3.4- (proactor=None)",
        bases=("BaseEventLoop",),
        members=(),
        platform="win32",
    ),
    class_(
        "IocpProactor",
        "windows_events",
        "3.4- (concurrency=4294967295)",
        members=(),
        platform="win32",
    ),
    class_(
        "AbstractServer",
        "events",
        "3.4- ()",
        members=(
            coroutine_method("__aenter__", "3.7- ()"),
            coroutine_method("__aexit__", "3.7- (*exc)"),
            method("abort_clients", "3.13- ()"),
            method("close", "3.4- ()"),
            method("close_clients", "3.13- ()"),
            method("get_loop", "3.7- ()"),
            method("is_serving", "3.7- ()"),
            coroutine_method("serve_forever", "3.7- ()"),
            coroutine_method("start_serving", "3.7- ()"),
            coroutine_method("wait_closed", "3.4- ()"),
        ),
    ),
    class_(
        "Server",
        "base_events",
        ("3.9-3.10 (loop, sockets, protocol_factory, ssl_context, backlog, ssl_handshake_timeout)"),
        (
            "3.11- (loop, sockets, protocol_factory, ssl_context, backlog, "
            "ssl_handshake_timeout, ssl_shutdown_timeout=None)"
        ),
        bases=("AbstractServer",),
        members=(attribute("sockets", "3.9-"),),
    ),
    class_(
        "Handle",
        "events",
        "3.4-3.6 (callback, args, loop)",
        "3.7- (callback, args, loop, context=None)",
        members=(
            method("cancel", "3.4- ()"),
            method("cancelled", "3.7- ()"),
            method("get_context", "3.12- ()"),
        ),
    ),
    class_(
        "TimerHandle",
        "events",
        "3.4-3.6 (when, callback, args, loop)",
        "3.7- (when, callback, args, loop, context=None)",
        bases=("Handle",),
        members=(method("when", "3.7- ()"),),
    ),
)
