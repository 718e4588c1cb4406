"""`data_folder`: where metaselect keeps what a user taught it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

__all__ = ["data_folder"]


def data_folder() -> Path:
    """Return the user's data folder of metaselect, which may not exist yet.

    The environment variable METASELECT_DATA_DIR, or the place that the platform has for data of applications:
    `$XDG_DATA_HOME` or `~/.local/share`, `~/Library/Application Support` on macOS, `%LOCALAPPDATA%` on Windows.
    Source: XDG Base Directory Specification 0.8.
    """
    if chosen := os.environ.get("METASELECT_DATA_DIR"):
        return Path(chosen).expanduser()
    if sys.platform == "win32":
        parent = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        parent = Path.home() / "Library" / "Application Support"
    else:
        parent = Path(os.environ.get("XDG_DATA_HOME", ""))
        if not parent.is_absolute():  # the specification has relative paths ignored
            parent = Path.home() / ".local" / "share"
    return parent / "metaselect"
