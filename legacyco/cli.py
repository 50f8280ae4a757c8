"""The command line: ``python -m legacyco run ...``.

Exit code 2 says that the command line cannot be followed, or a package not be adopted; whatever
else is that of the program that ran.
"""

import argparse
import sys

from legacyco import __version__

__all__ = ("main",)


def main(argv=None):
    """Do what the command line says; *argv* are its arguments, by default those of the process."""
    argv = sys.argv[1:] if argv is None else argv
    parser = argparse.ArgumentParser(prog="python -m legacyco", description=__doc__.split("\n")[0])
    parser.add_argument("--version", action="version", version="legacyco " + __version__)
    commands = parser.add_subparsers(dest="command", metavar="command")
    run = _add_run(commands)
    own, program = _split(argv, run)
    options = parser.parse_args(own)
    if options.command is None:
        parser.error("what is to be done? Try: python -m legacyco run app.py")
    _run(run, options, program)


def _add_run(commands):
    run = commands.add_parser(
        "run",
        help="run a program, and the old packages that it imports, as they are",
        usage="python -m legacyco run [option...] (app.py | -m module | script) [argument...]",
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


def _split(argv, run):
    """Return the arguments that are ours, and the program with its own."""
    if argv[:1] != ["run"]:
        return argv, []
    valued = {text for each in run._actions if each.nargs is None for text in each.option_strings}
    end = 1
    while end < len(argv) and argv[end].startswith("-") and not argv[end].startswith("-m"):
        end += 2 if argv[end] in valued else 1
    return argv[:end], argv[end:]


def _run(parser, options, program):
    from legacyco.adoption import AdoptionError, plan, running

    if not program or program == ["-m"]:
        parser.error("which program? Give a file, -m and a module, or an installed script's name")
    try:
        default = plan.carry_out(
            options.adopt, options.era, options.shims, options.report, options.no_auto
        )
        start = running.prepare(program, default)
    except AdoptionError as error:
        parser.exit(2, "{}: {}\n".format(parser.prog, error))
    except SyntaxError as error:
        sys.excepthook(type(error), error.with_traceback(None), None)
        parser.exit(2, "{}: {} does not parse\n".format(parser.prog, error.filename))
    start()
