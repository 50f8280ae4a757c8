"""Threads for run_in_executor(): concurrent.futures, which Python 2 has from PyPI."""

import concurrent.futures
from concurrent.futures import ALL_COMPLETED, FIRST_COMPLETED, FIRST_EXCEPTION, Future as Future
from concurrent.futures._base import Error as Error

from ..exceptions import CancelledError, TimeoutError
from ..log import logger as logger

__all__ = (
    "CancelledError",
    "TimeoutError",
    "FIRST_COMPLETED",
    "FIRST_EXCEPTION",
    "ALL_COMPLETED",
)

_MAX_WORKERS = 5


def get_default_executor():
    """Return a new pool of five threads."""
    return concurrent.futures.ThreadPoolExecutor(_MAX_WORKERS)
