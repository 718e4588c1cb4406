"""The way through the small meta-level tree that leads to the advice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from metaselect.facts import Fact, ShownShort
from metaselect.learners import Configuration
from metaselect.metalearners import TreeNode
from metaselect.recommendation.case import Case

__all__ = ["Condition", "DecisionPath", "PathStep", "Rule", "find_decision_path"]


@dataclass(frozen=True)
class PathStep(Fact):
    """One condition that the dataset meets.

    Attributes
    ----------
    metafeature : str
        Its name.
    value : float
        Of the dataset; NaN where undefined, in which case the median of the known datasets stands for it.
    threshold : float
        In the units of the metafeature.
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


@dataclass(frozen=True)
class Condition:
    """A condition of a rule.

    Attributes
    ----------
    metafeature : str
        Its name.
    threshold : float
        In the units of the metafeature.
    is_above : bool
        Whether values above the threshold meet it, or those up to it.
    """

    metafeature: str
    threshold: float
    is_above: bool


@dataclass(frozen=True)
class Rule(Fact):
    """A leaf of the tree: where all its conditions hold, a configuration does best.

    Attributes
    ----------
    conditions : tuple of Condition
        From the root on; none where the tree is a single leaf.
    configuration : Configuration
        With the least mean regret there, among those that may be recommended.
    mean_regret : float
        Of that configuration, on these known datasets.
    n_datasets : int
        Known datasets of which the conditions hold.
    """

    conditions: tuple[Condition, ...]
    configuration: Configuration
    mean_regret: float
    n_datasets: int


@dataclass(frozen=True, repr=False)
class DecisionPath(ShownShort):
    """The conditions that the dataset meets in the tree, from the root, and what did best where they all hold.

    Attributes
    ----------
    steps : tuple of PathStep
        From the root on; none where the tree is a single leaf.
    configuration : Configuration
        With the least mean regret on the known datasets that meet all conditions, among those that may be recommended.
    mean_regret : float
        Of that configuration on those datasets.
    n_datasets : int
        Known datasets that meet all conditions.
    decides : bool
        Whether the tree gave the advice; otherwise it is a readable summary that stands beside what did.
    agrees : bool
        Whether its base learner is that of the first candidate.
    rules : tuple of Rule
        The whole tree, one rule per leaf, of what may be recommended.
    """

    steps: tuple[PathStep, ...]
    configuration: Configuration
    mean_regret: float
    n_datasets: int
    decides: bool
    agrees: bool
    rules: tuple[Rule, ...]


def find_decision_path(case: Case, first_pick: int) -> DecisionPath:
    """Return the path of the dataset through the tree of the case.

    Parameters
    ----------
    case : Case
        The new dataset beside what is known.
    first_pick : int
        Index of the first candidate.
    """
    tree, names, configurations = case.learned.tree, case.learned.examples.metafeatures, case.configurations
    nodes = tree.nodes()
    completed = tree.completed(case.m[None, :])[0]
    node, steps = nodes[0], []
    while (split := node.split) is not None:
        is_above = bool(completed[split.metafeature] > split.threshold)
        j, threshold = split.metafeature, split.threshold
        node = nodes[split.right if is_above else split.left]
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


def _rules(case: Case, nodes: Mapping[int, TreeNode]) -> Iterator[Rule]:
    """Yield the leaves, from left to right."""
    to_visit: list[tuple[int, tuple[Condition, ...]]] = [(0, ())]
    while to_visit:
        i, conditions = to_visit.pop()
        node = nodes[i]
        split = node.split
        if split is None:
            regret = node.regret[case.allowed]
            best = case.configurations[int(case.allowed[regret.argmin()])]
            yield Rule(conditions, best, float(regret.min()), node.n_datasets)
            continue
        for child, is_above in ((split.right, True), (split.left, False)):
            metafeature = case.learned.examples.metafeatures[split.metafeature]
            condition = Condition(metafeature, split.threshold, is_above)
            to_visit.append((child, (*conditions, condition)))
