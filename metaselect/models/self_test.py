"""Rows made up within what the columns hold, and what a model predicts of them: whoever loads it compares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from metaselect.models.training import ColumnSummary, Training
from metaselect.seeding import rng_from

__all__ = ["SelfTest", "make_rows"]

_N_ROWS = 10
_DIGITS = 4
_WORDS = [
    "the",
    "and",
    "not",
    "very",
    "good",
    "bad",
    "time",
    "people",
    "house",
    "water",
    "little",
    "great",
    "first",
    "last",
    "new",
    "old",
    "day",
    "year",
]
_N_WORDS = 6


def make_rows(training: Training) -> dict[str, list[Any]]:
    """Return ten rows that nobody has: each cell is drawn apart, within what its column holds; the last lack a few.

    Parameters
    ----------
    training : Training
        What the columns hold.

    Returns
    -------
    rows : dict of str to list
        The cells of each column: numbers, text, ISO dates; None where one is missing.
    """
    rows = {column.name: _cells(column) for column in training.columns}
    for i, name in enumerate(rows):  # of the last rows one cell in three is missing
        for row in (_N_ROWS - 2, _N_ROWS - 1):
            if (i + row) % 3 == 0:
                rows[name][row] = None
    return rows


def _cells(column: ColumnSummary) -> list[Any]:
    rng = rng_from(0, "self-test", column.name)
    if column.kind == "text":
        return [" ".join(rng.choice(_WORDS, _N_WORDS)) for _ in range(_N_ROWS)]
    if column.categories:
        return [str(label) for label in rng.choice(list(column.categories), _N_ROWS)]
    if not column.edges:
        return [None] * _N_ROWS
    low, high = column.edges[0], column.edges[-1]
    drawn = rng.uniform(low, high, _N_ROWS)
    if column.kind == "date":
        moments = pd.Timestamp(0) + pd.to_timedelta(np.floor(drawn), unit="D")
        return [moment.isoformat() for moment in moments]
    if column.is_whole:
        return [float(value) for value in np.clip(np.round(drawn), low, high)]
    step = (high - low) or 1.0
    digits = int(_DIGITS - np.floor(np.log10(step)))
    return [float(value) for value in np.clip(np.round(drawn, digits), low, high)]


@dataclass(frozen=True)
class SelfTest:
    """Rows that are made up, and what a model predicted of them when it was saved.

    Attributes
    ----------
    rows : mapping of str to list
        As of `make_rows`.
    predictions : list
        Of each row a number, or the probability of each class.
    """

    rows: Mapping[str, list[Any]]
    predictions: list[Any]

    def table(self, training: Training) -> pd.DataFrame:
        """Return the rows as a table."""
        columns = {}
        for column in training.columns:
            cells = self.rows[column.name]
            if column.kind == "date":
                columns[column.name] = pd.Series(pd.to_datetime(cells, format="ISO8601"))
            elif column.kind == "numeric":
                columns[column.name] = pd.Series(cells, dtype=np.float64)
            else:
                columns[column.name] = pd.Series(cells, dtype=object)
        return pd.DataFrame(columns)

    def agrees(self, predicted: np.ndarray, tolerance: float) -> bool:
        """Return whether predictions are those of when the model was saved.

        Parameters
        ----------
        predicted : ndarray of shape (n_rows,) or (n_rows, n_classes)
            What it predicts now.
        tolerance : float
            How far off they may be, as a part of the largest.
        """
        then = np.asarray(self.predictions, dtype=np.float64)
        now = np.asarray(predicted, dtype=np.float64)
        largest = max(float(np.abs(then).max(initial=0.0)), 1e-300)
        return then.shape == now.shape and bool((np.abs(then - now) <= tolerance * largest).all())
