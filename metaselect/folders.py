"""Where metaselect keeps things: what a user taught it, and what it can always find out again."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

__all__ = ["cache_folder", "data_folder"]


def data_folder() -> Path:
    """Return the user's data folder of metaselect, which may not exist yet.

    The environment variable METASELECT_DATA_DIR, or the place that the platform has for data of applications.
    """
    chosen = os.environ.get("METASELECT_DATA_DIR")
    return Path(chosen).expanduser() if chosen else platformdirs.user_data_path("metaselect", appauthor=False)


def cache_folder() -> Path:
    """Return the user's cache folder of metaselect, which may not exist yet.

    The environment variable METASELECT_CACHE_DIR, or the place that the platform has for caches.
    """
    chosen = os.environ.get("METASELECT_CACHE_DIR")
    return Path(chosen).expanduser() if chosen else platformdirs.user_cache_path("metaselect", appauthor=False)
