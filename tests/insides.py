"""The attributes with one underscore that published code reads and writes, and who does.

Who does was found by a search through public code; it is empty where nobody looked.  Not here are
copies of asyncio's own files, which bring their attributes along.
"""

import collections

Inside = collections.namedtuple("Inside", "object name since until who")


def _of(kind, *rows):
    """Yield an Inside for each name; a row is (names, versions that have it, who)."""
    for names, versions, who in rows:
        since, _, until = versions.partition("-")
        for name in names.split():
            yield Inside(kind, name, _version(since), _version(until), who)


def _version(text):
    return tuple(map(int, text.split("."))) if text else None


INSIDES = [
    *_of(
        "future",
        ("_state _loop _exception _callbacks", "3.4-", "reports of what waits; aiokafka's tests"),
        ("_log_traceback _source_traceback", "3.4-", ""),
        ("_asyncio_future_blocking", "3.6-", "futures and tasks of one's own"),
        ("_blocking", "3.4-3.4", "uvloop's first futures"),
        ("_tb_logger", "3.4-3.4", "bridges of trollius to Qt"),
        ("_schedule_callbacks", "3.4-3.6", "futures that count their calls"),
    ),
    *_of(
        "done future",
        ("_result", "3.4-", "programs that free or replace a result"),
    ),
    *_of(
        "task",
        ("_coro _fut_waiter _must_cancel", "3.4-", "anyio, aiomonitor, handlers of Ctrl-C"),
        ("_step _wakeup", "3.4-3.6", "handlers of Ctrl-C"),
        ("_log_destroy_pending", "3.4-", ""),
        ("_current_tasks _all_tasks", "3.4-3.6", "nest_asyncio 1.0, Home Assistant"),
        ("_context", "3.7-", ""),
    ),
    *_of(
        "handle",
        ("_callback _args _cancelled _loop _run", "3.4-", "logs of slow callbacks, nest_asyncio"),
        ("_source_traceback _repr", "3.4-", "logs of slow callbacks"),
        ("_context", "3.7-", "queues by priority"),
    ),
    *_of("timer", ("_when _scheduled", "3.4-", "nest_asyncio, clocks of tests")),
    *_of(
        "lock",
        ("_locked _waiters _loop", "3.4-", "locks by key that clean up, tests that reset them"),
    ),
    *_of("event", ("_value _waiters _loop", "3.4-", "")),
    *_of("condition", ("_lock _waiters _loop", "3.4-", "")),
    *_of("semaphore", ("_value _waiters _loop", "3.4-", "restarts that let everybody in")),
    *_of("bounded semaphore", ("_bound_value", "3.4-", "")),
    *_of(
        "queue",
        (
            "_queue _getters _putters _maxsize _loop",
            "3.4-",
            "statistics of pools, subclasses",
        ),
        ("_init _get _put _format", "3.4-", "subclasses"),
        ("_unfinished_tasks _finished _wakeup_next", "3.6-", "queues that put at the front"),
        ("_consume_done_getters _consume_done_putters", "3.4-3.4", "queues derived in 2014"),
    ),
    *_of(
        "reader",
        ("_buffer _eof _limit _exception", "3.4-", "peeks, pools that look for stale connections"),
        ("_waiter _transport _loop _paused", "3.4-", "aiosmtplib 1.0, aiopop3 0.1, honeypots"),
        ("_wait_for_data _maybe_resume_transport", "3.4-", "peeks"),
    ),
    *_of(
        "writer",
        ("_transport _protocol _reader _loop", "3.4-", "upgrades to TLS, aiopop3 0.1"),
    ),
    *_of(
        "protocol",
        ("_stream_reader", "3.4-", "aiosmtplib 1.0, aiopop3 0.1, clients of game consoles"),
        ("_stream_writer", "3.4-3.12", "aiosmtplib 1.0, aiopop3 0.1, SSH consoles"),
        ("_client_connected_cb _loop", "3.4-", "aiosmtplib 1.0"),
        ("_over_ssl", "3.6-", "aiosmtplib 1.0, upgrades to TLS"),
        ("_paused _connection_lost _drain_helper", "3.4-", "writers of one's own, FastCGI"),
        ("_drain_waiter", "3.4-3.9", "writers of one's own"),
        ("_drain_waiters", "3.10-", "writers of one's own"),
        ("_get_close_waiter", "3.8-", "wait_closed() for old Pythons"),
        ("_closed", "3.7-", "wait_closed() for old Pythons"),
        ("_transport", "3.8-", "upgrades to TLS"),
        ("_replace_writer", "3.11-3.12", "start_tls() for old Pythons"),
        ("_replace_transport", "3.13-", "start_tls() for old Pythons"),
    ),
    *_of(
        "process",
        ("_transport _protocol _loop", "3.4-", ""),
    ),
    *_of(
        "transport",
        ("_sock _extra _protocol _loop", "3.4-", "UDP servers, resets, packet streams"),
        ("_buffer _conn_lost _closing _server", "3.4-", "leak checkers, counters of connections"),
    ),
    *_of(
        "server",
        ("_loop _waiters", "3.4-", ""),
        ("_sockets _serving", "3.7-", ""),
        ("_active_count", "3.4-3.12", "web servers that count connections"),
    ),
    *_of(
        "loop",
        ("_ready _scheduled", "3.4-", "pulsar, Home Assistant, asynctest, nest_asyncio"),
        ("_selector _closed _thread_id _debug", "3.4-", "nest_asyncio, asynctest, tests"),
        ("_stopping", "3.6-", "nest_asyncio"),
        ("_default_executor", "3.4-", "asgiref, programs that end at once"),
        ("_csock _ssock _internal_fds", "3.4-", ""),
        ("_signal_handlers", "3.4-", "mayhem, Discord clients"),
        ("_transports", "3.6-", ""),
        ("_run_once _process_events _clock_resolution", "3.4-", "nest_asyncio, clocks of tests"),
        ("_exception_handler", "3.4-", ""),
        ("_task_factory _asyncgens", "3.6-", "nest_asyncio"),
        ("_asyncgen_firstiter_hook _asyncgen_finalizer_hook", "3.6-", "nest_asyncio"),
        ("_set_coroutine_wrapper", "3.6-3.6", "nest_asyncio 1.0"),
        ("_set_coroutine_origin_tracking", "3.7-", "nest_asyncio 1.1"),
        ("_make_socket_transport _make_ssl_transport", "3.4-", "TLS and pub/sub of one's own"),
        ("_make_read_pipe_transport _make_write_pipe_transport", "3.4-", "subprocess backends"),
        ("_make_datagram_transport", "3.4-", ""),
        ("_accept_connection _check_closed _check_thread", "3.4-", "derived loops"),
        (
            "_write_to_self _add_callback _add_callback_signalsafe",
            "3.4-",
            "derived loops",
        ),
        (
            "_add_reader _add_writer _remove_reader _remove_writer",
            "3.6-",
            "derived loops",
        ),
        ("_current_handle _timer_cancelled_count", "3.4-", ""),
        ("_start_serving _stop_serving", "3.4-", ""),
        ("_socketpair", "3.4-3.6", "subprocess backends, tests of transports"),
    ),
    *_of("policy", ("_local _loop_factory", "3.4-", "loops that are installed by a policy")),
    *_of(
        "group",
        ("_tasks _errors _parent_task _loop _aborting", "3.11-", ""),
        ("_abort _on_task_done", "3.11-", ""),
    ),
    *_of("deadline", ("_state _when _task _timeout_handler", "3.11-", "")),
    *_of("runner", ("_loop _context _lazy_init", "3.11-", "")),
    *_of(
        "events",
        ("_event_loop_policy _init_event_loop_policy", "3.4-", "tests that restore the policy"),
        ("_running_loop", "3.6-", "extensions in Cython"),
    ),
]
