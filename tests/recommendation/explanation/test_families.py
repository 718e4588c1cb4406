import numpy as np
import pytest

from metaselect.learners import make_configuration
from metaselect.recommendation.explanation.families import rank_families

CONFIGURATIONS = [
    make_configuration("ridge"),
    make_configuration("ridge", alpha=30.0),
    make_configuration("decision_tree"),
]


@pytest.fixture
def case(make_case):
    """Return a function from what may be recommended to a case."""
    said = {"configurations": CONFIGURATIONS, "predicted": np.array([0.3, 0.1, 0.15])}
    return lambda allowed: make_case(np.zeros((1, 1)), np.zeros(1), ["log_n_rows"], allowed=allowed, **said)


def test_families_are_ordered_by_the_best_each_promises(case):
    ridge, tree = rank_families(case(allowed=[0, 1, 2]))
    assert (ridge.configuration, ridge.behind, ridge.spread) == (CONFIGURATIONS[1], 0.0, pytest.approx(0.2))
    assert (tree.learner, tree.behind, tree.spread) == ("decision_tree", pytest.approx(0.05), 0.0)


def test_what_may_not_be_recommended_does_not_count(case):
    families = rank_families(case(allowed=[0, 2]))
    assert [family.learner for family in families] == ["decision_tree", "ridge"]
