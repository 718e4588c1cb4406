"""`TableFile`: what was read of a file, so that it is parsed once whatever is made of it."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from metaselect.data.csv_format import CsvFormat
from metaselect.data.repairs import Repairs
from metaselect.data.row_sample import WholeTable

__all__ = ["TableFile"]


@dataclass(frozen=True, eq=False)
class TableFile:
    """What was read of a file.

    Attributes
    ----------
    name : str
        Name of the file, for messages.
    table : DataFrame
        With everything put right, the target among its columns. Long columns of text may be pandas categories.
    format : CsvFormat, optional
        How a text table is written; None for other files.
    repairs : Repairs
        What was put right.
    notes : tuple of str
        What reading decided or found, in sentences for the user.
    is_as_given : bool
        Whether the format was known beforehand: then nothing was put right, and no column is to be left out.
    whole : WholeTable, optional
        What was counted in all rows, where `table` is a sample of them.
    """

    name: str
    table: pd.DataFrame
    format: CsvFormat | None = None
    repairs: Repairs = field(default_factory=Repairs)
    notes: tuple[str, ...] = ()
    is_as_given: bool = False
    whole: WholeTable | None = None
