"""What every meta-learner does before and after learning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, Self

import numpy as np
from numpy.typing import ArrayLike
from sklearn.base import BaseEstimator, RegressorMixin
from sklearn.utils.validation import check_is_fitted

from metaselect.exceptions import KnowledgeBaseError
from metaselect.metalearners._scaling import RankScaling
from metaselect.metalearners._tree_node import TreeNode
from metaselect.metalearners.regret import cap_regret, complete_regret

__all__ = ["BaseMetaLearner", "Contributions", "Tree"]


class Tree(Protocol):
    """What is asked of a fitted tree."""

    def nodes(self) -> dict[int, TreeNode]:
        """Return the nodes by number, the root is 0."""

    def completed(self, M: ArrayLike) -> np.ndarray:
        """Return metafeatures as splits see them, of shape (n_new, n_metafeatures)."""


@dataclass(frozen=True, eq=False)
class Contributions:
    """Predictions for new datasets along a direction, as an exact sum.

    Attributes
    ----------
    base : float
        What is predicted before any metafeature is looked at.
    by_metafeature : ndarray of shape (n_new, n_metafeatures)
        What each metafeature adds.
    correction : ndarray of shape (n_new,)
        What similar known datasets add.
    """

    base: float
    by_metafeature: np.ndarray
    correction: np.ndarray


class BaseMetaLearner(RegressorMixin, BaseEstimator):
    """A multi-output regressor from metafeatures to regret.

    A subclass says in `_learn` what it keeps of complete matrices and in `_predict` how it answers; NaN, shapes and
    scales are settled here. What else it can say of its predictions it says by the methods below; None is "cannot say".
    Short lists are built from `weights` and `residuals_of_known`, explanations from `contributions` and `tree`.

    Attributes
    ----------
    uses_metafeatures : bool
        Whether predictions differ from dataset to dataset.
    expected_regret_ : ndarray of shape (n_configurations,), or None
        Prediction before any metafeature is looked at.
    """

    scaling: type = RankScaling  # or MedianImputation, for what is to be read in the units of the metafeatures
    uses_metafeatures = True
    expected_regret_: np.ndarray | None = None

    def fit(self, M: ArrayLike, R: ArrayLike) -> Self:
        """Learn from known datasets.

        Parameters
        ----------
        M : array-like of shape (n_datasets, n_metafeatures)
            NaN where a metafeature is undefined; whole columns may be.
        R : array-like of shape (n_datasets, n_configurations)
            Normalised regret: 0 best, 1 dummy predictor, NaN where never run.

        Returns
        -------
        self

        Raises
        ------
        KnowledgeBaseError
            If there is no dataset, or no regret at all.
        ValueError
            If the shapes do not fit.
        """
        M, R = _check_meta_examples(M, R)
        self.n_features_in_ = M.shape[1]
        self.scaling_ = self.scaling().fit(M)
        self._learn(self.scaling_.transform(M), complete_regret(R))
        return self

    def predict(self, M: ArrayLike) -> np.ndarray:
        """Return the predicted regret, lower is better, of shape (n_new, n_configurations)."""
        return self._predict(self._scale(M))

    def score(self, M: ArrayLike, R: ArrayLike) -> float:
        """Return minus the mean regret of the first pick.

        A pick that was never run counts 1, as the dummy predictor does; so does one worse than it (`cap_regret`).

        Parameters
        ----------
        M : array-like of shape (n_new, n_metafeatures)
            Of the new datasets.
        R : array-like of shape (n_new, n_configurations)
            Their true regrets; NaN where never run.
        """
        first_pick = self.predict(M).argmin(axis=1)
        return -float(cap_regret(R)[np.arange(len(first_pick)), first_pick].mean())

    def weights(self, M: ArrayLike) -> np.ndarray | None:
        """Return how much each known dataset counts for each new one, (n_new, n_datasets); rows sum to 1."""
        return None

    def proximities_of_known(self) -> np.ndarray | None:
        """Return how much each known dataset would count for each known one, had that been new.

        Of shape (n_datasets, n_datasets); rows sum to 1.
        """
        return None

    def residuals_of_known(self) -> np.ndarray | None:
        """Return what is missed on known datasets, of shape (n_datasets, n_configurations).

        The clipped regrets of each known dataset minus what would have been predicted, had that dataset been new.
        """
        return None

    def contributions(self, M: ArrayLike, direction: ArrayLike) -> Contributions | None:
        """Return what each metafeature adds to `prediction @ direction`.

        Parameters
        ----------
        M : array-like of shape (n_new, n_metafeatures)
            NaN where a metafeature is undefined.
        direction : array-like of shape (n_configurations,)
            A unit vector for one configuration; 1 and -1 for two that are compared.
        """
        return None

    def tree(self) -> Tree | None:
        """Return the fitted tree that makes the predictions, for those that are read from one."""
        return None

    def _scale(self, M) -> np.ndarray:
        check_is_fitted(self)
        M = np.asarray(M, dtype=float)
        if M.ndim != 2 or M.shape[1] != self.n_features_in_:
            raise ValueError(
                f"M has shape {M.shape}; expected (n_new, {self.n_features_in_}), the metafeatures of `fit` in order"
            )
        if len(M) == 0:
            raise ValueError("M has no row; expected at least one dataset")
        return self.scaling_.transform(M)

    def _learn(self, M: np.ndarray, R: np.ndarray) -> None:
        """Learn from scaled metafeatures and completed regrets, capped at 1; both without NaN."""
        raise NotImplementedError

    def _predict(self, M: np.ndarray) -> np.ndarray:
        """Return the predicted regret for scaled metafeatures without NaN."""
        raise NotImplementedError


def _check_meta_examples(M, R) -> tuple[np.ndarray, np.ndarray]:
    M, R = np.asarray(M, dtype=float), np.asarray(R, dtype=float)
    if M.ndim != 2 or R.ndim != 2 or len(M) != len(R):
        raise ValueError(
            f"M has shape {M.shape} and R {R.shape}; expected (n_datasets, n_metafeatures) and "
            "(n_datasets, n_configurations)"
        )
    if np.isnan(R).all():
        raise KnowledgeBaseError(
            f"R of shape {R.shape} holds no regret: a meta-learner needs at least one evaluated configuration"
        )
    return M, R
