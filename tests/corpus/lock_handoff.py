"""Whether a lock that was released is free, without asyncio: why janus has a row in misses.py.

    python3.15 tests/corpus/lock_handoff.py

A thread waits for a ``threading.Lock``, and its holder looks at it at once after releasing it. Up
to 3.13 it is free then, always. Since 3.14 a lock that a thread has waited for longer than a
millisecond is handed to that thread by the release, and is never free; where it waited less, it
may have it before the holder looks. janus's suite releases such a lock and asserts that it is free.
"""

import sys
import threading
import time

ROUNDS = 100


def is_locked_after_release(waited):
    """Return what locked() says of a lock just released that a thread waited *waited* s for."""
    lock = threading.Lock()
    about_to_wait = threading.Event()

    def wait():
        about_to_wait.set()
        with lock:
            pass

    thread = threading.Thread(target=wait)
    with lock:
        thread.start()
        about_to_wait.wait()
        time.sleep(waited)
    locked = lock.locked()
    thread.join()
    return locked


if __name__ == "__main__":
    for milliseconds in (0, 0.5, 2, 10):
        locked = sum(is_locked_after_release(milliseconds / 1000) for _ in range(ROUNDS))
        print(
            "Python %s, waited %4.1f ms: locked after release() in %3d of %d"
            % (sys.version.split()[0], milliseconds, locked, ROUNDS)
        )
