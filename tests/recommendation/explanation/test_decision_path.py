from dataclasses import replace

import numpy as np
import pytest

from metaselect.learners import make_configuration
from metaselect.metalearners import TreeMetaLearner
from metaselect.recommendation.explanation.decision_path import find_decision_path

CONFIGURATIONS = [make_configuration("ridge"), make_configuration("decision_tree", max_depth=3)]
NAMES = ("log_n_rows", "missing_share")


@pytest.fixture(scope="module")
def tree():
    """Below 1,000 rows ridge wins, above the tree."""
    M = np.column_stack([np.linspace(2, 4, 40), np.tile([0.0, 0.1], 20)])
    return TreeMetaLearner().fit(M, np.where(M[:, [0]] < 3, [[0.0, 0.3]], [[0.3, 0.0]]))


@pytest.fixture
def path_of(make_case):
    """Return a function from a tree, metafeatures and what may be recommended to the path."""

    def path_of(tree, m, allowed=(0, 1), meta_learner=None):
        case = make_case(None, np.array(m), NAMES, configurations=CONFIGURATIONS, tree=tree, allowed=allowed)
        learned = replace(case.learned, meta_learner=meta_learner)
        return find_decision_path(replace(case, learned=learned), first_pick=0)

    return path_of


def test_the_tree_decides_where_it_is_the_meta_learner(tree, path_of):
    assert path_of(tree, [2.0, 0.0], meta_learner=tree).decides
    assert not path_of(tree, [2.0, 0.0]).decides


@pytest.mark.parametrize(("log_n_rows", "winner"), [(2.5, 0), (3.5, 1)])
def test_the_path_ends_where_the_tree_predicts_from(tree, path_of, log_n_rows, winner):
    path = path_of(tree, [log_n_rows, 0.0])
    assert path.configuration == CONFIGURATIONS[winner]
    assert path.agrees == (winner == 0)
    assert path.n_datasets == path.steps[-1].n_datasets == 20
    assert path.mean_regret == pytest.approx(tree.predict([[log_n_rows, 0.0]]).min())


def test_every_condition_holds_for_the_dataset(tree, path_of):
    for log_n_rows in (2.0, 2.9, 3.0, 3.9):
        for step in path_of(tree, [log_n_rows, 0.0]).steps:
            assert (step.value > step.threshold) == step.is_above


def test_conditions_are_written_in_the_units_people_count_in(tree, path_of):
    assert str(path_of(tree, [2.0, 0.0]).steps[0]) == "number of rows at most 1,000 (here 100)"


def test_an_undefined_metafeature_goes_where_the_tree_sends_it(tree, path_of):
    path = path_of(tree, [np.nan, 0.0])
    assert path.configuration == CONFIGURATIONS[int(tree.predict([[np.nan, 0.0]]).argmin())]
    assert "unknown" in str(path.steps[0])


def test_what_may_not_be_recommended_is_not_named(tree, path_of):
    assert path_of(tree, [2.0, 0.0], allowed=[1]).configuration == CONFIGURATIONS[1]


def test_the_rules_are_the_whole_tree(tree, path_of):
    rules = tuple(str(rule) for rule in path_of(tree, [2.0, 0.0]).rules)
    assert rules == (
        "number of rows at most 1,000: ridge (mean regret 0.000 on 20 known datasets)",
        "number of rows above 1,000: decision_tree max_depth=3 (mean regret 0.000 on 20 known datasets)",
    )


def test_rules_name_only_what_may_be_recommended(tree, path_of):
    assert all("ridge" in str(rule) for rule in path_of(tree, [2.0, 0.0], allowed=[0]).rules)
