"""The score to expect of each configuration on a new dataset, with an interval."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.special import ndtri

from metaselect.evaluation import SHORTFALL_OFFSET, log_shortfall, skill_of_log_shortfall
from metaselect.metalearners import ProximityForest, RankScaling, complete_regret
from metaselect.recommendation.confidence.familiarity import Familiarity
from metaselect.recommendation.confidence.grouped_ridge import GroupedRidge
from metaselect.recommendation.confidence.split_noise import SplitNoise
from metaselect.recommendation.confidence.usual_errors import UsualErrors

__all__ = ["LOWEST_SKILL", "ExpectedScores"]

# Skills far below the dummy predictor are disasters whose size is noise (a log loss has no bound): no mean is to
# hang on them.
LOWEST_SKILL = -1.0
# Log shortfalls of the dummy predictor and of perfection.
_OF_DUMMY, _OF_PERFECTION = map(float, log_shortfall(np.array([0.0, 1.0])))
# Of log shortfalls: no score is known better than to 2 % of what it lacks.
_LEAST_SPREAD = 0.02
_ROWS = "log_n_rows"
# Of the spread over all known datasets, in that of the similar ones: few of them may agree by chance.
_SHARE_OF_ALL = 0.3
# How many equally likely deviations stand for what splits of a known dataset may do.
_N_DEVIATIONS = 10


class ExpectedScores:
    """Predicts skills: 0 is the dummy predictor, 1 is perfect.

    What is predicted is the logarithm of the shortfall, of what a skill lacks to perfection: on it neither a
    near-perfect score nor a log loss without bound stands out. It is the mean of what two models say: a forest, and a
    ridge regression, which says more where a landmarker is beyond all known ones. Both see the metafeatures by rank
    and, beside them, the log shortfalls of the landmarkers: what a small forest lacks on the table says more than
    similar tables do.

    The interval is conformal: each known dataset is predicted without its own origin, and what quantiles its errors
    have, those of the new one are taken to have. Errors are made comparable first. They are divided by the root of the
    spread of the similar datasets, so that the interval is wide where they disagree; and divided by what is usual near
    to the known datasets or far from them, and with few rows or many. No interval ends below both the worst that
    is known of the configuration and the dummy predictor: nothing can be learned from some tables.

    The interval of the skill on a single held-out third is wider by the noise of so few test rows (`SplitNoise`), and
    made to hold what splits of the known datasets may give.
    Source: Lei et al. (2018), Distribution-free predictive inference for regression (locally weighted); Vovk (2012),
    Conditional validity of inductive conformal predictors (by category).

    Parameters
    ----------
    level : float
        Share of scores that the interval is to hold.
    n_trees : int
        In the forest.
    random_state : int
        Seeds the forest.
    """

    def __init__(self, level: float = 0.9, n_trees: int = 100, random_state: int = 0):
        self.level = level
        self.n_trees = n_trees
        self.random_state = random_state

    def fit(
        self,
        M: np.ndarray,
        skills: np.ndarray,
        origins: Sequence[str],
        metafeatures: Sequence[str] = (),
        noise: np.ndarray | None = None,
        n_rows: np.ndarray | None = None,
    ) -> ExpectedScores:
        """Learn from known datasets.

        Parameters
        ----------
        M : ndarray of shape (n_datasets, n_metafeatures)
            Of the known datasets; NaN where undefined.
        skills : ndarray of shape (n_datasets, n_configurations)
            NaN where there is none.
        origins : sequence of str, of length n_datasets
            No dataset is predicted from those of its own origin.
        metafeatures : sequence of str, of length n_metafeatures, optional
            Their names, which tell landmarkers from the others; taken for others when not given.
        noise : ndarray of shape (n_datasets,), optional
            How much scores on one test row vary, NaN where unknown: see `known_noise`. Without it nothing is said of
            single splits.
        n_rows : ndarray of shape (n_datasets,), optional
            Of the whole datasets; needed with `noise`.
        """
        self.known_ = ~np.isnan(skills)
        self.log_shortfall_ = log_shortfall(np.where(self.known_, skills, 0.0))
        self.rows_ = list(metafeatures).index(_ROWS) if _ROWS in metafeatures else None
        self.landmarkers_ = np.array([i for i, name in enumerate(metafeatures) if name.endswith("_skill")], dtype=int)
        self.scaling_ = RankScaling().fit(M)
        landmarks = self._landmarks(M)
        n_known = (~np.isnan(landmarks)).sum(axis=0)
        self.usual_landmarks_ = np.nansum(landmarks, axis=0) / np.maximum(n_known, 1)
        # Lack of skill is completed like regret is: a configuration does worse where the others do.
        kept = np.where(self.known_, np.maximum(skills, LOWEST_SKILL), np.nan)
        self.targets_ = np.log(complete_regret(1.0 - kept, worst=1.0 - LOWEST_SKILL) + SHORTFALL_OFFSET)
        seen = self._see(M)
        self.forest_ = ProximityForest(
            self.n_trees, min_samples_leaf=2, max_features=0.5, random_splits=True, random_state=self.random_state
        ).fit(seen, self.targets_)
        weights = self.forest_.out_of_bag_proximities(origins)
        self.ridge_ = GroupedRidge().fit(seen, self.targets_, origins)
        left_out = self.ridge_.left_out_
        is_left = weights.sum(axis=1, keepdims=True) > 0  # nothing is where all have one origin
        expected = (np.where(is_left, weights @ self.targets_, left_out) + left_out) / 2.0
        self.familiarity_ = Familiarity().fit(M, origins)
        self.worst_ = np.where(self.known_, self.log_shortfall_, _OF_DUMMY).max(axis=0, initial=_OF_DUMMY)
        spread, places = self._spread(weights), self._places(M, self.familiarity_.known_familiarity_)
        self._calibrate((self.log_shortfall_ - expected) / spread, places)
        self.split_noise_: SplitNoise | None = None
        if noise is not None and n_rows is not None and not np.isnan(noise).all():
            self.split_noise_ = SplitNoise().fit(noise, n_rows, weights)
            spread = spread * self.usual_errors_.predict(places)[:, None]
            self._calibrate_splits(self.split_noise_, expected, spread, places)
        return self

    def predict(self, M: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return expected skill and the low and high end of its interval, each (n_new, n_configurations)."""
        _, _, shortfall, spread = self._look_at(M)
        expected = np.minimum(skill_of_log_shortfall(shortfall), 1.0)
        return expected, *_around(expected, *self._ends(shortfall, spread))

    def predict_splits(self, M: np.ndarray, n_rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the low and high end of the interval of the skill on one held-out third.

        Parameters
        ----------
        M : ndarray of shape (n_new, n_metafeatures)
            Of the new datasets.
        n_rows : ndarray of shape (n_new,)
            Of the whole datasets.

        Returns
        -------
        low, high : ndarray of shape (n_new, n_configurations)
            NaN where it is not known how much scores of folds vary.
        """
        weights, places, shortfall, spread = self._look_at(M)
        if self.split_noise_ is None:
            return np.full_like(shortfall, np.nan), np.full_like(shortfall, np.nan)
        worse, better = self._reach_of_splits(shortfall, spread, self.split_noise_.predict(weights, n_rows))
        # A single split tells less than the mean over folds, whatever chance makes of it on the known datasets.
        factor = np.maximum(self.factor_of_splits_ * self.usual_of_splits_.predict(places), 1.0)[:, None]
        expected = np.minimum(skill_of_log_shortfall(shortfall), 1.0)
        return _around(expected, shortfall + factor * worse, shortfall - factor * better)

    def _look_at(self, M: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """Return weights of the known datasets, places, expected log shortfalls, and their usual spread."""
        seen = self._see(M)
        weights = self.forest_.weights(seen)
        shortfall = (weights @ self.targets_ + self.ridge_.predict(seen)) / 2.0
        places = self._places(M, np.array([self.familiarity_.predict(m) for m in M]))
        return weights, places, shortfall, self._spread(weights) * self.usual_errors_.predict(places)[:, None]

    def _see(self, M: np.ndarray) -> np.ndarray:
        """Return what the two models see of datasets, (n, n_metafeatures + n_landmarkers)."""
        landmarks = self._landmarks(M)
        return np.hstack([self.scaling_.transform(M), np.where(np.isnan(landmarks), self.usual_landmarks_, landmarks)])

    def _landmarks(self, M: np.ndarray) -> np.ndarray:
        return log_shortfall(np.maximum(M[:, self.landmarkers_], LOWEST_SKILL))

    def _places(self, M: np.ndarray, familiarity: np.ndarray) -> np.ndarray:
        """Return how familiar datasets are, and which share of the known ones has fewer rows, (n, 1 or 2)."""
        if self.rows_ is None:
            return familiarity[:, None]
        return np.column_stack([familiarity, self.scaling_.transform(M)[:, self.rows_] + 0.5])

    def _spread(self, weights: np.ndarray) -> np.ndarray:
        """Return the root of how much log shortfalls vary around the new datasets, (n_new, n_configurations).

        A standard deviation of few datasets is noisy; its root is half-way, in logarithm, to the same for all.
        """
        near = _variance(weights, self.known_, self.log_shortfall_)
        of_all = _variance(np.ones((1, len(self.known_))), self.known_, self.log_shortfall_)
        variance = (1.0 - _SHARE_OF_ALL) * near + _SHARE_OF_ALL * of_all
        return np.sqrt(np.maximum(np.sqrt(variance), _LEAST_SPREAD))

    def _calibrate(self, errors: np.ndarray, places: np.ndarray) -> None:
        """Learn how large errors usually are in the lower and the upper half of places, and the quantiles of the rest.

        Parameters
        ----------
        errors : ndarray of shape (n_datasets, n_configurations)
            Of log shortfalls, in units of the spread.
        places : ndarray of shape (n_datasets, 1 or 2)
            As of `_places`.
        """
        self.usual_errors_ = UsualErrors(self.level).fit(errors, self.known_, places)
        relative = self.usual_errors_.relative(errors, places)
        low, high = _quantiles(relative[self.known_], self.level)
        # Those of a configuration alone are noisy, those of all together miss what is its own: half and half.
        own = [
            _quantiles(column[known], self.level) if known.any() else (low, high)
            for column, known in zip(relative.T, self.known_.T, strict=True)
        ]
        self.low_, self.high_ = (np.array(own).T + [[low], [high]]) / 2.0  # (n_configurations,) each

    def _calibrate_splits(
        self, noise: SplitNoise, expected: np.ndarray, spread: np.ndarray, places: np.ndarray
    ) -> None:
        """Learn by which factor the widths of intervals and of noise together hold scores of single splits.

        Such scores are known datasets' own, each moved by what splits of it may do.
        """
        deviations = ndtri((np.arange(_N_DEVIATIONS) + 0.5) / _N_DEVIATIONS)
        of_split = self.log_shortfall_[:, :, None] + noise.known_sd_[:, None, None] * deviations
        errors = np.maximum(of_split, _OF_PERFECTION) - expected[:, :, None]
        worse, better = self._reach_of_splits(expected, spread, noise.left_out_sd_)
        relative = np.where(errors > 0, errors / worse[:, :, None], -errors / better[:, :, None])
        known = np.broadcast_to(self.known_[:, :, None], relative.shape)
        self.usual_of_splits_ = UsualErrors(self.level).fit(relative, known, places)
        relative = self.usual_of_splits_.relative(relative, places)
        self.factor_of_splits_ = float(np.quantile(relative[known], self.level))

    def _ends(self, shortfall: np.ndarray, spread: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the worse and the better end of the intervals, as log shortfalls."""
        worse = np.minimum(shortfall + np.maximum(self.high_, 0.0) * spread, self.worst_)
        return worse, shortfall + np.minimum(self.low_, 0.0) * spread

    def _reach_of_splits(
        self, shortfall: np.ndarray, spread: np.ndarray, noise: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return how far intervals and noise together reach, to worse and to better scores, as log shortfalls."""
        worse, better = self._ends(shortfall, spread)
        of_noise = ndtri((1.0 + self.level) / 2.0) * noise[:, None]
        return (
            np.hypot(np.maximum(worse - shortfall, 0.0), of_noise),
            np.hypot(shortfall - np.maximum(better, np.minimum(_OF_PERFECTION, shortfall)), of_noise),
        )


def _variance(weights: np.ndarray, known: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Return the weighted variance of the known values of each column, (n_new, n_columns)."""
    total = np.maximum(weights @ known, 1e-12)
    mean = weights @ np.where(known, values, 0.0) / total
    square = weights @ np.where(known, values**2, 0.0) / total
    return np.maximum(square - mean**2, 0.0)


def _around(expected: np.ndarray, worse: np.ndarray, better: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the skills at the ends of an interval that holds what is expected."""
    low, high = skill_of_log_shortfall(worse), skill_of_log_shortfall(better)
    return np.minimum(low, expected), np.clip(high, expected, 1.0)


def _quantiles(values: np.ndarray, level: float) -> tuple[float, float]:
    """Return the low and high quantile for one more draw than there are values, (n,)."""
    share = min(1.0, (1.0 + level) / 2.0 * (len(values) + 1) / len(values))
    low, high = np.quantile(values, [1.0 - share, share])
    return float(low), float(high)
