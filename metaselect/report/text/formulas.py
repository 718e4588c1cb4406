"""Tables that a spreadsheet shows as they are: no text in them is taken for a formula and run."""

from __future__ import annotations

import pandas as pd

__all__ = ["without_formulas"]

_BEGIN_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def without_formulas(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table in whose texts and names of columns an apostrophe stands before what would begin a formula.

    Parameters
    ----------
    table : DataFrame of shape (n_rows, n_columns)
        To be written as CSV; numbers stay as they are.

    Examples
    --------
    >>> without_formulas(pd.DataFrame({"dataset": ["iris", "=1+1"], "score": [-0.5, 0.5]})).values.tolist()
    [['iris', -0.5], ["'=1+1", 0.5]]
    """
    safe = table.copy(deep=False)
    for place, dtype in enumerate(table.dtypes):
        if not pd.api.types.is_numeric_dtype(dtype):
            safe.isetitem(place, table.iloc[:, place].map(_safe, na_action="ignore"))
    return safe.set_axis([_safe(name) for name in table.columns], axis=1)


def _safe(value: object) -> object:
    is_formula = isinstance(value, str) and value.lstrip(" ").startswith(_BEGIN_A_FORMULA)
    return f"'{value}" if is_formula else value
