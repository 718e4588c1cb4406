"""Which columns of a table are used to predict, as what, and what is said of those left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import pandas as pd

from metaselect.data.columns.category import Category
from metaselect.data.columns.column_type import ColumnType
from metaselect.data.columns.distinct import is_text
from metaselect.data.columns.free_text import FreeText
from metaselect.data.columns.kinds import KINDS, column_types, plain_types
from metaselect.data.columns.repairs.rules import Repairs
from metaselect.data.columns.roles import DROPPED_ROLES, ColumnRole, assign_roles, said_roles
from metaselect.data.notes import Note
from metaselect.exceptions import DatasetError

__all__ = ["UsedColumns", "look_at_columns"]


@dataclass(frozen=True, eq=False)
class UsedColumns:
    """What was found in the columns of a table.

    Attributes
    ----------
    types : mapping of str to ColumnType
        Of the columns that are used.
    roles : mapping of str to ColumnRole
        What each column is there for; empty where nobody asked.
    groups : mapping of str to int
        The number of groups of each group identifier that is left out.
    notes : tuple of Note
        Which columns are left out, and as what.
    """

    types: Mapping[str, ColumnType]
    roles: Mapping[str, ColumnRole] = field(default_factory=dict)
    groups: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()

    @property
    def repairs(self) -> dict[str, Repairs]:
        """What is put right in each column, those included that are left out."""
        of_roles = {name: role.type.repairs for name, role in self.roles.items() if role.type is not None}
        return {**of_roles, **{name: found.repairs for name, found in self.types.items()}}

    def left_as_text(self, said: Iterable[str]) -> list[str]:
        """Return the columns that are taken for categories or names without order, and of which the user said nothing.

        Parameters
        ----------
        said : iterable of str
            Columns of which the user has said what they are.
        """
        types = {**{name: role.type for name, role in self.roles.items()}, **self.types}
        ordered = {name for name, role in self.roles.items() if role.role == "ordinal"}
        return [name for name, found in types.items() if isinstance(found, Category) and name not in {*said, *ordered}]


def look_at_columns(
    frame: pd.DataFrame,
    kinds: Mapping[str, str] | None = None,
    roles: Mapping[str, str] | None = None,
    is_as_given: bool = False,
) -> UsedColumns:
    """Return which columns of a table are used, and as what.

    Parameters
    ----------
    frame : DataFrame of shape (n_rows, n_columns)
        The table without its target.
    kinds : mapping of str to str, optional
        Which columns are known to be numbers, categories, text or dates.
    roles : mapping of str to str, optional
        When given, columns that cannot help to predict are left out; what it says of a column is not looked for.
    is_as_given : bool
        Whether cells are as they should be, so that nothing is put right in them, and only what `roles` names is left
        out; False by default.
    """
    if roles is None:
        return UsedColumns(plain_types(frame, kinds or {}) if is_as_given else column_types(frame, kinds))
    if is_as_given:
        return _as_said(frame, kinds or {}, roles)
    said = {**{name: kind for name, kind in (kinds or {}).items() if kind in KINDS}, **roles}
    found = assign_roles(frame, said)
    dropped, as_text = _useless(frame, found)
    types = {name: role.type for name, role in found.items() if name not in dropped and role.type is not None}
    types |= {name: FreeText(repairs=types[name].repairs) for name in as_text}
    return UsedColumns(types, found, _n_groups(frame, found), _notes_on_left_out(dropped, found))


def _as_said(frame: pd.DataFrame, kinds: Mapping[str, str], roles: Mapping[str, str]) -> UsedColumns:
    """Return the columns as they are given, but for those of which the user says something else."""
    said = said_roles(frame, roles)
    others = plain_types(frame.drop(columns=list(said)), kinds)
    dropped = _dropped(said)
    used = {name: role.type for name, role in said.items() if name not in dropped and role.type is not None}
    types = {name: found for name in frame if (found := {**others, **used}.get(name)) is not None}
    return UsedColumns(types, said, _n_groups(frame, said), _notes_on_left_out(dropped, said))


def _n_groups(frame: pd.DataFrame, roles: Mapping[str, ColumnRole]) -> dict[str, int]:
    return {name: frame[name].nunique() for name, role in roles.items() if role.role == "group"}


def _dropped(roles: Mapping[str, ColumnRole]) -> list[str]:
    return [name for name, role in roles.items() if role.role in DROPPED_ROLES]


def _useless(frame: pd.DataFrame, roles: Mapping[str, ColumnRole]) -> tuple[list[str], list[str]]:
    """Return which columns to leave out, and which to read as text: names and the like where there is nothing else."""
    dropped = _dropped(roles)
    if len(dropped) < frame.shape[1]:
        return dropped, []
    unwanted = [name for name in dropped if roles[name].role == "drop"]
    if len(unwanted) == len(dropped):
        raise DatasetError("every column besides the target is to be dropped; keep at least one to predict it from")
    return unwanted, [
        name for name in dropped if roles[name].role == "identifier" and is_text(roles[name].cells_of(frame[name]))
    ]


def _notes_on_left_out(dropped: list[str], roles: Mapping[str, ColumnRole]) -> tuple[Note, ...]:
    by_role = {role: [name for name in dropped if roles[name].role == role] for role in DROPPED_ROLES}
    return tuple(Note.on("left out", names, role=role) for role, names in by_role.items() if names)
