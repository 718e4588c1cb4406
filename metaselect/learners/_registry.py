"""The registry of base learners."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from metaselect.data.tasks import is_classification
from metaselect.exceptions import ConfigurationError, did_you_mean

__all__ = ["LEARNERS", "Learner", "find_learner", "learner", "learners_for"]


@dataclass(frozen=True)
class Learner:
    """A base learner: how to make it and what can be chosen about it.

    Attributes
    ----------
    name : str
    tasks : frozenset of {"classification", "regression"}
    make : callable
        Takes the hyperparameters of `space`, and `task` and `random_state` where it names them; returns an unfitted
        scikit-learn estimator.
    space : mapping of str to hyperparameter
        The hyperparameters of the learner itself.
    preprocessing : mapping of str to hyperparameter
        What can be chosen about the steps before it (see `preprocessing.py`).
    variants : tuple of mapping
        What the shipped configurations change from the defaults; the first is the default configuration, `{}`.
    min_rows, max_rows : int
        Not tried on fewer or more rows than this; `max_rows` None means any number.
    min_class_rows : int
        Not tried where a class has fewer rows than this.
    """

    name: str
    tasks: frozenset[str]
    make: Callable[..., object]
    space: Mapping[str, object]
    preprocessing: Mapping[str, object]
    variants: tuple[Mapping[str, object], ...]
    min_rows: int = 2
    max_rows: int | None = None
    min_class_rows: int = 1

    @property
    def full_space(self) -> dict[str, object]:
        """All that can be chosen: preprocessing first, then the learner's own."""
        return {**self.preprocessing, **self.space}

    @property
    def defaults(self) -> dict[str, object]:
        """The default of each hyperparameter."""
        return {name: hyperparameter.default for name, hyperparameter in self.full_space.items()}

    def why_not(self, *, task: str, n_rows: int, smallest_class: int | None = None) -> str | None:
        """Return the size rule that forbids such data, None when the learner can be tried.

        Examples
        --------
        >>> find_learner("kernel_ridge").why_not(task="regression", n_rows=1_000_000)
        'more than 10000 rows'
        """
        if ("classification" if is_classification(task) else "regression") not in self.tasks:
            return f"not for {task}"
        if n_rows < self.min_rows:
            return f"fewer than {self.min_rows} rows"
        if self.max_rows is not None and n_rows > self.max_rows:
            return f"more than {self.max_rows} rows"
        if smallest_class is not None and smallest_class < self.min_class_rows:
            return f"a class with fewer than {self.min_class_rows} rows"
        return None


LEARNERS: dict[str, Learner] = {}


def learner(
    *,
    tasks: set[str],
    space: Mapping[str, object],
    preprocessing: Mapping[str, object],
    variants: Sequence[Mapping[str, object]],
    **size_rules: int,
):
    """Register the decorated function as a base learner under its own name; parameters as in `Learner`."""

    def register(make):
        LEARNERS[make.__name__] = Learner(
            make.__name__, frozenset(tasks), make, space, preprocessing, ({}, *variants), **size_rules
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
    kind = "classification" if is_classification(task) else "regression"
    return [learner for learner in LEARNERS.values() if kind in learner.tasks]
