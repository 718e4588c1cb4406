import numpy as np
import pandas as pd
import pytest


def _frame(**columns):
    return pd.DataFrame({"size": np.arange(20.0), **columns})


def test_counts_by_hand(value_of):
    X = _frame(kind=["x"] * 15 + ["y"] * 4 + ["z"])
    assert value_of("largest_category_share", X).tolist() == [0.75]
    assert value_of("single_row_categories_share", X).tolist() == pytest.approx([1 / 3])
    assert value_of("distinct_categories_share", X).tolist() == [3 / 20]


def test_entropy_is_one_for_equally_frequent_categories(value_of):
    assert value_of("category_entropy", _frame(kind=["x", "y"] * 10)).tolist() == [1.0]


def test_text_is_told_from_names_of_categories(value_of):
    review = [f"a rather long review, number {i}" for i in range(20)]
    assert value_of("text_columns_share", _frame(kind=["x", "y"] * 10, review=review)) == pytest.approx(1 / 3)
    assert value_of("text_columns_share", _frame()) == 0.0


def test_words_characters_and_digits(value_of):
    X = _frame(code=["ab 12"] * 10 + ["cd 34"] * 10)
    assert value_of("log_text_words", X) == pytest.approx([np.log10(3)])
    assert value_of("log_text_length", X) == pytest.approx([np.log10(6)])
    assert value_of("text_digit_share", X) == pytest.approx([2 / 5])


def test_many_categories(value_of):
    X = pd.DataFrame({"id": [f"row {i}" for i in range(40)], "kind": ["x", "y"] * 20})
    assert value_of("many_categories_share", X) == 0.5
