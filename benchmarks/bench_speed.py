"""How long does `metaselect recommend` take, from the start of the process to its end?

Beside it, in the same run and in turn: Python importing pandas and scikit-learn's forests and reading the same file,
which no tool that trains a model can avoid. Of reading alone, which finds out what each column is, and of the file of
1,000,000 x 30 the floor is pandas importing itself and reading the file; of the latter, `of_allowed` is the time over
one and a half times that, plus two seconds. The last file, four times as large, is beyond what is read whole: there the
peak of the memory counts. Processor seconds (user and system, of all threads) are what to look at where other programs
run on the machine. Run with:

    python benchmarks/bench_speed.py
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd
from _results import write_results

_SIZES = [(1_000, 20), (10_000, 20), (100_000, 20)]
# As where it is installed, modules are compiled once, not at each start.
_ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
_FLOOR = "import pandas, sklearn.ensemble, sklearn.pipeline; pandas.read_csv({path!r})"
_READ = "import pandas; pandas.read_csv({path!r})"
_READ_DATASET = "from metaselect import read_dataset; read_dataset({path!r}, 'y')"
_N_READ = 1_000_000
_N_LARGE = 1_000_000
# Words that the columns of words are made of, and how many there are of each.
_WORDS = {"colour": 3, "shop_": 8, "town": 50, "product-": 300, "user": 2000, "kind": 5, "band ": 12, "zone": 20}


def main() -> None:
    """Time, print, write the results."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--fast", action="store_true", help="one run of the smallest table; write nothing")
    parser.add_argument("--runs", type=int, default=5, metavar="N", help="of each but the last (default: 5)")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        sizes, n_runs = (_SIZES[:1], 1) if arguments.fast else (_SIZES, arguments.runs)
        rows = [measure(Path(folder), *size, n_runs) for size in sizes] + [measure_import(n_runs)]
        rows.append(measure_reading(Path(folder), sizes[0][0] if arguments.fast else _N_READ, 20, n_runs))
        if not arguments.fast:
            rows += measure_large(Path(folder), n_runs)
        results = pd.DataFrame(rows)
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


def measure_reading(folder: Path, n_rows: int, n_columns: int, n_runs: int) -> dict[str, object]:
    """Return the median seconds of `read_dataset`, imports included, and of pandas."""
    path = folder / "read.csv"
    make_table(n_rows, n_columns).to_csv(path, index=False)
    read = [sys.executable, "-c", _READ_DATASET.format(path=str(path))]
    return _compare(f"read {n_rows} x {n_columns}", read, _READ.format(path=str(path)), n_runs)


def measure_large(folder: Path, n_runs: int) -> list[dict[str, object]]:
    """Return the medians for a table of mixed columns that is read whole, and for one that is sampled."""
    path, larger = folder / "large.csv", folder / "larger.csv"
    write_large_table(path, _N_LARGE)
    recommend = [sys.executable, "-m", "metaselect", "recommend", str(path), "--target", "target"]
    whole = _compare(f"recommend {_N_LARGE} x 30", recommend, _READ.format(path=str(path)), n_runs)
    for kind in ("", "cpu_"):
        whole[f"{kind}of_allowed"] = whole[f"{kind}seconds"] / (1.5 * whole[f"floor_{kind}seconds"] + 2)
    write_large_table(larger, 4 * _N_LARGE)
    recommend[4] = str(larger)
    return [whole, _compare(f"recommend {4 * _N_LARGE} x 30", recommend, _READ.format(path=str(larger)), n_runs=1)]


def _compare(what: str, command: list[str], floor: str, n_runs: int) -> dict[str, object]:
    pairs = [measure_process(command) + measure_process([sys.executable, "-c", floor]) for _ in range(n_runs + 1)][1:]
    seconds, cpu, peak, floor_seconds, floor_cpu, floor_peak = np.array(pairs).T  # the first pair warmed the disk cache
    return {
        "what": what,
        "seconds": np.median(seconds),
        "floor_seconds": np.median(floor_seconds),
        "ratio": np.median(seconds / floor_seconds),
        "cpu_seconds": np.median(cpu),
        "floor_cpu_seconds": np.median(floor_cpu),
        "cpu_ratio": np.median(cpu / floor_cpu),
        "peak_mb": np.median(peak),
        "floor_peak_mb": np.median(floor_peak),
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


def write_large_table(path: Path, n_rows: int, random_state: int = 0) -> None:
    """Write 14 columns of decimals, 6 of whole numbers, 8 of words, a date and a binary target; cells are missing."""
    rng = np.random.default_rng(random_state)
    words = [np.array([f"{word}{i}" for i in range(n)], dtype=object) for word, n in _WORDS.items()]
    for start in range(0, n_rows, 100_000):
        n = min(100_000, n_rows - start)
        table = pd.DataFrame({f"x{i}": np.round(rng.normal(size=n) * 1000.0 ** (i % 3), 6) for i in range(14)})
        for i in range(6):
            table[f"n{i}"] = pd.array(rng.integers(0, 100 * 10**i, n), dtype="Int64")
        for column in table.columns[::3]:
            table.loc[rng.random(n) < 0.05, column] = None
        for i, choices in enumerate(words):
            table[f"c{i}"] = rng.choice(choices, n)
            table.loc[rng.random(n) < 0.03 * (i % 2), f"c{i}"] = None
        table["day"] = (np.datetime64("2015-01-01") + rng.integers(0, 3650, n)).astype(str)
        signal = table["x3"].fillna(0) + (table["c0"] == "colour1") + rng.normal(size=n)
        table["target"] = np.where(signal > 0.5, "yes", "no")
        table.to_csv(path, index=False, header=start == 0, mode="w" if start == 0 else "a")


def measure_process(command: list[str]) -> tuple[float, float, float]:
    """Return the seconds by the clock, those of the processor and the peak of the memory in MB of a process."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=_ENVIRONMENT)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    if status != 0:
        raise subprocess.CalledProcessError(os.waitstatus_to_exitcode(status), command)
    return seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


if __name__ == "__main__":
    main()
