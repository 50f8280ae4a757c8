"""Modules in zip files.

The interpreter's zipimporter compiles a module to tell the name of its file, and so cannot find one
that does not parse today (_get_module_code() in CPython's zipimport.py).
"""

import os
import sys
from importlib.util import spec_from_file_location
from zipimport import ZipImportError, zipimporter


def find_spec(fullname, path=None):
    """Return the spec of a module in one of the zip files of *path* (sys.path), or None."""
    for entry in sys.path if path is None else path:
        importer = sys.path_importer_cache.get(entry)
        if isinstance(importer, zipimporter):
            try:
                return _spec(importer, fullname)
            except ZipImportError:
                continue
    return None


def filename(importer, fullname):
    """Return the name of the module's source file, or None if it has none.

    Raises ZipImportError if the zip file has no such module.
    """
    if importer.get_source(fullname) is None:
        return None
    stem = os.path.join(importer.archive, importer.prefix, fullname.rpartition(".")[2])
    return os.path.join(stem, "__init__.py") if importer.is_package(fullname) else stem + ".py"


def _spec(importer, fullname):
    path = filename(importer, fullname)
    if path is None:
        return None
    locations = [os.path.dirname(path)] if importer.is_package(fullname) else None
    return spec_from_file_location(
        fullname, path, loader=importer, submodule_search_locations=locations
    )
