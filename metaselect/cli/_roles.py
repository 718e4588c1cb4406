"""The options with which a user says what columns are for."""

from __future__ import annotations

import argparse

from metaselect.cli._arguments import names
from metaselect.cli._choices import ROLES
from metaselect.exceptions import ConfigurationError

__all__ = ["add_roles", "roles_from"]

_HELP = {
    "numeric": "columns to read as numbers, comma separated; cells without a number become missing",
    "categorical": "columns to read as categories, such as codes that look like numbers",
    "text": "columns to read as free text, word by word",
    "date": "columns to read as dates, such as 20260131 or seconds since 1970",
    "identifier": "columns that name the rows; they are left out",
    "time": "the column that says when a row was, a date or a number that counts up; validation keeps its order",
    "group": "columns that say which rows belong together; they are left out, and used to split rows for validation",
    "drop": "columns to leave out",
}


def add_roles(parser: argparse.ArgumentParser) -> None:
    """Add an option for each role that can be chosen."""
    for role in ROLES:
        parser.add_argument(f"--{role}", type=names, action="extend", default=[], metavar="COLUMNS", help=_HELP[role])


def roles_from(arguments: argparse.Namespace) -> dict[str, str]:
    """Return the role that was chosen for each column.

    Raises
    ------
    ConfigurationError
        If a column is given two.
    """
    chosen: dict[str, str] = {}
    for role in ROLES:
        for name in vars(arguments)[role]:
            if chosen.setdefault(name, role) != role:
                raise ConfigurationError(f"column {name!r} cannot be both {chosen[name]} and {role}; say one of them")
    return chosen
