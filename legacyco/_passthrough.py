"""For the submodules that are the interpreter's own below the surface.

What they have differs by Python and platform, and code that reaches in there means what runs.
"""


def pass_on(namespace, module, late=()):
    """Put the names of *module*, private ones too, into *namespace*, except those it has.

    late: names that it has too, but not yet; see _late.
    """
    for name, value in vars(module).items():
        if not name.startswith("__") and name not in late:
            namespace.setdefault(name, value)
    if hasattr(module, "__all__"):
        namespace.setdefault("__all__", module.__all__)
