"""The way through the small meta-level tree that leads to the advice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from metaselect.learners import Configuration
from metaselect.metalearners import TreeNode
from metaselect.recommendation.case import Case
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


def find_decision_path(case: Case, first_pick: int) -> DecisionPath:
    """Return the path of the dataset through the tree of the case.

    Parameters
    ----------
    case : Case
    first_pick : int
        Index of the first candidate.
    """
    tree, names, configurations = case.learned.tree, case.learned.examples.metafeatures, case.configurations
    nodes = tree.nodes()
    # Trees compare in single precision.
    completed = tree.scaling_.transform(case.m[None, :])[0].astype(np.float32)
    node, steps = nodes[0], []
    while node.left is not None:
        is_above = bool(completed[node.metafeature] > node.threshold)
        j, threshold = node.metafeature, node.threshold
        node = nodes[node.right if is_above else node.left]
        steps.append(PathStep(names[j], float(case.m[j]), threshold, is_above, node.n_datasets))
    best = int(case.allowed[node.regret[case.allowed].argmin()])
    return DecisionPath(
        steps=tuple(steps),
        configuration=configurations[best],
        mean_regret=float(node.regret[best]),
        n_datasets=node.n_datasets,
        decides=tree is case.learned.meta_learner,
        agrees=configurations[best].learner == configurations[first_pick].learner,
        rules=tuple(_rules(case, nodes)),
    )


def _condition(metafeature: str, threshold: float, *, is_above: bool) -> str:
    return f"{noun(metafeature)} {'above' if is_above else 'at most'} {amount(metafeature, threshold)}"


def _rules(case: Case, nodes: Mapping[int, TreeNode]):
    """Yield a sentence per leaf, from left to right."""
    to_visit = [(0, ())]
    while to_visit:
        i, conditions = to_visit.pop()
        node = nodes[i]
        if node.left is None:
            regret = node.regret[case.allowed]
            best = case.configurations[int(case.allowed[regret.argmin()])]
            label = " ".join([best.learner, *[f"{name}={value}" for name, value in best.changed.items()]])
            where = " and ".join(conditions) or "always"
            yield f"{where}: {label} (mean regret {regret.min():.3f} on {node.n_datasets} known datasets)"
            continue
        for child, is_above in ((node.right, True), (node.left, False)):
            metafeature = case.learned.examples.metafeatures[node.metafeature]
            condition = _condition(metafeature, node.threshold, is_above=is_above)
            to_visit.append((child, (*conditions, condition)))
