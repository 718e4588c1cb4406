"""Configurations as rows of numbers, so that similar ones are near each other."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:  # importing the base learners loads all of scikit-learn
    from metaselect.learners import Configuration

__all__ = ["encode_configurations"]


def encode_configurations(configurations: Sequence[Configuration]) -> np.ndarray:
    """Return one row of numbers for each configuration.

    The columns depend on the registered base learners alone, so that a configuration drawn later fits in: one for
    each learner; one for each number in the search space of a learner, -0.5 at its low end and 0.5 at its high end,
    in logarithm where the space is logarithmic; one for each value of a choice. Choices of preprocessing share their
    columns across learners. What a configuration does not have is 0.

    Parameters
    ----------
    configurations : sequence of Configuration
        Of registered base learners.

    Returns
    -------
    encoding : ndarray of shape (n_configurations, n_codes)

    Raises
    ------
    ConfigurationError
        If a learner is not registered.

    Examples
    --------
    >>> from metaselect.learners import make_configuration
    >>> weak, default = encode_configurations([make_configuration("ridge", alpha=a) for a in (10.0, 1.0)])
    >>> int((weak != default).sum())
    1
    """
    from metaselect.learners import find_learner

    column = {code: j for j, code in enumerate(_codes())}
    encoding = np.zeros((len(configurations), len(column)))
    for i, configuration in enumerate(configurations):
        learner = find_learner(configuration.learner)
        encoding[i, column[learner.name]] = 1.0
        for name, value in configuration.hyperparameters.items():
            if name in learner.full_space:
                code, number = _code(learner, name, value)
                if code in column:  # a value outside the space has no column
                    encoding[i, column[code]] = number
    return encoding


def _codes() -> dict[object, None]:
    """Return the names of the columns, in order and each once."""
    from metaselect.learners import LEARNERS

    codes: dict[object, None] = dict.fromkeys(LEARNERS)
    for learner in LEARNERS.values():
        for name, hyperparameter in learner.full_space.items():
            values = getattr(hyperparameter, "values", (None,))
            codes |= dict.fromkeys(_code(learner, name, value)[0] for value in values)
    return codes


def _code(learner, name: str, value: object) -> tuple[object, float]:
    """Return the column of a hyperparameter with this value, and the number that stands for the value in it."""
    hyperparameter = learner.full_space[name]
    owner = "preprocessing" if name in learner.preprocessing else learner.name
    if hasattr(hyperparameter, "values"):
        return (owner, name, str(value)), 1.0
    return (owner, name), _position(hyperparameter, value) - 0.5 if value is not None else 0.0


def _position(hyperparameter, value: float) -> float:
    """Return where `value` lies between the ends of its range, 0 to 1."""
    low, high = hyperparameter.low, hyperparameter.high
    if type(hyperparameter).__name__.startswith("Log"):
        low, high, value = math.log(low), math.log(high), math.log(value)
    return (value - low) / ((high - low) or 1.0)
