import numpy as np
import pandas as pd
import pytest
from sklearn.utils.estimator_checks import parametrize_with_checks

from metaselect.exceptions import DatasetError
from metaselect.learners.table_cleaner import TableCleaner

EXPECTED = {"check_transformer_preserve_dtypes": "the result is a DataFrame of several types"}


@parametrize_with_checks([TableCleaner()], expected_failed_checks=lambda _: EXPECTED)
def test_scikit_learn_checks_pass(estimator, check):
    check(estimator)


@pytest.fixture
def table():
    return pd.DataFrame({"age": [31, None], "city": ["Rome", None], "member": [True, False], "void": [None, None]})


def test_the_names_kept_are_told(table):
    cleaner = TableCleaner().fit(table)
    assert cleaner.get_feature_names_out().tolist() == ["age", "city", "member"]
    assert list(cleaner.transform(table).columns) == ["age", "city", "member"]
    assert (cleaner.n_features_in_, cleaner.feature_names_in_.tolist()) == (4, list(table.columns))


def test_what_a_column_is_does_not_depend_on_rows_seen_later(table):
    cleaner = TableCleaner().fit(table)
    later = pd.DataFrame({"age": ["x", "7"], "city": [1, 2], "member": [None, None], "void": [1.0, 2.0]})
    cleaned = cleaner.transform(later)
    assert cleaned["age"].tolist() == pytest.approx([np.nan, 7.0], nan_ok=True)
    assert cleaned["city"].tolist() == ["1", "2"]
    assert list(cleaned.columns) == ["age", "city", "member"]


def test_repeated_and_mixed_column_names_are_no_obstacle():
    table = pd.DataFrame([[1, "x", 2.0], [3, "y", 4.0]], columns=["a", "a", 0])
    cleaned = TableCleaner().fit(table).transform(table)
    assert list(cleaned.columns) == ["a", "a.1", "0"]
    assert cleaned["a.1"].tolist() == ["x", "y"]


def test_an_array_can_follow_a_table():
    table = pd.DataFrame({"a": [1.0, 2.0], "b": [3.0, 4.0]})
    with pytest.warns(UserWarning, match="valid feature names"):
        cleaned = TableCleaner().fit(table).transform(table.to_numpy())
    pd.testing.assert_frame_equal(cleaned, table)


def test_columns_in_another_order_are_refused(table):
    with pytest.raises(ValueError, match="feature names should match"):
        TableCleaner().fit(table).transform(table[table.columns[::-1]])


def test_a_table_without_any_value_is_refused():
    with pytest.raises(DatasetError, match="none of the 2 columns has a value"):
        TableCleaner().fit(pd.DataFrame({"a": [None, None], "b": [np.nan, np.inf]}))


def test_the_index_is_kept(table):
    table.index = [5, 5]
    assert TableCleaner().fit(table).transform(table).index.tolist() == [5, 5]


def test_numbers_are_kept_within_single_precision():
    table = pd.DataFrame({"a": [1e300, -1e300, 1.0], "b": ["x", "y", "z"]})
    cleaned = TableCleaner().fit_transform(table)
    assert np.isfinite(cleaned["a"].to_numpy(dtype=np.float32)).all()
    assert table["a"].max() == 1e300
