"""`KnowledgeBase`: all that is known of past datasets."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypedDict

import numpy as np
import pandas as pd

from metaselect.evaluation import find_measure, normalized_regret, skill
from metaselect.exceptions import KnowledgeBaseError, shorten
from metaselect.knowledge.lazy_table import LazyTable
from metaselect.knowledge.meta_examples import LEARNED_GROUPS, MetaExamples
from metaselect.learners import Configuration, is_blend_rule
from metaselect.metafeatures import METAFEATURES

__all__ = ["KnowledgeBase", "Provenance", "ProvenancePart"]

# Below this many datasets of a task there is nothing to generalise from.
_FEWEST_DATASETS = 5
# What leaves a user who picked the configuration with nothing, or, raced, with so little that it makes no difference;
# a size rule or a lost machine does not say so.
_GIVEN_UP = ("failed", "timeout", "memout", "crashed", "raced")
# Groups of metafeatures that come from fitted models.
_FITTED_GROUPS = ("landmarking", "model_based", "stability")


_CURVE_COLUMNS = ("dataset", "configuration", "train_share", "status")


def _no_curves() -> LazyTable:
    return LazyTable(_no_rows)


def _no_rows() -> pd.DataFrame:
    return pd.DataFrame(columns=list(_CURVE_COLUMNS))


class ProvenancePart(TypedDict, total=False):
    """How the evaluations of one benchmark were made.

    Attributes
    ----------
    settings : dict of str to object
        Those of the benchmark, as `BatchSettings` has them.
    versions : dict of str to str
        Of the libraries, by name.
    learner_modules : dict of str to str
        The module that registers a learner, for each learner that metaselect does not ship.
    """

    settings: dict[str, Any]
    versions: dict[str, str]
    learner_modules: dict[str, str]


class Provenance(ProvenancePart, total=False):
    """How a knowledge base was made: of one benchmark, or of `parts`.

    Attributes
    ----------
    parts : list of ProvenancePart
        One for each knowledge base that was merged into this one, the oldest first.
    notes : list of str
        What was renamed when it was merged.
    dropped : list of str
        What was not taken.
    learned : str
        When the user taught it, as ISO 8601 in UTC.
    replaces_earlier : bool
        Whether nothing that was known before is used beside it.
    """

    parts: list[ProvenancePart]
    notes: list[str]
    dropped: list[str]
    learned: str
    replaces_earlier: bool


@dataclass(frozen=True, eq=False)
class KnowledgeBase:
    """Past datasets, their metafeatures, and how configurations did on them.

    Attributes
    ----------
    datasets : DataFrame, one row per dataset, indexed by name
        Task, origin, sizes, source, licence, `dummy.METRIC`: the score of the best constant predictor, and, where the
        scores of folds were known, `noise.METRIC`: how much a score on one test row would vary (`fold_noise`).
    metafeatures : DataFrame, one row per dataset, indexed by name
        NaN where undefined.
    evaluations : DataFrame, one row per dataset and configuration
        `dataset`, `configuration`, `status`, `n_train_rows`, `n_test_rows`, `fit_seconds`, `predict_seconds`, `error`
        and a column per metric (mean over folds). Those of the packaged knowledge are read when first asked for.
    configurations : dict of str to Configuration
        By id.
    metafeature_versions : dict of str to int
        Those that the metafeatures were computed with, by the name of the function.
    provenance : Provenance
        How it was made: settings of the benchmark, versions of libraries.
    name : str
        What it is called in answers; where it was loaded from.
    curves : LazyTable
        `learning_curves`, which are read when first asked for: advice does not need them.
    fingerprint : str, optional
        Checksum of the files that it was loaded from, but for learning curves; None of what is made from another one.

    Examples
    --------
    >>> from metaselect import load_knowledge_base
    >>> knowledge_base = load_knowledge_base()
    >>> examples = knowledge_base.meta_examples("binary", "roc_auc")
    >>> examples.M.shape[0] == examples.R.shape[0] == len(examples.datasets)
    True
    """

    datasets: pd.DataFrame
    metafeatures: pd.DataFrame
    evaluations: pd.DataFrame
    configurations: Mapping[str, Configuration]
    metafeature_versions: Mapping[str, int]
    provenance: Provenance
    name: str = "unnamed"
    curves: LazyTable = field(default_factory=_no_curves)
    fingerprint: str | None = field(default=None, init=False)  # so that `replace` leaves it behind

    def __post_init__(self) -> None:
        if isinstance(self.evaluations, LazyTable):
            object.__setattr__(self, "_unread_evaluations", self.evaluations)
            object.__delattr__(self, "evaluations")

    if not TYPE_CHECKING:

        def __getattr__(self, name: str):
            """Read the evaluations when they are first asked for: advice that is shipped as learned needs none."""
            if name != "evaluations" or "_unread_evaluations" not in vars(self):
                raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
            object.__setattr__(self, name, self._unread_evaluations.frame)
            return self.evaluations

    @property
    def learning_curves(self) -> pd.DataFrame:
        """Evaluations on shares of the training rows, as far as there are any; the test rows are those of the others.

        One row per dataset, configuration and `train_share`; the other columns are those of `evaluations`, which are
        the last point of each curve.

        Examples
        --------
        >>> from metaselect import load_knowledge_base
        >>> list(load_knowledge_base().learning_curves.columns[:4])
        ['dataset', 'configuration', 'train_share', 'status']
        """
        return self.curves.frame

    def __repr__(self) -> str:
        tasks = ", ".join(f"{n} {task}" for task, n in self.datasets["task"].value_counts().items())
        return f"KnowledgeBase({tasks}; {len(self.configurations)} configurations, {len(self.evaluations)} evaluations)"

    def without(self, *origins: str) -> KnowledgeBase:
        """Return the knowledge base as if the datasets of these origins had never been seen."""
        return self.select(self.datasets.index[~self.datasets["origin"].isin(origins)])

    def without_blends(self) -> KnowledgeBase:
        """Return what is known of single models alone."""
        rules = [id_ for id_, configuration in self.configurations.items() if is_blend_rule(configuration)]
        if not rules:
            return self
        kept = self.evaluations[~self.evaluations["configuration"].isin(rules)]
        configurations = {id_: c for id_, c in self.configurations.items() if id_ not in rules}
        return replace(self, evaluations=kept.reset_index(drop=True), configurations=configurations)

    def select(self, names: Sequence[str] | pd.Index) -> KnowledgeBase:
        """Return what is known of some datasets, in the order of `names`.

        Parameters
        ----------
        names : sequence of str
            Of known datasets, each once.

        Examples
        --------
        >>> from metaselect import load_knowledge_base
        >>> load_knowledge_base().select(["iris"]).evaluations["dataset"].unique().tolist()
        ['iris']
        """
        names = list(names)
        return replace(
            self,
            datasets=self.datasets.loc[names],
            metafeatures=self.metafeatures.loc[names],
            evaluations=self.evaluations[self.evaluations["dataset"].isin(names)].reset_index(drop=True),
            curves=self.curves.select(names),
        )

    def rename(self, names: Mapping[str, str], origins: Mapping[str, str]) -> KnowledgeBase:
        """Return the knowledge base with other names and origins of the datasets.

        Parameters
        ----------
        names : mapping of str to str
            From the name of every dataset to its new one.
        origins : mapping of str to str
            From the name, before it is changed, of every dataset to its new origin.

        Examples
        --------
        >>> from metaselect import load_knowledge_base
        >>> iris = load_knowledge_base().select(["iris"]).rename({"iris": "flowers"}, {"iris": "garden"})
        >>> iris.datasets["origin"].to_dict()
        {'flowers': 'garden'}
        """
        return replace(
            self,
            datasets=self.datasets.assign(origin=pd.Series(origins, dtype=str)).rename(names),
            metafeatures=self.metafeatures.rename(names),
            evaluations=self.evaluations.assign(dataset=self.evaluations["dataset"].map(names)),
            curves=self.curves.rename(names),
        )

    def origins_like(self, metafeatures: pd.Series) -> list[str]:
        """Return the origins of known datasets that are the very dataset described; see `datasets_like`."""
        return sorted(set(self.datasets.loc[self.datasets_like(metafeatures), "origin"]))

    def datasets_like(self, metafeatures: pd.Series) -> list[str]:
        """Return the names of known datasets that are the very dataset described.

        They are recognised by the metafeatures that are cheap counts and formulas: those of fitted models may differ
        between versions of libraries.

        Parameters
        ----------
        metafeatures : Series, indexed by metafeature
            Of the dataset; what it lacks counts as undefined.
        """
        return list(self.datasets.index[_rows_like(self._plain, metafeatures)])

    def may_hold(self, metafeatures: pd.Series) -> bool:
        """Return whether a known dataset agrees in all of these metafeatures that `datasets_like` looks at.

        If none does, the dataset is not a known one, and the other metafeatures need not be computed to tell.

        Parameters
        ----------
        metafeatures : Series, indexed by metafeature
            Of the dataset.
        """
        known = self._plain[[name for name in self._plain if name in metafeatures.index]]
        return bool(_rows_like(known, metafeatures).any())

    @cached_property
    def _plain(self) -> pd.DataFrame:
        """The metafeatures that known datasets are recognized by; kept, as merging asks for each dataset."""
        return self.metafeatures[[name for name in self.metafeatures if _is_plain(name)]].astype(float)

    @property
    def used_metafeatures(self) -> list[str]:
        """Names of the metafeatures that advice makes use of: to learn from, or to recognise a known dataset by."""
        return [name for name in self.metafeatures if _group(name) in LEARNED_GROUPS or _is_plain(name)]

    @property
    def learned_metafeatures(self) -> list[str]:
        """Names of the metafeatures that advice learns from."""
        return [name for name in self.metafeatures if _group(name) in LEARNED_GROUPS]

    def meta_examples(
        self,
        task: str,
        metric: str | None = None,
        groups: Collection[str] | None = LEARNED_GROUPS,
        *,
        blends: bool = False,
    ) -> MetaExamples:
        """Return what a meta-learner fits: metafeatures and regrets for one task and metric.

        Datasets on which nothing beats the best constant predictor are left out: they prefer nothing.

        Parameters
        ----------
        task : {"binary", "multiclass", "regression"}
            The datasets of this task are the rows.
        metric : str, optional
            The primary one of the task when not given.
        groups : collection of str, optional
            Of metafeatures; all where None.
        blends : bool
            Whether blends of what is advised are among the configurations. Regrets are against the best of these.

        Raises
        ------
        ConfigurationError
            If the metric is unknown for the task.
        KnowledgeBaseError
            If there are too few datasets of the task.
        """
        measure = find_measure(metric, task)
        scores, status = (self if blends else self.without_blends()).scores(task, measure.name)
        dummy = self.datasets.loc[scores.index, f"dummy.{measure.name}"].to_numpy(dtype=float)[:, None]
        skills = skill(scores.to_numpy(), dummy, measure.perfect)
        R = normalized_regret(skills, status.isin(_GIVEN_UP).to_numpy())
        useful = ~np.isnan(R).all(axis=1)
        names = scores.index[useful]
        if len(names) < _FEWEST_DATASETS:
            raise KnowledgeBaseError(
                f"the knowledge base has {len(names)} datasets of task {task} with a useful {measure.name}; "
                f"at least {_FEWEST_DATASETS} are needed: benchmark more datasets, or use the packaged one"
            )
        columns = [name for name in self.metafeatures if groups is None or _group(name) in groups]
        return MetaExamples(
            M=self.metafeatures.loc[names, columns].to_numpy(dtype=float),
            R=R[useful],
            skills=skills[useful],
            datasets=tuple(names),
            origins=tuple(self.datasets.loc[names, "origin"]),
            configurations=tuple(scores.columns),
            metafeatures=tuple(columns),
            task=task,
            metric=measure.name,
        )

    def scores(self, task: str, metric: str) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Return scores and status, each of shape (n_datasets, n_configurations), of the datasets of a task.

        Parameters
        ----------
        task : {"binary", "multiclass", "regression"}
            Datasets without any score are left out.
        metric : str
            scikit-learn's scorer name; means over folds, greater is better, NaN where there is none.

        Raises
        ------
        KnowledgeBaseError
            If no dataset of the task has a score.
        """
        names = self.datasets.index[self.datasets["task"] == task]
        rows = self.evaluations[self.evaluations["dataset"].isin(names)]
        if metric not in rows or rows[metric].isna().all():
            known = sorted(set(self.datasets["task"]))
            raise KnowledgeBaseError(f"the knowledge base has no {metric} for task {task}; its tasks: {shorten(known)}")
        table = rows.pivot(index="dataset", columns="configuration", values=[metric, "status"])
        scored = table[metric].astype(float)
        scored = scored[scored.notna().any(axis=1)]
        # In the order of the portfolio, which is also the order of names in every answer.
        order = [id_ for id_ in self.configurations if id_ in scored.columns]
        return scored[order], table["status"].loc[scored.index, order]


def _rows_like(known: pd.DataFrame, metafeatures: pd.Series) -> np.ndarray:
    """Return which rows are as near to the metafeatures as another version of a library may bring them, (n_rows,)."""
    values = metafeatures.reindex(known.columns).to_numpy(dtype=float)
    is_alike = np.isclose(known.to_numpy(), values, rtol=1e-4, atol=1e-6, equal_nan=True)
    return np.asarray(is_alike.all(axis=1), dtype=bool)


def _group(name: str) -> str:
    return METAFEATURES[name.partition(".")[0]].group


def _is_plain(name: str) -> bool:
    """Return whether a metafeature is a count or a formula that is cheap to compute."""
    return _group(name) not in _FITTED_GROUPS and METAFEATURES[name.partition(".")[0]].cost == "low"
