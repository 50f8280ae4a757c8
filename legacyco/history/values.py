"""The exceptions and the constants of asyncio."""

from legacyco.history.rows import attribute, constant, exception

EXCEPTIONS = (
    exception("BrokenBarrierError", "exceptions", "3.11-"),
    exception("CancelledError", "exceptions", "3.4-"),
    exception(
        "IncompleteReadError",
        "exceptions",
        "3.4- (partial, expected)",
        members=(attribute("partial", "3.4-"), attribute("expected", "3.4-")),
    ),
    exception("InvalidStateError", "exceptions", "3.4-"),
    exception(
        "LimitOverrunError",
        "exceptions",
        "3.6- (message, consumed)",
        members=(attribute("consumed", "3.6-"),),
    ),
    exception("QueueEmpty", "queues", "3.4-"),
    exception("QueueFull", "queues", "3.4-"),
    exception("QueueShutDown", "queues", "3.13-"),
    exception("SendfileNotAvailableError", "exceptions", "3.7-"),
    exception("TimeoutError", "exceptions", "3.4-"),
)

CONSTANTS = (
    constant("ALL_COMPLETED", "tasks", "3.4-"),
    constant("FIRST_COMPLETED", "tasks", "3.4-"),
    constant("FIRST_EXCEPTION", "tasks", "3.4-"),
)
