import sys
from pathlib import Path

import pytest

from metaselect.knowledge.data_folder import data_folder


@pytest.fixture
def environment(monkeypatch):
    """Return a function (platform, **variables) that sets these alone."""

    def change(platform, **variables):
        monkeypatch.setattr(sys, "platform", platform)
        for name in ("METASELECT_DATA_DIR", "XDG_DATA_HOME", "LOCALAPPDATA"):
            monkeypatch.delenv(name, raising=False)
        for name, value in variables.items():
            monkeypatch.setenv(name, value)

    return change


def test_the_environment_variable_decides(environment, tmp_path):
    environment("linux", METASELECT_DATA_DIR=str(tmp_path), XDG_DATA_HOME="/elsewhere")
    assert data_folder() == tmp_path


@pytest.mark.parametrize(
    ("platform", "variables", "expected"),
    [
        ("linux", {}, Path.home() / ".local/share/metaselect"),
        ("linux", {"XDG_DATA_HOME": "/data"}, Path("/data/metaselect")),
        ("linux", {"XDG_DATA_HOME": "relative"}, Path.home() / ".local/share/metaselect"),
        ("darwin", {"XDG_DATA_HOME": "/data"}, Path.home() / "Library/Application Support/metaselect"),
        ("win32", {"LOCALAPPDATA": "/local"}, Path("/local/metaselect")),
        ("win32", {}, Path.home() / "AppData/Local/metaselect"),
    ],
)
def test_each_platform_has_its_place(environment, platform, variables, expected):
    environment(platform, **variables)
    assert data_folder() == expected
