"""Sdists and virtual environments, from PyPI, with the versions that the figures were made with."""

import functools
import glob
import hashlib
import json
import os
import shutil
import sys
import tarfile

from . import places
from .processes import CommandFailed, must

# pip makes an sdist's metadata before it hands it out, by running its setup.py.
SETUPTOOLS = "setuptools<72"


def prepare(package, python):
    """Have the sources of *package*, and an environment for them on a Python like "3.13"."""
    make_environment(package, python)
    fetch_source(package, python)


def make_environment(package, python):
    """Make the virtual environment, unless there is one for the same requirements."""
    directory = places.environment(package, python)
    lock = places.load(places.data_file(package))["locks"].get(python, [])
    wanted = json.dumps([package.requirements, lock])
    stamp = os.path.join(directory, "requirements.json")
    if os.path.exists(stamp):
        with open(stamp) as stream:
            if stream.read() == wanted:
                return
    shutil.rmtree(directory, ignore_errors=True)
    log = directory + ".log"
    # A Python of Debian's has no ensurepip for its own venv module.
    must([sys.executable, "-m", "virtualenv", "-q", "-p", interpreter(python), directory], log)
    constraints = directory + ".lock"
    with open(constraints, "w") as stream:
        stream.write("".join(line + "\n" for line in lock))
    for requirements in [[SETUPTOOLS, "wheel"]] + package.requirements:
        must(
            _pip(package, python, "install", "-c", constraints, *requirements),
            log,
            env=_environ(package),
        )
    with open(stamp, "w") as stream:
        stream.write(wanted)


def _pip(package, python, *arguments):
    pip = [places.environment_python(package, python), "-m", "pip", "-q"]
    return pip + ["--disable-pip-version-check"] + list(arguments)


def _environ(package):
    return dict({k: v for k, v in os.environ.items() if k != "PYTHONPATH"}, **package.variables)


def interpreter(python):
    """Return the path of python3.13 for "3.13"; raises CommandFailed where there is none."""
    path = shutil.which("python" + python)
    if path is None:
        raise CommandFailed("no python%s on PATH" % python)
    return path


def fetch_source(package, python):
    """Unpack the sdist, unless that was done."""
    target = places.source(package)
    if os.path.isdir(target):
        return
    downloads = target + ".sdist"
    shutil.rmtree(downloads, ignore_errors=True)
    requirement = "%s==%s" % (package.name, package.version)
    must(
        _pip(package, python, "download", "--no-deps", "--no-build-isolation")
        # What is for Python 2 only by its own account is in the corpus all the same.
        + ["--ignore-requires-python", "--no-binary", ":all:", "-d", downloads, requirement],
        target + ".log",
        env=_environ(package),
    )
    (sdist,) = glob.glob(os.path.join(downloads, "*"))
    with open(sdist, "rb") as stream:
        checksum = hashlib.sha256(stream.read()).hexdigest()
    if checksum != places.load(places.data_file(package))["sha256"]:
        raise CommandFailed("%s is not the file that the oracle was made with" % sdist)
    unpacked = target + ".unpacked"
    shutil.rmtree(unpacked, ignore_errors=True)
    with tarfile.open(sdist) as archive:
        if hasattr(tarfile, "data_filter"):
            archive.extraction_filter = tarfile.data_filter
        archive.extractall(unpacked)
    (top,) = os.listdir(unpacked)
    os.rename(os.path.join(unpacked, top), target)
    os.rmdir(unpacked)


def install_legacyco():
    """Put this work tree's legacyco, which needs no build, where every suite finds it."""
    site = places.legacyco_site()
    shutil.rmtree(site, ignore_errors=True)
    shutil.copytree(
        os.path.join(places.PROJECT, "legacyco"),
        os.path.join(site, "legacyco"),
        ignore=shutil.ignore_patterns("__pycache__"),
    )


@functools.lru_cache(maxsize=None)
def certificate(kind):
    """Return the path of localhost.pem, .crt or .key: a certificate that OpenSSL accepts today."""
    key, crt, pem = (
        places.below("fixtures", "localhost." + each) for each in ("key", "crt", "pem")
    )
    if not os.path.exists(pem):
        must(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "7300"]
            + ["-subj", "/CN=localhost", "-keyout", key, "-out", crt]
            + ["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
            + ["-addext", "keyUsage=critical,digitalSignature,keyEncipherment,keyCertSign"],
            pem + ".log",
        )
        with open(pem, "w") as stream:
            for path in (key, crt):
                with open(path) as part:
                    stream.write(part.read())
    return places.below("fixtures", kind)
