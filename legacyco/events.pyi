# mypy: warn-unused-ignores=False
# Which of them are used depends on the Python and the configuration that mypy checks for.
import asyncio
import ssl as _ssl
from abc import ABCMeta
from asyncio import (
    AbstractServer as AbstractServer,
    BaseProtocol,
    BaseTransport,
    DatagramTransport,
    ReadTransport,
    SubprocessTransport,
    Transport,
    WriteTransport,
)
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from contextvars import Context
from socket import AddressFamily, SocketKind, _Address, _RetAddress, socket
from threading import Lock
from typing import IO, Any, Literal, TypeAlias, TypeVar

from _typeshed import ReadableBuffer, StrOrBytesPath, StrPath, WriteableBuffer
from typing_extensions import TypeVarTuple, Unpack

from ._server import Server
from .child_watchers import AbstractChildWatcher
from .coroutines import _AwaitableLike, _CoroutineLike, _Wait
from .exceptions import SendfileNotAvailableError as SendfileNotAvailableError
from .format_helpers import (
    _format_args_and_kwargs as _format_args_and_kwargs,
    _format_callback as _format_callback,
    _format_callback_source as _format_callback_source,
    _get_function_source as _get_function_source,
    extract_stack as extract_stack,
)
from .futures import Future, _AnyFuture
from .tasks import Task

__all__ = (
    "AbstractEventLoop",
    "AbstractEventLoopPolicy",
    "AbstractServer",
    "Handle",
    "TimerHandle",
    "get_child_watcher",
    "get_event_loop",
    "get_event_loop_policy",
    "get_running_loop",
    "new_event_loop",
    "set_child_watcher",
    "set_event_loop",
    "set_event_loop_policy",
    "_get_running_loop",
    "_set_running_loop",
)

_T = TypeVar("_T")
_Ts = TypeVarTuple("_Ts")
_ProtocolT = TypeVar("_ProtocolT", bound=BaseProtocol)
_SSL: TypeAlias = bool | None | _ssl.SSLContext
_AddrInfo: TypeAlias = list[
    tuple[AddressFamily, SocketKind, int, str, tuple[str, int] | tuple[str, int, int, int]]
]

_lock: Lock

class Handle(asyncio.Handle):
    def __init__(
        self,
        callback: Callable[..., object],
        args: Sequence[Any],
        loop: asyncio.AbstractEventLoop,
        context: Context | None = None,
    ) -> None: ...
    def get_context(self) -> Context: ...

class TimerHandle(Handle, asyncio.TimerHandle):
    def __init__(
        self,
        when: float,
        callback: Callable[..., object],
        args: Sequence[Any],
        loop: asyncio.AbstractEventLoop,
        context: Context | None = None,
    ) -> None: ...

# asyncio's own class.  Its methods are declared as those of legacyco's loops: with legacyco's
# futures and tasks, and with what plain generators may yield from.
class AbstractEventLoop(asyncio.AbstractEventLoop, metaclass=ABCMeta):
    # --- callbacks ---
    def call_soon(
        self,
        callback: Callable[[Unpack[_Ts]], object],
        *args: Unpack[_Ts],
        context: Context | None = None,
    ) -> Handle: ...
    def call_soon_threadsafe(
        self,
        callback: Callable[[Unpack[_Ts]], object],
        *args: Unpack[_Ts],
        context: Context | None = None,
    ) -> Handle: ...
    def call_later(
        self,
        delay: float,
        callback: Callable[[Unpack[_Ts]], object],
        *args: Unpack[_Ts],
        context: Context | None = None,
    ) -> TimerHandle: ...
    def call_at(
        self,
        when: float,
        callback: Callable[[Unpack[_Ts]], object],
        *args: Unpack[_Ts],
        context: Context | None = None,
    ) -> TimerHandle: ...
    # --- futures and tasks ---
    def run_until_complete(self, future: _AwaitableLike[_T]) -> _T: ...
    def create_future(self) -> Future[Any]: ...  # type: ignore[override]
    def create_task(  # type: ignore[override]
        self,
        coro: _CoroutineLike[_T],
        *,
        name: object = None,
        context: Context | None = None,
        eager_start: bool | None = ...,
    ) -> Task[_T]: ...
    def set_task_factory(self, factory: Callable[..., _AnyFuture[Any]] | None) -> None: ...
    def run_in_executor(  # type: ignore[override]
        self,
        executor: Executor | None,
        func: Callable[[Unpack[_Ts]], _T],
        *args: Unpack[_Ts],
    ) -> Future[_T]: ...
    def shutdown_asyncgens(self) -> _Wait[None]: ...
    def shutdown_default_executor(self, timeout: float | None = None) -> _Wait[None]: ...
    # --- names and sockets ---
    def getaddrinfo(  # type: ignore[override]
        self,
        host: bytes | str | None,
        port: bytes | str | int | None,
        *,
        family: int = 0,
        type: int = 0,
        proto: int = 0,
        flags: int = 0,
    ) -> _Wait[_AddrInfo]: ...
    def getnameinfo(  # type: ignore[override]
        self, sockaddr: tuple[str, int] | tuple[str, int, int, int], flags: int = 0
    ) -> _Wait[tuple[str, str]]: ...
    def sock_accept(self, sock: socket) -> _Wait[tuple[socket, _RetAddress]]: ...  # type: ignore[override]
    def sock_connect(self, sock: socket, address: _Address) -> _Wait[None]: ...
    def sock_recv(self, sock: socket, nbytes: int) -> _Wait[bytes]: ...  # type: ignore[override]
    def sock_recv_into(  # type: ignore[override]
        self, sock: socket, buf: WriteableBuffer
    ) -> _Wait[int]: ...
    def sock_recvfrom(  # type: ignore[override]
        self, sock: socket, bufsize: int
    ) -> _Wait[tuple[bytes, _RetAddress]]: ...
    def sock_recvfrom_into(  # type: ignore[override]
        self, sock: socket, buf: WriteableBuffer, nbytes: int = 0
    ) -> _Wait[tuple[int, _RetAddress]]: ...
    def sock_sendall(self, sock: socket, data: ReadableBuffer) -> _Wait[None]: ...
    def sock_sendfile(  # type: ignore[override]
        self,
        sock: socket,
        file: IO[bytes],
        offset: int = 0,
        count: int | None = None,
        *,
        fallback: bool = True,
    ) -> _Wait[int]: ...
    def sock_sendto(  # type: ignore[override]
        self, sock: socket, data: ReadableBuffer, address: _Address
    ) -> _Wait[int]: ...
    # --- connections and servers ---
    def create_connection(  # type: ignore[override]
        self,
        protocol_factory: Callable[[], _ProtocolT],
        host: str | None = None,
        port: int | str | None = None,
        *,
        ssl: _SSL = None,
        family: int = 0,
        proto: int = 0,
        flags: int = 0,
        sock: socket | None = None,
        local_addr: tuple[str, int] | None = None,
        server_hostname: str | None = None,
        ssl_handshake_timeout: float | None = None,
        ssl_shutdown_timeout: float | None = None,
        happy_eyeballs_delay: float | None = None,
        interleave: int | None = None,
        all_errors: bool = False,
    ) -> _Wait[tuple[Transport, _ProtocolT]]: ...
    def create_server(  # type: ignore[override]
        self,
        protocol_factory: Callable[[], BaseProtocol],
        host: str | Sequence[str] | None = None,
        port: int | str | None = None,
        *,
        family: int = ...,
        flags: int = ...,
        sock: socket | None = None,
        backlog: int = 100,
        ssl: _SSL = None,
        reuse_address: bool | None = None,
        reuse_port: bool | None = None,
        keep_alive: bool | None = None,
        ssl_handshake_timeout: float | None = None,
        ssl_shutdown_timeout: float | None = None,
        start_serving: bool = True,
    ) -> _Wait[Server]: ...
    def create_unix_connection(  # type: ignore[override]
        self,
        protocol_factory: Callable[[], _ProtocolT],
        path: str | None = None,
        *,
        ssl: _SSL = None,
        sock: socket | None = None,
        server_hostname: str | None = None,
        ssl_handshake_timeout: float | None = None,
        ssl_shutdown_timeout: float | None = None,
    ) -> _Wait[tuple[Transport, _ProtocolT]]: ...
    def create_unix_server(  # type: ignore[override]
        self,
        protocol_factory: Callable[[], BaseProtocol],
        path: StrPath | None = None,
        *,
        sock: socket | None = None,
        backlog: int = 100,
        ssl: _SSL = None,
        ssl_handshake_timeout: float | None = None,
        ssl_shutdown_timeout: float | None = None,
        start_serving: bool = True,
        cleanup_socket: bool = True,
    ) -> _Wait[Server]: ...
    def create_datagram_endpoint(  # type: ignore[override]
        self,
        protocol_factory: Callable[[], _ProtocolT],
        local_addr: tuple[str, int] | str | None = None,
        remote_addr: tuple[str, int] | str | None = None,
        *,
        family: int = 0,
        proto: int = 0,
        flags: int = 0,
        reuse_address: bool | None = None,
        reuse_port: bool | None = None,
        allow_broadcast: bool | None = None,
        sock: socket | None = None,
    ) -> _Wait[tuple[DatagramTransport, _ProtocolT]]: ...
    def connect_accepted_socket(  # type: ignore[override]
        self,
        protocol_factory: Callable[[], _ProtocolT],
        sock: socket,
        *,
        ssl: _SSL = None,
        ssl_handshake_timeout: float | None = None,
        ssl_shutdown_timeout: float | None = None,
    ) -> _Wait[tuple[Transport, _ProtocolT]]: ...
    def start_tls(  # type: ignore[override]
        self,
        transport: BaseTransport,
        protocol: BaseProtocol,
        sslcontext: _ssl.SSLContext,
        *,
        server_side: bool = False,
        server_hostname: str | None = None,
        ssl_handshake_timeout: float | None = None,
        ssl_shutdown_timeout: float | None = None,
    ) -> _Wait[Transport | None]: ...
    def sendfile(  # type: ignore[override]
        self,
        transport: WriteTransport,
        file: IO[bytes],
        offset: int = 0,
        count: int | None = None,
        *,
        fallback: bool = True,
    ) -> _Wait[int]: ...
    # --- pipes and processes ---
    def connect_read_pipe(  # type: ignore[override]
        self, protocol_factory: Callable[[], _ProtocolT], pipe: Any
    ) -> _Wait[tuple[ReadTransport, _ProtocolT]]: ...
    def connect_write_pipe(  # type: ignore[override]
        self, protocol_factory: Callable[[], _ProtocolT], pipe: Any
    ) -> _Wait[tuple[WriteTransport, _ProtocolT]]: ...
    def subprocess_exec(  # type: ignore[override]
        self,
        protocol_factory: Callable[[], _ProtocolT],
        program: StrOrBytesPath,
        *args: StrOrBytesPath,
        stdin: int | IO[Any] | None = -1,
        stdout: int | IO[Any] | None = -1,
        stderr: int | IO[Any] | None = -1,
        universal_newlines: Literal[False] = False,
        shell: Literal[False] = False,
        bufsize: Literal[0] = 0,
        encoding: None = None,
        errors: None = None,
        text: Literal[False] | None = None,
        **kwargs: Any,
    ) -> _Wait[tuple[SubprocessTransport, _ProtocolT]]: ...
    def subprocess_shell(  # type: ignore[override]
        self,
        protocol_factory: Callable[[], _ProtocolT],
        cmd: bytes | str,
        *,
        stdin: int | IO[Any] | None = -1,
        stdout: int | IO[Any] | None = -1,
        stderr: int | IO[Any] | None = -1,
        universal_newlines: Literal[False] = False,
        shell: Literal[True] = True,
        bufsize: Literal[0] = 0,
        encoding: None = None,
        errors: None = None,
        text: Literal[False] | None = None,
        **kwargs: Any,
    ) -> _Wait[tuple[SubprocessTransport, _ProtocolT]]: ...

class AbstractEventLoopPolicy:
    def get_event_loop(self) -> AbstractEventLoop: ...
    def set_event_loop(self, loop: asyncio.AbstractEventLoop | None) -> None: ...
    def new_event_loop(self) -> AbstractEventLoop: ...
    def get_child_watcher(self) -> AbstractChildWatcher: ...
    def set_child_watcher(self, watcher: AbstractChildWatcher | None) -> None: ...

class BaseDefaultEventLoopPolicy(AbstractEventLoopPolicy): ...

def get_event_loop_policy() -> AbstractEventLoopPolicy: ...
def set_event_loop_policy(policy: AbstractEventLoopPolicy | None) -> None: ...
def get_event_loop() -> AbstractEventLoop: ...
def set_event_loop(loop: asyncio.AbstractEventLoop | None) -> None: ...
def new_event_loop() -> AbstractEventLoop: ...
def get_running_loop() -> AbstractEventLoop: ...
def _get_running_loop() -> AbstractEventLoop | None: ...
def _set_running_loop(loop: asyncio.AbstractEventLoop | None, /) -> None: ...
def get_child_watcher() -> AbstractChildWatcher: ...
def set_child_watcher(watcher: AbstractChildWatcher | None) -> None: ...
