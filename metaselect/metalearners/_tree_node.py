"""A node of a tree over metafeatures."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

__all__ = ["TreeNode"]


@dataclass(frozen=True)
class Split:
    """What a node is split on.

    Attributes
    ----------
    metafeature : int
        Index of the metafeature.
    threshold : float
        In its own units; what is at most it goes to the left.
    left, right : int
        Numbers of the nodes below and above the threshold.
    """

    metafeature: int
    threshold: float
    left: int
    right: int


@dataclass(frozen=True)
class TreeNode:
    """A node of the tree; what belongs to a split is None in a leaf.

    Attributes
    ----------
    regret : ndarray of shape (n_configurations,)
        Mean over the known datasets that pass here.
    n_datasets : int
        How many those are.
    metafeature, left, right : int, optional
        Index of what is split on; numbers of the nodes below and above the threshold.
    threshold : float, optional
        Of that metafeature, in its own units; what is at most it goes to the left.
    """

    regret: np.ndarray
    n_datasets: int
    metafeature: int | None
    threshold: float | None
    left: int | None
    right: int | None

    @property
    def split(self) -> Split | None:
        """All that belongs to the split, None in a leaf."""
        if self.metafeature is None or self.threshold is None or self.left is None or self.right is None:
            return None
        return Split(self.metafeature, self.threshold, self.left, self.right)
