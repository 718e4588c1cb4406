"""In which ways rows to predict are unlike those that a model was fitted to, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pandas as pd

from metaselect.data import Note
from metaselect.exceptions import shorten
from metaselect.report.words.dialects import Dialect

__all__ = ["WORDS_ON_ROWS_TO_PREDICT"]

_LONGEST_CELL = 40
_HELD = {"numeric": "numbers", "date": "dates or times"}


def _lacks(note: Note, say: Dialect) -> str:
    n = len(note.columns)
    if note.details["is_all"]:
        return "none of the columns that the model knows is there: all predictions are alike, and say nothing"
    are = "column that the model knows is" if n == 1 else "columns that the model knows are"
    return f"{n} {are} not there, and taken for missing in all rows: {shorten(note.columns)}"


def _ignores(note: Note, say: Dialect) -> str:
    n = len(note.columns)
    are = "column that the model does not know is" if n == 1 else "columns that the model does not know are"
    return f"{n} {are} ignored: {shorten(note.columns)}"


def _another_type(note: Note, say: Dialect) -> str:
    details = note.details
    examples = _quoted(details["examples"])
    held = _HELD[details["was"]]
    how_many = f"{details['n']} of {details['n_cells']} cells"
    if details["is_most"]:
        return f"{note.columns[0]} held {held} when the model was fitted; now {how_many} hold none ({examples})"
    return f"cells of {note.columns[0]} that hold no {held} are taken for missing: {how_many} ({examples})"


def _new_categories(note: Note, say: Dialect) -> str:
    examples = _quoted(note.details["examples"])
    return f"{note.columns[0]} holds categories that are new to the model in {_rows(note)} ({examples})"


def _values_beyond(note: Note, say: Dialect) -> str:
    low, high = (_shown(value, note) for value in note.details["known"])
    now_low, now_high = (_shown(value, note) for value in note.details["found"])
    return (
        f"{note.columns[0]} is beyond what the model has seen, {low} to {high}, in {_rows(note)} (now {now_low} to "
        f"{now_high})"
    )


def _more_missing(note: Note, say: Dialect) -> str:
    return f"{note.columns[0]} is missing in {_share(note, 'share')} of the rows, and was in {_share(note)}"


def _other_shares(note: Note, say: Dialect) -> str:
    label = _quoted([note.details["label"]])
    return f"{note.columns[0]} is {label} in {_share(note, 'share')} of the rows, and was in {_share(note)}"


def _other_values(note: Note, say: Dialect) -> str:
    edge = _shown(note.details["edge"], note)
    return f"{note.columns[0]} is at most {edge} in {_share(note, 'share')} of the rows, and was in {_share(note)}"


def _rows(note: Note) -> str:
    return f"{note.details['n']} of {note.details['n_cells']} rows"


def _share(note: Note, which: str = "share_then") -> str:
    return f"{100 * note.details[which]:.0f} %"


def _shown(value: float, note: Note) -> str:
    if note.details["was"] == "date" and abs(value) > 24:  # times of day are hours
        moment = pd.Timestamp(0) + pd.Timedelta(days=value)
        return moment.isoformat(sep=" ", timespec="minutes").removesuffix(" 00:00")
    return f"{value:.6g}"


def _quoted(texts: Iterable[str]) -> str:
    return ", ".join(repr(text if len(text) <= _LONGEST_CELL else f"{text[: _LONGEST_CELL - 3]}...") for text in texts)


WORDS_ON_ROWS_TO_PREDICT: dict[str, Callable[[Note, Dialect], str]] = {
    "model lacks columns": _lacks,
    "model ignores columns": _ignores,
    "model sees another type": _another_type,
    "model sees new categories": _new_categories,
    "model sees values beyond": _values_beyond,
    "model sees more missing": _more_missing,
    "model sees other shares": _other_shares,
    "model sees other values": _other_values,
}
