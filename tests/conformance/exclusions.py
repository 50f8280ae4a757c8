"""The tests of test.test_asyncio that do not pass against legacyco, each with its reason.

A row names tests of one file by patterns over "Class.test", and the Pythons it is true for. A test
in the table that passes fails the run, as does a test that fails and is not in the table.
"""

import fnmatch
import sys
from collections import namedtuple

# The test asserts what legacyco does not offer on purpose: it is not counted.
CANNOT_APPLY = "cannot apply"
# Likewise, and the test would wait for ever: it is named in full, and not run.
NOT_RUN = "not run"
# The test applies, and legacyco does otherwise: it is counted as failed.
DIFFERS = "differs"

# The releases that the table was read from, and that of legacyco.history was last compared with.
# Every patch release brings tests of its own.
READ_FROM = "3.6.15 3.7.16 3.8.18 3.9.18 3.10.13 3.11.7 3.12.1 3.13.0 3.14.10 3.15.2".split()

Row = namedtuple("Row", "file tests pythons kind reason")


def _rows(kind, reason, *groups):
    """Return the rows that share a reason: *groups* are (file, Pythons, pattern, ...)."""
    return [Row(file, tests, pythons, kind, reason) for file, pythons, *tests in groups]


TABLE = [
    # --- what is not there ------------------------------------------------------------------------
    *_rows(
        CANNOT_APPLY,
        "Tests that the accelerator in C is there.",
        ("test_tasks", "", "GenericTaskTests.test_asyncio_module_compiled"),
    ),
    *_rows(
        CANNOT_APPLY,
        "Asserts nothing but a DeprecationWarning. legacyco gives none.",
        ("test_tasks", "3.8-3.9", "SleepTests.test_loop_argument_is_deprecated"),
        ("test_tasks", "3.8-3.9", "WaitTests.test_loop_argument_is_deprecated_in_wait*"),
        ("test_tasks", "3.9-3.10", "WaitTests.test_coro_is_deprecated_in_wait"),
    ),
    *_rows(
        CANNOT_APPLY,
        "Looks at the line that a DeprecationWarning names. legacyco gives none.",
        (
            "test_events",
            "3.12-3.13",
            "PolicyTests.test_get_event_loop",
            "PolicyTests.test_get_event_loop_calls_set_event_loop",
            "TestPyGetEventLoop.test_get_event_loop_returns_running_loop2",
        ),
        ("test_tasks", "3.10", "PyTask_PyFuture_*.test_as_completed_concurrent"),
    ),
    *_rows(
        CANNOT_APPLY,
        "Calls the private method Task._step(), or sets the result of a task, which 3.7 forbade.",
        (
            "test_tasks",
            "3.6",
            "PyTask_PyFuture_*.test_step_in_completed_task",
            "PyTask_PyFuture_*.test_step_with_baseexception",
        ),
    ),
    *_rows(
        CANNOT_APPLY,
        "Calls the private method loop._process_events() where there are no events, or takes the "
        "private count of cancelled timers for asyncio's. legacyco sweeps them on its own terms.",
        (
            "test_base_events",
            "",
            "BaseEventLoopTests.test__run_once",
            "BaseEventLoopTests.test__run_once_cancelled_event_cleanup",
        ),
    ),
    *_rows(
        CANNOT_APPLY,
        "Counts the calls of the private method loop._process_events(), made in each turn of "
        "asyncio's loop. legacyco's calls it if there are events.",
        ("test_base_events", "3.13-", "BaseEventLoopTests.test_custom_run_forever_integration"),
    ),
    *_rows(
        CANNOT_APPLY,
        "Asserts the class of what is in loop._signal_handlers, which is private: the "
        "interpreter's Handle, since signals are the interpreter's part of the loop.",
        ("test_unix_events", "", "SelectorEventLoopSignalTests.test_add_signal_handler"),
    ),
    *_rows(
        CANNOT_APPLY,
        "Counts the calls of private methods of Task and Future, which are asyncio's own.",
        ("test_tasks", "3.6", "PyTask_PyFuture_SubclassTests.test_subclasses_ctask_cfuture"),
    ),
    *_rows(
        CANNOT_APPLY,
        "Replaces loop.call_soon() to see a new task call it. A task of legacyco is its own entry "
        "in the loop's queue.",
        ("test_tasks", "", "PyTask_PyFuture_*.test_error_in_call_soon"),
    ),
    # --- decorated functions return native coroutines ---------------------------------------------
    *_rows(
        CANNOT_APPLY,
        "Asserts that a decorated function returns a generator, or a CoroWrapper in debug mode: "
        "its attributes gi_*, its repr, its log record. legacyco's returns a native coroutine, "
        "with cr_*, and the interpreter warns if it is never awaited.",
        (
            "test_tasks",
            "-3.10",
            "PyTask_PyFuture_*.test_coroutine_never_yielded",
            "PyTask_PyFuture_*.test_corowrapper_mocks_generator",
            "PyTask_PyFuture_*.test_log_destroyed_pending_task",
            "PyTask_PyFuture_*.test_task_repr_coro_decorator",
        ),
        ("test_tasks", "-3.7", "PyTask_PyFuture_*.test_task_repr_partial_corowrapper"),
    ),
    *_rows(
        CANNOT_APPLY,
        "Runs a finished coroutine of a decorated function once more and gets None, as from an "
        "exhausted generator. A native coroutine raises RuntimeError.",
        ("test_tasks", "-3.10", "PyTask_PyFuture_*.test_as_completed"),
    ),
    *_rows(
        DIFFERS,
        "A plain generator, here an __await__ method, uses `yield from` on the coroutine of a "
        "decorated function. The interpreter allows it for generators only; the function that has "
        "the `yield from` must be decorated too.",
        ("test_tasks", "-3.10", "PyTask_PyFuture_*.test_ensure_future_awaitable"),
    ),
    # --- what the newest asyncio does, on every Python --------------------------------------------
    *_rows(
        CANNOT_APPLY,
        "Tests a rule that asyncio has changed since. set_exception(StopIteration()) sets a "
        "RuntimeError, as since 3.13, instead of raising TypeError.",
        ("test_futures", "-3.12", "PyFutureTests.test_exception"),
    ),
    *_rows(
        CANNOT_APPLY,
        "Tests a rule that asyncio has changed since. A future that is yielded wrongly raises "
        "RuntimeError, as since 3.7, instead of AssertionError.",
        ("test_futures", "3.6", "PyFutureTests.test_iter"),
    ),
    *_rows(
        CANNOT_APPLY,
        "Tests a rule that asyncio has changed since. A task keeps any BaseException but "
        "KeyboardInterrupt and SystemExit to itself, as since 3.8.",
        ("test_tasks", "-3.7", "PyTask_PyFuture_*.test_baseexception_during_cancel"),
    ),
    *_rows(
        CANNOT_APPLY,
        "Tests a rule that asyncio has changed since. as_completed() is not a generator: it looks "
        "at its arguments, and for its loop, when it is called, as since 3.13.",
        ("test_tasks", "-3.12", "PyTask_PyFuture_*.test_as_completed_invalid_args"),
        ("test_tasks", "3.10-3.12", "PyTask_PyFuture_*.test_as_completed_coroutine_without_loop"),
    ),
    *_rows(
        CANNOT_APPLY,
        "Tests a rule that asyncio has changed since. The CancelledError that arrives is the one "
        "that was raised, with its message and its traceback, as since 3.11.",
        (
            "test_tasks",
            "3.9-3.10",
            "PyTask_PyFuture_*.test_cancel_gather_2",
            "PyTask_PyFuture_*.test_cancel_with_message_before_starting_task",
            "PyTask_PyFuture_*.test_cancel_with_message_then_future_exception",
            "PyTask_PyFuture_*.test_cancel_with_message_then_future_result",
        ),
    ),
    *_rows(
        CANNOT_APPLY,
        "Tests a rule that asyncio has changed since. wait_for() runs a coroutine within the "
        "waiting task, whose cancellation is its own, and a deadline that is due in the same turn "
        "as the result wins, as since 3.12.",
        ("test_futures2", "3.8-3.9", "FutureTests.test_recursive_repr_for_pending_tasks"),
        ("test_futures2", "3.10-3.11", "FutureReprTests.test_recursive_repr_for_pending_tasks"),
        ("test_tasks", "3.6-3.8", "PyTask_PyFuture_*.test_wait_for_race_condition"),
        ("test_tasks", "3.8", "PyTask_PyFuture_*.test_wait_for_cancellation_race_condition"),
        ("test_tasks", "3.7-3.8", "PyTask_PyFuture_*.test_wait_for_self_cancellation"),
        ("test_waitfor", "3.9-3.11", "AsyncioWaitForTest.test_wait_for_self_cancellation"),
    ),
    *_rows(
        CANNOT_APPLY,
        "Tests a rule that asyncio has changed since. What is no event loop, no policy or no time "
        "raises TypeError, as since 3.11, instead of AssertionError.",
        (
            "test_events",
            "-3.10",
            "PolicyTests.test_set_event_loop",
            "PolicyTests.test_set_event_loop_policy",
            "TimerTests.test_timer",
        ),
    ),
    *_rows(
        CANNOT_APPLY,
        "Tests a text that asyncio has changed since: a repr, or a record in the log.",
        ("test_base_events", "3.6-3.7", "BaseEventLoopTests.test__run_once_logging"),
        ("test_events", "3.6", "HandleTests.test_coroutine_like_object_debug_formatting"),
        (
            "test_locks",
            "3.6",
            "ConditionTests.test_repr",
            "EventTests.test_repr",
            "SemaphoreTests.test_repr",
        ),
        (
            "test_streams",
            "3.6",
            "StreamReaderTests.test___repr__exception",
            "StreamReaderTests.test___repr__nondefault_limit",
            "StreamReaderTests.test___repr__transport",
            "StreamReaderTests.test___repr__waiter",
        ),
    ),
    *_rows(
        CANNOT_APPLY,
        "Tests a rule that asyncio has changed since. release() of a Semaphore hands over to the "
        "next in line at once, as since 3.12.",
        ("test_locks", "3.6-3.9", "SemaphoreTests.test_acquire"),
    ),
    *_rows(
        CANNOT_APPLY,
        "Appends to a semaphore's private list of waiters, which is None, as since 3.10, until "
        "somebody waits.",
        ("test_locks", "3.8", "SemaphoreTests.test_repr"),
    ),
    *_rows(
        CANNOT_APPLY,
        "Sets the private attribute _loop of a lock.",
        ("test_locks", "3.9", "ConditionTests.test_ambiguous_loops"),
    ),
    *_rows(
        CANNOT_APPLY,
        "Looks for a thread in the private attributes of the loop's child watcher.",
        (
            "test_subprocess",
            "3.14-",
            "SubprocessThreadedWatcherTests.test_pid_not_reaped_before_exit_published",
        ),
    ),
    *_rows(
        NOT_RUN,
        "Tests a rule that asyncio has changed since. Server.wait_closed() waits until the "
        "connections are closed, as since 3.12, and here for ever: the test closes them later.",
        (
            "test_base_events",
            "3.10-3.11",
            "BaseLoopSockSendfileTests.test__sock_sendfile_native_failure",
            "BaseLoopSockSendfileTests.test_sock_sendfile_no_fallback",
        ),
        (
            "test_base_events",
            "3.7-3.9",
            "BaseLoopSockSendfileTests.test__sock_sendfile_native_failure",
            "BaseLoopSockSendfileTests.test_sock_sendfile_no_fallback",
        ),
    ),
    *_rows(
        CANNOT_APPLY,
        "Tests a rule that asyncio has changed since. Server.sockets is a tuple, as since 3.8.",
        (
            "test_server",
            "3.7",
            "SelectorStartServerTests.test_start_server_1",
            "SelectorStartServerTests.test_start_unix_server_1",
        ),
    ),
    *_rows(
        CANNOT_APPLY,
        "Tests a rule that asyncio has changed since. The child watcher that is there without "
        "being set is PidfdChildWatcher where the system has pidfd_open(), else "
        "ThreadedChildWatcher, as since 3.12.",
        (
            "test_unix_events",
            "3.6-3.7",
            "PolicyTests.test_child_watcher_replace_mainloop_existing",
            "PolicyTests.test_get_child_watcher",
            "PolicyTests.test_get_child_watcher_with_mainloop_existing",
        ),
        ("test_unix_events", "3.9-3.11", "PolicyTests.test_get_default_child_watcher"),
    ),
    *_rows(
        CANNOT_APPLY,
        "Tests a rule that asyncio has changed since. run() of what cannot be awaited raises "
        "TypeError, as since 3.14, instead of ValueError.",
        ("test_runners", "-3.13", "RunTests.test_asyncio_run_only_coro"),
        ("test_runners", "3.11-3.13", "RunnerTests.test_run_non_coro"),
    ),
    *_rows(
        NOT_RUN,
        "Tests a rule that asyncio has changed since. Runner.run() waits for any awaitable, as "
        "since 3.14, and for this future for ever.",
        ("test_runners", "3.11-3.13", "RunnerTests.test_run_future"),
    ),
    # --- what asyncio once did, and legacyco does on every Python ---------------------------------
    *_rows(
        CANNOT_APPLY,
        "Asserts that no loop is made. get_event_loop() of legacyco makes one in the main thread "
        "on every Python, and what looks for a loop uses it.",
        (
            "test_events",
            "3.14-",
            "PolicyTests.test_get_event_loop",
            "PolicyTests.test_get_event_loop_does_not_call_set_event_loop",
            "TestPyGetEventLoop.test_get_event_loop_returns_running_loop2",
        ),
        ("test_unix_events", "3.14-", "TestFork.test_fork_not_share_event_loop"),
    ),
    *_rows(
        CANNOT_APPLY,
        "Asserts that a generator is not a coroutine. iscoroutine() of legacyco says that it is, "
        "as up to 3.11, on every Python.",
        ("test_pep492", "3.12-", "CoroutineTests.test_iscoroutine_generator"),
    ),
    *_rows(
        CANNOT_APPLY,
        "Asserts that a lock cannot be awaited. `with (await lock)` of legacyco works, as up to "
        "3.8, on every Python.",
        ("test_pep492", "3.9-", "LockTests.test_context_manager_with_await"),
    ),
    *_rows(
        CANNOT_APPLY,
        "Asserts that loop= is refused, or that a lock cannot be awaited. legacyco accepts the one "
        "everywhere, as up to 3.9, and the other, as up to 3.8, on every Python.",
        (
            "test_locks",
            "3.10-",
            "ConditionTests.test_ambiguous_loops",
            "LockTests.test_lock_doesnt_accept_loop_parameter",
        ),
        ("test_locks", "3.9-", "LockTests.test_lock", "SemaphoreTests.test_semaphore"),
    ),
    *_rows(
        CANNOT_APPLY,
        "Asserts that `with lock` cannot be had by awaiting. `with (yield from lock)` and `with "
        "(await lock)` of legacyco work, as up to 3.8, on every Python.",
        ("test_locks", "3.9-", "LockTests.test_lock_by_with_statement"),
    ),
    *_rows(
        CANNOT_APPLY,
        "Walks the call graph with a helper that knows coroutines and asynchronous generators. "
        "wait(), wait_for() and as_completed() of legacyco are generators, and show as such.",
        (
            "test_graph",
            "3.14-",
            "TestCallStackPy.test_stack_as_completed",
            "TestCallStackPy.test_stack_as_completed_timeout",
            "TestCallStackPy.test_stack_tgroup",
            "TestCallStackPy.test_stack_wait",
            "TestCallStackPy.test_stack_wait_for_non_positive_timeout",
        ),
    ),
    *_rows(
        CANNOT_APPLY,
        "Asserts that an executor is refused that is no ThreadPoolExecutor. legacyco takes any, as "
        "up to 3.10, on every Python.",
        ("test_base_events", "3.11-", "BaseEventLoopTests.test_set_default_executor_error"),
    ),
    # --- other ------------------------------------------------------------------------------------
    *_rows(
        CANNOT_APPLY,
        "Awaits the coroutine that create_task() of a failed group has refused. legacyco's closes "
        "it, as since 3.13.",
        (
            "test_taskgroups",
            "3.11-3.12",
            "TestTaskGroup.test_taskgroup_no_create_task_after_failure",
        ),
    ),
    *_rows(
        CANNOT_APPLY,
        "Asks what the watcher's __enter__() returns whether it is active. legacyco asks the "
        "watcher itself, as since 3.12.",
        (
            "test_subprocess",
            "3.11",
            "GenericWatcherTests.test_create_subprocess_fails_with_inactive_watcher",
        ),
    ),
    *_rows(
        CANNOT_APPLY,
        "Initializes a future a second time, which 3.15 forbids.",
        (
            "test_futures",
            "3.14",
            "PyFutureDoneCallbackTests.test_use_after_free_on_fut_context_0_with_evil_*",
        ),
    ),
    *_rows(
        DIFFERS,
        "Calls __await__() of what sleep() returns. legacyco's is a generator, so that plain "
        "generators can yield from it, and generators have none.",
        ("test_tasks", "3.12-", "PyTask_PyFuture_*.test_ensure_future_task_awaitable"),
    ),
    *_rows(
        CANNOT_APPLY,
        "Closes the generator that a task waits in behind the task's back, and expects the "
        "cancellation to be thrown in from outside. Nobody is left to raise it: a task of legacyco "
        "resumes what waits for the future, and that raises.",
        ("test_tasks", "3.6", "PyTask_PyFuture_Tests.test_stop_while_run_in_complete"),
    ),
    *_rows(
        CANNOT_APPLY,
        "Asserts the name of the callback on a future whose add_done_callback() takes no context: "
        "there the callback has to bring its own.",
        ("test_tasks", "3.6", "PyTask_PyFuture_SubclassTests.test_task_repr_wait_for"),
    ),
]


def rows(file, version=None):
    """Return the rows of the table for *file* on *version*, (3, 13), by default this Python."""
    version = version or sys.version_info[:2]
    return [row for row in TABLE if row.file == file and _covers(row.pythons, version)]


def row_of(rows, name):
    """Return the first of *rows* that names the test *name*, or None."""
    for row in rows:
        if any(fnmatch.fnmatchcase(name, pattern) for pattern in row.tests):
            return row
    return None


def _covers(pythons, version):
    """Tell whether "3.6-3.8", "3.9-", "-3.8", "3.12" or "" (all) includes *version*."""
    first, dash, last = pythons.partition("-")
    low = _version(first) if first else (0, 0)
    high = _version(last) if last else ((99, 0) if dash or not first else low)
    return low <= version <= high


def _version(text):
    major, minor = text.split(".")
    return int(major), int(minor)
