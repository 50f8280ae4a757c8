"""What is written twice for speed behaves alike.

A task, a future, a handle and a timer are each made by their class and, on a running loop that
nobody watches, by a function that leaves out what this case does not need; a step is taken by the
loop's own function or by Task._step().  The objects have to have the same slots, and random
programs have to take the same course on a plain loop, in debug mode, on a loop that overrides
call_soon() - where the general way is taken - and on asyncio's loop.
"""

import asyncio
import itertools
import sys

import pytest
from fake_clock import new_fake_clock_loop
from hypothesis import HealthCheck, given, settings, strategies

import legacyco

# --- objects --------------------------------------------------------------------------------


def slots_of(thing):
    """Return the slots and attributes of *thing* that are set, with the types of their values."""
    names = set(vars(thing)) if hasattr(thing, "__dict__") else set()
    for cls in type(thing).__mro__:
        slots = cls.__dict__.get("__slots__", ())
        names.update([slots] if isinstance(slots, str) else slots)
    names -= {"__weakref__", "__dict__"}
    return {name: type(getattr(thing, name)) for name in names if hasattr(thing, name)}


async def nothing():
    await legacyco.sleep(0)


def tasks_in_every_way(loop):
    yield legacyco.Task(nothing(), loop=loop)
    yield loop.create_task(nothing())
    yield legacyco.create_task(nothing())
    yield legacyco.ensure_future(nothing())


def named_tasks_in_every_way(loop):
    context = legacyco.current_task().get_context()
    yield legacyco.Task(nothing(), loop=loop, name="named", context=context)
    yield loop.create_task(nothing(), name="named", context=context)
    yield legacyco.create_task(nothing(), name="named", context=context)


def futures_in_every_way(loop):
    yield legacyco.Future(loop=loop)
    yield loop.create_future()


def handles_in_every_way(loop):
    yield legacyco.Handle(print, (), loop)
    yield loop.call_soon(print)
    future = loop.create_future()
    future.set_result(None)
    future.add_done_callback(print)
    handle = loop._ready[-1]
    assert handle._args == (future,)
    yield handle


def threadsafe_handles_in_every_way(loop):
    yield legacyco.events._ThreadSafeHandle(print, (), loop)
    yield loop.call_soon_threadsafe(print)


def timers_in_every_way(loop):
    timer = legacyco.TimerHandle(loop.time(), print, (), loop)
    # What the loop does with one.
    timer._scheduled = True
    yield timer
    yield loop.call_later(1, print)
    yield loop.call_at(loop.time(), print)


@pytest.mark.parametrize(
    "make",
    [
        tasks_in_every_way,
        named_tasks_in_every_way,
        futures_in_every_way,
        handles_in_every_way,
        threadsafe_handles_in_every_way,
        timers_in_every_way,
    ],
)
def test_what_is_made_in_several_ways_has_the_same_slots(loop, make):
    async def main():
        made = list(make(loop))
        expected = slots_of(made[0])
        assert expected and all(slots_of(each) == expected for each in made)
        for each in made:
            each.cancel()
        await legacyco.sleep(0)

    loop.run_until_complete(main())


# --- programs -------------------------------------------------------------------------------


class CallbackLoop(legacyco.SelectorEventLoop):
    """A loop that wants to see what is called, and so runs steps as callbacks."""

    def call_soon(self, *args, **kwargs):
        return super().call_soon(*args, **kwargs)


class OurTask(legacyco.Task):
    """A task that run_batches() does not run."""


WORKERS = 4

# The futures of asyncio's loop, which pass a cancellation on, say why since 3.9.
REASONS = sys.version_info >= (3, 9)

number = strategies.integers(0, WORKERS - 1)
flag = strategies.booleans()
operation = strategies.one_of(
    strategies.tuples(strategies.just("sleep"), strategies.sampled_from([0, 1, 2])),
    strategies.tuples(strategies.just("await future"), number),
    strategies.tuples(strategies.just("await task"), number),
    strategies.tuples(strategies.just("set result"), number),
    strategies.tuples(strategies.just("set exception"), number),
    strategies.tuples(strategies.just("cancel future"), number),
    strategies.tuples(strategies.just("cancel task"), number, flag),
    strategies.tuples(strategies.just("uncancel"), number),
    strategies.tuples(strategies.just("gather"), number, flag),
    strategies.tuples(strategies.just("wait"), number, number),
    strategies.tuples(strategies.just("wait_for"), number, strategies.sampled_from([0, 1, None])),
    strategies.tuples(strategies.just("shield"), number),
    strategies.tuples(strategies.just("timeout"), strategies.sampled_from([0, 1])),
    strategies.tuples(strategies.just("callback"), number),
    strategies.tuples(strategies.just("timer"), strategies.sampled_from([0, 1])),
    strategies.tuples(strategies.just("child"), flag),
    strategies.tuples(strategies.just("raise"), number),
)
program = strategies.lists(
    strategies.tuples(flag, strategies.lists(operation, max_size=6)),
    min_size=WORKERS,
    max_size=WORKERS,
)


class Course:
    """The course that a program takes on a loop."""

    def __init__(self, loop, program, task_class=None):
        self.loop = loop
        self.program = program
        self.task_class = task_class
        # What happened, in order.
        self.trace = []
        self.futures = [loop.create_future() for _ in range(WORKERS)]
        self.tasks = []
        # asyncio's timers of equal time are called in any order: no two are to be equal.
        self.delays = itertools.count(1)

    def later(self, delay):
        """Return *delay*, or a little more than that, and never the same twice; 0 is 0."""
        return delay and delay + next(self.delays) * 1e-6

    def note(self, *what):
        # As text: an exception equals itself only.
        self.trace.append((self.loop.time(), repr(what)))

    def start(self, coro, name=None):
        if self.task_class is None:
            return legacyco.create_task(coro, name=name)
        return self.task_class(coro, loop=self.loop, name=name)

    async def child(self, fails):
        await legacyco.sleep(0)
        if fails:
            raise KeyError("child")
        return "child"

    async def do(self, me, name, *args):
        """Carry out an operation of worker *me*."""
        first = args[0]
        if name == "sleep":
            return await legacyco.sleep(self.later(first), "slept")
        if name == "await future":
            return await self.futures[first]
        if name == "await task" and first > me:
            # Upwards only: circles have no end.
            return await self.tasks[first]
        if name == "set result" and not self.futures[first].done():
            return self.futures[first].set_result(me)
        if name == "set exception" and not self.futures[first].done():
            return self.futures[first].set_exception(KeyError(me))
        if name == "cancel future":
            return self.futures[first].cancel()
        if name == "cancel task":
            return self.tasks[first].cancel("by %d" % me if args[1] and REASONS else None)
        if name == "uncancel":
            return self.tasks[first].uncancel()
        if name == "gather":
            sleep = legacyco.sleep(self.later(1))
            return await legacyco.gather(self.futures[first], sleep, return_exceptions=args[1])
        if name == "wait":
            done, _ = await legacyco.wait(
                {self.futures[i] for i in args}, return_when=legacyco.FIRST_COMPLETED
            )
            return len(done)
        if name == "wait_for":
            return await legacyco.wait_for(self.futures[first], self.later(args[1]))
        if name == "shield":
            return await legacyco.shield(self.futures[first])
        if name == "timeout":
            async with legacyco.timeout(self.later(first)):
                return await legacyco.sleep(self.later(1))
        if name == "callback":
            return self.futures[first].add_done_callback(lambda future: self.note(me, "called"))
        if name == "timer":
            self.loop.call_later(self.later(first + 1), self.note, me, "timer")
        if name == "child":
            return await self.start(self.child(first), name="child")
        if name == "raise":
            raise ValueError(me)
        return None

    async def new_worker(self, me, operations):
        for each in operations:
            try:
                self.note(me, each[0], await self.do(me, *each))
            except legacyco.CancelledError as exc:
                self.note(me, each[0], "cancelled", exc.args, self.tasks[me].cancelling())
                if me % 2:
                    raise
            except (KeyError, legacyco.TimeoutError) as exc:
                self.note(me, each[0], type(exc).__name__)
        return me

    @legacyco.coroutine
    def old_worker(self, me, operations):
        for each in operations:
            try:
                result = yield from self.do(me, *each)
                self.note(me, each[0], result)
            except legacyco.CancelledError as exc:
                self.note(me, each[0], "cancelled", exc.args, self.tasks[me].cancelling())
                if me % 2:
                    raise
            except (KeyError, legacyco.TimeoutError) as exc:
                self.note(me, each[0], type(exc).__name__)
        return me

    async def main(self):
        for me, (old, operations) in enumerate(self.program):
            worker = self.old_worker if old else self.new_worker
            self.tasks.append(self.start(worker(me, operations)))
        await legacyco.sleep(20)
        for future in self.futures:
            if not future.done():
                future.set_result("at last")
        await legacyco.sleep(20)
        for task in self.tasks:
            self.note(task.done(), task.done() and task.cancelled(), task.cancelling())
            if task.done() and not task.cancelled():
                self.note(repr(task.exception()))
        for future in self.futures:
            if not future.cancelled():
                future.exception()


def course_of(program, loop_class, debug=False, task_class=None):
    """Run the program on a new loop; return what happened, and what the loop was told of."""
    loop = new_fake_clock_loop(loop_class)
    loop.set_debug(debug)
    loop.slow_callback_duration = 1000.0
    course = Course(loop, program, task_class)
    complaints = []
    loop.set_exception_handler(lambda loop, context: complaints.append(context["message"]))
    try:
        loop.run_until_complete(course.main())
    finally:
        loop.close()
    return course.trace, complaints


# What could differ; the first is what the others are compared with.
WORLDS = {
    "plain": (legacyco.SelectorEventLoop,),
    "debug": (legacyco.SelectorEventLoop, True),
    "callbacks": (CallbackLoop,),
    "derived tasks": (legacyco.SelectorEventLoop, False, OurTask),
    "tasks of ours on asyncio's loop": (asyncio.SelectorEventLoop, False, legacyco.Task),
}


# Of hypothesis on 3.15.
@pytest.mark.filterwarnings("ignore:It looks like `register_random`")
@pytest.mark.parametrize("world", list(WORLDS)[1:])
@settings(
    max_examples=80,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(program=program)
def test_a_program_takes_the_same_course_everywhere(world, program):
    assert course_of(program, *WORLDS[world]) == course_of(program, *WORLDS["plain"])
