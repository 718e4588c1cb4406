"""The registry of base learners."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

from sklearn.base import BaseEstimator
from sklearn.compose import TransformedTargetRegressor
from sklearn.utils.validation import has_fit_parameter

from metaselect.data import task_type_of
from metaselect.exceptions import ConfigurationError, did_you_mean
from metaselect.learners.obstacle import Obstacle
from metaselect.learners.preprocessing import SCALED
from metaselect.learners.space import Hyperparameter

__all__ = ["LEARNERS", "Learner", "find_learner", "learner", "learners_for"]


@dataclass(frozen=True)
class Learner:
    """A base learner: how to make it and what can be chosen about it.

    Attributes
    ----------
    name : str
        That of the function that makes it.
    tasks : frozenset of {"classification", "regression"}
        The types of tasks it can learn.
    make : callable
        Takes the hyperparameters of `space`, and `task` and `random_state` where it names them; returns an unfitted
        scikit-learn estimator.
    space : mapping of str to Hyperparameter
        The hyperparameters of the learner itself.
    preprocessing : mapping of str to Hyperparameter
        What can be chosen about the steps before it (see `preprocessing.py`).
    variants : tuple of mapping
        What the shipped configurations change from the defaults; the first is the default configuration, `{}`.
    cost : {"low", "medium", "high"}
        Of fitting to a thousand rows: that of a linear model, some times that, or ten times and more.
    min_rows, max_rows : int
        Not tried on fewer or more rows than this; `max_rows` None means any number.
    min_class_rows : int
        Not tried where a class has fewer rows than this.
    max_columns, max_classes : int
        Not tried on more columns or classes than this; None means any number.
    stops_early : bool
        Whether it stops before it converges for good reason, so that nobody is to be warned of that.
    """

    name: str
    tasks: frozenset[str]
    make: Callable[..., BaseEstimator]
    space: Mapping[str, Hyperparameter]
    preprocessing: Mapping[str, Hyperparameter]
    variants: tuple[Mapping[str, object], ...]
    cost: str = "medium"
    min_rows: int = 2
    max_rows: int | None = None
    min_class_rows: int = 1
    max_columns: int | None = None
    max_classes: int | None = None
    stops_early: bool = False

    @property
    def description(self) -> str:
        """The first line of the docstring, without its final period."""
        return (self.make.__doc__ or "").strip().partition("\n")[0].rstrip(".")

    @cached_property
    def full_space(self) -> dict[str, Hyperparameter]:
        """All that can be chosen: preprocessing first, then the learner's own."""
        return {**self.preprocessing, **self.space}

    @property
    def defaults(self) -> dict[str, object]:
        """The default of each hyperparameter."""
        return {name: hyperparameter.default for name, hyperparameter in self.full_space.items()}

    def space_for(self, task: str | None) -> dict[str, Hyperparameter]:
        """All that can be chosen for a task; for None, what makes sense for every task of the learner."""
        types = self.tasks if task is None else {task_type_of(task)}
        return {name: h for name, h in self.full_space.items() if h.task_type is None or types == {h.task_type}}

    def variants_for(self, task: str) -> list[Mapping[str, object]]:
        """What the configurations shipped for a task change from the defaults."""
        space = self.space_for(task)
        return [variant for variant in self.variants if set(variant) <= set(space)]

    def takes_weights(self, task: str) -> bool:
        """Return whether its `fit` takes a weight for each row.

        Examples
        --------
        >>> [find_learner(name).takes_weights("regression") for name in ("ridge", "k_nearest_neighbors")]
        [True, False]
        """
        asked = inspect.signature(self.make).parameters
        context = {"task": task, "random_state": 0}
        own = {name: self.defaults[name] for name in self.space if name in asked}
        model = self.make(**own, **{name: value for name, value in context.items() if name in asked})
        if isinstance(model, TransformedTargetRegressor):
            model = model.regressor
        return has_fit_parameter(model, "sample_weight")

    def why_not(
        self,
        *,
        task: str,
        n_rows: int,
        smallest_class: int | None = None,
        n_columns: int | None = None,
        n_classes: int | None = None,
        hyperparameters: Mapping[str, object] = MappingProxyType({}),
    ) -> Obstacle | None:
        """Return the rule that forbids such data, None when the learner can be tried with these hyperparameters.

        Parameters
        ----------
        task : {"binary", "multiclass", "regression"}
            What is to be predicted.
        n_rows : int
            Number of rows to learn from.
        smallest_class : int, optional
            Number of rows of the rarest class; None for regression, or where it does not matter.
        n_columns, n_classes : int, optional
            Number of columns and of classes; None where they do not matter.
        hyperparameters : mapping of str to object
            Those given; the defaults of the others forbid nothing.

        Examples
        --------
        >>> find_learner("kernel_ridge").why_not(task="regression", n_rows=1_000_000)
        Obstacle(rule='many rows', limit=10000, task='', of='')
        """
        task_type = task_type_of(task)
        if task_type not in self.tasks:
            return Obstacle("task", task=task)
        if n_rows < self.min_rows:
            return Obstacle("few rows", self.min_rows)
        if self.max_rows is not None and n_rows > self.max_rows:
            return Obstacle("many rows", self.max_rows)
        if smallest_class is not None and smallest_class < self.min_class_rows:
            return Obstacle("small class", self.min_class_rows)
        if self.max_columns is not None and n_columns is not None and n_columns > self.max_columns:
            return Obstacle("many columns", self.max_columns)
        if self.max_classes is not None and n_classes is not None and n_classes > self.max_classes:
            return Obstacle("many classes", self.max_classes)
        for name in hyperparameters:
            choice = self.full_space.get(name)
            if choice is not None and choice.task_type not in (None, task_type):
                return Obstacle("task", task=task, of=name)
        if hyperparameters.get("early_stopping"):
            if n_rows < _EARLY_STOPPING_ROWS:
                return Obstacle("few rows", _EARLY_STOPPING_ROWS, of="early_stopping")
            if smallest_class is not None and smallest_class < _EARLY_STOPPING_CLASS_ROWS:
                return Obstacle("small class", _EARLY_STOPPING_CLASS_ROWS, of="early_stopping")
        return None


# A tenth of the training rows of a fold is set aside: enough of them to tell better from worse, of every class one.
_EARLY_STOPPING_ROWS = 100
_EARLY_STOPPING_CLASS_ROWS = 15

LEARNERS: dict[str, Learner] = {}


def learner(
    *,
    tasks: set[str],
    space: Mapping[str, Hyperparameter] = MappingProxyType({}),
    preprocessing: Mapping[str, Hyperparameter] = MappingProxyType(SCALED),
    variants: Sequence[Mapping[str, object]] = (),
    cost: str = "medium",
    stops_early: bool = False,
    **size_rules: int,
) -> Callable[[Callable[..., BaseEstimator]], Callable[..., BaseEstimator]]:
    """Return a decorator that registers a function as a base learner under its own name.

    Parameters
    ----------
    tasks : set of {"classification", "regression"}
        The types of tasks it can learn.
    space : mapping of str to Hyperparameter
        The hyperparameters of the learner itself; none by default.
    preprocessing : mapping of str to Hyperparameter
        What can be chosen about the steps before it; by default these make standardized numbers without missing values.
    variants : sequence of mapping
        What each shipped configuration besides the default one changes from it.
    cost : {"low", "medium", "high"}
        Of fitting to a thousand rows: that of a linear model, some times that, or ten times and more.
    stops_early : bool
        Whether it stops before it converges for good reason, such as a hyperparameter; False by default.
    **size_rules : int
        `min_rows`, `max_rows`, `min_class_rows`, `max_columns` and `max_classes`, as in `Learner`.
    """

    def register(make: Callable[..., BaseEstimator]) -> Callable[..., BaseEstimator]:
        LEARNERS[make.__name__] = Learner(
            make.__name__,
            frozenset(tasks),
            make,
            space,
            preprocessing,
            ({}, *variants),
            cost,
            stops_early=stops_early,
            **size_rules,
        )
        return make

    return register


def find_learner(name: str) -> Learner:
    """Return the learner called `name`.

    Raises
    ------
    ConfigurationError
        If there is none; the message suggests the nearest name.
    """
    if name in LEARNERS:
        return LEARNERS[name]
    raise ConfigurationError(
        f"there is no base learner {name!r}{did_you_mean(name, LEARNERS)} Known: {', '.join(LEARNERS)}"
    )


def learners_for(task: str) -> list[Learner]:
    """Return the learners for a task, in the order of their registration.

    Examples
    --------
    >>> "ridge" in [learner.name for learner in learners_for("regression")]
    True
    """
    return [learner for learner in LEARNERS.values() if task_type_of(task) in learner.tasks]
