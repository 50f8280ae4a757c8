"""What is where: the data in the repository, and what is made of it in build/corpus."""

import json
import os

HERE = os.path.dirname(os.path.abspath(__file__))
PROJECT = os.path.dirname(os.path.dirname(HERE))
PLUGINS = os.path.join(HERE, "plugins")
REPAIR = os.path.join(HERE, "repair")
PAGE = os.path.join(PROJECT, "docs", "corpus.rst")

BUILD = os.environ.get("LEGACYCO_CORPUS") or os.path.join(PROJECT, "build", "corpus")


def below(*path):
    """Return a path in build/corpus whose directory exists."""
    path = os.path.join(BUILD, *path)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    return path


def data_file(package):
    return os.path.join(HERE, "data", package.name + ".json")


def environment(package, python):
    """Return the directory of the virtual environment for a package on a Python like "3.13"."""
    return below("environments", "%s-%s" % (package.name, python))


def environment_python(package, python):
    return os.path.join(environment(package, python), "bin", "python")


def source(package):
    return below("source", "%s-%s" % (package.name, package.version))


def results(package, way, python):
    """Return the path, without its ending, of all files that one run leaves."""
    return below("results", package.name, "%s-%s" % (way, python))


def legacyco_site():
    """Return the directory that the legacyco under test is installed into."""
    return os.path.join(BUILD, "legacyco", "site")


def load(path):
    with open(path, encoding="utf-8") as stream:
        return json.load(stream)


def save(path, value):
    with open(path, "w", encoding="utf-8") as stream:
        json.dump(value, stream, indent=1, sort_keys=True)
        stream.write("\n")
