"""Configurations as rows of numbers, so that similar ones are near each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:  # importing the base learners loads all of scikit-learn
    from metaselect.learners import Configuration, Learner

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
        0 where a configuration does not have what a column stands for.

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
                code, number = learner.full_space[name].code(value)
                j = column.get((_owner(learner, name), name, code))
                if j is not None:  # a value outside the space has no column
                    encoding[i, j] = number
    return encoding


def _codes() -> dict[object, None]:
    """Return the names of the columns, in order and each once."""
    from metaselect.learners import LEARNERS

    codes: dict[object, None] = dict.fromkeys(LEARNERS)
    for learner in LEARNERS.values():
        for name, hyperparameter in learner.full_space.items():
            codes |= dict.fromkeys((_owner(learner, name), name, code) for code in hyperparameter.codes())
    return codes


def _owner(learner: Learner, name: str) -> str:
    return "preprocessing" if name in learner.preprocessing else learner.name
