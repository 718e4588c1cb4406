"""Would the tree look the same, had other datasets been known?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.base import clone

from metaselect.metalearners.tree import TreeMetaLearner
from metaselect.seeding import rng_from

__all__ = ["TreeStability", "tree_stability"]


@dataclass(frozen=True)
class TreeStability:
    """How much of a tree comes back when it is grown on resamples of the known datasets.

    Attributes
    ----------
    roots : dict of str to float
        Share of the resampled trees with this metafeature at the root, most frequent first; "(no split)" for a tree
        that is one leaf.
    splits : dict of str to float
        Share of the resampled trees that split on this metafeature anywhere, most frequent first.
    same_root : float
        Share of the resampled trees with the root of the tree itself.
    same_advice : float
        Share of (resampled tree, known dataset) with the first pick of the tree itself.
    same_learner : float
        The same where another configuration of the same base learner counts as the same advice.
    """

    roots: dict[str, float]
    splits: dict[str, float]
    same_root: float
    same_advice: float
    same_learner: float

    def __str__(self) -> str:
        most = ", ".join(f"{name} {100 * share:.0f} %" for name, share in list(self.splits.items())[:4]) or "none"
        return (
            "Grown again on resamples of the known datasets, the tree has the same root in "
            f"{100 * self.same_root:.0f} %, gives a dataset the same configuration in {100 * self.same_advice:.0f} % "
            f"and the same base learner in {100 * self.same_learner:.0f} %. Splits that come back: {most}."
        )


def tree_stability(
    tree: TreeMetaLearner,
    M: np.ndarray,
    R: np.ndarray,
    origins: Sequence[str],
    metafeature_names: Sequence[str],
    learners: Sequence[str],
    n_resamples: int = 50,
    random_state: int = 0,
) -> TreeStability:
    """Grow the tree on resamples of the origins, and compare with the tree on all datasets.

    Origins are drawn with replacement and come with all their datasets. Source: Turney (1995), Bias and the
    quantification of stability, Machine Learning 20.

    Parameters
    ----------
    tree : TreeMetaLearner
        Its parameters count, not what it learned.
    M : ndarray of shape (n_datasets, n_metafeatures)
        Of the known datasets; NaN where undefined.
    R : ndarray of shape (n_datasets, n_configurations)
        Regrets; NaN where never run.
    origins : sequence of str, of length n_datasets
        Datasets of the same origin are drawn together.
    metafeature_names : sequence of str, of length n_metafeatures
        In the order of the columns of `M`.
    learners : sequence of str, of length n_configurations
        The base learner of each configuration.
    n_resamples : int
        Trees to grow.
    random_state : int
        Seeds the resamples.

    Examples
    --------
    >>> M = np.arange(40.0)[:, None]
    >>> R = np.where(M < 20, [[0.0, 0.3]], [[0.3, 0.0]])
    >>> stability = tree_stability(TreeMetaLearner(), M, R, range(40), ["n_rows"], ["linear", "forest"])
    >>> stability.same_root, stability.roots
    (1.0, {'n_rows': 1.0})
    """
    learner_of = np.asarray(learners)
    whole = clone(tree).fit(M, R)
    picks = whole.predict(M).argmin(axis=1)
    roots, used, same_pick, same_learner = [], [], [], []
    for rows in _resamples(origins, n_resamples, random_state):
        grown = clone(tree).fit(M[rows], R[rows])
        names = _split_names(grown, metafeature_names)
        roots.append(names[0] if names else _NO_SPLIT)
        used += sorted(set(names))
        resampled_picks = grown.predict(M).argmin(axis=1)
        same_pick.append(np.mean(resampled_picks == picks))
        same_learner.append(np.mean(learner_of[resampled_picks] == learner_of[picks]))
    root = (_split_names(whole, metafeature_names) or [_NO_SPLIT])[0]
    root_shares = _shares(roots, n_resamples)
    return TreeStability(
        roots=root_shares,
        splits=_shares(used, n_resamples),
        same_root=root_shares.get(root, 0.0),
        same_advice=float(np.mean(same_pick)),
        same_learner=float(np.mean(same_learner)),
    )


_NO_SPLIT = "(no split)"


def _resamples(origins, n_resamples, random_state):
    """Yield the rows of each resample."""
    _, code = np.unique(np.asarray(origins), return_inverse=True)
    rows_of = [np.flatnonzero(code == c) for c in range(code.max() + 1)]
    rng = rng_from(random_state, "tree stability")
    for _ in range(n_resamples):
        yield np.concatenate([rows_of[c] for c in rng.integers(len(rows_of), size=len(rows_of))])


def _split_names(tree: TreeMetaLearner, metafeature_names) -> list[str]:
    """Return the metafeatures that are split on, the root first."""
    return [metafeature_names[node.metafeature] for node in tree.nodes().values() if node.metafeature is not None]


def _shares(names: list[str], n: int) -> dict[str, float]:
    distinct, counts = np.unique(names, return_counts=True)
    order = np.argsort(-counts, kind="stable")
    return {str(distinct[i]): float(counts[i] / n) for i in order}
