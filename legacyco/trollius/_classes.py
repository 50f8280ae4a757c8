"""The metaclass of trollius's classes whose objects are made by legacyco's engine as well."""

from .._abstract import StandsFor


class StandsForEngine(StandsFor):
    """The type of a class that counts the objects of the engine's own class as its instances.

    They are what loops, locks and tasks make.  The class has them in ``_stands_for``.  Where it has
    a ``_make(*args, **kwargs)`` too, a call of the class gives what that returns: the engine is
    fastest with objects of its own.  Subclasses are ordinary classes.
    """

    def __call__(cls, *args, **kwargs):
        """Return an object of the class, or one that stands for it."""
        if "_make" in vars(cls):
            return cls._make(*args, **kwargs)
        return super().__call__(*args, **kwargs)


def without_own_frames(made, count=2):
    """Return *made*; what it shows as the place where it was made, in debug mode, is the user's.

    *count* is how many frames of this package stand between the two.
    """
    if made._source_traceback:
        del made._source_traceback[-count:]
    return made
