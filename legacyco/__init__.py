"""asyncio of every era, on every Python, with its own engine.

``import legacyco as asyncio`` is the whole change a program needs.  On Python 2.7 there is
trollius, and nothing else; see ``_python2``.

The rooms have asyncio's names.  A room imports only from those that stand above it in this table,
or before it in its line:

=======================================  ==========================================================
``_asyncio_here``                        says so where the interpreter's asyncio is hidden
``_compat _passthrough _late``           the only room that knows the version of Python; helpers of
                                         those that show asyncio's own names, or wait with theirs
``exceptions log constants``             the interpreter's own exceptions, logger and values
``_tracebacks``                          tracebacks without the frames that hand an exception on
``transports protocols``                 the interpreter's own: its event loop makes and calls them
``format_helpers base_futures``          how callbacks and futures are shown
``_awaiters``                            who waits for a future
``_abstract _policies``                  what an event loop offers; policies
``events _chaining``                     handles; the loop of a thread; chained futures
``_driven``                              how coroutines of trollius's dialect are shown
``coroutines _corowrapper``              the decorator, and what counts as a coroutine
``_coroutine_functions``                 legacyco's own functions that one waits for
``futures base_tasks _task``             Future; stacks of tasks; Task
``timeouts _making``                     deadlines; the functions that make tasks
``_waiting _gathering tasks``            sleep, wait; gather, shield; the public room of all these
``_batches _shown_timers scheduler``     entries and steps; ready queue and timers
``_server _connections``                 servers; the loop's connections
``nested _thread_pool``                  a loop that runs inside itself; run_in_executor()'s threads
``base_events``                          the event loop without its selector
``selector_events proactor_events``      the event loop over a selector, and over completion ports
``child_watchers sigchld_watchers``      who learns of the end of child processes
``unix_events windows_events``           the event loops and policies of a platform
``mixins _locking _semaphores``          synchronisation: Lock, Event, Condition; semaphores;
``_barriers locks queues``               Barrier; the public room of all these; queues
``_stream_reader _stream_writer``        the two ends of a stream
``streams subprocess``                   network and child processes for users
``runners taskgroups threads``           structure for users
``graph``                                call graphs
``_legacy _insides``                     names, and attributes, that old code takes from the above
``_test_loop _test_servers``             the event loop and the HTTP servers of test_utils
``_output cli __main__``                 the command line: ``python -m legacyco``
``pytest_plugin ipython_extension``      ``pytest -p legacyco``; ``%load_ext legacyco``
``_names``                               the names of the package
``_python2``                             trollius in the place of all this, on Python 2.7
=======================================  ==========================================================

Beside them stand the submodules that are there for their names only, see ``_names._SUBMODULES``,
and three packages: ``adoption`` runs old packages unmodified, ``history`` knows what asyncio
offered when, and ``trollius`` is the asyncio of Python 2.
"""

__version__ = "0.1.0"

# Not by six, which may be missing where an old package's environment got legacyco and nothing else.
if str is bytes:
    # Of this package Python 2.7 reads this file and that one.
    from . import _python2

    _python2.install()
else:
    from ._names import *  # noqa: F403
    from ._names import (
        _PUBLIC as __all__,  # noqa: F401
        _SUBMODULES as _SUBMODULES,
        __dir__ as __dir__,
        __getattr__ as __getattr__,
        _enter_task as _enter_task,
        _get_running_loop as _get_running_loop,
        _leave_task as _leave_task,
        _register_task as _register_task,
        _set_running_loop as _set_running_loop,
        _unregister_task as _unregister_task,
        async_ as async_,
    )

    # A keyword since 3.7: ``getattr(legacyco, "async")`` finds it all the same.
    globals()["async"] = async_

# ``pytest -p legacyco`` registers this package, which has pytest load the plugin.
pytest_plugins = ("legacyco.pytest_plugin",)


def load_ipython_extension(shell):
    """Have IPython's cells run on a nesting loop of legacyco's: ``%load_ext legacyco``."""
    from . import ipython_extension

    ipython_extension.load_ipython_extension(shell)
