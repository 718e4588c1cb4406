"""Which sheet of a workbook holds the table, and where in it."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from metaselect.data.reading.csv_layout import find_layout
from metaselect.data.reading.foreign_errors import errors_of_ours
from metaselect.data.reading.formulas import column_number, formulas_without_values
from metaselect.data.reading.limits import ReadingLimits
from metaselect.data.reading.missing import MISSING_SPELLINGS, missing_spellings_beside
from metaselect.data.reading.reading_options import ReadingOptions
from metaselect.exceptions import Hint, UnreadableFileError, did_you_mean, shorten

__all__ = ["SheetFormat", "find_sheet"]

# Titles above a table are among so many rows, and a sheet is judged by them.
_FIRST_ROWS = 100
_FEWEST_ROWS = 2
# The first sheet is read, unless it is a note beside a table so many times as long.
_TIMES_LONGER = 8
_CELL = re.compile(rb'<(?:\w+:)?(?:c|row)\b[^>]*?\br="([A-Z]{0,3})([0-9]{1,9})"')


@dataclass(frozen=True)
class SheetFormat:
    """Which sheet of a workbook holds the table, and where in it.

    Attributes
    ----------
    sheet : str
        Its name.
    n_rows_before : int
        Rows before the header, or before the first row of values where names are given here.
    names : tuple of str
        Names of the columns where the header is not one row; empty where it is.
    missing : tuple of str
        Spellings of a missing value; the empty cell among them.
    others : tuple of str
        Sheets that hold tables too.
    is_first : bool
        Whether no other sheet comes before it.
    n_title_lines, n_name_lines, n_description_lines : int
        How many rows of several cells are titles, name the columns, and say what they hold; see `HeaderLines`.
    formulas : tuple of int
        Columns, from 0 on, with formulas of which no values are stored.
    """

    sheet: str
    n_rows_before: int = 0
    names: tuple[str, ...] = ()
    missing: tuple[str, ...] = MISSING_SPELLINGS
    others: tuple[str, ...] = field(default=(), compare=False)
    is_first: bool = True
    n_title_lines: int = 0
    n_name_lines: int = 1
    n_description_lines: int = 0
    formulas: tuple[int, ...] = field(default=(), compare=False)

    def read_excel_arguments(self) -> dict[str, Any]:
        """Return the keyword arguments with which `pandas.read_excel` reads the sheet, text such as 01234 as text.

        Of what it returns, `infer_objects` makes columns of numbers.

        Examples
        --------
        >>> SheetFormat("May", n_rows_before=2).read_excel_arguments()["skiprows"]
        2
        """
        arguments: dict[str, Any] = {
            "sheet_name": self.sheet,
            "keep_default_na": False,
            "na_values": list(self.missing),
            "dtype": "object",
        }
        if self.n_rows_before:
            arguments["skiprows"] = self.n_rows_before
        if self.names:
            arguments |= {"header": None, "names": list(self.names)}
        return arguments


def find_sheet(path: Path, options: ReadingOptions | None = None) -> SheetFormat:
    """Return which sheet of a workbook holds the table, and where in it.

    Parameters
    ----------
    path : Path
        Of the workbook.
    options : ReadingOptions, optional
        What is known of it, and what is refused; nothing is known when not given.

    Raises
    ------
    UnreadableFileError
        If it cannot be read, no sheet holds a table, or there is no such sheet.
    """
    options = options or ReadingOptions()
    _check_size(path, options.limits)
    with errors_of_ours(path, f"as {path.suffix}"), pd.ExcelFile(path) as book:
        sheets = [str(name) for name in book.sheet_names]
        hidden = {str(sheet.title) for sheet in book.book.worksheets if sheet.sheet_state != "visible"}
        chosen = _named(sheets, options.sheet, path) if options.sheet is not None else None
        tops = {name: _top(book, name) for name in ([chosen] if chosen is not None else sheets)}
        members = {str(sheet.title): getattr(sheet, "_worksheet_path", None) for sheet in book.book.worksheets}
    n_rows = {name: _n_rows_of_table(top) for name, top in tops.items()}
    tables = [name for name in tops if n_rows[name]]
    tables = [name for name in tables if name not in hidden] or tables
    if not tables:
        hint = Hint("sheet", "save the one with the table as CSV, or say sheet=") if len(sheets) > 1 else None
        where = f"the sheet {chosen!r}" if chosen is not None else f"no sheet of {shorten(sheets)}"
        holds = "holds no table" if chosen is not None else "holds a table"
        raise UnreadableFileError(f"{path.name}: {where} {holds} with a line of names and two columns", hint=hint)
    longest = max(tables, key=n_rows.__getitem__)
    name = longest if n_rows[longest] >= _TIMES_LONGER * n_rows[tables[0]] else tables[0]
    with_margin = tops[name]
    margin = min((_first_filled(row) for row in with_margin), default=0)
    rows = [row[margin:] for row in with_margin][options.skip_lines or 0 :]
    if not rows:
        raise UnreadableFileError(
            f"the sheet {name!r} of {path.name} has {len(with_margin)} rows at its top; nothing would be left",
            hint=Hint("fewer lines to skip", "say fewer skip_lines="),
        )
    layout = find_layout(rows, begins_with_names=options.skip_lines is not None)
    options.limits.check("columns", len(layout.header), f"{path.name} has {len(layout.header)} columns")
    names = (*(f"Unnamed: {i}" for i in range(margin)), *layout.names) if layout.names else ()
    return SheetFormat(
        name,
        (options.skip_lines or 0) + layout.n_before,
        _without_margin_names(names, margin),
        missing_spellings_beside(cell for row in layout.body for cell in row),
        others=tuple(other for other in tables if other != name),
        is_first=name == sheets[0],
        n_title_lines=layout.lines.n_titles,
        n_name_lines=layout.lines.n_names,
        n_description_lines=layout.lines.n_descriptions,
        formulas=formulas_without_values(path, member) if (member := members.get(name)) is not None else (),
    )


def _without_margin_names(names: tuple[str, ...], margin: int) -> tuple[str, ...]:
    """Number the columns without a name by their place in the sheet, as pandas does."""
    return tuple(
        f"Unnamed: {i}" if re.fullmatch(r"Unnamed: \d+", name) and i >= margin else name for i, name in enumerate(names)
    )


def _named(sheets: Sequence[str], wanted: str, path: Path) -> str:
    """Return the name of the sheet that a user means."""
    if wanted in sheets:
        return wanted
    folded = [name for name in sheets if name.strip().lower() == wanted.strip().lower()]
    if len(folded) == 1:
        return folded[0]
    if wanted.isdecimal() and 0 < int(wanted) <= len(sheets):
        return sheets[int(wanted) - 1]
    hint = did_you_mean(wanted, sheets)
    raise UnreadableFileError(f"{path.name} has no sheet {wanted!r}{hint} Its sheets: {shorten(sheets)}")


def _top(book: pd.ExcelFile, name: str) -> list[list[str]]:
    top = pd.read_excel(book, sheet_name=name, header=None, dtype=str, keep_default_na=False, nrows=_FIRST_ROWS)
    return [[str(cell).strip() for cell in row] for row in top.to_numpy().tolist()]


def _first_filled(row: Sequence[str]) -> int:
    return next((i for i, cell in enumerate(row) if cell), len(row))


def _n_rows_of_table(rows: Sequence[Sequence[str]]) -> int:
    """Return how many of the first rows hold several cells, 0 where they are too few for a table."""
    n_rows = sum(sum(cell not in MISSING_SPELLINGS for cell in row) > 1 for row in rows)
    return n_rows if n_rows >= _FEWEST_ROWS else 0


def _check_size(path: Path, limits: ReadingLimits) -> None:
    """Refuse a workbook that would fill the memory: what it unpacks to, and the cells between its corners."""
    with errors_of_ours(path, f"as {path.suffix}"), zipfile.ZipFile(path) as archive:
        n_bytes = sum(member.file_size for member in archive.infolist())
        limits.check("whole_bytes", n_bytes, f"{path.name} unpacks to {n_bytes} bytes")
        for member in archive.infolist():
            if re.match(r"xl/worksheets/[^/]+\.xml$", member.filename):
                n_cells = _n_cells(archive, member)
                limits.check("sheet_cells", n_cells, f"a sheet of {path.name} has {n_cells} cells between its corners")


def _n_cells(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> int:
    """Return how many cells are between the corners of a sheet, by the last row and the last column that are named."""
    last_row = last_column = 0
    with archive.open(member) as file:
        rest = b""
        while block := file.read(2**20):
            found = _CELL.findall(rest + block)
            rest = block[-100:]
            if found:
                last_row = max(last_row, max(int(row) for _, row in found))
                last_column = max(last_column, max(map(column_number, {column for column, _ in found})))
    return last_row * last_column
