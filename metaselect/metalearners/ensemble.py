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


# From fewer datasets there is little to learn but what is best on average: what is learned counts in proportion.
_ENOUGH_DATASETS = 40


@meta_learner("ensemble")
class EnsembleMetaLearner(BaseMetaLearner):
    """Predicts the mean of what its members predict, the others corrected by what they missed nearby.

    All predict in units of regret, so the mean needs no further scale. A forest finds thresholds and interactions, a
    linear model adds up many small effects; their errors partly cancel. What a linear model misses on the known
    datasets is averaged with the weights that the forest gives these, and added: so a learner that won on a few
    datasets of a kind is advised for that kind, which no slope over all datasets could tell.

    Where fewer than 40 datasets are known, predictions are shrunk towards what is best on average.

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
    missed_ : ndarray of shape (n_datasets, n_configurations), or None
        What the mean of the members misses, but for what the first one does; None where that is not known.
    trust_ : float
        Share of what is learned in a prediction; the rest is `expected_regret_`.
    """

    def __init__(self, members=("forest", "ridge"), random_state=0):
        self.members = members
        self.random_state = random_state

    def fit(self, M, R):
        """Learn from known datasets: see `BaseMetaLearner.fit`."""
        self.members_ = [make_meta_learner(name, seed_from(self.random_state, name)).fit(M, R) for name in self.members]
        first, *others = self.members_
        self.n_features_in_ = first.n_features_in_
        self.trust_ = 1.0
        if all(hasattr(member, "expected_regret_") for member in self.members_):
            self.expected_regret_ = np.mean([member.expected_regret_ for member in self.members_], axis=0)
            self.trust_ = min(1.0, len(R) / _ENOUGH_DATASETS)
        self.missed_ = None
        if hasattr(first, "weights_of_known") and others and all(hasattr(o, "errors_of_known") for o in others):
            self.missed_ = np.sum([other.errors_of_known() for other in others], axis=0) / len(self.members_)
        return self

    def predict(self, M) -> np.ndarray:
        """Return the predicted regret, lower is better, of shape (n_new, n_configurations)."""
        self._check_fitted()
        predicted = np.mean([member.predict(M) for member in self.members_], axis=0)
        if self.missed_ is not None:
            predicted = predicted + self.weights(M) @ self.missed_
        if self.trust_ < 1.0:
            predicted = self.trust_ * predicted + (1.0 - self.trust_) * self.expected_regret_
        return predicted

    def weights(self, M) -> np.ndarray:
        """Return how much each known dataset counts for each new one, of shape (n_new, n_datasets)."""
        self._check_fitted()
        return self.members_[0].weights(M)

    @available_if(_all_members_have("errors_of_known"))
    def errors_of_known(self) -> np.ndarray:
        """Return what is missed on known datasets: the mean of what the members miss; see `BaseMetaLearner`."""
        missed = np.mean([member.errors_of_known() for member in self.members_], axis=0)
        if self.missed_ is not None:
            missed = missed - self.members_[0].weights_of_known() @ self.missed_
        if self.trust_ < 1.0:
            missed = self.trust_ * missed + (1.0 - self.trust_) * (self.members_[0].clipped_ - self.expected_regret_)
        return missed

    @available_if(_all_members_have("contributions"))
    def contributions(self, M, direction) -> np.ndarray:
        """Return how much each metafeature moved `prediction @ direction`.

        The mean of those of the members; see `ForestMetaLearner.contributions`. Together with the `correction` they are
        the whole difference to `expected_regret_ @ direction`.
        """
        return self.trust_ * np.mean([member.contributions(M, direction) for member in self.members_], axis=0)

    def correction(self, M, direction) -> np.ndarray:
        """Return what similar known datasets add to `prediction @ direction`, of shape (n_new,)."""
        if self.missed_ is None:
            return np.zeros(len(M))
        return self.trust_ * self.weights(M) @ self.missed_ @ np.asarray(direction, dtype=float)

    def _check_fitted(self) -> None:
        from sklearn.utils.validation import check_is_fitted

        check_is_fitted(self, "members_")
