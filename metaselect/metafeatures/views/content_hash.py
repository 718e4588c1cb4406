"""Hashes of what a table holds: rows, columns and classes are told apart by them, not by position or name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from metaselect.metafeatures.views.dataset_view import DatasetView

__all__ = ["category_hashes", "chunks", "float_bits", "fold", "scramble", "total_hash", "value_hashes"]

_FIRST, _SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
# So many values fit into the cache of a processor: several times faster than whole columns.
_CHUNK = 1 << 14


def chunks(n_rows: int) -> Iterator[slice]:
    """Yield slices that together are all rows."""
    for start in range(0, n_rows, _CHUNK):
        yield slice(start, min(start + _CHUNK, n_rows))


def value_hashes(view: DatasetView, column: str, rows: np.ndarray | slice) -> np.ndarray:
    """Return a number for each value of a column, equal for equal values, uint64 (n_rows,), free to be written to.

    Floats are their own bits: 0 and -0 are one number, and so is every NaN.
    """
    if view.is_numeric[column]:
        return float_bits(view.values(column, rows))
    codes, _, hashes = view.coded(column)
    return hashes[codes[rows]]  # -1, missing, is the last


def float_bits(values: np.ndarray) -> np.ndarray:
    """Return the bits of floats, 0 and -0 as one and every NaN as one, uint64 of the same shape."""
    values = values + 0.0
    unknown = np.isnan(values)
    if unknown.any():
        values[unknown] = np.nan
    return values.view(np.uint64)


def category_hashes(categories: np.ndarray) -> np.ndarray:
    """Return a number for each category and a last one for missing values, uint64 (n_categories + 1,)."""
    texts = np.array([*map(str, categories), ""], dtype=object)
    hashes = pd.util.hash_array(texts, categorize=False)
    hashes[-1] = _FIRST  # missing is no text, not even the empty one
    return hashes


def total_hash(view: DatasetView, column: str, *, salts: np.ndarray | None = None) -> int:
    """Return a number for all values of a column together, whatever their order.

    With a salt per row, uint64 (n_rows,), columns with the same values in other rows have different numbers.
    """
    if salts is None and not view.is_numeric[column]:
        codes, _, hashes = view.coded(column)
        counts = np.bincount(codes + 1, minlength=len(hashes)).astype(np.uint64)  # missing first
        return int(np.sum(np.roll(counts, -1) * scramble(hashes.copy())))
    total = np.uint64(0)
    with np.errstate(over="ignore"):  # sums are meant to wrap around
        for rows in chunks(view.n_rows):
            hashes = value_hashes(view, column, rows)
            total += scramble(hashes if salts is None else hashes ^ salts[rows]).sum()
    return int(total)


def fold(digest: np.ndarray, hashes: np.ndarray) -> None:
    """Let the digest of each row, (n_rows,), say what the row holds in one column more."""
    digest ^= hashes
    digest *= _FIRST
    digest ^= digest >> np.uint64(29)


def scramble(keys: np.ndarray) -> np.ndarray:
    """Return numbers that look random, one for each key, by the finaliser of splitmix64; `keys` are lost.

    Source: Steele, Lea & Flood (2014).
    """
    keys ^= keys >> np.uint64(30)
    keys *= _FIRST
    keys ^= keys >> np.uint64(27)
    keys *= _SECOND
    keys ^= keys >> np.uint64(31)
    return keys
