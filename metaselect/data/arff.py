"""ARFF, the format of Weka: a header that names and types the columns, then comma separated rows."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd

from metaselect.exceptions import DatasetError

__all__ = ["read_arff_table"]

_ATTRIBUTE = re.compile(r"""@attribute\s+(?P<name>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|\S+)\s+(?P<kind>.+)""", re.I)
_NUMERIC = ("numeric", "real", "integer")


def read_arff_table(path: Path) -> pd.DataFrame:
    """Return the rows of an ARFF file; attributes that are not numeric become text, `?` is missing.

    Raises
    ------
    DatasetError
        If the file has no `@data`, an attribute cannot be read, or rows are sparse; with the number of the line.
    """
    kinds, n_lines_before = _read_header(path)
    try:
        return pd.read_csv(
            path,
            names=list(kinds),
            header=None,
            skiprows=n_lines_before,
            comment="%",
            quotechar="'",
            escapechar="\\",
            skipinitialspace=True,
            keep_default_na=False,
            na_values=["?", ""],
            dtype={name: str for name, kind in kinds.items() if kind not in _NUMERIC},
            index_col=False,
            encoding_errors="replace",
        )
    except (ValueError, OSError, EOFError) as error:  # pandas' parser errors are ValueErrors
        raise DatasetError(
            f"{path.name}: the rows after @data, line {n_lines_before}, cannot be read: {error}"
        ) from error


def _read_header(path: Path) -> tuple[dict[str, str], int]:
    """Return the kind of each attribute and the number of lines up to `@data`."""
    import gzip

    kinds: dict[str, str] = {}
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8", errors="replace") as file:
        for number, line in enumerate(file, start=1):
            text = line.strip()
            if text.lower().startswith("@attribute"):
                found = _ATTRIBUTE.match(text)
                if not found:
                    raise DatasetError(
                        f"{path.name}, line {number}: {text[:60]!r} is no attribute: expected a name, a type"
                    )
                name = found["name"]
                name = re.sub(r"\\(.)", r"\1", name[1:-1]) if name[0] in "'\"" else name
                kinds[name] = found["kind"].split("%")[0].strip().lower().split("[")[0].strip()
            elif text.lower().startswith("@data"):
                _check_first_row(path, file, number)
                return kinds, number
    raise DatasetError(f"{path.name} has no line @data, so it is no ARFF file")


def _check_first_row(path: Path, file, number: int) -> None:
    for line in file:
        number += 1
        if line.strip() and not line.startswith("%"):
            if line.lstrip().startswith("{"):
                raise DatasetError(f"{path.name}, line {number}: sparse ARFF cannot be read; save it with all values")
            return
