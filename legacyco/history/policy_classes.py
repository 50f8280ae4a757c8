"""Event loop policies and child watchers: members and signatures by version."""

from legacyco.history.rows import class_, method

POLICY_CLASSES = (
    class_(
        "AbstractEventLoopPolicy",
        "events",
        "3.4- ()",
        members=(
            method("get_child_watcher", "3.4-3.13 ()"),
            method("get_event_loop", "3.4- ()"),
            method("new_event_loop", "3.4- ()"),
            method("set_child_watcher", "3.4-3.13 (watcher)"),
            method("set_event_loop", "3.4- (loop)"),
        ),
    ),
    class_(
        "DefaultEventLoopPolicy",
        "unix_events",
        "3.4- ()",
        bases=("AbstractEventLoopPolicy",),
        members=(),
    ),
    class_(
        "WindowsSelectorEventLoopPolicy",
        "windows_events",
        "3.7- ()",
        bases=("AbstractEventLoopPolicy",),
        members=(),
        platform="win32",
    ),
    class_(
        "WindowsProactorEventLoopPolicy",
        "windows_events",
        "3.7- ()",
        bases=("AbstractEventLoopPolicy",),
        members=(),
        platform="win32",
    ),
    class_(
        "AbstractChildWatcher",
        "unix_events",
        "3.4-3.13 ()",
        members=(
            method("__enter__", "3.4-3.13 ()"),
            method("__exit__", "3.4-3.13 (a, b, c)"),
            method("add_child_handler", "3.4-3.13 (pid, callback, *args)"),
            method("attach_loop", "3.4-3.13 (loop)"),
            method("close", "3.4-3.13 ()"),
            method("is_active", "3.8-3.13 ()"),
            method("remove_child_handler", "3.4-3.13 (pid)"),
        ),
    ),
    class_(
        "SafeChildWatcher",
        "unix_events",
        "3.4-3.13 ()",
        bases=("AbstractChildWatcher",),
        members=(),
    ),
    class_(
        "FastChildWatcher",
        "unix_events",
        "3.4-3.13 ()",
        bases=("AbstractChildWatcher",),
        members=(),
    ),
    class_(
        "MultiLoopChildWatcher",
        "unix_events",
        "3.8-3.13 ()",
        bases=("AbstractChildWatcher",),
        members=(method("__exit__", "3.8-3.13 (exc_type, exc_val, exc_tb)"),),
    ),
    class_(
        "ThreadedChildWatcher",
        "unix_events",
        "3.8-3.13 ()",
        bases=("AbstractChildWatcher",),
        members=(method("__exit__", "3.8-3.13 (exc_type, exc_val, exc_tb)"),),
    ),
    class_(
        "PidfdChildWatcher",
        "unix_events",
        "3.9-3.13 ()",
        bases=("AbstractChildWatcher",),
        members=(method("__exit__", "3.9-3.13 (exc_type, exc_value, exc_traceback)"),),
    ),
)
