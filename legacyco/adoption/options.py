"""What may differ from one adopted package to another."""

from collections import namedtuple

from . import AdoptionError

_Options = namedtuple("_Options", "era shims report")


class Options(_Options):
    """How a package is adopted; see legacyco.adopt() for what each option does."""

    __slots__ = ()

    def __new__(cls, era=None, shims=False, report=False):
        """Return the options; *era* is a version such as "3.7", or None for that of today.

        Raises AdoptionError if it is none that had asyncio.
        """
        if era is not None:
            _check_era(era)
        return super().__new__(cls, era, bool(shims), bool(report))

    @property
    def tag(self):
        """The letters and digits that tell their bytecode from that with other options."""
        era = "era" + self.era.replace(".", "") if self.era else ""
        return "legacyco" + era + "shims" * self.shims + "report" * self.report


def _check_era(era):
    from ..history.rows import NEWEST, OLDEST

    versions = ["3.%d" % minor for minor in range(OLDEST[1], NEWEST[1] + 1)]
    if era not in versions:
        raise AdoptionError(
            "an era is a version of Python from {} to {}, as a text, not {!r}".format(
                versions[0], versions[-1], era
            )
        )
