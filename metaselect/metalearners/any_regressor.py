"""A regressor of anybody's, as a meta-learner that says nothing beyond its predictions."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

import numpy as np
from sklearn.base import clone
from sklearn.utils.validation import check_is_fitted

from metaselect.metalearners._base import BaseMetaLearner

__all__ = ["AnyRegressorMetaLearner", "Regressor"]


@runtime_checkable
class Regressor(Protocol):
    """What a meta-learner of anybody's must have."""

    def fit(self, M, R):
        """Learn from metafeatures (n_datasets, n_metafeatures) and regrets (n_datasets, n_configurations)."""

    def predict(self, M):
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

    def fit(self, M, R):
        """Fit a copy of the regressor: see `BaseMetaLearner.fit`."""
        self.regressor_ = clone(self.regressor).fit(M, R)
        self.n_features_in_ = np.shape(M)[1]
        return self

    def predict(self, M) -> np.ndarray:
        """Return the predicted regret, lower is better, of shape (n_new, n_configurations)."""
        check_is_fitted(self, "regressor_")
        return self.regressor_.predict(M)
