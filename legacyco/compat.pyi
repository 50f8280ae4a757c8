from collections.abc import Iterable
from typing import Literal

from _typeshed import ReadableBuffer

__all__ = ()

PY34: Literal[True]
PY35: Literal[True]
PY352: Literal[True]

def flatten_list_bytes(list_of_data: Iterable[ReadableBuffer]) -> bytes: ...
