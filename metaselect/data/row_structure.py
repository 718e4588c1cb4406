"""`RowStructure`: which rows belong together, and which came first, where somebody has said so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from metaselect.data.columns.date import DateColumn
from metaselect.data.columns.roles import ColumnRole

__all__ = ["RowStructure", "codes_of_groups", "find_row_structure"]

# Of the rows in order of time, where what is next to one another is to stay together.
_N_STRETCHES = 12


@dataclass(frozen=True, eq=False)
class RowStructure:
    """Which rows belong together, and which came first; all is None of rows that are as good as drawn at random.

    Attributes
    ----------
    group : str, optional
        The column that tells the groups.
    groups : ndarray of int of shape (n_rows,), optional
        Group of each row, from 0. Rows that name none are one group: nobody knows which of them belong together.
    time : str, optional
        The column that tells when a row was.
    moments : ndarray of float of shape (n_rows,), optional
        Days since 1970, or what the column counts; NaN where it says nothing.

    Examples
    --------
    >>> structure = RowStructure("patient", np.array([0, 0, 1]))
    >>> structure.by, structure.n_units, structure.take(np.array([2, 0])).groups
    ('group', 2, array([1, 0]))
    """

    group: str | None = None
    groups: np.ndarray | None = None
    time: str | None = None
    moments: np.ndarray | None = None

    @property
    def by(self) -> str | None:
        """By what rows are to be split: `"group"`, which goes first, `"time"`, or None for shuffled rows."""
        if self.groups is not None:
            return "group"
        return None if self.moments is None else "time"

    @property
    def column(self) -> str | None:
        """The column by which rows are to be split."""
        return self.time if self.by == "time" else self.group

    @property
    def n_units(self) -> int | None:
        """Number of groups, or of different times; None for shuffled rows."""
        if self.groups is not None:
            return len(np.unique(self.groups))
        return None if self.moments is None else len(np.unique(self.moments[~np.isnan(self.moments)]))

    def take(self, rows: np.ndarray) -> RowStructure:
        """Return what holds for some `rows` (positions)."""
        groups = None if self.groups is None else self.groups[rows]
        return replace(self, groups=groups, moments=None if self.moments is None else self.moments[rows])

    def kept_together(self, rows: np.ndarray) -> np.ndarray | None:
        """Return what must not be torn apart in splits of a sample: groups, or stretches of time.

        Parameters
        ----------
        rows : ndarray of int of shape (n,)
            Positions of the sample.

        Returns
        -------
        units : ndarray of int of shape (n,) or None
            Numbered by first appearance; None where there is nothing to keep together, or one unit alone.
        """
        if self.groups is not None:
            units = self.groups[rows]
        elif self.moments is not None:
            ranks = pd.Series(self.moments[rows]).rank(method="min", na_option="bottom").to_numpy()
            units = ((ranks - 1) * _N_STRETCHES // max(len(rows), 1)).astype(int)
        else:
            return None
        numbered, distinct = pd.factorize(units)
        return numbered if len(distinct) > 1 else None


def find_row_structure(frame: pd.DataFrame, roles: Mapping[str, ColumnRole], cleaned: pd.DataFrame) -> RowStructure:
    """Return what somebody has said of the rows of a table: what is merely suspected is none of it.

    Parameters
    ----------
    frame : DataFrame of shape (n_rows, n_columns)
        The table as read, with its groups.
    roles : mapping of str to ColumnRole
        Of its columns.
    cleaned : DataFrame of shape (n_rows, n_clean_columns)
        What models see of it, with the time.
    """
    said = {name: role for name, role in roles.items() if role.is_said}
    groups = {name: codes_of_groups(frame[name]) for name, role in said.items() if role.role == "group"}
    # Of several the finest, as in the advice; the order of columns must not decide.
    group = max(sorted(groups), key=lambda name: groups[name].max()) if groups else None
    times = [name for name, role in said.items() if role.role == "time"]
    time = times[0] if times else None
    return RowStructure(
        group,
        None if group is None else groups[group],
        time,
        None if time is None else _moments(time, said[time], cleaned),
    )


def codes_of_groups(column: pd.Series) -> np.ndarray:
    """Return the group of each row, from 0; those that name none are the last group, of shape (n_rows,)."""
    codes, _ = pd.factorize(column)
    return np.where(codes < 0, codes.max() + 1, codes)


def _moments(time: str, role: ColumnRole, cleaned: pd.DataFrame) -> np.ndarray:
    name = role.type.part_name(time, "days") if isinstance(role.type, DateColumn) else time
    return cleaned[name].to_numpy(dtype=float)
