import sys
from pathlib import Path

import pytest

from metaselect.recommendation.cache_folder import cache_folder


@pytest.fixture
def environment(monkeypatch):
    """Return a function (platform, **variables) that sets these alone."""

    def change(platform, **variables):
        monkeypatch.setattr(sys, "platform", platform)
        for name in ("METASELECT_CACHE_DIR", "XDG_CACHE_HOME", "LOCALAPPDATA"):
            monkeypatch.delenv(name, raising=False)
        for name, value in variables.items():
            monkeypatch.setenv(name, value)

    return change


def test_the_environment_variable_decides(environment, tmp_path):
    environment("linux", METASELECT_CACHE_DIR=str(tmp_path), XDG_CACHE_HOME="/elsewhere")
    assert cache_folder() == tmp_path


@pytest.mark.parametrize(
    ("platform", "variables", "expected"),
    [
        ("linux", {}, Path.home() / ".cache/metaselect"),
        ("linux", {"XDG_CACHE_HOME": "/caches"}, Path("/caches/metaselect")),
        ("linux", {"XDG_CACHE_HOME": "relative"}, Path.home() / ".cache/metaselect"),
        ("darwin", {"XDG_CACHE_HOME": "/caches"}, Path.home() / "Library/Caches/metaselect"),
        ("win32", {"LOCALAPPDATA": "/local"}, Path("/local/metaselect/cache")),
        ("win32", {}, Path.home() / "AppData/Local/metaselect/cache"),
    ],
)
def test_each_platform_has_its_place(environment, platform, variables, expected):
    environment(platform, **variables)
    assert cache_folder() == expected
