"""Which files of test.test_asyncio are run, what they must reach, and what they cost."""

import os
from collections import namedtuple

# percent: how many of the applicable tests have to pass. seconds: what the file takes, about.
File = namedtuple("File", "percent seconds")

FILES = {
    "test_asyncio_waitfor": File(97, 1),
    "test_base_events": File(97, 4),
    "test_buffered_proto": File(97, 1),
    "test_context": File(97, 1),
    "test_eager_task_factory": File(98, 5),
    "test_events": File(97, 22),
    "test_futures": File(98, 4),
    "test_futures2": File(98, 1),
    "test_free_threading": File(97, 3),
    "test_graph": File(97, 1),
    "test_locks": File(97, 2),
    "test_pep492": File(97, 1),
    "test_protocols": File(97, 1),
    "test_queues": File(97, 1),
    "test_runners": File(97, 1),
    "test_selector_events": File(97, 1),
    "test_sendfile": File(97, 3),
    "test_server": File(97, 1),
    "test_server_context": File(97, 1),
    "test_sock_lowlevel": File(97, 3),
    "test_ssl": File(97, 10),
    "test_sslproto": File(97, 5),
    "test_staggered": File(97, 1),
    "test_streams": File(97, 2),
    "test_subprocess": File(97, 18),
    "test_taskgroups": File(97, 13),
    "test_tasks": File(98, 20),
    "test_threads": File(97, 1),
    "test_timeouts": File(97, 1),
    "test_transports": File(97, 1),
    "test_unix_events": File(97, 1),
    "test_waitfor": File(97, 1),
}


def available(directory):
    """Return those of the files that the suite in *directory* has."""
    present = set(os.listdir(directory))
    return [file for file in FILES if file + ".py" in present]
