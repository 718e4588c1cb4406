"""`cache_folder`: where metaselect keeps what it can always find out again."""

from __future__ import annotations

import os
import sys
from pathlib import Path

__all__ = ["cache_folder"]


def cache_folder() -> Path:
    """Return the user's cache folder of metaselect, which may not exist yet.

    The environment variable METASELECT_CACHE_DIR, or the place that the platform has for caches: `$XDG_CACHE_HOME` or
    `~/.cache`, `~/Library/Caches` on macOS, `%LOCALAPPDATA%` on Windows.
    Source: XDG Base Directory Specification 0.8.
    """
    if chosen := os.environ.get("METASELECT_CACHE_DIR"):
        return Path(chosen).expanduser()
    if sys.platform == "win32":
        parent = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
        return parent / "metaselect" / "cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "metaselect"
    parent = Path(os.environ.get("XDG_CACHE_HOME", ""))
    if not parent.is_absolute():  # the specification has relative paths ignored
        parent = Path.home() / ".cache"
    return parent / "metaselect"
