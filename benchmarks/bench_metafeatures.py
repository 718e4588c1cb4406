"""Do our metafeatures agree with those of pymfe 0.4.4, and how much faster are they?

pymfe is run in an environment of its own: give the Python of one with `--pymfe`, or one is made with pip. Agreement is
counted on ten complete numeric tables, of scikit-learn and, with `--collection`, of a folder with a manifest. Times are
compared in seconds of the processor, which a busy machine does not change much; pymfe's end at ten minutes, and are a
lower bound from there. Run with:

    python benchmarks/bench_metafeatures.py
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

import numpy as np
import pandas as pd
from _pymfe_names import PAIRS
from _results import write_results
from sklearn import datasets

from metaselect import Dataset, extract_metafeatures
from metaselect.data import read_collection, read_dataset
from metaselect.metafeatures import DatasetView
from metaselect.seeding import seed_from

_WORKER = Path(__file__).with_name("_pymfe_worker.py")
_TOLERANCE = 1e-6
# pymfe's tree is grown with the seed of ours: which of equally good splits is taken is drawn.
_SEED = seed_from(0, "full_tree")
_MOST_ROWS = 1_000  # what our distances look at: larger tables would be compared on different rows
_SIZES = [
    (100_000, 50),
    (1_000_000, 50),
    (2_000, 500),
    (200, 2_000),
    (100, 5_000),
    (10_000, 20, "mixed"),
    (10_000, 20, "regression"),
    (10_000, 20, "100 classes"),
    (10_000, 20),  # pymfe's, which takes minutes
]
_TIME_LIMIT = 600

# Of our own process: what describing costs, and the most memory it took beyond the table.
_OURS = """
import json, resource, sys, time
import numpy as np
import pandas as pd
from metaselect import Dataset, extract_metafeatures
table = np.load(sys.argv[1])
task = "regression" if table["y"].dtype == float else "classification"
small = np.random.default_rng(0).normal(size=(60, 3))
extract_metafeatures(Dataset.from_arrays(small, np.arange(60) % 2))  # imports what it needs
frame = pd.DataFrame(table["X"])
if sys.argv[2] == "mixed":
    words = {f"w{i}": frame[i].map("word {}".format, na_action="ignore") for i in frame.columns[::3]}
    frame = frame.drop(columns=frame.columns[::3]).assign(**words)
dataset = Dataset.from_arrays(frame, table["y"], task=task)
del table, frame
import ctypes, gc, threading
gc.collect()
page = resource.getpagesize()
resident = lambda: int(open("/proc/self/statm").read().split()[1]) * page
before, most, done = resident(), 0, False
def watch():
    global most
    while not done:
        most = max(most, resident())
        time.sleep(0.002)
watcher = threading.Thread(target=watch); watcher.start()
clock, processor = time.perf_counter(), time.process_time()
extract_metafeatures(dataset)
seconds = time.perf_counter() - clock, time.process_time() - processor
done = True; watcher.join()
data = dataset.X.memory_usage(index=False).sum()
print(json.dumps([*seconds, max(most - before, 0) / data]))
"""


def main() -> None:
    """Compare, time, print, write the results."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--fast", action="store_true", help="two tables and the smallest size; write nothing")
    parser.add_argument("--pymfe", help="the Python of an environment with pymfe 0.4.4; made where it is not given")
    parser.add_argument("--collection", help="a folder with a manifest: half of the tables are taken from it")
    parser.add_argument("--table", help="time this one alone, such as '10000 x 20 binary', and keep the other results")
    parser.add_argument("--part", choices=["agreement", "speed"], help="one of the two parts; both when not given")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        python = arguments.pymfe or make_environment(Path(folder))
        if arguments.part != "speed":
            tables = ten_tables(arguments.collection)
            tables = dict(list(tables.items())[:2]) if arguments.fast else tables
            values = pd.concat([compare(Path(folder), python, name, *table) for name, table in tables.items()])
            summary = summarize(values)
            report(summary)
            if not arguments.fast:
                print("written to", write_results(summary, "metafeatures_agreement"))
                print("written to", write_results(values, "metafeatures_agreement_values"))
        if arguments.part != "agreement":
            sizes = [(1_000, 10)] if arguments.fast else _SIZES
            sizes = [size for size in sizes if arguments.table in (None, name_of(*size))]
            speed = pd.DataFrame([print_row(measure(Path(folder), python, *size)) for size in sizes])
            if not arguments.fast:
                print("written to", write_results(speed, "metafeatures_speed", update="table"))


def make_environment(folder: Path) -> str:
    """Return the Python of a new environment with pymfe."""
    venv.create(folder / "pymfe", with_pip=True)
    python = str(folder / "pymfe" / "bin" / "python")
    subprocess.run([python, "-m", "pip", "install", "--quiet", "pymfe==0.4.4", "setuptools<81"], check=True)
    return python


def ten_tables(collection: str | None) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Return ten complete numeric tables with classes as X, y."""
    digits, digit = datasets.load_digits(return_X_y=True)
    tables = {
        "iris": datasets.load_iris(return_X_y=True),
        "wine": datasets.load_wine(return_X_y=True),
        "breast_cancer": datasets.load_breast_cancer(return_X_y=True),
        "digits_800": (digits[:800, np.ptp(digits[:800], axis=0) > 0], digit[:800]),
        "moons": datasets.make_moons(400, noise=0.3, random_state=0),
        "classes_5": datasets.make_classification(600, 15, n_informative=8, n_classes=5, random_state=1),
        "blobs": datasets.make_blobs(500, 6, centers=4, cluster_std=5.0, random_state=2),
        "circles": datasets.make_circles(300, noise=0.2, factor=0.5, random_state=3),
        "imbalanced": datasets.make_classification(700, 10, weights=[0.9], random_state=4),
        "quantiles": datasets.make_gaussian_quantiles(n_samples=450, n_features=5, n_classes=3, random_state=5),
    }
    return tables if collection is None else {**dict(list(tables.items())[:5]), **five_of(collection)}


def five_of(collection: str) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Return the first five tables of a collection, by name, that are complete, numeric and not too long."""
    found = {}
    for entry in sorted(read_collection(collection), key=lambda entry: entry.name):
        if entry.task == "regression" or len(found) == 5 or entry.name in ("iris", "wine_recognition"):
            continue
        dataset = read_dataset(entry.path, entry.target, task=entry.task)
        numeric = all(dtype == np.float64 for dtype in dataset.X.dtypes)
        if dataset.n_rows <= _MOST_ROWS and numeric and not dataset.X.isna().any(axis=None) and dataset.n_columns > 3:
            found[entry.name] = dataset.X.to_numpy(), dataset.codes
    return found


def compare(folder: Path, python: str, name: str, X: np.ndarray, y: np.ndarray) -> pd.DataFrame:
    """Return theirs and ours, one row per metafeature and summary."""
    dataset = Dataset.from_arrays(X.astype(float), y, task="classification")
    ours = extract_metafeatures(dataset).as_series()
    # Which of equally good splits a tree takes depends on the order of columns: they are put in ours
    columns = DatasetView(dataset).order.columns
    path = folder / "table.npz"
    np.savez(path, X=dataset.X[columns].to_numpy(), y=y)
    theirs = json.loads(_run([python, str(_WORKER), str(path), str(_SEED)]))
    size = (*X.shape, len(np.unique(y)))
    rows = []
    for pair in PAIRS:
        for summary, formula in pair.ours.items():
            name_of_theirs = f"{pair.theirs}.{summary}" if summary else pair.theirs
            their_value = _find(theirs[pair.variant], pair.theirs, summary)
            rows.append([pair.theirs, name_of_theirs, name, their_value, float(formula(ours, size))])
    return pd.DataFrame(rows, columns=["metafeature", "value", "dataset", "theirs", "ours"])


def _find(values: dict[str, float], name: str, summary: str) -> float:
    """An array of one is not summarised by pymfe, and a number may come as its own mean."""
    keys = [f"{name}.{summary}", name] if summary else [name, f"{name}.mean"]
    return next((values[key] for key in keys if key in values), np.nan)


def summarize(values: pd.DataFrame) -> pd.DataFrame:
    """Return one row per metafeature of theirs: relation, number of equal values and, where they differ, the reason."""
    values["equal"] = np.isclose(values["ours"], values["theirs"], rtol=_TOLERANCE, atol=_TOLERANCE)
    rows = []
    for pair in PAIRS:
        part = values[values["metafeature"] == pair.theirs]
        both = part[part["theirs"].notna() & part["ours"].notna()]
        equal = len(both) > 0 and bool(both["equal"].all())
        rows.append(
            {
                "metafeature": pair.theirs,
                "group": pair.group,
                "relation": f"{pair.relation}; table {pair.variant}",
                "equal": equal,
                "n_equal": int(both["equal"].sum()),
                "n_compared": len(both),
                "n_theirs_undefined": int(part["theirs"].isna().sum()),
                "n_ours_undefined": int(part["ours"].isna().sum()),
                "largest_difference": (both["ours"] - both["theirs"]).abs().max(),
                "reason": "" if equal else pair.reason,
            }
        )
    return pd.DataFrame(rows)


def report(summary: pd.DataFrame) -> None:
    """Print the table, and how many agree."""
    print(summary.drop(columns="relation").to_string(index=False, float_format="%.2g", max_colwidth=90))
    print(f"{summary['equal'].sum()} of {len(summary)} metafeatures of pymfe equal ours to {_TOLERANCE:g}")


def measure(folder: Path, python: str, n_rows: int, n_columns: int, kind: str = "binary") -> dict[str, object]:
    """Return the seconds of ours and, on the sizes that it can do, of pymfe's."""
    path = folder / "table.npz"
    X, y = make_table(n_rows, n_columns, kind)
    np.savez(path, X=X, y=y)
    del X
    ours = np.median([json.loads(_run([sys.executable, "-c", _OURS, str(path), kind])) for _ in range(3)], axis=0)
    row = {
        "table": name_of(n_rows, n_columns, kind),
        "seconds": ours[0],
        "processor_seconds": ours[1],
        "memory_of_data": ours[2],
    }
    if n_rows <= 10_000 and n_columns <= 20 and kind == "binary":
        theirs = measure_pymfe(python, path)
        row |= {"pymfe_seconds": theirs[0], "pymfe_processor_seconds": theirs[1], "times_faster": theirs[1] / ours[1]}
    return row


def name_of(n_rows: int, n_columns: int, kind: str = "binary") -> str:
    """Return what a table is called in the results."""
    return f"{n_rows} x {n_columns} {kind}"


def print_row(row: dict[str, object]) -> dict[str, object]:
    """Print a row as soon as it is measured, and return it."""
    numbers = ", ".join(f"{name} {value:.2f}" for name, value in row.items() if name != "table")
    print(f"{row['table']}: {numbers}", flush=True)
    return row


def measure_pymfe(python: str, path: Path) -> tuple[float, float]:
    """Return seconds on the clock and of the processor, up to the time limit where it does not finish."""
    clock, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    with contextlib.suppress(subprocess.TimeoutExpired):
        _run([python, str(_WORKER), str(path), "0", "all"], timeout=_TIME_LIMIT)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.perf_counter() - clock, processor


def make_table(n_rows: int, n_columns: int, kind: str) -> tuple[np.ndarray, np.ndarray]:
    """Return a table and its target; of "mixed" every third column is to be read as categories, a tenth missing."""
    X = np.random.default_rng(0).normal(size=(n_rows, n_columns))
    signal = X[:, 0] + X[:, 1] * X[:, 2]
    if kind == "regression":
        return X, signal
    if kind == "mixed":
        X[:, ::3] = np.round(10 * X[:, ::3])
        X[np.random.default_rng(1).random(X.shape) < 0.1] = np.nan
    n_classes = 100 if kind == "100 classes" else 2
    signal = np.nan_to_num(signal)
    return X, np.digitize(signal, np.quantile(signal, np.arange(1, n_classes) / n_classes))


def _run(command: list[str], timeout: float | None = None) -> str:
    one_thread = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONWARNINGS": "ignore"}
    done = subprocess.run(
        command, check=True, stdout=subprocess.PIPE, text=True, timeout=timeout, env={**os.environ, **one_thread}
    )
    return done.stdout.splitlines()[-1]


if __name__ == "__main__":
    main()
