"""python -m tests.conformance [--subject asyncio] [FILE ...]: run and print."""

import argparse
import os

from . import harness, plan, report


def main():
    parser = argparse.ArgumentParser(prog="python -m tests.conformance")
    parser.add_argument("--subject", default="legacyco")
    parser.add_argument("--path", default=os.getcwd(), help="the directory that holds it")
    parser.add_argument("--results", help="the directory to leave the findings in, for report.py")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("files", nargs="*", metavar="FILE")
    options = parser.parse_args()
    directory = harness.suite_directory()
    if directory is None:
        parser.exit(0, "this interpreter ships no test.test_asyncio\n")
    files = options.files or plan.available(directory)
    suite = harness.Suite(options.subject, [options.path], options.jobs)
    suite.start(files)
    try:
        for file in files:
            run, verdict = suite.verdict(file)
            if options.results:
                report.save(options.results, run, verdict)
            print("%s  (%.1f s)" % (verdict.summary(), run.seconds), flush=True)
            for complaint in verdict.complaints():
                print("  " + complaint)
            for each in run.retried:
                print("  passed at the second try: " + each)
    finally:
        suite.close()


main()
