"""Start a program as the interpreter would: its arguments, its path, its ``__main__``."""

import contextlib
import linecache
import os
import sys
import textwrap
import types
from importlib.machinery import BuiltinImporter, PathFinder, SourceFileLoader
from importlib.util import find_spec

from .._compat import COMMANDS_ARE_DEDENTED, COMMANDS_ARE_SHOWN, MAIN_FILE_IS_ABSOLUTE
from . import AdoptionError, programs, scripts
from .loader import adopting
from .report import FORMATS
from .source import compile_module

_PYTEST = ("pytest", "py.test")
_PLUGIN = ["-p", "legacyco.pytest_plugin"]
_IPYTHON = ("IPython", "ipython", "ipython3")
_EXTENSION = ["--ext=legacyco"]
_OTHER_COMMANDS = ("profile", "kernel", "locate", "history", "trust")


def prepare(program, options):
    """Return the function that runs the program.

    program: a file, a folder or zip file with a ``__main__.py``, the name of an installed script,
    "-m" and a module, "-c" and a text, or "-" for standard input; then its arguments.  options: how
    the file is adopted; a module is adopted if its package is.  Raises AdoptionError if there is no
    such program, SyntaxError if its file does not parse.
    """
    name, arguments = program[0], program[1:]
    if name.startswith("-m") and len(name) > 2:
        name, arguments = "-m", [name[2:]] + arguments
    if name.startswith("-c"):
        text, arguments = (name[2:], arguments) if len(name) > 2 else (arguments[0], arguments[1:])
        return _text(text, "<string>", ["-c"] + arguments, options)
    if name == "-":
        return _text(sys.stdin.buffer.read(), "<stdin>", ["-"] + arguments, options)
    programs.expect(arguments, options)
    if name == "-m":
        name, arguments = "-m" + arguments[0], arguments[1:]
        return _module(name[2:], _with_plugin(name[2:], arguments))
    if os.path.exists(name):
        spec = PathFinder.find_spec("__main__", [_shown(name)])
        if spec is not None:
            return _container(name, spec, arguments, options)
    if os.path.isfile(name):
        return _file(name, _with_plugin(name, arguments), options)
    if os.path.basename(name) != name:
        raise AdoptionError("there is no file {!r}".format(name))
    path = scripts.find(name)
    if path is not None:
        return _file(path, _with_plugin(name, arguments), options)
    return _entry_point(name, scripts.entry_point(name), _with_plugin(name, arguments))


def _with_plugin(name, arguments):
    """Return the arguments; for pytest and IPython with what has them adopt what they run."""
    name = os.path.basename(name)
    if name in _PYTEST:
        return _PLUGIN + arguments
    if name in _IPYTHON and (not arguments or arguments[0] not in _OTHER_COMMANDS):
        return _EXTENSION + arguments
    for at, pair in enumerate(zip(arguments, arguments[1:]), 2):
        # Run by a runner, as in ``coverage run -m pytest``.
        if pair[0] == "-m" and pair[1] in _PYTEST:
            return arguments[:at] + _PLUGIN + arguments[at:]
    return arguments


def _file(path, arguments, options):
    filename = _shown(path)
    loader = adopting(SourceFileLoader("__main__", filename), options)
    try:
        if filename.endswith(".py"):
            # The interpreter would not keep a script's bytecode, but it compiles faster.
            code = loader.get_code("__main__")
        else:
            code = loader.source_to_code(loader.get_data(filename), filename)
    except OSError as error:
        raise AdoptionError("can't open file {!r}: {}".format(path, error.strerror)) from None
    # For its child processes, which run it by runpy.
    programs.add(filename, options)
    main = _new_main(__file__=filename, __loader__=loader, __package__=None, __spec__=None)

    def start():
        sys.argv[:] = [path] + arguments
        _set_path(os.path.dirname(os.path.realpath(path)))
        _begin(_execute, code, main)

    return start


def _text(text, filename, argv, options):
    """Return the function that runs a program that is no file, as ``python -c`` and ``-`` do."""
    data = text.encode("utf-8", "surrogateescape") if isinstance(text, str) else text
    if filename == "<string>" and COMMANDS_ARE_DEDENTED:
        text = textwrap.dedent(text)
        data = text.encode("utf-8", "surrogateescape")
    code = compile_module(data, filename, options)
    main = _new_main(__loader__=BuiltinImporter, __package__=None, __spec__=None)
    if filename == "<stdin>":
        main.__file__, main.__loader__ = filename, SourceFileLoader("__main__", filename)
    elif COMMANDS_ARE_SHOWN:
        lines = data.decode("utf-8", "replace").splitlines(True)
        # Without a time, it is never looked for on the disk.
        linecache.cache[filename] = (len(data), None, lines, filename)

    def start():
        sys.argv[:] = argv
        _set_path("")
        _begin(_execute, code, main)

    return start


def _shown(path):
    """Return the path as the interpreter of this version has it in tracebacks and in __file__."""
    return os.path.abspath(path) if MAIN_FILE_IS_ABSOLUTE else path


def _container(path, spec, arguments, options):
    spec.loader = adopting(spec.loader, options) or spec.loader
    code = spec.loader.get_code("__main__")

    def start():
        sys.argv[:] = [path] + arguments
        _set_path(_shown(path))
        _begin(_execute, code, _main_of(spec))

    return start


def _module(name, arguments):
    if not name or find_top(name) is None:
        raise AdoptionError("there is no module {!r}; is it installed?".format(name))

    def start():
        sys.argv[:] = ["-m"] + arguments
        _begin(_run_module, name)

    return start


def find_top(name):
    """Return the spec of the package that the module is in; it is not imported."""
    try:
        return find_spec(name.partition(".")[0])
    except ValueError:
        # Imported already, and made by hand.
        return None


def _run_module(name):
    spec = find_spec(name)
    if spec is not None and spec.submodule_search_locations is not None:
        spec = find_spec(name + ".__main__")
    if spec is None or spec.loader is None:
        _leave("there is no module {!r} that can be run".format(name))
    code = spec.loader.get_code(spec.name)
    if code is None:
        _leave("{!r} has no code to run, only {}".format(name, spec.origin))
    sys.argv[0] = spec.origin
    _execute(code, _main_of(spec))


def _entry_point(name, entry_point, arguments):
    if entry_point is None:
        raise AdoptionError(_nothing_of_that_name(name))

    def start():
        sys.argv[:] = [name] + arguments
        _begin(lambda: sys.exit(entry_point.load()()))

    return start


def _nothing_of_that_name(name):
    if os.path.isdir(name):
        return "the folder {!r} has no __main__.py".format(name)
    if name.partition(":")[0] in FORMATS:
        return "there is no file {!r}; for a report in that format write --report={}".format(
            name, name
        )
    if name.endswith(".py") or not name.isidentifier():
        return "there is no file {!r}".format(name)
    return "there is neither a file nor an installed script {!r}; a module is run by -m {}".format(
        name, name
    )


def _leave(sentence):
    sys.stderr.write("python -m legacyco run: {}\n".format(sentence))
    sys.exit(2)


def _set_path(folder):
    # An isolated interpreter has put no folder there.
    if not (sys.flags.isolated or getattr(sys.flags, "safe_path", False)):
        sys.path[0] = folder


def _main_of(spec):
    return _new_main(
        __file__=spec.origin, __loader__=spec.loader, __package__=spec.parent, __spec__=spec
    )


def _new_main(**names):
    main = types.ModuleType("__main__")
    main.__dict__.update(__builtins__=sys.modules["builtins"], **names)
    # What else there is from the beginning differs between Pythons.
    for name, value in {"__annotations__": {}, "__cached__": None}.items():
        if name in vars(sys.modules["__main__"]):
            setattr(main, name, value)
    return main


def _execute(code, main):
    sys.modules["__main__"] = main
    exec(code, main.__dict__)


def _begin(function, *args):
    """Call what becomes the program; whatever leads here is not shown in its tracebacks."""
    try:
        function(*args)
    except SystemExit:
        raise
    except SyntaxError as error:
        sys.excepthook = _from_the_program_on(sys.excepthook)
        if getattr(error, "legacyco_adopting", False):
            sys.excepthook(type(error), error, error.__traceback__)
            _leave("{} does not parse, and so cannot be adopted".format(error.filename))
        raise
    except BaseException as error:
        sys.excepthook = _from_the_program_on(sys.excepthook)
        if isinstance(error, (ImportError, AttributeError)):
            from .neighbours import explain

            explain(error)
        raise


_LEADING = (_begin.__code__, _execute.__code__, _run_module.__code__)


def _say_what_would_help(error):
    from .hints import last_line

    try:
        text = last_line(error)
    except Exception:
        # The program's objects were looked at, and some do not like that. It is dead anyway.
        text = None
    if text is not None and sys.stderr is not None:
        sys.stderr.write(text + "\n")
    if isinstance(error, KeyboardInterrupt):
        # That the process is to die of the signal is forgotten when other source is evaluated, as
        # imports may do (run_eval_code_obj() in CPython's pythonrun.c).
        with contextlib.suppress(KeyboardInterrupt):
            exec("raise KeyboardInterrupt")


def _from_the_program_on(hook):
    """Return an excepthook that shows tracebacks from where the program begins, and a hint."""

    def excepthook(kind, error, traceback):
        below = traceback
        while below is not None:
            if below.tb_frame.f_code in _LEADING:
                traceback = below.tb_next
            below = below.tb_next
        hook(kind, error.with_traceback(traceback), traceback)
        _say_what_would_help(error)

    return excepthook
