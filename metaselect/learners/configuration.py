"""`Configuration`: a base learner with its hyperparameters and its structure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from sklearn.pipeline import Pipeline

from metaselect.data import TASKS, ColumnType, TargetReading, task_type_of
from metaselect.exceptions import ConfigurationError
from metaselect.learners._registry import LEARNERS, find_learner
from metaselect.learners.obstacle import Obstacle
from metaselect.learners.pipeline import build_pipeline
from metaselect.learners.space import Hyperparameter
from metaselect.seeding import rng_from

__all__ = ["Configuration", "make_configuration", "sample_configuration", "why_outside_space"]


@dataclass(frozen=True)
class Configuration:
    """A base learner, all its hyperparameters and its structure: preprocessing steps, layers, depth.

    Attributes
    ----------
    learner : str
        Name of the base learner.
    hyperparameters : dict
        Every one of them, defaults included, so that a later change of a default changes no meaning; but neither
        steps that are absent nor what has no meaning beside the others. `build` takes the default of what is left out.

    Examples
    --------
    >>> configuration = make_configuration("ridge", alpha=10.0)
    >>> configuration.learner, configuration.changed
    ('ridge', {'alpha': 10.0})
    """

    learner: str
    hyperparameters: Mapping[str, object] = field(default_factory=dict)

    def __hash__(self) -> int:
        return hash(self.id)

    @cached_property
    def id(self) -> str:
        """Name that depends on the learner and the hyperparameters alone, on no version of any library."""
        text = json.dumps(dict(self.hyperparameters), sort_keys=True)
        return f"{self.learner}-{hashlib.sha256(text.encode()).hexdigest()[:8]}"

    @property
    def cost(self) -> str:
        """Cost class of the learner: "low", "medium" or "high"."""
        return find_learner(self.learner).cost

    @property
    def changed(self) -> dict[str, object]:
        """The hyperparameters that differ from the defaults of the learner."""
        defaults = find_learner(self.learner).defaults
        return {name: value for name, value in self.hyperparameters.items() if value != defaults.get(name)}

    def to_dict(self) -> dict[str, object]:
        """Return a dictionary for JSON; `Configuration(**dictionary)` is its inverse."""
        return {"learner": self.learner, "hyperparameters": dict(self.hyperparameters)}

    def build(
        self,
        task: str,
        random_state: int = 0,
        kinds: Mapping[str, str | ColumnType] | None = None,
        target: TargetReading | None = None,
    ) -> Pipeline:
        """Return the unfitted scikit-learn `Pipeline`; it takes a raw DataFrame, text and missing values included.

        Parameters
        ----------
        task : {"binary", "multiclass", "regression"}
            What is to be predicted.
        random_state : int
            Seeds the learner and every step before it that draws at random.
        kinds : mapping of str to str or ColumnType, optional
            What some columns are, as in `Dataset.kinds`; decided when fitting for the others.
        target : TargetReading, optional
            How the target is read, as in `Dataset.reading`; it is learned as it is when not given.

        Raises
        ------
        ConfigurationError
            If there is no such task, learner or hyperparameter, or one of them is not for the task.

        Examples
        --------
        >>> Configuration("random_forest").build("binary")[-1]
        RandomForestClassifier(...)
        """
        if task not in TASKS:
            raise ConfigurationError(f"task {task!r} is unknown; use one of {', '.join(TASKS)}")
        if task_type_of(task) not in find_learner(self.learner).tasks:
            raise ConfigurationError(f"{self.learner} is not for {task}")
        completed = make_configuration(self.learner, **self.hyperparameters).hyperparameters
        return build_pipeline(self.learner, completed, task, random_state, kinds, target=target)

    def why_not(
        self,
        *,
        task: str,
        n_rows: int,
        smallest_class: int | None = None,
        n_columns: int | None = None,
        n_classes: int | None = None,
    ) -> Obstacle | None:
        """Return why this cannot be tried on such data, a size rule or the type of task; None when it can.

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

        Examples
        --------
        >>> str(make_configuration("gaussian_process").why_not(task="regression", n_rows=10_000))
        'more than 600 rows'
        """
        return find_learner(self.learner).why_not(
            task=task,
            n_rows=n_rows,
            smallest_class=smallest_class,
            n_columns=n_columns,
            n_classes=n_classes,
            hyperparameters=self.hyperparameters,
        )


def make_configuration(learner: str, **hyperparameters: object) -> Configuration:
    """Return the configuration of `learner` with these hyperparameters and the defaults of the others.

    Parameters
    ----------
    learner : str
        Name of the base learner.
    **hyperparameters : object
        Those that differ from the defaults, of the learner or of the steps before it.

    Raises
    ------
    ConfigurationError
        If there is no such learner or hyperparameter, or a value is out of range.

    Examples
    --------
    >>> make_configuration("ridge", alfa=1.0)
    Traceback (most recent call last):
    ...
    metaselect.exceptions.ConfigurationError: ridge has no hyperparameter 'alfa'; it has basis, encoding, ...
    """
    space = find_learner(learner).full_space
    if why := _why_outside(learner, hyperparameters, space):
        raise ConfigurationError(why)
    completed = _complete(space, hyperparameters)
    for name in hyperparameters:
        when = space[name].when
        if when is not None and name not in completed and not space[name].is_absent(hyperparameters[name]):
            other, value = when
            raise ConfigurationError(f"{name} of {learner} has a meaning only together with {other}={value!r}")
    return Configuration(learner, completed)


def why_outside_space(configuration: Configuration) -> str | None:
    """Return why no search could have come upon a configuration; None where it could, or its learner is not shipped.

    Parameters
    ----------
    configuration : Configuration
        Read from a file. Of learners of the user, the ranges may have changed since it was written.

    Examples
    --------
    >>> why_outside_space(Configuration("ridge", {"alpha": -1.0}))
    'alpha=-1.0 of ridge is outside its range, 0.0001 to 10000, logarithmic'
    """
    known = LEARNERS.get(configuration.learner)
    if known is None or known.make.__module__.partition(".")[0] != "metaselect":
        return None
    return _why_outside(configuration.learner, configuration.hyperparameters, known.full_space)


def _why_outside(
    learner: str, hyperparameters: Mapping[str, object], space: Mapping[str, Hyperparameter]
) -> str | None:
    for name, value in hyperparameters.items():
        if name not in space:
            return f"{learner} has no hyperparameter {name!r}; it has {', '.join(space)}"
        if not space[name].contains(value):
            return f"{name}={value!r} of {learner} is outside its range, {space[name].describe()}"
    return None


def _complete(space: Mapping[str, Hyperparameter], given: Mapping[str, object]) -> dict[str, object]:
    """What is given and the defaults of the rest, without what is absent or has no meaning beside the others."""
    completed: dict[str, object] = {}
    for name, hyperparameter in space.items():  # a condition names one that comes earlier
        value = given.get(name, hyperparameter.default)
        if hyperparameter.is_absent(value):
            continue
        if hyperparameter.when is None or completed.get(hyperparameter.when[0]) == hyperparameter.when[1]:
            completed[name] = value
    return completed


def sample_configuration(learner: str, random_state: int, index: int = 0, *, task: str | None = None) -> Configuration:
    """Return the `index`-th configuration of `learner` drawn at random from its whole space.

    What makes sense for one type of task alone, such as class weights, is drawn when `task` is of this type.

    Parameters
    ----------
    learner : str
        Name of the base learner.
    random_state : int
        Seeds the draws; those of one hyperparameter depend on no other.
    index : int
        Which of the configurations that follow from `random_state`.
    task : {"binary", "multiclass", "regression"}, optional
        What is to be predicted; None for what makes sense whatever it is.

    Examples
    --------
    >>> sample_configuration("ridge", 0) == sample_configuration("ridge", 0)
    True
    """
    space = find_learner(learner).space_for(task)
    # One generator per hyperparameter, so that adding one changes no other.
    draw = {
        name: hyperparameter.sample(rng_from(random_state, learner, name, str(index)))
        for name, hyperparameter in space.items()
    }
    return Configuration(learner, _complete(space, draw))
