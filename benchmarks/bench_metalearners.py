"""Which meta-learner is the default, with which targets, metafeatures and short list?

Everything is measured on folds that keep the datasets of an origin together. The choice itself is measured, too: in
nested resampling each outer fold is advised by whatever candidate is best within the other folds. Run with:

    python benchmarks/bench_metalearners.py

It writes `metalearners.csv` (all candidates, and the nested estimates) and `short_lists.csv`.
"""

from __future__ import annotations

import argparse
import time

import numpy as np
import pandas as pd
from _intervals import gap_interval
from _nested import Answer, Candidate, answer, judge, mean_answer, measure, nested_choice
from _results import write_results

from metaselect.assessment import origin_folds
from metaselect.data import TASKS
from metaselect.knowledge import LEARNED_GROUPS, load_knowledge_base
from metaselect.metafeatures import METAFEATURES
from metaselect.metalearners import ForestMetaLearner, NearestMetaLearner, RidgeMetaLearner, make_meta_learner

_CHEAP = ("simple", "landmarking", "descriptive", "target", "categories", "missingness", "statistical", "information")
# What candidates are made of: (meta-learner, groups of metafeatures or None for all).
MEMBERS = {
    "forest": ("forest", LEARNED_GROUPS),
    "forest, clip 0.1": (ForestMetaLearner(clip=0.1), LEARNED_GROUPS),
    "forest, ranks": (ForestMetaLearner(rank_share=1.0), LEARNED_GROUPS),
    "forest, all groups": ("forest", None),
    "forest, cheap groups": ("forest", _CHEAP),
    "extra_trees": ("extra_trees", LEARNED_GROUPS),
    "missing_forest": ("missing_forest", LEARNED_GROUPS),
    "ridge": ("ridge", LEARNED_GROUPS),
    "ridge, clip 0.1": (RidgeMetaLearner(clip=0.1), LEARNED_GROUPS),
    "ridge, all groups": ("ridge", None),
    "ridge, cheap groups": ("ridge", _CHEAP),
    "gaussian_process": ("gaussian_process", LEARNED_GROUPS),
    "neural": ("neural", LEARNED_GROUPS),
    "svm": ("svm", LEARNED_GROUPS),
    "nearest": ("nearest", LEARNED_GROUPS),
    "nearest, manhattan": (NearestMetaLearner(distance="manhattan"), LEARNED_GROUPS),
    "nearest_learned": ("nearest_learned", LEARNED_GROUPS),
    "single_best": ("single_best", LEARNED_GROUPS),
    "static_portfolio": ("static_portfolio", LEARNED_GROUPS),
    # Too slow to be fitted for every pair of folds, or baselines.
    "average_rank": ("average_rank", LEARNED_GROUPS),
    "one_nearest": ("one_nearest", LEARNED_GROUPS),
    "tree": ("tree", LEARNED_GROUPS),
    "ranking_svm": ("ranking_svm", LEARNED_GROUPS),
    "pairwise_forest": ("pairwise_forest", LEARNED_GROUPS),
    "joint_neural": ("joint_neural", LEARNED_GROUPS),
}
ONLY_FLAT = ("average_rank", "one_nearest", "tree", "ranking_svm", "pairwise_forest", "joint_neural")
_ONLY_MEMBERS = ("ridge, all groups", "ridge, cheap groups")
_DEFAULT = ("forest", "ridge")
# Among these the default is chosen.
CHOICE = {name: Candidate((name,)) for name in MEMBERS if name not in (*ONLY_FLAT, *_ONLY_MEMBERS)} | {
    "forest, list on known regrets": Candidate(("forest",), on_known_regrets=True),
    "ensemble": Candidate(_DEFAULT),
    "ensemble, list on known regrets": Candidate(_DEFAULT, on_known_regrets=True),
    "ensemble, list without weights": Candidate(_DEFAULT, uses_weights=False),
    "ensemble, clip 0.1": Candidate(("forest, clip 0.1", "ridge, clip 0.1")),
    "ensemble, all groups": Candidate(("forest, all groups", "ridge, all groups")),
    "ensemble, cheap groups": Candidate(("forest, cheap groups", "ridge, cheap groups")),
    "extra_trees and ridge": Candidate(("extra_trees", "ridge")),
    "missing_forest and ridge": Candidate(("missing_forest", "ridge")),
    "forest and gaussian_process": Candidate(("forest", "gaussian_process")),
    "forest and neural": Candidate(("forest", "neural")),
    "forest, ridge and gaussian_process": Candidate(("forest", "ridge", "gaussian_process")),
}
# In the lists part: by the default's predictions.
LISTS = {
    "on known regrets": Candidate(_DEFAULT, on_known_regrets=True),
    "on scenarios": Candidate(_DEFAULT),
    "on scenarios, without weights": Candidate(_DEFAULT, uses_weights=False),
}


def main() -> None:
    """Run both parts, print and write the results."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--part", choices=("choice", "lists"), help="only this one")
    arguments = parser.parse_args()
    knowledge_base = load_knowledge_base()
    examples = {task: knowledge_base.meta_examples(task, groups=None) for task in TASKS}
    if arguments.part in (None, "choice"):
        _write(_choose(examples, arguments.folds), "metalearners")
    if arguments.part in (None, "lists"):
        _write(pd.concat([_short_lists(examples[task], arguments.folds) for task in TASKS]), "short_lists")


def _write(table: pd.DataFrame, name: str) -> None:
    with pd.option_context("display.width", 250, "display.max_columns", None):
        print(table.to_string(index=False, float_format="%.3f"))
    print("written to", write_results(table, name), flush=True)


def _choose(examples, n_folds: int) -> pd.DataFrame:
    """Return the regrets of each candidate, and of choosing among them in nested resampling."""
    folds = {task: origin_folds(examples[task].origins, n_folds) for task in examples}
    flat, nested = {}, {}
    for task, known in examples.items():
        members = _members(known)
        flat[task], nested[task] = measure(CHOICE, members, known, folds[task])
        flat[task] |= measure(
            {name: Candidate((name,)) for name in ONLY_FLAT}, members, known, folds[task], inner=False
        )[0]
        print(f"{task}: {time.process_time():.0f} s of processor time so far", flush=True)
    regrets, chosen = nested_choice(flat, nested, folds, ("single_best", "static_portfolio"))
    rows = []
    for task, by_name in flat.items():
        seconds = _fit_seconds(examples[task])
        for name, regret in {**by_name, "chosen in nested resampling": regrets[task]}.items():
            row = _row(regret, by_name, examples[task].origins)
            row |= {"fit_seconds": seconds.get(name), "chosen": chosen.count(name)}
            rows.append({"meta_learner": name, "task": task} | row)
    return pd.DataFrame(rows)


def _members(examples) -> dict[str, tuple]:
    return {
        name: (make_meta_learner(meta_learner), _columns(examples.metafeatures, groups))
        for name, (meta_learner, groups) in MEMBERS.items()
    }


def _columns(names, groups) -> np.ndarray:
    """Return which metafeatures belong to the groups."""
    return np.array([groups is None or METAFEATURES[name.split(".")[0]].group in groups for name in names])


def _fit_seconds(examples) -> dict[str, float]:
    """Return how long a fit on all datasets takes; of an ensemble, one after the other."""
    seconds = {}
    for name, (meta_learner, columns) in _members(examples).items():
        start = time.process_time()
        meta_learner.fit(examples.M[:, columns], examples.R)
        seconds[name] = time.process_time() - start
    return seconds | {name: sum(seconds[member] for member in c.members) for name, c in CHOICE.items()}


def _row(regret: np.ndarray, by_name, origins) -> dict[str, float]:
    """Return mean regrets, (n_datasets, 2), and what they are of the references', with intervals."""
    single, static = by_name["single_best"][:, 0], by_name["static_portfolio"][:, 1]
    row = {"regret": regret[:, 0].mean()}
    row |= _interval("gap", regret[:, 0], single, origins)
    row |= {"list_regret": regret[:, 1].mean()}
    return (
        row
        | _interval("list_gap", regret[:, 1], single, origins)
        | _interval("list_of_static", regret[:, 1], static, origins)
    )


def _interval(name: str, regret, reference, origins) -> dict[str, float]:
    return dict(zip((name, f"{name}_low", f"{name}_high"), gap_interval(regret, reference, origins), strict=True))


def _short_lists(examples, n_folds: int, n_repeats: int = 3, sizes=(3, 5, 10)) -> pd.DataFrame:
    """Return the regret of the best of k, the mean over a few ways to deal origins into folds."""
    R, members = examples.R, _members(examples)
    ways = [*LISTS, "by predicted regret", "static portfolio"]
    regrets = {(way, k): np.zeros(len(R)) for way in ways for k in sizes}
    single = np.zeros(len(R))
    for repeat in range(n_repeats):
        fold = origin_folds(examples.origins, n_folds, repeat)
        for j in range(n_folds):
            known, held_out = fold != j, fold == j
            said = {
                name: answer(members[name][0], examples, known, held_out, members[name][1])
                for name in (*_DEFAULT, "single_best", "static_portfolio")
            }
            given = mean_answer([said[name] for name in _DEFAULT])
            by_way = dict.fromkeys(LISTS, given) | {
                "by predicted regret": Answer(given.predicted, weights=None, errors=None),
                "static portfolio": said["static_portfolio"],
            }
            plain = Candidate(())
            single[held_out] += judge(said["single_best"], plain, R[known], R[held_out])[:, 0] / n_repeats
            for way, k in regrets:
                regret = judge(by_way[way], LISTS.get(way, plain), R[known], R[held_out], k)
                regrets[way, k][held_out] += regret[:, 1] / n_repeats
    rows = []
    for (way, k), regret in regrets.items():
        row = {"task": examples.task, "list": way, "k": k, "regret": regret.mean()}
        row |= _interval("of_single_best", regret, single, examples.origins)
        rows.append(row | _interval("of_static", regret, regrets["static portfolio", k], examples.origins))
    return pd.DataFrame(rows)


if __name__ == "__main__":
    main()
