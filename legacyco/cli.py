"""The command line: ``python -m legacyco run ...``.

Exit code 2 says that the command line cannot be followed, or a package not be adopted; whatever
else is that of the program that ran.
"""

import argparse
import difflib
import os
import sys

from legacyco import __version__

if str is not bytes:
    # Python 2.7 reads this file, to say that it has no use for it, and no other.
    from legacyco._output import read_in_part

__all__ = ("main",)

_PYTHON_2 = (
    "legacyco: there is no command line on Python 2.7, where trollius does the work: write"
    " `import legacyco.trollius as asyncio`. `legacyco run` takes Python 3.6 or newer."
)


def main(argv=None):
    """Do what the command line says; *argv* are its arguments, by default those of the process."""
    if str is bytes:
        sys.exit(_PYTHON_2)
    argv = _own_arguments() if argv is None else argv
    prog = _prog()
    _stand_where_it_is_called()
    parser = argparse.ArgumentParser(
        prog=prog, description="Run programs that were written for an old asyncio."
    )
    parser.add_argument("--version", action="version", version="legacyco " + __version__)
    commands = parser.add_subparsers(dest="command", metavar="command")
    run = _add_run(commands, prog)
    why = _add_why(commands, prog)
    doctor = _add_doctor(commands, prog)
    own, program = _split(argv, run)
    with read_in_part():
        options, unknown = parser.parse_known_args(own)
        if unknown:
            of = {"run": run, "why": why, "doctor": doctor}.get(options.command, parser)
            of.error(_unknown(unknown, of))
        if options.command is None:
            parser.error("no command given; try: %s run app.py" % prog)
        if options.command == "why":
            sys.exit(_why(options))
        if options.command == "doctor":
            sys.exit(_doctor(doctor, options))
    _run(run, options, own, program)


# How this process was called, and told to run what, without the program's arguments.
_begun = None


def _own_arguments():
    """Return the arguments of the process.

    A debugger that runs us once more has left the program's in sys.argv, or was given others.
    """
    if _begun is None or sys.argv[0] == _begun[0]:
        return sys.argv[1:]
    return _begun[1] + sys.argv[1:]


def _prog():
    """Return what the user types: the installed script, or python -m."""
    script = os.path.splitext(os.path.basename(sys.argv[0]))[0]
    return "legacyco" if script == "legacyco" else "python -m legacyco"


def _stand_where_it_is_called():
    """Have modules found as python -m finds them, also where the installed script was called."""
    folder = os.path.dirname(os.path.realpath(sys.argv[0]))
    if _prog() == "legacyco" and sys.path[:1] == [folder]:
        sys.path[0] = os.getcwd()


def _add_run(commands, prog):
    run = commands.add_parser(
        "run",
        help="run a program, and the old packages that it imports, as they are",
        usage=prog + " run [option...] (app.py | -m module | -c text | - | script) [argument...]",
        description="Run a program that was written for an old asyncio, unmodified.",
    )
    run.add_argument(
        "--adopt",
        action="append",
        default=[],
        metavar="PACKAGE,...",
        help="packages that are to see legacyco in the place of asyncio, besides those that are"
        " found to need it",
    )
    run.add_argument("--no-auto", action="store_true", help="adopt no others than those")
    run.add_argument(
        "--era",
        action="append",
        default=[],
        metavar="[PACKAGE=]VERSION",
        help="have cancellation and timeouts as in that version of Python, in the program and all"
        " adopted packages or in one of them",
    )
    run.add_argument(
        "--shims",
        action="store_true",
        help="restore, in adopted packages, small things that other modules lost",
    )
    run.add_argument(
        "--report",
        nargs="?",
        const="text",
        metavar="FORMAT[:FILE]",
        help="list at exit what was used that is gone: as text (on standard error), json or html",
    )
    return run


def _add_why(commands, prog):
    why = commands.add_parser(
        "why",
        help="say what became of a name, an argument or a construct of asyncio, or what an error"
        " means",
        usage=prog + " why (name | argument= | construct | error)",
        description="Say what became of something in asyncio: since which Python, with which"
        " error, and what to write instead. Exit code 1 says that nothing is known of it.",
        epilog="Examples: why coroutine; why asyncio.async; why loop=; why wait_for; why"
        " \"module 'asyncio' has no attribute 'coroutine'\"",
    )
    why.add_argument("what", nargs="+", help="in one or several arguments")
    return why


def _unknown(arguments, parser):
    """Return what to say of arguments that a parser does not know."""
    known = [text for each in parser._actions for text in each.option_strings]
    near = difflib.get_close_matches(arguments[0].partition("=")[0], known, 1)
    text = "unrecognized arguments: %s" % " ".join(arguments)
    return text + "; did you mean %s?" % near[0] if near else text


def _add_doctor(commands, prog):
    doctor = commands.add_parser(
        "doctor",
        help="list all that stands between an installed package and this Python",
        usage=prog + " doctor package",
        description="List what an installed package, and those it requires, need to run on this"
        " Python: adoption, options, modules that went, dependencies of their time. Nothing is"
        " imported. Exit code 1 says that something was found.",
    )
    doctor.add_argument("package", help="the name by which it is imported")
    return doctor


def _doctor(parser, options):
    from legacyco.adoption import AdoptionError, obstacles

    found = False
    try:
        for line in obstacles.lines(options.package):
            found = found or line.startswith(" ")
            print(line)
    except AdoptionError as error:
        parser.exit(2, "{}: {}\n".format(parser.prog, error))
    return 1 if found else 0


def _why(options):
    from legacyco.history import why

    return why.main(" ".join(options.what))


def _split(argv, run):
    """Return the arguments that are ours, and the program with its own."""
    if argv[:1] != ["run"]:
        return argv, []
    valued = {text for each in run._actions if each.nargs is None for text in each.option_strings}
    end = 1
    while end < len(argv) and argv[end].startswith("-") and not _is_program(argv[end]):
        end += 2 if argv[end] in valued else 1
    return argv[:end], argv[end:]


def _write_no_report(options):
    if options.report:
        from legacyco.adoption import report

        report.cancel()


def _is_program(argument):
    return argument == "-" or argument.startswith(("-m", "-c"))


def _run(parser, options, own, program):
    from legacyco.adoption import AdoptionError, plan, restarts, running

    if not program or program in (["-m"], ["-c"]):
        parser.error(
            "no program given: expected a file, -m and a module, -c and a text, - for standard"
            " input, or the name of an installed script"
        )
    try:
        default = plan.carry_out(
            options.adopt, options.era, options.shims, options.report, options.no_auto
        )
        start = running.prepare(program, default)
    except AdoptionError as error:
        _write_no_report(options)
        parser.exit(2, "{}: {}\n".format(parser.prog, error))
    except SyntaxError as error:
        sys.excepthook(type(error), error.with_traceback(None), None)
        parser.exit(2, "{}: {} does not parse\n".format(parser.prog, error.filename))
    global _begun
    _begun = (_begun or sys.argv)[0], own + program[: 2 if program[0] in ("-m", "-c") else 1]
    restarts.remember(own, program)
    start()
