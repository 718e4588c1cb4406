"""What is made of a value does not depend on how its column is stored, nor on which rows are beside it."""

import datetime
import decimal
import os
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest

from metaselect.data import Dataset
from metaselect.data.columns.kinds import find_type
from metaselect.learners import make_configuration
from metaselect.learners.table_cleaner import TableCleaner

pa = pytest.importorskip("pyarrow")


def text(column):
    return column.map(str, na_action="ignore")


def decimals(column):
    return column.map(lambda value: decimal.Decimal(str(value)), na_action="ignore")


# How pandas can store a column; what a value cannot be stored as without a loss is left out.
STORAGES = {
    "object": lambda column: column.astype(object),
    "text as objects": lambda column: text(column).astype(object),
    "str": lambda column: text(column).astype("str"),
    "string": lambda column: text(column).astype("string"),
    "category": lambda column: column.astype("category"),
    "category of text": lambda column: text(column).astype("category"),
    "int64": lambda column: column.astype("int64"),
    "Int64": lambda column: column.astype("Int64"),
    "float64": lambda column: column.astype("float64"),
    "float32": lambda column: column.astype("float32"),
    "Float64": lambda column: column.astype("Float64"),
    "bool": lambda column: column.astype("boolean").astype("bool"),
    "boolean": lambda column: column.astype("boolean"),
    "decimals": decimals,
    "text of Arrow": lambda column: text(column).astype(pd.ArrowDtype(pa.string())),
    "integers of Arrow": lambda column: column.astype("Int64").astype(pd.ArrowDtype(pa.int64())),
    "floats of Arrow": lambda column: column.astype("float64").astype(pd.ArrowDtype(pa.float64())),
    "truth of Arrow": lambda column: column.astype("boolean").astype(pd.ArrowDtype(pa.bool_())),
    "decimals of Arrow": lambda column: decimals(column).astype(pd.ArrowDtype(pa.decimal128(12, 4))),
}
VALUES = {
    "whole numbers": [1, 2, 3, 1, 7],
    "zeros and ones": [0, 1, 1, 0],
    "truth values": [True, False, True],
    "fractions": [1.5, 2.25, 3.0, -0.5],
    "codes": ["101", "102", "104A"],
    "words": ["yes", "no", "yes"],
    "negative numbers": [-1, -20, 3],
}


def stored(values):
    """Return the values as each storage has them, without those that cannot hold them."""
    column, columns = pd.Series(values, dtype=object, name="x"), {}
    for name, store in STORAGES.items():
        try:
            changed = store(column).rename("x")
            are_equal = all(
                str(old) == str(new) or (not isinstance(old, str) and float(old) == float(new))
                for old, new in zip(values, changed, strict=True)
            )
        except (TypeError, ValueError, ArithmeticError, pa.ArrowInvalid):
            continue
        if are_equal:
            columns[name] = changed
    return columns


def cells(column_type, column):
    return {name: list(values) for name, values in column_type.clean(column).items()}


def batches(n_rows, rng):
    yield np.arange(n_rows)
    yield np.array([0])
    yield rng.permutation(n_rows)[: max(1, n_rows - 1)]


def with_a_gap(column):
    return pd.concat([column.astype(object), pd.Series([None], dtype=object, name="x")], ignore_index=True)


def differences(values, rng):
    """Yield where a batch is cleaned otherwise than when the column was first seen."""
    columns, tried = stored(values), []
    for at_fit, column in columns.items():
        column_type = find_type(column)
        if column_type in tried:  # equal types clean alike, and this storage was a batch of the one before
            continue
        tried.append(column_type)
        first = cells(column_type, column)
        for at_predict, other in columns.items():
            for rows in batches(len(values), rng):
                expected = {name: [of_rows[i] for i in rows] for name, of_rows in first.items()}
                batch = other.iloc[rows].reset_index(drop=True)
                for seen in (cells(column_type, batch), cells(column_type, with_a_gap(batch))):
                    if {name: of_rows[: len(rows)] for name, of_rows in seen.items()} != expected:
                        yield at_fit, at_predict, rows.tolist(), expected, seen


@pytest.mark.parametrize("values", VALUES.values(), ids=VALUES)
def test_a_value_is_the_same_however_it_is_stored_and_whatever_is_beside_it(values):
    assert len(stored(values)) >= 6
    found = list(differences(values, np.random.default_rng(0)))
    assert not found, found[:3]


@pytest.mark.slow
def test_random_values_are_the_same_however_they_are_stored():
    seed = int(os.environ.get("METASELECT_FUZZ_SEED", np.random.SeedSequence().entropy % 2**32))
    rng = np.random.default_rng(seed)
    makers = [
        lambda n: rng.integers(-5, 200, n).tolist(),
        lambda n: (rng.integers(-400, 400, n) / 8).tolist(),
        lambda n: (rng.random(n) < 0.5).tolist(),
        lambda n: [f"{rng.integers(0, 90):02d}" for _ in range(n)],
        lambda n: [str(rng.choice(["1", "2", "2B", "true", "no", "x y", "1.4.2"])) for _ in range(n)],
    ]
    for _ in range(12):
        values = makers[rng.integers(len(makers))](int(rng.integers(2, 12)))
        found = list(differences(values, rng))
        assert not found, (seed, values, found[:2])


MOMENTS = [datetime.datetime(2024, 1, 31, 9, 30), datetime.datetime(2024, 2, 29, 10, 0), datetime.datetime(2025, 3, 1)]


def test_a_moment_is_the_same_however_it_is_stored():
    moments = pd.Series(pd.to_datetime(MOMENTS), name="x")
    columns = {
        "datetime64": moments,
        "in a time zone": moments.dt.tz_localize("UTC").dt.tz_convert("Europe/Rome"),
        "text": moments.astype(str),
        "objects": moments.astype(object),
        "category": moments.astype(str).astype("category"),
        "Arrow": moments.astype(pd.ArrowDtype(pa.timestamp("us"))),
        "periods": moments.dt.to_period("min"),
    }
    for at_fit, column in columns.items():
        column_type = find_type(column)
        assert column_type.kind == "date", at_fit
        for at_predict, other in columns.items():
            for seen in (other, with_a_gap(other)):
                days = column_type.clean(seen)["x: days"][:3]
                assert days.tolist() == pytest.approx([19753.395833, 19782.416667, 20148.0], abs=1e-5), at_predict


CASES = {
    "integers as a category": ([1, 2, 3, 4] * 30, "category", [object, "float64", "str", "Int64"]),
    "codes": (["101", "102", "104A", "205"] * 30, "str", [object, "category", "string"]),
    "truth values": ([True, False] * 60, "bool", ["int64", "str", "float64", "boolean", object]),
}


@pytest.mark.parametrize(("values", "at_fit", "later"), CASES.values(), ids=CASES)
def test_predictions_do_not_depend_on_how_a_batch_is_stored(values, at_fit, later):
    frame = pd.DataFrame({"x": pd.Series(values, dtype=object).astype(at_fit), "z": np.arange(120) % 7})
    y = pd.factorize(frame["x"])[0] % 2
    model = make_configuration("decision_tree").build("binary").fit(frame, y)
    expected = model.predict(frame)
    assert np.mean(expected == y) > 0.95
    for dtype in later:
        batch = frame.assign(x=frame["x"].astype(dtype))
        assert model.predict(batch).tolist() == expected.tolist(), dtype
        batch = batch.iloc[:9].assign(x=batch["x"].iloc[:9].astype(object).where(np.arange(9) != 4, None))
        assert np.delete(model.predict(batch), 4).tolist() == np.delete(expected[:9], 4).tolist(), dtype


def test_digits_alone_are_the_codes_that_they_were():
    codes = pd.DataFrame({"code": ["101", "102", "104A", "205"] * 10})
    cleaner = TableCleaner().fit(codes)
    batch = pd.DataFrame({"code": [101.0, np.nan, 205.0]})
    assert cleaner.transform(batch)["code"].tolist()[::2] == ["101", "205"]


def test_a_category_keeps_the_name_that_it_has():
    frame = pd.DataFrame({"zip": ["00501", "10115", "00501"] * 20, "member": [True, False, True] * 20})
    dataset = Dataset.from_arrays(frame, [0, 1, 1] * 20)
    assert dataset.X["zip"].unique().tolist() == ["00501", "10115"]
    assert dataset.X["member"].unique().tolist() == ["True", "False"]
    batch = pd.DataFrame({"zip": [501, 10115], "member": [1, 0]})
    assert TableCleaner().fit(frame).transform(batch).to_numpy().tolist() == [["00501", "True"], ["10115", "False"]]


def test_fractions_and_bytes_are_numbers_and_text():
    n = 40
    columns = {
        "fraction": ([Fraction(i, 8) for i in range(n)], "numeric", 39 / 8),
        "fraction and none": ([None, *(Fraction(i, 8) for i in range(1, n))], "numeric", 39 / 8),
        "words": ([b"red", b"blue"] * 20, "categorical", "blue"),
        "letters": (["Köln".encode(), b"Rom"] * 20, "categorical", "Rom"),
        "beside text": ([b"red", "blue"] * 20, "categorical", "blue"),
        "numbers": ([f"{i / 4}".encode() for i in range(n)], "numeric", 39 / 4),
    }
    wrong = []
    for name, (cells, kind, last) in columns.items():
        found = find_type(pd.Series(cells, name="v"))
        value = next(iter(found.clean(pd.Series(cells[-1:], name="v"))["v"]))
        if found.kind != kind or value != last:
            wrong.append((name, found, value))
    assert wrong == []
    days = pd.Series([f"2019-01-{1 + i % 28:02d}".encode() for i in range(n)], name="v")
    assert find_type(days).clean(days)["v: days"].tolist()[:2] == [17897.0, 17898.0]


def test_durations_are_seconds_as_categories_too():
    lengths = pd.Series(pd.to_timedelta([60, 90, None, 3600] * 9, unit="s"), name="v")
    found = find_type(lengths)
    later = found.clean(lengths.head(4).astype("category"))["v"]
    np.testing.assert_array_equal(later, [60, 90, np.nan, 3600])
