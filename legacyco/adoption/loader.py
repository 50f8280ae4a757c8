"""Any loader of source files, adopting.

Its class is put under one of ours, and its state is kept: whatever else somebody asks it for -
source, data, resources, what pkg_resources knows about its class - is answered as before.
"""

import os
import sys
from functools import lru_cache
from importlib.machinery import SourceFileLoader
from zipimport import zipimporter

from .._compat import with_fields
from . import cache, zipped

# Other loaders stay as they are, C extensions' and bytecode files' among them.
_READS_SOURCE = (SourceFileLoader, zipimporter)

# For loaders that read source in a way of their own: {class: function(loader, spec)}, which returns
# a loader of the classes above, or of one derived from them that has what _Plain has.
CONVERSIONS = {}


def adopting(loader, options, spec=None):
    """Return a loader like *loader* that compiles for legacyco, or None if there is no source."""
    for kind, convert in CONVERSIONS.items():
        if isinstance(loader, kind):
            loader = convert(loader, spec)
    if not isinstance(loader, _READS_SOURCE):
        return None
    kind = _adopting_class(type(loader))
    if type(loader) is zipimporter:
        # Of C, with a state of its own, up to 3.7.
        copy = kind(os.path.join(loader.archive, loader.prefix))
    else:
        copy = kind.__new__(kind)
        copy.__dict__.update(vars(loader))
    copy.legacyco_options = options
    return copy


@lru_cache(maxsize=None)
def _adopting_class(base):
    bases = (_Adopting, base, _Importing, _Plain)
    if issubclass(base, zipimporter):
        bases = (_AdoptingZipped,) + bases
    return type("Adopting" + base.__name__, bases, {"__module__": __name__})


def unseen(function):
    """Have tracebacks and warnings not show a function, as they do not show the import system.

    The interpreter takes out what lies above a function of the name _call_with_frames_removed, as
    long as all of it is in files of this name (remove_importlib_frames() in CPython's import.c).
    """
    function.__code__ = with_fields(
        function.__code__, co_filename="<frozen importlib._bootstrap_external>"
    )
    return function


@unseen
def _call_with_frames_removed(function, *args):
    try:
        return function(*args)
    except SyntaxError as error:
        # It shows the line of the file by itself; how it was found is of no interest.
        raise error.with_traceback(None) from None


class _Adopting:
    """What differs from the loader below."""

    @unseen
    def exec_module(self, module):
        """Run the module's code; what it dies of says what to do about it, where we know."""
        try:
            super().exec_module(module)
        except (ImportError, AttributeError) as error:
            from .neighbours import explain

            explain(error)
            raise

    @unseen
    def get_code(self, fullname):
        """Return the code of the module: from its own bytecode file, or compiled."""
        path = self.get_filename(fullname)
        if not path.endswith(".py"):
            # Bytecode without source, in a zip file.
            return super().get_code(fullname)
        bytecode_path, key = self._bytecode(path)
        if bytecode_path is not None:
            try:
                code = cache.unpack(self.get_data(bytecode_path), key)
            except OSError:
                code = None
            if code is not None:
                return code
        code = self.source_to_code(self.get_data(path), path)
        if bytecode_path is not None and not sys.dont_write_bytecode:
            # Where it cannot be written, it is not.
            self.set_data(bytecode_path, cache.pack(code, key))
        return code

    @unseen
    def source_to_code(self, data, path, **kwargs):
        """Return the code compiled from the bytes of the file *path*."""
        from . import source

        return _call_with_frames_removed(
            source.compile_module, data, path, self.legacyco_options, self.finish
        )

    def _bytecode(self, path):
        # A zip file has neither, and no place for bytecode.
        if not hasattr(self, "path_stats"):
            return None, None
        return (
            cache.path_for(path, self.legacyco_options.tag + self.finish_tag),
            cache.key(path, self.path_stats(path)),
        )


class _AdoptingZipped:
    """What differs further from zipimporter."""

    def get_filename(self, fullname):
        """Return the name of the module's file, without a look at what is in it."""
        return zipped.filename(self, fullname) or super().get_filename(fullname)


class _Importing:
    """What zipimporter lacks up to 3.9."""

    def create_module(self, spec):
        """Leave it to the interpreter."""

    def exec_module(self, module):
        """Run the module's code."""
        exec(self.get_code(module.__name__), module.__dict__)


class _Plain:
    """What a loader may have to rewrite a module's tree after all others."""

    # Letters and digits that tell its bytecode from that of others.
    finish_tag = ""

    def finish(self, tree, data, path):
        """Rewrite the tree of the file *path*, whose bytes are *data*, in place."""
