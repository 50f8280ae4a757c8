"""How old installed distributions are: by the Pythons that they say they are for.

No metadata has a date. But a distribution names the Pythons that its authors had tried, and the
oldest that it still runs on; of two that are years apart, that tells.
"""

import re
from collections import namedtuple

try:
    from importlib import metadata
except ImportError:
    # New in 3.8.
    metadata = None

# When each Python came out.
RELEASED = {
    (3, 4): "2014-03-16",
    (3, 5): "2015-09-13",
    (3, 6): "2016-12-23",
    (3, 7): "2018-06-27",
    (3, 8): "2019-10-14",
    (3, 9): "2020-10-05",
    (3, 10): "2021-10-04",
    (3, 11): "2022-10-24",
    (3, 12): "2023-10-02",
    (3, 13): "2024-10-07",
    (3, 14): "2025-10-07",
}
# How many Pythons further on one has to be, to count as of another time.
_YEARS = 4
# How many Pythons a package may have lived on unchanged, for the date of its time.
_LIFE = 3

_CLASSIFIER = re.compile(r"Programming Language :: Python :: 3\.(\d+)$")
_REQUIRES = re.compile(r">=?\s*3\.(\d+)")
_REQUIREMENT = re.compile(r"\s*([\w.-]+)")

# A distribution: its name and version, and the newest and the oldest minor version of Python 3 that
# it names, None where it names none.
Distribution = namedtuple("Distribution", "name version newest oldest requires")


def distribution(name):
    """Return the installed Distribution of that name, or None."""
    if metadata is None:
        return None
    try:
        found = metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return None
    classifiers = map(_CLASSIFIER.match, found.metadata.get_all("Classifier") or ())
    minors = [int(each.group(1)) for each in classifiers if each]
    required = _REQUIRES.search(found.metadata.get("Requires-Python") or "")
    oldest = int(required.group(1)) if required else None
    # One that came long after 3.0 may name no Python but the oldest.
    newest = max(minors, default=oldest)
    # Without those for some Pythons, platforms or extras only.
    names = [_REQUIREMENT.match(each).group(1) for each in found.requires or () if ";" not in each]
    return Distribution(found.metadata["Name"], found.version, newest, oldest, names)


def distribution_of(module):
    """Return the Distribution that a top-level module belongs to, or None."""
    if metadata is None:
        return None
    find = getattr(metadata, "packages_distributions", None)
    if find is not None:
        # New in 3.10.
        for name in find().get(module, ()):
            return distribution(name)
    return distribution(module) or distribution(module.replace("_", "-"))


def modules_of(distribution):
    """Return the names of the top-level modules that a Distribution installs."""
    found = metadata.distribution(distribution.name)
    text = found.read_text("top_level.txt")
    if text:
        return [each for each in text.split() if each.isidentifier()]
    tops = {str(each).partition("/")[0] for each in found.files or () if str(each).endswith(".py")}
    return sorted(each[:-3] if each.endswith(".py") else each for each in tops)


def is_of_another_time(dependency, dependent):
    """Return whether a Distribution is years newer than one that needs it."""
    if dependent.newest is None:
        return False
    if dependency.oldest is not None and dependency.oldest > dependent.newest:
        return True
    return dependency.newest is not None and dependency.newest >= dependent.newest + _YEARS


def too_new(dependent):
    """Return the list of the Distributions that one needs, directly, and that are years newer."""
    needed = [distribution(name) for name in dependent.requires]
    return [each for each in needed if each is not None and is_of_another_time(each, dependent)]


def pip_line(dependent):
    """Return the command that installs a Distribution with the dependencies of its time."""
    date = RELEASED.get((3, dependent.newest + _LIFE), max(RELEASED.values()))
    return "pip install --force-reinstall --uploaded-prior-to {}T00:00:00Z {}=={}".format(
        date, dependent.name, dependent.version
    )


def described(each):
    """Return the name and version of a Distribution, and the Python of its time."""
    return "{} {} (of the time of Python 3.{})".format(each.name, each.version, each.newest)
