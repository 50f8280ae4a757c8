import asyncio
import sys
import unittest
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager
from logging import Logger
from selectors import BaseSelector, SelectorKey
from ssl import SSLContext
from typing import Any, TypeVar
from unittest import mock
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from .base_events import BaseEventLoop
from .coroutines import coroutine as coroutine
from .events import Handle

_T = TypeVar("_T")

__all__: tuple[str, ...] = (
    "MockCallback",
    "MockPattern",
    "SilentWSGIRequestHandler",
    "SilentWSGIServer",
    "TestCase",
    "TestLoop",
    "TestSelector",
    "disable_logger",
    "get_function_source",
    "make_test_protocol",
    "mock_nonblocking_socket",
    "run_briefly",
    "run_once",
    "run_test_server",
    "run_until",
)

logger: Logger

def run_briefly(loop: asyncio.AbstractEventLoop) -> None: ...
def run_until(
    loop: asyncio.AbstractEventLoop, pred: Callable[[], object], timeout: float | None = 30
) -> None: ...
def run_once(loop: asyncio.AbstractEventLoop) -> None: ...
def make_test_protocol(base: type[_T]) -> _T: ...

class TestSelector(BaseSelector):
    __test__: bool
    keys: dict[Any, SelectorKey]
    def register(self, fileobj: Any, events: int, data: Any = None) -> SelectorKey: ...
    def unregister(self, fileobj: Any) -> SelectorKey: ...
    def select(self, timeout: float | None = None) -> list[tuple[SelectorKey, int]]: ...
    def get_map(self) -> dict[Any, SelectorKey]: ...

class TestLoop(BaseEventLoop):
    __test__: bool
    readers: dict[int, Handle]
    writers: dict[int, Handle]
    remove_reader_count: dict[int, int]
    remove_writer_count: dict[int, int]
    def __init__(
        self, gen: Callable[[], Generator[float, float, object]] | None = None
    ) -> None: ...
    def advance_time(self, advance: float) -> None: ...
    def reset_counters(self) -> None: ...
    def assert_reader(self, fd: int, callback: Callable[..., object], *args: object) -> None: ...
    def assert_no_reader(self, fd: int) -> None: ...
    def assert_writer(self, fd: int, callback: Callable[..., object], *args: object) -> None: ...

def MockCallback(**kwargs: Any) -> mock.Mock: ...

class MockPattern(str):
    def __eq__(self, other: object) -> bool: ...

def get_function_source(func: Callable[..., object]) -> tuple[str, int]: ...

class TestCase(unittest.TestCase):
    @staticmethod
    def close_loop(loop: asyncio.AbstractEventLoop) -> None: ...
    def set_event_loop(self, loop: asyncio.AbstractEventLoop, *, cleanup: bool = True) -> None: ...
    def new_test_loop(
        self, gen: Callable[[], Generator[float, float, object]] | None = None
    ) -> TestLoop: ...
    def unpatch_get_running_loop(self) -> None: ...

def disable_logger() -> AbstractContextManager[None]: ...
def mock_nonblocking_socket(
    proto: int = ..., type: int = ..., family: int = ...
) -> mock.MagicMock: ...

class SilentWSGIRequestHandler(WSGIRequestHandler): ...

class SilentWSGIServer(WSGIServer):
    address: tuple[str, int]
    request_timeout: float
    ssl_context: SSLContext | None

def run_test_server(
    *, host: str = "127.0.0.1", port: int = 0, use_ssl: bool | SSLContext = False
) -> AbstractContextManager[SilentWSGIServer]: ...

if sys.platform != "win32":
    from socketserver import UnixStreamServer

    __all__ += (
        "SilentUnixWSGIServer",
        "UnixHTTPServer",
        "UnixWSGIServer",
        "gen_unix_socket_path",
        "run_test_unix_server",
        "unix_socket_path",
    )

    class UnixHTTPServer(UnixStreamServer):
        server_name: str
        server_port: int

    class UnixWSGIServer(UnixHTTPServer):
        request_timeout: float

    class SilentUnixWSGIServer(UnixWSGIServer):
        address: str
        ssl_context: SSLContext | None

    def gen_unix_socket_path() -> str: ...
    def unix_socket_path() -> AbstractContextManager[str]: ...
    def run_test_unix_server(
        *, use_ssl: bool | SSLContext = False
    ) -> AbstractContextManager[SilentUnixWSGIServer]: ...
