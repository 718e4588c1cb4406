"""The mean of a few meta-learners."""

from __future__ import annotations

import numpy as np

from metaselect.metalearners._base import BaseMetaLearner
from metaselect.metalearners._registry import make_meta_learner, meta_learner
from metaselect.seeding import seed_from

__all__ = ["EnsembleMetaLearner"]


@meta_learner("ensemble")
class EnsembleMetaLearner(BaseMetaLearner):
    """Predicts the mean of what its members predict, each on its own scale of good and bad.

    For each dataset the predictions of a member are centred and divided by their spread over configurations, so that
    a member that shrinks much has as much to say as one that does not; the mean is put back on the members' mean
    scale. Errors of different kinds of models partly cancel.

    Parameters
    ----------
    members : tuple of str
        Names in `META_LEARNERS`; the weights of known datasets are those of the first.
    random_state : int
    """

    def __init__(self, members=("forest", "neural"), random_state=0):
        self.members = members
        self.random_state = random_state

    def fit(self, M, R):
        """Learn from known datasets: see `BaseMetaLearner.fit`."""
        self.members_ = [make_meta_learner(name, seed_from(self.random_state, name)).fit(M, R) for name in self.members]
        self.n_features_in_ = self.members_[0].n_features_in_
        return self

    def predict(self, M) -> np.ndarray:
        """Return the predicted regret, lower is better, of shape (n_new, n_configurations)."""
        self._check_fitted()
        predicted = np.array([member.predict(M) for member in self.members_])  # (n_members, n_new, n_configurations)
        centre = predicted.mean(axis=2, keepdims=True)
        spread = predicted.std(axis=2, keepdims=True)
        standardised = (predicted - centre) / np.maximum(spread, 1e-12)
        return centre.mean(axis=0) + spread.mean(axis=0) * standardised.mean(axis=0)

    def weights(self, M) -> np.ndarray:
        """Return how much each known dataset counts for each new one, of shape (n_new, n_datasets)."""
        self._check_fitted()
        return self.members_[0].weights(M)

    def _check_fitted(self) -> None:
        from sklearn.utils.validation import check_is_fitted

        check_is_fitted(self, "members_")
