"""What the odds of the first candidate are worth: what was said of known datasets, against what came true there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from metaselect.knowledge import MetaExamples
from metaselect.metalearners import CLIP, BaseMetaLearner, cap_regret
from metaselect.recommendation.confidence.odds import odds_of_first
from metaselect.recommendation.forecast import Forecast
from metaselect.recommendation.shortlist import advised_order

__all__ = ["OddsCalibration", "calibrate_odds", "learn_odds", "odds_on_known"]

# Odds of nearly 0 or 1 are no certainty.
_LEAST_ODDS = 0.01
# Newton's method converges in a few.
_N_STEPS = 25


@dataclass(frozen=True)
class OddsCalibration:
    """From the odds that are said to those that came true: a line between their logarithms (Platt, 1999).

    Attributes
    ----------
    intercept, slope : float
        0 and 1 where what is said comes true.
    """

    intercept: float = 0.0
    slope: float = 1.0

    def apply(self, odds: float) -> float:
        """Return what odds in [0, 1] are worth; NaN where they are.

        Examples
        --------
        >>> round(OddsCalibration(intercept=0.5).apply(0.5), 2), OddsCalibration(slope=0.0).apply(0.9)
        (0.62, 0.5)
        """
        return float(_odds(self.intercept + self.slope * _logit(odds)))


def calibrate_odds(said: np.ndarray, came_true: np.ndarray) -> OddsCalibration:
    """Return the calibration that what was said needs, drawn towards none: by a standard normal prior on both numbers.

    Parameters
    ----------
    said : ndarray of shape (n,)
        Odds that the first is better.
    came_true : ndarray of shape (n,)
        1 where it was, 0 where the second was, 0.5 where they were alike.
    """
    x = np.column_stack([np.ones(len(said)), _logit(said)])
    none = np.array([0.0, 1.0])
    line = none.copy()
    for _ in range(_N_STEPS):
        p = _odds(x @ line)
        gradient = x.T @ (came_true - p) - (line - none)
        curvature = (x * (p * (1.0 - p))[:, None]).T @ x + np.eye(2)
        line = line + np.linalg.solve(curvature, gradient)
    return OddsCalibration(float(line[0]), float(line[1]))


def learn_odds(
    meta_learner: BaseMetaLearner, residuals: np.ndarray | None, examples: MetaExamples, *, blends: bool
) -> OddsCalibration:
    """Return the calibration that the odds need, by `odds_on_known`; none where it is not known what is missed.

    Parameters
    ----------
    meta_learner : BaseMetaLearner
        Fitted on the examples.
    residuals : ndarray of shape (n_datasets, n_configurations), or None
        What it misses on each of them when that is left out.
    examples : MetaExamples
        The known datasets.
    blends : bool
        Whether a blend is one of the two; of single models otherwise.
    """
    if residuals is None:
        return OddsCalibration()
    return calibrate_odds(*odds_on_known(meta_learner, residuals, examples, blends=blends))


def odds_on_known(
    meta_learner: BaseMetaLearner, residuals: np.ndarray, examples: MetaExamples, *, blends: bool
) -> tuple[np.ndarray, np.ndarray]:
    """Return the odds of the first that would be said of each known dataset, were it new, and whether it was better.

    Parameters
    ----------
    meta_learner : BaseMetaLearner
        Fitted on the examples.
    residuals : ndarray of shape (n_datasets, n_configurations)
        What it misses on each of them when that is left out.
    examples : MetaExamples
        The known datasets.
    blends : bool
        Whether a blend is one of the two; of single models otherwise.

    Returns
    -------
    said : ndarray of shape (n,)
        Of the datasets that have two candidates.
    came_true : ndarray of shape (n,)
        1, 0, or 0.5 where the two are as good.
    """
    R, origins = examples.R, np.asarray(examples.origins)
    proximities = meta_learner.proximities_of_known()
    said, came_true = [], []
    for i, regrets in enumerate(cap_regret(R)):
        available = np.flatnonzero(~np.isnan(R[i]))
        of_blends = np.intersect1d(available, examples.blends)
        if not blends:
            available = np.setdiff1d(available, of_blends)
        if len(available) < 2 or (blends and not len(of_blends)):
            continue
        others = origins != origins[i]
        weights = None if proximities is None else proximities[i, others]
        predicted = np.nan_to_num(cap_regret(R[i], CLIP) - residuals[i])
        forecast = Forecast(predicted, weights, residuals[others], R[others])
        first, second = advised_order(forecast, available, 2, of_blends if blends else ())
        said.append(odds_of_first(forecast, first, second))
        came_true.append(0.5 + 0.5 * np.sign(regrets[second] - regrets[first]))
    return np.array(said), np.array(came_true)


def _logit(odds: np.ndarray | float) -> np.ndarray:
    clipped = np.clip(odds, _LEAST_ODDS, 1.0 - _LEAST_ODDS)
    return np.log(clipped / (1.0 - clipped))


def _odds(logit: np.ndarray) -> np.ndarray:
    return 1.0 / (1.0 + np.exp(-logit))
