"""How far a search is, for those who asked for it."""

from __future__ import annotations

from metaselect.report import render_progress
from metaselect.search import Progress

__all__ = ["print_progress", "say_nothing"]


def print_progress(progress: Progress) -> None:
    """Print one line."""
    print(f"[metaselect] {render_progress(progress)}", flush=True)


def say_nothing(progress: Progress) -> None:
    """Do nothing."""
