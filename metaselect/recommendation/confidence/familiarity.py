"""How much a new dataset is like the known ones."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

__all__ = ["Familiarity"]

_N_NEAREST = 3
# A dataset drawn like n known ones is the farthest of all with probability 1 / (n + 1).
_ENOUGH_TO_TELL = 19
# A little farther than the farthest of few is no sign of another kind.
_CLEARLY = 1.1


class Familiarity:
    """The share of known datasets that are at least as far from their nearest as the new one is.

    It is a conformal p-value: for a dataset drawn like the known ones it is uniform, so that below 0.05 says "unlike
    95 % of them". Distance is the mean over metafeatures of absolute differences, on a scale that is linear near the
    median and logarithmic far away: an outlier stays one, but no single metafeature decides.
    """

    def fit(self, M: np.ndarray, origins: Sequence[str]) -> Familiarity:
        """Learn from known datasets.

        Afterwards `known_familiarity_` (n_datasets,) is what each of them has to those of other origins.

        Parameters
        ----------
        M : ndarray of shape (n_datasets, n_metafeatures)
            NaN where undefined.
        origins : sequence of str, of length n_datasets
            Datasets of the same origin are not near to one another by chance.
        """
        self.used_ = ~np.isnan(M).all(axis=0)
        defined = M[:, self.used_]
        self.center_ = np.nanmedian(defined, axis=0)
        low, high = np.nanquantile(defined, [0.25, 0.75], axis=0)
        spread = np.where(high > low, high - low, np.nanstd(defined, axis=0))
        self.scale_ = np.where(spread > 0, spread, 1.0)
        self.known_ = self._transform(M)
        groups = np.asarray(origins)
        distances = np.array(
            [self._distance(z, self.known_[groups != group]) for z, group in zip(self.known_, groups, strict=True)]
        )
        self.known_distances_ = np.sort(distances)
        n_nearer = np.searchsorted(self.known_distances_, distances, side="left")
        self.known_familiarity_ = 1.0 - n_nearer / len(distances)
        return self

    def distance(self, m: np.ndarray) -> float:
        """Return how far a dataset is from its nearest known ones, in units of the median among the known: 1 is usual.

        Where all known ones are copies of one another the median is 0 and the unit next to nothing.
        """
        return self._distance(self._transform(m[None, :])[0], self.known_) / self._unit()

    @property
    def farthest(self) -> float:
        """The greatest distance of a known dataset from those of other origins, in the units of `distance`."""
        return float(self.known_distances_[-1]) / self._unit()

    def is_beyond_all_known(self, m: np.ndarray) -> bool:
        """Return whether a dataset is farther from the known ones, by a tenth, than any of these is from the rest.

        Never where so few are known that this would happen by chance to more than one in twenty.
        """
        return len(self.known_distances_) >= _ENOUGH_TO_TELL and self.distance(m) > _CLEARLY * self.farthest

    def predict(self, m: np.ndarray) -> float:
        """Return the familiarity, in (0, 1], of a dataset with metafeatures `m` (n_metafeatures,)."""
        distance = self._distance(self._transform(m[None, :])[0], self.known_)
        n_farther = len(self.known_distances_) - np.searchsorted(self.known_distances_, distance, side="left")
        return float((1 + n_farther) / (1 + len(self.known_distances_)))

    def _unit(self) -> float:
        return max(float(np.median(self.known_distances_)), 1e-12)

    def _transform(self, M: np.ndarray) -> np.ndarray:
        scaled = (M[:, self.used_] - self.center_) / self.scale_
        return np.where(np.isnan(scaled), 0.0, np.arcsinh(scaled))

    @staticmethod
    def _distance(z: np.ndarray, others: np.ndarray) -> float:
        distances = np.abs(others - z).mean(axis=1)
        return float(np.sort(distances)[:_N_NEAREST].mean()) if len(distances) else float("inf")
