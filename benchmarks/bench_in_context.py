"""How good is the in-context network beside what else one would take, by the number of rows?

Datasets of a collection with at most 60 columns and 10 classes, in an order that is drawn by seed. Of each, at most
200, 500, 1,000 and 2,500 rows are learned from, two thirds where there are fewer, and at most 800 others are predicted.
Rivals are a search of XGBoost over 15 configurations by three inner folds, the defaults of five base learners, and what
metaselect puts first without the network and with nothing known of the dataset's origin. What was computed is kept in
the file of rows, so the same command goes on where it stopped. The network has seen no real table. Run with:

    python benchmarks/bench_in_context.py COLLECTION --rows rows.csv [--hours 1]
    python benchmarks/bench_in_context.py --seconds      seconds and memory by rows and columns, beside a forest
    python benchmarks/bench_in_context.py --advice       advice with and without it, from the packaged knowledge alone
"""

from __future__ import annotations

import argparse
import csv
import time
import tracemalloc
import warnings
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
from _results import write_results
from scipy.stats import loguniform, uniform
from sklearn.base import BaseEstimator
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import RandomizedSearchCV, train_test_split
from threadpoolctl import threadpool_limits

from metaselect import InContextClassifier, load_knowledge_base, recommend
from metaselect.assessment import leave_one_dataset_out
from metaselect.data import TASKS, CollectionEntry, Dataset, is_classification, read_collection
from metaselect.evaluation import PRIMARY_METRIC, find_measure
from metaselect.learners import make_configuration
from metaselect.metalearners import DEFAULT_META_LEARNER

_SIZES = (200, 500, 1000, 2500)
_MOST_TEST_ROWS, _MOST_COLUMNS, _MOST_CLASSES = 800, 60, 10
_FEWEST_OF_A_CLASS = 6
_SEED = 0
_NETWORK = "in_context"
_METRICS = {
    "binary": ("roc_auc", "neg_log_loss"),
    "multiclass": ("neg_log_loss",),
    "regression": ("neg_root_mean_squared_error",),
}
_SEARCHED = {
    "model__n_estimators": [50, 100, 200, 300],
    "model__learning_rate": loguniform(0.02, 0.3),
    "model__max_depth": [1, 2, 3, 4, 5, 6, 8],
    "model__subsample": uniform(0.5, 0.5),
    "model__colsample_bytree": uniform(0.4, 0.6),
    "model__min_child_weight": loguniform(1, 10),
    "model__reg_lambda": loguniform(0.1, 10),
}
_FIELDS = ("dataset", "task", "n_train", "size", "method", "metric", "score", "fit_seconds", "predict_seconds", "error")


def main() -> None:
    """Run what is missing, print and write the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("collection", nargs="?", metavar="COLLECTION", help="a folder with manifest.csv")
    parser.add_argument("--rows", default="in_context_rows.csv", metavar="FILE", help="where results are kept")
    parser.add_argument("--hours", type=float, default=1.0, metavar="H", help="no dataset begins later (default: 1)")
    parser.add_argument("--seconds", action="store_true", help="measure seconds and memory on made tables instead")
    parser.add_argument("--advice", action="store_true", help="compare advice with and without the network instead")
    arguments = parser.parse_args()
    warnings.simplefilter("ignore")
    if arguments.seconds:
        with threadpool_limits(1):
            table = pd.DataFrame(list(_cost_by_size()))
        print(table.to_string(index=False, float_format="%.2f"))
        print("written to", write_results(table, "in_context_seconds"))
        return
    if arguments.advice:
        table = pd.DataFrame([_advice_with_and_without(task) for task in TASKS])
        print(table.set_index("task").T.to_string(float_format="{:.3f}".format))
        print("written to", write_results(table, "in_context_advice"))
        return
    if arguments.collection is None:
        parser.error("COLLECTION is missing")
    with threadpool_limits(1):
        _run(arguments.collection, Path(arguments.rows), time.monotonic() + 3600 * arguments.hours)
    table = summary(pd.read_csv(arguments.rows))
    print(table.to_string(index=False, float_format="%.2f"))
    print("written to", write_results(table, "in_context"))


def summary(rows: pd.DataFrame) -> pd.DataFrame:
    """Return for each metric, number of rows and method the mean rank, and how often the network is better than it."""
    table = []
    for (metric, task), of_metric in rows[rows["error"].isna()].groupby(["metric", "task"]):
        for size in ("all up to 1000", *_SIZES):
            part = (
                of_metric[of_metric["size"] <= 1000] if isinstance(size, str) else of_metric[of_metric["size"] == size]
            )
            scores = part.pivot_table(index=["dataset", "size"], columns="method", values="score").dropna()
            if scores.empty:
                continue
            ranks = scores.rank(axis=1, ascending=False).mean()
            for method in ranks.sort_values().index:
                better = (scores[_NETWORK] > scores[method]) + 0.5 * (scores[_NETWORK] == scores[method])
                table.append(
                    {
                        "metric": metric,
                        "task": task,
                        "rows": size,
                        "n_tables": len(scores),
                        "method": method,
                        "mean_rank": ranks[method],
                        "network_wins": np.nan if method == _NETWORK else better.mean(),
                        "seconds": part.loc[part["method"] == method, ["fit_seconds", "predict_seconds"]]
                        .sum(axis=1)
                        .median(),
                    }
                )
    return pd.DataFrame(table)


def _advice_with_and_without(task: str) -> dict[str, object]:
    """Return how good advice of single models on datasets of unseen origins is; regrets are against the best known."""
    examples = load_knowledge_base().meta_examples(task, PRIMARY_METRIC[task])
    ids = np.array(examples.configurations)
    is_other = np.array([not id_.startswith(f"{_NETWORK}-") for id_ in ids])
    others = replace(
        examples, R=examples.R[:, is_other], skills=examples.skills[:, is_other], configurations=tuple(ids[is_other])
    )
    without, with_it = (leave_one_dataset_out(DEFAULT_META_LEARNER, known, n_folds=20) for known in (others, examples))
    is_picked = with_it["first_pick"].str.startswith(f"{_NETWORK}-").to_numpy()
    change = (without["regret"] - with_it["regret"]).to_numpy()[is_picked]
    network = examples.R[:, ~is_other][:, 0]
    return {
        "task": task,
        "n_datasets": len(with_it),
        "may_be_tried": float(np.mean(~np.isnan(network))),
        "is_best_of_all": float(np.mean(network == 0)),
        "regret_without": without["regret"].mean(),
        "regret_with": with_it["regret"].mean(),
        "best_of_five_without": without["short_list_regret"].mean(),
        "best_of_five_with": with_it["short_list_regret"].mean(),
        "picked_first": is_picked.mean(),
        "better_than_the_pick_without": float(np.mean((change > 0) + 0.5 * (change == 0))),
        "gain_where_picked": change.mean(),
    }


def _run(collection: str, path: Path, deadline: float) -> None:
    entries = read_collection(collection)
    order = np.random.default_rng(_SEED).permutation(len(entries))
    known = load_knowledge_base()
    done = set(pd.read_csv(path)["dataset"]) if path.exists() else set()
    if not path.exists():
        path.write_text(",".join(_FIELDS) + "\n", encoding="utf-8")
    for entry in (entries[i] for i in order):
        if time.monotonic() > deadline:
            print("time is up; the same command goes on")
            return
        if entry.name in done:
            continue
        rows = list(_rows_of(entry, known.without(entry.origin)))
        with path.open("a", encoding="utf-8", newline="") as file:  # a dataset at once: none is half done
            csv.DictWriter(file, _FIELDS).writerows(rows or [{"dataset": entry.name, "error": "not in the domain"}])
        print(entry.name, len(rows), flush=True)


def _rows_of(entry: CollectionEntry, known) -> Iterator[dict[str, object]]:
    dataset = entry.read()
    if is_classification(dataset.task):
        enough = np.bincount(dataset.codes)[dataset.codes] >= _FEWEST_OF_A_CLASS
        dataset = dataset.take(np.flatnonzero(enough))
    n_classes = len(np.unique(dataset.codes)) if is_classification(dataset.task) else 2
    if dataset.n_columns > _MOST_COLUMNS or not 2 <= n_classes <= _MOST_CLASSES:
        return
    for size in _SIZES:
        n_train = min(size, round(0.67 * dataset.n_rows))
        if n_train < size and size != min(s for s in _SIZES if s >= n_train):
            continue
        train, test = _split(dataset, n_train)
        for method, fit in _methods(dataset.take(train), known):
            row = {"dataset": entry.name, "task": dataset.task, "n_train": n_train, "size": size, "method": method}
            try:
                scores, seconds = _scores(fit, dataset.take(train), dataset.take(test))
            except Exception as error:  # noqa: BLE001  (a rival may fail in any way; the cause is kept)
                yield {**row, "error": f"{type(error).__name__}: {error}"[:200]}
                continue
            for metric, score in scores.items():
                yield {**row, "metric": metric, "score": score, **seconds}


def _split(dataset: Dataset, n_train: int) -> tuple[np.ndarray, np.ndarray]:
    n_test = min(_MOST_TEST_ROWS, dataset.n_rows - n_train)
    stratify = dataset.codes if is_classification(dataset.task) else None
    return train_test_split(
        np.arange(dataset.n_rows), train_size=n_train, test_size=n_test, stratify=stratify, random_state=_SEED
    )


def _methods(dataset: Dataset, known) -> Iterator[tuple[str, object]]:
    line = "logistic_regression" if is_classification(dataset.task) else "ridge"
    for learner in (_NETWORK, line, "random_forest", "extra_trees", "hist_gradient_boosting", "xgboost"):
        yield learner, partial(_fit_configuration, make_configuration(learner))
    yield "xgboost, search of 15", _search
    yield "metaselect without it", partial(_fit_advised, known)


def _fit_configuration(configuration, dataset: Dataset) -> BaseEstimator:
    return configuration.build(dataset.task, _SEED, dataset.clean_types).fit(dataset.X, dataset.y)


def _search(dataset: Dataset) -> BaseEstimator:
    model = make_configuration("xgboost").build(dataset.task, _SEED, dataset.clean_types)
    is_class = is_classification(dataset.task)
    searched = {f"model__estimator__{name.removeprefix('model__')}": v for name, v in _SEARCHED.items()}
    search = RandomizedSearchCV(
        model,
        searched if is_class else _SEARCHED,
        n_iter=15,
        cv=3,
        scoring="neg_log_loss" if is_class else "neg_root_mean_squared_error",
        random_state=_SEED,
    )
    return search.fit(dataset.X, dataset.y)


def _fit_advised(known, dataset: Dataset) -> BaseEstimator:
    advice = recommend(dataset, knowledge_base=known, exclude=[_NETWORK], single=True, random_state=_SEED)
    return advice.best.build().fit(dataset.X, dataset.y)


def _scores(fit, train: Dataset, test: Dataset) -> tuple[dict[str, float], dict[str, float]]:
    start = time.process_time()
    model = fit(train)
    fitted = time.process_time()
    is_class = is_classification(train.task)
    predicted = model.predict_proba(test.X) if is_class else model.predict(test.X)
    seconds = {"fit_seconds": fitted - start, "predict_seconds": time.process_time() - fitted}
    y = np.searchsorted(np.unique(train.y), test.y) if is_class else test.y
    measures = [find_measure(metric, train.task) for metric in _METRICS[train.task]]
    if is_class:
        predicted = np.clip(predicted, 1e-6, None)
        predicted = predicted / predicted.sum(axis=1, keepdims=True)
    return {measure.name: float(measure.score(y, predicted)) for measure in measures}, seconds


def _cost_by_size() -> Iterator[dict[str, object]]:
    """Yield processor seconds of one thread, and the most memory that NumPy asked for; 500 new rows are predicted."""
    rng = np.random.default_rng(_SEED)
    for n_rows, n_columns in ((100, 10), (500, 20), (1000, 20), (1000, 60), (2500, 20)):
        X = rng.normal(size=(n_rows + 500, n_columns))
        y = (X[:, 0] + X[:, 1] ** 2 > 0.5).astype(int)
        models = {
            **{f"in_context, {k} members": InContextClassifier(k, random_state=_SEED) for k in (1, 4, 8)},
            "in_context, 4 members of 300 rows": InContextClassifier(4, 300, random_state=_SEED),
            "random forest of 300": RandomForestClassifier(300, random_state=_SEED),
        }
        for name, model in models.items():
            start = time.process_time()
            model.fit(X[:n_rows], y[:n_rows])
            fitted = time.process_time()
            model.predict_proba(X[n_rows:])
            predicted = time.process_time()
            tracemalloc.start()
            model.fit(X[:n_rows], y[:n_rows]).predict_proba(X[n_rows:])
            _, most = tracemalloc.get_traced_memory()
            tracemalloc.stop()
            yield {
                "rows": n_rows,
                "columns": n_columns,
                "model": name,
                "fit_seconds": fitted - start,
                "predict_seconds": predicted - fitted,
                "megabytes": most / 1e6,
            }


if __name__ == "__main__":
    main()
