"""The clock of event loops, which Python 2 does not have."""

import time
from time import monotonic as time_monotonic

__all__ = ("time_monotonic",)

# Seconds.
time_monotonic_resolution = time.get_clock_info("monotonic").resolution
