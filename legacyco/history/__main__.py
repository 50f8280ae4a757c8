"""``python -m legacyco.history > docs/history.rst`` writes the page."""

import sys

from legacyco.history.page import page

if __name__ == "__main__":
    sys.stdout.write(page())
