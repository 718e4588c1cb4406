"""The score to expect of each configuration on a new dataset, with an interval."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from metaselect.metalearners import ForestMetaLearner, ProximityForest, complete_regret
from metaselect.metalearners._scaling import RankScaling

__all__ = ["ExpectedScores"]

# Skills far below the dummy predictor are disasters whose size is noise (a log loss has no bound).
_LOWEST_SKILL = -1.0
# Half a hundredth of the way from dummy to perfect: no score is known better than this.
_LEAST_SPREAD = 0.005


class ExpectedScores:
    """Predicts skills: 0 is the dummy predictor, 1 is perfect.

    The skill of a configuration is what the best one can reach on the dataset, its level, less the regret of the
    configuration. Levels are averaged over known datasets with the weights of a forest of its own, as they depend on
    other metafeatures than regrets; regrets with the weights of the forest that recommends. So the expected scores
    agree with the recommended order unless the evidence for it is thin.

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

    def fit(
        self,
        M: np.ndarray,
        R: np.ndarray,
        skills: np.ndarray,
        origins: Sequence[str],
        regret_forest: ForestMetaLearner | None = None,
    ) -> ExpectedScores:
        """Learn from known datasets.

        Parameters
        ----------
        M : ndarray of shape (n_datasets, n_metafeatures)
        R, skills : ndarray of shape (n_datasets, n_configurations)
            NaN where there is none.
        origins : sequence of str, of length n_datasets
        regret_forest : ForestMetaLearner, optional
            Fitted on M and R; fitted here when not given.
        """
        self.known_ = ~np.isnan(skills)
        self.skills_ = np.where(self.known_, np.maximum(skills, _LOWEST_SKILL), 0.0)
        self.best_ = np.max(self.skills_, axis=1, where=self.known_, initial=_LOWEST_SKILL)
        self.has_regret_ = ~np.isnan(R)
        self.R_ = np.where(self.has_regret_, R, 0.0)
        self.regret_forest_ = regret_forest or ForestMetaLearner(random_state=self.random_state).fit(M, R)
        self.scaling_ = RankScaling().fit(M)
        # Lack of skill is completed like regret is: a configuration does worse where the others do.
        targets = 1.0 - complete_regret(1.0 - np.where(self.known_, self.skills_, np.nan), worst=1.0 - _LOWEST_SKILL)
        self.level_forest_ = ProximityForest(n_trees=self.n_trees, random_state=self.random_state)
        self.level_forest_.fit(self.scaling_.transform(M), targets)
        expected, spread = self._mean_and_spread(
            self.level_forest_.weights_of_known(origins), self.regret_forest_.forest_.weights_of_known(origins)
        )
        self.ratio_low_, self.ratio_high_ = self._quantiles((self.skills_ - expected) / spread)
        return self

    def predict(self, M: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return expected skill and the low and high end of its interval, each (n_new, n_configurations)."""
        level_weights = self.level_forest_.weights(self.scaling_.transform(M))
        expected, spread = self._mean_and_spread(level_weights, self.regret_forest_.weights(M))
        low = np.minimum(expected + self.ratio_low_ * spread, expected)
        high = np.maximum(expected + self.ratio_high_ * spread, expected)
        return expected, np.minimum(low, 1.0), np.minimum(high, 1.0)

    def _mean_and_spread(self, level_weights, regret_weights) -> tuple[np.ndarray, np.ndarray]:
        """Return expected skills and how much skills vary around, each (n_new, n_configurations)."""
        regret = regret_weights @ self.R_ / np.maximum(regret_weights @ self.has_regret_, 1e-12)
        expected = (level_weights @ self.best_)[:, None] * (1.0 - regret)
        total = np.maximum(level_weights @ self.known_, 1e-12)
        mean = level_weights @ self.skills_ / total
        variance = np.maximum(level_weights @ self.skills_**2 / total - mean**2, 0.0)
        return expected, np.maximum(np.sqrt(variance), _LEAST_SPREAD)

    def _quantiles(self, ratios: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the low and high quantile of each column, for one more draw than the rows there are."""
        low, high = np.full(ratios.shape[1], np.nan), np.full(ratios.shape[1], np.nan)
        for c, known in enumerate(self.known_.T):
            n = int(known.sum())
            tail = (1.0 - self.level) / 2.0
            share = min(1.0, (1.0 - tail) * (n + 1) / max(n, 1))
            low[c], high[c] = np.quantile(ratios[known, c], [1.0 - share, share]) if n else (np.nan, np.nan)
        return low, high
