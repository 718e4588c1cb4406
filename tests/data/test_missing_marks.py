import datetime

import numpy as np
import pandas as pd
import pytest

from metaselect.cli import main
from metaselect.data import Dataset, dataset_from_arrays, read_dataset
from metaselect.data.columns.repairs.given_missing import without_marks
from metaselect.data.missing_marks import keep_marks, marks_of_columns
from metaselect.exceptions import DatasetError

N = 60
ROWS = np.arange(N)


def table():
    return pd.DataFrame(
        {
            "heat": np.where(ROWS % 10 == 3, -999, ROWS * 0.5),
            "answer": np.where(ROWS % 7 == 0, "weiss nich", np.array(["yes", "no", "often"])[ROWS % 3]),
            "price": np.where(ROWS % 6 == 0, "€ -999,00", "€ 12,50"),
            "born": np.where(ROWS % 9 == 0, "1900-01-01", [f"19{60 + i % 30}-0{1 + i % 9}-11" for i in ROWS]),
            "y": ROWS % 2,
        }
    )


@pytest.fixture
def path(tmp_path):
    table().to_csv(tmp_path / "table.csv", index=False)
    return tmp_path / "table.csv"


@pytest.mark.parametrize(
    ("cells", "marks", "n_missing"),
    [
        ([1, -999, 2], ("-999",), 1),
        ([1.5, -999.0, 2], (-999,), 1),
        (["1", " -999", "-999.0"], ("-999",), 2),
        (["a", "DK", "b"], ("DK",), 1),
        ([True, False, None], ("1",), 1),
        (pd.Categorical(["a", "DK", "DK"]), ("DK",), 2),
        (pd.Categorical([1, 9, 9]), (9,), 2),
        (pd.array([1, 9, None], dtype="Int64"), (9,), 2),
        (pd.to_datetime(["1900-01-01", "2020-01-01", "1900-01-01"]), ("1900-01-01",), 2),
        ([datetime.date(1900, 1, 1), datetime.date(2020, 1, 1), None], ("1900-01-01",), 2),
    ],
    ids=str,
)
def test_marks_are_found_whatever_the_type_of_a_column(cells, marks, n_missing):
    column = pd.Series(cells)
    before = column.copy(deep=True)
    assert without_marks(column, marks).isna().sum() == n_missing
    pd.testing.assert_series_equal(column, before)


def test_marks_of_all_columns_or_one_are_missing_in_a_file(path):
    of_all = read_dataset(path, "y", missing=[-999, "weiss nich", "born=1900-01-01"])
    assert of_all.X["heat"].isna().sum() == 6
    assert of_all.X["answer"].isna().sum() == 9
    assert of_all.X["born: year"].isna().sum() == 7
    assert "cells are missing as you said: heat (6), answer (9), born (7)" in map(str, of_all.notes)
    of_one = read_dataset(path, "y", missing={"answer": ["weiss nich"]})
    assert of_one.X["heat"].min() == -999
    assert of_one.X["answer"].isna().sum() == 9


def test_marks_are_missing_in_rows_seen_later():
    frame = table().drop(columns="y")
    marks = marks_of_columns(frame.columns, ["heat=-999"])
    dataset = keep_marks(Dataset.from_arrays(frame, ROWS % 2), marks)
    assert np.isnan(dataset.types["heat"].clean(pd.Series([-999.0, 3.0], name="heat"))["heat"]).tolist() == [
        True,
        False,
    ]


def test_a_column_that_is_not_there_is_an_error(path):
    with pytest.raises(DatasetError, match=r"no column 'haet'.*did you mean 'heat'"):
        read_dataset(path, "y", missing="haet=-999")


def test_the_command_line_has_it_for_every_table(path, capsys):
    main(["describe", str(path), "--target", "y", "--missing", "-999", "--missing", "answer=weiss nich"])
    assert "cells are missing as you said: heat (6), answer (9)" in capsys.readouterr().out


def test_a_suspected_mark_is_named_with_the_way_out(path, capsys):
    main(["describe", str(path), "--target", "y"])
    said = " ".join(capsys.readouterr().out.split())
    assert "-999 is far from all other values of heat (6 rows)" in said
    assert "--missing heat=-999" in said  # as it is in another column, too
    main(["describe", str(path), "--target", "y", "--drop", "price"])
    assert "--missing -999" in " ".join(capsys.readouterr().out.split())


def test_a_table_without_a_target_is_described_with_its_notes(tmp_path, capsys):
    table().rename(columns={"y": "z"}).to_csv(tmp_path / "table.csv", index=False)
    main(["describe", str(tmp_path / "table.csv")])
    said = " ".join(capsys.readouterr().out.split())
    assert "-999 is far from all other values of heat (6 rows)" in said
    assert "numbers are read out of text in price" in said


def test_marks_that_no_cell_holds_are_named(path, capsys):
    notes = [str(note) for note in read_dataset(path, "y", missing=["-999", "nowhere", "answer=7", "heat=8"]).notes]
    assert "cells are missing as you said: heat (7)" in notes
    assert "no cell is 'nowhere', which missing= names: nothing became missing by it" in notes
    assert "no cell of answer is '7', which missing= names: nothing became missing by it" in notes
    assert not any("'-999', which" in note for note in notes)
    assert not any("'8', which" in note for note in notes)  # heat is 8 in one row
    main(["describe", str(path), "--target", "y", "--missing", "heat=abc"])
    assert "no cell of heat is 'abc', which --missing names" in " ".join(capsys.readouterr().out.split())


def test_marks_from_python_are_of_the_table_and_its_target():
    frame, y = table().drop(columns="y"), pd.Series(ROWS % 2, name="y")
    dataset = dataset_from_arrays(frame, y, missing=[-999, "abc"])
    said = [str(note) for note in dataset.notes if note.kind.startswith("given missing")]
    assert said == [
        "cells are missing as you said: heat (6)",
        "no cell is 'abc', which missing= names: nothing became missing by it",
    ]
