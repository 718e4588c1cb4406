"""What is said of rows to predict: in which ways they are unlike those that the model was fitted to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from metaselect.data import ColumnType, Note
from metaselect.models.training import ColumnSummary, Training, seen_part

__all__ = ["Checks"]

_N_EXAMPLES = 3
# A share that is off by less says little, whatever chance would allow.
_LEAST_SHIFT = 0.15
# The largest difference of shares that chance makes in one of a hundred columns, times the root of the rows.
_BY_CHANCE = 1.63
_MOST_CELLS_UNREAD = 0.5
# What is beyond a range by less, of its width, is written otherwise, and no other value.
_ROUNDING = 1e-9
# Where more values are beyond the range, it is said already that they are others.
_MOST_SAID = 0.5


class Checks:
    """Compares rows with those that a model was fitted to, block by block.

    Parameters
    ----------
    training : Training
        What is known of these.
    types : mapping of str to ColumnType
        What each column was taken for.
    """

    def __init__(self, training: Training, types: Mapping[str, ColumnType]):
        self._training = training
        self._types = types
        self._n_rows = 0
        self._columns: set[str] = set()
        self._counts = {column.name: _Counts() for column in training.columns}

    def add(self, frame: pd.DataFrame) -> None:
        """Look at a block of rows.

        Parameters
        ----------
        frame : DataFrame of shape (n_rows, n_columns)
            As the user has it, under names that are unique text; columns may be missing.
        """
        self._n_rows += len(frame)
        self._columns |= set(frame.columns)
        for column in self._training.columns:
            if column.name in frame.columns and len(frame):
                self._counts[column.name].add(frame[column.name], column, self._types[column.name])

    @property
    def missing_columns(self) -> list[str]:
        """Columns that the model uses and that are not there."""
        return [column.name for column in self._training.columns if column.name not in self._columns]

    @property
    def changed_columns(self) -> list[str]:
        """Columns of whose cells most cannot be read as they were."""
        return [name for name, counts in self._counts.items() if counts.is_of_another_type]

    def facts(self) -> tuple[Note, ...]:
        """Return in which ways the rows are unlike those that the model was fitted to; nothing where they are not."""
        if not self._n_rows:
            return ()
        known = {column.name: self._counts[column.name] for column in self._training.columns}
        notes: list[Note] = []
        if missing := self.missing_columns:
            notes.append(Note.on("model lacks columns", missing, is_all=len(missing) == len(known)))
        beside = {*known, *self._training.left_out, self._training.target}
        if extra := sorted(self._columns - beside):
            notes.append(Note.on("model ignores columns", extra))
        notes += [
            Note.on("model sees another type", [name], was=column.kind, **found.unread())
            for column in self._training.columns
            if (found := known[name := column.name]).n_unread
        ]
        notes += [
            Note.on("model sees new categories", [name], **found.unseen())
            for name, found in known.items()
            if found.n_unseen
        ]
        notes += [
            Note.on("model sees values beyond", [column.name], was=column.kind, **_beyond(known[column.name], column))
            for column in self._training.columns
            if known[column.name].n_below or known[column.name].n_above
        ]
        notes += [note for column in self._training.columns for note in self._shifts(column)]
        return tuple(notes)

    def _shifts(self, column: ColumnSummary) -> list[Note]:
        """Return whether cells are missing more often, and whether values are others; what has been said is enough."""
        counts = self._counts[column.name]
        notes: list[Note] = []
        n_rows, n_then = counts.n_rows, self._training.n_rows
        if not n_rows or counts.is_of_another_type:
            return notes
        share, share_then = counts.n_missing / n_rows, column.share_missing
        if share - share_then > max(_LEAST_SHIFT, _chance(n_rows, n_then)):
            notes.append(Note.on("model sees more missing", [column.name], share=share, share_then=share_then))
        if (n_known := counts.n_known) == 0:
            return notes
        n_known_then = max(1, round(n_then * (1 - column.share_missing)))
        if column.categories and (found := _shift_of_categories(counts, column, n_known_then)):
            share, share_then, label = found
            shares = {"label": label, "share": share, "share_then": share_then}
            notes.append(Note.on("model sees other shares", [column.name], **shares))
        if column.edges and counts.n_below + counts.n_above <= _MOST_SAID * n_known:
            below = np.cumsum(counts.bins)[: len(column.edges)] / n_known
            off = np.abs(below - column.shares)
            i = int(np.argmax(off))
            if off[i] > max(_LEAST_SHIFT, _chance(n_known, n_known_then)):
                shares = {"edge": column.edges[i], "share": float(below[i]), "share_then": column.shares[i]}
                notes.append(Note.on("model sees other values", [column.name], was=column.kind, **shares))
        return notes


@dataclass
class _Counts:
    """What was counted in one column."""

    n_rows: int = 0
    n_missing: int = 0
    n_unread: int = 0
    n_unseen: int = 0
    n_below: int = 0
    n_above: int = 0
    bins: np.ndarray = field(default_factory=lambda: np.zeros(0))
    labels: Counter[str] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)
    new_labels: list[str] = field(default_factory=list)
    extremes: list[float] = field(default_factory=list)

    @property
    def n_known(self) -> int:
        return self.n_rows - self.n_missing - self.n_unread

    @property
    def is_of_another_type(self) -> bool:
        return self.n_unread > _MOST_CELLS_UNREAD * (self.n_rows - self.n_missing)

    def add(self, cells: pd.Series, column: ColumnSummary, column_type: ColumnType) -> None:
        part = column_type.clean(cells)[seen_part(column.name, column_type)]
        cleaned = pd.Series(np.asarray(part) if isinstance(part, np.ndarray) else part).reset_index(drop=True)
        cells = cells.reset_index(drop=True)
        is_known, was_there = cleaned.notna(), cells.notna()
        self.n_rows += len(cells)
        if column.kind in ("numeric", "date"):
            is_unread = was_there & ~is_known & ~_is_infinite(cells)
            if is_unread.any():
                is_unread &= _says_something(column_type, cells)
            self.n_unread += int(is_unread.sum())
            _keep_some(self.examples, cells[is_unread].map(str).unique())
            self.n_missing += int((~is_known & ~is_unread).sum())
        else:
            self.n_missing += int((~is_known).sum())
        if column.categories:
            counts = cleaned[is_known].value_counts()
            self.labels.update({str(label): int(n) for label, n in counts.items()})
            new = [str(label) for label in counts.index if label not in column.categories]
            self.n_unseen += int(sum(counts[label] for label in new))
            _keep_some(self.new_labels, new)
        elif column.edges:
            self._add_numbers(cleaned[is_known].to_numpy(dtype=np.float64), column.edges)

    def _add_numbers(self, values: np.ndarray, edges: tuple[float, ...]) -> None:
        if len(values) == 0:
            return
        bins = np.bincount(np.searchsorted(edges, values, side="left"), minlength=len(edges) + 1)
        self.bins = bins + (self.bins if len(self.bins) else 0)
        slack = _ROUNDING * (edges[-1] - edges[0])
        self.n_below += int((values < edges[0] - slack).sum())
        self.n_above += int((values > edges[-1] + slack).sum())
        self.extremes = [float(min([*self.extremes, values.min()])), float(max([*self.extremes, values.max()]))]

    def unread(self) -> dict[str, object]:
        n_cells = self.n_rows - self.n_missing
        examples = tuple(self.examples)
        return {"n": self.n_unread, "n_cells": n_cells, "examples": examples, "is_most": self.is_of_another_type}

    def unseen(self) -> dict[str, object]:
        return {"n": self.n_unseen, "n_cells": self.n_rows - self.n_missing, "examples": tuple(self.new_labels)}


def _beyond(counts: _Counts, column: ColumnSummary) -> dict[str, object]:
    return {
        "n": counts.n_below + counts.n_above,
        "n_cells": counts.n_known,
        "known": (column.edges[0], column.edges[-1]),
        "found": tuple(counts.extremes),
    }


def _is_infinite(cells: pd.Series) -> pd.Series:
    if not pd.api.types.is_float_dtype(cells.dtype):
        return pd.Series(False, index=cells.index)
    return pd.Series(np.isinf(cells.to_numpy(dtype=np.float64, na_value=np.nan)), index=cells.index)


def _says_something(column_type: ColumnType, cells: pd.Series) -> pd.Series:
    """Return which cells are not missing once they are put right, as marks and blanks are."""
    return column_type.put_right(cells).notna() | pd.Series(_makes_numbers(column_type), index=cells.index)


def _makes_numbers(column_type: ColumnType) -> bool:
    return any(repair.makes_numbers for repair in column_type.repairs)


def _keep_some(kept: list[str], more: Collection[str]) -> None:
    for text in more:
        if len(kept) == _N_EXAMPLES:
            return
        if text not in kept:
            kept.append(text)


def _shift_of_categories(counts: _Counts, column: ColumnSummary, n_then: int) -> tuple[float, float, str] | None:
    """Return the category whose share is most off, its share here and then; None where chance could do it."""
    n_known = counts.n_known
    labels = {*column.categories, *counts.labels}
    off = {label: counts.labels[label] / n_known - column.categories.get(label, 0.0) for label in labels}
    label = max(sorted(off), key=lambda name: abs(off[name]))
    if abs(off[label]) <= max(_LEAST_SHIFT, _chance(n_known, n_then)) or label not in column.categories:
        return None
    return counts.labels[label] / n_known, column.categories[label], label


def _chance(n_rows: int, n_then: int) -> float:
    return float(_BY_CHANCE * np.sqrt(1 / n_rows + 1 / n_then))
