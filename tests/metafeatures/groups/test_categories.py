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


GOOD = [f"a lovely film with good music number {i}" for i in range(30)]
BAD = [f"one dull hour of a poor story number {i}" for i in range(30)]


def test_free_text_is_told_by_words_and_vocabulary(value_of):
    X = pd.DataFrame({"size": np.arange(60.0), "review": GOOD + BAD})
    assert value_of("free_text_share", X) == 0.5
    assert value_of("log_free_text_words", X) == pytest.approx([np.log10(1 + 8.5)])
    assert value_of("log_vocabulary", X) == pytest.approx([np.log10(1 + 13 + 30)])
    assert value_of("new_words_share", X) == pytest.approx([0.0])


def test_without_free_text_it_is_undefined(value_of):
    X = _frame(kind=["x", "y"] * 10)
    assert value_of("free_text_share", X) == 0.0
    assert len(value_of("log_vocabulary", X)) == len(value_of("new_words_share", X)) == 0
    assert np.isnan(value_of("text_skill", X))


def test_landmarkers_learn_from_free_text(value_of):
    rng = np.random.default_rng(0)
    order = rng.permutation(60)
    X = pd.DataFrame({"review": GOOD + BAD, "noise": rng.normal(size=60)}).iloc[order].reset_index(drop=True)
    y = np.array(["good"] * 30 + ["bad"] * 30)[order]
    assert value_of("text_skill", X, y) > 0.9
    assert value_of("linear_skill", X, y) > 0.9
