"""`Training`: what a model file says of the table that its model was fitted to, without any of its rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np

from metaselect.data import ColumnType, Dataset, DateColumn, ReadingRules

__all__ = ["ColumnSummary", "Training", "describe_training", "seen_part"]

_LEVELS = np.linspace(0, 1, 11)


@dataclass(frozen=True)
class ColumnSummary:
    """What a column held when the model was fitted.

    Attributes
    ----------
    name : str
        In the table.
    kind : str
        `"numeric"`, `"categorical"`, `"text"` or `"date"`.
    share_missing : float
        Of the rows.
    edges : tuple of float
        The smallest and the largest value, and the nine deciles between them, each once; dates are days since 1970, and
        times hours. Empty for categories and text.
    shares : tuple of float
        Which part of the values is at most as large as each edge.
    categories : mapping of str to float
        Which part of the values each category is.
    is_whole : bool
        Whether all numbers are whole.
    """

    name: str
    kind: str
    share_missing: float = 0.0
    edges: tuple[float, ...] = ()
    shares: tuple[float, ...] = ()
    categories: Mapping[str, float] = field(default_factory=dict)
    is_whole: bool = False


@dataclass(frozen=True)
class Training:
    """What is known of the table that a model was fitted to.

    Attributes
    ----------
    name : str
        Of the table.
    target : str
        Name of the target column.
    task : {"binary", "multiclass", "regression"}
        What is predicted.
    n_rows : int
        With a known target.
    columns : tuple of ColumnSummary
        Those that the model uses.
    identifiers : tuple of str
        Columns that name the rows, which the model does not use.
    left_out : tuple of str
        All that the model does not use.
    target_as : {"days", "hour"}, optional
        Where the target is a date or a time: what it is predicted as.
    rules : ReadingRules, optional
        How its file was read; None where it was none.
    """

    name: str
    target: str
    task: str
    n_rows: int
    columns: tuple[ColumnSummary, ...]
    identifiers: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    target_as: str | None = None
    rules: ReadingRules | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return a dictionary for JSON."""
        return asdict(self)

    @classmethod
    def from_dict(cls, saved: Mapping[str, Any]) -> Training:
        """Return what `to_dict` made a dictionary of."""
        columns = tuple(_column_from(column) for column in saved["columns"])
        rules = saved["rules"] and _rules_from(saved["rules"])
        names = {name: tuple(saved[name]) for name in ("identifiers", "left_out")}
        return cls(**{**saved, **names, "columns": columns, "rules": rules})


def _rules_from(saved: Mapping[str, Any]) -> ReadingRules:
    return ReadingRules(**{**saved, **{name: tuple(saved[name]) for name in ("missing", "filled_down")}})


def _column_from(saved: Mapping[str, Any]) -> ColumnSummary:
    return ColumnSummary(**{**saved, "edges": tuple(saved["edges"]), "shares": tuple(saved["shares"])})


def describe_training(dataset: Dataset, rules: ReadingRules | None = None) -> Training:
    """Return what a model file says of the table that a model is fitted to.

    Parameters
    ----------
    dataset : Dataset
        The table as it was looked at.
    rules : ReadingRules, optional
        How its file was read.

    Examples
    --------
    >>> describe_training(Dataset.from_arrays([[20], [30], [40]], ["no", "yes", "no"])).columns[0].edges[0]
    20.0
    """
    date = dataset.reading.date if dataset.reading else None
    return Training(
        dataset.name,
        dataset.target,
        dataset.task,
        dataset.n_rows_total,
        tuple(_summary(dataset, name, found) for name, found in dataset.types.items() if found.names(name)),
        tuple(name for name, role in dataset.roles.items() if role.role == "identifier"),
        tuple(name for name in dataset.roles if name not in dataset.types),
        date.parts[0] if date else None,
        rules,
    )


def seen_part(name: str, column_type: ColumnType) -> str:
    """Return the column, among those that a column becomes, by which it is summed up: of dates the first part."""
    return column_type.names(name)[0]


def _summary(dataset: Dataset, name: str, column_type: ColumnType) -> ColumnSummary:
    cells = dataset.X[seen_part(name, column_type)]
    share_missing = float(cells.isna().mean())
    known = cells.dropna()
    if column_type.becomes == "category":
        categories = known.value_counts(normalize=True)
        shares = {str(label): float(share) for label, share in categories.items()}
        return ColumnSummary(name, column_type.kind, share_missing, categories=shares)
    if column_type.becomes == "text" or known.empty:
        return ColumnSummary(name, column_type.kind, share_missing)
    values = known.to_numpy(dtype=np.float64)
    edges = np.unique(np.quantile(values, _LEVELS, method="inverted_cdf"))
    ordered = np.sort(values)
    shares_below = np.searchsorted(ordered, edges, side="right") / len(ordered)
    return ColumnSummary(
        name,
        column_type.kind,
        share_missing,
        tuple(edges.tolist()),
        tuple(shares_below.tolist()),
        is_whole=not isinstance(column_type, DateColumn) and bool((values == np.round(values)).all()),
    )
