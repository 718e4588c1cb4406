import datetime
import decimal

import numpy as np
import pandas as pd
import pytest

from metaselect.data import Dataset, read_dataset
from metaselect.data.columns.kinds import find_type
from metaselect.data.columns.repairs.durations import Durations
from metaselect.data.columns.repairs.footnotes import Footnotes
from metaselect.data.columns.repairs.rules import (
    CELL_RULES,
    apply_cell_repairs,
    find_cell_repairs,
)
from metaselect.data.dataset_from_file import _with_labels
from metaselect.data.reading.row_sample import WholeTable
from metaselect.report.script.columns import put_right
from metaselect.report.script.functions import definitions


def repaired(**columns):
    table = pd.DataFrame(columns)
    before = table.copy(deep=True)
    result = {name: apply_cell_repairs(table[name], find_cell_repairs(table[name])) for name in table}
    pd.testing.assert_frame_equal(table, before)
    return pd.DataFrame(result)


def finds(rule, **columns):
    return any(isinstance(repair, rule) for cells in columns.values() for repair in find_cell_repairs(pd.Series(cells)))


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
    "cells", [["6-2", "6-11"], ["1.2.3", "2.0.1"], ["0123", "0456"], ["a1", "b2"], ["3 km", "5 kg"]], ids=str
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


def test_spellings_that_differ_by_case_or_blanks_are_one():
    table = repaired(spam=["Spam", "spam", "Ham", "HAM ", "ham", "ham"], unit=["m", "M"] * 3, sure=["y", "Y", "n"] * 2)
    assert table["spam"].tolist() == ["Spam", "Spam", "ham", "ham", "ham", "ham"]
    assert table["unit"].tolist() == ["m", "M"] * 3
    assert table["sure"].nunique() == 2


def test_several_footnotes_at_the_end_of_a_cell_go():
    assert repaired(answer=["Yes[2][3]", "Yes", "No"])["answer"].tolist() == ["Yes", "Yes", "No"]


# Cells in which each rule finds something to do.
TO_BE_REPAIRED = {
    "Footnotes": ["Yes [2]", "Yes\n", "No", "[1]"],
    "Blanks": ["Rome ", "Oslo", " NA "],
    "NumbersInText": ["1.234,50 €", "(12,00 €)", "\u22123,5 €"],
    "Durations": ["2h 50m", "3 days 4 hrs", "45 mins 2 s"],
    "PlainNumbers": ["1", "2.5", "-3e2"],
    "OutOf": ["4.2/10", "3/10", "7,5/10"],
    "SeveralUnits": ["5'11\"", "6 ft", "4 ft 2"],
    "ErrorTexts": ["red", "#REF!", "blue", "#DIV/0!"],
    "OtherSpellings": ["Spam", "SPAM", "ham", "ham", "ham"],
}


@pytest.mark.parametrize("rule", CELL_RULES, ids=lambda rule: rule.__name__)
def test_a_script_of_pandas_alone_does_what_a_rule_does(rule):
    cells = pd.Series(TO_BE_REPAIRED[rule.__name__], name="x")
    repairs = find_cell_repairs(cells)
    assert rule in map(type, repairs)
    imports, text = definitions(function for repair in repairs for function in (*repair.helpers, repair.function))
    variables = {"pd": pd, "np": np}
    exec("\n".join(["from __future__ import annotations", *imports, text]), variables)
    steps = [(variables[found.function.__name__], found.arguments, found.is_for_text_alone) for found in repairs]
    column = put_right(cells, steps)
    pd.testing.assert_series_equal(column, apply_cell_repairs(cells, repairs), check_names=False)


@pytest.mark.parametrize("rule", CELL_RULES, ids=lambda rule: rule.__name__)
def test_classes_counted_in_all_rows_are_called_as_the_cells_are(rule):
    cells = pd.Series(TO_BE_REPAIRED[rule.__name__], name="x")
    whole = WholeTable(len(cells), {"x": 0}, "x", len(cells), {"x": 0}, cells.value_counts().to_dict())
    found = find_type(cells)
    cells = found.put_right(cells)
    counts = _with_labels(whole, found).class_counts
    assert counts == (None if cells.dtype.kind in "if" else cells.value_counts().to_dict())


def test_numbers_of_which_some_are_text_are_numbers_however_the_text_writes_them():
    written = {
        "1013,37": lambda number: f"{number:.2f}".replace(".", ","),
        "1.013,37 €": lambda number: f"{number:,.2f} €".translate(str.maketrans(",.", ".,")),
        "1,013.37": "{:,.2f}".format,
        "$1013.37": "${:.2f}".format,
    }
    stored = {"float": float, "NumPy": np.float64, "decimal": lambda number: decimal.Decimal(str(number))}
    numbers = pd.Series(np.round(np.linspace(9, 3700, 80) ** 1.1, 2), name="x")
    failures = []
    for name, write in written.items():
        for kind, store in stored.items():
            for each in (2, 40):
                cells = numbers.map(store).astype(object).where(numbers.index % each > 0, numbers.map(write))
                found = find_type(cells)
                steps = [(repair.function, repair.arguments, repair.is_for_text_alone) for repair in found.repairs]
                for column in (found.put_right(cells), put_right(cells, steps)):
                    if found.kind != "numeric" or column.astype(float).tolist() != numbers.tolist():
                        failures.append((name, kind, each))
    assert not failures
    of_text = find_type(numbers.map(written["1013,37"]))
    later = pd.Series([2.5, "3,25", 4], name="x", dtype=object)
    assert of_text.clean(later)["x"].tolist() == [2.5, 3.25, 4]
    sizes = pd.Series([1.5, "1,5 and more", "none"] * 9, name="x", dtype=object)
    assert set(find_type(sizes).clean(sizes)["x"]) == {"1.5", "1,5 and more", "none"}


def test_dates_times_and_durations_of_which_some_are_text_are_what_they_are():
    days = pd.Series(pd.date_range("2020-01-01", periods=60, freq="9D"), name="x")
    stored = {
        "moment": lambda day: day,
        "day": lambda day: day.date(),
        "NumPy": lambda day: day.to_datetime64(),
        "time": lambda day: datetime.time(day.day % 24, day.month),
        "duration": lambda day: datetime.timedelta(days=day.day, hours=day.month),
    }
    texts = {
        "time": lambda day: f"{day.day % 24}:{day.month:02}",
        "duration": lambda day: f"{day.day} days {day.month} h",
    }
    failures = []
    for name, store in stored.items():
        whole = pd.Series([*map(store, days)], dtype=object, name="x")
        write = texts.get(name, lambda day: day.strftime("%d.%m.%Y"))
        mixed = pd.Series([store(day) if i % 4 else write(day) for i, day in enumerate(days)], dtype=object, name="x")
        expected, found = find_type(whole).clean(whole), find_type(mixed).clean(mixed)
        if expected.keys() != found.keys() or any(list(found[part]) != list(expected[part]) for part in expected):
            failures.append(name)
    assert not failures


def test_a_table_from_python_is_put_right_as_a_file_is(tmp_path):
    table = pd.DataFrame({name: [*cells[:3]] * 20 for name, cells in TO_BE_REPAIRED.items()})
    table["paid"] = [f"${i:,}" for i in range(2000, 2060)]
    table.to_csv(tmp_path / "table.csv", index=False)
    from_file = read_dataset(tmp_path / "table.csv", "paid")
    from_python = Dataset.from_arrays(table.drop(columns="paid"), table["paid"], roles={})
    assert from_python.task == from_file.task == "regression"
    assert from_python.y.tolist() == from_file.y.tolist() == list(range(2000, 2060))
    assert from_python.roles == from_file.roles
    assert set(from_python.notes) == set(from_file.notes)
    pd.testing.assert_frame_equal(from_python.X, from_file.X)


def _column_of(write):
    """Thirty cells that are written from two numbers, and these numbers."""
    pairs = [(4 + i % 3, i * 7 % 12) for i in range(30)]
    return pd.Series([write(larger, smaller) for larger, smaller in pairs], name="v"), pairs


def test_amounts_in_two_units_are_one_number():
    ways = {
        "ft in": (lambda a, b: f"{a} ft {b} in", 12),
        "signs": (lambda a, b: f"{a}'{b}\"", 12),
        "curly signs": (lambda a, b: f"{a}\u2019 {b}\u201d", 12),
        "no last sign": (lambda a, b: f"{a}'{b}", 12),
        "in full": (lambda a, b: f"{a} feet, {b} inches", 12),
        "one of them": (lambda a, b: f"{a}ft{b}in" if b else f"{a} ft", 12),
        "weights": (lambda a, b: f"{a} lbs. {b} oz", 16),
        "stones": (lambda a, b: f"{a} st {b} lb", 14),
        "metric": (lambda a, b: f"{a} m {b} cm", 100),
        "degrees": (lambda a, b: f"{a}\u00b0{b}'", 60),
    }
    wrong = []
    for name, (write, ratio) in ways.items():
        column, pairs = _column_of(write)
        numbers = find_type(column).clean(column)["v"]
        if not np.allclose(numbers, [a + b / ratio for a, b in pairs]):
            wrong.append((name, column[0], numbers[0]))
    assert wrong == []
    heights, _ = _column_of(ways["signs"][0])
    notes = Dataset.from_arrays(heights.to_frame(), [0, 1] * 15).notes
    assert "v holds several units: its numbers are in ft (in x 0.0833333)" in map(str, notes)
    for unit in ("m2", "m3", "km2", "m\u00b2"):
        areas = pd.Series([f"{i + 40} {unit}" for i in range(30)], name="v")
        assert find_type(areas).clean(areas)["v"].tolist() == [float(i + 40) for i in range(30)]
    for write in (lambda a, b: f"{a}m{b}k", lambda a, b: f"{a}-{b}", lambda a, b: f"{b} in {a} ft"):
        assert find_type(_column_of(write)[0]).kind != "numeric"


def test_stars_out_of_five_are_numbers():
    wrong = []
    for behind in (" out of 5 stars", " out of 5", "/5 stars", " von 5 Sternen", " sur 5", " of 5 points"):
        column = pd.Series([f"{1 + i % 9 / 2}{behind}" for i in range(30)], name="v")
        if not np.allclose(find_type(column).clean(column)["v"], [1 + i % 9 / 2 for i in range(30)]):
            wrong.append(behind)
    assert wrong == []


def test_per_cent_beside_shares_of_one_are_shares_too():
    numbers = [3 + i * 7 % 90 for i in range(40)]
    wrong = []
    for marked, plain in (("{} %", "{:.2f}"), ("{}%", "{:.2f}"), ("{} pct", "{:.3f}")):
        cells = [plain.format(n / 100) if i % 3 == 0 else marked.format(n) for i, n in enumerate(numbers)]
        column = pd.Series(cells, name="v")
        if not np.allclose(find_type(column).clean(column)["v"], np.array(numbers) / 100):
            wrong.append(marked)
    assert wrong == []
    alike = pd.Series([f"{n}%" if i % 3 else str(n) for i, n in enumerate(numbers)], name="v")
    assert find_type(alike).clean(alike)["v"].tolist() == numbers


def test_rates_of_several_kinds_are_said_to_hold_numbers():
    column = pd.DataFrame({"pay": [f"${i + 12}/hr" if i % 2 else f"${i * 900}/yr" for i in range(30)]})
    notes = Dataset.from_arrays(column.assign(x=np.sin(np.arange(30))), [0, 1] * 15).notes
    assert any("pay is no column of numbers though nearly all of its cells hold one" in str(note) for note in notes)
