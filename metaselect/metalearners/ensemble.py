"""The mean of a few meta-learners."""

from __future__ import annotations

import numpy as np
from sklearn.utils.metaestimators import available_if

from metaselect.metalearners._base import BaseMetaLearner
from metaselect.metalearners._registry import make_meta_learner, meta_learner
from metaselect.seeding import seed_from

__all__ = ["EnsembleMetaLearner"]


def _all_members_have(name: str):
    """Return a condition for `available_if`: before fitting, whether the members will have it is not known."""
    return lambda self: hasattr(self, "members_") and all(hasattr(member, name) for member in self.members_)


@meta_learner("ensemble")
class EnsembleMetaLearner(BaseMetaLearner):
    """Predicts the mean of what its members predict.

    All predict in units of regret, so the mean needs no further scale, and a member that sees little reason to tell
    configurations apart has little to say. A forest finds thresholds and interactions, a linear model adds up many
    small effects; their errors partly cancel.

    Parameters
    ----------
    members : tuple of str
        Names in `META_LEARNERS`; the weights of known datasets are those of the first.
    random_state : int

    Attributes
    ----------
    members_ : list of fitted meta-learners
    expected_regret_ : ndarray of shape (n_configurations,)
        Prediction before any metafeature is looked at; if all members have one.
    """

    def __init__(self, members=("forest", "ridge"), random_state=0):
        self.members = members
        self.random_state = random_state

    def fit(self, M, R):
        """Learn from known datasets: see `BaseMetaLearner.fit`."""
        self.members_ = [make_meta_learner(name, seed_from(self.random_state, name)).fit(M, R) for name in self.members]
        self.n_features_in_ = self.members_[0].n_features_in_
        if all(hasattr(member, "expected_regret_") for member in self.members_):
            self.expected_regret_ = np.mean([member.expected_regret_ for member in self.members_], axis=0)
        return self

    def predict(self, M) -> np.ndarray:
        """Return the predicted regret, lower is better, of shape (n_new, n_configurations)."""
        self._check_fitted()
        return np.mean([member.predict(M) for member in self.members_], axis=0)

    def weights(self, M) -> np.ndarray:
        """Return how much each known dataset counts for each new one, of shape (n_new, n_datasets)."""
        self._check_fitted()
        return self.members_[0].weights(M)

    @available_if(_all_members_have("errors_of_known"))
    def errors_of_known(self) -> np.ndarray:
        """Return what is missed on known datasets: the mean of what the members miss; see `BaseMetaLearner`."""
        return np.mean([member.errors_of_known() for member in self.members_], axis=0)

    @available_if(_all_members_have("contributions"))
    def contributions(self, M, direction) -> np.ndarray:
        """Return how much each metafeature moved `prediction @ direction` away from `expected_regret_ @ direction`.

        The mean of those of the members; see `ForestMetaLearner.contributions`.
        """
        return np.mean([member.contributions(M, direction) for member in self.members_], axis=0)

    def _check_fitted(self) -> None:
        from sklearn.utils.validation import check_is_fitted

        check_is_fitted(self, "members_")
