"""The metaclass of trollius's Future and Task, which legacyco's engine makes itself."""


class StandsForEngine(type):
    """The type of a class that gives the engine's own objects, when it is called by itself.

    They are what loops, locks and tasks make, so they are its instances as well; the engine is
    fastest with them.  Subclasses are ordinary ones.  The class has _engine, and
    ``_make(*args, **kwargs)``, which returns what to give.
    """

    def __call__(cls, *args, **kwargs):
        """Return an object of the engine's, or of a subclass."""
        if "_engine" in vars(cls):
            return cls._make(*args, **kwargs)
        return super().__call__(*args, **kwargs)

    def __instancecheck__(cls, instance):
        """Count the engine's objects as instances of the class, not of its subclasses."""
        return type.__instancecheck__(vars(cls).get("_engine", cls), instance)

    def __subclasscheck__(cls, subclass):
        """Count the engine's classes as subclasses of the class, not of its subclasses."""
        return type.__subclasscheck__(vars(cls).get("_engine", cls), subclass)
