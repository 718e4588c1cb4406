"""Orders of rows, columns and classes that follow from what they hold, not from where they stand or their names.

Whoever shuffles a table, or renames its columns or classes, has the same orders, so that samples, folds and sums are
the same to the last bit. What the orders cannot tell apart is equal, and does not matter.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from metaselect.metafeatures.views.content_hash import chunks, float_bits, fold, scramble, total_hash, value_hashes

if TYPE_CHECKING:
    from metaselect.metafeatures.views.dataset_view import DatasetView

__all__ = ["class_codes", "column_order", "row_digests", "row_order"]

# Columns that are read before rows are compared: mostly enough, and the rest is read for equal rows alone.
_COLUMNS_AT_ONCE = 16
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)


def column_order(view: DatasetView) -> list[str]:
    """Return the names of the columns in the order of the hash of all that they hold.

    Columns with the same values in other rows are told apart by the other columns of these rows; those that even then
    look alike, as equal ones do, are in the order of their names.
    """
    hashes = {column: total_hash(view, column) for column in view.dataset.X.columns}
    occurrences = Counter(hashes.values())
    alike = [column for column, total in hashes.items() if occurrences[total] > 1]
    if alike:
        rows = _row_colours(view, hashes)
        hashes |= {column: total_hash(view, column, salts=rows) for column in alike}
    return sorted(hashes, key=lambda column: (hashes[column], column))


def _row_colours(view: DatasetView, salts: dict[str, int]) -> np.ndarray:
    """A number for what a row holds that does not depend on the order of columns, uint64 (n_rows,)."""
    colours = float_bits(view.dataset.y) if view.task_type == "regression" else _class_sizes(view)
    for rows in chunks(view.n_rows):
        part = scramble(colours[rows])
        for column, salt in salts.items():
            part += scramble(value_hashes(view, column, rows) ^ np.uint64(salt))
        colours[rows] = scramble(part)
    return colours


def _class_sizes(view: DatasetView) -> np.ndarray:
    """Number of rows of the class of each row, uint64 (n_rows,)."""
    return np.bincount(view.labels)[view.labels].astype(np.uint64)


def row_digests(view: DatasetView) -> np.ndarray:
    """Return a number for what each row holds in all columns, the target aside, uint64 (n_rows,).

    Columns are read sixteen at a time, and only for rows that are equal to another in those before.
    """
    digests = np.full(view.n_rows, np.uint64(view.seed("row_digests")))
    for rows in chunks(view.n_rows):
        for column in view.columns[:_COLUMNS_AT_ONCE]:
            fold(digests[rows], value_hashes(view, column, rows))
    equal = np.flatnonzero(_is_repeated(digests))
    for start in range(_COLUMNS_AT_ONCE, view.n_columns, _COLUMNS_AT_ONCE):
        if not len(equal):
            break
        part = digests[equal]
        for column in view.columns[start : start + _COLUMNS_AT_ONCE]:
            fold(part, value_hashes(view, column, equal))
        digests[equal] = part
        equal = equal[_is_repeated(part)]
    return digests


def class_codes(view: DatasetView) -> np.ndarray:
    """Return the class of each row as a number from 0, (n_rows,): the largest first, equal ones by what they hold."""
    counts = np.bincount(view.labels)
    if len(np.unique(counts)) == len(counts):  # sizes alone tell, and need no look at the rows
        order = np.argsort(-counts)
    else:
        held = np.zeros(len(counts), dtype=np.uint64)
        np.add.at(held, view.labels, scramble(view.row_digests.copy()))  # a sum: the order of rows does not matter
        order = np.lexsort((held, -counts))
    new_code = np.empty(len(counts), dtype=np.intp)
    new_code[order] = np.arange(len(counts))
    return new_code[view.labels]


def row_order(view: DatasetView) -> np.ndarray:
    """Return the positions of all rows in a random order that follows from what they hold, (n_rows,).

    The first rows of it are a random sample. Equal rows stand apart, as they would in a shuffled table.
    """
    target = float_bits(view.dataset.y) if view.task_type == "regression" else view.class_codes.astype(np.uint64)
    keys = view.row_digests.copy()
    fold(keys, target)
    repeated = np.flatnonzero(_is_repeated(keys))
    keys[repeated] += _occurrence(keys[repeated]) * _GOLDEN
    return np.argsort(scramble(keys))


def _is_repeated(keys: np.ndarray) -> np.ndarray:
    """Whether a key occurs more than once, (n_rows,)."""
    ordered = np.sort(keys)
    repeated = ordered[1:] == ordered[:-1]
    if not repeated.any():
        return np.zeros(len(keys), dtype=bool)
    return pd.Series(keys).duplicated(keep=False).to_numpy()


def _occurrence(keys: np.ndarray) -> np.ndarray:
    """How many earlier keys are equal, uint64 (n_rows,)."""
    return pd.Series(keys).groupby(keys, sort=False).cumcount().to_numpy().astype(np.uint64)
