import numpy as np
import pandas as pd
import pytest

from metaselect.data import Dataset
from metaselect.metafeatures import DatasetView


def _table(n_rows=300, seed=0):
    rng = np.random.default_rng(seed)
    return pd.DataFrame({"a": rng.normal(size=n_rows), "b": rng.choice(["x", "y", None], n_rows)})


@pytest.fixture
def dataset():
    return Dataset.from_arrays(_table(), np.random.default_rng(1).integers(2, size=300))


def _same_rows(first, second, columns):
    """Whether two views hold the same rows in their own orders."""
    ordered = [view.dataset.X[columns].iloc[view.row_order].reset_index(drop=True) for view in (first, second)]
    return ordered[0].equals(ordered[1])


def test_rows_keep_their_order_when_they_are_shuffled(dataset):
    shuffled = dataset.take(np.random.default_rng(1).permutation(dataset.n_rows))
    assert _same_rows(DatasetView(dataset), DatasetView(shuffled), ["a", "b"])


def test_rows_that_differ_in_the_last_of_many_columns_only_keep_their_order():
    X = pd.DataFrame(np.ones((200, 60)), columns=[f"c{i}" for i in range(60)])
    X["c37"] = np.random.default_rng(0).normal(size=200)
    shuffled = X.sample(frac=1, random_state=0)
    views = [DatasetView(Dataset.from_arrays(frame, frame["c37"] > 0)) for frame in (X, shuffled)]
    assert _same_rows(*views, ["c37"])


def test_order_of_rows_looks_random():
    X = np.arange(10_000.0)[:, None]
    order = DatasetView(Dataset.from_arrays(X, np.arange(10_000) % 2)).row_order
    assert sorted(order) == list(range(10_000))
    assert abs(np.corrcoef(order, np.arange(10_000))[0, 1]) < 0.04


def test_equal_rows_stand_apart():
    X = np.repeat([0.0, 1.0], 500)[:, None]
    order = DatasetView(Dataset.from_arrays(X, X[:, 0])).row_order
    assert 200 < np.sum(X[order[:500]] == 0) < 300


@pytest.mark.parametrize("names", [["b", "a"], ["zz", "b"]], ids=["order", "names"])
def test_order_and_names_of_columns_do_not_matter(names):
    X = pd.DataFrame({"a": [0.0, 1.0, 2.0], "b": [1.0, np.nan, 3.0]})
    changed = X[["b", "a"]].replace({0.0: -0.0}).set_axis(names, axis=1)
    views = [DatasetView(Dataset.from_arrays(frame, [1.0, 2.0, 4.0], task="regression")) for frame in (X, changed)]
    assert views[0].row_order.tolist() == views[1].row_order.tolist()
    assert [X[c].sum() for c in views[0].columns] == [changed[c].sum() for c in views[1].columns]


def test_columns_with_the_same_values_in_other_rows_are_told_apart():
    rng = np.random.default_rng(0)
    X = np.column_stack([rng.permutation(50) for _ in range(5)]).astype(float)
    y = rng.normal(size=50)
    first, second = (Dataset.from_arrays(values, y) for values in (X, X[:, [3, 1, 4, 0, 2]]))
    ordered = [dataset.X[DatasetView(dataset).columns].to_numpy() for dataset in (first, second)]
    np.testing.assert_array_equal(*ordered)


def test_classes_are_numbered_by_size_then_by_what_they_hold():
    X = _table(50)
    y = np.array(["a"] * 10 + ["b"] * 20 + ["c"] * 20)
    swapped = np.array(["z"] * 10 + ["c"] * 20 + ["b"] * 20)
    codes = [DatasetView(Dataset.from_arrays(X, labels)).class_codes for labels in (y, swapped)]
    np.testing.assert_array_equal(*codes)
    assert set(codes[0][:10]) == {2}


def test_first_rows_of_classes_are_counted_out(dataset):
    view = DatasetView(dataset)
    rows = view.first_of_classes(np.array([30, 1000]))
    assert np.bincount(view.class_codes[rows]).tolist() == [30, view.class_counts[1]]


def test_another_seed_gives_another_order(dataset):
    assert not np.array_equal(DatasetView(dataset, 0).row_order, DatasetView(dataset, 1).row_order)


def test_a_missing_category_is_not_an_empty_text():
    X = pd.DataFrame({"a": ["", None, "x", "x"]})
    digests = DatasetView(Dataset.from_arrays(X, [0, 1, 0, 1])).row_digests
    assert digests[0] != digests[1]
