"""``python -m legacyco``."""

from legacyco.cli import main

if __name__ == "__main__":
    main()
