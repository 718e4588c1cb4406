import dataclasses

import numpy as np
import pytest

from metaselect.data import Dataset
from metaselect.evaluation import Resampling, make_folds, resampling_for, share_of_rows, subsample


@pytest.fixture
def make_dataset():
    """Return a function from counts of classes to a dataset whose only column tells its rows apart."""

    def make(*counts, name="rows"):
        y = np.repeat([f"class {i}" for i in range(len(counts))], counts)
        return Dataset.from_arrays(np.arange(len(y) * 1.0)[:, None], y, name=name)

    return make


def test_every_row_is_tested_once_and_never_trained_on_then(make_dataset):
    dataset = make_dataset(31, 52, 20)
    folds = make_folds(dataset)
    assert len(folds) == 10
    for round_ in (folds[:5], folds[5:]):
        assert sorted(np.concatenate([test for _, test in round_])) == list(range(103))
    for train, test in folds:
        assert sorted([*train, *test]) == list(range(103))


def test_every_fold_has_its_share_of_each_class(make_dataset):
    dataset = make_dataset(31, 52, 20)
    for _, test in make_folds(dataset):
        counts = np.unique(dataset.y[test], return_counts=True)[1]
        assert np.abs(counts - np.array([31, 52, 20]) / 5).max() <= 1


def test_folds_of_regression_differ_by_one_row_at_most():
    dataset = Dataset.from_arrays(np.zeros((103, 1)) + np.arange(103)[:, None], np.arange(103.0))
    assert {len(test) for _, test in make_folds(dataset)} == {20, 21}


def test_folds_depend_on_the_name_and_the_seed_alone(make_dataset):
    dataset = make_dataset(30, 30)
    first = make_folds(dataset)
    assert all(np.array_equal(a, b) for a, b in zip(first[0], make_folds(dataset)[0], strict=True))
    assert not np.array_equal(first[0][1], make_folds(dataset, random_state=1)[0][1])
    assert not np.array_equal(first[0][1], make_folds(dataclasses.replace(dataset, name="other"))[0][1])


@pytest.mark.parametrize(
    ("n_rows", "expected"),
    [
        (499, "5-fold x 2"),
        (500, "5-fold"),
        (5_000, "5-fold"),
        (5_001, "3-fold"),
        (10_000, "3-fold"),
        (10_001, "holdout 1/3"),
    ],
)
def test_small_data_gets_more_folds(n_rows, expected):
    assert str(resampling_for(n_rows)) == expected


def test_rounds_deal_out_the_rows_anew(make_dataset):
    folds = make_folds(make_dataset(30, 30), Resampling(4, n_rounds=3))
    assert len(folds) == 12
    assert len({tuple(test) for _, test in folds}) == 12


def test_a_third_is_held_out_and_tested_once(make_dataset):
    dataset = make_dataset(30, 60)
    ((train, test),) = make_folds(dataset, Resampling(3, is_holdout=True))
    assert np.unique(dataset.y[test], return_counts=True)[1].tolist() == [10, 20]
    assert sorted([*train, *test]) == list(range(90))


def test_the_number_of_folds_can_be_given(make_dataset):
    assert len(make_folds(make_dataset(30, 30), 4)) == 4


def test_there_are_never_more_folds_than_rows(make_dataset):
    assert len(make_folds(make_dataset(1, 2), 5)) == 3


def test_a_dataset_that_is_small_enough_is_itself(make_dataset):
    dataset = make_dataset(30, 30)
    assert subsample(dataset, 60) is dataset


def test_a_subsample_keeps_the_shares_of_the_classes(make_dataset):
    part = subsample(make_dataset(600, 300, 100), 100)
    assert np.unique(part.y, return_counts=True)[1].tolist() == [60, 30, 10]


def test_a_subsample_keeps_rows_together_with_their_target(make_dataset):
    dataset = make_dataset(50, 50)
    part = subsample(dataset, 40)
    assert (dataset.y[part.X["x0"].to_numpy(dtype=int)] == part.y).all()
    assert part.X["x0"].is_unique


def test_a_subsample_is_seeded_by_name(make_dataset):
    first = subsample(make_dataset(50, 50), 40).X
    assert first.equals(subsample(make_dataset(50, 50), 40).X)
    assert not first.equals(subsample(make_dataset(50, 50, name="other"), 40).X)


@pytest.mark.parametrize("counts", [(600, 1), (100, 100, 100), (59, 1, 1)])
def test_one_row_less_or_a_single_row_of_a_class_is_no_obstacle(make_dataset, counts):
    dataset = make_dataset(*counts)
    for max_rows in (dataset.n_rows - 1, dataset.n_rows // 2, 2):
        assert subsample(dataset, max_rows).n_rows == max_rows


@pytest.mark.parametrize("counts", [(60, 30, 10), (500, 3), (40, 40)])
def test_shares_of_rows_are_nested_and_stratified(make_dataset, counts):
    dataset = make_dataset(*counts)
    rows = np.arange(1, dataset.n_rows)
    larger = rows
    for share in (1 / 2, 1 / 4, 1 / 8):
        part = share_of_rows(dataset, rows, share)
        assert len(part) == round(share * len(rows))
        assert set(part) <= set(larger)
        found = np.bincount(dataset.codes[part], minlength=len(counts))
        assert np.abs(found - share * np.array(counts)).max() <= 1.5
        larger = part


def test_a_share_depends_on_the_name_and_the_seed_alone(make_dataset):
    dataset, rows = make_dataset(50, 50), np.arange(80)
    part = share_of_rows(dataset, rows, 0.25)
    assert np.array_equal(part, share_of_rows(make_dataset(50, 50), rows[::-1], 0.25))
    assert not np.array_equal(part, share_of_rows(dataset, rows, 0.25, random_state=1))
    assert not np.array_equal(part, share_of_rows(make_dataset(50, 50, name="other"), rows, 0.25))
