import numpy as np
import pandas as pd
import pytest

TABLE = pd.DataFrame(
    {
        "whole": [0.0, 1.0, 2.0, 3.0],
        "real": [0.5, 0.5, np.nan, np.nan],
        "flag": [0.0, 1.0, 0.0, 1.0],
        "word": ["a", "b", "c", None],
        "side": ["l", "r", "l", "r"],
    }
)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("log_n_rows", np.log10(4)),
        ("log_n_columns", np.log10(5)),
        ("log_rows_per_column", np.log10(4 / 5)),
        ("log_encoded_columns", np.log10(3 + 3 + 2)),
        ("categorical_share", 2 / 5),
        ("binary_share", 2 / 5),  # flag and side
        ("integer_share", 2 / 3),  # whole and flag
        ("constant_share", 1 / 5),  # real
        ("zero_share", 3 / 10),
        ("missing_share", 3 / 20),
        ("columns_with_missing_share", 2 / 5),
        ("rows_with_missing_share", 2 / 4),
        ("largest_missing_share", 2 / 4),
        ("rare_category_share", 1.0),
        ("distinct_share", [2 / 4, 1 / 2, 1.0]),  # columns by name: flag, real, whole
        ("log_n_categories", np.log10([2, 3])),
        ("duplicate_rows_share", 0.0),
    ],
)
def test_value_by_hand(value_of, name, expected):
    np.testing.assert_allclose(value_of(name, TABLE), expected)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("log_n_classes", np.log10(3)),
        ("minority_share", 0.1),
        ("majority_share", 0.6),
        ("log_minority_rows", np.log10(2)),
    ],
)
def test_classes_by_hand(value_of, name, expected):
    y = ["a"] * 12 + ["b"] * 6 + ["c"] * 2
    assert value_of(name, np.arange(20.0)[:, None], y) == pytest.approx(expected)


@pytest.mark.parametrize(("name", "expected"), [("target_distinct_share", 3 / 5), ("target_mode_share", 3 / 5)])
def test_target_by_hand(value_of, name, expected):
    assert value_of(name, np.arange(5.0)[:, None], [0.0, 0.0, 0.0, 1.5, 2.5], "regression") == pytest.approx(expected)


def test_rare_categories_have_fewer_than_ten_rows(value_of):
    X = pd.DataFrame({"word": ["often"] * 10 + ["seldom"] * 5})
    assert value_of("rare_category_share", X) == pytest.approx(5 / 15)


def test_duplicates_are_rows_that_repeat_an_earlier_one(value_of):
    X = pd.DataFrame({"a": [1.0, 1.0, 2.0, 1.0], "b": ["x", "x", None, "y"]})
    assert value_of("duplicate_rows_share", X) == pytest.approx(1 / 4)


@pytest.mark.parametrize("name", ["integer_share", "zero_share"])
def test_undefined_without_numeric_columns(value_of, name):
    assert np.isnan(value_of(name, pd.DataFrame({"word": ["a", "b", "a"]})))


def test_class_counts_are_exact_beyond_the_sample(value_of):
    y = np.arange(20_000) < 3
    assert value_of("minority_share", np.zeros((20_000, 1)), y) == pytest.approx(3 / 20_000)


def test_categories_and_missing_values_are_counted_in_all_rows(value_of):
    X = pd.DataFrame({"id": [f"row {i}" for i in range(30_000)], "gap": np.where(np.arange(30_000) == 7, np.nan, 1.0)})
    assert value_of("log_n_categories", X) == pytest.approx([np.log10(30_000)])
    assert value_of("missing_share", X) == pytest.approx(1 / 60_000)
