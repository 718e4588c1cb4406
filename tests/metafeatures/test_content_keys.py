import numpy as np
import pandas as pd
import pytest

from metaselect.data import Dataset
from metaselect.metafeatures import DatasetView
from metaselect.metafeatures._content_keys import content_keys


@pytest.fixture
def dataset():
    rng = np.random.default_rng(0)
    X = pd.DataFrame({"a": rng.normal(size=300), "b": rng.choice(["x", "y", None], 300)})
    return Dataset.from_arrays(X, rng.integers(2, size=300))


def test_keys_move_with_their_rows(dataset):
    order = np.random.default_rng(1).permutation(dataset.n_rows)
    keys = content_keys(DatasetView(dataset))
    np.testing.assert_array_equal(content_keys(DatasetView(dataset.take(order))), keys[order])


def test_equal_rows_have_different_keys():
    keys = content_keys(DatasetView(Dataset.from_arrays(np.zeros((50, 2)), np.arange(50) % 2)))
    assert len(np.unique(keys)) == 50


def test_signs_of_zero_and_order_of_columns_do_not_matter():
    X = pd.DataFrame({"a": [0.0, 1.0, 2.0], "b": [1.0, np.nan, 3.0]})
    y = [1.0, 2.0, 4.0]
    first, second = (
        content_keys(DatasetView(Dataset.from_arrays(frame, y, task="regression")))
        for frame in (X, X[["b", "a"]].replace({0.0: -0.0}))
    )
    np.testing.assert_array_equal(first, second)


def test_another_seed_gives_other_keys(dataset):
    assert not np.array_equal(content_keys(DatasetView(dataset, 0)), content_keys(DatasetView(dataset, 1)))
