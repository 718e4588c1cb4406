"""The rules in the order in which they are tried, and how a table passes by them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

import pandas as pd

from metaselect.data.columns.distinct import is_text_or_folded
from metaselect.data.reading.repairs.blanks import Blanks
from metaselect.data.reading.repairs.column_names import ColumnNames
from metaselect.data.reading.repairs.distinct_cells import DistinctCells
from metaselect.data.reading.repairs.durations import Durations
from metaselect.data.reading.repairs.empty_columns import EmptyColumns
from metaselect.data.reading.repairs.empty_rows import EmptyRows
from metaselect.data.reading.repairs.extra_rows import ExtraRows
from metaselect.data.reading.repairs.footnotes import Footnotes
from metaselect.data.reading.repairs.numbers_in_text import NumbersInText
from metaselect.data.reading.repairs.other_spellings import OtherSpellings
from metaselect.data.reading.repairs.repair import CellRepair, Repair, TableRepair

__all__ = ["CELL_RULES", "TABLE_RULES", "apply_repairs", "find_repairs"]

# Each sees the table that those before it have put right.
TABLE_RULES: tuple[type[TableRepair], ...] = (ColumnNames, ExtraRows, EmptyColumns, EmptyRows)
# Each sees the cells that those before it have put right, and none sees a column that has become numbers.
CELL_RULES: tuple[type[CellRepair], ...] = (Footnotes, Blanks, NumbersInText, Durations, OtherSpellings)


def find_repairs(table: pd.DataFrame) -> tuple[Repair, ...]:
    """Return what should be put right in a table as it was parsed, in the order in which it is to be done.

    Examples
    --------
    >>> table = pd.DataFrame({"price ": ["$1,200", "$300"], "day": ["2026-01-31", "2026-02-28"]})
    >>> find_repairs(table)
    (ColumnNames(names={'price ': 'price'}), NumbersInText(columns={'price': {'decimal': '.'}}))
    """
    found: list[Repair] = []
    for rule in TABLE_RULES:
        if (repair := rule.find(table)) is not None:
            found.append(repair)
            table = repair.apply(table)
    return (*found, *_find_in_cells(table))


def _find_in_cells(table: pd.DataFrame) -> list[CellRepair]:
    columns: dict[type[CellRepair], dict[str, dict[str, object]]] = {rule: {} for rule in CELL_RULES}
    for name in table.columns:
        if is_text_or_folded(table[name]):
            cells = DistinctCells.of(table[name])
            for rule in CELL_RULES:
                if cells.are_text and (arguments := rule.find_in(cells)) is not None:
                    columns[rule][name] = arguments
                    cells = cells.map(partial(rule.function, **arguments))
    return [rule(found) for rule, found in columns.items() if found]


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
    >>> table = pd.DataFrame({"price ": ["$1,200", "$300"], "city": ["Rome ", "Oslo"]})
    >>> apply_repairs(table, find_repairs(table)).values.tolist()
    [[1200, 'Rome'], [300, 'Oslo']]
    """
    for repair in repairs:
        table = repair.apply(table)
    return table
