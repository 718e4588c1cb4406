"""`Forecast`: what is predicted of one dataset, and all that a short list is built from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from metaselect.metalearners import CLIP, BaseMetaLearner, cap_regret

__all__ = ["Forecast", "forecasts"]


@dataclass(frozen=True, eq=False)
class Forecast:
    """Predicted regrets of one dataset, with what is known of their errors.

    Attributes
    ----------
    predicted : ndarray of shape (n_configurations,)
        Predicted regrets, smaller is better.
    weights : ndarray of shape (n_datasets,), or None
        How much each known dataset counts; None where that is not known.
    residuals : ndarray of shape (n_datasets, n_configurations), or None
        What such predictions missed on known datasets; None where that is not known.
    R : ndarray of shape (n_datasets, n_configurations)
        Regrets of the known datasets; NaN where never run.
    """

    predicted: np.ndarray
    weights: np.ndarray | None
    residuals: np.ndarray | None
    R: np.ndarray

    @property
    def scenarios(self) -> np.ndarray:
        """What the regrets may turn out to be, one scenario for each known dataset, (n_datasets, n_configurations).

        The prediction plus what a prediction missed on a known dataset: so the scenarios are about this dataset, and
        configurations that are wrongly judged together stay together. Only differences within a scenario matter, so it
        may hold numbers below 0. Where it is not known what is missed, the scenarios are the clipped regrets of the
        known datasets.

        Examples
        --------
        >>> missed = np.array([[0.0, 0.1], [0.1, -0.2]])
        >>> Forecast(np.array([0.1, 0.2]), None, missed, R=np.zeros((2, 2))).scenarios
        array([[0.1, 0.3],
               [0.2, 0. ]])
        """
        return cap_regret(self.R, CLIP) if self.residuals is None else self.predicted + self.residuals

    def best_of(self, available: np.ndarray) -> int:
        """Return which of the configurations with indices `available` has the smallest predicted regret."""
        return int(available[self.predicted[available].argmin()])


def forecasts(
    meta_learner: BaseMetaLearner, M: np.ndarray, R: np.ndarray, residuals: np.ndarray | None
) -> list[Forecast]:
    """Return what a fitted meta-learner says of each of several new datasets.

    Parameters
    ----------
    meta_learner : BaseMetaLearner
        Fitted on datasets with the regrets `R`.
    M : ndarray of shape (n_new, n_metafeatures)
        Of the new datasets.
    R : ndarray of shape (n_datasets, n_configurations)
        Of the known datasets.
    residuals : ndarray of shape (n_datasets, n_configurations), or None
        What `residuals_of_known` of the meta-learner returned: one answer for any number of new datasets.
    """
    predicted, weights = meta_learner.predict(M), meta_learner.weights(M)
    return [Forecast(row, None if weights is None else weights[i], residuals, R) for i, row in enumerate(predicted)]
