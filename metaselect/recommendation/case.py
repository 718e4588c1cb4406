"""`Case`: one new dataset beside all that is known, from which every part of the advice is made."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple, TypedDict

import numpy as np

from metaselect.data import Dataset
from metaselect.evaluation import AskedMetric
from metaselect.exceptions import ConfigurationError, did_you_mean, shorten
from metaselect.learners import (
    BLEND,
    LEARNERS,
    Blend,
    Configuration,
    center_of_rule,
    is_blend_rule,
    weights_of_rule,
)
from metaselect.metafeatures import MetaFeatures
from metaselect.recommendation.confidence.confidence import Confidence
from metaselect.recommendation.costs.machine_speed import MachineSpeed
from metaselect.recommendation.costs.running_costs import Costs
from metaselect.recommendation.forecast import Forecast
from metaselect.recommendation.learned import Learned
from metaselect.recommendation.shortlist import advised_order

__all__ = ["Case", "ScoreRange", "place"]


_FOLDS_OF_TARGET_MEANS = 5


class ScoreRange(NamedTuple):
    """Scores to expect, in the units of the metric; arrays of shape (n_configurations,)."""

    expected: np.ndarray
    low: np.ndarray
    high: np.ndarray
    low_of_split: np.ndarray
    high_of_split: np.ndarray


@dataclass(frozen=True, eq=False)
class Case:
    """A new dataset, what is known, what is predicted, and what may be recommended.

    Attributes
    ----------
    dataset : Dataset
        The new one.
    m : ndarray of shape (n_metafeatures,)
        Its metafeatures, in the order of the known ones; NaN where undefined.
    learned : Learned
        Of the known datasets.
    allowed : ndarray of int
        Indices of the configurations that may be recommended.
    confidence : Confidence
        Whether anything is known alike; before any order, so without odds.
    forecast : Forecast
        By the meta-learner, or of what is best on average where the advice abstains.
    speed : MachineSpeed
        Of the machine that seconds are to hold for.
    random_state : int
        Seeds the recommended pipelines and the splits.
    metric : AskedMetric, optional
        In which scores are told; that of `learned` when not given.
    """

    dataset: Dataset
    m: np.ndarray
    learned: Learned
    allowed: np.ndarray
    confidence: Confidence
    forecast: Forecast
    speed: MachineSpeed = field(default_factory=MachineSpeed)
    random_state: int = 0
    metric: AskedMetric | None = None

    @property
    def uses_data(self) -> bool:
        """Whether the advice depends on the dataset."""
        return self.learned.meta_learner.uses_metafeatures and not self.confidence.abstains

    @property
    def configurations(self) -> tuple[Configuration, ...]:
        """All that are known, those that may not be recommended included."""
        return self.learned.configurations

    @cached_property
    def scores(self) -> ScoreRange:
        """What to expect of each configuration."""
        measure = self.learned.measure
        dummy = measure.dummy(self.dataset.codes)
        M, expected_scores = self.m[None, :], self.learned.expected_scores
        of_splits = expected_scores.predict_splits(M, np.array([self.dataset.n_rows_total]))
        skills = (*expected_scores.predict(M), *of_splits)
        scores = (dummy + skill[0] * (measure.perfect - dummy) for skill in skills)
        return ScoreRange(*(scores if self.metric is None else map(self.metric.of, scores)))

    def costs(self, row_factor: float = 1.0) -> Costs:
        """Return what each configuration costs, on `row_factor` times as many rows, at the speed of the reference."""
        costs = self.learned.running_costs.predict(self.dataset, row_factor)
        members = {i: self.members_of(i) for i in self.allowed if is_blend_rule(self.configurations[i])}
        return costs.with_blends(members)

    @cached_property
    def singles(self) -> np.ndarray:
        """Indices of what may be recommended and is one model."""
        return np.array([i for i in self.allowed if not is_blend_rule(self.configurations[i])])

    def of_singles(self) -> Case:
        """Return the case as it is where blends may not be recommended."""
        return replace(self, allowed=self.singles)

    def members_of(self, i: int) -> np.ndarray:
        """Return the indices of the configurations that are blended by the rule with index `i`, the heaviest first."""
        n_members = len(weights_of_rule(self.configurations[i]))
        return self._advised_singles[:n_members]

    @cached_property
    def _advised_singles(self) -> np.ndarray:
        sizes = [len(weights_of_rule(c)) for c in self.configurations if is_blend_rule(c)]
        return advised_order(self.forecast, self.singles, max(sizes, default=1))

    def model(self, i: int) -> Configuration | Blend:
        """Return what is recommended by the configuration with index `i`: itself, or the blend that its rule makes."""
        configuration = self.configurations[i]
        if not is_blend_rule(configuration):
            return configuration
        members = tuple(self.configurations[j] for j in self.members_of(i))
        return Blend(members, weights_of_rule(configuration), center_of_rule(configuration))

    def fitting(self, row_factor: float, minority_factor: float) -> list[int]:
        """Return which of the allowed configurations no size rule forbids on a dataset of another size.

        Parameters
        ----------
        row_factor, minority_factor : float
            How many times as many rows that has, and rows of the smallest class.
        """
        smallest = self.dataset.smallest_class
        smallest = None if smallest is None else round(smallest * minority_factor)
        size = _size(self.dataset, round(self.dataset.n_rows_total * row_factor), smallest)
        return [i for i in self.allowed if _suits(self.configurations[i], size)]


def place(
    dataset: Dataset,
    metafeatures: MetaFeatures,
    learned: Learned,
    *,
    exclude: Collection[str] = (),
    speed: MachineSpeed | None = None,
    random_state: int = 0,
) -> Case:
    """Return a dataset beside what is known, with what is predicted of it.

    Parameters
    ----------
    dataset : Dataset
        The new one.
    metafeatures : MetaFeatures
        Of the dataset.
    learned : Learned
        Of the known datasets.
    exclude : collection of str
        Names of base learners or ids of configurations not to recommend.
    speed : MachineSpeed, optional
        Of the machine that seconds are to hold for; the reference when not given.
    random_state : int
        Seeds the recommended pipelines and the splits.

    Raises
    ------
    ConfigurationError
        If `exclude` names nothing known, or leaves nothing to recommend.
    """
    m = metafeatures.as_series().reindex(list(learned.examples.metafeatures)).to_numpy(dtype=float)
    familiarity = learned.familiarity
    confidence = Confidence(
        familiarity=familiarity.predict(m),
        distance=familiarity.distance(m),
        farthest=familiarity.farthest,
        abstains=learned.meta_learner.uses_metafeatures and familiarity.is_beyond_all_known(m),
    )
    return Case(
        dataset=dataset,
        m=m,
        learned=learned,
        allowed=_allowed(dataset, learned, exclude),
        confidence=confidence,
        forecast=learned.average_forecast() if confidence.abstains else learned.forecast(m),
        speed=speed or MachineSpeed(),
        random_state=random_state,
    )


def _allowed(dataset: Dataset, learned: Learned, exclude: Collection[str]) -> np.ndarray:
    """Return the indices of the configurations that may be recommended."""
    learners = {configuration.learner for configuration in learned.configurations} | {BLEND}
    known = learners | set(learned.examples.configurations) | set(LEARNERS)
    unknown = [name for name in exclude if name not in known]
    if unknown:
        raise ConfigurationError(
            f"cannot exclude {shorten(unknown)}{did_you_mean(unknown[0], learners)} "
            f"Base learners: {shorten(sorted(learners), 20)}"
        )
    # Target means are cross-fitted in five folds, which one class at least must fill.
    is_too_rare = dataset.class_totals is not None and dataset.class_totals.max() < _FOLDS_OF_TARGET_MEANS
    # Quadratic discriminant analysis refuses a class whose covariance has no full rank, whatever it is regularized by.
    is_too_wide = dataset.smallest_class is not None and dataset.smallest_class <= dataset.n_columns
    size = _size(dataset, dataset.n_rows_total, dataset.smallest_class)
    singles = [
        i
        for i, configuration in enumerate(learned.configurations)
        if configuration.learner in LEARNERS
        and configuration.learner not in exclude
        and configuration.id not in exclude
        and _suits(configuration, size)
        and not (is_too_rare and configuration.hyperparameters.get("encoding") == "target")
        and not (
            is_too_wide
            and configuration.learner == "quadratic_discriminant"
            and "reduction" not in configuration.hyperparameters
        )
    ]
    if not singles:
        raise ConfigurationError(f"nothing is left to recommend after excluding {shorten(exclude)}")
    blends = [
        i
        for i, configuration in enumerate(learned.configurations)
        if is_blend_rule(configuration)
        and BLEND not in exclude
        and configuration.id not in exclude
        and len(weights_of_rule(configuration)) <= len(singles)
    ]
    return np.array(singles + blends)


class _Size(TypedDict):
    """What size rules look at."""

    task: str
    n_rows: int
    smallest_class: int | None
    n_columns: int
    n_classes: int | None


def _size(dataset: Dataset, n_rows: int, smallest_class: int | None) -> _Size:
    """Return the size of a dataset, had it so many rows."""
    return _Size(
        task=dataset.task,
        n_rows=n_rows,
        smallest_class=smallest_class,
        n_columns=dataset.n_columns,
        n_classes=dataset.n_classes,
    )


def _suits(configuration: Configuration, size: _Size) -> bool:
    """Return whether no size rule forbids a configuration; blends are of what none forbids."""
    return is_blend_rule(configuration) or not configuration.why_not(**size)
