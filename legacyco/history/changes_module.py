"""Rules for submodules that went, and for private names that old packages import."""

from legacyco.history.changes import (
    IMPORT,
    LIBRARY,
    NAME,
    NOT_RESTORED,
    REMOVED,
    RENAME,
    REQUIREMENT,
    Error,
    Result,
    change,
    under,
)
from legacyco.history.rows import as_text
from legacyco.history.submodules import ATTRIBUTES, SUBMODULES

MODULE_CHANGES = (
    change(
        "compat-module",
        "asyncio.compat",
        REMOVED,
        IMPORT,
        names=("asyncio.compat",),
        since="3.7",
        errors=(Error("3.7-", "ModuleNotFoundError", "No module named 'asyncio.compat'"),),
        results=(Result("3.6", True),),
        before="from asyncio.compat import PY35\n\nresult = PY35\n",
        after="import sys\n\nresult = sys.version_info >= (3, 5)\n",
        replacement="sys.version_info",
        restored=LIBRARY,
        issue="bpo-32193, cpython#4606",
    ),
    change(
        "test-utils-module",
        "asyncio.test_utils",
        REMOVED,
        IMPORT,
        names=("asyncio.test_utils",),
        since="3.7",
        errors=(Error("3.7-", "ModuleNotFoundError", "No module named 'asyncio.test_utils'"),),
        results=(Result("3.4-3.6", None),),
        before="""
import asyncio.test_utils

result = asyncio.test_utils.run_briefly(loop)
""",
        after="result = run(asyncio.sleep(0))",
        replacement="unittest.IsolatedAsyncioTestCase, or a few lines of one's own",
        restored=LIBRARY,
        issue="bpo-32273",
    ),
    change(
        "selectors-module",
        "asyncio.selectors",
        REMOVED,
        NAME,
        names=("asyncio.selectors",),
        since="3.7",
        errors=(Error("3.7-", "ImportError", "cannot import name 'selectors' from 'asyncio'"),),
        results=(Result("3.4-3.6", 1),),
        before="from asyncio import selectors\n\nresult = selectors.EVENT_READ\n",
        after="import selectors\n\nresult = selectors.EVENT_READ\n",
        replacement="the module selectors",
        fix=RENAME,
        new_name="selectors",
        restored=LIBRARY,
        issue="bpo-32193",
        note="asyncio 3.4.3 brought it for Python 3.3; later it was the module of the library.",
    ),
    change(
        "joinable-queue",
        "JoinableQueue",
        REMOVED,
        NAME,
        names=("asyncio.JoinableQueue", "asyncio.queues.JoinableQueue"),
        since="3.5",
        errors=(
            Error("3.6-", "AttributeError", "module 'asyncio' has no attribute 'JoinableQueue'"),
        ),
        results=(Result("3.4", 0),),
        before="result = asyncio.JoinableQueue().qsize()",
        after="result = asyncio.Queue().qsize()",
        replacement="asyncio.Queue, which has join() and task_done() since 3.4.4",
        fix=RENAME,
        new_name="asyncio.Queue",
        restored=LIBRARY,
        issue="cpython#4606",
    ),
    change(
        "coro-wrapper-class",
        "coroutines.CoroWrapper and coroutines._DEBUG",
        REMOVED,
        NAME,
        names=under("asyncio.coroutines", "CoroWrapper _DEBUG"),
        since="3.11",
        errors=(
            Error(
                "3.11-",
                "AttributeError",
                "module 'asyncio.coroutines' has no attribute 'CoroWrapper'",
            ),
        ),
        results=(Result("3.4-3.10", "CoroWrapper"),),
        before="""
import asyncio.coroutines

result = asyncio.coroutines.CoroWrapper.__name__
""",
        after="import types\n\nresult = types.CoroutineType.__name__\n",
        replacement="types.CoroutineType; loop.get_debug() for _DEBUG",
        restored=LIBRARY,
        issue="bpo-43216",
        note="asynctest, trollius and the TestSlide of the time die of it.",
    ),
    change(
        "debug-wrapper",
        "coroutines.debug_wrapper",
        REMOVED,
        NAME,
        names=("asyncio.coroutines.debug_wrapper",),
        since="3.7",
        errors=(
            Error(
                "3.7-",
                "AttributeError",
                "module 'asyncio.coroutines' has no attribute 'debug_wrapper'",
            ),
        ),
        results=(Result("3.6", "debug_wrapper"),),
        before="""
import asyncio.coroutines

result = asyncio.coroutines.debug_wrapper.__name__
""",
        after="import sys\n\nresult = sys.set_coroutine_origin_tracking_depth.__name__\n",
        replacement="sys.set_coroutine_origin_tracking_depth()",
        restored=LIBRARY,
        issue="bpo-32591",
    ),
    change(
        "lock-context-manager",
        "locks._ContextManager",
        REMOVED,
        NAME,
        names=("asyncio.locks._ContextManager",),
        since="3.9",
        errors=(
            Error(
                "3.9-", "ImportError", "cannot import name '_ContextManager' from 'asyncio.locks'"
            ),
        ),
        results=(Result("3.4-3.8", "_ContextManager"),),
        before="""
from asyncio.locks import _ContextManager

result = _ContextManager.__name__
""",
        after="result = asyncio.Lock.__aenter__.__name__",
        replacement="async with",
        restored=LIBRARY,
        issue="bpo-34793",
    ),
    change(
        "tasks-all-tasks",
        "the set tasks._all_tasks",
        REMOVED,
        NAME,
        names=("asyncio.tasks._all_tasks",),
        since="3.12",
        errors=(
            Error("3.12-", "ImportError", "cannot import name '_all_tasks' from 'asyncio.tasks'"),
        ),
        results=(Result("3.7-3.11", True),),
        before="""
from asyncio.tasks import _all_tasks

result = len(_all_tasks) >= 0
""",
        after="result = len(asyncio.all_tasks(loop)) >= 0",
        replacement="asyncio.all_tasks()",
        restored=LIBRARY,
    ),
    change(
        "ssl-pipe",
        "sslproto._SSLPipe and SSLProtocol._sslpipe",
        REMOVED,
        NAME,
        names=under(
            "asyncio.sslproto",
            "_SSLPipe SSLProtocol._sslpipe _UNWRAPPED _DO_HANDSHAKE _WRAPPED _SHUTDOWN",
        ),
        since="3.11",
        errors=(
            Error("3.11-", "ImportError", "cannot import name '_SSLPipe' from 'asyncio.sslproto'"),
        ),
        results=(Result("3.4-3.10", "_SSLPipe"),),
        before="from asyncio.sslproto import _SSLPipe\n\nresult = _SSLPipe.__name__\n",
        after="import ssl\n\nresult = ssl.MemoryBIO.__name__\n",
        replacement="ssl.MemoryBIO and SSLContext.wrap_bio()",
        issue="bpo-44011",
        note="SSLProtocol is a BufferedProtocol since 3.11: get_buffer() and buffer_updated() in"
        " the place of data_received().",
    ),
    change(
        "ssl-transport",
        "asyncio.sslproto._is_sslproto_available and selector_events._SelectorSslTransport",
        REMOVED,
        NAME,
        names=(
            "asyncio.sslproto._is_sslproto_available",
            "asyncio.selector_events._SelectorSslTransport",
        ),
        since="3.7",
        errors=(Error("3.7-", "ImportError", "cannot import name '_is_sslproto_available'"),),
        results=(Result("3.4-3.6", True),),
        before="""
from asyncio.sslproto import _is_sslproto_available

result = bool(_is_sslproto_available())
""",
        after="result = True",
        replacement="nothing: the ssl module of every Python since 3.5 can do it",
        restored=LIBRARY,
        issue="bpo-32193",
        note="legacyco brings the function back, not the transport class.",
    ),
    change(
        "asyncio-requirement",
        "the distribution asyncio of the package index",
        REMOVED,
        REQUIREMENT,
        names=("asyncio",),
        since="3.7",
        errors=(Error("3.7-", "SyntaxError", "invalid syntax"),),
        replacement="no requirement: asyncio is part of Python since 3.4",
        issue="cpython#116649",
        note="Version 3.4.3 is a copy of 2015 that hides the library's asyncio where it stands"
        " first on sys.path; its base_events.py uses async as a name.",
    ),
)


def private_names(taken):
    """Return one rule for each remaining attribute that a submodule of asyncio has lost.

    taken: dotted names that have a rule of their own. The rules share the id "private-name" with
    the attribute's name behind it: ``private-name:events._format_callback``. What went with its
    whole submodule is found by the rule of that.
    """
    modules = {row.name for row in SUBMODULES if row.span.last is None}
    return tuple(
        _private_name(row)
        for row in ATTRIBUTES
        if row.module in modules
        and row.span.last is not None
        and "asyncio." + row.dotted not in taken
    )


def _private_name(row):
    since = as_text(row.span.last[:-1] + (row.span.last[-1] + 1,))
    return change(
        "private-name:" + row.dotted,
        row.dotted,
        REMOVED,
        NAME,
        names=("asyncio." + row.dotted,),
        since=since,
        errors=(
            Error(
                ("3.6" if since == "3.5" else since) + "-",  # 3.5 was not read
                "AttributeError",
                "module 'asyncio.%s' has no attribute '%s'" % (row.module, row.name),
            ),
        ),
        replacement=row.instead or "code of one's own: the name was private to asyncio",
        fix=RENAME if row.instead.startswith("asyncio.") and "(" not in row.instead else None,
        new_name=row.instead if row.instead.startswith("asyncio.") else None,
        restored=LIBRARY if row.provided else NOT_RESTORED,
    )
