"""The score to expect of each configuration on a new dataset, with an interval."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from metaselect.metalearners import ProximityForest, complete_regret
from metaselect.metalearners._scaling import RankScaling

__all__ = ["ExpectedScores"]

# Skills far below the dummy predictor are disasters whose size is noise (a log loss has no bound).
_LOWEST_SKILL = -1.0
# Half a hundredth of the way from dummy to perfect: no score is known better than this.
_LEAST_SPREAD = 0.005


class ExpectedScores:
    """Predicts skills (0 the dummy predictor, 1 perfect) as means over known datasets, weighted by a forest.

    The interval is conformal: residuals of the known datasets, each predicted without its own origin, are divided by
    the weighted spread of the datasets they were predicted from, and their quantiles multiplied by that spread for the
    new one. Where similar datasets disagree the interval is wide. Source: Lei et al. (2018), Distribution-free
    predictive inference for regression (locally weighted split conformal).

    Parameters
    ----------
    level : float
        Share of scores that the interval is to hold.
    n_trees : int
    random_state : int
    """

    def __init__(self, level: float = 0.9, n_trees: int = 100, random_state: int = 0):
        self.level = level
        self.n_trees = n_trees
        self.random_state = random_state

    def fit(self, M: np.ndarray, skills: np.ndarray, origins: Sequence[str]) -> ExpectedScores:
        """Learn from known datasets.

        Parameters
        ----------
        M : ndarray of shape (n_datasets, n_metafeatures)
        skills : ndarray of shape (n_datasets, n_configurations)
            NaN where there is no score.
        origins : sequence of str, of length n_datasets
        """
        self.known_ = ~np.isnan(skills)
        self.skills_ = np.where(self.known_, np.maximum(skills, _LOWEST_SKILL), 0.0)
        self.scaling_ = RankScaling().fit(M)
        scaled = self.scaling_.transform(M)
        # Lack of skill is complete like regret is: a configuration does worse where the others do.
        targets = 1.0 - complete_regret(1.0 - np.where(self.known_, self.skills_, np.nan), worst=1.0 - _LOWEST_SKILL)
        self.forest_ = ProximityForest(n_trees=self.n_trees, random_state=self.random_state).fit(scaled, targets)
        expected, spread = self._mean_and_spread(self.forest_.weights_of_known(origins))
        self.ratio_low_, self.ratio_high_ = self._quantiles((self.skills_ - expected) / spread)
        return self

    def predict(self, M: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return expected skill and the low and high end of its interval, each (n_new, n_configurations)."""
        expected, spread = self._mean_and_spread(self.forest_.weights(self.scaling_.transform(M)))
        low = np.minimum(expected + self.ratio_low_ * spread, expected)
        high = np.maximum(expected + self.ratio_high_ * spread, expected)
        return expected, np.minimum(low, 1.0), np.minimum(high, 1.0)

    def _mean_and_spread(self, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the weighted mean and standard deviation of known skills, each (n_new, n_configurations)."""
        total = np.maximum(weights @ self.known_, 1e-12)
        mean = weights @ self.skills_ / total
        variance = np.maximum(weights @ self.skills_**2 / total - mean**2, 0.0)
        return mean, np.maximum(np.sqrt(variance), _LEAST_SPREAD)

    def _quantiles(self, ratios: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the low and high quantile of each column, for one more draw than the rows there are."""
        low, high = np.full(ratios.shape[1], np.nan), np.full(ratios.shape[1], np.nan)
        for c, known in enumerate(self.known_.T):
            n = int(known.sum())
            tail = (1.0 - self.level) / 2.0
            share = min(1.0, (1.0 - tail) * (n + 1) / max(n, 1))
            low[c], high[c] = np.quantile(ratios[known, c], [1.0 - share, share]) if n else (np.nan, np.nan)
        return low, high
