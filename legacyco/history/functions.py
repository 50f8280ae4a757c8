"""The functions of asyncio: where each lives and the parameters it took in each version."""

from legacyco.history.rows import coroutine_function, function

FUNCTIONS = (
    function("all_tasks", "tasks", "3.7- (loop=None)"),
    function(
        "as_completed",
        "tasks",
        "3.4-3.9 (fs, *, loop=None, timeout=None)",
        "3.10- (fs, *, timeout=None)",
    ),
    function("async", "tasks", "3.4-3.6 (coro_or_future, *, loop=None)"),
    function("capture_call_graph", "graph", "3.14- (future=None, /, *, depth=1, limit=None)"),
    function("coroutine", "coroutines", "3.4-3.10 (func)"),
    function("create_eager_task_factory", "tasks", "3.12- (custom_task_constructor)"),
    function(
        "create_task",
        "tasks",
        "3.7 (coro)",
        "3.8-3.10 (coro, *, name=None)",
        "3.11-3.13 (coro, *, name=None, context=None)",
        "3.14- (coro, **kwargs)",
    ),
    function("current_task", "tasks", "3.7- (loop=None)"),
    function(
        "eager_task_factory",
        "tasks",
        "3.12-3.13 (loop, coro, *, name=None, context=None)",
        "3.14- (loop, coro, *, eager_start=True, **kwargs)",
    ),
    function("ensure_future", "tasks", "3.6- (coro_or_future, *, loop=None)"),
    function("format_call_graph", "graph", "3.14- (future=None, /, *, depth=1, limit=None)"),
    function("future_add_to_awaited_by", "futures", "3.14- (fut, waiter, /)"),
    function("future_discard_from_awaited_by", "futures", "3.14- (fut, waiter, /)"),
    function(
        "gather",
        "tasks",
        "3.4-3.9 (*coros_or_futures, loop=None, return_exceptions=False)",
        "3.10- (*coros_or_futures, return_exceptions=False)",
    ),
    function("get_child_watcher", "events", "3.4-3.13 ()"),
    function("get_event_loop", "events", "3.4- ()"),
    function("get_event_loop_policy", "events", "3.4- ()"),
    function("get_running_loop", "events", "3.7- ()"),
    function("iscoroutine", "coroutines", "3.4- (obj)"),
    function("iscoroutinefunction", "coroutines", "3.4- (func)"),
    function("isfuture", "futures", "3.6- (obj)"),
    function("new_event_loop", "events", "3.4- ()"),
    function(
        "print_call_graph", "graph", "3.14- (future=None, /, *, file=None, depth=1, limit=None)"
    ),
    function(
        "run",
        "runners",
        "3.7 (main, *, debug=False)",
        "3.8-3.11 (main, *, debug=None)",
        "3.12- (main, *, debug=None, loop_factory=None)",
    ),
    function("run_coroutine_threadsafe", "tasks", "3.6- (coro, loop)"),
    function("set_child_watcher", "events", "3.4-3.13 (watcher)"),
    function("set_event_loop", "events", "3.4- (loop)"),
    function("set_event_loop_policy", "events", "3.4- (policy)"),
    function("shield", "tasks", "3.4-3.9 (arg, *, loop=None)", "3.10- (arg)"),
    function("timeout", "timeouts", "3.11- (delay)"),
    function("timeout_at", "timeouts", "3.11- (when)"),
    function("wrap_future", "futures", "3.4 (fut, *, loop=None)", "3.6- (future, *, loop=None)"),
    coroutine_function(
        "create_subprocess_exec",
        "subprocess",
        (
            "3.4-3.9 (program, *args, stdin=None, stdout=None, stderr=None, loop=None, "
            "limit=65536, **kwds)"
        ),
        "3.10- (program, *args, stdin=None, stdout=None, stderr=None, limit=65536, **kwds)",
    ),
    coroutine_function(
        "create_subprocess_shell",
        "subprocess",
        "3.4-3.9 (cmd, stdin=None, stdout=None, stderr=None, loop=None, limit=65536, **kwds)",
        "3.10- (cmd, stdin=None, stdout=None, stderr=None, limit=65536, **kwds)",
    ),
    coroutine_function(
        "open_connection",
        "streams",
        "3.4-3.9 (host=None, port=None, *, loop=None, limit=65536, **kwds)",
        "3.10- (host=None, port=None, *, limit=65536, **kwds)",
    ),
    coroutine_function(
        "open_unix_connection",
        "streams",
        "3.4-3.9 (path=None, *, loop=None, limit=65536, **kwds)",
        "3.10- (path=None, *, limit=65536, **kwds)",
    ),
    coroutine_function(
        "sleep", "tasks", "3.4-3.9 (delay, result=None, *, loop=None)", "3.10- (delay, result=None)"
    ),
    coroutine_function(
        "start_server",
        "streams",
        ("3.4-3.9 (client_connected_cb, host=None, port=None, *, loop=None, limit=65536, **kwds)"),
        "3.10- (client_connected_cb, host=None, port=None, *, limit=65536, **kwds)",
    ),
    coroutine_function(
        "start_unix_server",
        "streams",
        "3.4-3.9 (client_connected_cb, path=None, *, loop=None, limit=65536, **kwds)",
        "3.10- (client_connected_cb, path=None, *, limit=65536, **kwds)",
    ),
    coroutine_function("to_thread", "threads", "3.9- (func, /, *args, **kwargs)"),
    coroutine_function(
        "wait",
        "tasks",
        "3.4-3.9 (fs, *, loop=None, timeout=None, return_when='ALL_COMPLETED')",
        "3.10- (fs, *, timeout=None, return_when='ALL_COMPLETED')",
    ),
    coroutine_function(
        "wait_for", "tasks", "3.4-3.9 (fut, timeout, *, loop=None)", "3.10- (fut, timeout)"
    ),
)
