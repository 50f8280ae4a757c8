"""What is printed may be read in part, as below ``| head``."""

import contextlib
import os
import sys

# As a program that the signal ends: 128 + SIGPIPE.
NOBODY_READS = 141


@contextlib.contextmanager
def read_in_part():
    """Have the program end without a word when nobody reads on what is printed within."""
    try:
        try:
            yield
        finally:
            if sys.stdout is not None:
                sys.stdout.flush()
    except BrokenPipeError:
        # The interpreter flushes once more at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(NOBODY_READS)  # noqa: B904
