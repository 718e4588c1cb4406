"""A pipeline is fitted in a process of its own, which can hang, grow or crash, and comes back: both ends of it."""

from __future__ import annotations

import time
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from sklearn import config_context
from sklearn.pipeline import Pipeline
from threadpoolctl import threadpool_limits

from metaselect.exceptions import first_line
from metaselect.experiments.handover import hand_over, take_over

__all__ = ["Fitted", "RowsToFit", "fit_here", "fit_to", "read_fitted", "write_job", "write_rows"]


@dataclass(frozen=True)
class RowsToFit:
    """What is learned from.

    Attributes
    ----------
    X : DataFrame or ndarray of shape (n_rows, n_columns)
        The raw table.
    y : ndarray of shape (n_rows,)
        Its target.
    params : dict of str to object
        What `fit` gets besides, such as weights of rows.
    """

    X: Any
    y: Any
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Fitted:
    """What became of a fit.

    Attributes
    ----------
    pipeline : Pipeline, optional
        Fitted; None where it failed.
    seconds : float
        Of wall-clock time.
    error : str
        Why there is none; empty where there is one.
    """

    pipeline: Pipeline | None
    seconds: float = float("nan")
    error: str = ""


def write_rows(rows: RowsToFit, folder: Path) -> Path:
    """Return the file in which rows are handed to the processes of this one.

    Parameters
    ----------
    rows : RowsToFit
        For any number of fits.
    folder : Path
        Private to this process.
    """
    return hand_over(rows, folder)


def write_job(pipeline: Pipeline, rows_file: Path, folder: Path) -> dict[str, str]:
    """Return the request to fit a pipeline, as `fit_here` takes it.

    Parameters
    ----------
    pipeline : Pipeline
        Not fitted.
    rows_file : Path
        As of `write_rows`.
    folder : Path
        Private to this process.
    """
    job = hand_over(pipeline, folder)
    return {"pipeline": str(job), "rows": str(rows_file), "fitted": f"{job}-fitted"}


def fit_to(pipeline: Pipeline, rows: RowsToFit) -> Pipeline:
    """Fit a pipeline by one thread, without its warnings, however the caller has scikit-learn route what it is given.

    Parameters
    ----------
    pipeline : Pipeline
        Not fitted; it is changed.
    rows : RowsToFit
        What it learns from.
    """
    with threadpool_limits(1), warnings.catch_warnings(), config_context(enable_metadata_routing=False):
        warnings.simplefilter("ignore")
        return pipeline.fit(rows.X, rows.y, **rows.params)


def fit_here(job: Mapping[str, str]) -> dict[str, object]:
    """Fit what a request asks for; return what became of it, for JSON."""
    pipeline, rows = take_over(Path(job["pipeline"])), _read_rows(job["rows"])
    start = time.monotonic()
    try:
        fit_to(pipeline, rows)
    except Exception as error:  # noqa: BLE001  (a learner may fail in any way; the cause is the result)
        return {"error": f"{type(error).__name__}: {first_line(error)}"}
    hand_over(pipeline, Path(job["fitted"]).parent, Path(job["fitted"]))
    return {"error": "", "seconds": time.monotonic() - start}


def read_fitted(job: Mapping[str, str], answer: Mapping[str, Any]) -> Fitted:
    """Return what a process answered to a request, and remove the files of the request."""
    try:
        if answer.get("error") or not isinstance(answer.get("seconds"), float):
            return Fitted(None, error=first_line(str(answer.get("error") or "its answer says nothing of the fit")))
        return Fitted(take_over(Path(job["fitted"])), answer["seconds"])
    except Exception as error:  # noqa: BLE001  (the process may have written anything)
        return Fitted(None, error=f"what was fitted cannot be read: {first_line(error)}")
    finally:
        for name in ("pipeline", "fitted"):
            Path(job[name]).unlink(missing_ok=True)


@lru_cache(maxsize=1)
def _read_rows(path: str) -> RowsToFit:
    rows: RowsToFit = take_over(Path(path))
    return rows
