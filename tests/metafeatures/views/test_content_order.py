import numpy as np
import pandas as pd
import pytest

from metaselect.data import Dataset
from metaselect.metafeatures.views.content_order import ContentOrder


def _table(n_rows=300, seed=0):
    rng = np.random.default_rng(seed)
    return pd.DataFrame({"a": rng.normal(size=n_rows), "b": rng.choice(["x", "y", None], n_rows)})


@pytest.fixture
def dataset():
    return Dataset.from_arrays(_table(), np.random.default_rng(1).integers(2, size=300))


def _same_rows(first, second, columns):
    """Whether two orders hold the same rows in their own orders."""
    ordered = [order.dataset.X[columns].iloc[order.rows].reset_index(drop=True) for order in (first, second)]
    return ordered[0].equals(ordered[1])


def test_rows_keep_their_order_when_they_are_shuffled(dataset):
    shuffled = dataset.take(np.random.default_rng(1).permutation(dataset.n_rows))
    assert _same_rows(ContentOrder(dataset), ContentOrder(shuffled), ["a", "b"])


def test_rows_that_differ_in_the_last_of_many_columns_only_keep_their_order():
    X = pd.DataFrame(np.ones((200, 60)), columns=[f"c{i}" for i in range(60)])
    X["c37"] = np.random.default_rng(0).normal(size=200)
    shuffled = X.sample(frac=1, random_state=0)
    orders = [ContentOrder(Dataset.from_arrays(frame, frame["c37"] > 0)) for frame in (X, shuffled)]
    assert _same_rows(*orders, ["c37"])


def test_order_of_rows_looks_random():
    X = np.arange(10_000.0)[:, None]
    order = ContentOrder(Dataset.from_arrays(X, np.arange(10_000) % 2)).rows
    assert sorted(order) == list(range(10_000))
    assert abs(np.corrcoef(order, np.arange(10_000))[0, 1]) < 0.04


def test_equal_rows_stand_apart():
    X = np.repeat([0.0, 1.0], 500)[:, None]
    order = ContentOrder(Dataset.from_arrays(X, X[:, 0])).rows
    assert 200 < np.sum(X[order[:500]] == 0) < 300


@pytest.mark.parametrize("names", [["b", "a"], ["zz", "b"]], ids=["order", "names"])
def test_order_and_names_of_columns_do_not_matter(names):
    X = pd.DataFrame({"a": [0.0, 1.0, 2.0], "b": [1.0, np.nan, 3.0]})
    changed = X[["b", "a"]].replace({0.0: -0.0}).set_axis(names, axis=1)
    orders = [ContentOrder(Dataset.from_arrays(frame, [1.0, 2.0, 4.0], task="regression")) for frame in (X, changed)]
    assert orders[0].rows.tolist() == orders[1].rows.tolist()
    assert [X[c].sum() for c in orders[0].columns] == [changed[c].sum() for c in orders[1].columns]


def test_columns_with_the_same_values_in_other_rows_are_told_apart():
    rng = np.random.default_rng(0)
    X = np.column_stack([rng.permutation(50) for _ in range(5)]).astype(float)
    y = rng.normal(size=50)
    first, second = (Dataset.from_arrays(values, y) for values in (X, X[:, [3, 1, 4, 0, 2]]))
    ordered = [dataset.X[ContentOrder(dataset).columns].to_numpy() for dataset in (first, second)]
    np.testing.assert_array_equal(*ordered)


def test_classes_are_numbered_by_size_then_by_what_they_hold():
    X = _table(50)
    y = np.array(["a"] * 10 + ["b"] * 20 + ["c"] * 20)
    swapped = np.array(["z"] * 10 + ["c"] * 20 + ["b"] * 20)
    codes = [ContentOrder(Dataset.from_arrays(X, labels)).class_codes for labels in (y, swapped)]
    np.testing.assert_array_equal(*codes)
    assert set(codes[0][:10]) == {2}


def test_first_rows_of_classes_are_counted_out(dataset):
    order = ContentOrder(dataset)
    rows = order.first_of_classes(np.array([30, 1000]))
    assert np.bincount(order.class_codes[rows]).tolist() == [30, order.class_counts[1]]


def test_another_seed_gives_another_order(dataset):
    assert not np.array_equal(ContentOrder(dataset, 0).rows, ContentOrder(dataset, 1).rows)


def test_a_missing_category_is_not_an_empty_text():
    X = pd.DataFrame({"a": np.array(["", np.nan, "x", "x"], dtype=object)})
    dataset = Dataset(X, np.array([0, 1, 0, 1]), "words", "binary", "words")
    digests = ContentOrder(dataset).row_digests
    assert digests[0] != digests[1]
