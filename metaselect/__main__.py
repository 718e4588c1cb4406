"""`python -m metaselect` is the command `metaselect`."""

import sys

from metaselect.cli import main

if __name__ == "__main__":
    sys.exit(main())
