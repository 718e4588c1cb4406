"""Where and how the benchmarks write their results."""

from __future__ import annotations

import datetime
import subprocess
from pathlib import Path

import pandas as pd

RESULTS = Path(__file__).resolve().parent / "results"
_KEPT_ROWS = RESULTS.parent / "peers" / "rows.csv"


def write_results(table: pd.DataFrame, name: str, random_state: int = 0, update: str | None = None) -> Path:
    """Write `table` to `results/NAME.csv` with the seed, the commit and the date, and return the path.

    With `update`, a column of the table, rows that are there already stay where the table has none of that value.
    """
    path = RESULTS / f"{name}.csv"
    stamped = table.assign(random_state=random_state, commit=_commit(), date=datetime.date.today().isoformat())
    if update and path.exists():
        before = pd.read_csv(path)
        stamped = pd.concat([before[~before[update].isin(stamped[update])], stamped])
    stamped.to_csv(path, index=False, float_format="%.4g", lineterminator="\n")
    return path


def last_commit(folder: str) -> str:
    """Name the last commit that changed a folder of the repository, with `-dirty` where the folder differs from it."""
    path = str(RESULTS.parents[1] / folder)
    changed = _git("status", "--porcelain", "--", path)
    return _git("log", "-1", "--format=%h", "--abbrev=10", "--", path) + "-dirty" * bool(changed)


def _commit() -> str:
    """Name the commit, with `-dirty` where something but results differs from it."""
    results = (f":(exclude){path}" for path in (RESULTS, _KEPT_ROWS))
    changed = _git("status", "--porcelain", "--untracked-files=no", "--", ":(top)", *results)
    return _git("rev-parse", "--short=10", "HEAD") + "-dirty" * bool(changed)


def _git(*arguments: str) -> str:
    command = ["git", "-C", str(RESULTS.parent), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
