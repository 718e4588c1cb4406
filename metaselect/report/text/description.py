"""A table as metaselect sees it: columns and their roles, target, notes and metafeatures, as data and as text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NotRequired, TypedDict

import numpy as np
import pandas as pd

from metaselect.data import DROPPED_ROLES, ColumnRole, Dataset, Note, WholeTable, infer_task, is_classification
from metaselect.metafeatures import MetaFeatures, describe
from metaselect.report.plain import plain
from metaselect.report.text.layout import render_table, wrap_line
from metaselect.report.words.in_words import in_words

__all__ = ["Description", "collect_description", "render_description"]

_MOST_EXAMPLES = 3
_LONGEST = 24
_LONGEST_NAME = 28


@dataclass(frozen=True, eq=False)
class Description:
    """What is known of a table.

    Attributes
    ----------
    name : str
        Of the file.
    table : DataFrame
        As read, the target among its columns.
    roles : mapping of str to ColumnRole
        Of the columns other than the target.
    dataset : Dataset, optional
        None where no target is named.
    leaks : mapping of str to Note
        Suspected columns and the evidence.
    metafeatures : MetaFeatures, optional
        None where they were not asked for.
    notes : tuple of Note
        What reading decided or found.
    whole : WholeTable, optional
        What was counted in all rows, where `table` is a sample of them.
    """

    name: str
    table: pd.DataFrame
    roles: Mapping[str, ColumnRole]
    dataset: Dataset | None
    leaks: Mapping[str, Note]
    metafeatures: MetaFeatures | None
    notes: tuple[Note, ...]
    whole: WholeTable | None = None


class _Column(TypedDict):
    """What is said of one column."""

    name: str
    role: str
    why: str
    n_missing: int
    n_distinct: int
    examples: list[str]
    is_used: bool
    suspected_leak: str | None


class _Target(TypedDict):
    """What is said of the target; `classes` of classes alone."""

    name: str
    task: str
    why: str
    n_known: int
    classes: NotRequired[dict[str, int]]


def collect_description(description: Description) -> dict[str, object]:
    """Return a description as a dictionary for JSON.

    Returns
    -------
    dictionary : dict
        `name`, `n_rows`, `n_columns`; `columns`: a list with `name`, `role`, `why`, `n_missing`, `n_distinct`,
        `examples`, `is_used` and `suspected_leak` (None or the evidence) of each; `target`: None, or `name`, `task`,
        `why`, `n_known` and, for classification, `classes`: rows of each; `notes`; `metafeatures`, if they were asked
        for: name to value, None where undefined.
    """
    collected: dict[str, object] = {
        "name": description.name,
        "n_rows": _n_rows(description),
        "n_columns": description.table.shape[1],
        "columns": _columns(description),
        "target": _target(description.dataset) if description.dataset else None,
        "notes": plain(description.notes),
    }
    if description.metafeatures is not None:
        collected["metafeatures"] = plain(description.metafeatures.as_series().to_dict())
    return collected


def render_description(description: Description) -> str:
    """Return a description as text for a terminal."""
    target = _target(description.dataset) if description.dataset else None
    lines = [f"{description.name}: {_n_rows(description)} rows, {description.table.shape[1]} columns", ""]
    rows = [
        [
            _short_middle(column["name"], _LONGEST_NAME),
            column["role"],
            str(column["n_missing"] or ""),
            str(column["n_distinct"]),
            _few(column["examples"]),
            column["why"] if column["is_used"] else f"left out: {column['why']}",
        ]
        for column in _columns(description)
    ]
    lines.append(render_table(["column", "role", "missing", "distinct", "such as", "because"], rows, numeric=(2, 3)))
    lines += ["", wrap_line(_target_line(target))]
    for name, evidence in description.leaks.items():
        words = in_words(evidence)
        lines.append(
            wrap_line(f"Suspected leak of the target: {name}: {words}. Known beforehand? If not: --drop {name!r}")
        )
    lines += [wrap_line(f"Note: {in_words(note)}") for note in description.notes]
    if description.metafeatures is not None:
        lines += ["", _metafeature_table(description.metafeatures)]
    return "\n".join(lines)


def _n_rows(description: Description) -> int:
    return description.whole.n_rows if description.whole else len(description.table)


def _columns(description: Description) -> list[_Column]:
    return [_column(description, name) for name in description.roles]


def _column(description: Description, name: str) -> _Column:
    role = description.roles[name]
    column = role.cells_of(description.table[name])
    values = column.dropna()
    if not pd.api.types.is_numeric_dtype(values.dtype):
        values = values.map(str)
    leak = description.leaks.get(name)
    return {
        "name": name,
        "role": role.role,
        "why": in_words(role.why),
        "n_missing": description.whole.n_missing[name] if description.whole else int(column.isna().sum()),
        "n_distinct": int(values.nunique()),
        "examples": [_short(text, _LONGEST) for text in _texts(values.drop_duplicates())],
        "is_used": role.role not in DROPPED_ROLES,
        "suspected_leak": None if leak is None else in_words(leak),
    }


def _texts(values: pd.Series) -> list[str]:
    """Return the texts of values; whole numbers have no fraction, also where a missing cell made floats of them."""
    if pd.api.types.is_float_dtype(values.dtype) and (values % 1 == 0).all() and (values.abs() < 1e15).all():
        values = values.astype("int64")
    return [str(value) for value in values.head(_MOST_EXAMPLES)]


def _target(dataset: Dataset) -> _Target:
    target: _Target = {
        "name": dataset.target,
        "task": dataset.task,
        "why": in_words(infer_task(dataset.y, dataset.task)[1]),
        "n_known": dataset.n_rows_total,
    }
    if is_classification(dataset.task):
        counts = pd.Series(dataset.class_totals, index=np.sort(pd.unique(dataset.y))).sort_values(ascending=False)
        target["classes"] = {str(label): int(count) for label, count in counts.items()}
    return target


def _target_line(target: _Target | None) -> str:
    if target is None:
        return "No target: name one with --target COLUMN to see the task, suspected leaks and all metafeatures."
    line = f"Target {target['name']!r}: {target['task']}, {target['why']}, known in {target['n_known']} rows"
    if "classes" in target:
        shown = list(target["classes"].items())
        line += ": " + ", ".join(f"{label} {count}" for label, count in shown[:8]) + (", ..." if len(shown) > 8 else "")
    return line


def _metafeature_table(metafeatures: MetaFeatures) -> str:
    rows = [
        [name, "undefined" if pd.isna(value) else f"{value:.4g}", describe(name)]
        for name, value in metafeatures.as_series().items()
    ]
    return render_table(["metafeature", "value", "what it is"], rows, numeric=(1,))


def _few(examples: list[str]) -> str:
    """Return as many examples as a cell holds, at least one."""
    while len(examples) > 1 and len(", ".join(examples)) > _LONGEST:
        examples = examples[:-1]
    return ", ".join(examples)


def _short_middle(text: str, longest: int) -> str:
    """Return a text with its end, by which the names of columns often differ."""
    text = " ".join(str(text).split())
    head = (longest - 3) // 2
    return text if len(text) <= longest else f"{text[:head]}...{text[head + 3 - longest :]}"


def _short(text: str, longest: int) -> str:
    text = " ".join(str(text).split())
    return text if len(text) <= longest else text[: longest - 3] + "..."
