import inspect

import numpy as np
import pandas as pd
import pytest

from metaselect.data import apply_repairs, find_repairs
from metaselect.data.reading.repairs.durations import Durations
from metaselect.data.reading.repairs.footnotes import Footnotes
from metaselect.data.reading.repairs.rules import CELL_RULES, TABLE_RULES
from metaselect.data.reading.row_sample import WholeTable


def repaired(**columns):
    table = pd.DataFrame(columns)
    before = table.copy(deep=True)
    result = apply_repairs(table, find_repairs(table))
    pd.testing.assert_frame_equal(table, before)
    return result


def finds(rule, **columns):
    return any(isinstance(repair, rule) for repair in find_repairs(pd.DataFrame(columns)))


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["$1,200", "$300", "$2,000,000"], [1200, 300, 2e6]),
        (["1.234,50 €", "12,00 €"], [1234.5, 12]),
        (["12 %", "5.5 %"], [12, 5.5]),
        (["€ 3,557.21", "€ 1,200.00", "€ 5.50"], [3557.21, 1200, 5.5]),
        (["66.0 km", "1,200.5 km"], [66, 1200.5]),
        (["10mg", "20 mg", "30mg"], [10, 20, 30]),
        (["1,234", "12"], [1234, 12]),
        (["0,5 %", "1,25 %"], [0.5, 1.25]),
        (["-£3", "£4"], [-3, 4]),
        (["(3)", "$4", "($1,200)"], [-3, 4, -1200]),
        (["1.200 €", "12.345.678 €", "300 €"], [1200, 12_345_678, 300]),
        (["1.5 €", "1.250 €"], [1.5, 1.25]),
        ([" 3", " ? ", "4.5 "], [3, np.nan, 4.5]),
    ],
    ids=str,
)
def test_numbers_are_read_out_of_text(cells, expected):
    assert repaired(price=cells)["price"].tolist() == pytest.approx(expected, nan_ok=True)


@pytest.mark.parametrize(
    "cells", [["6-2", "6-11"], ["1.2.3", "2.0.1"], ["0123", "0456"], ["a1", "b2"], ["3 km", "5 m"]], ids=str
)
def test_what_is_no_number_stays_text(cells):
    assert repaired(x=cells)["x"].tolist() == cells


@pytest.mark.parametrize(
    ("cells", "seconds"),
    [
        (["2h 50m", "19h", "45m"], [10200, 68400, 2700]),
        (["1 hour 5 mins", "2 hours", "1.5 hrs"], [3900, 7200, 5400]),
        (["1d 2h", "3 days 4 hours 10 secs"], [93600, 273610]),
        (["2H5M", "1H30M "], [7500, 5400]),
    ],
    ids=str,
)
def test_durations_become_seconds(cells, seconds):
    assert repaired(took=cells)["took"].tolist() == pytest.approx(seconds, nan_ok=True)


def test_a_number_without_a_unit_is_no_duration():
    cells = [f"{i // 60}h {i % 60}m" for i in range(40)]
    assert np.isnan(repaired(took=[*cells, "5"])["took"].iloc[-1])


@pytest.mark.parametrize("cells", [["5m", "7s", "2h"], ["3d", "2d x"], ["m", "h"], ["2d 3d", "1d 4d"]], ids=str)
def test_sizes_and_codes_are_no_durations(cells):
    assert not finds(Durations, x=cells)


def test_blanks_and_footnotes_go_and_what_is_left_empty_is_missing():
    table = repaired(answer=["Yes [2]", "Yes\n", "No", "[1]"])
    assert table["answer"].tolist()[:3] == ["Yes", "Yes", "No"]
    assert table["answer"].isna().tolist() == [False, False, False, True]


def test_codes_in_brackets_are_no_footnotes():
    assert finds(Footnotes, part=["x [a]", "x [b]", "y [c]"])
    assert not finds(Footnotes, part=["x [a]", "y [b]", "z [c]"])


def test_empty_rows_and_columns_without_a_name_go():
    table = repaired(**{"a ": [1.0, np.nan, 2.0], "Unnamed: 1": [np.nan] * 3})
    assert table.to_dict("list") == {"a": [1.0, 2.0]}


def test_a_clean_table_needs_nothing():
    assert find_repairs(pd.DataFrame({"age": [1.5, 2.5], "city": ["Rome", "Oslo"]})) == ()


def test_spellings_that_differ_by_case_or_blanks_are_one():
    table = repaired(spam=["Spam", "spam", "Ham", "HAM ", "ham", "ham"], unit=["m", "M"] * 3, sure=["y", "Y", "n"] * 2)
    assert table["spam"].tolist() == ["Spam", "Spam", "ham", "ham", "ham", "ham"]
    assert table["unit"].tolist() == ["m", "M"] * 3
    assert table["sure"].nunique() == 2


def test_several_footnotes_at_the_end_of_a_cell_go():
    assert repaired(answer=["Yes[2][3]", "Yes", "No"])["answer"].tolist() == ["Yes", "Yes", "No"]


def rows(cells, name="x"):
    return pd.DataFrame({name: cells, "other": np.arange(len(cells)) % 7})


# A table in which each rule finds something to do.
TO_BE_REPAIRED = {
    "ColumnNames": rows([1.5, 2.5], " size\n of it: "),
    "SecondHeaderLine": pd.DataFrame(
        {"id": [None, *"123456"], **{f"Unnamed: {i}": [f"Film {i}", *[f"Film {i}", None] * 3] for i in range(1, 5)}}
    ),
    "ExtraRows": rows(["km", *map(str, range(20))]).assign(other=[None, *range(20)]),
    "EmptyColumns": rows([1, 2, 3]).assign(**{"Unnamed: 2": np.nan}),
    "EmptyRows": pd.DataFrame({"x": [1, None, 2], "y": ["a", None, "b"]}),
    "Footnotes": rows(["Yes [2]", "Yes\n", "No", "[1]"]),
    "Blanks": rows(["Rome ", "Oslo", " NA "]),
    "NumbersInText": rows(["1.234,50 €", "(12,00 €)", "\u22123,5 €"]),
    "Durations": rows(["2h 50m", "3 days 4 hrs", "45 mins 2 s"]),
    "OtherSpellings": rows(["Spam", "SPAM", "ham", "ham", "ham"]),
}


@pytest.mark.parametrize("rule", [*TABLE_RULES, *CELL_RULES], ids=lambda rule: rule.__name__)
def test_a_script_of_pandas_alone_does_what_a_rule_does(rule):
    table = TO_BE_REPAIRED[rule.__name__]
    repairs = find_repairs(table)
    assert rule in map(type, repairs)
    sources = [inspect.getsource(function) for repair in repairs for function in repair.functions]
    lines = [line for repair in repairs for line in repair.lines()]
    variables = {"pd": pd, "np": np, "data": table.copy()}
    exec("\n".join([*sources, *lines]), variables)
    pd.testing.assert_frame_equal(variables["data"], apply_repairs(table, repairs))


@pytest.mark.parametrize("rule", CELL_RULES, ids=lambda rule: rule.__name__)
def test_classes_counted_in_all_rows_are_called_as_the_cells_are(rule):
    table = TO_BE_REPAIRED[rule.__name__]
    repairs = find_repairs(table)
    whole = WholeTable(len(table), {"x": 0}, "x", len(table), {"x": 0}, table["x"].value_counts().to_dict())
    for repair in repairs:
        whole = repair.apply_to_counts(whole)
    cells = apply_repairs(table, repairs)["x"]
    assert whole.class_counts == (None if cells.dtype.kind == "f" else cells.value_counts().to_dict())
