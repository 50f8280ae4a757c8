"""Running a program: a loop from its making to its closing, and what Ctrl-C means meanwhile."""

import enum
import functools
import inspect
import signal
import threading

from . import coroutines, events, exceptions, tasks
from ._compat import copy_context

__all__ = ("Runner", "run")

# Seconds that the default executor's threads have at the end, as in asyncio.
THREAD_JOIN_TIMEOUT = 300


class _State(enum.Enum):
    CREATED = "created"
    INITIALIZED = "initialized"
    CLOSED = "closed"


class Runner:
    """A context manager that makes an event loop, runs in it, and closes it (asyncio: since 3.11).

    *debug* switches the loop's debug mode on or off; None leaves it as it is.  *loop_factory* makes
    the loop; without it, new_event_loop() does, and it is the thread's loop until the end.

    1. CREATED: there is no loop yet.
    2. INITIALIZED, by ``with``, get_loop() or run(): there is one, and run() may be called often.
    3. CLOSED, by close() or the end of the ``with``: tasks are cancelled, asynchronous generators
       and the default executor are shut down, and the loop is closed, for good.
    """

    def __init__(self, *, debug=None, loop_factory=None):
        self._state = _State.CREATED
        self._debug = debug
        self._loop_factory = loop_factory
        self._loop = None
        self._context = None
        self._interrupt_count = 0
        self._set_event_loop = False

    def __enter__(self):
        self._lazy_init()
        return self

    def __exit__(self, exc_type, exc, traceback):
        self.close()

    def close(self):
        """Cancel what is left, shut everything down and close the loop."""
        if self._state is not _State.INITIALIZED:
            return
        loop = self._loop
        try:
            _cancel_all_tasks(loop)
            loop.run_until_complete(loop.shutdown_asyncgens())
            _shutdown_default_executor(loop)
        finally:
            if self._set_event_loop:
                events.set_event_loop(None)
            loop.close()
            self._loop = None
            self._state = _State.CLOSED

    def get_loop(self):
        """Return the event loop, which is made if need be; RuntimeError after close()."""
        self._lazy_init()
        return self._loop

    def run(self, coro, *, context=None):
        """Run a coroutine, generator, future or awaitable to its end; return its result.

        *context* is the contextvars.Context to run in; by default one that all runs share.  The
        first SIGINT cancels it, and KeyboardInterrupt is raised when it has ended.

        Raises RuntimeError within a running loop and after close(), TypeError if *coro* is nothing
        that can be run.
        """
        if events._get_running_loop() is not None:
            raise RuntimeError("Runner.run() cannot be called from a running event loop")
        self._lazy_init()
        coro = _as_coroutine(coro)
        if context is None:
            context = self._context
        task = tasks._create_counting_task(self._loop, coro, context=context)
        sigint_handler = self._handle_sigint(task)
        self._interrupt_count = 0
        try:
            return self._loop.run_until_complete(task)
        except exceptions.CancelledError:
            if self._interrupt_count > 0:
                uncancel = getattr(task, "uncancel", None)
                if uncancel is not None and uncancel() == 0:
                    # Without a cause, as asyncio has it.
                    raise KeyboardInterrupt  # noqa: B904
            raise
        finally:
            if sigint_handler is not None and signal.getsignal(signal.SIGINT) is sigint_handler:
                signal.signal(signal.SIGINT, signal.default_int_handler)

    def _lazy_init(self):
        if self._state is _State.CLOSED:
            raise RuntimeError("Runner is closed")
        if self._state is _State.INITIALIZED:
            return
        if self._loop_factory is not None:
            self._loop = self._loop_factory()
        else:
            self._loop = events.new_event_loop()
            events.set_event_loop(self._loop)
            self._set_event_loop = True
        if self._debug is not None:
            self._loop.set_debug(self._debug)
        self._context = copy_context()
        self._state = _State.INITIALIZED

    def _handle_sigint(self, main_task):
        """Take SIGINT over if it is Python's to handle; return the handler, or None."""
        if (
            threading.current_thread() is not threading.main_thread()
            or signal.getsignal(signal.SIGINT) is not signal.default_int_handler
        ):
            return None
        handler = functools.partial(self._on_sigint, main_task=main_task)
        try:
            signal.signal(signal.SIGINT, handler)
        except ValueError:
            # An embedded interpreter may have a main thread without signals (gh-91880).
            return None
        return handler

    def _on_sigint(self, signum, frame, main_task):
        self._interrupt_count += 1
        if self._interrupt_count == 1 and not main_task.done():
            main_task.cancel()
            # The loop may be asleep in its selector.
            self._loop.call_soon_threadsafe(_do_nothing)
            return
        raise KeyboardInterrupt


def _do_nothing():
    pass


def _as_coroutine(awaitable):
    if coroutines.iscoroutine(awaitable):
        return awaitable
    if inspect.isawaitable(awaitable):
        return tasks._wrap_awaitable(awaitable)
    message = "An asyncio.Future, a coroutine or an awaitable is required, got {!r}"
    if callable(awaitable):
        message += " (call it, and run what it returns)"
    raise TypeError(message.format(awaitable))


def _cancel_all_tasks(loop):
    """Cancel the loop's tasks, wait for their end, and tell of those that failed."""
    to_cancel = tasks.all_tasks(loop)
    if not to_cancel:
        return
    for task in to_cancel:
        task.cancel()
    loop.run_until_complete(tasks.gather(*to_cancel, return_exceptions=True))
    for task in to_cancel:
        if not task.cancelled() and task.exception() is not None:
            loop.call_exception_handler(
                {
                    "message": "unhandled exception during asyncio.run() shutdown",
                    "exception": task.exception(),
                    "task": task,
                }
            )


def _shutdown_default_executor(loop):
    """Shut the executor of a loop of any kind down, as far as the loop knows how."""
    shutdown = getattr(loop, "shutdown_default_executor", None)
    if shutdown is None:
        # A loop of asyncio's up to 3.8: its close() does what it can.
        return
    try:
        done = shutdown(THREAD_JOIN_TIMEOUT)
    except TypeError:
        # One up to 3.11, which waits without an end.
        done = shutdown()
    loop.run_until_complete(done)


def run(main, *, debug=None, loop_factory=None):
    """Run a coroutine, generator, future or awaitable in a loop made for it; return its result.

    The main entry point of a program.  What is left at the end is cancelled; asynchronous
    generators and the default executor are shut down, and the loop is closed.  The first Ctrl-C
    cancels *main*, and KeyboardInterrupt is raised when it has ended.

    *debug* and *loop_factory* as for Runner.  Raises RuntimeError within a running loop, TypeError
    if *main* is nothing that can be run.  asyncio: since 3.7, generators and plain awaitables only
    up to 3.11 and since 3.14.
    """
    if events._get_running_loop() is not None:
        raise RuntimeError("asyncio.run() cannot be called from a running event loop")
    with Runner(debug=debug, loop_factory=loop_factory) as runner:
        return runner.run(main)
