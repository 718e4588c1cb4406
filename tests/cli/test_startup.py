import argparse
import inspect

import pytest

from metaselect.cli import main
from metaselect.cli._startup import _options, add_table_file, begin_to_read, read_table_file
from metaselect.data import read_dataset, read_file
from metaselect.data.reading.limits import ReadingLimits
from metaselect.exceptions import DatasetError

TABLE = "x,n,target\n" + "".join(f"{i % 17},{i % 5},{'yes' if i % 3 else 'no'}\n" for i in range(60))


def begin(command, *words):
    """Begin to read as the command does; every file counts as large enough to be read early."""
    arguments = parse(*words)
    arguments.command = command
    return begin_to_read(arguments, fewest_bytes=1)


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text(TABLE)
    return path


def parse(*words):
    parser = argparse.ArgumentParser()
    add_table_file(parser)
    return parser.parse_args([str(word) for word in words])


def test_a_file_that_was_begun_is_not_read_again(path):
    begun = begin("recommend", path)
    begun.join()
    path.unlink()
    assert len(read_table_file(parse(path), begun).table) == 60


def test_other_options_than_those_begun_with_are_heeded(path):
    begun = begin("describe", path, "--sample-rows", 9)
    assert read_table_file(parse(path), begun).whole is None
    assert read_table_file(parse(path, "--sample-rows", 9), begun).whole.n_rows == 60


def test_every_option_of_reading_is_heeded_early_and_by_what_reads():
    words = ["--target", "y", "--sample-rows", "9", "--random-state", "3"]
    of_file = ["--skip-lines", "2", "--sheet", "May", "--encoding", "cp1250", "--separator", ";", "--decimal", ","]
    given = _options(parse("table.csv", *words, *of_file, "--no-limits", "--missing", "-999"))
    usual = _options(parse("table.csv"))
    assert given.keys() == usual.keys() <= inspect.signature(read_file).parameters.keys()
    assert all(given[name] != usual[name] for name in usual), "say a value other than the default for each"
    given, usual = vars(given["options"]), vars(usual["options"])
    assert all(given[name] != usual[name] for name in usual), "say a value other than the default for each"


def test_what_is_begun_is_what_the_command_asks_for(path):
    words = [str(path), "--target", "n", "--sample-rows", "9", "--random-state", "3"]
    assert begin("recommend", *words).request == (str(path), _options(parse(*words)))


def test_what_is_wrong_with_a_file_is_said_when_it_is_asked_for(path):
    path.write_text("\n")
    begun = begin("recommend", path)
    with pytest.raises(DatasetError):
        read_table_file(parse(path), begun)


def test_nothing_is_begun_where_no_file_is_named(path):
    assert begin("recommend", "nowhere.csv") is None
    assert begin("learners", path) is None


def test_a_small_file_is_read_when_it_is_needed(path):
    arguments = parse(path)
    arguments.command = "recommend"
    assert begin_to_read(arguments) is None


def test_describe_counts_all_rows(path, capsys):
    assert main(["describe", str(path), "--sample-rows", "30"]) == 0
    out = capsys.readouterr().out
    assert "table.csv: 60 rows, 3 columns" in out
    assert "known in 60 rows: yes 40, no 20" in out
    assert "stand for all 60" in out


def test_advice_on_many_cells_is_of_a_sample_and_learning_of_all(path, monkeypatch):
    limits = ReadingLimits(cells_for_advice=100, sample_rows=30)
    monkeypatch.setattr("metaselect.data.reading.reading_options.LIMITS", limits)
    file = read_table_file(parse(path))
    assert len(file.table) < 60
    assert file.whole.n_rows == 60
    assert file.table.equals(read_table_file(parse(path, "--sample-rows", 30)).table)
    assert read_dataset(path).n_rows == 60
    parser = argparse.ArgumentParser()
    add_table_file(parser, for_advice=False)
    assert len(read_table_file(parser.parse_args([str(path)])).table) == 60
