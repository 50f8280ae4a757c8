"""Old packages, run as they are: the import hook.

A module of an adopted package sees legacyco in the place of asyncio.  Everything else in the
process keeps the interpreter's asyncio, unpatched, and both live on one event loop.

===========================  ======================================================================
``options``                  what may differ from one adopted package to another
``standins``                 which module stands in for which
``keywords``                 ``async`` and ``await`` where they are names
``edits``                    how passes put code into a module's tree
``imports``                  the pass that redirects imports
``methods`` ``mocking``      passes for methods that the interpreter calls, and for mocks
``evident``                  the pass for what an old module means beyond doubt
``comprehensions``           the pass for ``yield`` in comprehensions
``executed execution``       the pass for what is given to exec() and the like; what becomes of it
``source``                   from a file's bytes to the code that runs; the order of the passes
``cache``                    the bytecode beside the ordinary one
``loader`` ``zipped``        any loader of source files, adopting; modules in zip files
``programs``                 files that others compile and run as the program
``afterwards`` ``finder``    what is done to modules of others; which modules are adopted
``detect`` ``reasons``       which packages need it, and by what in their source
``conditions siblings``      what conditions come to, also by names of other modules of the package
``dead_code loops``          what is never run; get_event_loop() where no loop runs
``running`` ``scripts``      how a program is started; where installed ones are
``restarts``                 how it is started when it starts itself anew
``plan``                     what the command line says to adopt
``suites`` ``asserts``       test suites under pytest; their assert statements
``cells``                    what is typed into an IPython below ``run``
``children``                 child processes, which see what their parent saw
``constructs``               finds the constructs of legacyco.history in a module's source
``rewriting``                how the passes below replace what they chose
``eras`` ``era_semantics``   the pass for ``era=``; what the code that it rewrote asks
``shims`` ``restored`` ...   the pass for ``shims=``; the things that are restored
``sites`` ``counting``       the passes for ``report=``
``counts`` ``tallies``       what is counted while the package runs; what children count
``report`` ...               how it is written at exit
``neighbours``               what to do about what an adopted module dies of
``frames mendable``          whose frames a traceback has; which errors adoption would mend
``caught_once closing``      which clause would have caught an exception once; servers that wait
``obstacles``                all that stands between a package and this Python
``ages too_new``             how old distributions are; dependencies of another time
``hints``                    the last line of a program that dies: which option would mend that
===========================  ======================================================================

Nothing of these is imported before something is adopted, and what compiles not before something has
to be compiled.
"""

__all__ = ("AdoptionError", "adopt")


class AdoptionError(ValueError):
    """A package cannot be adopted; the text says why, and what to do."""


def adopt(*packages, era=None, shims=False, report=False):
    """Have packages that were written for an old asyncio run on this Python, unmodified.

    *packages* are the names by which they are imported ("hbmqtt"), or parts of packages
    ("company.mqtt").  Call this before the first import of any of them.

    era: the version of Python ("3.7") whose semantics of cancellation and timeouts they expect.
    shims: whether to restore small things that other modules of the standard library lost.
    report: whether to count the old constructs that they use, and to say so on standard error when
    the process ends; or where else to, as in "html:report.html" or "json:report.json".

    Raises AdoptionError if there is no such package, if it is imported already, if it has no
    source, or if it is adopted with other options; then none of them is adopted.
    """
    if not packages or not all(isinstance(name, str) for name in packages):
        raise TypeError(
            "which package? Names were expected, as in adopt('hbmqtt'), got {!r}".format(packages)
        )
    for name in packages:
        if "," in name:
            names = ", ".join(repr(each.strip()) for each in name.split(",") if each.strip())
            raise AdoptionError(
                "{!r} is no name of a package; one argument for each: adopt({})".format(name, names)
            )
    from .finder import FINDER
    from .options import Options

    if report:
        from .report import begin

        begin("text" if report is True else report)
    FINDER.adopt(packages, Options(era, shims, report))
