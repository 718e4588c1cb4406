"""`DistinctCells`: a column of text as rules look at it, each text once."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from metaselect.data.columns.distinct import distinct_texts, rows_of_categories
from metaselect.data.reading.missing import MISSING_SPELLINGS

__all__ = ["DistinctCells"]

# A column is taken for what nearly all of its cells are; the rest is noise, and becomes missing.
NEARLY_ALL = 0.95


@dataclass(frozen=True, eq=False)
class DistinctCells:
    """The distinct texts of a column, as they are after what was found to be put right so far.

    Attributes
    ----------
    column : Series
        As it was parsed.
    texts : Series of shape (n_distinct,)
        What has become of each of its distinct texts; NaN where that is missing now.
    before : DistinctCells, optional
        What they were made of; None where they are as they were parsed.

    Examples
    --------
    >>> cells = DistinctCells.of(pd.Series(["a", "a ", None, "?"]))
    >>> cells.known.tolist(), cells.map(lambda texts: texts.str.strip()).counts().to_dict()
    (['a'], {'?': 1, 'a': 2})
    """

    column: pd.Series
    texts: pd.Series
    before: DistinctCells | None = None

    @classmethod
    def of(cls, column: pd.Series) -> DistinctCells:
        """Return the distinct texts of a column of text, folded or not."""
        return cls(column, distinct_texts(column))

    @property
    def are_text(self) -> bool:
        """Whether they are text still, and no numbers."""
        return not pd.api.types.is_numeric_dtype(self.texts.dtype)

    def map(self, function: Callable[[pd.Series], pd.Series]) -> DistinctCells:
        """Return what a function of single cells makes of them."""
        return DistinctCells(self.column, function(self.texts), self)

    @cached_property
    def known(self) -> pd.Series:
        """Distinct texts without blanks around them, those that spell a missing value left out."""
        stripped = self.texts.dropna().str.strip()
        return pd.Series(stripped[~stripped.isin(MISSING_SPELLINGS)].unique()).astype(object)

    def counts(self) -> pd.Series:
        """Return the number of rows of each text."""
        return pd.Series(self._n_rows).groupby(self.texts.to_numpy(dtype=object)).sum()

    @cached_property
    def _n_rows(self) -> np.ndarray:
        """In how many rows each distinct text of the column is, (n_distinct,)."""
        if self.before is not None:
            return self.before._n_rows
        if isinstance(self.column.dtype, pd.CategoricalDtype):
            n_rows = rows_of_categories(self.column)
            return n_rows[n_rows > 0]
        counted: np.ndarray = self.column.value_counts().reindex(distinct_texts(self.column)).to_numpy()
        return counted

    def nearly_all_match(self, pattern: re.Pattern) -> bool:
        """Return whether nearly all of at least two known texts match a regular expression."""
        return len(self.known) >= 2 and bool(self.known.str.match(pattern).mean() >= NEARLY_ALL)
