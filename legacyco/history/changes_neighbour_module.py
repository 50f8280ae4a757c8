"""Rules for modules that left the standard library."""

from legacyco.history.changes import IMPORT, REMOVED, Error, change


def _module(name, since, deprecated, replacement, issue="", distribution=None):
    return change(
        "module-" + name.replace("_", "-").strip("-").replace(".", "-"),
        "the module " + name,
        REMOVED,
        IMPORT,
        names=(name,),
        deprecated=deprecated,
        since=since,
        errors=(Error(since + "-", "ModuleNotFoundError", "No module named '{name}'"),),
        before="import %s\n" % name,
        replacement=replacement,
        issue=issue,
        distribution=distribution,
    )


def _dead_battery(name, replacement, distribution="standard-{}"):
    """Return the rule for a module that PEP 594 took out of the library."""
    distribution = distribution and distribution.format(name)
    if distribution:
        replacement += "; the distribution " + distribution
    return _module(name, "3.13", "3.11", replacement, "cpython#104773", distribution)


MODULE_ROWS = (
    _module(
        "asyncore", "3.12", "3.6", "the distribution pyasyncore", "cpython#96580", "pyasyncore"
    ),
    _module(
        "asynchat", "3.12", "3.6", "the distribution pyasynchat", "cpython#96580", "pyasynchat"
    ),
    _module(
        "smtpd",
        "3.12",
        "3.6",
        "aiosmtpd; the distribution standard-smtpd",
        "cpython#93243",
        "standard-smtpd",
    ),
    _module(
        "imp",
        "3.12",
        "3.4",
        "importlib; the distribution zombie-imp",
        "cpython#98040",
        "zombie-imp",
    ),
    _module(
        "distutils", "3.12", "3.10", "the distribution setuptools", "cpython#92584", "setuptools"
    ),
    change(
        "module-pkg-resources",
        "the module pkg_resources",
        REMOVED,
        IMPORT,
        names=("pkg_resources",),
        since="3.12",
        errors=(Error("3.12-", "ModuleNotFoundError", "No module named '{name}'"),),
        replacement="importlib.metadata and importlib.resources; setuptools before its version 82",
        note="It was never in the library, but setuptools was in every environment up to 3.11.",
        distribution='"setuptools<82"',
    ),
    _module("lib2to3", "3.13", "3.9", "LibCST or parso", "cpython#104780"),
    _module("formatter", "3.10", "3.4", "code of one's own", "bpo-42299"),
    _module("parser", "3.10", "3.9", "the module ast", "bpo-40939"),
    _module("symbol", "3.10", "3.9", "the module ast", "bpo-40939"),
    _module("macpath", "3.8", "3.7", "os.path", "bpo-9850"),
    _module("dummy_threading", "3.9", "3.7", "the module threading", "bpo-37312"),
    _module("_dummy_thread", "3.9", "3.7", "the module _thread", "bpo-37312"),
    _module("binhex", "3.11", "3.9", "the module base64", "bpo-45085"),
    _dead_battery("cgi", "urllib.parse, email.message", "legacy-cgi"),
    _dead_battery("cgitb", "traceback", "legacy-cgi"),
    _dead_battery("telnetlib", "telnetlib3"),
    _dead_battery("pipes", "subprocess; shlex.quote() for pipes.quote()"),
    _dead_battery("crypt", "hashlib, bcrypt", "legacycrypt"),
    _dead_battery("audioop", "numpy", "audioop-lts"),
    _dead_battery("nntplib", "code of one's own"),
    _dead_battery("xdrlib", "struct"),
    _dead_battery("uu", "base64"),
    _dead_battery("imghdr", "filetype"),
    _dead_battery("sndhdr", "filetype"),
    _dead_battery("mailcap", "mimetypes"),
    _dead_battery("chunk", "struct"),
    _dead_battery("aifc", "soundfile"),
    _dead_battery("sunau", "soundfile"),
    _dead_battery("nis", "ldap3", None),
    _dead_battery("spwd", "python-pam", None),
    _dead_battery("ossaudiodev", "pygame", None),
)
