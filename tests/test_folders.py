import os
import sys
from pathlib import Path

import pytest

from metaselect.cli import main
from metaselect.folders import cache_folder, data_folder, is_known, write_atomically

FOLDERS = {
    "METASELECT_DATA_DIR": (data_folder, "XDG_DATA_HOME", ".local/share"),
    "METASELECT_CACHE_DIR": (cache_folder, "XDG_CACHE_HOME", ".cache"),
}


@pytest.mark.parametrize("variable", FOLDERS)
def test_the_environment_variable_decides(variable, monkeypatch, tmp_path):
    monkeypatch.setenv(variable, str(tmp_path))
    assert FOLDERS[variable][0]() == tmp_path
    monkeypatch.setenv(variable, "~/of/mine")
    assert FOLDERS[variable][0]() == Path.home() / "of/mine"


@pytest.mark.skipif(sys.platform != "linux", reason="the places of Linux")
@pytest.mark.parametrize("variable", FOLDERS)
def test_without_it_the_platform_decides(variable, monkeypatch):
    folder, of_platform, below_home = FOLDERS[variable]
    monkeypatch.delenv(variable)
    monkeypatch.setenv(of_platform, "/elsewhere")
    assert folder() == Path("/elsewhere/metaselect")
    monkeypatch.delenv(of_platform)
    assert folder() == Path.home() / below_home / "metaselect"


@pytest.mark.parametrize(
    ("content", "written"),
    [("Größe\n", "Größe\n".encode()), ("a\r\nb", b"a\r\nb"), (b"\x00\xff", b"\x00\xff"), ("", b"")],
)
def test_what_is_written_replaces_the_file_and_leaves_nothing_beside_it(content, written, tmp_path):
    path = tmp_path / "table.csv"
    path.write_bytes(b"earlier and longer than what comes")
    write_atomically(path, content)
    assert path.read_bytes() == written
    assert [file.name for file in tmp_path.iterdir()] == ["table.csv"]


def test_what_cannot_be_written_leaves_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "table.csv"
    path.write_bytes(b"earlier")

    def fail(*_):
        raise OSError("no space left")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(OSError, match="no space left"):
        write_atomically(path, "later")
    assert path.read_bytes() == b"earlier"
    assert [file.name for file in tmp_path.iterdir()] == ["table.csv"]


def test_a_folder_that_does_not_exist_is_an_error(tmp_path):
    with pytest.raises(OSError, match="nowhere"):
        write_atomically(tmp_path / "nowhere" / "table.csv", "text")


def test_a_home_folder_that_is_not_known_is_no_folder(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr("os.path.expanduser", lambda path: path)  # as for a user without a home folder
    for variable in ("METASELECT_DATA_DIR", "METASELECT_CACHE_DIR"):
        monkeypatch.setenv(variable, "~nobody/of/us")
    assert not is_known(data_folder())
    assert is_known(cache_folder())
    assert main(["learn", str(tmp_path / "runs.sqlite")]) == 2
    assert "set METASELECT_DATA_DIR to a folder, or say --output DIR" in capsys.readouterr().err
