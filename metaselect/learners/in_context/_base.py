"""What the classifier and the regressor have in common: reading a table, and members that are read anew when needed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from numbers import Integral

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.utils import check_random_state, check_scalar
from sklearn.utils.validation import check_is_fitted, validate_data

from metaselect.learners.in_context.members import Member, draw_members, let_read, probabilities_of
from metaselect.learners.preprocessing import make_preprocessing
from metaselect.learners.table_cleaner import TableCleaner

_AS_NUMBERS = {"encoding": "ordinal", "missing": "native"}
_LARGEST = 1e100  # squares of them are numbers


class InContextBase(BaseEstimator):
    """A network that was trained on synthetic tables reads the labeled rows, and predicts others."""

    def __init__(self, n_members=4, context_rows=1000, random_state=None):
        self.n_members = n_members
        self.context_rows = context_rows
        self.random_state = random_state

    def _fit_table(self, X) -> tuple[np.ndarray, Pipeline | None]:
        """Return the table as numbers, and what makes numbers of it where it holds something else."""
        check_scalar(self.n_members, "n_members", Integral, min_val=1)
        check_scalar(self.context_rows, "context_rows", Integral, min_val=1)
        X = _as_table(X)
        if not _holds_more_than_numbers(X):
            return self._numbers(X, reset=True), None
        validate_data(self, X, skip_check_array=True)
        encoder = make_pipeline(TableCleaner(), make_preprocessing(_AS_NUMBERS, "binary", 0))
        return _within_reach(encoder.fit_transform(X)), encoder

    def _table(self, X) -> np.ndarray:
        """Return rows to predict as numbers."""
        check_is_fitted(self)
        X = _as_table(X)
        if self.encoder_ is not None:
            validate_data(self, X, skip_check_array=True, reset=False)
            return _within_reach(self.encoder_.transform(X))
        return self._numbers(_only_numbers(X) if _holds_more_than_numbers(X) else X, reset=False)

    def _numbers(self, X, *, reset: bool) -> np.ndarray:
        return _within_reach(
            validate_data(self, X, dtype=[np.float64, np.float32], ensure_all_finite=False, reset=reset)
        )

    def _read(self, table: np.ndarray, labels_of_members: Sequence[np.ndarray]) -> None:
        """Draw the members, let them read the labeled rows, and keep those that any of them reads."""
        rng = np.random.default_rng(check_random_state(self.random_state).randint(2**31))
        drawn = draw_members(table.shape[1], labels_of_members, self.context_rows, rng)
        used = np.unique(np.concatenate([member.rows for member in drawn]))
        self._labeled_rows = table[used]
        drawn = [replace(member, rows=np.searchsorted(used, member.rows)) for member in drawn]
        self._members = let_read(drawn, self._labeled_rows)

    def __sklearn_is_fitted__(self) -> bool:
        """Return whether there are members; a `fit` that failed leaves what was before."""
        return hasattr(self, "_members")

    def _probabilities(self, table: np.ndarray) -> list[np.ndarray]:
        """Return what each member says of the rows of a table, of shape (n_rows, its classes).

        Each distinct row is predicted once, in an order of its own: rounding does not depend on how they come.
        """
        if any(member.context is None for member in self._members):  # it comes from a file
            self._members = let_read(self._members, self._labeled_rows)
        rows, of_row = _distinct_rows(table)
        return [probabilities_of(member, rows)[of_row] for member in self._members]

    def __getstate__(self):
        """Leave out what the members have read: it is a hundred times as large as the rows it comes from."""
        state = super().__getstate__()
        if "_members" not in state:
            return state
        return {**state, "_members": [_forgetting(member) for member in state["_members"]]}

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.input_tags.allow_nan = True
        tags.input_tags.string = True
        tags.input_tags.categorical = True
        return tags


def canonical_order(table: np.ndarray, of_alike: np.ndarray | None = None) -> np.ndarray:
    """Return the positions of rows, sorted by their values: the order in which they come changes nothing."""
    return np.lexsort(table.T[::-1] if of_alike is None else [of_alike, *table.T[::-1]])


def _distinct_rows(table: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the distinct rows, sorted, and which of them each row is."""
    order = canonical_order(table)
    ordered = table[order]
    is_same = (ordered[1:] == ordered[:-1]) | (np.isnan(ordered[1:]) & np.isnan(ordered[:-1]))
    is_new = np.concatenate([[True], ~is_same.all(axis=1)])[: len(table)]
    of_row = np.empty(len(table), int)
    of_row[order] = np.cumsum(is_new) - 1
    return ordered[is_new], of_row


def _forgetting(member: Member) -> Member:
    return replace(member, scales=None, context=None)


def _as_table(X):
    """Return lists of anything as an array; arrays and frames are returned as they are."""
    if not isinstance(X, list | tuple):
        return X
    try:
        return np.asarray(X, dtype=np.float64)
    except (TypeError, ValueError):
        return np.asarray(X, dtype=object)


def _holds_more_than_numbers(X) -> bool:
    if isinstance(X, pd.DataFrame):
        return not all(
            pd.api.types.is_numeric_dtype(dtype) and not pd.api.types.is_bool_dtype(dtype) for dtype in X.dtypes
        )
    return getattr(X, "dtype", None) is not None and X.dtype.kind in "OUSMm"


def _only_numbers(X) -> pd.DataFrame:
    """Return a table whose cells are numbers or missing, whatever the types of its columns are."""
    table = pd.DataFrame(X)
    for name, column in table.items():
        try:
            table[name] = pd.to_numeric(column.astype(object).where(column.notna(), np.nan)).astype(np.float64)
        except (TypeError, ValueError):
            raise ValueError(
                f"column {name!r} held numbers alone when the model was fitted, and holds something else now; "
                "make numbers of it, or leave them out"
            ) from None
    return table


def _within_reach(table) -> np.ndarray:
    """Return a table in which infinity is missing, as it is for all base learners, and squares are numbers."""
    table = np.asarray(table, dtype=np.float64)
    return np.clip(np.where(np.isinf(table), np.nan, table), -_LARGEST, _LARGEST)
