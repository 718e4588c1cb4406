"""How good is the first pick beside what others would use, on rows that nobody has seen?

Datasets of a collection are split once: two thirds to learn from, at most 20,000 rows, and a third that is held out. On
these the first pick of metaselect, its first single model, and what it finds in 30 s are compared with defaults of
libraries and with systems that search. The primary metric is ROC AUC (binary), log loss (multiclass) or RMSE
(regression). What each peer did is kept in `peers/rows.csv` and not run again; the picks are run anew when
`metaselect/` has another commit.

- metaselect: everything of the origin of the dataset is left out of what it knows, and the script ends with an error
  where that is not so. Which configurations there are to choose from was settled on many datasets, of which these may
  be some; so was what FLAML knows for its zero-shot advice.
- scikit-learn's random forest (words as ordinal codes, missing values as they are) and histogram boosting (words as
  categories, as codes where there are over 255), XGBoost and LightGBM (words as categories): all else is the default.
- FLAML's zero-shot advice over its learners (`flaml.default`), FLAML for 30 s, and AutoGluon of medium quality for
  30 s: each gets the table as it is, and the metric if it searches.

Each has two jobs, whose threads do not spin while they wait; after 300 s it is late. What fails or is late has the
score of a constant prediction. Seconds begin with the table in memory and the library imported. Run on a machine that
does nothing else, for about two hours:

    python benchmarks/bench_peers.py COLLECTION --environment xgboost=/envs/xgboost/bin/python ...

COLLECTION is a folder with a manifest.csv; without it the kept rows are reported. What is left out is run where it is
given later. A peer is left out where its environment is not given; scikit-learn is that of this Python if not given.
Environments are made with `python -m venv /envs/NAME` and `/envs/NAME/bin/pip install` of

    xgboost      xgboost scikit-learn pandas        (xgboost-cpu does, too)
    lightgbm     lightgbm scikit-learn pandas
    flaml        'flaml[automl]' packaging           (with catboost a trial may last minutes beyond the budget)
    autogluon    'autogluon.tabular[lightgbm,catboost,xgboost,fastai]'   (before it torch for the CPU, which is smaller)
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pandas as pd
from _peer_datasets import Listed, draw, read_list, split, write_list
from _peer_report import PICKS, report, sentences
from _peer_runs import append_row, read_rows, run_method
from _peer_worker import METHODS, knows_single
from _results import last_commit, write_results

from metaselect.data import CollectionEntry, read_collection

_FOLDER = Path(__file__).with_name("peers")
_DATASETS, _ROWS = _FOLDER / "datasets.json", _FOLDER / "rows.csv"
_ENVIRONMENTS = {
    "first pick": "metaselect",
    "first single pick": "metaselect",
    "searched pick": "metaselect",
    "random forest": "scikit-learn",
    "histogram boosting": "scikit-learn",
    "XGBoost": "xgboost",
    "LightGBM": "lightgbm",
    "FLAML zero-shot": "flaml",
    "FLAML": "flaml",
    "AutoGluon": "autogluon",
}
_LIMITS = {"budget_seconds": 30, "hard_seconds": 300, "n_jobs": 2}
_FAST_LIMITS = {"budget_seconds": 5, "hard_seconds": 60, "n_jobs": 2}


def main() -> None:
    """Run what is missing, print, write the results."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("collection", metavar="COLLECTION", nargs="?", help="a folder with a manifest.csv")
    parser.add_argument("--environment", metavar="NAME=PYTHON", action="append", default=[], type=_environment)
    parser.add_argument("--draw", action="store_true", help="draw the datasets, before any result, and end")
    parser.add_argument("--fast", action="store_true", help="two small datasets with budgets of 5 s; keep nothing")
    arguments = parser.parse_args()
    if arguments.draw:
        entries = read_collection(arguments.collection)
        write_list(_DATASETS, draw(entries, [_count_rows(entry.path) for entry in entries]))
        return
    commit = last_commit("metaselect")
    if commit.endswith("-dirty") and not arguments.fast:
        parser.error("rows carry the commit of metaselect/: commit what was changed there")
    pythons = {"metaselect": sys.executable, "scikit-learn": sys.executable} | dict(arguments.environment)
    with tempfile.TemporaryDirectory() as folder:
        rows_file = Path(folder, "rows.csv") if arguments.fast else _ROWS
        if arguments.collection:
            entries = {entry.name: entry for entry in read_collection(arguments.collection)}
            listed = read_list(_DATASETS)[: 2 if arguments.fast else None]
            limits = _FAST_LIMITS if arguments.fast else _LIMITS
            for row in run(listed, entries, pythons, rows_file, limits, commit):
                print(_line(row), flush=True)
        rows = read_rows(rows_file)
    rows = _of_now(rows, commit)
    if not rows["method"].isin(PICKS).any():
        parser.error(f"the picks were not run at {commit}, the commit of metaselect/")
    results = report(rows)
    print(results.to_string(index=False, float_format="%.3g"))
    print("\n".join(sentences(results)))
    if not arguments.fast:
        print("written to", write_results(results, "peers"))


def run(
    listed: list[Listed],
    entries: Mapping[str, CollectionEntry],
    pythons: Mapping[str, str | Path],
    rows_file: Path,
    limits: Mapping[str, float],
    commit: str,
) -> Iterator[dict[str, object]]:
    """Run each method with an environment on each dataset where it has no row yet, keep and yield the rows."""
    methods = [name for name in METHODS if _ENVIRONMENTS[name] in pythons]
    if not knows_single():
        methods.remove("first single pick")
    for one in listed:
        kept = _of_now(read_rows(rows_file), commit)
        missing = [name for name in methods if name not in set(kept.loc[kept["dataset"] == one.name, "method"])]
        rows = split(entries[one.name]) if missing else None
        for method in missing:
            row = run_method(method, one, rows, pythons[_ENVIRONMENTS[method]], limits)
            row["commit"] = commit if method in PICKS else None
            append_row(rows_file, row)
            yield row


def _of_now(rows: pd.DataFrame, commit: str) -> pd.DataFrame:
    """Return the rows of peers, and those of the picks that are of this commit."""
    return rows[~rows["method"].isin(PICKS) | (rows["commit"] == commit)]


def _environment(text: str) -> tuple[str, Path]:
    name, _, python = text.partition("=")
    if name not in _ENVIRONMENTS.values() or not Path(python).is_file():
        known = ", ".join(sorted(set(_ENVIRONMENTS.values())))
        raise argparse.ArgumentTypeError(f"{text!r} is not NAME=PYTHON; names are {known}, and the Python is a file")
    return name, Path(python).absolute()


def _count_rows(path: Path) -> int:
    return len(pd.read_csv(path, keep_default_na=False, usecols=[0], skip_blank_lines=False))


def _line(row: Mapping[str, object]) -> str:
    said = f"{row['fit_seconds']:.1f} s, {row['chosen']}" if row["status"] == "ok" else row["reason"]
    return f"{row['dataset']}: {row['method']}: {row['status']}, {said}"


if __name__ == "__main__":
    main()
