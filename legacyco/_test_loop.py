"""The event loop of test_utils: no files, and a clock that the test moves."""

import collections
import selectors
import weakref

from . import base_events, events


class TestSelector(selectors.BaseSelector):
    """A selector that reports nothing."""

    # pytest would take it for a test case.
    __test__ = False

    def __init__(self):
        self.keys = {}

    def register(self, fileobj, events, data=None):
        """Remember a file object; return its key."""
        key = selectors.SelectorKey(fileobj, 0, events, data)
        self.keys[fileobj] = key
        return key

    def unregister(self, fileobj):
        """Forget a file object; return its key."""
        return self.keys.pop(fileobj)

    def select(self, timeout=None):
        """Return [] at once."""
        return []

    def get_map(self):
        """Return the keys by file object."""
        return self.keys


class TestLoop(base_events.BaseEventLoop):
    """An event loop without files, on a clock that the test moves.

    *gen* is a generator function.  Each time when timers were set, the time of each is sent to it
    after the turn of the loop, and it yields by how many seconds the clock goes on::

        def gen():
            when = yield
            assert when == 10
            yield 10

    It has to be at its end when the loop is closed.  ``readers`` and ``writers`` hold the handles
    that were added for file descriptors, ``remove_reader_count`` and ``remove_writer_count`` how
    often they were removed.
    """

    __test__ = False

    def __init__(self, gen=None):
        super().__init__()
        self._check_on_close = gen is not None
        self._gen = (_no_timers if gen is None else gen)()
        next(self._gen)
        self._time = 0
        self._clock_resolution = 1e-9
        self._timers = []
        self._selector = TestSelector()
        self.readers = {}
        self.writers = {}
        self.reset_counters()
        self._transports = weakref.WeakValueDictionary()

    def time(self):
        """Return the time in seconds, 0 at first."""
        return self._time

    def advance_time(self, advance):
        """Move the clock by *advance* seconds."""
        if advance:
            self._time += advance

    def close(self):
        """Close the loop; AssertionError if the generator expected more timers."""
        super().close()
        if not self._check_on_close:
            return
        try:
            self._gen.send(0)
        except StopIteration:
            return
        raise AssertionError("Time generator is not finished")

    def reset_counters(self):
        """Set the counts of removed readers and writers to 0."""
        self.remove_reader_count = collections.defaultdict(int)
        self.remove_writer_count = collections.defaultdict(int)

    def _run_once(self):
        super()._run_once()
        timers, self._timers = self._timers, []
        for when in timers:
            self.advance_time(self._gen.send(when))

    def call_at(self, when, callback, *args, **kwargs):
        """As the loop's; tells the generator."""
        self._timers.append(when)
        return super().call_at(when, callback, *args, **kwargs)

    def _process_events(self, event_list):
        pass

    def _write_to_self(self):
        pass

    # --- files ---

    def _ensure_fd_no_transport(self, fd):
        if fd in self._transports:
            raise RuntimeError(
                "File descriptor {!r} is used by transport {!r}".format(fd, self._transports[fd])
            )

    def _add_reader(self, fd, callback, *args):
        self.readers[fd] = events.Handle(callback, args, self)

    def _remove_reader(self, fd):
        self.remove_reader_count[fd] += 1
        return self.readers.pop(fd, None) is not None

    def _add_writer(self, fd, callback, *args):
        self.writers[fd] = events.Handle(callback, args, self)

    def _remove_writer(self, fd):
        self.remove_writer_count[fd] += 1
        return self.writers.pop(fd, None) is not None

    def add_reader(self, fd, callback, *args):
        """Remember a reader."""
        self._ensure_fd_no_transport(fd)
        self._add_reader(fd, callback, *args)

    def remove_reader(self, fd):
        """Forget a reader; return whether there was one."""
        self._ensure_fd_no_transport(fd)
        return self._remove_reader(fd)

    def add_writer(self, fd, callback, *args):
        """Remember a writer."""
        self._ensure_fd_no_transport(fd)
        self._add_writer(fd, callback, *args)

    def remove_writer(self, fd):
        """Forget a writer; return whether there was one."""
        self._ensure_fd_no_transport(fd)
        return self._remove_writer(fd)

    def assert_reader(self, fd, callback, *args):
        """Raise AssertionError unless this reader was added."""
        _assert_handle(self.readers, fd, callback, args)

    def assert_no_reader(self, fd):
        """Raise AssertionError if there is a reader."""
        if fd in self.readers:
            raise AssertionError("fd {} is registered".format(fd))

    def assert_writer(self, fd, callback, *args):
        """Raise AssertionError unless this writer was added."""
        _assert_handle(self.writers, fd, callback, args)


def _no_timers():
    yield


def _assert_handle(handles, fd, callback, args):
    if fd not in handles:
        raise AssertionError("fd {} is not registered".format(fd))
    handle = handles[fd]
    if handle._callback != callback:
        raise AssertionError("unexpected callback: {!r} != {!r}".format(handle._callback, callback))
    if handle._args != args:
        raise AssertionError("unexpected callback args: {!r} != {!r}".format(handle._args, args))
