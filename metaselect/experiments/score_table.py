"""`ScoreTable`: what a store says of one task and metric, as tables of datasets × entries, ready to be compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from metaselect.data import TASKS
from metaselect.evaluation import INFRASTRUCTURE_STATUSES, find_measure, skill
from metaselect.exceptions import ConfigurationError, Hint, StoreError, shorten
from metaselect.experiments.store import Store
from metaselect.facts import ShownShort
from metaselect.learners import Configuration

__all__ = [
    "UNCOUNTED",
    "ScoreTable",
    "datasets_without_score",
    "read_score_tables",
    "with_learner_defaults",
    "with_tuned_learners",
]

# Statuses that say nothing about how good an entry is: a size rule forbade it, it was never run, its score is undefined
# or rests on other folds than those of the others, or the machine failed rather than the learner.
UNCOUNTED = ("skipped", "missing", "partial", *INFRASTRUCTURE_STATUSES)


@dataclass(frozen=True, eq=False, repr=False)
class ScoreTable(ShownShort):
    """Entries on the datasets of one task.

    Attributes
    ----------
    task, metric : str
        What the scores are of; the metric under scikit-learn's scorer name.
    kind : {"configurations", "learners, default", "learners, tuned"}
        What an entry is.
    skills : DataFrame of shape (n_datasets, n_entries)
        Score on the scale from 0, the best constant predictor, to 1, perfect; NaN where there is none.
    status : DataFrame of shape (n_datasets, n_entries)
        That of the evaluation; `"missing"` where there is no evaluation or its score is undefined, `"partial"` where
        it rests on fewer folds than others on the dataset.
    fit_seconds, predict_seconds : DataFrame of shape (n_datasets, n_entries)
        Mean over folds; NaN where it did not run to the end.
    origins : Series, indexed by dataset
        The source of each dataset: variants of one are no independent evidence.
    best_skill : Series, indexed by dataset
        That of the best configuration of the store, whatever the entries are.
    members : mapping of str to tuple of Configuration
        The configurations behind each entry.
    scores : DataFrame of shape (n_datasets, n_entries), optional
        In the units of the metric, greater is better; NaN where there is none. The skills when not given.
    """

    task: str
    metric: str
    kind: str
    skills: pd.DataFrame
    status: pd.DataFrame
    fit_seconds: pd.DataFrame
    predict_seconds: pd.DataFrame
    origins: pd.Series
    best_skill: pd.Series
    members: Mapping[str, tuple[Configuration, ...]]
    scores: pd.DataFrame | None = None

    @property
    def shown_scores(self) -> pd.DataFrame:
        """The scores in the units of the metric, as far as they are known."""
        return self.skills if self.scores is None else self.scores

    @property
    def counted(self) -> pd.DataFrame:
        """Where an entry has a score or a failure that counts against it."""
        return ~self.status.isin(UNCOUNTED)

    @property
    def coverage(self) -> pd.Series:
        """The share of the datasets on which each entry has a score or a failure that counts."""
        return self.counted.mean()


def read_score_tables(store: Store, task: str | None = None, metric: str | None = None) -> list[ScoreTable]:
    """Return a table of configurations for each task in the store.

    Datasets without a score of any configuration are left out: they cannot be read, or nothing works on them. So are
    those whose dummy score is not known or is perfect: scores there have no common scale.

    Parameters
    ----------
    store : Store
        Read only.
    task : {"binary", "multiclass", "regression"}, optional
        Only this task.
    metric : str, optional
        scikit-learn's scorer name; the primary one of each task when not given. Tasks that do not know it are left
        out, unless none does.

    Raises
    ------
    StoreError
        If there is nothing to compare.
    ConfigurationError
        If the metric is not known for the task.
    """
    datasets = store.read_datasets()
    evaluations = store.read_evaluations()
    known = [name for name in TASKS if any(description.get("task") == name for description in datasets.values())]
    wanted = [name for name in known if task in (None, name)]
    read = [
        _read_task(store.read_configurations(), datasets, evaluations, name, find_measure(metric, name))
        for name in _tasks_with(metric, wanted)
    ]
    tables = [table for table in read if table is not None]
    if not tables:
        raise StoreError(
            f"{store.path} holds no score{f' of task {task}' if task else ''} to compare: {len(evaluations)} "
            f"evaluations, {len(datasets)} datasets described, of task {shorten(known)}",
            hint=Hint("fill store", "fill it with run_batch"),
        )
    return tables


def datasets_without_score(store: Store, tables: list[ScoreTable]) -> list[str]:
    """Return the datasets in no table although something was tried on them: see `read_score_tables`.

    Parameters
    ----------
    store : Store
        What the tables were read from.
    tables : list of ScoreTable
        Of configurations.
    """
    descriptions = store.read_datasets()
    in_tables = {name for table in tables for name in table.skills.index}
    tried = set(store.read_evaluations()["dataset"]) - in_tables
    tasks = {table.task for table in tables}
    return sorted(name for name in tried if name not in descriptions or descriptions[name].get("task") in tasks)


def _tasks_with(metric: str | None, tasks: list[str]) -> list[str]:
    knowing = []
    for task in tasks:
        try:
            find_measure(metric, task)
        except ConfigurationError:
            continue
        knowing.append(task)
    return knowing or tasks  # when none knows it, the caller's own look-up says so


def _read_task(configurations, datasets, evaluations, task, measure) -> ScoreTable | None:
    names = [name for name, description in datasets.items() if description.get("task") == task]
    rows = evaluations[evaluations["dataset"].isin(names)].copy()
    folds = [np.asarray(scores.get(measure.name, ()), dtype=float) for scores in rows["fold_scores"]]
    rows["score"] = [values.mean() if len(values) else np.nan for values in folds]
    rows["n_folds"] = [len(values) for values in folds]
    is_ok = rows["status"] == "ok"
    rows.loc[is_ok & (rows["n_folds"] < rows.groupby("dataset")["n_folds"].transform("max")), "status"] = "partial"
    rows.loc[is_ok & rows["score"].isna(), "status"] = "missing"
    rows.loc[rows["status"] != "ok", "score"] = np.nan
    dummy = pd.Series({name: datasets[name].get("dummy_scores", {}).get(measure.name) for name in names}, dtype=float)
    has_scale = dummy.index[dummy < measure.perfect]  # not where the dummy score is unknown or a constant is perfect
    scored = sorted(set(rows.loc[rows["score"].notna(), "dataset"]) & set(has_scale))
    if not scored:
        return None
    rows = rows[rows["dataset"].isin(scored)]
    order = [id_ for id_ in configurations if id_ in set(rows["configuration"])]

    def spread(column: str) -> pd.DataFrame:
        return rows.pivot(index="dataset", columns="configuration", values=column).reindex(index=scored, columns=order)

    skills = spread("score").apply(lambda column: skill(column, dummy[scored], measure.perfect))
    return ScoreTable(
        task=task,
        metric=measure.name,
        kind="configurations",
        skills=skills,
        status=spread("status").astype(object).fillna("missing"),
        fit_seconds=spread("fit_seconds"),
        predict_seconds=spread("predict_seconds"),
        origins=pd.Series({name: datasets[name].get("origin", name) for name in scored}),
        best_skill=skills.max(axis=1),
        members={id_: (configurations[id_],) for id_ in order},
        scores=spread("score"),
    )


def with_learner_defaults(table: ScoreTable) -> ScoreTable:
    """Return the learners, each by its default configuration; one whose defaults were not run is left out."""
    chosen: dict[str, str] = {}
    for id_, (configuration,) in table.members.items():
        if _is_default(configuration):
            chosen.setdefault(configuration.learner, id_)

    def take(frame: pd.DataFrame) -> pd.DataFrame:
        return frame[list(chosen.values())].set_axis(list(chosen), axis=1)

    return replace(
        table,
        kind="learners, default",
        skills=take(table.skills),
        status=take(table.status),
        fit_seconds=take(table.fit_seconds),
        predict_seconds=take(table.predict_seconds),
        members={name: table.members[id_] for name, id_ in chosen.items()},
        scores=take(table.shown_scores),
    )


def _is_default(configuration: Configuration) -> bool:
    try:
        return not configuration.changed
    except ConfigurationError:  # a learner that this installation does not have
        return False


def with_tuned_learners(table: ScoreTable, min_coverage: float = 0.5) -> ScoreTable:
    """Return the learners, each by the best of its configurations on each dataset.

    That is optimistic, as the configuration is chosen by the very scores that are reported, and more so the more
    configurations there are. A learner has an entry on a dataset only where all its configurations were dealt with, so
    that the best of two is not taken for the best of ten; its fitting time is the sum over them.

    Parameters
    ----------
    table : ScoreTable
        Of configurations.
    min_coverage : float
        Configurations with a score or a counted failure on a smaller share of the datasets are not among a learner's.
    """
    groups: dict[str, list[str]] = {}
    for id_, (configuration,) in table.members.items():
        if table.coverage[id_] >= min_coverage:
            groups.setdefault(configuration.learner, []).append(id_)

    best = {name: _best_of(table, ids) for name, ids in groups.items()}
    parts = ("skills", "status", "fit_seconds", "predict_seconds", "scores")
    return replace(
        table,
        kind="learners, tuned",
        **{
            part: pd.DataFrame({name: columns[part] for name, columns in best.items()}, index=table.skills.index)
            for part in parts
        },
        members={name: tuple(table.members[id_][0] for id_ in ids) for name, ids in groups.items()},
    )


def _best_of(table: ScoreTable, ids: list[str]) -> dict[str, pd.Series]:
    status, skills = table.status[ids], table.skills[ids]
    is_done = ~status.isin(("missing", "partial", *INFRASTRUCTURE_STATUSES)).any(axis=1)
    is_ok = is_done & skills.notna().any(axis=1)
    # Without any score, what is said is how a configuration failed, else why none was tried.
    failures = status.where(~status.isin(("ok", *UNCOUNTED))).bfill(axis=1).iloc[:, 0]
    best = skills.fillna(-np.inf).to_numpy().argmax(axis=1)
    predict = table.predict_seconds[ids].to_numpy()[np.arange(len(best)), best]
    return {
        "skills": skills.max(axis=1).where(is_ok),
        "scores": table.shown_scores[ids].max(axis=1).where(is_ok),
        "status": failures.where(failures.notna(), "skipped").mask(is_ok, "ok").where(is_done, "missing"),
        "fit_seconds": table.fit_seconds[ids].sum(axis=1, min_count=1).where(is_ok),
        "predict_seconds": pd.Series(predict, index=skills.index).where(is_ok),
    }
