"""All that stands between an installed package and this Python: ``python -m legacyco doctor``.

Nothing is imported: sources are read by what reads them for the automatic adoption, and metadata
says which distributions are of another time.
"""

import os
import warnings
from collections import OrderedDict, namedtuple
from importlib.util import find_spec

from ..history import changes
from . import AdoptionError, ages, constructs, detect, source
from .eras import BEHAVIOURS, ERA
from .reasons import THIS_INTERPRETER

# One obstacle: what it is, where it was met first, and in how many places, and what to type.
Obstacle = namedtuple("Obstacle", "text remedy")


def find(name):
    """Yield ``(title, obstacles)`` of a package, and of what it requires, in that order.

    Raises AdoptionError if there is no such package.
    """
    if find_spec(name.partition(".")[0]) is None:
        raise AdoptionError(
            "there is no package or module {!r} here; is it installed?".format(name)
        )
    own = ages.distribution_of(name)
    yield _title(name, own), list(_of_package(name, own))
    for each in _required(own):
        for module in ages.modules_of(each):
            yield _title(module, each), list(_of_package(module, each))


def _title(name, distribution):
    if distribution is None:
        return name
    if distribution.newest is None:
        return "{} {}".format(distribution.name, distribution.version)
    return ages.described(distribution)


def _required(distribution):
    """Return the Distributions that one needs, directly or not, that are installed."""
    found, pending = OrderedDict(), list(distribution.requires if distribution else ())
    while pending:
        each = ages.distribution(pending.pop(0))
        if each is not None and each.name not in found:
            found[each.name] = each
            pending += each.requires
    return found.values()


def _of_package(name, distribution):
    spec = find_spec(name)
    if spec is None:
        return
    for each in distribution.requires if distribution is not None else ():
        if ages.distribution(each) is None:
            yield Obstacle("{} is not installed".format(each), "pip install " + each)
    reason = detect.reason(spec)
    if reason is None:
        # It is of today, as far as asyncio goes: it wants no old neighbours, and gets no options.
        return
    yield Obstacle("asyncio of another time: " + reason, "python -m legacyco run adopts it")
    newer = ages.too_new(distribution) if distribution is not None else ()
    if newer:
        text = "years newer: " + ", ".join(ages.described(each) for each in newer)
        yield Obstacle(text, ages.pip_line(distribution) + " (pip 26 or newer)")
    for each in _of_its_source(spec):
        yield each


def _of_its_source(spec):
    places = OrderedDict()
    for path, use in _uses(spec):
        remedy = _remedy(use.rule)
        if remedy is not None and use.certain:
            places.setdefault((use.rule.title, remedy), []).append((path, use.line))
    for (title, remedy), found in places.items():
        path, line = found[0]
        folder, name = os.path.split(path)
        where = "{}:{}".format(os.path.join(os.path.basename(folder), name), line)
        more = " and {} more".format(len(found) - 1) if len(found) > 1 else ""
        yield Obstacle("{}: {}{}".format(title, where, more), remedy)


def _uses(spec):
    for path, _ in detect._in_folder(spec) if spec.origin else ():
        try:
            with open(path, "rb") as file, warnings.catch_warnings():
                warnings.simplefilter("ignore")
                tree = source.parse(file.read(), path)
        except (OSError, SyntaxError, ValueError, RecursionError):
            # What no adopted module could be either; who imports it is told.
            continue
        for use in constructs.find(tree, THIS_INTERPRETER.version):
            yield path, use


def _remedy(rule):
    """Return what to type for what a rule speaks of, or None if nothing need be typed."""
    if rule.id in BEHAVIOURS:
        return "--era {}, if it relies on that".format(ERA)
    if rule.effect != changes.REMOVED:
        return None
    if rule.distribution is not None:
        return "pip install " + rule.distribution
    return "--shims" if rule.shimmed else None


def lines(name):
    """Yield the lines of the report on a package; see find()."""
    total = 0
    for title, obstacles in find(name):
        total += len(obstacles)
        if obstacles:
            yield title
        for each in obstacles:
            yield "    {}\n        {}".format(each.text, each.remedy)
    if not total:
        yield "Nothing was found that stands between {} and this Python.".format(name)
