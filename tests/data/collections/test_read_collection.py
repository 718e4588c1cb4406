import os

import numpy as np
import pandas as pd
import pytest

from metaselect.data import read_collection
from metaselect.exceptions import DatasetError


def test_entries_are_as_the_manifest_lists_them(tiny_collection):
    clients, prices = read_collection(tiny_collection)
    assert (clients.name, clients.task, clients.origin, clients.license) == ("clients", "binary", "shop", "CC0")
    assert (prices.name, prices.task, prices.origin, prices.source) == ("prices", "regression", "prices", "")


def test_an_entry_is_read_as_the_manifest_says(tiny_collection):
    dataset = read_collection(str(tiny_collection))[0].read()
    assert (dataset.name, dataset.origin, dataset.task, dataset.target) == ("clients", "shop", "binary", "outcome")
    assert dataset.n_rows == 60


def test_only_the_empty_cell_is_missing_in_a_collection(tiny_collection):
    rows = "".join(f"{value},{i},{'yes' if i % 2 else 'no'}\n" for i, value in enumerate(["NA", "?", "None", ""]))
    (tiny_collection / "clients.csv").write_text("a,b,outcome\n" + rows)
    dataset = read_collection(tiny_collection)[0].read()
    assert dataset.X["a"].fillna("missing").tolist() == ["NA", "?", "None", "missing"]


def test_entries_can_be_told_apart(tiny_collection):
    assert len(set(read_collection(tiny_collection))) == 2


MANIFESTS = {
    "empty": (b"", "cannot be read"),
    "no text": (b"\xff\xfe\0\0", "cannot be read"),
    "open quote": (b'name,file,target,task\n"a\n', "cannot be read"),
    "columns missing": (b"name,file\na,a.csv\n", "lacks the column target, task; it has name, file"),
    "repeated name": (b"name,file,target,task\na,a.csv,y,binary\na,b.csv,y,binary\n", "lists a twice"),
    "unknown task": (b"name,file,target,task\na,a.csv,y,sorting\n", "has the task sorting; use binary, multiclass"),
}


@pytest.mark.parametrize(("content", "message"), MANIFESTS.values(), ids=MANIFESTS)
def test_a_bad_manifest_is_a_dataset_error(tmp_path, content, message):
    (tmp_path / "manifest.csv").write_bytes(content)
    with pytest.raises(DatasetError, match=message):
        read_collection(tmp_path)


def test_a_folder_without_manifest_says_what_is_expected(tmp_path):
    with pytest.raises(DatasetError, match=r"has no manifest.csv; expected a table with the columns name, file"):
        read_collection(tmp_path)


def test_a_listed_file_that_is_absent_is_said_when_read(tiny_collection):
    (tiny_collection / "prices.csv").unlink()
    entries = read_collection(tiny_collection)
    with pytest.raises(DatasetError, match="there is no file"):
        entries[1].read()


OUTSIDE = {
    "absolute": "{outside}/secret.csv",
    "above": "../secret.csv",
    "above by a detour": "data/../../secret.csv",
    "the list of users": "/etc/passwd",
    "a device": "/dev/zero",
    "a link to a file outside": "link.csv",
    "a link to a folder outside": "linked/secret.csv",
    "a link to itself": "loop/a.csv",
    "nothing": "  ",
    "a zero byte": "a\0b.csv",
}


@pytest.mark.parametrize("kind", OUTSIDE)
def test_a_manifest_names_files_of_its_own_folder_alone(tiny_collection, kind):
    outside = tiny_collection.parent
    (outside / "secret.csv").write_text("a,b,outcome\n" + "1,2,yes\n3,4,no\n" * 20)
    (tiny_collection / "link.csv").symlink_to(outside / "secret.csv")
    (tiny_collection / "linked").symlink_to(outside)
    (tiny_collection / "loop").symlink_to("loop")
    file = OUTSIDE[kind].format(outside=outside)
    manifest = "name,file,target,task\nclients,clients.csv,outcome,binary\n"
    (tiny_collection / "manifest.csv").write_text(f"{manifest}other,{file},outcome,binary\n")
    with pytest.raises(DatasetError, match=r"not in its folder|cannot be read"):
        read_collection(tiny_collection)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes of POSIX")
def test_a_pipe_in_a_collection_is_not_waited_for(tiny_collection):
    (tiny_collection / "clients.csv").unlink()
    os.mkfifo(tiny_collection / "clients.csv")
    with pytest.raises(DatasetError, match="no file but a pipe"):
        read_collection(tiny_collection)[0].read()
    (tiny_collection / "manifest.csv").unlink()
    os.mkfifo(tiny_collection / "manifest.csv")
    with pytest.raises(DatasetError, match="has no manifest"):
        read_collection(tiny_collection)


def _name_roles(folder, group="", time=""):
    (folder / "manifest.csv").write_text(
        "name,file,target,task,group,time\n"
        f"clients,clients.csv,outcome,binary,{group},{time}\n"
        "prices,prices.csv,outcome,regression,,\n"
    )
    return read_collection(folder)


def _add_columns(folder, **columns):
    table = pd.read_csv(folder / "clients.csv", keep_default_na=False)
    table.assign(**columns).to_csv(folder / "clients.csv", index=False)


def test_a_manifest_may_name_a_group_and_a_time(tiny_collection):
    days = pd.date_range("2020-01-01", periods=60)[::-1].strftime("%Y-%m-%d")
    bare = read_collection(tiny_collection)[0].read()
    _add_columns(tiny_collection, shop=[f"s{i % 7}" for i in range(60)], day=days)
    clients, prices = _name_roles(tiny_collection, "shop", "day")
    assert clients.roles == {"shop": "group", "day": "time"}
    assert prices.roles == {}
    dataset = clients.read()
    assert dataset.structure.groups.tolist() == [i % 7 for i in range(60)]
    assert (np.diff(dataset.structure.moments) == -1).all()
    assert set(dataset.X) - set(bare.X) == {name for name in dataset.X if name.startswith("day: ")}
    assert dataset.X[list(bare.X)].equals(bare.X)
    assert dataset.groups == {"shop": 7}
    assert prices.read().structure.by is None


def test_columns_that_a_manifest_names_wrongly_are_one_sentence(tiny_collection):
    _add_columns(tiny_collection, shop=["a", "b", "c"] * 20)
    for roles, message in {
        ("shopp", ""): r"there is no column 'shopp'; did you mean 'shop'\? .*columns: ",
        ("", "shop"): "column 'shop' is to be a time and holds neither dates nor numbers",
    }.items():
        entry = _name_roles(tiny_collection, *roles)[0]
        with pytest.raises(DatasetError, match=message):
            entry.read()
    for roles, message in {
        (
            "outcome",
            "",
        ): "says of clients that column 'outcome' is both its target and its group; leave the group",
        ("shop", "shop"): "says of clients that column 'shop' is both its group and its time; leave the time empty",
    }.items():
        with pytest.raises(DatasetError, match=message):
            _name_roles(tiny_collection, *roles)
