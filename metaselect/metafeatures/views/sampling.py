"""What the two samples of about 1,000 rows have in common: rows of each class, columns until there are enough."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np

from metaselect.data import Dataset
from metaselect.metafeatures._cost import SMALL_SAMPLE_COLUMNS, SMALL_SAMPLE_ROWS
from metaselect.metafeatures.views.encoding import values_of

__all__ = ["MAX_INDICATORS", "MIN_ROWS", "EncodedColumn", "Encoders", "encode_columns", "rows_of_classes"]

# With fewer there is nothing to learn from or to compare.
MIN_ROWS = 10
# Categories of a column that are kept apart, the most frequent ones.
MAX_INDICATORS = 10
# A class keeps this many rows where it has them: without, the rare class of a large table would be gone.
_MIN_CLASS_ROWS = 30

# By what models see of a column, as in `Dataset.becomes`: from its values, (n_rows,), to a block of encoded columns,
# (n_rows, n_encoded), and whatever else a sample needs of it.
Encoders = Mapping[str, Callable[[np.ndarray], tuple[np.ndarray, Any]]]


class EncodedColumn(NamedTuple):
    """What became of one column.

    Attributes
    ----------
    name : str
        Of the column in the dataset.
    block : ndarray of shape (n_rows, n_varying)
        Its encoded columns that vary.
    varies : ndarray of shape (n_encoded,)
        Which of its encoded columns these are.
    extra : object
        What the encoder returned beside them.
    """

    name: str
    block: np.ndarray
    varies: np.ndarray
    extra: Any


def rows_of_classes(class_counts: np.ndarray, least: int) -> np.ndarray:
    """Return how many rows of each class are taken, (n_classes,): its share of 1,000, and more of a rare one.

    Parameters
    ----------
    class_counts : ndarray of shape (n_classes,)
        Rows of each class.
    least : int
        So many of each, where there are so many, even if classes are too many to keep up to thirty.

    Examples
    --------
    >>> rows_of_classes(np.array([98_000, 1_900, 100]), least=3)
    array([980,  30,  30])
    """
    share = min(1.0, SMALL_SAMPLE_ROWS / class_counts.sum())
    floor = min(_MIN_CLASS_ROWS, max(least, SMALL_SAMPLE_ROWS // len(class_counts)))
    return np.minimum(class_counts, np.maximum(np.round(class_counts * share).astype(int), floor))


def encode_columns(
    dataset: Dataset, rows: np.ndarray, columns: list[str], encoders: Encoders
) -> Iterator[EncodedColumn]:
    """Yield columns that vary, encoded, until there are a hundred encoded columns.

    Parameters
    ----------
    dataset : Dataset
        Whose columns they are.
    rows : ndarray of shape (n_rows,)
        Positions of the rows of the sample.
    columns : list of str
        Names of the columns, those to be tried first in front.
    encoders : mapping of str to callable
        One for each type of column in `Dataset.becomes`.
    """
    n_encoded = 0
    for column in columns:
        if n_encoded >= SMALL_SAMPLE_COLUMNS:
            return
        block, extra = encoders[dataset.becomes[column]](values_of(dataset, column, rows))
        varies = np.ptp(block, axis=0) > 0
        if varies.any():
            yield EncodedColumn(column, block[:, varies], varies, extra)
            n_encoded += varies.sum()
