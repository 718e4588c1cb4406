"""What is each part of `metaselect/cli/_startup.py` worth: the collector of garbage asleep, a large table read early?

`metaselect recommend` runs with and without each, in turn and in one run; `ratio` is the median of the time with over
that without, pair by pair. Look at processor seconds for the collector of garbage, whatever else the machine does; for
early reading, which takes as many of them, at seconds by the clock on a machine with two free processors. Run with:

    python benchmarks/bench_startup.py
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
from _results import write_results
from bench_speed import make_table, measure_process, write_large_table

_N_LARGE = 600_000  # some 180 MB
_MAIN = "import sys, contextlib; from metaselect import cli; {without}; sys.exit(cli.main({argv!r}))"
# How a child process does without.
_WITHOUT = {
    "garbage": "cli.without_garbage_collection = contextlib.nullcontext",
    "early reading": "cli.begin_to_read = lambda argv: None",
}


def main() -> None:
    """Time, print, write the results."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--fast", action="store_true", help="three pairs on a small table; write nothing")
    parser.add_argument("--runs", type=int, default=9, metavar="N", help="pairs of each (default: 9)")
    arguments = parser.parse_args()
    n_pairs = 3 if arguments.fast else arguments.runs
    with tempfile.TemporaryDirectory() as folder:
        small = Path(folder) / "small.csv"
        make_table(1000, 20).to_csv(small, index=False)
        rows = [compare("garbage", small, "y", n_pairs)]
        if not arguments.fast:
            large = Path(folder) / "large.csv"
            write_large_table(large, _N_LARGE)
            rows.append(compare("early reading", large, "target", n_pairs))
    results = pd.DataFrame(rows)
    print(results.to_string(index=False, float_format="%.3f"))
    if not arguments.fast:
        print("written to", write_results(results, "startup"))


def compare(part: str, path: Path, target: str, n_pairs: int) -> dict[str, object]:
    """Return the medians of `metaselect recommend` with a part of the start-up and without it, and their ratios.

    Parameters
    ----------
    part : str
        A key of `_WITHOUT`.
    path : Path
        The table.
    target : str
        Its target.
    n_pairs : int
        Runs of each; one more pair comes first, so that all files are in memory.
    """
    argv = ["recommend", str(path), "--target", target]
    commands = [
        [sys.executable, "-c", _MAIN.format(without=without, argv=argv)] for without in ("pass", _WITHOUT[part])
    ]
    pairs = np.array([[measure_process(command)[:2] for command in commands] for _ in range(n_pairs + 1)][1:])
    (seconds, cpu), (seconds_without, cpu_without) = np.median(pairs, axis=0)
    ratio, cpu_ratio = np.median(pairs[:, 0] / pairs[:, 1], axis=0)
    return {
        "part": part,
        "seconds": seconds,
        "seconds_without": seconds_without,
        "ratio": ratio,
        "cpu_seconds": cpu,
        "cpu_seconds_without": cpu_without,
        "cpu_ratio": cpu_ratio,
        "n_pairs": n_pairs,
    }


if __name__ == "__main__":
    main()
