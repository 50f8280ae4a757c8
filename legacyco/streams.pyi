# mypy: warn-unused-ignores=False
# Which of them are used depends on the Python and the configuration that mypy checks for.
import asyncio
import ssl as _ssl
import sys
from asyncio import streams as _streams
from collections.abc import Awaitable, Callable, Generator, Sequence
from typing import Any, TypeAlias

from _typeshed import StrPath
from typing_extensions import Self

from ._server import Server
from .coroutines import _Wait, coroutine as coroutine
from .exceptions import (
    IncompleteReadError as IncompleteReadError,
    LimitOverrunError as LimitOverrunError,
)

__all__: tuple[str, ...] = (
    "IncompleteReadError",
    "LimitOverrunError",
    "StreamReader",
    "StreamReaderProtocol",
    "StreamWriter",
    "open_connection",
    "start_server",
)

# A coroutine, generator or future that it returns is run as a task.
_ClientConnectedCallback: TypeAlias = Callable[
    [StreamReader, StreamWriter], Awaitable[object] | Generator[Any, Any, object] | None
]

_DEFAULT_LIMIT: int

class StreamReader(_streams.StreamReader):
    def readline(self) -> _Wait[bytes]: ...  # type: ignore[override]
    def readuntil(  # type: ignore[override]
        self, separator: bytes | bytearray | memoryview | tuple[bytes, ...] = b"\n"
    ) -> _Wait[bytes]: ...
    def read(self, n: int = -1) -> _Wait[bytes]: ...  # type: ignore[override]
    def readexactly(self, n: int) -> _Wait[bytes]: ...  # type: ignore[override]
    def __aiter__(self) -> Self: ...
    def __anext__(self) -> _Wait[bytes]: ...  # type: ignore[override]

class StreamWriter(_streams.StreamWriter):
    def drain(self) -> _Wait[None]: ...
    def wait_closed(self) -> _Wait[None]: ...
    def start_tls(
        self,
        sslcontext: _ssl.SSLContext,
        *,
        server_hostname: str | None = None,
        ssl_handshake_timeout: float | None = None,
        ssl_shutdown_timeout: float | None = None,
    ) -> _Wait[None]: ...

class FlowControlMixin(_streams.FlowControlMixin): ...

class StreamReaderProtocol(FlowControlMixin, _streams.StreamReaderProtocol):
    def __init__(
        self,
        stream_reader: _streams.StreamReader | None,
        client_connected_cb: _ClientConnectedCallback | None = None,
        loop: asyncio.AbstractEventLoop | None = None,
    ) -> None: ...

def open_connection(
    host: str | None = None,
    port: int | str | None = None,
    *,
    loop: asyncio.AbstractEventLoop | None = None,
    limit: int = 65536,
    **kwds: Any,
) -> _Wait[tuple[StreamReader, StreamWriter]]: ...
def start_server(
    client_connected_cb: _ClientConnectedCallback,
    host: str | Sequence[str] | None = None,
    port: int | str | None = None,
    *,
    loop: asyncio.AbstractEventLoop | None = None,
    limit: int = 65536,
    **kwds: Any,
) -> _Wait[Server]: ...

if sys.platform != "win32":
    __all__ += ("open_unix_connection", "start_unix_server")

    def open_unix_connection(
        path: StrPath | None = None,
        *,
        loop: asyncio.AbstractEventLoop | None = None,
        limit: int = 65536,
        **kwds: Any,
    ) -> _Wait[tuple[StreamReader, StreamWriter]]: ...
    def start_unix_server(
        client_connected_cb: _ClientConnectedCallback,
        path: StrPath | None = None,
        *,
        loop: asyncio.AbstractEventLoop | None = None,
        limit: int = 65536,
        **kwds: Any,
    ) -> _Wait[Server]: ...
