"""Files become Datasets: one decorated function per format."""

from __future__ import annotations

import lzma
import os
import re
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pandas as pd

from metaselect.data._distinct import fold_text, is_plain_text
from metaselect.data.arff import read_arff
from metaselect.data.columns import KINDS
from metaselect.data.csv_format import MISSING_SPELLINGS, CsvFormat, detect_csv_format, start_of
from metaselect.data.dataset import Dataset
from metaselect.data.large_files import LARGE_CELLS, default_sample_rows, parquet_parts, rows_of_part, sample_parts
from metaselect.data.repairs import Repairs, apply_repairs, find_repairs
from metaselect.data.roles import DROPPED, ColumnRole, assign_roles
from metaselect.data.row_sample import WholeTable
from metaselect.data.table_file import TableFile
from metaselect.exceptions import DatasetError, MissingBackendError, did_you_mean, shorten

__all__ = [
    "COMPRESSIONS",
    "READERS",
    "choose_target",
    "find_target",
    "is_text_table",
    "make_dataset",
    "read_dataset",
    "read_file",
    "read_table",
]

READERS: dict[str, Callable[..., pd.DataFrame]] = {}

COMPRESSIONS = (".gz", ".bz2", ".xz", ".zip")
_ON_GROUPS = (
    ". Rows of one group belong together: validate with groups, as by scikit-learn's GroupKFold, or scores are too "
    "good. To learn from the column all the same: --categorical"
)
_MORE_CELLS = "its rows have more cells than its header"
# So many rows are read to see what the columns are called.
_HEAD = 100
_TARGET_NAMES = ("target", "label", "class", "y")


def reader(*suffixes: str):
    """Register the decorated function as the reader of files with these suffixes."""

    def register(function):
        READERS.update(dict.fromkeys(suffixes, function))
        return function

    return register


@reader(".csv", ".tsv", ".tab", ".txt", ".data", ".dat")
def read_csv(path: Path, format: CsvFormat | None = None) -> pd.DataFrame:
    """Return the text table at `path`, its delimiter, decimal mark and encoding found where not given."""
    format = format or detect_csv_format(path)
    with _told_in_one_sentence(path, format):
        try:
            return pd.read_csv(path, **format.read_csv_arguments() | {"low_memory": True}, index_col=False)
        except pd.errors.DtypeWarning:
            # Part by part, which is faster, a column came out as numbers here and text there.
            return pd.read_csv(path, **format.read_csv_arguments(), index_col=False)
        except pd.errors.ParserWarning:
            return _without_delimiters_at_the_end(path, format)


@contextmanager
def _told_in_one_sentence(path: Path, format: CsvFormat):
    """Turn what pandas raises into errors of our own; its warnings of odd lines and types are raised too."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", pd.errors.ParserWarning)
            warnings.simplefilter("error", pd.errors.DtypeWarning)
            yield
    except pd.errors.EmptyDataError:
        raise DatasetError(f"{path.name} is empty; expected a header line and rows below it") from None
    except pd.errors.ParserError as error:
        reason = str(error).replace("Error tokenizing data. C error: ", "").strip()
        raise _irregular(path, format, reason) from None
    except (OSError, EOFError, lzma.LZMAError, UnicodeError) as error:
        raise DatasetError(f"{path.name} cannot be read: {error}") from error


def _csv_parts(path: Path, format: CsvFormat) -> tuple[pd.DataFrame, Callable[[Sequence[str]], Iterator[pd.DataFrame]]]:
    """Return the first rows of a text table, and what `sample_parts` needs to read all of it."""
    arguments = format.read_csv_arguments() | {"encoding_errors": "replace", "index_col": False}
    with _told_in_one_sentence(path, format):
        try:
            head = pd.read_csv(path, **arguments, nrows=_HEAD)
        except pd.errors.ParserWarning:
            arguments |= _with_a_cell_at_the_end(path, format)
            head = pd.read_csv(path, **arguments, nrows=_HEAD)

    def open_parts(as_text: Sequence[str]) -> Iterator[pd.DataFrame]:
        dtypes = arguments.get("dtype", {}) | dict.fromkeys(as_text, "str")
        n_rows = rows_of_part(head.shape[1])
        with (
            _told_in_one_sentence(path, format),
            pd.read_csv(path, **arguments | {"dtype": dtypes}, chunksize=n_rows) as parts,
        ):
            for part in parts:
                yield _without_empty_end(path, format, part)

    return _without_empty_end(path, format, head), open_parts


def _without_delimiters_at_the_end(path: Path, format: CsvFormat) -> pd.DataFrame:
    """Read rows that have one cell more than the header, which is an empty one behind a last delimiter."""
    arguments = format.read_csv_arguments() | _with_a_cell_at_the_end(path, format)
    try:
        table = pd.read_csv(path, **arguments, index_col=False)
    except pd.errors.ParserError:
        raise _irregular(path, format, _MORE_CELLS) from None
    return _without_empty_end(path, format, table)


def _with_a_cell_at_the_end(path: Path, format: CsvFormat) -> dict[str, object]:
    header = pd.read_csv(path, **format.read_csv_arguments(), index_col=False, nrows=0)
    names = list(format.names or header.columns)
    return {"header": None, "names": [*names, ""], "skiprows": format.n_lines_before + (not format.names)}


def _without_empty_end(path: Path, format: CsvFormat, table: pd.DataFrame) -> pd.DataFrame:
    if "" not in table.columns:
        return table
    if table[""].notna().any():
        raise _irregular(path, format, _MORE_CELLS)
    return table.drop(columns="")


def _irregular(path: Path, format: CsvFormat, reason: str) -> DatasetError:
    return DatasetError(
        f"{path.name} is not a regular table separated by {format.delimiter!r}: {reason}; "
        "give every row as many cells as the header"
    )


@reader(".parquet", ".pq")
def read_parquet(path: Path, format: CsvFormat | None = None) -> pd.DataFrame:
    """Return the table in a Parquet file."""
    return _read_with(pd.read_parquet, path)


@reader(".feather", ".arrow")
def read_feather(path: Path, format: CsvFormat | None = None) -> pd.DataFrame:
    """Return the table in a Feather file."""
    return _read_with(pd.read_feather, path)


@reader(".xlsx", ".xlsm")
def read_excel(path: Path, format: CsvFormat | None = None) -> pd.DataFrame:
    """Return the first sheet of a workbook."""
    return _read_with(pd.read_excel, path, keep_default_na=False, na_values=list(MISSING_SPELLINGS))


@reader(".jsonl", ".ndjson")
def read_json_lines(path: Path, format: CsvFormat | None = None) -> pd.DataFrame:
    """Return the table in a file of one JSON object per line."""
    return _read_with(pd.read_json, path, lines=True)


@reader(".json")
def read_json(path: Path, format: CsvFormat | None = None) -> pd.DataFrame:
    """Return the table in a JSON file: a list of objects, or one object per line, or columns by their names."""
    try:
        return pd.read_json(path, lines=True) if _has_object_per_line(path) else _read_with(pd.read_json, path)
    except ValueError as error:
        raise DatasetError(f"{path.name} holds no table in JSON, such as a list of objects: {error}") from None


def _has_object_per_line(path: Path) -> bool:
    lines = start_of(path).splitlines()
    return len(lines) > 1 and all(line.lstrip().startswith(b"{") for line in lines[:2])


@reader(".arff")
def read_weka(path: Path, format: CsvFormat | None = None) -> pd.DataFrame:
    """Return the table in an ARFF file of Weka; attributes that are not numeric become text."""
    return read_arff(path).reset_index(drop=True)


def _read_with(read: Callable[..., pd.DataFrame], path: Path, **arguments: object) -> pd.DataFrame:
    """Call a reader of pandas; what goes wrong there is told in one sentence."""
    try:
        return read(path, **arguments)
    except ImportError as error:
        raise MissingBackendError(
            f"reading {path.name} needs a library that is not installed; run: pip install 'metaselect[files]'"
        ) from error
    except Exception as error:  # each library behind pandas has errors of its own
        first = (str(error).strip().splitlines() or [type(error).__name__])[0]
        raise DatasetError(f"{path.name} cannot be read as {path.suffix}: {first[:200]}") from error


def read_table(path: str | Path, format: CsvFormat | None = None) -> pd.DataFrame:
    """Return the table at `path`, the target among its columns.

    Where `format` is not given, it is found out, and what `repairs.py` lists is put right.

    Raises
    ------
    DatasetError
        If there is no such file, its suffix is unknown, or it holds no table.
    """
    return read_file(path, format).table


def read_file(
    path: str | Path,
    format: CsvFormat | None = None,
    *,
    target: str | None = None,
    sample_rows: int | None = None,
    random_state: int = 0,
) -> TableFile:
    """Return the table at `path` and how it was read; see `read_table`.

    Of a text table of more than 512 MiB, or a Parquet file of more than 67 million cells, only a sample of rows is
    held: 100,000, or fewer where there are more than 200 columns.

    Parameters
    ----------
    target : str, optional
        Name of the target column, which decides about the sample: rows where it is missing are not in it, and each
        class gets its share.
    sample_rows : int, optional
        Hold at most so many rows, of a file of any size.
    random_state : int
        For the sample.
    """
    path, is_given = Path(path), format is not None
    _check_path(path)
    if not is_given and is_text_table(path):
        format = detect_csv_format(path)
    table, whole = _sampled(path, format, target, sample_rows, random_state)
    if table is None:
        table = _parsed(path, format)
        if sample_rows is not None and len(table) > sample_rows:
            table, whole = sample_parts(
                lambda _: iter([table]), sample_rows, random_state, _raw_target(table, target, path)
            )
    table = fold_text(table)
    if is_given:
        return TableFile(path.name, table, format, is_as_given=True, whole=whole)
    repairs = find_repairs(table)
    notes = repairs.notes() + _notes_on_header(table)
    if all(re.fullmatch(r"column_\d+", str(name)) for name in table.columns):
        notes.insert(0, f"the file has no line of names: its columns are called column_1 to column_{table.shape[1]}")
    if whole is not None:
        notes.insert(0, _note_on_sample(len(table), whole, random_state))
        whole = _repaired(whole, repairs)
    return TableFile(path.name, apply_repairs(table, repairs), format, repairs, tuple(notes), whole=whole)


def _sampled(
    path: Path, format: CsvFormat | None, target: str | None, sample_rows: int | None, random_state: int
) -> tuple[pd.DataFrame | None, WholeTable | None]:
    """Return a sample of the rows of a large file, read part by part, and what was counted; nothing of a small one."""
    if format is not None and format.is_large:
        head, open_parts = _csv_parts(path, format)
        n_columns = head.shape[1]
    elif _suffix(path) in (".parquet", ".pq"):
        n_rows, n_columns, open_parts = _read_with(parquet_parts, path)
        if n_rows * n_columns <= LARGE_CELLS:
            return None, None
        head = next(open_parts([])).head(_HEAD)
    else:
        return None, None
    n_sample = sample_rows or default_sample_rows(n_columns)
    return sample_parts(open_parts, n_sample, random_state, _raw_target(head, target, path))


def _raw_target(table: pd.DataFrame, target: str | None, path: Path) -> str | None:
    """Return what the target is called in the file, before names are put right."""
    cleaned = find_repairs(table.head(_HEAD)).names
    names = {cleaned.get(name, name): name for name in table.columns}
    found = find_target(names, target, path.name)
    return None if found is None else names[found]


def _repaired(whole: WholeTable, repairs: Repairs) -> WholeTable:
    """Return the counts under the names and labels that repairs lead to."""
    rename = {name: repairs.names.get(name, name) for name in whole.n_missing}
    target = rename.get(whole.target, whole.target)
    counts = whole.class_counts
    if target in {*repairs.footnotes, *repairs.numbers}:
        counts = None
    elif counts is not None and target in {*repairs.blanks, *repairs.spellings}:
        usual = repairs.spellings.get(target, {})
        labels = (str(label).strip() for label in counts)
        counts = pd.Series(list(counts.values())).groupby([usual.get(label, label) for label in labels]).sum().to_dict()
    return replace(
        whole,
        n_missing={rename[name]: n for name, n in whole.n_missing.items()},
        n_missing_of_known={rename[name]: n for name, n in whole.n_missing_of_known.items()},
        target=target,
        class_counts=counts,
    )


def _note_on_sample(n_rows: int, whole: WholeTable, random_state: int) -> str:
    stratified = ", each value of the target in its share" if whole.class_counts is not None else ""
    return (
        f"{n_rows} rows, drawn at random (seed {random_state}{stratified}), stand for all {whole.n_rows}: "
        "rows, missing values and classes are counted in all of them, the rest is seen in the sample"
    )


def is_text_table(path: str | Path) -> bool:
    """Return whether the suffix of a file is that of a text table."""
    return READERS.get(_suffix(Path(path))) is read_csv


def _check_path(path: Path) -> None:
    suffix = _suffix(path)
    if not os.path.exists(path):  # unlike path.exists(), False for a name that is too long
        raise DatasetError(f"there is no file {path}; check the path")
    if path.is_dir():
        raise DatasetError(f"{path} is a folder; expected a file")
    if suffix not in READERS:
        raise DatasetError(
            f"{path.name}: files {f'ending in {suffix!r}' if suffix else 'without an ending'} cannot be read; "
            f"readable: {', '.join(READERS)}, also compressed ({', '.join(COMPRESSIONS)})"
        )


def _parsed(path: Path, format: CsvFormat | None) -> pd.DataFrame:
    """Return the table as its format has it, with nothing put right."""
    frame = READERS[_suffix(path)](path, format)
    if frame.shape[1] < 2:
        raise DatasetError(
            f"{path.name} has {frame.shape[1]} column(s), {shorten(frame.columns)}; expected at least two, a target "
            "and something to predict it from, separated by comma, semicolon, tab or |, or else by : ^ ~ or blanks"
        )
    return frame


def _suffix(path: Path) -> str:
    suffixes = [suffix.lower() for suffix in path.suffixes]
    return next((suffix for suffix in reversed(suffixes) if suffix not in COMPRESSIONS), "")


def read_dataset(
    path: str | Path,
    target: str | None = None,
    *,
    task: str = "auto",
    name: str | None = None,
    origin: str | None = None,
    format: CsvFormat | None = None,
    roles: Mapping[str, str] | None = None,
) -> Dataset:
    """Return the Dataset in the file at `path`.

    Parameters
    ----------
    path : path-like
        A CSV file with a header line, also compressed; delimiter, decimal mark, encoding and the usual spellings of
        missing values are found out.
    target : str, optional
        Name of the target column. When not given, the file must have exactly one column named target, label, class
        or y (in any case).
    task : {"auto", "classification", "binary", "multiclass", "regression"}
    name, origin : str, optional
        The name of the file without suffix, and the name, when not given.
    format : CsvFormat, optional
        How the file is written, when known: then nothing in it is put right and no column is left out.
    roles : mapping of str to str, optional
        `"numeric"`, `"categorical"`, `"text"`, `"date"`, `"group"` or `"drop"` for columns that are to be taken for
        something else than they look like; see `roles.py`.

    Raises
    ------
    DatasetError
        If the file is missing, empty or irregular, the target is not found or cannot be learned.
    """
    return make_dataset(
        read_file(path, format),
        target,
        task=task,
        name=name or Path(path).name.split(".")[0],
        origin=origin,
        roles=roles,
    )


def make_dataset(
    file: TableFile,
    target: str | None = None,
    *,
    task: str = "auto",
    name: str | None = None,
    origin: str | None = None,
    roles: Mapping[str, str] | None = None,
) -> Dataset:
    """Return the Dataset in a file that was read; see `read_dataset`."""
    table, notes = file.table, list(file.notes)
    target = choose_target(table.columns, target, file.name)
    name = name or file.name.split(".")[0]
    if target in (roles or {}):
        raise DatasetError(f"column {target!r} is the target; it cannot have the role {roles[target]!r} too")
    y = table[target]
    X = table.drop(columns=target)
    kinds = {column: role for column, role in (roles or {}).items() if role in KINDS}
    groups: dict[str, int] = {}
    if not file.is_as_given:
        X, chosen = assign_roles(X, roles or {})
        groups = {column: X[column].nunique() for column, role in chosen.items() if role.role == "group"}
        X, notes, found = _set_useless_columns_aside(X, chosen, notes)
        kinds = {**found, **kinds}
    whole = file.whole and _with_target(file.whole, target)
    if whole is not None and whole.n_known < whole.n_rows:
        notes.append(f"{whole.n_rows - whole.n_known} rows with a missing or infinite target set aside")
    dataset = Dataset.from_arrays(X, y, name=name, task=task, origin=origin, target=target, kinds=kinds)
    notes += [*_notes_on_repeated_names(table), *dataset.notes]
    return replace(dataset, notes=tuple(notes), whole=whole, groups=groups)


def _with_target(whole: WholeTable, target: str) -> WholeTable:
    """Return the counts as far as they hold for a target that the sample was not drawn by."""
    if whole.target == target:
        return whole
    n_known = whole.n_rows - whole.n_missing[target]
    return replace(whole, target=target, n_known=n_known, n_missing_of_known=whole.n_missing, class_counts=None)


def _set_useless_columns_aside(
    X: pd.DataFrame, chosen: Mapping[str, ColumnRole], notes: list[str]
) -> tuple[pd.DataFrame, list[str], dict[str, str]]:
    """Drop what cannot help to predict, and what the user wants dropped.

    Also returned are the notes, and which columns are dates and texts. Names and the like serve as text where there is
    nothing else.
    """
    dropped = [name for name, role in chosen.items() if role.role in DROPPED]
    if len(dropped) == X.shape[1]:
        unwanted = [name for name in dropped if chosen[name].role == "drop"]
        if len(unwanted) == len(dropped):
            raise DatasetError("every column besides the target is to be dropped; keep at least one to predict it from")
        X, dropped = X.drop(columns=unwanted), [name for name in dropped if name not in unwanted]
        notes = [*notes, f"left out as {DROPPED['drop']}: {shorten(unwanted)}"] if unwanted else notes
        names = [name for name in dropped if chosen[name].role == "identifier" and is_plain_text(X[name])]
        return X, notes, dict.fromkeys(names, "text")
    for role in DROPPED:
        names = [name for name in dropped if chosen[name].role == role]
        if names:
            notes = [*notes, f"left out as {DROPPED[role]}: {shorten(names)}{_ON_GROUPS if role == 'group' else ''}"]
    found = {name: role.role for name, role in chosen.items() if role.role in ("date", "text")}
    return X.drop(columns=dropped) if dropped else X, notes, found


def choose_target(columns, target: str | None, file: str) -> str:
    """Return the name of the target column among `columns`.

    Examples
    --------
    >>> choose_target(["age", "Class"], None, "people.csv")
    'Class'
    >>> choose_target(["age", "income"], "incme", "people.csv")
    Traceback (most recent call last):
    ...
    metaselect.exceptions.DatasetError: target column 'incme' is not in people.csv; did you mean 'income'? ...
    """
    columns = [str(column) for column in columns]
    if target is not None:
        return _find(columns, str(target), file)
    named = _named_like_targets(columns)
    if len(named) == 1:
        return named[0]
    found = f"several columns could be it: {', '.join(named)}" if named else f"its columns: {shorten(columns, 40)}"
    raise DatasetError(f"which column of {file} is the target? Say --target COLUMN (target=); {found}")


def find_target(columns, target: str | None, file: str) -> str | None:
    """Return the name of the target column, None where it is neither named nor called as targets are.

    Raises
    ------
    DatasetError
        If the one that is named is not among `columns`.
    """
    if target is not None:
        return choose_target(columns, target, file)
    named = _named_like_targets(columns)
    return named[0] if len(named) == 1 else None


def _named_like_targets(columns) -> list[str]:
    return [str(column) for column in columns if str(column).strip().lower() in _TARGET_NAMES]


def _find(columns: list[str], target: str, file: str) -> str:
    if target in columns:
        return target
    if f"column_{target}" in columns:
        return f"column_{target}"
    folded = [column for column in columns if column.strip().lower() == target.strip().lower()]
    if len(folded) == 1:
        return folded[0]
    hint = did_you_mean(target, columns)
    raise DatasetError(f"target column {target!r} is not in {file}{hint} Its columns: {shorten(columns, 40)}")


def _notes_on_header(table: pd.DataFrame) -> list[str]:
    """Names of columns are rarely numbers; the first line of values often is."""
    looks_like_value = [bool(re.fullmatch(r"[+-]?\d+(\.\d+)*|\?", str(column).strip())) for column in table.columns]
    if sum(looks_like_value) <= len(looks_like_value) / 2:
        return []
    return ["the first line looks like values, not names of columns, and is not used as a row: add a line of names"]


def _notes_on_repeated_names(table: pd.DataFrame) -> tuple[str, ...]:
    """pandas calls the second column `a` of a file `a.1`."""
    columns = set(table.columns)
    repeated = [column for column in table.columns if re.sub(r"\.\d+$", "", column) in columns - {column}]
    if not repeated:
        return ()
    if len(repeated) == 1:
        name = re.sub(r"\.\d+$", "", repeated[0])
        return (f"a second column named {name!r} is read as {repeated[0]!r}",)
    return (f"{len(repeated)} columns repeat the name of an earlier one; they are read as {shorten(repeated, 4)}",)
