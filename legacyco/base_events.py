"""The event loop without its selector: tasks, futures, executors, run_until_complete()."""

import asyncio
import functools
import inspect
import os
import threading
import types
import warnings

from . import exceptions, futures
from ._connections import ConnectionMethods, adapt_methods
from ._coroutine_functions import coroutine_function
from ._server import Server
from ._task import Task, start_task_with, starters, task_starter
from ._tracebacks import without_frames
from .coroutines import _drive
from .futures import Future, new_future
from .nested import nests_now, run_nested
from .scheduler import Scheduler
from .tasks import ensure_future, wait_for

__all__ = ("BaseEventLoop", "Server")


def _run_until_complete_cb(future):
    if not future.cancelled():
        if isinstance(future.exception(), (SystemExit, KeyboardInterrupt)):
            # It goes through run_forever() by itself.
            return
    futures._get_loop(future).stop()


class BaseEventLoop(ConnectionMethods, Scheduler, asyncio.BaseEventLoop):
    """asyncio's event loop, with legacyco's scheduler, futures and tasks."""

    def create_future(self):
        """Return a new Future of this loop."""
        if not self._debug:
            return new_future(self)
        future = Future(loop=self)
        _end_at_user(future._source_traceback)
        return future

    def create_task(self, coro, **kwargs):
        """Schedule a coroutine or a generator; return its Task, or what the task factory makes.

        *name* and *context* as for Task.  Raises RuntimeError if the loop is closed.
        """
        if self in starters:
            return start_task_with(self, coro, **kwargs) if kwargs else starters[self](coro)
        return self._create_task(coro, **kwargs)

    def _choose_starter(self):
        """Have create_task() ask as few questions as it can; see starters."""
        if (
            self.is_running()
            and self._runs_tasks
            and self._task_factory is None
            and not self._debug
            and type(self).create_task is BaseEventLoop.create_task
        ):
            starters[self] = task_starter(self)
        else:
            starters.pop(self, None)

    def _keep_tasks(self):
        super()._keep_tasks()
        self._choose_starter()

    def _release_tasks(self):
        starters.pop(self, None)
        super()._release_tasks()

    def set_debug(self, enabled):
        """Switch the debug mode on or off, also of a running loop."""
        super().set_debug(enabled)
        self._interrupt("debug")
        if self.is_running():
            self._watch_for_forgotten(enabled)
        self._choose_starter()

    def _create_task(self, coro, *, name=None, context=None, **kwargs):
        if self._closed:
            self._check_closed()
        if self._task_factory is not None:
            return self._create_by_factory(coro, name, context, kwargs)
        task = Task(coro, loop=self, name=name, context=context, **kwargs)
        if self._debug:
            _end_at_user(task._source_traceback)
        return task

    # What the task factory takes besides (loop, coro).
    _factory_takes = ()

    def set_task_factory(self, factory):
        """Have ``factory(loop, coro, **kwargs)`` make the tasks; None for the loop itself.

        *kwargs* are the *name* and *context* of create_task(), if the factory takes them (asyncio:
        *context* since 3.11, *name* since 3.13.3), and what else create_task() was given.  Raises
        TypeError if *factory* cannot be called.
        """
        super().set_task_factory(factory)
        self._factory_takes = () if factory is None else _newer_arguments(factory)
        self._choose_starter()

    def _create_by_factory(self, coro, name, context, kwargs):
        try:
            return self._call_factory(coro, name, context, kwargs)
        except TypeError:
            if type(coro) is not types.GeneratorType:
                raise
        # The factory's tasks may be asyncio's, which take no generators since 3.12.
        native = _as_native(coro)
        try:
            return self._call_factory(native, name, context, kwargs)
        except BaseException:
            native.close()
            raise

    def _call_factory(self, coro, name, context, kwargs):
        make = functools.partial(self._task_factory, self, coro, **kwargs)
        takes = self._factory_takes
        if name is not None and "name" in takes:
            make = functools.partial(make, name=name)
        if context is None:
            task = make()
        elif "context" in takes:
            task = make(context=context)
        else:
            task = context.run(make)
        if name is not None and "name" not in takes:
            set_name = getattr(task, "set_name", None)
            if set_name is not None:
                set_name(name)
        return task

    def run_until_complete(self, future):
        """Run until a future, coroutine, generator or awaitable is done; return its result.

        Raises RuntimeError if the loop is stopped before, or cannot be run now: in a running loop,
        unless allow_nested() was called for it.
        """
        self._check_closed()
        if nests_now(self):
            return run_nested(self, future)
        self._check_running()
        new_task = not futures.isfuture(future)
        future = ensure_future(future, loop=self)
        if new_task:
            # An exception says that it did not complete; the log need not.
            future._log_destroy_pending = False
        future.add_done_callback(_run_until_complete_cb)
        try:
            self.run_forever()
        except BaseException:
            if new_task and future.done() and not future.cancelled():
                # The exception is on its way to the caller: it counts as retrieved.
                future.exception()
            raise
        finally:
            future.remove_done_callback(_run_until_complete_cb)
        if not future.done():
            raise RuntimeError("Event loop stopped before Future completed.")
        try:
            return future.result()
        except BaseException as exc:
            exc.__traceback__ = without_frames(exc.__traceback__)
            raise
        finally:
            future = None  # A traceback may hold this frame.

    # --- executors ---

    # asyncio's own has it since 3.9.
    _executor_shutdown_called = False

    def run_in_executor(self, executor, func, *args):
        """Return a future of ``func(*args)``, which is called by a thread or process of *executor*.

        *executor* is a concurrent.futures.Executor, or None for the default one.  Raises
        RuntimeError if that was shut down.
        """
        self._check_closed()
        if self._debug:
            self._check_callback(func, "run_in_executor")
        if executor is None:
            executor = self._running_default_executor()
        return futures.wrap_future(executor.submit(func, *args), loop=self)

    def set_default_executor(self, executor):
        """Have run_in_executor(None, ...) use *executor*, any concurrent.futures.Executor.

        Raises TypeError if it is none.  asyncio's takes a ThreadPoolExecutor only since 3.11.
        """
        if not callable(getattr(executor, "submit", None)):
            raise TypeError("executor must be an Executor instance, got {!r}".format(executor))
        self._default_executor = executor

    def _running_default_executor(self):
        if self._executor_shutdown_called:
            raise RuntimeError("Executor shutdown has been called")
        if self._default_executor is None:
            # Loaded by those only who have blocking calls.
            from ._thread_pool import new_thread_pool

            self._default_executor = new_thread_pool(thread_name_prefix="asyncio")
        return self._default_executor

    @coroutine_function
    def shutdown_default_executor(self, timeout=None):
        """Shut the default executor down, and wait until its threads have ended.

        Warns if they have not after *timeout* seconds.  asyncio: since 3.9, *timeout* since 3.12.
        """
        self._executor_shutdown_called = True
        if self._default_executor is None:
            return
        future = self.create_future()
        thread = threading.Thread(target=self._do_shutdown, args=(future,))
        thread.start()
        try:
            yield from wait_for(future, timeout)
        except exceptions.TimeoutError:
            warnings.warn(
                "The executor did not finishing joining its threads within {} seconds.".format(
                    timeout
                ),
                RuntimeWarning,
                stacklevel=2,
            )
            self._default_executor.shutdown(wait=False)
        else:
            thread.join()

    def _do_shutdown(self, future):
        """Shut the default executor down, in a thread."""
        try:
            self._default_executor.shutdown(wait=True)
        except Exception as exc:
            self._tell_unless_closed(futures._set_exception_unless_cancelled, future, exc)
        else:
            self._tell_unless_closed(futures._set_result_unless_cancelled, future, None)

    def _tell_unless_closed(self, callback, *args):
        if not self.is_closed():
            self.call_soon_threadsafe(callback, *args)


async def _as_native(generator):
    return await _drive(generator)


_PACKAGE = os.path.dirname(__file__) + os.sep


def _end_at_user(stack):
    """Cut the frames of this package off a stack: its user looks for the call of his own."""
    while len(stack) > 1 and stack[-1].filename.startswith(_PACKAGE):
        del stack[-1]


def _newer_arguments(factory):
    """Return which of the arguments that task factories did not always have this one takes."""
    try:
        parameters = inspect.signature(factory).parameters.values()
    except (TypeError, ValueError):
        # In C, without a signature: as asyncio has it since 3.11.
        return ("context",)
    if any(each.kind is each.VAR_KEYWORD for each in parameters):
        return ("name", "context")
    return tuple(each.name for each in parameters if each.kind is not each.POSITIONAL_ONLY)


adapt_methods(BaseEventLoop)
