"""`Beliefs`: how good each configuration is on one dataset, before and after some of them were tried.

Before, the meta-learner says how far each is behind the best. What it missed on known datasets says how far it may be
off, and which configurations it misjudges together: where one turns out better than predicted, so do its likes. A
Gaussian with these means and covariances is conditioned on the scores that were seen (Rasmussen & Williams 2006, eq.
2.23 and 2.24).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import norm

from metaselect.metalearners import CLIP, cap_regret
from metaselect.recommendation import Forecast

__all__ = ["LEAST_SCALE", "Beliefs", "expected_gains", "prior_beliefs", "shares_of_best"]

# How far the level of all scores of a dataset may be from what was predicted, as a share of the best: anywhere. Only
# differences between configurations are learned from.
_SD_OF_LEVEL = 1.0
# What folds add by chance to the score of one configuration and not to that of another, on the same scale.
_SD_OF_NOISE = 0.05
# Covariances of a hundred configurations over as many datasets are noisy: they are drawn towards none.
_SHRINKAGE = 0.2
# Where nothing is better than a constant prediction, differences are not to become infinite.
LEAST_SCALE = 0.05


@dataclass(frozen=True, eq=False)
class Beliefs:
    """A Gaussian over the skill of each configuration, in units of the skill of the best one.

    Attributes
    ----------
    mean : ndarray of shape (n_configurations,)
        1 for one that is as good as the best, 0 for one as good as a constant prediction, if the level is as expected.
    covariance : ndarray of shape (n_configurations, n_configurations)
        Of what may be wrong about them.
    """

    mean: np.ndarray
    covariance: np.ndarray

    def given(self, tried: Sequence[int], values: Sequence[float] | np.ndarray) -> Beliefs:
        """Return what is believed once some configurations were tried; ask it of what was believed before any was.

        Parameters
        ----------
        tried : sequence of int
            Indices of the configurations.
        values : sequence of float
            How good each turned out, as of `shares_of_best`.

        Examples
        --------
        Configuration 1 is misjudged together with 0, and 2 is not:

        >>> beliefs = Beliefs(np.array([0.9, 0.9, 0.9]), np.array([[1.0, 0.9, 0], [0.9, 1.0, 0], [0, 0, 1.0]]) / 100)
        >>> beliefs.given([0, 2], [1.0, 0.75]).mean.round(2)
        array([0.98, 0.97, 0.78])
        """
        if not len(tried):
            return self
        seen = np.asarray(tried, dtype=int)
        covariance = self.covariance + _SD_OF_LEVEL**2
        of_seen = covariance[np.ix_(seen, seen)] + _SD_OF_NOISE**2 * np.eye(len(seen))
        gain = np.linalg.solve(of_seen, covariance[seen]).T  # (n_configurations, n_tried)
        mean = self.mean + gain @ (np.asarray(values, dtype=float) - self.mean[seen])
        return Beliefs(mean, covariance - gain @ covariance[seen])


def shares_of_best(skills: Sequence[float]) -> np.ndarray:
    """Return skills as shares of the best of them: what beliefs are about.

    Parameters
    ----------
    skills : sequence of float
        Of what was tried: 0 for the best constant prediction, 1 for perfect predictions. Worse than constant is 0.

    Examples
    --------
    >>> shares_of_best([0.4, 0.2, -3.0])
    array([1. , 0.5, 0. ])
    """
    values = np.maximum(np.asarray(skills, dtype=float), 0.0)
    shares: np.ndarray = values / max(float(values.max(initial=0.0)), LEAST_SCALE)
    return shares


def prior_beliefs(forecast: Forecast) -> Beliefs:
    """Return what is believed before anything was tried.

    Parameters
    ----------
    forecast : Forecast
        Where it does not say what predictions missed, regrets of known datasets vary as much as they do there.

    Examples
    --------
    >>> forecast = Forecast(np.array([0.1, 0.2]), None, np.array([[0.0, 0.1], [0.2, -0.1]]), np.zeros((2, 2)))
    >>> prior_beliefs(forecast).mean
    array([0.9, 0.8])
    """
    missed = forecast.residuals
    if missed is None:
        missed = cap_regret(forecast.R, CLIP)
    missed = np.where(np.isfinite(missed), missed, np.nan)
    missed = np.nan_to_num(missed - np.nanmean(missed, axis=0))  # what was never run says nothing
    covariance = missed.T @ missed / len(missed)
    of_each = np.diag(np.diag(covariance))
    return Beliefs(1.0 - forecast.predicted, (1 - _SHRINKAGE) * covariance + _SHRINKAGE * of_each)


def expected_gains(beliefs: Beliefs, best: float) -> np.ndarray:
    """Return by how much each configuration is expected to improve on the best score seen, (n_configurations,).

    Parameters
    ----------
    beliefs : Beliefs
        Given all that was tried.
    best : float
        The best that was tried, on the scale of the beliefs.

    Notes
    -----
    The expected improvement of Jones, Schonlau & Welch (1998).

    Examples
    --------
    >>> expected_gains(Beliefs(np.array([0.9, 0.8]), np.diag([1e-4, 0.04])), best=0.95).round(4)
    array([0.    , 0.0262])
    """
    deviation = np.sqrt(np.maximum(np.diag(beliefs.covariance), 1e-12))
    ahead = beliefs.mean - best
    gains: np.ndarray = ahead * norm.cdf(ahead / deviation) + deviation * norm.pdf(ahead / deviation)
    return gains
