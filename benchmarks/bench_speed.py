"""How long does `metaselect recommend` take, from the start of the process to its end?

Beside it, in the same run and in turn: Python importing pandas and scikit-learn's forests and reading the same file,
which no tool that trains a model can avoid. Run with:

    python benchmarks/bench_speed.py
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd
from _results import write_results

_SIZES = [(1_000, 20), (10_000, 20), (100_000, 20)]
_FLOOR = "import pandas, sklearn.ensemble, sklearn.pipeline; pandas.read_csv({path!r})"


def main() -> None:
    """Time, print, write the results."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--fast", action="store_true", help="one run of the smallest table; write nothing")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        sizes, n_runs = (_SIZES[:1], 1) if arguments.fast else (_SIZES, 5)
        results = pd.DataFrame([measure(Path(folder), *size, n_runs) for size in sizes] + [measure_import(n_runs)])
    print(results.to_string(index=False, float_format="%.2f"))
    if not arguments.fast:
        print("written to", write_results(results, "speed"))


def measure(folder: Path, n_rows: int, n_columns: int, n_runs: int) -> dict[str, object]:
    """Return the median seconds of a recommendation and of the floor."""
    path = folder / f"{n_rows}.csv"
    make_table(n_rows, n_columns).to_csv(path, index=False)
    recommend = [sys.executable, "-m", "metaselect", "recommend", str(path), "--target", "y"]
    return _compare(f"recommend {n_rows} x {n_columns}", recommend, _FLOOR.format(path=str(path)), n_runs)


def measure_import(n_runs: int) -> dict[str, object]:
    """Return the median seconds of `import metaselect` and of starting Python."""
    return _compare("import metaselect", [sys.executable, "-c", "import metaselect"], "pass", n_runs)


def _compare(what: str, command: list[str], floor: str, n_runs: int) -> dict[str, object]:
    pairs = [(_seconds(command), _seconds([sys.executable, "-c", floor])) for _ in range(n_runs + 1)][1:]
    seconds, floors = np.array(pairs).T  # the first pair warmed the disk cache
    return {
        "what": what,
        "seconds": np.median(seconds),
        "floor_seconds": np.median(floors),
        "ratio": np.median(seconds / floors),
        "n_runs": n_runs,
    }


def make_table(n_rows: int, n_columns: int) -> pd.DataFrame:
    """Return a table with a quarter of text columns, some missing values and a binary target."""
    rng = np.random.default_rng(0)
    table = pd.DataFrame(rng.normal(size=(n_rows, n_columns)), columns=[f"x{i}" for i in range(n_columns)])
    for i in range(0, n_columns, 4):
        table[f"x{i}"] = rng.choice(["red", "green", "blue", None], n_rows)
    table["y"] = np.where(table["x1"] + table["x2"] * table["x3"] + rng.normal(size=n_rows) > 0, "yes", "no")
    return table


def _seconds(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
