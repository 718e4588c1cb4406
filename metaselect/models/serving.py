"""Predictions of many rows: block by block, each beside the names of its rows, and checked on the way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from metaselect.data import ColumnType, DateColumn, ReadingOptions, RowBlocks, is_classification, read_rows
from metaselect.models.checks import Checks
from metaselect.models.model import Model

__all__ = ["open_rows", "predict_blocks"]

# Dates that a text table has as numbers.
_DATES_IN_NUMBERS = ("yyyymmdd", "yyyymmddhhmm", "yyyymmddhhmmss", "days", "seconds", "milliseconds")


def open_rows(model: Model, path: str | Path, options: ReadingOptions | None = None) -> RowBlocks:
    """Return the rows of a file, read as those were that the model was fitted to.

    Parameters
    ----------
    model : Model
        What they are for.
    path : path-like
        Of any file that tables are read of.
    options : ReadingOptions, optional
        What a user says about the file.

    Raises
    ------
    DatasetError
        If there is no such file, or it holds no table.
    """
    training = model.manifest.training
    known = [column.name for column in training.columns]
    as_numbers = [name for name in known if _is_read_as_number(model.types[name])]
    rows = read_rows(path, known, as_numbers=as_numbers, rules=training.rules, options=options)
    dates = [name for name in as_numbers if name in rows.columns and isinstance(model.types[name], DateColumn)]
    return replace(rows, blocks=(_with_numbers(block, dates) for block in rows.blocks)) if dates else rows


def predict_blocks(
    model: Model,
    rows: RowBlocks,
    checks: Checks,
    *,
    identifiers: Sequence[str] = (),
    with_probabilities: bool = False,
) -> Iterator[pd.DataFrame]:
    """Yield the predictions of blocks of rows, with as many rows.

    Parameters
    ----------
    model : Model
        What predicts.
    rows : RowBlocks
        As of `open_rows`.
    checks : Checks
        What is to look at the rows; see `Model.begin_checks`.
    identifiers : sequence of str
        Columns that are carried along, before the prediction.
    with_probabilities : bool
        Whether columns such as `species: Adelie` follow, with the probability of each class.
    """
    for block in rows.blocks:
        checks.add(block)
        yield _predicted(model, block, identifiers, with_probabilities)


def _with_numbers(block: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """Return a block in which dates are numbers that are numbers elsewhere, whatever stands between them here."""
    texts = [name for name in columns if block[name].dtype.kind == "O" or isinstance(block[name].dtype, pd.StringDtype)]
    return block.assign(**{name: pd.to_numeric(block[name], errors="coerce") for name in texts})


def _predicted(model: Model, block: pd.DataFrame, identifiers: Sequence[str], with_probabilities: bool) -> pd.DataFrame:
    training = model.manifest.training
    columns = {name: block[name].reset_index(drop=True) for name in identifiers}
    if not is_classification(training.task):
        return pd.DataFrame({**columns, training.target: _as_in_table(model, model.predict(block))})
    labels = _labels_in_table(model)
    if not with_probabilities:
        predictions = pd.Series(model.predict(block)).map(dict(zip(model.classes_.tolist(), labels, strict=True)))
        return pd.DataFrame({**columns, training.target: predictions})
    probabilities = model.predict_proba(block)
    shares = {f"{training.target}: {label}": probabilities[:, i] for i, label in enumerate(labels)}
    best = np.array(labels, dtype=object)[probabilities.argmax(axis=1)]
    return pd.DataFrame({**columns, training.target: best, **shares})


def _labels_in_table(model: Model) -> list[str]:
    """Return the classes as the table that was fitted has them: 1 and not 1.0, as cells that lack make of it."""
    classes, rules = model.classes_, model.manifest.training.rules
    if classes.dtype.kind == "f" and (classes == np.round(classes)).all():
        classes = classes.astype(np.int64)
    truth = rules.truth if rules else {}
    return [truth.get(str(label), str(label)) for label in classes.tolist()]


def _as_in_table(model: Model, predictions: np.ndarray) -> pd.Series:
    """Return numbers as the table that was fitted has its target: days since 1970 as dates."""
    if model.manifest.training.target_as != "days":
        return pd.Series(predictions)
    moments = pd.Timestamp(0) + pd.to_timedelta(pd.Series(predictions), unit="D")
    return moments.dt.strftime("%Y-%m-%d %H:%M")


def _is_read_as_number(column_type: ColumnType) -> bool:
    """Return whether a text table has a column as numbers, with nothing that is read out of text."""
    if isinstance(column_type, DateColumn):
        return column_type.written in _DATES_IN_NUMBERS
    is_plain = not any(repair.is_for_text_alone for repair in column_type.repairs)
    return column_type.kind == "numeric" and is_plain
