"""What ``python -m legacyco run`` was told to adopt, and how."""

from . import AdoptionError
from .detect import AdoptWhereNeeded
from .finder import FINDER
from .options import Options


def carry_out(adopt, eras, shims, report, no_auto):
    """Adopt packages as the command line says; return the options for all others, and the program.

    adopt: texts with the names of packages, separated by commas.  eras: texts "3.7" or
    "package=3.7".  report: its format and file, or None.  no_auto: adopt no others than these.

    Raises AdoptionError.
    """
    era_of = _by_package(eras)
    default = Options(era_of.pop(None, None), shims, report is not None)
    if report is not None:
        from .report import begin

        begin(report)
    FINDER.default = default
    names = [name.strip() for text in adopt for name in text.split(",")]
    if "" in names:
        raise AdoptionError(
            "--adopt takes the names of packages, separated by commas, got {!r}".format(
                next(text for text in adopt if "" in map(str.strip, text.split(",")))
            )
        )
    for name in dict.fromkeys(names + list(era_of)):
        FINDER.adopt([name], default._replace(era=era_of.get(name, default.era)))
    if not no_auto:
        # One only, where a debugger runs all this once more.
        FINDER.rules[:] = [each for each in FINDER.rules if type(each) is not AdoptWhereNeeded]
        FINDER.rules.append(AdoptWhereNeeded(FINDER, default))
    # Also for the program alone, whose children are told.
    FINDER.install()
    return default


def _by_package(eras):
    found = {}
    for text in eras:
        package, separator, era = text.rpartition("=")
        package = package if separator else None
        if found.setdefault(package, era) != era:
            raise AdoptionError(
                "two eras for {}: {} and {}".format(package or "all packages", found[package], era)
            )
    return found
