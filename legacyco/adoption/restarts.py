"""A program that starts itself anew: reloaders, and workers of one's own.

tornado's autoreload, werkzeug's and others start ``sys.executable`` with ``sys.argv``, which says
nothing of legacyco.  In a process that ``python -m legacyco run`` has started, ``os.execv()``,
``os.execve()`` and ``subprocess.Popen`` look whether they are to run the very program that runs
here, by Python itself; then it is run by legacyco there, with the same options.
"""

import functools
import os
import sys

from . import afterwards

# Options of the interpreter that have a value behind them.
_VALUED = ("-W", "-X", "--check-hash-based-pycs")

# What stands between Python's own options and the program: ["-m", "legacyco", "run", ...]; and how
# the program may be named: the path of a file, or ("-m", name of a module).
_how = []
_names = set()

_TEXTS = (str, bytes, os.PathLike)


def remember(own, program):
    """Have this program run in the same way when it starts itself anew.

    own: the arguments that stand before the program on legacyco's command line.
    """
    _how[:] = ["-m", "legacyco"] + own
    _names.clear()
    _names.update(_named(program))
    for name in ("execv", "execve"):
        plain = getattr(os, name, None)
        if plain is not None and not hasattr(plain, "__wrapped__"):
            setattr(os, name, _executing(plain))
    afterwards.do(["subprocess"], __name__, "watch_subprocesses")


def _named(program):
    if program[0].startswith("-m"):
        module = program[0][2:] or program[1]
        yield from (("-m", module), ("-m", module + ".__main__"))
    elif not program[0].startswith("-"):
        yield os.path.abspath(program[0])


def _runs_here(program):
    # An installed script's path, and what a debugger runs.
    main = getattr(sys.modules["__main__"], "__file__", None)
    names = _names | {main and os.path.abspath(main)}
    return not names.isdisjoint(_named(program))


def restarted(executable, arguments):
    """Return the arguments of a process, begun by legacyco if it is to run this program again.

    executable: what runs it.  arguments: beginning with the name of that.
    """
    if not _how or not _is_python(executable) or not isinstance(arguments, (list, tuple)):
        return arguments
    if not all(isinstance(each, _TEXTS) for each in arguments):
        # The plain function says what is wrong with them.
        return arguments
    at = 1
    while at < len(arguments) and _is_option(arguments[at]):
        at += 2 if arguments[at] in _VALUED else 1
    program = [os.fsdecode(each) for each in arguments[at : at + 2]]
    if not program or program == ["-m"] or not _runs_here(program):
        return arguments
    return list(arguments[:at]) + _how + list(arguments[at:])


def _is_python(executable):
    return (
        isinstance(executable, _TEXTS)
        and bool(sys.executable)
        and os.path.abspath(os.fsdecode(executable)) == os.path.abspath(sys.executable)
    )


def _is_option(argument):
    return (
        isinstance(argument, str) and argument[:1] == "-" and argument[:2] not in ("-m", "-c", "-")
    )


def _executing(plain):
    @functools.wraps(plain)
    def execute(path, argv, *env):
        return plain(path, restarted(path, argv), *env)

    return execute


def watch_subprocesses(subprocess):
    """Have the Popen of the module subprocess ask restarted()."""
    plain = subprocess.Popen._execute_child

    @functools.wraps(plain)
    def _execute_child(self, args, executable, *others, **named):
        first = executable or (args[0] if isinstance(args, (list, tuple)) and args else None)
        return plain(self, restarted(first, args), executable, *others, **named)

    subprocess.Popen._execute_child = _execute_child
