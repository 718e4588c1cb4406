"""`build_knowledge_base`: from a store of evaluations."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from importlib import import_module

import pandas as pd

from metaselect.evaluation import INFRASTRUCTURE_STATUSES, MEASURES
from metaselect.exceptions import Hint, KnowledgeBaseError, shorten
from metaselect.experiments import Store
from metaselect.knowledge.fold_noise import fold_noise
from metaselect.knowledge.knowledge_base import KnowledgeBase, ProvenancePart
from metaselect.knowledge.lazy_table import LazyTable
from metaselect.learners import LEARNERS, Configuration

__all__ = ["build_knowledge_base", "curve_table", "store_provenance"]

# By module: the installed distribution may go by another name, such as xgboost-cpu.
_LIBRARIES = {
    "metaselect": "metaselect",
    "numpy": "numpy",
    "pandas": "pandas",
    "scikit-learn": "sklearn",
    "xgboost": "xgboost",
}
_DESCRIPTION = ("task", "origin", "n_rows", "n_columns", "n_classes", "source", "licence")


def build_knowledge_base(store: Store, *, complete_only: bool = False) -> KnowledgeBase:
    """Return the knowledge base of what a store holds.

    Datasets without metafeatures or without any evaluation are left out.

    Parameters
    ----------
    store : Store
        Of a benchmark; read only.
    complete_only : bool
        Leave out datasets that lack any configuration which the store has for another one of the task: those that a
        benchmark is not through with. The provenance names them as `dropped`.

    Raises
    ------
    KnowledgeBaseError
        If nothing is left, or datasets were described by different versions of the metafeatures.
    """
    described = store.read_datasets()
    stored = store.read_evaluations()
    evaluations = _evaluation_table(stored)
    evaluated = set(evaluations["dataset"])
    names = [name for name, description in described.items() if name in evaluated and _is_whole(description)]
    unfinished = _unfinished(evaluations, {name: described[name]["task"] for name in names}) if complete_only else []
    names = [name for name in names if name not in unfinished]
    if not names and store.finished_curves():
        raise KnowledgeBaseError(
            f"{store.path} holds evaluations on shares of the training rows alone",
            hint=Hint(
                "evaluate on all rows or merge",
                "evaluate on all rows with run_batch, or add them to a knowledge base that has those on all rows with "
                "add_learning_curves",
                str(store.path),
            ),
        )
    if not names:
        raise KnowledgeBaseError(
            f"{store.path} holds no dataset with both metafeatures and {'all ' * complete_only}evaluations",
            hint=Hint("evaluate to the end", "let run_batch run to its end first"),
        )
    versions = described[names[0]]["metafeature_versions"]
    if any(described[name]["metafeature_versions"] != versions for name in names):
        raise KnowledgeBaseError(
            f"the datasets of {store.path} were described by different versions of the metafeatures",
            hint=Hint(
                "evaluate again", "call run_batch again on the same collection and store, which describes them anew"
            ),
        )
    evaluations = evaluations[evaluations["dataset"].isin(names)].reset_index(drop=True)
    curves = store.read_learning_curves()
    used = {*evaluations["configuration"], *curves.loc[curves["dataset"].isin(names), "configuration"]}
    configurations = {id_: c for id_, c in store.read_configurations().items() if id_ in used}
    return KnowledgeBase(
        datasets=_dataset_table({name: described[name] for name in names}, stored),
        metafeatures=pd.DataFrame.from_dict(
            {name: described[name]["metafeatures"] for name in names}, orient="index", dtype=float
        ),
        evaluations=evaluations,
        configurations=configurations,
        metafeature_versions=versions,
        curves=LazyTable(curve_table, curves, names),
        provenance={
            **store_provenance(store, configurations.values()),
            "dropped": [f"left out as not complete: {shorten(unfinished)}"] if unfinished else [],
        },
    )


def _is_whole(description: Mapping[str, object]) -> bool:
    return {*_DESCRIPTION, "dummy_scores", "metafeatures", "metafeature_versions"} <= description.keys()


def _unfinished(evaluations: pd.DataFrame, tasks: dict[str, str]) -> list[str]:
    """Return the datasets that lack a result of any configuration with a row on some dataset of the same task."""
    evaluations = evaluations[evaluations["dataset"].isin(list(tasks))]
    task = evaluations["dataset"].map(tasks)
    n_wanted = evaluations["configuration"].groupby(task).nunique()
    says_something = evaluations[~evaluations["status"].isin(INFRASTRUCTURE_STATUSES)]
    n_done = says_something["dataset"].value_counts()
    return [name for name in tasks if n_done.get(name, 0) < n_wanted[tasks[name]]]


def store_provenance(store: Store, configurations: Iterable[Configuration]) -> ProvenancePart:
    """Return how the evaluations of some configurations in a store were made.

    Parameters
    ----------
    store : Store
        It says with which settings.
    configurations : iterable of Configuration
        Whose learners may come from modules of the user.
    """
    return {
        "settings": store.read_settings().get("batch", {}),
        "versions": {library: import_module(module).__version__ for library, module in _LIBRARIES.items()},
        "learner_modules": _learner_modules({c.learner for c in configurations}),
    }


def _learner_modules(names: set[str]) -> dict[str, str]:
    """Say where the learners come from that metaselect does not ship, as far as this process knows them."""
    modules = {name: LEARNERS[name].make.__module__ for name in sorted(names) if name in LEARNERS}
    return {name: module for name, module in modules.items() if module.partition(".")[0] != "metaselect"}


def _dataset_table(described: dict[str, dict], stored: pd.DataFrame) -> pd.DataFrame:
    of_dataset = dict(iter(stored.groupby("dataset")))
    rows = {
        name: {
            **{key: description[key] for key in _DESCRIPTION},
            **{f"dummy.{metric}": score for metric, score in description["dummy_scores"].items()},
            **fold_noise(of_dataset[name], description["dummy_scores"], description["task"]),
        }
        for name, description in described.items()
    }
    return pd.DataFrame.from_dict(rows, orient="index")


def curve_table(rows: pd.DataFrame, names: Collection[str]) -> pd.DataFrame:
    """Return evaluations of some datasets on shares of the training rows, as `KnowledgeBase.learning_curves` has them.

    Parameters
    ----------
    rows : DataFrame
        As a store reads them.
    names : collection of str
        Of the datasets.
    """
    table = _evaluation_table(rows[rows["dataset"].isin(names)])
    order = ["dataset", "configuration", "train_share", "status"]
    return table[[*order, *table.columns.difference(order, sort=False)]].reset_index(drop=True)


def _evaluation_table(evaluations: pd.DataFrame) -> pd.DataFrame:
    """One column per metric, the mean over folds, beside all that the store says of an evaluation."""
    scores = pd.DataFrame(
        [{metric: sum(folds) / len(folds) for metric, folds in row.items()} for row in evaluations["fold_scores"]],
        columns=list(MEASURES),
        index=evaluations.index,
        dtype=float,
    )
    # They rest on other folds than those of the rest, and must be compared with none.
    scores[evaluations["status"] == "raced"] = float("nan")
    return pd.concat([evaluations.drop(columns="fold_scores"), scores], axis=1)
