"""Which meta-learner is the default, with which targets, trust and short list?

Everything is measured on folds that keep the datasets of an origin together. The choice itself is measured, too: in
nested resampling each outer fold is advised by whatever candidate is best within the other folds. Run with:

    python benchmarks/bench_metalearners.py

It writes `metalearners.csv` (all candidates, and the nested estimates), `learning_curve.csv` and `short_lists.csv`.
"""

from __future__ import annotations

import argparse
import time
from itertools import combinations

import numpy as np
import pandas as pd
from _folds import first_pick_regret, gap_interval, origin_folds, short_list_regret, weighted_list
from _results import write_results

from metaselect.data import TASKS
from metaselect.knowledge import load_knowledge_base
from metaselect.metafeatures import METAFEATURES
from metaselect.metalearners import (
    EnsembleMetaLearner,
    ForestMetaLearner,
    NearestMetaLearner,
    NeuralMetaLearner,
    SVMMetaLearner,
    make_meta_learner,
)
from metaselect.seeding import rng_from

# Among these the default is chosen: (meta-learner, groups of metafeatures or None for all).
CHOICE = {
    "forest": (ForestMetaLearner(), None),
    "forest, clip 0.1": (ForestMetaLearner(clip=0.1), None),
    "forest, clip 1": (ForestMetaLearner(clip=1.0), None),
    "forest, ranks": (ForestMetaLearner(rank_share=1.0), None),
    "forest, regrets": (ForestMetaLearner(rank_share=0.0), None),
    "forest, trust 1": (ForestMetaLearner(trust=1.0), None),
    "forest, trust 0.75": (ForestMetaLearner(trust=0.75), None),
    "forest, simple and landmarkers": (ForestMetaLearner(), ("simple", "landmarking")),
    "extra_trees": ("extra_trees", None),
    "missing_forest": ("missing_forest", None),
    "ensemble": (EnsembleMetaLearner(), None),
    "forest and gaussian_process": (EnsembleMetaLearner(("forest", "gaussian_process")), None),
    "gaussian_process": ("gaussian_process", None),
    "neural": (NeuralMetaLearner(), None),
    "svm": (SVMMetaLearner(), None),
    "nearest": (NearestMetaLearner(), None),
    "nearest, manhattan": (NearestMetaLearner(distance="manhattan"), None),
    "nearest_learned": ("nearest_learned", None),
    "ridge": ("ridge", None),
    "single_best": ("single_best", None),
}
# Too slow to be fitted twice for every pair of folds, or baselines: measured once for each fold.
ONLY_FLAT = (
    "average_rank",
    "one_nearest",
    "static_portfolio",
    "tree",
    "ranking_svm",
    "pairwise_forest",
    "joint_neural",
)
CURVE = ("single_best", "average_rank", "forest", "ensemble")
SIZES = (20, 40, 80, None)


def main() -> None:
    """Run the three parts, print and write the results."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--folds", type=int, default=10)
    parser.add_argument("--part", choices=("choice", "curve", "lists"), help="only this one")
    arguments = parser.parse_args()
    knowledge_base = load_knowledge_base()
    examples = {task: knowledge_base.meta_examples(task) for task in TASKS}
    folds = {task: origin_folds(examples[task].origins, arguments.folds) for task in TASKS}
    if arguments.part in (None, "choice"):
        _write(_choose(examples, folds), "metalearners")
    if arguments.part in (None, "curve"):
        _write(_learning_curve(examples, folds), "learning_curve")
    if arguments.part in (None, "lists"):
        _write(_short_lists(knowledge_base, examples, folds), "short_lists")


def _write(table: pd.DataFrame, name: str) -> None:
    print(table.to_string(index=False, float_format="%.3f"))
    print("written to", write_results(table, name), flush=True)


def _choose(examples, folds) -> pd.DataFrame:
    """Return the gap of each candidate, and of choosing among them in nested resampling."""
    flat, seconds = {}, {}
    for name in [*CHOICE, *ONLY_FLAT]:
        start = time.process_time()
        flat[name] = {task: _flat_regret(name, examples[task], folds[task]) for task in examples}
        seconds[name] = (time.process_time() - start) / sum(fold.max() + 1 for fold in folds.values())
        print(f"{name}: {seconds[name]:.2f} s of processor time for a fit", flush=True)
    inner = {name: {task: _inner_regret(name, examples[task], folds[task]) for task in examples} for name in CHOICE}
    nested, chosen = _nested(flat, inner, folds)
    rows = []
    for name, by_task in {**flat, "chosen in nested resampling": nested}.items():
        for task, regret in by_task.items():
            gap, low, high = gap_interval(regret, flat["single_best"][task], examples[task].origins)
            row = {"meta_learner": name, "task": task, "regret": regret.mean(), "gap": gap, "gap_low": low}
            rows.append(row | {"gap_high": high, "fit_seconds": seconds.get(name), "chosen": chosen.count(name)})
    return pd.DataFrame(rows)


def _flat_regret(name: str, examples, fold) -> np.ndarray:
    predicted = np.empty(examples.R.shape)
    for k in range(fold.max() + 1):
        predicted[fold == k] = _predict(name, examples, fold != k, fold == k)
    return first_pick_regret(predicted, examples.R)


def _inner_regret(name: str, examples, fold) -> np.ndarray:
    """Return regrets of shape (n_folds, n_datasets): [k, i] for dataset i advised without fold k and its own fold.

    One fit without both folds of a pair serves both: what is left out is the same.
    """
    n_folds = fold.max() + 1
    regret = np.full((n_folds, len(fold)), np.nan)
    for k, other in combinations(range(n_folds), 2):
        tested = np.isin(fold, (k, other))
        result = np.full(len(fold), np.nan)
        predicted = _predict(name, examples, ~tested, tested)
        result[tested] = first_pick_regret(predicted, examples.R[tested])
        regret[k, fold == other] = result[fold == other]
        regret[other, fold == k] = result[fold == k]
    return regret


def _predict(name: str, examples, known: np.ndarray, tested: np.ndarray) -> np.ndarray:
    meta_learner, groups = CHOICE.get(name, (name, None))
    columns = _columns(examples.metafeatures, groups)
    M = examples.M[:, columns]
    return make_meta_learner(meta_learner).fit(M[known], examples.R[known]).predict(M[tested])


def _columns(names, groups) -> np.ndarray:
    """Return which metafeatures belong to the groups."""
    if groups is None:
        return np.ones(len(names), dtype=bool)
    return np.array([METAFEATURES[name.split(".")[0]].group in groups for name in names])


def _nested(flat, inner, folds) -> tuple[dict[str, np.ndarray], list[str]]:
    """Return the regret of the choice by task, and what was chosen for each outer fold: one for all tasks."""
    tasks = list(folds)
    nested = {task: np.empty(len(folds[task])) for task in tasks}
    chosen = []
    for k in range(max(fold.max() for fold in folds.values()) + 1):
        mean = {
            name: np.mean([np.nanmean(by[task][k]) / np.nanmean(inner["single_best"][task][k]) for task in tasks])
            for name, by in inner.items()
        }
        chosen.append(min(mean, key=mean.get))
        for task in tasks:
            nested[task][folds[task] == k] = flat[chosen[-1]][task][folds[task] == k]
    return nested, chosen


def _learning_curve(examples, folds, n_repeats: int = 3) -> pd.DataFrame:
    """Return the gap to the single best, where only some of the origins are known."""
    rows = []
    for task, known_examples in examples.items():
        fold, R = folds[task], known_examples.R
        for size in SIZES:
            if size is not None and size > 0.8 * len(R):
                continue
            regret = {name: [] for name in CURVE}
            repeats = n_repeats if size else 1
            for repeat in range(repeats):
                predicted = {name: np.empty(R.shape) for name in CURVE}
                for k in range(fold.max() + 1):
                    known = _subset(np.flatnonzero(fold != k), size, f"{task} {repeat} {k}")
                    for name in CURVE:
                        predicted[name][fold == k] = _predict(name, known_examples, known, fold == k)
                for name in CURVE:
                    regret[name].append(first_pick_regret(predicted[name], R))
            mean = {name: np.mean(values, axis=0) for name, values in regret.items()}
            for name in CURVE:
                gap, low, high = gap_interval(mean[name], mean["single_best"], known_examples.origins)
                row = {"task": task, "n_known": size or int((fold != 0).sum()), "meta_learner": name}
                rows.append(row | {"regret": mean[name].mean(), "gap": gap, "gap_low": low, "gap_high": high})
    return pd.DataFrame(rows)


def _subset(rows: np.ndarray, size: int | None, name: str) -> np.ndarray:
    return rows if size is None else rng_from(0, "curve", name).permutation(rows)[:size]


def _short_lists(knowledge_base, examples, folds) -> pd.DataFrame:
    """Return the regret of the best of k, and of the first pick where fit time has a price."""
    return pd.concat([_task_lists(knowledge_base, task, examples[task], folds[task]) for task in examples])


def _task_lists(knowledge_base, task, examples, fold) -> pd.DataFrame:
    R, n = examples.R, len(examples.R)
    lists = {(f"weights to the power {p}", k): np.empty(n) for p in (0, 1, 1.5, 2, 3) for k in (3, 5, 10)}
    lists |= {(way, k): np.empty(n) for way in ("static portfolio", "by predicted regret") for k in (3, 5, 10)}
    single = np.empty(n)
    for j in range(fold.max() + 1):
        known, tested = fold != j, fold == j
        forest = ForestMetaLearner().fit(examples.M[known], R[known])
        predicted, weights = forest.predict(examples.M[tested]), forest.weights(examples.M[tested])
        static = make_meta_learner("static_portfolio").fit(examples.M[known], R[known]).predict(examples.M[tested])
        single[tested] = first_pick_regret(
            make_meta_learner("single_best").fit(examples.M[known], R[known]).predict(examples.M[tested]), R[tested]
        )
        for way, k in lists:
            if way.startswith("weights"):
                order = weighted_list(predicted, weights, R[known], k, float(way.split()[-1]))
            else:
                order = _sorted_list(static if way.startswith("static") else predicted)
            lists[way, k][tested] = short_list_regret(order, R[tested], k)
    rows = []
    for (way, k), regret in lists.items():
        for_single = gap_interval(regret, single, examples.origins)
        for_static = gap_interval(regret, lists["static portfolio", k], examples.origins)
        row = {"task": task, "list": way, "k": k, "regret": regret.mean()}
        row |= dict(zip(("of_single_best", "of_single_best_low", "of_single_best_high"), for_single, strict=True))
        rows.append(row | dict(zip(("of_static", "of_static_low", "of_static_high"), for_static, strict=True)))
    return pd.DataFrame(rows)


def _sorted_list(predicted):
    return lambda i, available: np.argsort(predicted[i, available], kind="stable")


if __name__ == "__main__":
    main()
