import numpy as np
import pytest

from metaselect.metafeatures import METAFEATURES

RNG = np.random.default_rng(0)
X = RNG.normal(size=(400, 3))
CLASSES = X[:, 0] > 0


def _with_noise(share):
    return CLASSES ^ (np.random.default_rng(1).random(len(CLASSES)) < share)


@pytest.mark.parametrize("name", ["label_disagreement", "consensus_error_share"])
def test_estimates_of_label_noise_grow_with_it(name, value_of):
    clean, noisy, noisier = (value_of(name, X, _with_noise(share)) for share in (0.0, 0.1, 0.3))
    assert clean < noisy < noisier


def test_noise_of_a_number_grows_with_it(value_of):
    smooth, noisy = (value_of("target_noise_share", X, X[:, 0] + s * RNG.normal(size=400)) for s in (0, 1))
    assert smooth < 0.3 < noisy


@pytest.mark.parametrize("name", ["linear_score_deviation", "neighbor_score_deviation", "tree_score_deviation"])
def test_scores_of_few_rows_vary_more(name, value_of):
    few, many = (value_of(name, X[:n], _with_noise(0.2)[:n]) for n in (30, 400))
    assert few > many


def test_trees_of_noise_disagree(value_of):
    assert value_of("tree_disagreement", X, _with_noise(0.5)) > 0.3 > value_of("tree_disagreement", X, CLASSES)


def test_drift_is_found_in_a_sorted_table_only(value_of):
    rising = X + np.linspace(0, 5, 400)[:, None]
    shuffled = rising[RNG.permutation(400)]
    assert value_of("drift_separability", rising) > 0.9 > 0.3 > abs(value_of("drift_separability", shuffled))
    assert value_of("column_drift", rising).min() > 0.8 > 0.4 > value_of("column_drift", shuffled).max()


def test_drift_of_a_target_sorted_by_class_is_one(value_of):
    assert value_of("target_drift", X, np.arange(400) < 200) == 1.0


def test_drift_alone_follows_the_order_of_rows():
    assert {name for name, m in METAFEATURES.items() if m.follows_row_order} == {
        "column_drift",
        "drift_separability",
        "target_drift",
    }
