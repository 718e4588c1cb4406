"""`recommend`: from a table and its target to a `Recommendation`, in one call."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Collection, Hashable, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import pandas as pd
from numpy.typing import ArrayLike

from metaselect.data import Dataset, MissingMarks, Note
from metaselect.exceptions import ConfigurationError, MetaSelectWarning
from metaselect.knowledge import KnowledgeBase, knowledge_state, load_all_knowledge, load_knowledge_base
from metaselect.metafeatures import MetaFeatures, extract_metafeatures
from metaselect.metalearners import DEFAULT_META_LEARNER, Regressor
from metaselect.recommendation.case import Case
from metaselect.recommendation.costs.machine_speed import known_machine_speed
from metaselect.recommendation.given_table import check_options, look_at_table, names_in
from metaselect.recommendation.guidance.caveats import MetricStandIn
from metaselect.recommendation.recommendation import Recommendation
from metaselect.recommendation.recommender import Recommender

__all__ = ["advise_and_place", "recommend", "recommend_for_dataset", "warn_of"]

_WARNED_OF = ("leak", "renamed", "numbers as classes", "given missing nowhere")
# A constant column or an empty one says nothing to anybody.
_SAID_WHEN_LEFT_OUT = ("identifier", "group")


def recommend(
    X: pd.DataFrame | ArrayLike | Dataset | str | Path,
    y: ArrayLike | Hashable | None = None,
    *,
    task: str = "auto",
    metric: str | Callable[..., object] | None = None,
    top: int = 5,
    meta_learner: str | Regressor = DEFAULT_META_LEARNER,
    knowledge_base: KnowledgeBase | str | Path | None = None,
    exclude: str | Collection[str] = (),
    roles: Mapping[str, str] | None = None,
    missing: MissingMarks | None = None,
    single: bool = False,
    cheap: bool = False,
    random_state: int = 0,
) -> Recommendation:
    """Return the configurations to try on a table, in order, with what to expect of them and why.

    Nothing is fitted to the data but tiny models that describe it; this takes about a second. Expected seconds are
    those of this machine once its speed was measured, by the command line or by `find_machine_speed`.

    Parameters
    ----------
    X : DataFrame, array-like of shape (n_rows, n_columns), Dataset, or path
        Text categories and missing values are welcome. A path is that of a file that the command line reads.
    y : array-like of shape (n_rows,), or name of a column
        The target: classes or numbers; or the column of the DataFrame or file that is the target, which is left out of
        what it is predicted from. When not given, a column called target, label, class or y.
    task : {"auto", "classification", "binary", "multiclass", "regression"}
        What to predict; by default as `y` looks.
    metric : str or callable, optional
        scikit-learn's scorer name, or a scorer; ROC AUC, log loss or RMSE by task when not given. Where known datasets
        were not scored by it, the nearest that they were scored by stands in for it, and a warning names it.
    top : int
        How many configurations.
    meta_learner : str or meta-learner
        A name in `META_LEARNERS`, or an unfitted regressor from metafeatures to regrets.
    knowledge_base : KnowledgeBase or path, optional
        The packaged one and what the user taught (`metaselect learn`) when not given.
    exclude : str or collection of str
        Base learners not to recommend.
    roles : mapping of str to str, optional
        What columns are there for, where they are taken for something else: `"numeric"`, `"categorical"`, `"text"`,
        `"date"`, `"identifier"`, `"group"`, `"time"` or `"drop"`.
    missing : str, number, sequence or mapping, optional
        Values that stand for missing ones, such as `-999` for all columns, `"age=-1"` for one, a list of these, or a
        mapping of columns to values.
    single : bool
        Whether only single models are recommended, for people who must explain theirs, and no blends of several.
    cheap : bool
        Whether fit time counts: candidates come along the predicted Pareto front of score and fit time, and
        `Recommendation.trade` says what the first gives up for how much time.
    random_state : int
        Seeds the meta-learner and the recommended pipelines.

    Warns
    -----
    MetaSelectWarning
        Of columns that may leak the target, of those that are left out, of many numbers that are learned as classes, of
        values in `missing` that no cell holds, and of a metric that another stands in for.

    Raises
    ------
    DatasetError
        If the data cannot be used as given.
    ConfigurationError
        If an option is unknown.
    KnowledgeBaseError
        If the knowledge base cannot be read or knows too little of the task.

    Examples
    --------
    >>> from sklearn.datasets import load_wine
    >>> X, y = load_wine(return_X_y=True, as_frame=True)
    >>> recommendation = recommend(X, y, top=3)
    >>> recommendation.dataset.task
    'multiclass'
    >>> pipeline = recommendation.best.build().fit(X, y)
    >>> pipeline.score(X, y) > 0.9
    True
    """
    source = look_at_table(X, y, task, roles, missing)
    recommendation = recommend_for_dataset(
        source.dataset,
        metric=metric,
        top=top,
        meta_learner=meta_learner,
        knowledge_base=knowledge_base,
        exclude=exclude,
        single=single,
        cheap=cheap,
        random_state=random_state,
    )
    warn_of(recommendation)
    return replace(recommendation, source=source)


def recommend_for_dataset(
    dataset: Dataset,
    *,
    metric: str | Callable[..., object] | None = None,
    top: int = 5,
    meta_learner: str | Regressor = DEFAULT_META_LEARNER,
    knowledge_base: KnowledgeBase | str | Path | None = None,
    exclude: str | Collection[str] = (),
    single: bool = False,
    cheap: bool = False,
    random_state: int = 0,
) -> Recommendation:
    """Return the recommendation for a `Dataset`; see `recommend`.

    A dataset that the knowledge base holds itself is recognised by its metafeatures, and it and its relatives are
    left out: otherwise the advice would be its own past results.

    Parameters
    ----------
    dataset : Dataset
        The new one, with its task.
    metric : str or callable, optional
        scikit-learn's scorer name, or a scorer; ROC AUC, log loss or RMSE by task when not given.
    top : int
        How many configurations.
    meta_learner : str or meta-learner
        A name in `META_LEARNERS`, or an unfitted regressor from metafeatures to regrets.
    knowledge_base : KnowledgeBase or path, optional
        The packaged one and what the user taught when not given.
    exclude : str or collection of str
        Base learners not to recommend.
    single : bool
        Whether only single models are recommended, and no blends of several.
    cheap : bool
        Whether fit time counts.
    random_state : int
        Seeds the meta-learner and the recommended pipelines.
    """
    return advise_and_place(
        dataset,
        metric=metric,
        top=top,
        meta_learner=meta_learner,
        knowledge_base=knowledge_base,
        exclude=exclude,
        single=single,
        cheap=cheap,
        random_state=random_state,
    )[0]


def advise_and_place(
    dataset: Dataset,
    *,
    metric: str | Callable[..., object] | None = None,
    top: int = 5,
    meta_learner: str | Regressor = DEFAULT_META_LEARNER,
    knowledge_base: KnowledgeBase | str | Path | None = None,
    exclude: str | Collection[str] = (),
    single: bool = False,
    cheap: bool = False,
    random_state: int = 0,
) -> tuple[Recommendation, Case]:
    """Return the recommendation for a `Dataset`, and the dataset beside all that is known: what a search starts from.

    Parameters
    ----------
    dataset, metric, top, meta_learner, knowledge_base, exclude, single, cheap, random_state
        As for `recommend_for_dataset`.
    """
    check_options(top, random_state)
    exclude = names_in(exclude)
    knowledge = knowledge_base if isinstance(knowledge_base, KnowledgeBase) else _load(knowledge_base)
    metafeatures = extract_metafeatures(dataset, names=knowledge.learned_metafeatures)
    origins = _origins_of(dataset, metafeatures, knowledge)
    if origins:
        knowledge = knowledge.without(*origins)
        note = Note.on("known dataset", origins=origins)
        dataset = replace(dataset, notes=(*dataset.notes, note))
    # Pipelines and loops ask the same knowledge again and again; what was read from a folder just now nobody else has.
    is_shared = not origins and not isinstance(knowledge_base, str | Path)
    if is_shared and isinstance(meta_learner, str) and isinstance(metric, str | None):
        recommender = _fitted(knowledge, dataset.task, metric, meta_learner, random_state)
    else:
        recommender = Recommender(meta_learner, metric, random_state).fit(knowledge, dataset.task)
    case = recommender.place(
        dataset, exclude=exclude, single=single, metafeatures=metafeatures, speed=known_machine_speed()
    )
    return recommender.advise(case, top, cheap=cheap), case


def _origins_of(dataset: Dataset, metafeatures: MetaFeatures, knowledge: KnowledgeBase) -> list[str]:
    """Return the origins of known datasets that are the very dataset.

    Metafeatures that serve to recognise it alone are computed where the others are those of a known one.
    """
    learned = metafeatures.as_series()[knowledge.learned_metafeatures]
    if not knowledge.may_hold(learned):
        return []
    others = [name for name in knowledge.used_metafeatures if name not in learned.index]
    return knowledge.origins_like(learned.combine_first(extract_metafeatures(dataset, names=others).as_series()))


def warn_of(recommendation: Recommendation, stacklevel: int = 3) -> None:
    """Warn of what may make scores look better than they are, of columns left out, and of a stand-in for the metric.

    Parameters
    ----------
    recommendation : Recommendation
        Whose warnings are looked through.
    stacklevel : int
        Which call the warnings name, as of `warnings.warn`: that of the caller's caller when not given.
    """
    for fact in recommendation.warnings:
        if isinstance(fact, MetricStandIn) or (isinstance(fact, Note) and _is_warned_of(fact)):
            warnings.warn(f"{fact}.", MetaSelectWarning, stacklevel=stacklevel)


def _is_warned_of(note: Note) -> bool:
    return note.kind in _WARNED_OF or (note.kind == "left out" and note.details["role"] in _SAID_WHEN_LEFT_OUT)


def _load(folder: str | Path | None) -> KnowledgeBase:
    if not isinstance(folder, str | Path | None):
        raise ConfigurationError(f"knowledge_base is {folder!r:.60}; expected a KnowledgeBase or the path of one")
    return _load_default(knowledge_state()) if folder is None else load_knowledge_base(folder)


@lru_cache(maxsize=1)
def _load_default(state: tuple) -> KnowledgeBase:
    return load_all_knowledge()


# Keyed by the knowledge base object itself, of which `_load_default` makes one.
@lru_cache(maxsize=8)
def _fitted(
    knowledge_base: KnowledgeBase, task: str, metric: str | None, meta_learner: str, random_state: int
) -> Recommender:
    return Recommender(meta_learner, metric, random_state).fit(knowledge_base, task)
