"""A regressor of anybody's, as a meta-learner that says nothing beyond its predictions."""

from __future__ import annotations

from typing import Protocol, Self, runtime_checkable

import numpy as np
from numpy.typing import ArrayLike
from sklearn.base import clone
from sklearn.utils.validation import check_is_fitted

from metaselect.metalearners._base import BaseMetaLearner

__all__ = ["AnyRegressorMetaLearner", "Regressor"]


@runtime_checkable
class Regressor(Protocol):
    """What a meta-learner of anybody's must have."""

    def fit(self, M: ArrayLike, R: ArrayLike) -> Self:
        """Learn from known datasets.

        Parameters
        ----------
        M : array-like of shape (n_datasets, n_metafeatures)
            NaN where a metafeature is undefined.
        R : array-like of shape (n_datasets, n_configurations)
            Regrets; NaN where never run.
        """

    def predict(self, M: ArrayLike) -> np.ndarray:
        """Return the predicted regrets, (n_new, n_configurations)."""


class AnyRegressorMetaLearner(BaseMetaLearner):
    """Predicts what a regressor does that knows nothing of `BaseMetaLearner`, from the matrices as they are.

    Parameters
    ----------
    regressor : estimator
        Multi-output; `M` and `R` come with the NaN that they have.
    """

    def __init__(self, regressor):
        self.regressor = regressor

    def fit(self, M: ArrayLike, R: ArrayLike) -> Self:
        """Fit a copy of the regressor: see `BaseMetaLearner.fit`.

        Parameters
        ----------
        M : array-like of shape (n_datasets, n_metafeatures)
            NaN where a metafeature is undefined.
        R : array-like of shape (n_datasets, n_configurations)
            Regrets; NaN where never run.
        """
        self.regressor_ = clone(self.regressor).fit(M, R)
        self.n_features_in_ = np.shape(M)[1]
        return self

    def predict(self, M: ArrayLike) -> np.ndarray:
        """Return the predicted regret, lower is better, of shape (n_new, n_configurations)."""
        check_is_fitted(self, "regressor_")
        return self.regressor_.predict(M)
