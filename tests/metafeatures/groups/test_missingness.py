import numpy as np
import pandas as pd
import pytest

N = 100


@pytest.fixture
def frame():
    X = pd.DataFrame(np.random.default_rng(0).normal(size=(N, 4)), columns=list("abcd"))
    X.loc[:59, "a"] = X.loc[:59, "b"] = np.nan
    return X


def test_shares_of_columns_and_rows(frame, value_of):
    assert sorted(value_of("column_missing_share", frame)) == [0.0, 0.0, 0.6, 0.6]
    assert value_of("row_missing_share", frame).mean() == pytest.approx(0.3)
    assert value_of("mostly_missing_columns_share", frame) == 0.5


def test_columns_that_are_missing_together(frame, value_of):
    assert value_of("missing_together", frame) == pytest.approx([1.0])


def test_one_pattern_of_missing_values(frame, value_of):
    assert value_of("missing_patterns_share", frame) == pytest.approx(1 / N)


def test_missing_by_class_is_found_and_missing_at_random_is_not(frame, value_of):
    by_class = value_of("missing_with_target", frame, np.arange(N) < 60)
    at_random = value_of("missing_with_target", frame, np.arange(N) % 2)
    np.testing.assert_allclose(by_class, 1.0)
    np.testing.assert_allclose(at_random, 0.0)


def test_a_complete_table_has_shares_of_zero_and_no_relations(value_of):
    complete = pd.DataFrame({"a": np.arange(20.0), "b": np.arange(20.0) ** 2})
    assert value_of("column_missing_share", complete).tolist() == [0.0, 0.0]
    assert value_of("missing_patterns_share", complete) == 0.0
    assert np.isnan(value_of("missing_with_target", complete)).all()
