"""The queue of run_in_executor()'s threads, which PyPy and Python 3.6 need."""

import queue
import sys
import threading

import pytest

from legacyco import _thread_pool
from legacyco._thread_pool import ReentrantQueue


@pytest.fixture
def items():
    return ReentrantQueue()


def test_items_come_out_in_order(items):
    for number in range(3):
        items.put(number)
    assert [items.get(), items.get_nowait(), items.get(block=False)] == [0, 1, 2]
    with pytest.raises(queue.Empty):
        items.get_nowait()


def test_each_item_reaches_one_of_the_threads_that_wait(items):
    found = []

    def take():
        while True:
            item = items.get()
            if item is None:
                items.put(None)
                return
            found.append(item)

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for number in range(1000):
        items.put(number)
    items.put(None)
    for thread in threads:
        thread.join()
    assert sorted(found) == list(range(1000))


def interrupted(function, at_line, interruption):
    """Call *function*, and *interruption* before that line of what it executes in the queue."""
    lines = 0

    def trace(frame, event, arg):
        nonlocal lines
        if frame.f_code.co_filename != _thread_pool.__file__:
            return None
        if event == "line":
            lines += 1
            if lines == at_line:
                sys.settrace(None)
                interruption()
        return trace

    previous = sys.gettrace()
    sys.settrace(trace)
    try:
        return function()
    finally:
        sys.settrace(previous)
        assert lines >= at_line, "there are not so many"


# Up to the line that would wait, or to the one before: the head of the loop is a line or none.
@pytest.mark.parametrize("at_line", range(1, 10))
def test_a_put_may_come_amid_a_get_that_finds_nothing(items, at_line):
    assert interrupted(items.get, at_line, lambda: items.put("late")) == "late"
    assert not items._sleepers


@pytest.mark.parametrize("at_line", range(1, 3))
def test_a_put_may_come_amid_a_get(items, at_line):
    items.put("there")
    assert interrupted(items.get, at_line, lambda: items.put("late")) == "there"
    assert items.get() == "late"


@pytest.mark.parametrize("at_line", range(1, 4))
def test_a_put_may_come_amid_a_put(items, at_line):
    interrupted(lambda: items.put("one"), at_line, lambda: items.put("two"))
    assert sorted([items.get(), items.get()]) == ["one", "two"]


def test_the_pool_runs_calls_and_ends(monkeypatch):
    monkeypatch.setattr(_thread_pool, "_has_reentrant_queue", lambda: False)
    pool = _thread_pool.new_thread_pool("named")
    names = [pool.submit(lambda: threading.current_thread().name) for _ in range(20)]
    assert {name.result().startswith("named") for name in names} == {True}
    pool.shutdown(wait=True)
    with pytest.raises(RuntimeError):
        pool.submit(len, "")
