"""Any table as a DataFrame whose column names are unique text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol, TypeGuard, runtime_checkable

import numpy as np
import pandas as pd

from metaselect.data.notes import Note
from metaselect.exceptions import DatasetError

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

__all__ = [
    "ForeignFrame",
    "SparseTable",
    "as_dense",
    "as_frame",
    "is_foreign_frame",
    "is_sparse",
    "name_of",
    "notes_on_joined_names",
    "unmasked",
]

_MOST_DENSE_CELLS = 100_000_000


class ForeignColumn(Protocol):
    """What a column of a DataFrame of polars or the like has."""

    def to_list(self) -> list: ...


@runtime_checkable
class ForeignFrame(Protocol):
    """What a DataFrame of polars or the like has."""

    columns: Sequence[str]

    def __getitem__(self, name: str) -> ForeignColumn: ...

    def to_dict(self) -> dict: ...


class SparseTable(Protocol):
    """What a sparse matrix or array of SciPy has."""

    @property
    def shape(self) -> tuple[int, int]: ...

    def toarray(self) -> np.ndarray: ...


def as_frame(X: ArrayLike | pd.DataFrame | ForeignFrame) -> pd.DataFrame:
    """Return `X` as a DataFrame whose column names are unique text; the input is not modified.

    Parameters
    ----------
    X : DataFrame, or array-like of shape (n_rows, n_columns)
        An array gets the column names `x0`, `x1`, …; the second of two columns called `a` becomes `a.1`.

    Raises
    ------
    DatasetError
        If `X` is not two-dimensional, or sparse.

    Examples
    --------
    >>> list(as_frame([[1, 2], [3, 4]]).columns)
    ['x0', 'x1']
    """
    if is_foreign_frame(X):
        X = pd.DataFrame({str(name): X[name].to_list() for name in X.columns})
    if isinstance(X, pd.DataFrame):
        frame = X.copy(deep=False)
        names = [name_of(name) for name in X.columns]
    else:
        array = _as_array(X)
        if array.ndim != 2:
            what, way_out = f"has shape {array.shape}", "Give a DataFrame, an array or a list of rows."
            if array.ndim == 1 and (array.dtype.names or (len(array) and isinstance(array[0], Mapping))):
                what, way_out = "is a list of records", "Make a table of it with pd.DataFrame(X)."
            elif array.ndim == 1:
                way_out = "Reshape your data with X.reshape(-1, 1) if it is a single column."
            elif isinstance(X, Mapping):
                what, way_out = f"is a {type(X).__name__}", "Make a table of it with pd.DataFrame(X)."
            raise DatasetError(f"X {what}; expected two dimensions, (n_rows, n_columns). {way_out}")
        frame = pd.DataFrame(array)
        names = [f"x{i}" for i in range(array.shape[1])]
    frame.columns = _unique_names(names)
    return frame


def as_dense(
    X: ArrayLike | pd.DataFrame | ForeignFrame | SparseTable,
) -> ArrayLike | pd.DataFrame | ForeignFrame:
    """Return a sparse matrix with all its cells, where these fit into a reasonable part of memory; no masked ones."""
    if not is_sparse(X):
        dense: ArrayLike | pd.DataFrame | ForeignFrame = unmasked(X)
        return dense
    n_cells = X.shape[0] * X.shape[1]
    if n_cells > _MOST_DENSE_CELLS:
        raise DatasetError(
            f"X is a sparse matrix of {X.shape[0]} x {X.shape[1]}; with all its cells it would take "
            f"{8 * n_cells / 2**30:.0f} GiB. Select columns, or reduce them with TruncatedSVD, first"
        )
    return X.toarray()


def is_foreign_frame(X: object) -> TypeGuard[ForeignFrame]:
    """Return whether `X` is a DataFrame of polars or the like."""
    return not isinstance(X, pd.DataFrame) and isinstance(X, ForeignFrame)


def is_sparse(X: object) -> TypeGuard[SparseTable]:
    """Return whether `X` is a sparse matrix or array of SciPy."""
    if isinstance(X, pd.DataFrame | np.ndarray | list):
        return False
    from scipy.sparse import issparse  # here, not above: few tables are sparse

    return issparse(X)


def _as_array(X: object) -> np.ndarray:
    if is_sparse(X):
        raise DatasetError("X is a sparse matrix; expected a DataFrame or a dense array, such as X.toarray()")
    try:
        return np.asarray(unmasked(X))
    except ValueError as error:  # lists of different lengths
        raise DatasetError(f"X is not a table of rows and columns: {error}") from error


def unmasked(values: Any) -> Any:
    """Return a masked array of NumPy as one in which the masked cells are missing; anything else as it is.

    Examples
    --------
    >>> unmasked(np.ma.masked_greater([1, 2, 99], 9)).tolist(), unmasked([1, 2])
    ([1.0, 2.0, nan], [1, 2])
    """
    if not isinstance(values, np.ma.MaskedArray):
        return values
    with_room: Any = values.astype(float if values.dtype.kind in "iuf" else object)  # for NaN
    return with_room.filled(np.nan)


def name_of(name: object) -> str:
    """Return the name of a column as text: the parts of a tuple, which names of several levels are, joined.

    Examples
    --------
    >>> name_of(("size", "width")), name_of(3)
    ('size: width', '3')
    """
    if isinstance(name, tuple):
        return ": ".join(part for part in map(str, name) if part.strip()) or str(name)
    return str(name)


def notes_on_joined_names(columns: Iterable[object]) -> list[Note]:
    """Return that names of several levels are joined, where there are any."""
    return [Note.on("joined names")] if any(isinstance(name, tuple) for name in columns) else []


def _unique_names(names: list[str]) -> list[str]:
    taken = set(names)
    unique: dict[str, None] = {}
    for name in names:
        candidate, i = name, 0
        while candidate in unique or (i > 0 and candidate in taken):
            i += 1
            candidate = f"{name}.{i}"
        unique[candidate] = None
    return [*unique]
