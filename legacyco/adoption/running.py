"""Start a program as the interpreter would: its arguments, its path, its ``__main__``."""

import importlib.util
import os
import sys
import types
from importlib.machinery import SourceFileLoader

from . import AdoptionError
from .loader import adopting
from .options import Options


def prepare(program):
    """Return the function that runs the program.

    program: a file, or "-m" and a module, or the name of an installed script; then its arguments.
    Raises AdoptionError if there is no such program.
    """
    if program[0].startswith("-m"):
        module = program[0][2:]
        module, arguments = (module, program[1:]) if module else (program[1], program[2:])
        return _prepare_module(module, arguments)
    return _prepare_file(program[0], program[1:])


def _prepare_file(path, arguments):
    try:
        with open(path, "rb") as file:
            data = file.read()
    except OSError as error:
        raise AdoptionError("can't open {!r}: {}".format(path, error.strerror)) from None
    loader = adopting(SourceFileLoader("__main__", path), Options())
    code = loader.source_to_code(data, path)
    main = _new_main(__file__=path, __cached__=None, __loader__=loader)

    def start():
        sys.argv[:] = [path] + arguments
        if not getattr(sys.flags, "safe_path", False):
            sys.path[0] = os.path.dirname(os.path.realpath(path))
        _execute(code, main)

    return start


def _prepare_module(name, arguments):
    def start():
        sys.argv[:] = ["-m"] + arguments
        spec = _spec_to_run(name)
        sys.argv[0] = spec.origin
        code = spec.loader.get_code(spec.name)
        main = _new_main(
            __file__=spec.origin,
            __cached__=spec.cached,
            __loader__=spec.loader,
            __package__=spec.parent,
            __spec__=spec,
        )
        _execute(code, main)

    return start


def _spec_to_run(name):
    spec = importlib.util.find_spec(name)
    if spec is not None and spec.submodule_search_locations is not None:
        spec = importlib.util.find_spec(name + ".__main__")
    return spec


def _new_main(**names):
    main = types.ModuleType("__main__")
    main.__dict__.update(__builtins__=sys.modules["builtins"], **names)
    return main


def _execute(code, main):
    sys.modules["__main__"] = main
    try:
        exec(code, main.__dict__)
    except SystemExit:
        raise
    except BaseException:
        sys.excepthook = _without_our_frames(sys.excepthook)
        raise


def _without_our_frames(hook):
    """Return an excepthook that shows the traceback from where the program begins."""

    def excepthook(kind, error, traceback):
        below = traceback
        while below is not None and below.tb_frame.f_code is not _execute.__code__:
            below = below.tb_next
        if below is not None:
            traceback = below.tb_next
        hook(kind, error.with_traceback(traceback), traceback)

    return excepthook
