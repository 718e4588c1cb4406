"""By hand on small tables, and what a separable one must give."""

import numpy as np
import pytest

from metaselect.data import Dataset
from metaselect.metafeatures import METAFEATURES, DatasetView

PER_PAIR = ["overlap_volume", "best_column_overlap", "all_columns_overlap", "linear_error_share"]


@pytest.fixture
def apart():
    x = np.r_[np.linspace(0, 1, 20), np.linspace(5, 6, 20)]
    return DatasetView(Dataset.from_arrays(x[:, None], np.repeat(["left", "right"], 20)))


@pytest.fixture
def mixed():
    rng = np.random.default_rng(0)
    return DatasetView(Dataset.from_arrays(rng.normal(size=(200, 2)), rng.integers(2, size=200)))


@pytest.mark.parametrize("name", [*PER_PAIR, "nearest_neighbor_error", "linear_interpolation_error"])
def test_classes_apart_are_not_complex(apart, name):
    np.testing.assert_allclose(METAFEATURES[name].compute(apart), 0.0)


@pytest.mark.parametrize(
    "name", ["nearest_neighbor_error", "linear_error_share", "nearest_neighbor_interpolation_error"]
)
def test_classes_at_random_are_hardly_told_apart(mixed, name):
    assert 0.3 < np.mean(METAFEATURES[name].compute(mixed)) < 0.7


def test_two_spheres_cover_two_classes_apart(apart):
    assert METAFEATURES["sphere_share"].compute(apart) == pytest.approx(2 / 40)


def test_one_edge_of_the_spanning_tree_links_two_classes_apart(apart):
    assert METAFEATURES["borderline_share"].compute(apart) == pytest.approx(2 / 40)


def test_overlap_of_ranges_by_hand(value_of):
    x = np.r_[np.arange(10.0), np.arange(5.0, 15.0)]  # 0 to 9 and 5 to 14: they share 5 to 9
    y = np.repeat([0, 1], 10)
    np.testing.assert_allclose(value_of("overlap_volume", x[:, None], y), 4 / 14)
    np.testing.assert_allclose(value_of("best_column_overlap", x[:, None], y), 10 / 20)


def test_a_second_column_explains_what_the_first_leaves(value_of):
    y = np.repeat([0, 1], 10)
    first = np.r_[np.arange(10.0), np.arange(5.0, 15.0)]
    second = np.where(y == 1, 1.0, 0.0)
    assert value_of("all_columns_overlap", np.column_stack([first, second]), y)[0] == 0.0


def test_imbalance_is_zero_for_equal_classes(value_of):
    assert value_of("class_imbalance", np.arange(30.0)[:, None], np.arange(30) % 3) == pytest.approx(0.0)
    assert value_of("class_imbalance", np.arange(100.0)[:, None], np.arange(100) < 2) > 0.8


def test_pairs_of_classes_are_bounded():
    X = np.random.default_rng(0).normal(size=(900, 3))
    sample = DatasetView(Dataset.from_arrays(X, np.arange(900) % 90, task="multiclass")).small_sample
    assert len(sample.paired_groups) == 45
