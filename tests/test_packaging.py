"""What is built from the repository is complete, and says the truth about itself."""

import configparser
import email
import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile

import pytest

import legacyco

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

SUPPORTED = "3.6 3.7 3.8 3.9 3.10 3.11 3.12 3.13 3.14 3.15".split()
GENERATED = re.compile(r"PKG-INFO|legacyco\.egg-info/.*")

# Every environment of tox installs the sdist anyway; what is in it is the same for all of them.
built = pytest.mark.skipif(
    sys.version_info[:2] != (3, 13), reason="the built files are examined on Python 3.13 only"
)


def read(*path):
    with open(os.path.join(ROOT, *path), encoding="utf-8") as file:
        return file.read()


def setup_cfg():
    parser = configparser.ConfigParser()
    parser.read_string(read("setup.cfg"))
    return parser


@pytest.fixture(scope="module")
def tracked():
    """The files that git tracks."""
    if not os.path.exists(os.path.join(ROOT, ".git")):
        pytest.skip("this is not a clone")
    listing = subprocess.check_output(["git", "ls-files"], cwd=ROOT, universal_newlines=True)
    return {path for path in listing.splitlines() if os.path.exists(os.path.join(ROOT, path))}


@pytest.fixture(scope="module")
def dist(tracked, tmp_path_factory):
    """A directory with the sdist, made of a clean copy, and the wheel, made of the sdist."""
    source = tmp_path_factory.mktemp("source")
    for path in tracked:
        target = source / path
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(os.path.join(ROOT, path), str(target))
    target = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "build", "--outdir", str(target), str(source)]
    done = subprocess.run(build, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert done.returncode == 0, done.stdout.decode()
    return target


@pytest.fixture(scope="module")
def wheel(dist):
    """``{name: bytes}`` of all that is in the wheel."""
    (path,) = dist.glob("*.whl")
    with zipfile.ZipFile(str(path)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def metadata(wheel):
    version = legacyco.__version__
    return email.message_from_bytes(wheel["legacyco-%s.dist-info/METADATA" % version])


def test_the_version_is_the_same_everywhere():
    newest_entry = re.search(r"^\*\*([\d.]+)\*\*", read("CHANGES.rst"), re.MULTILINE).group(1)

    assert setup_cfg()["metadata"]["version"] == legacyco.__version__ == newest_entry


def test_the_classifiers_and_the_environments_of_tox_name_the_same_pythons():
    classifiers = setup_cfg()["metadata"]["classifiers"]
    environments = re.search(r"py\{([\d,]+)\}", read("tox.ini")).group(1).split(",")

    assert re.findall(r"Python :: (3\.\d+)", classifiers) == SUPPORTED
    assert environments == [version.replace(".", "") for version in SUPPORTED]


@built
def test_one_wheel_is_for_every_python(dist):
    assert [path.name for path in dist.glob("*.whl")] == [
        "legacyco-%s-py2.py3-none-any.whl" % legacyco.__version__
    ]


@built
def test_the_wheel_holds_the_package_and_nothing_else(wheel, tracked):
    files = {name for name in wheel if ".dist-info/" not in name}

    assert files == {path for path in tracked if path.startswith("legacyco/")}
    assert "legacyco/py.typed" in files


@built
def test_the_sdist_holds_every_tracked_file(dist, tracked):
    (path,) = dist.glob("*.tar.gz")
    with tarfile.open(str(path)) as archive:
        names = {member.name.partition("/")[2] for member in archive if member.isfile()}

    assert {name for name in names if not GENERATED.match(name)} == tracked - {".gitignore"}


@built
def test_the_wheel_brings_the_command(wheel):
    (entries,) = [text for name, text in wheel.items() if name.endswith("entry_points.txt")]

    assert entries.decode().split() == ["[console_scripts]", "legacyco", "=", "legacyco.cli:main"]


@built
def test_the_metadata_says_what_it_needs(metadata):
    needed = [line for line in metadata.get_all("Requires-Dist") if "extra" not in line]

    assert metadata["Name"] == "legacyco"
    assert metadata["Version"] == legacyco.__version__
    assert sorted(metadata["Requires-Python"].replace(" ", "").split(",")) == sorted(
        ["!=3.%d.*" % minor for minor in range(6)] + [">=2.7"]
    )
    assert [re.sub(r"['\" ()]", "", line) for line in needed] == [
        "six",
        "trollius==2.2.1;python_version<3",
        "futures;python_version<3",
        "typing-extensions<4.2;python_version==3.6",
        "immutables<0.20;python_version==3.6",
        "contextvars;python_version==3.6",
        "exceptiongroup>=1.0;python_version>=3.7andpython_version<3.11",
    ]


@built
def test_the_metadata_carries_the_readme_and_the_licence(metadata, wheel):
    assert metadata["Description-Content-Type"] == "text/x-rst"
    assert metadata.get_payload().strip() == read("README.rst").strip()
    assert metadata["License"] == "MIT"
    assert any(name.endswith("LICENSE") for name in wheel)
