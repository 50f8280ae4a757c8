"""The names of the package on Python 3: what ``import legacyco as asyncio`` is for."""

from importlib import import_module as _import_module
from sys import modules as _modules, platform as _platform

from . import (
    _asyncio_here,  # noqa: F401  (first: without the interpreter's asyncio nothing else imports)
    _compat,
    _insides,
    _late,
    _legacy,
    base_events,
    events,
    exceptions,
    futures,
    locks,
    queues,
    streams,
    tasks,
)
from .adoption import adopt
from .base_events import BaseEventLoop, Server
from .coroutines import coroutine, iscoroutine, iscoroutinefunction
from .events import (
    AbstractEventLoop,
    AbstractEventLoopPolicy,
    AbstractServer,
    Handle,
    TimerHandle,
    get_child_watcher,
    get_event_loop,
    get_event_loop_policy,
    get_running_loop,
    new_event_loop,
    set_child_watcher,
    set_event_loop,
    set_event_loop_policy,
)
from .exceptions import (
    BrokenBarrierError,
    CancelledError,
    IncompleteReadError,
    InvalidStateError,
    LimitOverrunError,
    SendfileNotAvailableError,
    TimeoutError,
)
from .futures import (
    Future,
    future_add_to_awaited_by,
    future_discard_from_awaited_by,
    isfuture,
    wrap_future,
)
from .locks import Barrier, BoundedSemaphore, Condition, Event, Lock, Semaphore
from .nested import allow_nested
from .protocols import (
    BaseProtocol,
    BufferedProtocol,
    DatagramProtocol,
    Protocol,
    SubprocessProtocol,
)
from .queues import (
    JoinableQueue,
    LifoQueue,
    PriorityQueue,
    Queue,
    QueueEmpty,
    QueueFull,
    QueueShutDown,
)
from .runners import Runner, run
from .streams import (
    StreamReader,
    StreamReaderProtocol,
    StreamWriter,
    open_connection,
    start_server,
)
from .taskgroups import TaskGroup
from .tasks import (
    ALL_COMPLETED,
    FIRST_COMPLETED,
    FIRST_EXCEPTION,
    Task,
    all_tasks,
    as_completed,
    async_,
    create_eager_task_factory,
    create_task,
    current_task,
    eager_task_factory,
    ensure_future,
    gather,
    run_coroutine_threadsafe,
    shield,
    sleep,
    wait,
    wait_for,
)
from .timeouts import Timeout, timeout, timeout_at
from .transports import (
    BaseTransport,
    DatagramTransport,
    ReadTransport,
    SubprocessTransport,
    Transport,
    WriteTransport,
)

# What is loaded when somebody asks for it.
_LATE = {
    "BaseExceptionGroup": "exceptions",
    "ExceptionGroup": "exceptions",
    "FrameCallGraphEntry": "graph",
    "FutureCallGraph": "graph",
    "capture_call_graph": "graph",
    "create_subprocess_exec": "subprocess",
    "create_subprocess_shell": "subprocess",
    "format_call_graph": "graph",
    "print_call_graph": "graph",
    "to_thread": "threads",
}

# What the package takes from here at once.
__all__ = (
    "ALL_COMPLETED",
    "AbstractEventLoop",
    "AbstractEventLoopPolicy",
    "AbstractServer",
    "Barrier",
    "BaseEventLoop",
    "BaseProtocol",
    "BaseTransport",
    "BoundedSemaphore",
    "BrokenBarrierError",
    "BufferedProtocol",
    "CancelledError",
    "Condition",
    "DatagramProtocol",
    "DatagramTransport",
    "DefaultEventLoopPolicy",
    "Event",
    "EventLoop",
    "FIRST_COMPLETED",
    "FIRST_EXCEPTION",
    "Future",
    "Handle",
    "IncompleteReadError",
    "InvalidStateError",
    "JoinableQueue",
    "LifoQueue",
    "LimitOverrunError",
    "Lock",
    "PriorityQueue",
    "Protocol",
    "Queue",
    "QueueEmpty",
    "QueueFull",
    "QueueShutDown",
    "ReadTransport",
    "Runner",
    "SelectorEventLoop",
    "Semaphore",
    "SendfileNotAvailableError",
    "Server",
    "StreamReader",
    "StreamReaderProtocol",
    "StreamWriter",
    "SubprocessProtocol",
    "SubprocessTransport",
    "Task",
    "TaskGroup",
    "Timeout",
    "TimeoutError",
    "TimerHandle",
    "Transport",
    "WriteTransport",
    "adopt",
    "all_tasks",
    "allow_nested",
    "as_completed",
    "async_",
    "coroutine",
    "create_eager_task_factory",
    "create_task",
    "current_task",
    "eager_task_factory",
    "ensure_future",
    "future_add_to_awaited_by",
    "future_discard_from_awaited_by",
    "gather",
    "get_child_watcher",
    "get_event_loop",
    "get_event_loop_policy",
    "get_running_loop",
    "iscoroutine",
    "iscoroutinefunction",
    "isfuture",
    "new_event_loop",
    "open_connection",
    "run",
    "run_coroutine_threadsafe",
    "set_child_watcher",
    "set_event_loop",
    "set_event_loop_policy",
    "shield",
    "sleep",
    "start_server",
    "timeout",
    "timeout_at",
    "wait",
    "wait_for",
    "wrap_future",
)

if _platform == "win32":
    from .windows_events import (
        DefaultEventLoopPolicy,
        EventLoop,
        IocpProactor,
        ProactorEventLoop,
        SelectorEventLoop,
        WindowsProactorEventLoopPolicy,
        WindowsSelectorEventLoopPolicy,
    )

    __all__ += (
        "IocpProactor",
        "ProactorEventLoop",
        "WindowsProactorEventLoopPolicy",
        "WindowsSelectorEventLoopPolicy",
    )
else:
    from .streams import open_unix_connection, start_unix_server
    from .unix_events import (
        AbstractChildWatcher,
        DefaultEventLoopPolicy,
        EventLoop,
        PidfdChildWatcher,
        SelectorEventLoop,
        ThreadedChildWatcher,
    )

    for _name in ("FastChildWatcher", "MultiLoopChildWatcher", "SafeChildWatcher"):
        _LATE[_name] = "sigchld_watchers"

    __all__ += (
        "AbstractChildWatcher",
        "PidfdChildWatcher",
        "ThreadedChildWatcher",
        "open_unix_connection",
        "start_unix_server",
    )

# What the package offers.
_PUBLIC = tuple(sorted(set(__all__).union(_LATE)))

# What event loops and tasks of somebody else call.
_get_running_loop = events._get_running_loop
_set_running_loop = events._set_running_loop
_enter_task = _compat.enter_task
_leave_task = _compat.leave_task
_register_task = _compat.register_task
_unregister_task = _legacy.unregister_task

_legacy.add_names()
_insides.add_insides()

# There for their names only, or seldom used, and loaded when somebody asks for one.
_SUBMODULES = frozenset(
    (
        "base_subprocess",
        "compat",
        "graph",
        "proactor_events",
        "selectors",
        "sigchld_watchers",
        "sslproto",
        "staggered",
        "subprocess",
        "test_utils",
        "threads",
        "tools",
        "trsock",
        "windows_events",
        "windows_utils",
    )
)


_find_late = _late.load_late(__package__, _LATE)


def __getattr__(name):
    if name not in _SUBMODULES:
        return _find_late(name)
    try:
        return _import_module("." + name, __package__)
    except ImportError as exc:
        # What only another platform has.
        raise AttributeError(
            "module %r has no attribute %r here: %s" % (__package__, name, exc)
        ) from exc


def __dir__():
    # Old code asks for each of these: not for what is there on Windows only.
    names = _SUBMODULES.union(_LATE, vars(_modules[__package__]))
    if _platform != "win32":
        names -= {"windows_events", "windows_utils"}
    return sorted(names)


if not _compat.MODULES_HAVE_GETATTR:
    # All but the helpers of tests, which import half of the standard library.
    for _name in _SUBMODULES - {"test_utils"}:
        try:
            __getattr__(_name)
        except AttributeError:
            pass


def _show_public_rooms():
    """Have what private rooms define named, and pickled, after the public ones that have it."""
    for room in (events, base_events, exceptions, futures, locks, queues, streams, tasks):
        for name in room.__all__:
            value = vars(room).get(name)
            if getattr(value, "__module__", None) and value.__module__.startswith("legacyco._"):
                value.__module__ = room.__name__


_show_public_rooms()
