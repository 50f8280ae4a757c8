"""``python -m legacyco.history > docs/history.rst`` writes the page."""

import argparse
import sys

from legacyco._output import read_in_part


def main():
    """Print the page, or what this is."""
    parser = argparse.ArgumentParser(
        prog="python -m legacyco.history",
        description="Print docs/history.rst: every name of asyncio, every construct that some"
        " Python removed or changed, and what to write instead, as reStructuredText.",
        epilog="One of them: python -m legacyco why loop=",
    )
    with read_in_part():
        parser.parse_args()
        from legacyco.history.page import page

        sys.stdout.write(page())


if __name__ == "__main__":
    main()
