"""The way through the small meta-level tree that leads to the advice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from metaselect.learners import Configuration
from metaselect.metalearners import TreeMetaLearner, TreeNode
from metaselect.recommendation.explanation.wording import amount, noun

__all__ = ["DecisionPath", "PathStep", "find_decision_path"]


@dataclass(frozen=True)
class PathStep:
    """One condition that the dataset meets.

    Attributes
    ----------
    metafeature : str
    value : float
        Of the dataset; NaN where undefined, in which case the median of the known datasets stands for it.
    threshold : float
    is_above : bool
        Whether the value is above the threshold, or at most it.
    n_datasets : int
        Known datasets that meet this condition and all before it.
    """

    metafeature: str
    value: float
    threshold: float
    is_above: bool
    n_datasets: int

    @property
    def words(self) -> str:
        """The condition, for people."""
        condition = _condition(self.metafeature, self.threshold, is_above=self.is_above)
        return f"{condition} (here {amount(self.metafeature, self.value)})"


@dataclass(frozen=True)
class DecisionPath:
    """The conditions that the dataset meets in the tree, from the root, and what did best where they all hold.

    Attributes
    ----------
    steps : tuple of PathStep
    configuration : Configuration
        With the least mean regret on the known datasets that meet all conditions, among those that may be recommended.
    mean_regret : float
    n_datasets : int
    decides : bool
        Whether the tree gave the advice; otherwise it is a readable summary that stands beside what did.
    agrees : bool
        Whether its base learner is that of the first candidate.
    rules : tuple of str
        The whole tree, one rule per leaf, of what may be recommended.
    """

    steps: tuple[PathStep, ...]
    configuration: Configuration
    mean_regret: float
    n_datasets: int
    decides: bool
    agrees: bool
    rules: tuple[str, ...]


def find_decision_path(
    tree: TreeMetaLearner,
    m: np.ndarray,
    names: Sequence[str],
    configurations: Sequence[Configuration],
    allowed: np.ndarray,
    *,
    first_pick: int,
    decides: bool,
) -> DecisionPath:
    """Return the path of a dataset with metafeatures `m` (n_metafeatures,) through a fitted tree.

    Parameters
    ----------
    tree : TreeMetaLearner
        Fitted.
    m : ndarray of shape (n_metafeatures,)
    names : sequence of str, of length n_metafeatures
    configurations : sequence of Configuration, of length n_configurations
    allowed : ndarray of int
        Indices of the configurations that may be recommended.
    first_pick : int
        Index of the first candidate.
    decides : bool
    """
    nodes = tree.nodes()
    # Trees compare in single precision.
    completed = tree.scaling_.transform(m[None, :])[0].astype(np.float32)
    node, steps = nodes[0], []
    while node.left is not None:
        is_above = bool(completed[node.metafeature] > node.threshold)
        j, threshold = node.metafeature, node.threshold
        node = nodes[node.right if is_above else node.left]
        steps.append(PathStep(names[j], float(m[j]), threshold, is_above, node.n_datasets))
    best = int(allowed[node.regret[allowed].argmin()])
    return DecisionPath(
        steps=tuple(steps),
        configuration=configurations[best],
        mean_regret=float(node.regret[best]),
        n_datasets=node.n_datasets,
        decides=decides,
        agrees=configurations[best].learner == configurations[first_pick].learner,
        rules=tuple(_rules(nodes, names, configurations, allowed)),
    )


def _condition(metafeature: str, threshold: float, *, is_above: bool) -> str:
    return f"{noun(metafeature)} {'above' if is_above else 'at most'} {amount(metafeature, threshold)}"


def _rules(
    nodes: Mapping[int, TreeNode], names: Sequence[str], configurations: Sequence[Configuration], allowed: np.ndarray
):
    """Yield a sentence per leaf, from left to right."""
    to_visit = [(0, ())]
    while to_visit:
        i, conditions = to_visit.pop()
        node = nodes[i]
        if node.left is None:
            regret = node.regret[allowed]
            best = configurations[int(allowed[regret.argmin()])]
            label = " ".join([best.learner, *[f"{name}={value}" for name, value in best.changed.items()]])
            where = " and ".join(conditions) or "always"
            yield f"{where}: {label} (mean regret {regret.min():.3f} on {node.n_datasets} known datasets)"
            continue
        for child, is_above in ((node.right, True), (node.left, False)):
            condition = _condition(names[node.metafeature], node.threshold, is_above=is_above)
            to_visit.append((child, (*conditions, condition)))
