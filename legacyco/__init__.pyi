import sys

# There for their names, and loaded when somebody asks for one.
from . import (
    base_events as base_events,
    base_futures as base_futures,
    base_subprocess as base_subprocess,
    base_tasks as base_tasks,
    compat as compat,
    constants as constants,
    coroutines as coroutines,
    events as events,
    exceptions as exceptions,
    format_helpers as format_helpers,
    futures as futures,
    graph as graph,
    locks as locks,
    log as log,
    mixins as mixins,
    nested as nested,
    proactor_events as proactor_events,
    protocols as protocols,
    queues as queues,
    runners as runners,
    selector_events as selector_events,
    selectors as selectors,
    sslproto as sslproto,
    staggered as staggered,
    streams as streams,
    subprocess as subprocess,
    taskgroups as taskgroups,
    tasks as tasks,
    test_utils as test_utils,
    threads as threads,
    timeouts as timeouts,
    transports as transports,
    trsock as trsock,
)
from .adoption import adopt as adopt
from .base_events import (
    BaseEventLoop as BaseEventLoop,
    Server as Server,
)
from .coroutines import (
    coroutine as coroutine,
    iscoroutine as iscoroutine,
    iscoroutinefunction as iscoroutinefunction,
)
from .events import (
    AbstractEventLoop as AbstractEventLoop,
    AbstractEventLoopPolicy as AbstractEventLoopPolicy,
    AbstractServer as AbstractServer,
    Handle as Handle,
    TimerHandle as TimerHandle,
    _get_running_loop as _get_running_loop,
    _set_running_loop as _set_running_loop,
    get_child_watcher as get_child_watcher,
    get_event_loop as get_event_loop,
    get_event_loop_policy as get_event_loop_policy,
    get_running_loop as get_running_loop,
    new_event_loop as new_event_loop,
    set_child_watcher as set_child_watcher,
    set_event_loop as set_event_loop,
    set_event_loop_policy as set_event_loop_policy,
)
from .exceptions import (
    BaseExceptionGroup as BaseExceptionGroup,
    BrokenBarrierError as BrokenBarrierError,
    CancelledError as CancelledError,
    ExceptionGroup as ExceptionGroup,
    IncompleteReadError as IncompleteReadError,
    InvalidStateError as InvalidStateError,
    LimitOverrunError as LimitOverrunError,
    SendfileNotAvailableError as SendfileNotAvailableError,
    TimeoutError as TimeoutError,
)
from .futures import (
    Future as Future,
    future_add_to_awaited_by as future_add_to_awaited_by,
    future_discard_from_awaited_by as future_discard_from_awaited_by,
    isfuture as isfuture,
    wrap_future as wrap_future,
)
from .graph import (
    FrameCallGraphEntry as FrameCallGraphEntry,
    FutureCallGraph as FutureCallGraph,
    capture_call_graph as capture_call_graph,
    format_call_graph as format_call_graph,
    print_call_graph as print_call_graph,
)
from .locks import (
    Barrier as Barrier,
    BoundedSemaphore as BoundedSemaphore,
    Condition as Condition,
    Event as Event,
    Lock as Lock,
    Semaphore as Semaphore,
)
from .nested import allow_nested as allow_nested
from .protocols import (
    BaseProtocol as BaseProtocol,
    BufferedProtocol as BufferedProtocol,
    DatagramProtocol as DatagramProtocol,
    Protocol as Protocol,
    SubprocessProtocol as SubprocessProtocol,
)
from .queues import (
    JoinableQueue as JoinableQueue,
    LifoQueue as LifoQueue,
    PriorityQueue as PriorityQueue,
    Queue as Queue,
    QueueEmpty as QueueEmpty,
    QueueFull as QueueFull,
    QueueShutDown as QueueShutDown,
)
from .runners import (
    Runner as Runner,
    run as run,
)
from .streams import (
    StreamReader as StreamReader,
    StreamReaderProtocol as StreamReaderProtocol,
    StreamWriter as StreamWriter,
    open_connection as open_connection,
    start_server as start_server,
)
from .subprocess import (
    create_subprocess_exec as create_subprocess_exec,
    create_subprocess_shell as create_subprocess_shell,
)
from .taskgroups import (
    TaskGroup as TaskGroup,
)
from .tasks import (
    ALL_COMPLETED as ALL_COMPLETED,
    FIRST_COMPLETED as FIRST_COMPLETED,
    FIRST_EXCEPTION as FIRST_EXCEPTION,
    Task as Task,
    all_tasks as all_tasks,
    as_completed as as_completed,
    async_ as async_,
    create_eager_task_factory as create_eager_task_factory,
    create_task as create_task,
    current_task as current_task,
    eager_task_factory as eager_task_factory,
    ensure_future as ensure_future,
    gather as gather,
    run_coroutine_threadsafe as run_coroutine_threadsafe,
    shield as shield,
    sleep as sleep,
    wait as wait,
    wait_for as wait_for,
)
from .threads import (
    to_thread as to_thread,
)
from .timeouts import (
    Timeout as Timeout,
    timeout as timeout,
    timeout_at as timeout_at,
)
from .transports import (
    BaseTransport as BaseTransport,
    DatagramTransport as DatagramTransport,
    ReadTransport as ReadTransport,
    SubprocessTransport as SubprocessTransport,
    Transport as Transport,
    WriteTransport as WriteTransport,
)

__version__: str

__all__: tuple[str, ...] = (
    "ALL_COMPLETED",
    "AbstractEventLoop",
    "AbstractEventLoopPolicy",
    "AbstractServer",
    "Barrier",
    "BaseEventLoop",
    "BaseExceptionGroup",
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
    "ExceptionGroup",
    "FIRST_COMPLETED",
    "FIRST_EXCEPTION",
    "FrameCallGraphEntry",
    "Future",
    "FutureCallGraph",
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
    "capture_call_graph",
    "coroutine",
    "create_eager_task_factory",
    "create_subprocess_exec",
    "create_subprocess_shell",
    "create_task",
    "current_task",
    "eager_task_factory",
    "ensure_future",
    "format_call_graph",
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
    "print_call_graph",
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
    "to_thread",
    "wait",
    "wait_for",
    "wrap_future",
)

if sys.platform == "win32":
    from . import windows_events as windows_events, windows_utils as windows_utils
    from .windows_events import (
        DefaultEventLoopPolicy as DefaultEventLoopPolicy,
        EventLoop as EventLoop,
        IocpProactor as IocpProactor,
        ProactorEventLoop as ProactorEventLoop,
        SelectorEventLoop as SelectorEventLoop,
        WindowsProactorEventLoopPolicy as WindowsProactorEventLoopPolicy,
        WindowsSelectorEventLoopPolicy as WindowsSelectorEventLoopPolicy,
    )

    __all__ += (
        "IocpProactor",
        "ProactorEventLoop",
        "WindowsProactorEventLoopPolicy",
        "WindowsSelectorEventLoopPolicy",
    )
else:
    from . import unix_events as unix_events
    from .streams import (
        open_unix_connection as open_unix_connection,
        start_unix_server as start_unix_server,
    )
    from .unix_events import (
        AbstractChildWatcher as AbstractChildWatcher,
        DefaultEventLoopPolicy as DefaultEventLoopPolicy,
        EventLoop as EventLoop,
        FastChildWatcher as FastChildWatcher,
        MultiLoopChildWatcher as MultiLoopChildWatcher,
        PidfdChildWatcher as PidfdChildWatcher,
        SafeChildWatcher as SafeChildWatcher,
        SelectorEventLoop as SelectorEventLoop,
        ThreadedChildWatcher as ThreadedChildWatcher,
    )

    __all__ += (
        "AbstractChildWatcher",
        "FastChildWatcher",
        "MultiLoopChildWatcher",
        "PidfdChildWatcher",
        "SafeChildWatcher",
        "ThreadedChildWatcher",
        "open_unix_connection",
        "start_unix_server",
    )
