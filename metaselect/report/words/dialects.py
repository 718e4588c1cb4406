"""How a way out is said: by an option on the command line, by an argument in Python."""

from __future__ import annotations

import shlex
from collections.abc import Callable

from metaselect.data import ROLE_CHOICES

__all__ = ["Dialect", "as_argument", "as_option"]

Dialect = Callable[[str, str], str]
"""From what is to be given, such as "metric", and its value to words."""

_ROLES = ROLE_CHOICES


def as_option(name: str, value: str = "") -> str:
    """Return how a value is given on the command line.

    Parameters
    ----------
    name : str
        Of the option, without dashes.
    value : str
        What it is given; the name of the option alone is returned without.

    Examples
    --------
    >>> as_option("metric", "f1_macro"), as_option("drop", "patient")
    ('--metric f1_macro', '--drop patient')
    >>> as_option("import", "my_learners")
    'import my_learners, or give --import my_learners'
    """
    if name == "import":  # which is not given to anything in Python
        return f"import {value}, or give --import {value}"
    return f"--{name} {shlex.quote(value) if value else ''}".rstrip()


def as_argument(name: str, value: str = "") -> str:
    """Return how a value is given in Python.

    Parameters
    ----------
    name : str
        Of the argument, or of a role of columns.
    value : str
        What it is given; for a role the name of a column, `...` when not given.

    Examples
    --------
    >>> as_argument("metric", "f1_macro"), as_argument("drop", "patient")
    ("metric='f1_macro'", "roles={'patient': 'drop'}")
    >>> as_argument("import", "my_learners"), as_argument("task")
    ('import my_learners', 'task=')
    """
    if name == "import":
        return f"import {value}"
    if name in _ROLES:
        return f"roles={{{value!r}: {name!r}}}" if value else f"roles={{...: {name!r}}}"
    if (name, value) == ("task", "regression"):  # the estimators have no task: each is for one
        return f"task={value!r}, or MetaSelectRegressor"
    name = name.replace("-", "_")
    if not value:
        return f"{name}="
    return f"{name}={value!r}"
