# mypy: warn-unused-ignores=False
# Which of them are used depends on the Python and the configuration that mypy checks for.
import asyncio
from asyncio import subprocess as _subprocess
from typing import IO, Any

from _typeshed import StrOrBytesPath

from .coroutines import _Wait, coroutine as coroutine
from .streams import StreamReader, StreamWriter

__all__ = ("create_subprocess_exec", "create_subprocess_shell")

PIPE: int
STDOUT: int
DEVNULL: int

class SubprocessStreamProtocol(_subprocess.SubprocessStreamProtocol):
    stdin: StreamWriter | None
    stdout: StreamReader | None
    stderr: StreamReader | None

class Process(_subprocess.Process):
    stdin: StreamWriter | None
    stdout: StreamReader | None
    stderr: StreamReader | None
    def wait(self) -> _Wait[int]: ...  # type: ignore[override]
    def communicate(  # type: ignore[override]
        self, input: bytes | bytearray | memoryview | None = None
    ) -> _Wait[tuple[bytes, bytes]]: ...

def create_subprocess_shell(
    cmd: str | bytes,
    stdin: int | IO[Any] | None = None,
    stdout: int | IO[Any] | None = None,
    stderr: int | IO[Any] | None = None,
    limit: int = 65536,
    *,
    loop: asyncio.AbstractEventLoop | None = None,
    **kwds: Any,
) -> _Wait[Process]: ...
def create_subprocess_exec(
    program: StrOrBytesPath,
    *args: StrOrBytesPath,
    stdin: int | IO[Any] | None = None,
    stdout: int | IO[Any] | None = None,
    stderr: int | IO[Any] | None = None,
    loop: asyncio.AbstractEventLoop | None = None,
    limit: int = 65536,
    **kwds: Any,
) -> _Wait[Process]: ...
