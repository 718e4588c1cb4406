"""Learn from the packaged knowledge what advice begins with, and write it beside the package's code.

To be run again whenever the packaged knowledge or what is learned from it changes; `tests/recommendation` fails until
then, and advice is learned at each start. Run with:

    python benchmarks/pack_learned.py
"""

from __future__ import annotations

import argparse
from pathlib import Path

from metaselect.data import TASKS
from metaselect.knowledge import load_knowledge_base
from metaselect.recommendation import PRELEARNED, keep_prelearned


def main() -> None:
    """Learn each task, write its file, print its size."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--output", type=Path, default=PRELEARNED, metavar="DIR", help="folder for the files (default: the package's)"
    )
    folder = parser.parse_args().output
    knowledge_base = load_knowledge_base()
    for task in TASKS:
        path = keep_prelearned(knowledge_base, task, folder)
        print(f"{path}: {path.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
