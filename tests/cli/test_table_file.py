import argparse

import pytest

from metaselect.cli import _table_file, main
from metaselect.cli._table_file import begin_to_read, read_table_file
from metaselect.data import read_dataset
from metaselect.data.reading.limits import ReadingLimits
from metaselect.exceptions import DatasetError

TABLE = "x,n,target\n" + "".join(f"{i % 17},{i % 5},{'yes' if i % 3 else 'no'}\n" for i in range(60))


@pytest.fixture
def path(tmp_path, monkeypatch):
    """A file that counts as large enough to be read early."""
    monkeypatch.setattr(_table_file, "_FEWEST_BYTES", 1)
    path = tmp_path / "table.csv"
    path.write_text(TABLE)
    return path


def arguments(path, **others):
    return argparse.Namespace(**{"file": str(path), "target": None, "sample_rows": None, "random_state": 0} | others)


def test_a_file_that_was_begun_is_not_read_again(path):
    begin_to_read(["recommend", "--metric", "accuracy", str(path)])
    (reading,) = _table_file._begun.values()
    reading.join()
    path.unlink()
    assert len(read_table_file(arguments(path)).table) == 60
    assert not _table_file._begun


def test_other_options_than_those_begun_with_are_heeded(path):
    begin_to_read(["describe", str(path), "--sample-rows", "9"])
    assert read_table_file(arguments(path)).whole is None
    assert read_table_file(arguments(path, sample_rows=9)).whole.n_rows == 60


def test_what_is_wrong_with_a_file_is_said_when_it_is_asked_for(path):
    path.write_text("")
    begin_to_read(["recommend", str(path)])
    with pytest.raises(DatasetError, match="is empty"):
        read_table_file(arguments(path))


@pytest.mark.parametrize("argv", [[], ["learners"], ["recommend", "nowhere.csv"], ["recommend", "--sample-rows", "x"]])
def test_nothing_is_begun_where_no_file_is_named(argv):
    begin_to_read(argv)
    assert not _table_file._begun


def test_describe_counts_all_rows(path, capsys):
    assert main(["describe", str(path), "--sample-rows", "30"]) == 0
    out = capsys.readouterr().out
    assert "table.csv: 60 rows, 3 columns" in out
    assert "known in 60 rows: yes 40, no 20" in out
    assert "stand for all 60" in out


def test_advice_on_many_cells_is_of_a_sample_and_learning_of_all(path, monkeypatch):
    limits = ReadingLimits(cells_for_advice=100, sample_rows=30)
    monkeypatch.setattr("metaselect.data.reading.table_file.LIMITS", limits)
    file = read_table_file(arguments(path))
    assert len(file.table) < 60
    assert file.whole.n_rows == 60
    assert file.table.equals(read_table_file(arguments(path, sample_rows=30)).table)
    assert read_dataset(path).n_rows == 60
