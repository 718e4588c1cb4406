"""`content_keys`: a number for each row that follows from what the row holds, not from where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from metaselect.metafeatures._view import DatasetView

__all__ = ["content_keys"]

# Enough to tell rows apart; reading all columns of a large table would cost more than the metafeatures do.
_MAX_NUMERIC = 16
_MAX_CATEGORICAL = 4

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_FIRST, _SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)


def content_keys(view: DatasetView) -> np.ndarray:
    """Return a pseudo-random key per row, (n_rows,), that moves with the row when rows are permuted.

    The rows with the smallest keys are a random sample that does not depend on the order of rows. Equal rows get
    different keys, dealt out in their order: it does not matter which of them is which. Rows are compared in at most
    16 numeric columns and, where fewer are numeric, 4 categorical ones, in the target of regression or in what all rows
    of their class hold, whatever its name; those that agree in all of these are taken for equal.
    """
    digest = np.full(view.n_rows, np.uint64(view.seed("content_keys")))
    for bits in _columns_as_bits(view):
        digest ^= bits
        digest *= _FIRST
        digest ^= digest >> np.uint64(29)
    if view.kind == "classification":
        digest ^= _class_digests(view, digest)[view.class_codes]
    return _mix(digest + _occurrence(digest) * _GOLDEN)


def _columns_as_bits(view: DatasetView):
    numeric = [column for column in view.columns if view.is_numeric[column]][:_MAX_NUMERIC]
    for column in numeric:
        yield _bits(view.values(column))
    if len(numeric) < _MAX_NUMERIC:
        for column in [column for column in view.columns if not view.is_numeric[column]][:_MAX_CATEGORICAL]:
            codes, categories = pd.factorize(view.values(column))
            hashes = pd.util.hash_array(np.array([*map(str, categories), ""], dtype=object), categorize=False)
            yield hashes[codes]  # -1, missing, is the last
    if view.kind == "regression":
        yield _bits(view.dataset.y)


def _class_digests(view: DatasetView, digest: np.ndarray) -> np.ndarray:
    """A number for each class that depends on what its rows hold and not on its name, (n_classes,)."""
    digests = np.zeros(len(view.class_counts), dtype=np.uint64)
    np.add.at(digests, view.class_codes, _mix(digest.copy()))  # a sum: the order of rows does not matter
    return _mix(digests)


def _bits(values: np.ndarray) -> np.ndarray:
    """The bits of floats; 0 and -0 are one number, and so is every NaN."""
    return np.where(np.isnan(values), np.nan, values + 0.0).view(np.uint64)


def _occurrence(digest: np.ndarray) -> np.ndarray:
    """How many earlier rows are equal, (n_rows,)."""
    order = np.argsort(digest, kind="stable")
    ordered = digest[order]
    starts = np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1]))
    lengths = np.diff(np.append(starts, len(digest)))
    occurrence = np.empty(len(digest), dtype=np.uint64)
    occurrence[order] = np.arange(len(digest)) - np.repeat(starts, lengths)
    return occurrence


def _mix(keys: np.ndarray) -> np.ndarray:
    """The finaliser of splitmix64 (Steele, Lea & Flood 2014)."""
    keys ^= keys >> np.uint64(30)
    keys *= _FIRST
    keys ^= keys >> np.uint64(27)
    keys *= _SECOND
    return keys ^ (keys >> np.uint64(31))
