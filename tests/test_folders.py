import sys
from pathlib import Path

import pytest

from metaselect.folders import cache_folder, data_folder

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
