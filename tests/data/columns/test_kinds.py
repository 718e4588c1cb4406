import datetime
import decimal

import numpy as np
import pandas as pd
import pytest

from metaselect.data import as_frame, clean_columns, column_types
from metaselect.data.columns.category import Category
from metaselect.data.columns.kinds import COLUMN_TYPES, KINDS
from metaselect.data.columns.number import Number
from metaselect.exceptions import DatasetError

N = 6
NUMERIC = {
    "text of digits": np.array(["1", "2"] * 3, dtype=object),
    "integers": np.arange(N),
    "floats with NaN": np.where(np.arange(N) > 3, np.nan, 1.0),
    "nullable integers": pd.array([1, None] * 3, dtype="Int64"),
    "nullable floats": pd.array([1.5, None] * 3, dtype="Float64"),
    "durations": pd.to_timedelta(np.arange(N), unit="h"),
    "numbers as objects": np.array([1, 2.5, None] * 2, dtype=object),
    "decimals": np.array([decimal.Decimal("1.5"), None] * 3, dtype=object),
    "sparse numbers": pd.arrays.SparseArray(np.arange(N) * 1.0),
    "text": np.array(["1", "2"] * 3, dtype=object),
    "half precision": np.arange(N).astype("float16"),
}
CATEGORICAL = {
    "text": np.array(["a", None] * 3, dtype=object),
    "categories that look like numbers": pd.Categorical(["1", "2"] * 3),
    "codes": np.array(["01", "02"] * 3, dtype=object),
    "nullable strings": pd.array(["a", None] * 3, dtype="string"),
    "truth values": np.arange(N) > 2,
    "nullable truth values": pd.array([True, None] * 3, dtype="boolean"),
    "sparse truth values": pd.arrays.SparseArray(np.arange(N) > 2),
    "pandas category": pd.Categorical(["a", None] * 3),
    "categories named by numbers": pd.Categorical([1, 2] * 3),
    "mixture": np.array([1, "a", None] * 2, dtype=object),
    "lists": pd.Series([[1], None] * 3),
    "bins": pd.cut(np.arange(N), 2),
}
DATES = {
    "dates": pd.date_range("2020-01-01", periods=N),
    "dates with a time zone": pd.date_range("2020-01-01", periods=N, tz="Europe/Rome"),
    "calendar days as objects": np.array([datetime.date(2020, 1, 1), None] * 3, dtype=object),
    "periods": pd.period_range("2020-01", periods=N, freq="D"),
    "text": np.array(["2020-01-01", None, "2020-02-01"] * 2, dtype=object),
    "one day": pd.to_datetime(["2020-01-01", None] * 3),
}
EMPTY = {
    "NaN": np.full(N, np.nan),
    "None": np.array([None] * N, dtype=object),
    "infinity": np.full(N, np.inf),
    "nullable integers": pd.array([None] * N, dtype="Int64"),
    "pandas category": pd.Categorical([None] * N),
    "NaT": pd.Series([pd.NaT] * N),
}


def kinds(frame):
    return {name: column_type.kind for name, column_type in column_types(frame).items()}


@pytest.mark.parametrize("values", NUMERIC.values(), ids=NUMERIC)
def test_numbers_and_dates_become_floats(values):
    frame = pd.DataFrame({"c": values})
    assert kinds(frame) == {"c": "numeric"}
    assert clean_columns(frame, {"c": Number()})["c"].dtype == np.float64


@pytest.mark.parametrize("values", CATEGORICAL.values(), ids=CATEGORICAL)
def test_everything_else_becomes_text(values):
    frame = pd.DataFrame({"c": values})
    assert kinds(frame) == {"c": "categorical"}
    cleaned = clean_columns(frame, {"c": Category()})["c"]
    assert cleaned.dtype == object
    assert {type(value) for value in cleaned.dropna()} == {str}
    assert cleaned.isna().tolist() == frame["c"].isna().tolist()


@pytest.mark.parametrize("values", EMPTY.values(), ids=EMPTY)
def test_a_column_without_a_value_is_empty_and_left_out(values):
    frame = pd.DataFrame({"c": values, "kept": np.arange(N)})
    assert kinds(frame) == {"c": "empty", "kept": "numeric"}
    assert list(clean_columns(frame, column_types(frame)).columns) == ["kept"]


def test_complex_numbers_are_refused():
    with pytest.raises(DatasetError, match="'c' holds complex numbers"):
        column_types(pd.DataFrame({"c": [1j, 2j]}))


@pytest.mark.parametrize("values", DATES.values(), ids=DATES)
def test_dates_become_numbers(values):
    frame = pd.DataFrame({"c": values})
    assert kinds(frame) == {"c": "date"}
    cleaned = clean_columns(frame, column_types(frame))
    assert cleaned.columns[0] == "c: days"
    assert set(cleaned.dtypes) == {np.dtype(np.float64)}
    assert cleaned["c: days"].isna().tolist() == frame["c"].isna().tolist()


def test_durations_become_seconds():
    frame = pd.DataFrame({"c": pd.to_timedelta([12, 24], unit="h")})
    assert clean_columns(frame, column_types(frame))["c"].tolist() == [43_200, 86_400]


def test_infinite_values_become_missing():
    cleaned = clean_columns(pd.DataFrame({"c": [1.0, np.inf, -np.inf]}), {"c": Number()})
    assert cleaned["c"].isna().tolist() == [False, True, True]


def test_text_among_new_numbers_becomes_missing():
    cleaned = clean_columns(pd.DataFrame({"c": ["1.5", "unknown"]}), {"c": Number()})
    assert cleaned["c"].tolist() == pytest.approx([1.5, np.nan], nan_ok=True)


def test_columns_are_represented_as_when_their_kind_was_decided():
    seen = clean_columns(pd.DataFrame({"c": [True, False]}), {"c": Category()})
    later = clean_columns(pd.DataFrame({"c": [True, True]}), {"c": Category()})
    assert seen["c"].iloc[0] == later["c"].iloc[0] == "True"


def test_a_repeated_index_is_kept():
    frame = pd.DataFrame({"a": [1.0, 2.0], "b": ["x", "y"]}, index=[7, 7])
    assert clean_columns(frame, column_types(frame)).index.tolist() == [7, 7]


def test_names_become_unique_text():
    frame = pd.DataFrame([[1, 2, 3, 4]], columns=["a", "a", "a.1", 5])
    assert list(as_frame(frame).columns) == ["a", "a.2", "a.1", "5"]


def test_the_input_is_not_modified():
    frame = pd.DataFrame([[1.0, np.inf, "x"]], columns=["a", "a", 0])
    before = frame.copy(deep=True)
    clean_columns(as_frame(frame), column_types(as_frame(frame)))
    pd.testing.assert_frame_equal(frame, before)


def test_cleaned_values_are_a_copy():
    frame = pd.DataFrame({"a": [1.0, 2.0]})
    cleaned = clean_columns(frame, {"a": Number()})
    cleaned.loc[0, "a"] = 9.0
    assert frame["a"].tolist() == [1.0, 2.0]


def test_lists_may_mix_numbers_and_text():
    assert kinds(as_frame([[1, "x"], [2, None]])) == {"x0": "numeric", "x1": "categorical"}


@pytest.mark.parametrize("X", [[1, 2], 3, None, "text", np.zeros((2, 2, 2)), pd.Series([1])], ids=str)
def test_other_than_two_dimensions_is_refused_with_the_way_out(X):
    with pytest.raises(DatasetError, match=r"expected two dimensions.*(reshape|DataFrame)"):
        as_frame(X)


def test_rows_of_different_lengths_are_refused():
    with pytest.raises(DatasetError, match="not a table"):
        as_frame([[1], [1, 2]])


def test_a_sparse_matrix_is_refused_with_the_way_out():
    sparse = pytest.importorskip("scipy.sparse")
    with pytest.raises(DatasetError, match=r"sparse.*toarray"):
        as_frame(sparse.eye(3).tocsr())


def test_every_type_is_told_from_the_others_by_its_kind():
    assert len({column_type.kind for column_type in COLUMN_TYPES}) == len(COLUMN_TYPES)
    assert [found.kind for found in KINDS.values()] == list(KINDS)


@pytest.mark.parametrize("values", [*NUMERIC.values(), *CATEGORICAL.values(), *DATES.values(), *EMPTY.values()])
def test_a_column_becomes_what_its_type_says(values):
    frame = pd.DataFrame({"c": values})
    column_type = column_types(frame)["c"]
    cleaned = clean_columns(frame, {"c": column_type})
    assert list(cleaned.columns) == column_type.names("c")
    dtypes = {"number": {"f"}, "category": {"O"}, "nothing": set()}
    assert {dtype.kind for dtype in cleaned.dtypes} == dtypes[column_type.becomes]


def test_the_user_says_what_to_take_a_column_for():
    frame = pd.DataFrame({"member": [True, False], "code": ["1", "2"], "name": ["a", "b"]})
    chosen = column_types(frame, {"member": "numeric", "code": "numeric", "name": "numeric"})
    assert [found.kind for found in chosen.values()] == ["numeric", "numeric", "empty"]


def test_dates_that_no_calendar_has_are_categories():
    assert kinds(pd.DataFrame({"c": ["31/31/2020", "32/12/2020"] * 20})) == {"c": "categorical"}
