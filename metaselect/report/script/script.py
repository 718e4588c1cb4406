"""A Python script that fits a recommended pipeline with scikit-learn and xgboost alone."""

from __future__ import annotations

import inspect
import textwrap
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import cast

from sklearn.base import BaseEstimator
from sklearn.gaussian_process.kernels import Kernel
from sklearn.model_selection import BaseCrossValidator
from sklearn.pipeline import Pipeline

from metaselect.data import (
    CsvFormat,
    Dataset,
    DateColumn,
    ReadingOptions,
    Repair,
    SheetFormat,
    TableFormat,
    detect_format,
    is_classification,
    script_of_repairs,
)
from metaselect.exceptions import ConfigurationError
from metaselect.learners import (
    Configuration,
    LabelEncodedClassifier,
    NamedColumns,
    are_fractional_classes,
    build_pipeline,
)
from metaselect.recommendation import Candidate, ValidationScheme, choose_validation
from metaselect.report.words.in_words import in_words

__all__ = ["render_code"]

_WIDTH = 100
_USUAL = {"sep": ",", "decimal": ".", "encoding": "utf-8"}  # pandas' own defaults, not repeated in the script

_READERS = {
    **dict.fromkeys((".parquet", ".pq"), "pd.read_parquet({path!r})"),
    **dict.fromkeys((".feather", ".arrow"), "pd.read_feather({path!r})"),
    **dict.fromkeys((".jsonl", ".ndjson"), "pd.read_json({path!r}, lines=True)"),
}

_SCRIPT = '''\
"""Fit {learner} to {file}: configuration {configuration}, as recommended by metaselect."""

{imports}
{quiet}{functions}
data = {read}
{repairs}{dates}data = data[{known_target}]{in_order}

numeric = {numeric}
categorical = {categorical}
{texts}X = data[numeric + categorical{and_texts}].replace([np.inf, -np.inf], np.nan)
{as_text}y = {y}

model = {model}

{why}
cv = {cv}
scores = cross_val_score(model, X, y, scoring={metric!r}, cv=cv{groups})
print(f"{metric} by cross-validation: {{scores.mean():.4g}} (sd over splits {{scores.std():.2g}})")

model.fit(X, y)
print("fitted on", len(X), "rows; model.predict(new_data) takes a table with the columns of X")
'''

_QUIET = """
# How long to train is a hyperparameter here: stopping before convergence regularises.
warnings.simplefilter("ignore", ConvergenceWarning)
"""

_QUIET_AT_A_BOUND = """
# A kernel's hyperparameter may end at its bound: on data with little noise that is no fault.
warnings.simplefilter("ignore", ConvergenceWarning)
"""

# Truth values and mixtures are categories by their text, as in `TableCleaner`.
_AS_TEXT = """\
X = X.astype({name: object for name in categorical})
X[categorical] = X[categorical].apply(lambda column: column.map(str, na_action="ignore"))
"""

# A text that is missing has no words.
_FILL_TEXTS = """\
X[texts] = X[texts].astype(object).fillna("").astype(str)
"""


def render_code(
    candidate: Candidate,
    dataset: Dataset,
    *,
    path: str,
    metric: str,
    format: TableFormat | None = None,
    repairs: Sequence[Repair] = (),
    as_numbers: Sequence[str] = (),
    validation: ValidationScheme | None = None,
) -> str:
    """Return a self-contained script: it reads the file, cross-validates the pipeline and fits it.

    Parameters
    ----------
    candidate : Candidate
        Whose pipeline the script fits.
    dataset : Dataset
        As read from the file.
    path : str
        Of the file, as the script is to read it.
    metric : str
        scikit-learn's scorer name.
    format : CsvFormat or SheetFormat, optional
        How a text table or a sheet is written; None for other files.
    repairs : sequence of Repair
        What was put right in the table when it was read, in this order; nothing by default.
    as_numbers : sequence of str
        Columns that the user wants as numbers; cells that hold no number become missing; none by default.
    validation : ValidationScheme, optional
        Which splits to use; those that suit the dataset when not given.

    Raises
    ------
    ConfigurationError
        If pandas alone does not read such a file.
    """
    configuration = candidate.configuration
    validation = validation or choose_validation(dataset)
    model = _pipeline(candidate, dataset)
    is_numbered = is_classification(candidate.task) and (
        _wants_numbers(model) or metric == "f1" or are_fractional_classes(dataset.y)
    )
    quiet = _quiet(configuration)
    imports = {"sklearn.model_selection": {validation.splitter, "cross_val_score"}}
    if is_numbered:
        imports["sklearn.preprocessing"] = {"LabelEncoder"}
    if quiet:
        imports["sklearn.exceptions"] = {"ConvergenceWarning"}
    model = _render(model, imports)
    target = f"data[{dataset.target!r}]"
    cell_functions, cell_lines = script_of_repairs(dataset.repairs)
    return _SCRIPT.format(
        learner=configuration.learner,
        configuration=configuration.id,
        file=repr(Path(path).name)[1:-1].replace('"', "'"),  # it stands in a docstring
        imports="import warnings\n\n" * bool(quiet) + _import_lines(imports),
        quiet=quiet,
        functions=_definitions([*_called(repairs, dataset), *cell_functions]),
        read=_read(path, format),
        repairs="".join(f"{line}\n" for line in [*(line for repair in repairs for line in repair.lines()), *cell_lines])
        + "".join(map(_as_number, as_numbers)),
        dates="".join(f"{line}\n" for name, date in dataset.dates.items() for line in date.lines(name)),
        known_target=f"np.isfinite({target})" if candidate.task == "regression" else f"{target}.notna()",
        y=f"LabelEncoder().fit_transform({target})  # classes as 0, 1, ... in sorted order" if is_numbered else target,
        model=model,
        metric=metric,
        **_columns_in_script(dataset),
        **_validation_in_script(validation, dataset),
    )


def _pipeline(candidate: Candidate, dataset: Dataset) -> Pipeline:
    """Return the pipeline, with the names that the script has for columns in place of rules that find them."""
    texts = {name: dataset.X[name].fillna("") for name in dataset.text_columns}
    return build_pipeline(
        candidate.configuration.learner,
        candidate.configuration.hyperparameters,
        candidate.task,
        candidate.random_state,
        columns=NamedColumns(_list_called("numeric"), _list_called("categorical"), texts),
    )


def _list_called(name: str) -> list[str]:
    return cast(list[str], _Name(name))  # a list when the script runs; here it is printed alone


def _quiet(configuration: Configuration) -> str:
    trained_for_a_while = "max_iter" in configuration.hyperparameters
    return _QUIET * trained_for_a_while + _QUIET_AT_A_BOUND * (configuration.learner == "gaussian_process")


def _called(repairs: Sequence[Repair], dataset: Dataset) -> list[Callable]:
    """Return the functions of reading that lines of the script call."""
    of_dates = DateColumn.functions if dataset.dates else ()
    return [*(function for repair in repairs for function in repair.functions), *of_dates]


def _definitions(functions: Iterable[Callable]) -> str:
    """Return the source of functions that the script calls, each once: the script does what reading did."""
    sources = [inspect.getsource(function) for function in dict.fromkeys(functions)]
    return "".join(f"\n\n{source}" for source in sources) + "\n" * bool(sources)


def _columns_in_script(dataset: Dataset) -> dict[str, str]:
    numeric, categorical, texts = _columns(dataset)
    return {
        "numeric": _wrapped(numeric),
        "categorical": _wrapped(categorical),
        "texts": f"texts = {_wrapped(texts)}\n" if texts else "",
        "and_texts": " + texts" if texts else "",
        "as_text": _AS_TEXT * bool(categorical) + _FILL_TEXTS * bool(texts),
    }


def _validation_in_script(validation: ValidationScheme, dataset: Dataset) -> dict[str, str]:
    return {
        "in_order": _in_order(validation, dataset),
        "why": "\n".join(textwrap.wrap(in_words(validation.why), _WIDTH, initial_indent="# ", subsequent_indent="# ")),
        "cv": validation.code,
        "groups": "" if validation.groups is None else f", groups=data[{validation.groups!r}]",
    }


def _in_order(validation: ValidationScheme, dataset: Dataset) -> str:
    if validation.order is None:
        return ""
    column = validation.order
    if column in dataset.dates:
        column = dataset.dates[column].part_name(column, "days")
    return f".sort_values({column!r})"


def _as_number(name: str) -> str:
    return f'data[{name!r}] = pd.to_numeric(data[{name!r}], errors="coerce")\n'


def _read(path: str, format: TableFormat | None) -> str:
    """Return the call that reads the file."""
    if format is None and Path(path).is_file():
        format = detect_format(Path(path), ReadingOptions())
    if isinstance(format, CsvFormat):
        return _call("pd.read_csv", path, format.read_csv_arguments())
    if isinstance(format, SheetFormat):
        return _call("pd.read_excel", path, format.read_excel_arguments())
    suffix = Path(path).suffix.lower()
    if suffix not in _READERS:
        raise ConfigurationError(f"a script cannot read {suffix} files with pandas alone; save the table as CSV first")
    return _READERS[suffix].format(path=path)


def _call(function: str, path: str, arguments: Mapping[str, object]) -> str:
    lines = [repr(path), *[f"{name}={value!r}" for name, value in arguments.items() if value != _USUAL.get(name)]]
    return f"{function}(\n" + "".join(f"    {line},\n" for line in lines) + ")"


class _Name(str):
    """A variable of the script, to stand in the text without quotes."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


def _columns(dataset: Dataset) -> tuple[list[str], list[str], list[str]]:
    numeric, categorical, texts = (
        [name for name, seen in dataset.becomes.items() if seen == wanted] for wanted in ("number", "category", "text")
    )
    return numeric, categorical, texts


def _wants_numbers(model) -> bool:
    return isinstance(model[-1], LabelEncodedClassifier)


def _render(value: object, imports: dict[str, set[str]], indent: int = 0) -> str:
    """Return Python text for an estimator, a list, a tuple, a function of NumPy or a plain value.

    What must be imported for it is added to `imports`.
    """
    if isinstance(value, LabelEncodedClassifier):
        return _render(value.estimator, imports, indent)
    if isinstance(value, BaseCrossValidator):
        imports.setdefault("sklearn.model_selection", set()).add(type(value).__name__)
        return repr(value)
    if isinstance(value, BaseEstimator | Kernel):
        imports.setdefault(_public_module(type(value)), set()).add(type(value).__name__)
        parts = [(f"{name}=", argument) for name, argument in _changed_parameters(value).items()]
        return _bracket(f"{type(value).__name__}(", parts, ")", imports, indent)
    if isinstance(value, list):
        return _bracket("[", [("", item) for item in value], "]", imports, indent)
    if isinstance(value, tuple):
        return _bracket("(", [("", item) for item in value], ",)" if len(value) == 1 else ")", imports, indent)
    if getattr(value, "__module__", None) == "numpy":
        # Every script imports NumPy.
        return f"np.{value.__name__}"  # type: ignore[attr-defined]  # a function
    return repr(value)


def _bracket(start: str, parts: list[tuple[str, object]], end: str, imports: dict[str, set[str]], indent: int) -> str:
    """On one line where it fits, otherwise one part a line."""
    inner = indent + 4
    texts = [name + _render(value, imports, inner) for name, value in parts]
    line = start + ", ".join(texts) + end
    if len(line) + indent <= _WIDTH and "\n" not in line:
        return line
    body = "".join(f"{' ' * inner}{text},\n" for text in texts)
    return f"{start}\n{body}{' ' * indent}{end.lstrip(',')}"


def _changed_parameters(estimator: BaseEstimator | Kernel) -> dict[str, object]:
    signature = inspect.signature(type(estimator).__init__).parameters
    # xgboost takes most parameters as keywords that its signature does not list; None is their default.
    defaults = {
        name: signature[name].default if name in signature else None for name in estimator.get_params(deep=False)
    }
    return {
        name: value
        for name, value in estimator.get_params(deep=False).items()
        if not (type(value) is type(defaults[name]) and value == defaults[name]) and not _is_nan(value)
    }


def _is_nan(value: object) -> bool:
    return isinstance(value, float) and value != value


def _public_module(cls: type) -> str:
    parts = cls.__module__.split(".")
    if parts[0] == "xgboost":
        return "xgboost"
    private = [i for i, part in enumerate(parts) if part.startswith("_")]
    return ".".join(parts[: private[0]] if private else parts)


def _import_lines(imports: dict[str, set[str]]) -> str:
    froms = [f"from {module} import {', '.join(sorted(names))}" for module, names in sorted(imports.items())]
    return "\n".join(["import numpy as np", "import pandas as pd", *froms])


def _wrapped(names: list[str]) -> str:
    return _bracket("[", [("", name) for name in names], "]", {}, 0)
