"""The score to expect of each configuration on a new dataset, with an interval."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from metaselect.metalearners import Forest, ForestMetaLearner, ProximityForest, RankScaling, complete_regret
from metaselect.recommendation.confidence.familiarity import Familiarity

__all__ = ["LOWEST_SKILL", "ExpectedScores"]

# Skills far below the dummy predictor are disasters whose size is noise (a log loss has no bound): no mean is to
# hang on them.
LOWEST_SKILL = -1.0
# A tenth of the way from dummy to perfect: near perfection, where less is missing, errors stop shrinking with it.
_SHORTFALL_OFFSET = 0.1
# Of log shortfalls: no score is known better than to 2 % of what it lacks.
_LEAST_SPREAD = 0.02
# Familiarity in the middle of the unfamiliar and of the familiar half of the known datasets.
_UNFAMILIAR, _FAMILIAR = 0.25, 0.75


class ExpectedScores:
    """Predicts skills: 0 is the dummy predictor, 1 is perfect.

    The skill of a configuration is what the best one can reach on the dataset, its level, less the regret of the
    configuration. Levels are averaged over known datasets with the weights of a forest of its own, as they depend on
    other metafeatures than regrets; regrets with the weights of the forest that recommends. So the expected scores
    agree with the recommended order unless the evidence for it is thin.

    The interval is conformal: each known dataset is predicted without its own origin, and what quantiles its errors
    have, those of the new one are taken to have. Errors are made comparable first. They are measured on the logarithm
    of the shortfall (what a skill lacks to perfection), on which neither a near-perfect score nor a log loss without
    bound stands out; divided by the root of the spread of the similar datasets, so that the interval is wide where
    they disagree; and divided by what is usual near to the known datasets, or far from them. Source: Lei et al. (2018),
    Distribution-free predictive inference for regression (locally weighted); Vovk (2012), Conditional validity of
    inductive conformal predictors (by category, here near and far).

    Parameters
    ----------
    level : float
        Share of scores that the interval is to hold.
    n_trees : int
        In each of the two forests.
    random_state : int
        Seeds the forests.
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
        regret_forest: Forest | None = None,
    ) -> ExpectedScores:
        """Learn from known datasets.

        Parameters
        ----------
        M : ndarray of shape (n_datasets, n_metafeatures)
            Of the known datasets; NaN where undefined.
        R, skills : ndarray of shape (n_datasets, n_configurations)
            NaN where there is none.
        origins : sequence of str, of length n_datasets
            No dataset is predicted from those of its own origin.
        regret_forest : Forest, optional
            Fitted on M and R; fitted here when not given.
        """
        self.known_ = ~np.isnan(skills)
        kept = np.where(self.known_, np.maximum(skills, LOWEST_SKILL), np.nan)
        self.best_ = np.nanmax(kept, axis=1)
        self.log_shortfall_ = _log_shortfall(np.where(self.known_, skills, 0.0))
        self.has_regret_ = ~np.isnan(R)
        self.R_ = np.where(self.has_regret_, R, 0.0)
        self.regret_forest_ = regret_forest or ForestMetaLearner(random_state=self.random_state).fit(M, R)
        self.scaling_ = RankScaling().fit(M)
        # Lack of skill is completed like regret is: a configuration does worse where the others do.
        targets = 1.0 - complete_regret(1.0 - kept, worst=1.0 - LOWEST_SKILL)
        self.level_forest_ = ProximityForest(n_trees=self.n_trees, random_state=self.random_state)
        self.level_forest_.fit(self.scaling_.transform(M), targets)
        self.familiarity_ = Familiarity().fit(M, origins)
        level_weights = self.level_forest_.out_of_bag_proximities(origins)
        expected = self._expected(level_weights, self.regret_forest_.out_of_bag_proximities(origins))
        errors = (self.log_shortfall_ - _log_shortfall(expected)) / self._spread(level_weights)
        self._calibrate(errors, self.familiarity_.known_familiarity_)
        return self

    def predict(self, M: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return expected skill and the low and high end of its interval, each (n_new, n_configurations)."""
        level_weights = self.level_forest_.weights(self.scaling_.transform(M))
        expected = self._expected(level_weights, self.regret_forest_.weights(M))
        familiarity = np.array([self.familiarity_.predict(m) for m in M])
        spread = self._spread(level_weights) * self._usual_error(familiarity)[:, None]
        shortfall = _log_shortfall(expected)
        low = _skill(shortfall + np.maximum(self.high_, 0.0) * spread)
        high = _skill(shortfall + np.minimum(self.low_, 0.0) * spread)
        return expected, np.minimum(low, expected), np.clip(high, expected, 1.0)

    def _expected(self, level_weights, regret_weights) -> np.ndarray:
        """Return expected skills, (n_new, n_configurations)."""
        regret = regret_weights @ self.R_ / np.maximum(regret_weights @ self.has_regret_, 1e-12)
        return (level_weights @ self.best_)[:, None] * (1.0 - regret)

    def _spread(self, level_weights) -> np.ndarray:
        """Return the root of how much log shortfalls vary around the new datasets, (n_new, n_configurations).

        A standard deviation of few datasets is noisy; its root is half-way, in logarithm, to the same for all.
        """
        total = np.maximum(level_weights @ self.known_, 1e-12)
        mean = level_weights @ np.where(self.known_, self.log_shortfall_, 0.0) / total
        square = level_weights @ np.where(self.known_, self.log_shortfall_**2, 0.0) / total
        return np.sqrt(np.maximum(np.sqrt(np.maximum(square - mean**2, 0.0)), _LEAST_SPREAD))

    def _calibrate(self, errors: np.ndarray, familiarity: np.ndarray) -> None:
        """Learn how large errors usually are, far and near, and the quantiles of the rest.

        Parameters
        ----------
        errors : ndarray of shape (n_datasets, n_configurations)
            Of log shortfalls, in units of the spread.
        familiarity : ndarray of shape (n_datasets,)
            Of each known dataset with those of other origins.
        """
        far = familiarity <= np.median(familiarity)
        usual = [np.abs(errors[half][self.known_[half]]) for half in (far, ~far)]
        # Where all are equally familiar, one half is empty.
        self.usual_errors_ = [np.quantile(half if len(half) else usual[0], self.level) or 1.0 for half in usual]
        relative = errors / self._usual_error(familiarity)[:, None]
        low, high = _quantiles(relative[self.known_], self.level)
        # Those of a configuration alone are noisy, those of all together miss what is its own: half and half.
        own = [
            _quantiles(column[known], self.level) if known.any() else (low, high)
            for column, known in zip(relative.T, self.known_.T, strict=True)
        ]
        self.low_, self.high_ = (np.array(own).T + [[low], [high]]) / 2.0  # (n_configurations,) each

    def _usual_error(self, familiarity: np.ndarray) -> np.ndarray:
        return np.exp(np.interp(familiarity, [_UNFAMILIAR, _FAMILIAR], np.log(self.usual_errors_)))


def _log_shortfall(skill: np.ndarray) -> np.ndarray:
    return np.log(np.maximum(1.0 - skill, 0.0) + _SHORTFALL_OFFSET)


def _skill(log_shortfall: np.ndarray) -> np.ndarray:
    return 1.0 + _SHORTFALL_OFFSET - np.exp(log_shortfall)


def _quantiles(values: np.ndarray, level: float) -> tuple[float, float]:
    """Return the low and high quantile for one more draw than there are values, (n,)."""
    share = min(1.0, (1.0 + level) / 2.0 * (len(values) + 1) / len(values))
    low, high = np.quantile(values, [1.0 - share, share])
    return float(low), float(high)
