"""How large is the packaged knowledge base, and how long does it take to load?

Wall-clock seconds of `load_knowledge_base()` after the imports, checksums included, in one process: the first time and
the median of the next. Run with:

    python benchmarks/bench_knowledge.py
"""

from __future__ import annotations

import argparse
import statistics
import time

import pandas as pd
from _results import write_results

from metaselect.knowledge import PACKAGED, load_knowledge_base


def main() -> None:
    """Measure, print, write the results."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--fast", action="store_true", help="load three times; write nothing")
    arguments = parser.parse_args()
    seconds = [_seconds_to_load() for _ in range(3 if arguments.fast else 31)]
    knowledge_base = load_knowledge_base()
    row = {
        "n_datasets": len(knowledge_base.datasets),
        "n_configurations": len(knowledge_base.configurations),
        "n_evaluations": len(knowledge_base.evaluations),
        "megabytes": sum(path.stat().st_size for path in PACKAGED.iterdir()) / 1e6,
        "first_load_seconds": seconds[0],
        "median_load_seconds": statistics.median(seconds[1:]),
    }
    print("\n".join(f"{name:22}{value:.4g}" for name, value in row.items()))
    if not arguments.fast:
        print("written to", write_results(pd.DataFrame([row]), "knowledge"))


def _seconds_to_load() -> float:
    start = time.perf_counter()
    load_knowledge_base()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
