"""Sentry's asyncio integration on our loop."""

import asyncio

import inside
import pytest
import sentry_sdk
import sentry_sdk.integrations.asyncio

import legacyco

PACKAGES = ["sentry-sdk"]


@pytest.fixture
def events():
    """The events that Sentry would send, from within init() in a running loop."""
    found = []

    class Keep(sentry_sdk.transport.Transport):
        def capture_envelope(self, envelope):
            if envelope.get_event() is not None:
                found.append(envelope.get_event())

    def start():
        sentry_sdk.init(
            dsn="https://public@sentry.invalid/1",
            transport=Keep,
            default_integrations=False,
        )
        # And not in init(), which sets an integration up for the first loop of the process only.
        sentry_sdk.integrations.asyncio.enable_asyncio_integration()
        return found

    yield start
    sentry_sdk.init()


@legacyco.coroutine
def fail(text):
    sentry_sdk.set_tag("old", text)
    yield from inside.old()
    raise LookupError(text)


@pytest.mark.works_with(
    "its task factory makes asyncio's tasks, as on every loop, unless there was one before: "
    "``loop.set_task_factory(lambda loop, coro, **k: legacyco.Task(coro, loop=loop, **k))``"
)
@pytest.mark.parametrize("kept", [False, True])
def test_old_in_new_an_exception_in_a_task_is_an_event_with_its_own_scope(run, events, kept):
    async def main():
        loop = asyncio.get_running_loop()
        if kept:
            loop.set_task_factory(lambda loop, coro, **k: legacyco.Task(coro, loop=loop, **k))
        found = events()
        tasks = [asyncio.create_task(fail(text)) for text in ("one", "two")]
        assert {type(task) for task in tasks} == {legacyco.Task if kept else asyncio.Task}
        for task in tasks:
            with pytest.raises(LookupError):
                await task
        with pytest.raises(LookupError):
            await legacyco.gather(fail("three"))
        return found

    found = run(main())
    values = [each["exception"]["values"][-1] for each in found]
    assert [(each["type"], each["value"]) for each in values] == [
        ("LookupError", "one"),
        ("LookupError", "two"),
        ("LookupError", "three"),
    ]
    assert {each["mechanism"]["type"] for each in values} == {"asyncio"}
    assert [each["tags"]["old"] for each in found] == ["one", "two", "three"]
    assert all(each["stacktrace"]["frames"][-1]["function"] == "fail" for each in values)
