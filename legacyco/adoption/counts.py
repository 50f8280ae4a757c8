"""What adopted modules count while they run, and where it is collected.

A site is ``(rule id, name, line, column, check)``. The check says when a use counts: ALWAYS, or
where an object, or an exception, is what the rule speaks of.
"""

import asyncio
import concurrent.futures
import functools
import inspect
import sys
from collections import namedtuple

from ..history.rules import rule
from ..locks import Condition, Lock, Semaphore
from .era_semantics import Era, today_catches
from .eras import behaviours_of

ALWAYS = ""
DIFFERS = "differs"
IS_A = "is a "
VALUE_IS = "value is "

# A use that was counted. *module* and *file* are the module's, *line* counts from 1, *column* from
# 0, *rule* is the rule of legacyco.history, *name* the dotted name in it.
Counted = namedtuple("Counted", "module file line column rule name count")

_LOCKS = (Lock, Condition, Semaphore, asyncio.Lock, asyncio.Condition, asyncio.Semaphore)


def _has_coroutines(things):
    return isinstance(things, (list, tuple, set)) and any(map(inspect.iscoroutine, things))


# Sorts of values, by the words of the rules.
VALUES = {
    "generator": inspect.isgenerator,
    "generator function": inspect.isgeneratorfunction,
    "coroutine": _has_coroutines,
    "StopIteration": lambda thing: isinstance(thing, StopIteration) or thing is StopIteration,
    "other than ThreadPoolExecutor": lambda thing: (
        thing is not None and not isinstance(thing, concurrent.futures.ThreadPoolExecutor)
    ),
}

# What is yielded from, or awaited, by rule.
SUBJECTS = {
    "with-yield-from-lock": "lock",
    "with-await-lock": "lock",
    "yield-from-lock": "lock",
    "plain-yield-from": "native coroutine",
}
_SUBJECTS = {
    "lock": lambda thing: isinstance(thing, _LOCKS),
    "native coroutine": lambda thing: inspect.iscoroutine(thing),
}


def _no_loop_runs():
    return asyncio._get_running_loop() is None


# When a call counts, by rule.
CONDITIONS = {
    "get-event-loop": _no_loop_runs,
    "implicit-loop": _no_loop_runs,
}

_modules = []


class Uses:
    """The uses of one module."""

    def __init__(self, sites):
        frame = sys._getframe(1)
        self.module = frame.f_globals.get("__name__", "?")
        self.file = frame.f_code.co_filename
        self.sites = sites
        self.counts = _kept([0] * len(sites), self)
        _modules.append(self)

    def used(self, number, value=None):
        """Count, and return *value*."""
        self.counts[number] += 1
        return value

    def checked(self, number, value):
        """Count if the condition of the rule holds; return *value*."""
        if CONDITIONS[self.sites[number][0]]():
            self.counts[number] += 1
        return value

    def given(self, number, thing):
        """Count if *thing* is what the check says; return it."""
        if _is(thing, self.sites[number][4]):
            self.counts[number] += 1
        return thing

    def clause(self, number, classes, names):
        """Count if the exception in hand would have fared otherwise before; return *classes*."""
        error = sys.exc_info()[1]
        before = _era(rule(self.sites[number][0]).last_worked)
        if before.catches(error, classes, names) != today_catches(error, classes):
            self.counts[number] += 1
        return classes


@functools.lru_cache(maxsize=None)
def _era(version):
    return Era(*behaviours_of(version))


def _is(thing, check):
    if check.startswith(IS_A):
        module, _, name = check[len(IS_A) :].rpartition(".")
        return any(isinstance(thing, one) for one in _classes(module, name))
    if check.startswith(VALUE_IS):
        return VALUES[check[len(VALUE_IS) :]](thing)
    return _SUBJECTS[check](thing)


def _classes(module, name):
    """Return the classes of that name: asyncio's and legacyco's are meant by the same."""
    for known in (module, "legacyco" if module == "asyncio" else None):
        class_ = getattr(sys.modules.get(known), name, None)
        if isinstance(class_, type):
            yield class_


def _keep(counts, module):
    return counts


# How the counts of a module are kept: a function of a list and the module, which returns a list.
_kept = _keep


def begin_again(kept=_keep):
    """Count from zero on, in lists that *kept* makes of lists, given each module's Uses."""
    global _kept
    _kept = kept
    _others.clear()
    for module in _modules:
        module.counts = kept([0] * len(module.counts), module)


def rows(module):
    """Yield ``(key, count)`` of what the module used; a key is a tuple of texts and numbers."""
    for number, count in enumerate(module.counts):
        if count:
            yield key(module, number), count


def key(module, number):
    """Return what tells one site of a module from all others."""
    site = module.sites[number]
    return (module.module, module.file) + tuple(site[2:4]) + tuple(site[:2])


def all_rows():
    """Yield those of all modules of this process."""
    for module in _modules:
        yield from rows(module)


# What other processes have counted.
_others = {}


def add(one, count):
    """Count what another process did *count* times; *one* is a key()."""
    _others[one] = _others.get(one, 0) + count


def files():
    """Return the names of the files of the modules that count here."""
    return [module.file for module in _modules]


def counted():
    """Return the list of :class:`Counted` up to now, in the order of packages, files and lines."""
    total = dict(_others)
    for one, count in all_rows():
        total[one] = total.get(one, 0) + count
    return [
        Counted(module, file, line, column, rule(id), name, count)
        for (module, file, line, column, id, name), count in sorted(total.items())
    ]


def forget():
    """Begin from zero."""
    _others.clear()
    del _modules[:]
