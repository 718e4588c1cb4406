"""`Blend`: the weighted mean or median of what a few configurations predict, each with its own preprocessing."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd
from numpy.typing import ArrayLike
from sklearn.compose import TransformedTargetRegressor
from sklearn.ensemble import VotingClassifier, VotingRegressor
from sklearn.pipeline import Pipeline
from sklearn.utils.validation import has_fit_parameter

from metaselect.data import ColumnType, TargetReading, is_classification
from metaselect.exceptions import ConfigurationError
from metaselect.learners._registry import find_learner
from metaselect.learners.configuration import Configuration
from metaselect.learners.labels import ClassificationPipeline
from metaselect.learners.obstacle import Obstacle
from metaselect.learners.pipeline import build_pipeline
from metaselect.learners.preprocessing import NamedColumns
from metaselect.learners.table_cleaner import TableCleaner
from metaselect.learners.table_pipeline import TablePipeline
from metaselect.learners.voting_median import VotingMedian

__all__ = ["BLEND", "Blend", "MemberPipeline", "blend_rule", "center_of_rule", "is_blend_rule", "weights_of_rule"]

# What stands for a base learner where a blend is spoken of.
BLEND = "blend"
CENTERS = ("mean", "median")
_COSTS = ("low", "medium", "high")
_MOST_MEMBERS = 10


def blend_rule(weights: Sequence[int], center: str = "mean") -> Configuration:
    """Return what stands in a knowledge base for "the first so many that are advised, with these weights".

    Which configurations these are differs from table to table, so it cannot be built: advice makes a `Blend` of it.

    Parameters
    ----------
    weights : sequence of int
        Of the first advised configuration, the second, and so on.
    center : {"mean", "median"}
        As in `Blend`.

    Examples
    --------
    >>> blend_rule([3, 2, 2]).hyperparameters
    {'members': 'advised', 'weights': [3, 2, 2], 'center': 'mean'}
    """
    return Configuration(BLEND, {"members": "advised", "weights": list(weights), "center": center})


def is_blend_rule(configuration: Configuration) -> bool:
    """Return whether a configuration of a knowledge base is a `blend_rule`, and no model of its own."""
    return configuration.learner == BLEND


def weights_of_rule(configuration: Configuration) -> tuple[int, ...]:
    """Return the weights of a `blend_rule`.

    Raises
    ------
    ConfigurationError
        If it has none that a blend could have: it was read from a file.
    """
    weights = configuration.hyperparameters.get("weights")
    if not isinstance(weights, list) or not 2 <= len(weights) <= _MOST_MEMBERS or not all(map(_is_weight, weights)):
        raise ConfigurationError(
            f"the weights of a blend are {weights!r:.60}; expected two to ten whole numbers above 0"
        )
    return tuple(weights)


def center_of_rule(configuration: Configuration) -> str:
    """Return how the members of a `blend_rule` are put together; ConfigurationError where it says nothing known."""
    center = configuration.hyperparameters.get("center")
    if not isinstance(center, str) or center not in CENTERS:
        raise ConfigurationError(f"the center of a blend is {center!r:.60}; expected one of {', '.join(CENTERS)}")
    return center


def _is_weight(value: object) -> bool:
    return isinstance(value, int) and value > 0


@dataclass(frozen=True)
class Blend:
    """A weighted mean of configurations, of the probabilities of classes or of numbers, or a median of numbers.

    It has what a `Configuration` has, so that it is recommended, built and evaluated like one.

    Attributes
    ----------
    members : tuple of Configuration
        At least two, each once.
    weights : tuple of int, of length n_members
        How much each counts.
    center : {"mean", "median"}
        What is taken of predicted numbers. The median is moved little by a member that is far off, as those can be
        that go on beyond all known numbers. Of probabilities it is always the mean.

    Examples
    --------
    >>> from metaselect.learners import make_configuration
    >>> blend = Blend((make_configuration("ridge"), make_configuration("random_forest")), (1, 2))
    >>> [name for name, _ in blend.build("regression")[-1].estimators]
    ['ridge', 'random_forest']
    """

    members: tuple[Configuration, ...]
    weights: tuple[int, ...]
    center: str = "mean"

    def __post_init__(self) -> None:
        if len(self.members) < 2 or len(set(self.members)) < len(self.members):
            raise ConfigurationError("a blend is of two or more different configurations")
        if len(self.weights) != len(self.members) or min(self.weights) <= 0:
            raise ConfigurationError(f"a blend of {len(self.members)} needs as many weights, all above 0")
        if self.center not in CENTERS:
            raise ConfigurationError(f"the center of a blend is {self.center!r}; expected one of {', '.join(CENTERS)}")

    def __hash__(self) -> int:
        return hash(self.id)

    @property
    def learner(self) -> str:
        """What stands in the place of a base learner: "blend"."""
        return BLEND

    @property
    def hyperparameters(self) -> dict[str, object]:
        """The ids of the members, their weights, and how they are put together."""
        members = [member.id for member in self.members]
        return {"members": members, "weights": list(self.weights), "center": self.center}

    @property
    def changed(self) -> dict[str, object]:
        """The weight of each member, by the name that it has in the pipeline."""
        return dict(zip(self.names, self.weights, strict=True))

    @cached_property
    def id(self) -> str:
        """Name that depends on the members and their weights alone."""
        text = json.dumps(self.hyperparameters, sort_keys=True)
        return f"{BLEND}-{hashlib.sha256(text.encode()).hexdigest()[:8]}"

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Of the members in the pipeline: their learners, numbered where one comes again."""
        seen: Counter[str] = Counter()
        names = []
        for member in self.members:
            seen[member.learner] += 1
            names.append(member.learner if seen[member.learner] == 1 else f"{member.learner}_{seen[member.learner]}")
        return tuple(names)

    @property
    def cost(self) -> str:
        """Cost class of the dearest member."""
        return max((member.cost for member in self.members), key=_COSTS.index)

    def to_dict(self) -> dict[str, object]:
        """Return a dictionary for JSON: the members in full, their weights, and how they are put together."""
        return {
            "learner": self.learner,
            "members": [member.to_dict() for member in self.members],
            "weights": list(self.weights),
            "center": self.center,
        }

    def why_not(
        self,
        *,
        task: str,
        n_rows: int,
        smallest_class: int | None = None,
        n_columns: int | None = None,
        n_classes: int | None = None,
    ) -> Obstacle | None:
        """Return why a member cannot be tried on such data; None when all can. See `Configuration.why_not`."""
        obstacles = (
            member.why_not(
                task=task, n_rows=n_rows, smallest_class=smallest_class, n_columns=n_columns, n_classes=n_classes
            )
            for member in self.members
        )
        return next((obstacle for obstacle in obstacles if obstacle is not None), None)

    def build(
        self,
        task: str,
        random_state: int = 0,
        kinds: Mapping[str, str | ColumnType] | None = None,
        target: TargetReading | None = None,
    ) -> Pipeline:
        """Return the unfitted scikit-learn `Pipeline`; it takes a raw DataFrame, text and missing values included.

        The table is put right once; each member then does its own preprocessing, with the seeds that it has alone.

        Parameters
        ----------
        task : {"binary", "multiclass", "regression"}
            What is to be predicted.
        random_state : int
            Seeds the members.
        kinds : mapping of str to str or ColumnType, optional
            What some columns are, as in `Dataset.kinds`; decided when fitting for the others.
        target : TargetReading, optional
            How the target is read, as in `Dataset.reading`; it is learned as it is when not given.
        """
        members = [member.build(task, random_state).steps[1:] for member in self.members]  # without the cleaning
        make = ClassificationPipeline if is_classification(task) else TablePipeline
        is_quiet = any(find_learner(member.learner).stops_early for member in self.members)
        model = self._voting(members, task)
        return make([("clean", TableCleaner(kinds)), ("model", model)], target=target, is_quiet=is_quiet)

    def build_for_columns(self, task: str, random_state: int, columns: NamedColumns) -> VotingClassifier:
        """Return the unfitted model of scikit-learn alone, for a table that is clean and whose columns are known.

        Parameters
        ----------
        task : {"binary", "multiclass", "regression"}
            What is to be predicted.
        random_state : int
            Seeds the members.
        columns : NamedColumns
            The columns of each kind.
        """
        members = [
            build_pipeline(member.learner, member.hyperparameters, task, random_state, columns=columns).steps
            for member in self.members
        ]
        return self._voting(members, task)

    def _voting(self, members: list[list], task: str) -> VotingClassifier | VotingRegressor:
        estimators = [(name, MemberPipeline(steps)) for name, steps in zip(self.names, members, strict=True)]
        if is_classification(task):
            return VotingClassifier(estimators, voting="soft", weights=list(self.weights))
        make = VotingMedian if self.center == "median" else VotingRegressor
        return make(estimators, weights=list(self.weights))


class MemberPipeline(Pipeline):
    """A pipeline that hands the weights of rows to its last step, as those who vote are given them.

    Parameters
    ----------
    steps, transform_input, memory, verbose
        As of scikit-learn's `Pipeline`.
    """

    def fit(
        self,
        X: pd.DataFrame | ArrayLike,
        y: ArrayLike | None = None,
        sample_weight: ArrayLike | None = None,
        **params: object,
    ) -> MemberPipeline:
        """Fit all steps; the last with a weight for each row where they are given: TypeError if it takes none."""
        if sample_weight is not None:
            name, model = self.steps[-1]
            if isinstance(model, TransformedTargetRegressor):
                model = model.regressor  # which is given what it hands on
            if not has_fit_parameter(model, "sample_weight"):
                raise TypeError(f"{type(model).__name__} of the blend takes no weights of rows; exclude its learner")
            params[f"{name}__sample_weight"] = sample_weight
        return super().fit(X, y, **params)
