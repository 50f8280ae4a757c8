"""python -m tests.corpus: prepare, run, compare, and write docs/corpus.rst."""

import argparse
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

from . import page, places
from .oracle import Verdict
from .packages import PACKAGES
from .preparation import install_legacyco, prepare
from .processes import CommandFailed, network_of_its_own
from .suite import Result, run_suite
from .ways import WAYS

PYTHONS = ["3.13", "3.15"]
# Without a network of its own, a suite shares its ports with the same suite on another Python.
_ports = {name: threading.Lock() for name in PACKAGES}


def arguments():
    parser = argparse.ArgumentParser(prog="python -m tests.corpus")
    parser.add_argument("command", nargs="?", default="run", choices=["prepare", "run", "page"])
    parser.add_argument(
        "packages", nargs="*", metavar="PACKAGE", help="all, or names; default: all"
    )
    parser.add_argument("--python", action="append", metavar="3.X", help="default: 3.13 and 3.15")
    parser.add_argument("--way", choices=list(WAYS) + ["all"], default="legacyco")
    parser.add_argument("--only", action="append", default=[], metavar="NODE")
    parser.add_argument("--keep", action="store_true", help="keep the copy of the sources")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    unknown = set(options.packages) - set(PACKAGES) - {"all"}
    if unknown:
        parser.error("no package %s; there are %s" % (", ".join(unknown), ", ".join(PACKAGES)))
    if not options.packages or "all" in options.packages:
        options.packages = list(PACKAGES)
    options.python = options.python or PYTHONS
    options.ways = [way for way in WAYS.values() if options.way in (way.name, "all")]
    return options


def in_parallel(jobs, function, cases):
    """Yield (case, result) in the order of *cases*, *jobs* of them at a time."""
    with ThreadPoolExecutor(jobs) as pool:
        futures = [pool.submit(function, *case) for case in cases]
        for case, future in zip(cases, futures):
            yield case, future.result()


def prepare_all(options, packages):
    cases = [(package, python) for package in packages for python in options.python]
    # The sources of a package are the same for all Pythons: the first fetches them.
    for python in options.python:
        for case, _ in in_parallel(options.jobs, prepare, [c for c in cases if c[1] == python]):
            print("prepared %s for %s" % (case[0].name, python), flush=True)


def run_one(package, python, way, only, keep):
    if network_of_its_own():
        return run_suite(package, python, way, only, keep)
    with _ports[package.name]:
        return run_suite(package, python, way, only, keep)


def run_all(options, packages):
    """Run the suites; return how many complaints there are."""
    complaints = 0
    # The long ones first.
    cases = [
        (package, python, way, options.only, options.keep)
        for way in options.ways
        for package in reversed(packages)
        for python in options.python
    ]
    for (package, python, way, only, _), found in in_parallel(options.jobs, run_one, cases):
        result = Result(found["tests"], found["errors"], found["finished"])
        if only:
            print_tests(result)
            continue
        verdict = Verdict(package, python, result, explained=way.name == "legacyco")
        print("%s, %s  (%.0f s)" % (verdict.summary(), way.title, found["seconds"]), flush=True)
        for complaint in verdict.complaints() if way.name == "legacyco" else ():
            complaints += 1
            print("  " + complaint)
        if not result.finished and way.name == "legacyco":
            print(found["end"])
    return complaints


def print_tests(result):
    for test, (outcome, seconds, message) in sorted(result.tests.items()):
        print("%-7s %5.1f  %s  %s" % (outcome, seconds, test, message))
    for node, message in sorted(result.errors.items()):
        print("error   %s: %s" % (node, message))


def main():
    options = arguments()
    packages = [PACKAGES[name] for name in options.packages]
    if options.command == "page":
        page.write(places.PAGE)
        return 0
    began = time.time()
    try:
        prepare_all(options, packages)
        if options.command == "prepare":
            return 0
        install_legacyco()
        complaints = run_all(options, packages)
    except CommandFailed as exc:
        sys.exit("corpus: %s" % exc)
    print("%.0f s" % (time.time() - began))
    return 1 if complaints else 0


sys.exit(main())
