"""The mean of a few meta-learners."""

from __future__ import annotations

from typing import Self

import numpy as np
from numpy.typing import ArrayLike
from sklearn.utils.validation import check_is_fitted

from metaselect.metalearners._base import BaseMetaLearner, Contributions
from metaselect.metalearners._registry import make_meta_learner, meta_learner
from metaselect.metalearners.regret import CLIP, complete_regret
from metaselect.seeding import seed_from

__all__ = ["EnsembleMetaLearner"]

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

    It can say what all its members can; weights of known datasets are those of the first.

    Parameters
    ----------
    members : tuple of str
        Names in `META_LEARNERS`.
    random_state : int
        Seeds the members, each in its own way.

    Attributes
    ----------
    members_ : list of BaseMetaLearner
        Fitted.
    expected_regret_ : ndarray of shape (n_configurations,), or None
        Prediction before any metafeature is looked at; if all members have one.
    proximities_ : ndarray of shape (n_datasets, n_datasets), or None
        Those of the first member, if it has them and is not alone.
    missed_ : ndarray of shape (n_datasets, n_configurations), or None
        What the mean of the members misses, but for what the first one does; None where that is not known.
    trust_ : float
        Share of what is learned in a prediction; the rest is `expected_regret_`.
    """

    def __init__(self, members=("forest", "ridge"), random_state=0):
        self.members = members
        self.random_state = random_state

    def fit(self, M: ArrayLike, R: ArrayLike) -> Self:
        """Learn from known datasets: see `BaseMetaLearner.fit`.

        Parameters
        ----------
        M : array-like of shape (n_datasets, n_metafeatures)
            NaN where a metafeature is undefined.
        R : array-like of shape (n_datasets, n_configurations)
            Regrets; NaN where never run.
        """
        self.members_ = [make_meta_learner(name, seed_from(self.random_state, name)).fit(M, R) for name in self.members]
        first, *others = self.members_
        self.n_features_in_ = first.n_features_in_
        self.uses_metafeatures = any(member.uses_metafeatures for member in self.members_)
        self.clipped_ = np.minimum(complete_regret(R), CLIP)  # (n_datasets, n_configurations)
        self.expected_regret_ = _all_or_none([member.expected_regret_ for member in self.members_], np.mean)
        self.trust_ = 1.0 if self.expected_regret_ is None else min(1.0, len(self.clipped_) / _ENOUGH_DATASETS)
        self.proximities_ = first.proximities_of_known() if others else None
        self.missed_ = None
        if self.proximities_ is not None:
            missed_by_others = _all_or_none([other.residuals_of_known() for other in others], np.sum)
            self.missed_ = None if missed_by_others is None else missed_by_others / len(self.members_)
        return self

    def predict(self, M: ArrayLike) -> np.ndarray:
        """Return the predicted regret, lower is better, of shape (n_new, n_configurations)."""
        check_is_fitted(self, "members_")
        predicted = np.mean([member.predict(M) for member in self.members_], axis=0) + self._missed_nearby(M)
        if self.expected_regret_ is not None and self.trust_ < 1.0:
            predicted = self.trust_ * predicted + (1.0 - self.trust_) * self.expected_regret_
        return predicted

    def weights(self, M: ArrayLike) -> np.ndarray | None:
        """Return how much each known dataset counts for each new one, of shape (n_new, n_datasets)."""
        check_is_fitted(self, "members_")
        return self.members_[0].weights(M)

    def residuals_of_known(self) -> np.ndarray | None:
        """Return what is missed on known datasets: the mean of what the members miss; see `BaseMetaLearner`."""
        missed = _all_or_none([member.residuals_of_known() for member in self.members_], np.mean)
        if missed is None:
            return None
        if self.proximities_ is not None and self.missed_ is not None:
            missed = missed - self.proximities_ @ self.missed_
        if self.trust_ < 1.0:
            missed = self.trust_ * missed + (1.0 - self.trust_) * (self.clipped_ - self.expected_regret_)
        return missed

    def contributions(self, M: ArrayLike, direction: ArrayLike) -> Contributions | None:
        """Return what each metafeature adds to `prediction @ direction`: the mean over members; see `BaseMetaLearner`.

        The correction is what the others missed on similar known datasets.

        Parameters
        ----------
        M : array-like of shape (n_new, n_metafeatures)
            NaN where a metafeature is undefined.
        direction : array-like of shape (n_configurations,)
            A unit vector for one configuration; 1 and -1 for two that are compared.
        """
        said = [member.contributions(M, direction) for member in self.members_]
        of_members = [contributions for contributions in said if contributions is not None]
        if len(of_members) < len(said):
            return None
        direction = np.asarray(direction, dtype=float)
        correction = np.mean([c.correction for c in of_members], axis=0) + self._missed_nearby(M) @ direction
        return Contributions(
            base=float(self.expected_regret_ @ direction),
            by_metafeature=self.trust_ * np.mean([c.by_metafeature for c in of_members], axis=0),
            correction=self.trust_ * correction,
        )

    def _missed_nearby(self, M) -> np.ndarray:
        """Return what `missed_` is on similar known datasets, (n_new, n_configurations); 0 where that is not known."""
        weights = None if self.missed_ is None else self.weights(M)
        if weights is None:
            return np.zeros((len(M), self.clipped_.shape[1]))
        return weights @ self.missed_


def _all_or_none(arrays: list[np.ndarray | None], combine) -> np.ndarray | None:
    """Return the arrays combined, `np.mean` or `np.sum`, or None where one of them is."""
    return None if any(array is None for array in arrays) else combine(arrays, axis=0)
