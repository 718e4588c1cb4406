"""What was decided or found in a table, in words: one function for each kind of `Note`."""

from __future__ import annotations

from collections.abc import Callable

from metaselect.data import DROPPED_ROLES, Note
from metaselect.exceptions import shorten
from metaselect.report.words.about import about
from metaselect.report.words.dialects import Dialect
from metaselect.report.words.leaks import WORDS_ON_LEAKS, leak_words
from metaselect.report.words.roles import WORDS_ON_ROLES, date_parts_words
from metaselect.report.words.rows_to_predict import WORDS_ON_ROWS_TO_PREDICT

__all__ = ["KINDS_OF_NOTES", "note_words"]

_MOST_DATES_SHOWN = 5
_LONGEST_CELL = 40
_LEARNED_AS = {"days": "dates; it is learned as days since 1970", "hour": "times; it is learned as hours"}


def note_words(note: Note, say: Dialect) -> str:
    """Return what was decided or found."""
    return KINDS_OF_NOTES[note.kind](note, say)


def _extra_rows(note: Note, say: Dialect) -> str:
    n_rows = note.details["n_rows"]
    what, are = ("1 row that is", "is") if n_rows == 1 else (f"{n_rows} rows that are", "are")
    return f"{what} no data (units, questions, the header once more, totals or remarks) {are} left out"


def _titles(note: Note, say: Dialect) -> str:
    n_lines = note.details["n_lines"]
    lines, are = ("line", "is") if n_lines == 1 else (f"{n_lines} lines", "are")
    return (
        f"the first {lines} of the file {are} taken for a title and skipped; if that is wrong: {say('skip-lines', '0')}"
    )


def _sheet(note: Note, say: Dialect) -> str:
    words = f"the sheet {note.details['sheet']!r} is read"
    others = note.details["others"]
    return f"{words}; for {shorten(map(repr, others))}: {say('sheet', others[0])}" if others else words


def _encoding(note: Note, say: Dialect) -> str:
    wrong = say("encoding", "NAME")
    return f"the file is read as {note.details['encoding']}, by its letters; if some look wrong: {wrong}"


def _sample(note: Note, say: Dialect) -> str:
    n_rows, n_all, seed = (note.details[name] for name in ("n_rows", "n_all", "random_state"))
    stratified = ", each value of the target in its share" if note.details["is_stratified"] else ""
    return (
        f"{n_rows} rows, drawn at random (seed {seed}{stratified}), stand for all {n_all}: rows, missing values and "
        "classes are counted in all of them, the rest is seen in the sample"
    )


def _missing_targets(note: Note, say: Dialect) -> str:
    n_rows = note.details["n_rows"]
    return f"{n_rows} row{'s' * (n_rows > 1)} with a missing or infinite target set aside"


def _left_out(note: Note, say: Dialect) -> str:
    words = f"left out as {DROPPED_ROLES[note.details['role']]}: {shorten(note.columns)}"
    if note.details["role"] != "group":
        return words
    first = note.columns[0]
    return (
        f"{words}. Rows of one group belong together: validate with groups, as by scikit-learn's GroupKFold, or scores "
        f"are too good. To learn from the column all the same: {say('categorical', first)}"
    )


def _renamed(note: Note, say: Dialect) -> str:
    (new,) = note.columns
    return f"a second column named {note.details['before']!r} is read as {new!r}"


def _several_renamed(note: Note, say: Dialect) -> str:
    n, names = len(note.columns), shorten(note.columns, 4)
    return f"{n} columns repeat the name of an earlier one; they are read as {names}"


def _numbers_as_classes(note: Note, say: Dialect) -> str:
    n_classes, examples = note.details["n_classes"], ", ".join(note.details["examples"])
    return (
        f"the target's {n_classes} different numbers (such as {examples}) are learned as {n_classes} classes without "
        f"order, on few rows each; if they are a quantity: {say('task', 'regression')}"
    )


def _rare_classes(note: Note, say: Dialect) -> str:
    classes = note.details["classes"]
    plural = "es" if len(classes) > 1 else ""
    return f"class{plural} {shorten(classes)} with fewer than {note.details['fewest']} rows: hardly learnable"


def _empty(note: Note, say: Dialect) -> str:
    verb, are = ("has", "is") if len(note.columns) == 1 else ("have", "are")
    return f"{shorten(note.columns)} {verb} only missing values and {are} left out"


def _dates(note: Note, say: Dialect) -> str:
    parts = list(zip(note.columns, note.details["parts"], strict=True))
    shown = "; ".join(f"{name}: {date_parts_words(varying)}" for name, varying in parts[:_MOST_DATES_SHOWN])
    return f"dates become numbers: {shown}{'; ...' if len(parts) > _MOST_DATES_SHOWN else ''}"


def _free_text(note: Note, say: Dialect) -> str:
    seen = "which words and parts of words it is made of, summed up in at most 100 numbers"
    holds = "holds" if len(note.columns) == 1 else "hold"
    return f"{shorten(note.columns)} {holds} free text: models see {seen} (TF-IDF, then truncated SVD)"


def _known(note: Note, say: Dialect) -> str:
    origins = ", ".join(note.details["origins"])
    return f"the knowledge base holds this very dataset ({origins}): it was left out of the advice"


def _units(note: Note, say: Dialect) -> str:
    scaled = ", ".join(f"{unit} x {factor:g}" for unit, factor in note.details["scaled"].items())
    main = f"are in {note.details['main']}" if note.details["main"] else "are as those without a unit"
    return f"{shorten(note.columns)} holds several units: its numbers {main} ({scaled})"


def _words_for_minus(note: Note, say: Dialect) -> str:
    return f"numbers with {shorten(note.details['negative'])} are negative in {shorten(note.columns)}"


def _marks(note: Note, say: Dialect) -> str:
    pairs = zip(note.columns, note.details["examples"], strict=True)
    shown = [f"{name} ({', '.join(map(repr, examples))})" for name, examples in pairs]
    return f"marks beside numbers are left out: {shorten(shown)}"


def _unread(what: str) -> Callable[[Note, Dialect], str]:
    """Return words that count the cells in which there is not `what` there should be."""

    def words(note: Note, say: Dialect) -> str:
        cells = zip(note.columns, note.details["n_cells"], note.details["examples"], strict=True)
        shown = [f"{name} ({n_cells}: {', '.join(map(_quoted, examples))})" for name, n_cells, examples in cells]
        return f"cells that hold no {what} are missing: {shorten(shown)}"

    return words


def _error_texts(note: Note, say: Dialect) -> str:
    pairs = zip(note.columns, note.details["n_cells"], strict=True)
    return f"errors of a spreadsheet are missing: {shorten([f'{name} ({n_cells})' for name, n_cells in pairs])}"


def _suspected_missing(note: Note, say: Dialect) -> str:
    value = note.details["value"]
    pairs = zip(note.columns, note.details["n_rows"], strict=True)
    where = shorten([f"{name} ({n_rows} row{'s' * (n_rows > 1)})" for name, n_rows in pairs])
    way_out = say("missing", f"{note.columns[0]}={value}" if note.details["is_elsewhere"] else value)
    return f"{value} is far from all other values of {where}; if it stands for a missing value: {way_out}"


def _given_missing(note: Note, say: Dialect) -> str:
    pairs = zip(note.columns, note.details["n_cells"], strict=True)
    return f"cells are missing as you said: {shorten([f'{name} ({n_cells})' for name, n_cells in pairs])}"


def _given_missing_nowhere(note: Note, say: Dialect) -> str:
    where = "" if note.details["is_everywhere"] else f" of {shorten(note.columns)}"
    mark = _quoted(note.details["mark"])
    return f"no cell{where} is {mark}, which {say('missing', '')} names: nothing became missing by it"


def _numbers_left(note: Note, say: Dialect) -> str:
    (name,), shown = note.columns, ", ".join(map(_quoted, note.details["examples"]))
    return (
        f"{name} is no column of numbers though nearly all of its cells hold one ({shown}): to read these, "
        f"{say('numeric', name)}; to keep the cells as categories, {say('categorical', name)}"
    )


def _quoted(text: str) -> str:
    return repr(text if len(text) <= _LONGEST_CELL else f"{text[: _LONGEST_CELL - 3]}...")


KINDS_OF_NOTES: dict[str, Callable[[Note, Dialect], str]] = {
    "sheet": _sheet,
    "formulas": about(
        "the workbook stores no values of formulas in {columns}, which are missing: open it in a spreadsheet program "
        "and save it there"
    ),
    "encoding": _encoding,
    "quoted lines": about("each line of the file is in quotes as a whole, and is read without them"),
    "titles": _titles,
    "several header lines": about("the names of columns are made of the first {n_lines} lines"),
    "extra rows": _extra_rows,
    "rows in time order": about("the index of the file is the column {columns}; the rows are in time order"),
    "index is kept": about("the index of the file is kept: {columns}"),
    "joined names": about("names of columns that have several levels are joined by a colon"),
    "filled down": about("each label of {columns} stands once above empty cells, and is taken for these rows too"),
    "footnotes": about("marks such as [2] at the end of cells are left out in {columns}"),
    "numbers in text": about("numbers are read out of text in {columns}"),
    "cells without a number": _unread("number"),
    "cells without a date": _unread("date up to the year 2261"),
    "error texts": _error_texts,
    "given missing": _given_missing,
    "given missing nowhere": _given_missing_nowhere,
    "marks at numbers": _marks,
    "numbers left as text": _numbers_left,
    "suspected missing": _suspected_missing,
    "units": _units,
    "words for minus": _words_for_minus,
    "durations": about("durations become seconds: {columns}"),
    "scores": lambda note, say: (
        f"scores are read as numbers, out of {shorten(sorted(set(note.details['most'])))}, in {shorten(note.columns)}"
    ),
    "other spellings": about("values that differ by case or blanks alone are taken for one in {columns}"),
    "sample": _sample,
    "no line of names": about("the file has no line of names: its columns are called column_1 to column_{n_columns}"),
    "values for names": about(
        "the first line looks like values, not names of columns, and is not used as a row: add a line of names"
    ),
    "missing targets": _missing_targets,
    "left out": _left_out,
    "renamed": _renamed,
    "several renamed": _several_renamed,
    "target of dates": lambda note, say: f"the target {note.columns[0]!r} holds {_LEARNED_AS[note.details['part']]}",
    "few rows": about("only {n_rows} rows: whatever is said about scores is very uncertain"),
    "numbers as classes": _numbers_as_classes,
    "rare classes": _rare_classes,
    "empty columns": _empty,
    "infinite values": about("infinite values in {columns} are read as missing"),
    "dates": _dates,
    "ambiguous dates": lambda note, say: (
        f"nothing shows whether the day or the month comes first in {shorten(note.columns)}: the "
        f"{'day' if note.details['is_day_first'] else 'month'} is taken to be first; 2024-01-31 would leave no doubt"
    ),
    "free text": _free_text,
    "mostly distinct": about("most rows have a text of their own in {columns}: as categories such columns say little"),
    "known dataset": _known,
    "leak": leak_words,
    **WORDS_ON_LEAKS,
    **WORDS_ON_ROLES,
    **WORDS_ON_ROWS_TO_PREDICT,
}
