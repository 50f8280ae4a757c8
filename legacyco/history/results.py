"""What calls of asyncio's functions and methods give: the class of the object, by dotted name.

Only what rules speak of. For a coroutine function it is the class of what awaiting it gives.
``BASES`` has the classes whose members others inherit without the table saying so, those of other
modules and the private ones that old code takes from asyncio's submodules.
"""

from legacyco.history.rows import COROUTINE_FUNCTION, COROUTINE_METHOD

_LOOP = "asyncio.AbstractEventLoop"
_POLICY = "asyncio.AbstractEventLoopPolicy"

GIVES = {
    "asyncio.get_event_loop": _LOOP,
    "asyncio.get_running_loop": _LOOP,
    "asyncio.new_event_loop": _LOOP,
    _POLICY + ".get_event_loop": _LOOP,
    _POLICY + ".new_event_loop": _LOOP,
    "asyncio.Runner.get_loop": _LOOP,
    "asyncio.Future.get_loop": _LOOP,
    "asyncio.get_event_loop_policy": _POLICY,
    "asyncio.async": "asyncio.Task",
    "asyncio.ensure_future": "asyncio.Task",
    "asyncio.create_task": "asyncio.Task",
    "asyncio.current_task": "asyncio.Task",
    "asyncio.Task.current_task": "asyncio.Task",
    "asyncio.TaskGroup.create_task": "asyncio.Task",
    _LOOP + ".create_task": "asyncio.Task",
    _LOOP + ".create_future": "asyncio.Future",
    _LOOP + ".run_in_executor": "asyncio.Future",
    "asyncio.gather": "asyncio.Future",
    "asyncio.shield": "asyncio.Future",
    "asyncio.wrap_future": "asyncio.Future",
    "asyncio.start_server": "asyncio.Server",
    "asyncio.start_unix_server": "asyncio.Server",
    _LOOP + ".create_server": "asyncio.Server",
    _LOOP + ".create_unix_server": "asyncio.Server",
}

BASES = {
    "asyncio.base_events.BaseEventLoop": ("asyncio.BaseEventLoop",),
    "asyncio.selector_events.BaseSelectorEventLoop": ("asyncio.BaseEventLoop",),
    "asyncio.unix_events._UnixSelectorEventLoop": ("asyncio.SelectorEventLoop",),
    "asyncio.test_utils.TestLoop": ("asyncio.BaseEventLoop",),
    "asyncio.test_utils.TestCase": ("unittest.TestCase",),
    "unittest.case.TestCase": ("unittest.TestCase",),
    "unittest.IsolatedAsyncioTestCase": ("unittest.TestCase",),
    "asynctest.TestCase": ("unittest.TestCase",),
    "django.test.TestCase": ("unittest.TestCase",),
    "tornado.testing.AsyncTestCase": ("unittest.TestCase",),
    "threading.Timer": ("threading.Thread",),
    "threading._DummyThread": ("threading.Thread",),
}

COROUTINE_KINDS = (COROUTINE_FUNCTION, COROUTINE_METHOD)
