import logging

import pytest

from metaselect.data import read_collection
from metaselect.exceptions import DatasetError


@pytest.fixture
def folder(tmp_path, raw_data):
    """Return a folder of three tables, of the three tasks, whose last column is the target `outcome`."""
    for name, task in {"clients.csv": "binary", "species.tsv": "multiclass", "prices.v2.csv.gz": "regression"}.items():
        table, target = raw_data(task)
        separator = "\t" if ".tsv" in name else ";"
        table.assign(outcome=target).to_csv(tmp_path / name, index=False, sep=separator)
    return tmp_path


@pytest.mark.parametrize("target", ["outcome", "OUTCOME", "last"])
def test_each_file_is_a_dataset_and_an_origin_whose_task_is_found_out(folder, target):
    entries = read_collection(folder, target)
    assert [(entry.name, entry.origin, entry.target, entry.task) for entry in entries] == [
        ("clients", "clients", "outcome", "binary"),
        ("prices.v2", "prices.v2", "outcome", "regression"),
        ("species", "species", "outcome", "multiclass"),
    ]


def test_an_entry_is_read_with_the_format_of_its_file(folder):
    dataset = read_collection(str(folder), "last")[2].read()
    assert (dataset.name, dataset.task, dataset.target, dataset.n_columns) == ("species", "multiclass", "outcome", 5)


def test_the_first_column_can_be_the_target_whatever_its_name(tmp_path):
    (tmp_path / "a.csv").write_text("last,b\n" + "".join(f"{'yes' if i % 2 else 'no'},{i}\n" for i in range(20)))
    (entry,) = read_collection(tmp_path, "first")
    assert (entry.target, entry.task) == ("last", "binary")


def test_a_file_that_cannot_be_used_is_left_out_and_named(folder, caplog):
    (folder / "notes.txt").write_text("These tables were made for tests.\nThat is all.\n")
    (folder / "empty.csv").write_text("")
    (folder / ".hidden.csv").write_text("a,outcome\n1,2\n")
    (folder / "figure.png").write_bytes(b"no table")
    with caplog.at_level(logging.WARNING):
        assert len(read_collection(folder, "outcome")) == 3
    assert [record.getMessage().split(" is left out")[0] for record in caplog.records] == ["empty.csv", "notes.txt"]


def test_bad_folders_are_dataset_errors(folder, tmp_path_factory):
    with pytest.raises(DatasetError, match=r"no file of .* can be used with target 'outcme'; clients.csv: .*'outcome'"):
        read_collection(folder, "outcme")
    with pytest.raises(DatasetError, match="there is no folder"):
        read_collection(folder / "nowhere", "outcome")
    with pytest.raises(DatasetError, match="holds no table"):
        read_collection(tmp_path_factory.mktemp("empty"), "outcome")
    with pytest.raises(DatasetError, match=r"has no manifest.csv; .* for a folder of plain files target="):
        read_collection(folder)


def test_two_files_of_one_name_are_refused(folder):
    (folder / "clients.tsv").write_bytes((folder / "species.tsv").read_bytes())
    with pytest.raises(DatasetError, match=r"clients.csv and clients.tsv would both be the dataset clients"):
        read_collection(folder, "outcome")


def test_a_manifest_names_its_own_targets(tiny_collection):
    with pytest.raises(DatasetError, match=r"manifest.csv already names the target .* leave out target='outcome'"):
        read_collection(tiny_collection, "outcome")
