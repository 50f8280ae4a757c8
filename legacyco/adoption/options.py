"""What may differ from one adopted package to another."""

from collections import namedtuple

_Options = namedtuple("_Options", "era shims report")


class Options(_Options):
    """How a package is adopted; see legacyco.adopt() for what each option does."""

    __slots__ = ()

    def __new__(cls, era=None, shims=False, report=False):
        """Return the options; *era* is a version such as "3.7", or None for that of today."""
        return super().__new__(cls, era, bool(shims), bool(report))

    @property
    def tag(self):
        """The letters and digits that tell their bytecode from that with other options."""
        era = "era" + self.era.replace(".", "") if self.era else ""
        return "legacyco" + era + "shims" * self.shims + "report" * self.report
