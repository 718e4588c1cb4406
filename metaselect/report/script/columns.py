"""What a script does to the columns of a table, as it was decided when they were first seen."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from metaselect.data import (
    COLUMN_FUNCTIONS,
    CellRepair,
    ColumnType,
    Dataset,
    DateColumn,
    is_classification,
)
from metaselect.report.script.estimators import Variable, as_python

__all__ = ["Preparation", "make_preparation"]

as_text, to_floats = COLUMN_FUNCTIONS["as_text"], COLUMN_FUNCTIONS["to_floats"]
label_of, labels_in = COLUMN_FUNCTIONS["label_of"], COLUMN_FUNCTIONS["labels_in"]
moments_in, part_of = COLUMN_FUNCTIONS["moments_in"], COLUMN_FUNCTIONS["part_of"]
is_text_or_folded, text_of_mixed = COLUMN_FUNCTIONS["is_text_or_folded"], COLUMN_FUNCTIONS["text_of_mixed"]


def put_right(column, repairs):
    """Return a column with its cells put right: by each function with its arguments, in turn, most for text alone."""
    decimal = next((arguments["decimal"] for _, arguments, _ in repairs if "decimal" in arguments), ".")
    column = text_of_mixed(column, decimal)
    for function, arguments, is_for_text_alone in repairs:
        if not is_for_text_alone or is_text_or_folded(column):
            column = function(column, **arguments)
    return column


@dataclass(frozen=True)
class Preparation:
    """The parts of a script that prepare a table.

    Attributes
    ----------
    constants : mapping of str to str
        Texts of constants by their names.
    functions : tuple of function
        What the lines call.
    lines, target_lines : tuple of str
        Of the function that returns the columns of a table, and of the one that returns its target.
    """

    constants: Mapping[str, str]
    functions: tuple[Callable, ...]
    lines: tuple[str, ...]
    target_lines: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class _Alike:
    """Columns of a table of which a script makes the same in the same way."""

    column_type: ColumnType
    names: list[str]

    def takes(self, other: ColumnType) -> bool:
        """Return whether a column of another type is treated in the same way."""
        mine = self.column_type
        return (mine.kind, mine.repairs, _arguments_of(mine)) == (other.kind, other.repairs, _arguments_of(other))


class _Constants:
    """Constants of a script: what is long stands there once."""

    _LONGEST = 60

    def __init__(self) -> None:
        self.values: dict[str, object] = {}

    def named(self, name: str, value: object) -> object:
        """Return a long value's name, any other value as it is."""
        if len(repr(value)) <= self._LONGEST:
            return value
        number = 1
        while (called := name.upper() + f"_{number}" * (number > 1)) in self.values and self.values[called] != value:
            number += 1
        self.values[called] = value
        return Variable(called)


def make_preparation(dataset: Dataset) -> Preparation:
    """Return how a script makes of a table what `dataset` holds, for its rows and for others."""
    constants = _Constants()
    models_see = {seen: [name for name, what in dataset.becomes.items() if what == seen] for seen in _LISTS}
    lists = {called: models_see[seen] for seen, called in _LISTS.items()}
    groups = _grouped(dataset)
    lines = ["columns = {}"]
    for group in groups:
        lines += _lines_of(group, lists, constants)
    lines += ["X = pd.DataFrame(columns, index=table.index)"]
    if lists["NUMERIC"]:
        lines += [
            "# Trees compute with 32 bits, to which anything larger is infinite.",
            "largest = float(np.finfo(np.float32).max)",
            "X[NUMERIC] = X[NUMERIC].replace([np.inf, -np.inf], np.nan).clip(-largest, largest)",
        ]
    if lists["TEXTS"]:
        lines += ['X[TEXTS] = X[TEXTS].fillna("")  # a text that is missing has no words']
    lines += [f"return X[{' + '.join(called for called, names in lists.items() if names or called != 'TEXTS')}]"]
    target_lines = _lines_on_target(dataset, constants)
    told: dict[str, object] = {"LABELS": _labels(dataset)} if is_classification(dataset.task) else {}
    told["COLUMNS"] = [name for group in groups for name in group.names]
    told |= {called: names for called, names in lists.items() if names or called != "TEXTS"}
    told |= constants.values
    return Preparation(
        {name: as_python(value, {}, before=len(name) + 3) for name, value in told.items()},
        _functions(groups, dataset),
        tuple(lines),
        tuple(target_lines),
    )


def _labels(dataset: Dataset) -> list[object]:
    labels = np.unique(dataset.y).tolist()
    return [label if isinstance(label, str | int | float) else label_of(label) for label in labels]


_REPRESENTED_BY = {"number": to_floats, "category": labels_in, "text": as_text}
_LISTS = {"number": "NUMERIC", "category": "CATEGORICAL", "text": "TEXTS"}


def _grouped(dataset: Dataset) -> list[_Alike]:
    groups: list[_Alike] = []
    for name, column_type in dataset.types.items():
        if column_type.becomes == "nothing":
            continue
        for group in groups:
            if group.takes(column_type):
                group.names.append(name)
                break
        else:
            groups.append(_Alike(column_type, [name]))
    return groups


def _lines_of(group: _Alike, lists: Mapping[str, list[str]], constants: _Constants) -> list[str]:
    called = next((called for called, names in lists.items() if names == group.names), None)
    comment = ", ".join(repair.comment for repair in group.column_type.repairs)
    names = called or as_python(group.names, {}, 4, 12)
    first = f"for name in {names}:{f'  # {comment}' * bool(comment)}"
    cells = _cells("table[name]", group.column_type.repairs, constants)
    if isinstance(group.column_type, DateColumn):
        parts = as_python(list(group.column_type.parts), {}, 8, 20)
        return [
            first,
            f"    moments = moments_in({cells}{_told(_arguments_of(group.column_type), constants)})",
            f"    for part in {parts}:",
            '        columns[f"{name}: {part}"] = part_of(moments, part)',
        ]
    function = _REPRESENTED_BY[group.column_type.becomes]
    arguments = _told(_arguments_of(group.column_type), constants)
    return [first, f"    columns[name] = {function.__name__}({cells}{arguments})"]


def _lines_on_target(dataset: Dataset, constants: _Constants) -> list[str]:
    target = dataset.target_type
    cells = _cells("table[TARGET]", target.repairs, constants)
    if is_classification(dataset.task):
        return [
            "numbers = {label_of(label): number for number, label in enumerate(LABELS)}",
            f"return labels_in({cells}).map(numbers)",
        ]
    if (date := _date_of(dataset)) is not None:
        numbers = f'part_of(moments_in({cells}{_told(_arguments_of(date), constants)}), "{date.parts[0]}")'
    else:
        numbers = f"to_floats({cells})"
    return [f"numbers = pd.Series({numbers}, index=table.index)", "return numbers.where(np.isfinite(numbers))"]


def _date_of(dataset: Dataset) -> DateColumn | None:
    return None if dataset.reading is None else dataset.reading.date


def _cells(column: str, repairs: Sequence[CellRepair], constants: _Constants) -> str:
    """Return the text for a column of the table with its cells put right."""
    if not repairs:
        return column
    done = [
        (
            Variable(repair.function.__name__),
            {name: constants.named(name, value) for name, value in repair.arguments.items()},
            repair.is_for_text_alone,
        )
        for repair in repairs
    ]
    return f"put_right({column}, {as_python(done, {}, 8, 40)})"


def _arguments_of(column_type: ColumnType) -> dict[str, object]:
    """Return what was decided of a column, as arguments of the function that represents it."""
    function = moments_in if isinstance(column_type, DateColumn) else _REPRESENTED_BY[column_type.becomes]
    parameters = list(inspect.signature(function).parameters.values())[1:]
    told = {parameter.name: getattr(column_type, parameter.name, parameter.default) for parameter in parameters}
    parts = {"parts": column_type.parts} if isinstance(column_type, DateColumn) else {}
    usual = {parameter.name: parameter.default for parameter in parameters}
    return {name: value for name, value in told.items() if value != usual[name]} | parts


def _told(arguments: Mapping[str, object], constants: _Constants) -> str:
    shown = {name: constants.named(name, value) for name, value in arguments.items() if name != "parts"}
    return "".join(f", {name}={as_python(value, {})}" for name, value in shown.items())


def _functions(groups: Sequence[_Alike], dataset: Dataset) -> tuple[Callable, ...]:
    types = [*(group.column_type for group in groups), dataset.target_type]
    types += [date for date in [_date_of(dataset)] if date is not None]
    functions: list[Callable] = [
        function for found in types for repair in found.repairs for function in (*repair.helpers, repair.function)
    ]
    functions += [put_right] * bool(functions)
    if any(isinstance(found, DateColumn) for found in types):
        functions += [moments_in, part_of]
    if is_classification(dataset.task):
        functions += [labels_in, label_of]
    functions += [
        _REPRESENTED_BY[group.column_type.becomes] for group in groups if not isinstance(group.column_type, DateColumn)
    ]
    if dataset.task == "regression":
        functions.append(to_floats)
    return tuple(dict.fromkeys(functions))
