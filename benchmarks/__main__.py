"""The command line: ``python -m benchmarks``."""

import argparse
import functools
import json
import platform
import sys

from . import engines, growth, measure, report, suite

_QUICK = 20


def _quick(size):
    """Return a size that every workload can divide among its tasks."""
    return max(100, size // _QUICK // 1000 * 1000)


def _names(known):
    """Return an argparse type for a comma-separated list of names out of *known*."""

    def parse(text):
        names = text.split(",")
        for name in names:
            if name not in known:
                raise argparse.ArgumentTypeError("%r is not one of %s" % (name, ", ".join(known)))
        return names

    return parse


def _parser():
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description="Compare legacyco with asyncio and uvloop on the running Python.",
    )
    add = parser.add_argument
    add("workloads", nargs="*", metavar="WORKLOAD", help="these only; by default all of them")
    add("--rounds", type=int, default=5, help="rounds, interleaved; medians are shown (5)")
    add("--only", type=_names(suite.NAMES), metavar="W,...", help="the same, separated by commas")
    add("--engines", type=_names(engines.NAMES), metavar="E,...", help="these engines only")
    add("--reference", choices=engines.NAMES, default=engines.REFERENCE, help="of the ratios")
    add("--clock", choices=measure.CLOCKS, help="processor or wall time (each workload's own)")
    add("--quick", action="store_true", help="a twentieth of the size: does it run at all?")
    add("--growth", action="store_true", help="cost of an operation beside 100 ... 1M others")
    add("--list", action="store_true", help="say what the workloads are and stop")
    add("--json", metavar="FILE", help="write every single rate to FILE as well")
    add("--rst", action="store_true", help="print the tables alone, to be put into the docs")
    return parser


def _progress(quiet):
    def show():
        if not quiet:
            sys.stderr.write(".")
            sys.stderr.flush()

    return show


def _compare(options, workloads, names):
    """Measure the workloads one after the other; return the table, raw rates, failures."""
    measured, failures = {}, []
    for workload in workloads:
        size = _quick(workload.size) if options.quick else workload.size
        jobs = [functools.partial(measure.run_worker, name, workload, size) for name in names]
        series, failed = measure.interleave(
            jobs, options.rounds, options.clock or workload.clock, _progress(options.rst)
        )
        measured[workload.name] = dict(zip(names, series))
        failures += failed
    raw = {
        workload: {name: series.rates for name, series in row.items()}
        for workload, row in measured.items()
    }
    return report.comparison(workloads, measured, options.reference), raw, failures


def _grow(options, workloads, names):
    """As :func:`_compare`, for the growth of cost with the number of tasks."""
    sizes = growth.SIZES[:3] if options.quick else growth.SIZES
    tables, raw, failures = [], {}, []
    for workload in workloads:
        if workload.name not in growth.WORKLOADS:
            continue
        clock = options.clock or workload.clock
        rows, failed = growth.run(
            workload, names, sizes, options.rounds, clock, _progress(options.rst)
        )
        tables.append("%s\n\n%s" % (workload.name, report.growth(sizes, rows)))
        raw[workload.name] = {
            name: dict(zip(map(str, sizes), [each.rates for each in series]))
            for name, series in rows
        }
        failures += failed
    return "\n\n".join(tables), raw, failures


def main(argv=None):
    """Run the command line and return the exit status."""
    parser = _parser()
    options = parser.parse_args(argv)
    for name in options.workloads:
        # argparse cannot check names of which there may be none.
        if name not in suite.NAMES:
            parser.error("%r is not one of %s" % (name, ", ".join(suite.NAMES)))
    chosen = options.workloads + (options.only or []) or suite.NAMES
    names = options.engines or engines.available()
    known = suite.load(engines.load(engines.REFERENCE))
    workloads = [known[name] for name in chosen]
    if options.list:
        rows = [[each.name, each.unit, each.summary] for each in workloads]
        print("\n".join("%-13s %-16s %s" % tuple(row) for row in rows))
        return 0
    text, raw, failures = (_grow if options.growth else _compare)(options, workloads, names)
    if not options.rst:
        sys.stderr.write("\n")
        print(
            "%s %s, medians of %d interleaved rounds\n"
            % (platform.python_implementation(), platform.python_version(), options.rounds)
        )
    print(text)
    if options.json:
        with open(options.json, "w", encoding="utf-8") as file:
            json.dump(raw, file, indent=1)
            file.write("\n")
    if failures:
        # One cause usually fails everything; the first is shown whole.
        print("\n%s" % failures[0].rstrip(), file=sys.stderr)
        for failure in failures:
            lines = failure.rstrip().splitlines()
            print("FAILED: %s %s" % (lines[0], lines[-1]), file=sys.stderr)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
