"""Does a run that is killed twenty times, and resumed each time, end in the store of an undisturbed one?

`kill -9` of `metaselect benchmark --jobs 2` at random instants, then the same command again. Compared are scores,
statuses and causes of every row; seconds of processors are never the same twice. At most 500 rows
of each of ten datasets, so that the twenty kills meet a run of a few minutes. Run with:

    python benchmarks/bench_kills.py [--collection DIR]
"""

from __future__ import annotations

import argparse
import itertools
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd
from _collection import ten_datasets
from _results import write_results

from metaselect.experiments import Store


def main() -> None:
    """Run, kill, resume, compare, write the results."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--collection", metavar="DIR", help="take ten datasets of this collection")
    parser.add_argument("--random-state", type=int, default=0, metavar="N", help="of the instants")
    parser.add_argument("--fast", action="store_true", help="two datasets and three kills; write nothing")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        entries = ten_datasets(Path(folder), arguments.collection)[: 2 if arguments.fast else 10]
        collection = arguments.collection or str(Path(folder) / "collection")
        command = [sys.executable, "-m", "metaselect", "benchmark", collection, "--jobs", "2", "--max-rows", "500"]
        command += ["--only", ",".join(entry.name for entry in entries), "--store"]
        results = pd.DataFrame([measure(Path(folder), command, 3 if arguments.fast else 20, arguments.random_state)])
    print(results.to_string(index=False, float_format="%.4g"))
    if not arguments.fast:
        print("written to", write_results(results, "kills", arguments.random_state))
    sys.exit(0 if results["n_different"][0] == 0 else 1)


def measure(folder: Path, command: list[str], n_kills: int, random_state: int) -> dict[str, object]:
    """Return how the rows of the disturbed run compare with those of the undisturbed one."""
    undisturbed, disturbed = folder / "undisturbed.sqlite", folder / "disturbed.sqlite"
    start = time.perf_counter()
    subprocess.run([*command, str(undisturbed)], check=True)
    seconds = time.perf_counter() - start
    # So that each kill finds work that is going on: the early ones while Python starts or datasets are described.
    longest = max(6.0, seconds / n_kills)
    rng = np.random.default_rng(random_state)
    n_rows = []
    for after in rng.uniform(0.2, longest, n_kills):
        n_rows.append(_run_and_kill([*command, str(disturbed)], after))
        print(f"killed after {after:.1f} s: {n_rows[-1]} rows", file=sys.stderr)
    subprocess.run([*command, str(disturbed)], check=True)
    expected, found = _rows(undisturbed), _rows(disturbed)
    return {
        "n_kills": n_kills,
        "n_kills_at_work": sum(before < after for before, after in itertools.pairwise([0, *n_rows])),
        "n_evaluations": len(expected),
        "n_missing": len(expected.keys() - found.keys()),
        "n_different": sum(found.get(key) != row for key, row in expected.items())
        + len(found.keys() - expected.keys()),
        "n_rows_lost": sum(before > after for before, after in itertools.pairwise(n_rows)),
        "statuses": pd.Series([status for status, *_ in expected.values()]).value_counts().to_dict(),
        "undisturbed_seconds": seconds,
    }


def _run_and_kill(command: list[str], after: float) -> int:
    """Kill the run `after` seconds, and return how many rows a copy of its store, taken as it lies there, has."""
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
        time.sleep(after)
        running.send_signal(signal.SIGKILL)
    path = Path(command[-1])
    if not path.exists():
        return 0
    with tempfile.TemporaryDirectory() as folder:
        for part in path.parent.glob(f"{path.name}*"):
            shutil.copy(part, folder)
        with Store(Path(folder) / path.name) as store:
            return len(store.finished())


def _rows(path: Path) -> dict[tuple[str, str], tuple]:
    with Store(path, must_exist=True) as store:
        rows = store.read_evaluations().to_dict("records")
    # As text, in which NaN equals NaN.
    return {(r["dataset"], r["configuration"]): (r["status"], str(r["fold_scores"]), r["error"]) for r in rows}


if __name__ == "__main__":
    main()
