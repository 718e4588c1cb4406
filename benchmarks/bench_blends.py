"""What is gained by blending the first few configurations that are advised?

On each packaged dataset the list is advised without anything of its origin. Its members are evaluated, what they
predict is kept, and blends of several forms are scored from that: nothing is fitted for a blend. With --package the
form that metaselect uses becomes part of the packaged knowledge. Stopping loses one evaluation at most. Run with:

    python benchmarks/bench_blends.py COLLECTION --store work.sqlite [--jobs 2] [--package]
"""

from __future__ import annotations

import argparse
import logging
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd
from _results import write_results

from metaselect.assessment import advised_lists, leave_one_dataset_out, origin_folds
from metaselect.data import TASKS, CollectionEntry, read_collection
from metaselect.evaluation import (
    PRIMARY_METRIC,
    Evaluation,
    evaluate_blend,
    find_measure,
    normalized_regret,
    skill,
    subsample,
)
from metaselect.experiments import BatchSettings, Store, Workers, run_batch
from metaselect.knowledge import PACKAGED, KnowledgeBase, MetaExamples, load_knowledge_base, save_knowledge_base
from metaselect.learners import blend_rule, is_blend_rule
from metaselect.metalearners import DEFAULT_META_LEARNER
from metaselect.recommendation import ExpectedScores

_SETTINGS = BatchSettings(time_limit=300)
_SIZE = 5
_FOLDS = 20  # of origins
_ROUNDING = 1e-6
# Weights of what is advised first, second, ..., and what is taken of predicted numbers.
_FORMS = {
    "first pick": ((1,), "mean"),
    "mean of two": ((3, 2), "mean"),
    "mean of three": ((3, 2, 2), "mean"),
    "mean of five": ((3, 2, 2, 1, 1), "mean"),
    "mean of five alike": ((1, 1, 1, 1, 1), "mean"),
    "median of three": ((1, 1, 1), "median"),
    "median of five": ((3, 2, 2, 1, 1), "median"),
    "median of five, the first twice": ((2, 1, 1, 1, 1), "median"),
}
_PACKAGED = {
    "binary": "mean of five",
    "multiclass": "mean of five",
    "regression": "median of five, the first twice",
}


def main() -> None:
    """Evaluate what is missing, score blends, print and write the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("collection", metavar="COLLECTION", help="a folder with manifest.csv")
    parser.add_argument("--store", required=True, metavar="FILE", help="where the evaluations of members are kept")
    parser.add_argument("--jobs", type=int, default=1, metavar="N", help="evaluations at a time (default: 1)")
    parser.add_argument("--package", action="store_true", help="write the blends into the packaged knowledge")
    parser.add_argument("--no-run", action="store_true", help="score what the store holds, and evaluate nothing")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    knowledge_base = load_knowledge_base().without_blends()
    lists = {
        name: list_
        for task in TASKS
        for name, list_ in advised_lists(
            DEFAULT_META_LEARNER, knowledge_base.meta_examples(task, PRIMARY_METRIC[task]), size=_SIZE
        ).items()
    }
    entries = [entry for entry in read_collection(arguments.collection) if entry.name in lists]
    with Store(arguments.store) as store:
        if not arguments.no_run:
            _run(entries, lists, knowledge_base, store, Workers(arguments.jobs))
        scored = list(_score(entries, lists, knowledge_base, store))
    table = _summary(scored, knowledge_base)
    print(table.to_string(index=False, float_format="%.3f"))
    print("written to", write_results(table, "blends"))
    blending = with_blends(knowledge_base, scored)
    if arguments.package:
        save_knowledge_base(blending, PACKAGED)
        print(f"{len(scored)} datasets with blends are packaged")
    table = pd.DataFrame([row for task in TASKS for row in _advice_with_and_without(blending, task)])
    print(table.to_string(index=False, float_format="%.3f"))
    print("written to", write_results(table, "blended_advice"))


def with_blends(knowledge_base: KnowledgeBase, scored: list[dict[str, Evaluation]]) -> KnowledgeBase:
    """Return a knowledge base with the blends of the packaged forms, whose seconds are those of its own rows."""
    rules = {task: blend_rule(*_FORMS[form]) for task, form in _PACKAGED.items()}
    rows = pd.DataFrame(
        [
            {
                **{column: getattr(blend, column, np.nan) for column in knowledge_base.evaluations},
                **{metric: blend.score(metric) for metric in blend.fold_scores},
                "configuration": rules[task].id,
            }
            for blends in scored
            for task in [knowledge_base.datasets.loc[blends["first pick"].dataset, "task"]]
            for blend in [blends[_PACKAGED[task]]]
        ]
    )
    evaluations = pd.concat([knowledge_base.evaluations, rows[knowledge_base.evaluations.columns]], ignore_index=True)
    order = {name: place for place, name in enumerate(knowledge_base.datasets.index)}
    evaluations = evaluations.sort_values("dataset", key=lambda names: names.map(order), kind="stable")
    return replace(
        knowledge_base,
        evaluations=evaluations.reset_index(drop=True),
        configurations={**knowledge_base.configurations, **{rule.id: rule for rule in rules.values()}},
    )


def _run(
    entries: list[CollectionEntry],
    lists: dict[str, list[str]],
    knowledge_base: KnowledgeBase,
    store: Store,
    workers: Workers,
) -> None:
    for entry in entries:
        configurations = [knowledge_base.configurations[id_] for id_ in lists[entry.name]]
        for _ in run_batch([entry], store, configurations=configurations, settings=_SETTINGS, workers=workers):
            pass


def _score(
    entries: list[CollectionEntry], lists: dict[str, list[str]], knowledge_base: KnowledgeBase, store: Store
) -> Iterator[dict[str, Evaluation]]:
    """Yield for each dataset the evaluations of all forms; nothing where a member has no predictions."""
    known = {(e.dataset, e.configuration): e for e in store.read_all_evaluations() if e.status == "ok"}
    seconds = knowledge_base.evaluations.set_index(["dataset", "configuration"])[["fit_seconds", "predict_seconds"]]
    for entry in entries:
        pairs = [(entry.name, id_) for id_ in lists[entry.name]]
        if len(pairs) < _SIZE or not all(pair in known for pair in pairs):
            continue
        members = [
            replace(known[pair], out_of_fold=store.predictions.read(*pair), **seconds.loc[pair].to_dict())
            for pair in pairs
        ]
        if not all(member.out_of_fold for member in members):
            continue
        dataset = subsample(entry.read(), _SETTINGS.max_rows, _SETTINGS.random_state)
        yield {
            form: evaluate_blend(
                form,
                members[: len(weights)],
                weights,
                dataset,
                center=center,
                random_state=_SETTINGS.random_state,
            )
            for form, (weights, center) in _FORMS.items()
            if center == "mean" or dataset.task == "regression"
        }


def _summary(scored: list[dict[str, Evaluation]], knowledge_base: KnowledgeBase) -> pd.DataFrame:
    """Return for each task and form how often it beats the first pick, and the mean regret against the best single."""
    rows = []
    for task in TASKS:
        measure = find_measure(PRIMARY_METRIC[task], task)
        names = set(knowledge_base.datasets.index[knowledge_base.datasets["task"] == task])
        of_task = [blends for blends in scored if blends["first pick"].dataset in names]
        if not of_task:
            continue
        singles, _ = knowledge_base.scores(task, measure.name)
        datasets = [blends["first pick"].dataset for blends in of_task]
        forms = list(of_task[0])
        scores = np.array([[blends[form].score(measure.name) for form in forms] for blends in of_task])
        dummy = knowledge_base.datasets.loc[datasets, f"dummy.{measure.name}"].to_numpy(dtype=float)[:, None]
        skills = skill(np.hstack([scores, singles.loc[datasets].to_numpy()]), dummy, measure.perfect)
        regrets = np.minimum(normalized_regret(skills, np.zeros(skills.shape, dtype=bool))[:, : len(forms)], 1.0)
        for form, score, regret in zip(forms, scores.T, regrets.T, strict=True):
            wins = (score > scores[:, 0]) + 0.5 * (score == scores[:, 0])
            rows.append(
                {
                    "task": task,
                    "form": form,
                    "weights": " ".join(map(str, _FORMS[form][0])),
                    "n_datasets": len(of_task),
                    "beats_first_pick": wins.mean(),
                    "regret": np.nanmean(regret),
                }
            )
    return pd.DataFrame(rows)


def _advice_with_and_without(blending: KnowledgeBase, task: str) -> Iterator[dict[str, object]]:
    """Yield how good the advice on datasets of unseen origins is, in units of the regret of the best single one.

    All regrets are against the best known, blends among them.
    """
    examples = blending.meta_examples(task, PRIMARY_METRIC[task], blends=True)
    is_single = ~np.isin(np.arange(len(examples.configurations)), examples.blends)
    singles = replace(
        examples,
        R=examples.R[:, is_single],
        skills=examples.skills[:, is_single],
        configurations=tuple(np.array(examples.configurations)[is_single]),
    )
    reference = leave_one_dataset_out("single_best", singles, n_folds=_FOLDS)["regret"].mean()
    for name, known in (("single models", singles), ("with blends", examples)):
        validation = leave_one_dataset_out(DEFAULT_META_LEARNER, known, n_folds=_FOLDS)
        first, listed = validation["regret"].mean(), validation["short_list_regret"].mean()
        yield {
            "task": task,
            "advice": name,
            "n_datasets": len(validation),
            "regret": first,
            "of_single_best": first / reference,
            "short_list_regret": listed,
            "short_list_of_single_best": listed / reference,
            "blend_first": np.mean([is_blend_rule(blending.configurations[id_]) for id_ in validation["first_pick"]]),
            "interval_holds": _share_in_interval(known) if len(known.blends) else np.nan,
        }


def _share_in_interval(examples: MetaExamples) -> float:
    """Return how often the 90 % interval of a blend holds its score on datasets of unseen origins."""
    fold, (blend,) = origin_folds(examples.origins, _FOLDS), examples.blends
    held = []
    for k in np.unique(fold):
        known, new = np.flatnonzero(fold != k), np.flatnonzero(fold == k)
        origins = np.array(examples.origins)[known]
        scores = ExpectedScores().fit(examples.M[known], examples.skills[known], origins, examples.metafeatures)
        _, low, high = (values[:, blend] for values in scores.predict(examples.M[new]))
        true = examples.skills[new, blend]
        held += ((low <= true + _ROUNDING) & (true <= high + _ROUNDING))[~np.isnan(true)].tolist()
    return float(np.mean(held))


if __name__ == "__main__":
    main()
