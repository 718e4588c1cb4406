"""Hashes of what a table holds: rows, columns and classes are told apart by them, not by position or name."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

__all__ = ["category_hashes", "chunks", "float_bits", "mix", "scramble"]

_FIRST, _SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
# So many values fit into the cache of a processor: several times faster than whole columns.
_CHUNK = 1 << 14


def chunks(n_rows: int) -> Iterator[slice]:
    """Yield slices that together are all rows."""
    for start in range(0, n_rows, _CHUNK):
        yield slice(start, min(start + _CHUNK, n_rows))


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


def mix(digests: np.ndarray, hashes: np.ndarray) -> None:
    """Let the digest of each row say what the row holds in one column more.

    Parameters
    ----------
    digests : ndarray of shape (n_rows,)
        Of type uint64; written to.
    hashes : ndarray of shape (n_rows,)
        Of type uint64, of the values in the column.
    """
    digests ^= hashes
    digests *= _FIRST
    digests ^= digests >> np.uint64(29)


def scramble(keys: np.ndarray) -> np.ndarray:
    """Return numbers that look random, one for each key, by the finalizer of splitmix64; `keys` are lost.

    Source: Steele, Lea & Flood (2014).
    """
    keys ^= keys >> np.uint64(30)
    keys *= _FIRST
    keys ^= keys >> np.uint64(27)
    keys *= _SECOND
    keys ^= keys >> np.uint64(31)
    return keys
