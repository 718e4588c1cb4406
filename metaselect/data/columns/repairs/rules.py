"""The rules in the order in which they are tried, and how a column passes by them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import pandas as pd

from metaselect.data.columns.distinct import is_plain_text, is_text, is_text_or_folded, text_of_mixed
from metaselect.data.columns.repairs.blanks import Blanks
from metaselect.data.columns.repairs.cell_repair import CellRepair
from metaselect.data.columns.repairs.distinct_cells import DistinctCells
from metaselect.data.columns.repairs.durations import Durations
from metaselect.data.columns.repairs.error_texts import ErrorTexts
from metaselect.data.columns.repairs.footnotes import Footnotes
from metaselect.data.columns.repairs.given_missing import GivenMissing
from metaselect.data.columns.repairs.numbers_in_text import NumbersInText
from metaselect.data.columns.repairs.other_spellings import OtherSpellings
from metaselect.data.columns.repairs.out_of import OutOf
from metaselect.data.columns.repairs.plain_numbers import PlainNumbers
from metaselect.data.columns.repairs.several_units import SeveralUnits
from metaselect.data.notes import Note

__all__ = ["CELL_RULES", "Repairs", "apply_cell_repairs", "find_cell_repairs", "notes_on_repairs"]

# Each sees the cells that those before it have put right, and none sees a column that has become numbers.
CELL_RULES: tuple[type[CellRepair], ...] = (
    Footnotes,
    Blanks,
    PlainNumbers,
    OutOf,
    SeveralUnits,
    NumbersInText,
    Durations,
    ErrorTexts,
    OtherSpellings,
)

# What is put right in a column.
Repairs = tuple[CellRepair, ...]


def find_cell_repairs(column: pd.Series, *, to_numbers: bool = True, are_numbers: bool = False) -> Repairs:
    """Return what should be put right in the cells of a column, in the order in which it is to be done.

    Parameters
    ----------
    column : Series of shape (n_rows,)
        Only in text there is something to be done.
    to_numbers : bool
        Whether numbers may be made of its cells; True by default.
    are_numbers : bool
        Whether it is known to hold numbers, whatever stands around them; False by default.

    Examples
    --------
    >>> find_cell_repairs(pd.Series(["$1,200", "$300"]))
    (NumbersInText(arguments={'units': {'$': 1.0}}),)
    >>> find_cell_repairs(pd.Series([1200, 300]))
    ()
    """
    texts = text_of_mixed(column)
    if texts is not column and to_numbers and _have_decimal_comma(column):
        # A number beside 1013,37 is written so too.
        repairs = _find(text_of_mixed(column, ","), to_numbers=True, are_numbers=are_numbers)
        if _decimal_of(repairs) == ",":
            return repairs
    return _find(texts, to_numbers=to_numbers, are_numbers=are_numbers)


def _find(column: pd.Series, *, to_numbers: bool, are_numbers: bool) -> Repairs:
    found: list[CellRepair] = []
    to_numbers = to_numbers and is_plain_text(column)  # names of categories are no numbers
    if is_text(column):
        cells = DistinctCells.of(column)
        for rule in CELL_RULES:
            if rule.makes_numbers and not to_numbers:
                continue
            if cells.are_text and (arguments := rule.find_in(cells)) is not None:
                found.append(rule(arguments))
                if rule.makes_numbers:
                    break  # what is behind is for text
                cells = cells.map(partial(rule.function, **arguments))
        has_numbers = any(repair.makes_numbers for repair in found)
        if are_numbers and not has_numbers and (numbers := NumbersInText.of_numbers(cells)) is not None:
            found = [repair for repair in found if not isinstance(repair, OtherSpellings)]
            found.append(numbers)
    return tuple(found)


def _have_decimal_comma(column: pd.Series) -> bool:
    """Return whether the texts among numbers have a decimal comma."""
    texts = column[column.map(lambda value: isinstance(value, str))]
    if not texts.str.contains(",", regex=False).any():
        return False
    numbers = NumbersInText.of_numbers(DistinctCells.of(texts))
    return numbers is not None and _decimal_of((numbers,)) == ","


def _decimal_of(repairs: Repairs) -> str:
    """Return the decimal mark with which numbers are read."""
    return next((str(repair.arguments["decimal"]) for repair in repairs if "decimal" in repair.arguments), ".")


def apply_cell_repairs(column: pd.Series, repairs: Repairs) -> pd.Series:
    """Return the cells of a column with everything put right; `column` is not changed, and no other than text is.

    Examples
    --------
    >>> prices = pd.Series(["$1,200", "$300"])
    >>> apply_cell_repairs(prices, find_cell_repairs(prices)).tolist()
    [1200.0, 300.0]
    """
    column = text_of_mixed(column, _decimal_of(repairs))
    for repair in repairs:
        if not repair.is_for_text_alone or is_text_or_folded(column):
            column = repair.apply(column)
    return column


def notes_on_repairs(columns: Mapping[str, Repairs], frame: pd.DataFrame) -> list[Note]:
    """Return what a user should know of what is put right in the columns of a table.

    Parameters
    ----------
    columns : mapping of str to tuple of CellRepair
        What was found in each.
    frame : DataFrame of shape (n_rows, n_columns)
        The table before.
    """
    return [note for rule, found in _by_rule(columns) for note in rule.notes(found, frame)]


def _by_rule(columns: Mapping[str, Repairs]) -> list[tuple[type[CellRepair], dict[str, CellRepair]]]:
    rules: tuple[type[CellRepair], ...] = (GivenMissing, *CELL_RULES)
    found: dict[type[CellRepair], dict[str, CellRepair]] = {rule: {} for rule in rules}
    for name, repairs in columns.items():
        for repair in repairs:
            found[type(repair)][name] = repair
    return [(rule, by_name) for rule, by_name in found.items() if by_name]
