"""Futures, tasks and what is built round them: members and signatures by version."""

from legacyco.history.rows import attribute, class_, class_method, coroutine_method, method

TASK_CLASSES = (
    class_(
        "Future",
        "futures",
        "3.4- (*, loop=None)",
        members=(
            method("__await__", "3.6- ()"),
            class_method("__class_getitem__", "3.9- (item)"),
            method("__iter__", "3.4- ()"),
            method("add_done_callback", "3.4 (fn)", "3.6 (fn, /)", "3.7- (fn, /, *, context=None)"),
            method("cancel", "3.4-3.8 ()", "3.9- (msg=None)"),
            method("cancelled", "3.4- ()"),
            method("done", "3.4- ()"),
            method("exception", "3.4- ()"),
            method("get_loop", "3.7- ()"),
            method("remove_done_callback", "3.4 (fn)", "3.6- (fn, /)"),
            method("result", "3.4- ()"),
            method("set_exception", "3.4 (exception)", "3.6- (exception, /)"),
            method("set_result", "3.4 (result)", "3.6 (res, /)", "3.7- (result, /)"),
        ),
    ),
    class_(
        "Task",
        "tasks",
        "3.4-3.7 (coro, *, loop=None)",
        "3.8-3.10 (coro, *, loop=None, name=None)",
        "3.11 (coro, *, loop=None, name=None, context=None)",
        "3.12- (coro, *, loop=None, name=None, context=None, eager_start=False)",
        bases=("Future",),
        members=(
            class_method("all_tasks", "3.4-3.8 (loop=None)"),
            method("cancelling", "3.11- ()"),
            class_method("current_task", "3.4-3.8 (loop=None)"),
            method("get_context", "3.12- ()"),
            method("get_coro", "3.8- ()"),
            method("get_name", "3.8- ()"),
            method("get_stack", "3.4- (*, limit=None)"),
            method("print_stack", "3.4- (*, limit=None, file=None)"),
            method("set_name", "3.8- (value, /)"),
            method("uncancel", "3.11- ()"),
        ),
    ),
    class_(
        "TaskGroup",
        "taskgroups",
        "3.11- ()",
        members=(
            coroutine_method("__aenter__", "3.11- ()"),
            coroutine_method("__aexit__", "3.11- (et, exc, tb)"),
            method("cancel", "3.15- ()"),
            method(
                "create_task",
                "3.11-3.13 (coro, *, name=None, context=None)",
                "3.14- (coro, **kwargs)",
            ),
        ),
    ),
    class_(
        "Timeout",
        "timeouts",
        "3.11- (when)",
        members=(
            coroutine_method("__aenter__", "3.11- ()"),
            coroutine_method("__aexit__", "3.11- (exc_type, exc_val, exc_tb)"),
            method("expired", "3.11- ()"),
            method("reschedule", "3.11- (when)"),
            method("when", "3.11- ()"),
        ),
    ),
    class_(
        "Runner",
        "runners",
        "3.11- (*, debug=None, loop_factory=None)",
        members=(
            method("__enter__", "3.11- ()"),
            method("__exit__", "3.11- (exc_type, exc_val, exc_tb)"),
            method("close", "3.11- ()"),
            method("get_loop", "3.11- ()"),
            method("run", "3.11- (coro, *, context=None)"),
        ),
    ),
    class_(
        "FutureCallGraph",
        "graph",
        "3.14- (future, call_stack, awaited_by)",
        members=(
            attribute("awaited_by", "3.14-"),
            attribute("call_stack", "3.14-"),
            attribute("future", "3.14-"),
        ),
    ),
    class_(
        "FrameCallGraphEntry",
        "graph",
        "3.14- (frame)",
        members=(attribute("frame", "3.14-"),),
    ),
)
