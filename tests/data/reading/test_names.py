"""Names of columns in any form of Unicode, of several levels, and the index of Parquet files."""

import unicodedata

import numpy as np
import pandas as pd
import pytest

from metaselect.cli import main
from metaselect.data import read_dataset, read_file
from metaselect.exceptions import DatasetError

FORMS = ("NFC", "NFD")


@pytest.mark.parametrize("in_file", FORMS)
@pytest.mark.parametrize("typed", FORMS)
def test_names_are_the_same_in_any_form_of_their_letters(tmp_path, in_file, typed):
    path = tmp_path / "table.csv"
    text = "Größe,Gewicht é,Änderung\n" + "".join(
        f"{i % 17},{i * 1.5},{'ja' if i % 3 else 'nein'}\n" for i in range(60)
    )
    path.write_text(unicodedata.normalize(in_file, text))
    target, dropped = (unicodedata.normalize(typed, name) for name in ("Änderung", "Größe"))
    dataset = read_dataset(path, target, roles={dropped: "drop"})
    assert (dataset.target, list(dataset.X)) == ("Änderung", ["Gewicht é"])
    assert main(["describe", str(path), "--target", target, "--drop", dropped, "--json"]) == 0


def parquet(table, path):
    pytest.importorskip("pyarrow", reason="Parquet needs the extra files")
    table.to_parquet(path)
    return path


@pytest.fixture
def table():
    rng = np.random.default_rng(0)
    return pd.DataFrame({"kind": rng.choice(["u", "v"], 60), "y": rng.normal(size=60)})


TIMES = {
    "time": pd.date_range("2024-01-01", periods=60),
    "when": pd.date_range("2024-01-01", periods=60, name="when"),
    "month": pd.period_range("2019-01", periods=60, freq="M", name="month"),
    "at": pd.date_range("2024-01-01", periods=60, freq="h", tz="Europe/Zurich", name="at"),
}


@pytest.mark.parametrize("name", TIMES)
def test_a_time_in_the_index_is_a_column_and_the_order_is_known(tmp_path, table, name):
    file = read_file(parquet(table.set_index(TIMES[name]), tmp_path / "table.parquet"))
    assert list(file.table) == [name, "kind", "y"]
    assert "the rows are in time order" in str(file.notes[0])
    shuffled = table.set_index(TIMES[name]).sample(frac=1, random_state=0)
    assert "time order" not in str(read_file(parquet(shuffled, tmp_path / "table.parquet")).notes[0])


def test_a_named_index_is_kept_and_another_is_not(tmp_path, table):
    path = tmp_path / "table.parquet"
    assert list(read_file(parquet(table, path)).table) == ["kind", "y"]
    assert list(read_file(parquet(table.iloc[::-1], path)).table) == ["kind", "y"]
    assert list(read_file(parquet(table.rename_axis("town"), path)).table) == ["town", "kind", "y"]
    assert list(read_file(parquet(table.rename_axis("y"), path)).table) == ["y (index)", "kind", "y"]
    levels = pd.MultiIndex.from_product([["a", "b"], range(30)], names=["site", None])
    assert list(read_file(parquet(table.set_index(levels), path)).table) == ["site", "level_1", "kind", "y"]


def test_names_of_several_levels_are_joined_and_said(tmp_path, table):
    table.columns = pd.MultiIndex.from_tuples([("g", "kind"), ("g", "y")])
    path = parquet(table, tmp_path / "table.parquet")
    for target in ("g: y", "('g', 'y')"):
        dataset = read_dataset(path, target)
        assert (dataset.target, list(dataset.X)) == ("g: y", ["g: kind"])
        assert any("joined" in str(note) for note in dataset.notes)
    with pytest.raises(DatasetError, match="Its columns: g: kind, g: y"):
        read_dataset(path, "z")
