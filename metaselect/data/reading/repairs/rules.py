"""The rules in the order in which they are tried, and how a table passes by them."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from metaselect.data.reading.repairs.column_names import ColumnNames
from metaselect.data.reading.repairs.empty_columns import EmptyColumns
from metaselect.data.reading.repairs.empty_rows import EmptyRows
from metaselect.data.reading.repairs.extra_rows import ExtraRows
from metaselect.data.reading.repairs.filled_down import FilledDown
from metaselect.data.reading.repairs.repair import Repair, TableRepair

__all__ = ["TABLE_RULES", "apply_repairs", "find_repairs"]

# Each sees the table that those before it have put right.
TABLE_RULES: tuple[type[TableRepair], ...] = (ColumnNames, ExtraRows, EmptyColumns, EmptyRows, FilledDown)


def find_repairs(table: pd.DataFrame) -> tuple[Repair, ...]:
    """Return what should be put right in a table as it was parsed, in the order in which it is to be done.

    Examples
    --------
    >>> find_repairs(pd.DataFrame({"price ": [1200, 300], "Unnamed: 1": [None, None]}))
    (ColumnNames(names={'price ': 'price'}), EmptyColumns(columns=('Unnamed: 1',)))
    """
    found: list[Repair] = []
    for rule in TABLE_RULES:
        if (repair := rule.find(table)) is not None:
            found.append(repair)
            table = repair.apply(table)
    return tuple(found)


def apply_repairs(table: pd.DataFrame, repairs: Iterable[Repair]) -> pd.DataFrame:
    """Return a table with everything put right; `table` is not changed.

    Parameters
    ----------
    table : DataFrame
        As it was parsed.
    repairs : iterable of Repair
        As found by `find_repairs`, in the order in which they are done.

    Examples
    --------
    >>> table = pd.DataFrame({"price ": [1200, 300], "Unnamed: 1": [None, None]})
    >>> list(apply_repairs(table, find_repairs(table)))
    ['price']
    """
    for repair in repairs:
        table = repair.apply(table)
    return table
